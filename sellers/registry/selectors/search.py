"""Groups found by what staff remember of them: name, code, number, village, block or district."""

from typing import Final

from django.db.models import Q, QuerySet

from sellers.registry import models
from sellers.registry.contracts import Found, GroupRow
from sellers.registry.states import OnboardingState

PAGE: Final = 50
WORDS_MOST: Final = 6


def search_groups(
    *, words: str = "", district: str = "", state: str = "", after: int | None = None, size: int = PAGE
) -> Found:
    """
    Return one page of groups by name, those after the group with the id ``after``.

    Every word must be in the group's names, code, number of the mission or village, or be part of the name
    of its block or district. ``state`` is one of onboarding, or "none" for groups that have not begun.
    Three queries at most; no count, so that the last page costs what the first does.
    """
    rows = models.Group.objects.all()
    wanted = words.lower().split()[:WORDS_MOST]
    if wanted or district:
        blocks = list(models.Block.objects.values_list("id", "name", "district__name"))
    for word in wanted:
        near = [pk for pk, block, place in blocks if word in block.lower() or word in place.lower()]
        rows = rows.filter(Q(search__contains=word) | Q(block__in=near) if near else Q(search__contains=word))
    if district:
        rows = rows.filter(block__in=[pk for pk, _block, place in blocks if place == district])
    if state == "none":
        rows = rows.filter(onboarding__isnull=True)
    elif state:
        rows = rows.filter(onboarding__state=state)
    found = _rows(_following(rows, after), size + 1)
    return Found(rows=found[:size], following=str(found[size - 1].id) if len(found) > size else "")


def waiting_for_approval(*, most: int = 20) -> tuple[GroupRow, ...]:
    """Return submitted groups, the longest waiting first."""
    rows = models.Group.objects.filter(onboarding__state=OnboardingState.SUBMITTED)
    return _rows(rows.order_by("onboarding__moved_at"), most)


def district_names() -> tuple[str, ...]:
    return tuple(models.District.objects.order_by("name").values_list("name", flat=True))


def _following(rows: QuerySet[models.Group], after: int | None) -> QuerySet[models.Group]:
    last = models.Group.objects.filter(pk=after).values_list("name", flat=True).first() if after else None
    if last is not None:
        rows = rows.filter(name__gte=last).exclude(name=last, pk__lte=after)
    return rows.order_by("name", "id")


def _rows(found: QuerySet[models.Group], most: int) -> tuple[GroupRow, ...]:
    columns = ("id", "code", "name", "block__name", "block__district__name", "members", "onboarding__state")
    return tuple(
        GroupRow(pk, code, name, block, district, members, state or "")
        for pk, code, name, block, district, members, state in found.values_list(*columns)[:most]
    )
