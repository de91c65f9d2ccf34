"""Which licences hold, and which end soon. Each function is one query."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from sellers.registry import models
from sellers.registry.contracts import LicenceRow
from sellers.registry.rules import last_day
from sellers.registry.selectors.people import holds


def licences(code: str) -> tuple[LicenceRow, ...]:
    """Return everything recorded for a group, by kind, the newest first."""
    return _rows(models.Licence.objects.filter(group__code=code).order_by("kind", "-held_from", "id"))


def licences_on(codes: Iterable[str], *, on: date) -> dict[str, tuple[LicenceRow, ...]]:
    """Return the verified licences valid on a day, by group; groups without any are absent."""
    rows = models.Licence.objects.filter(
        holds(on), group__code__in=set(codes), verified_by__isnull=False
    ).order_by("kind", "-held_from")
    found: dict[str, tuple[LicenceRow, ...]] = {}
    for row in _rows(rows):
        found[row.group_code] = (*found.get(row.group_code, ()), row)
    return found


def has_licence(code: str, kind: str, *, on: date) -> bool:
    """Return whether a verified licence of the kind is valid on a day."""
    return models.Licence.objects.filter(
        holds(on), group__code=code, kind=kind, verified_by__isnull=False
    ).exists()


def licences_expiring(*, on: date, days: int, most: int = 500) -> tuple[LicenceRow, ...]:
    """
    Return licences whose last day is one of the ``days`` from ``on``, that day included; soonest first.

    One that is followed by another of its kind without a gap needs no word and is absent.
    """
    followed = models.Licence.objects.filter(
        group=OuterRef("group"),
        kind=OuterRef("kind"),
        held_from=OuterRef("held_to"),
    )
    rows = models.Licence.objects.filter(
        ~Exists(followed),
        held_to__gt=on,
        held_to__lte=on + timedelta(days=days),
    )
    return _rows(rows.order_by("held_to", "id")[:most])


def licence_of(code: str, licence_id: int) -> LicenceRow | None:
    """Return one licence of a group, or None."""
    found = _rows(models.Licence.objects.filter(group__code=code, pk=licence_id))
    return found[0] if found else None


def paper_keys_of_licences(code: str) -> frozenset[str]:
    """Return media's keys of the papers that a group's licences name."""
    rows = models.Licence.objects.filter(group__code=code).exclude(paper_key="")
    return frozenset(rows.values_list("paper_key", flat=True))


def _rows(found: QuerySet[models.Licence]) -> tuple[LicenceRow, ...]:
    return tuple(
        LicenceRow(
            id=row.pk,
            group_code=row.group.code,
            group_name=row.group.name,
            kind=row.kind,
            number=row.number,
            valid_from=row.held_from,
            last_day=last_day(row.held_to),
            verified_by=row.verified_by.name if row.verified_by is not None else "",
            verified_at=row.verified_at,
            verified_how=row.verified_how,
            paper_key=row.paper_key,
        )
        for row in found.select_related("group", "verified_by")
    )
