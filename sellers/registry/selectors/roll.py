"""Who stands where around groups, with the sign-in of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sellers.registry import models
from sellers.registry.selectors.people import holds


@dataclass(frozen=True, slots=True)
class OnRoll:
    """One person's place at one group on a day; ``user_id`` is None while she never signed in."""

    code: str
    person_id: int
    user_id: int | None
    name: str
    phone: str
    role: Literal["member", "leader", "crp", "clf-officer"]


def roll(codes: Iterable[str], *, on: date) -> tuple[OnRoll, ...]:
    """Return the members, helpers and officers of the federation of these groups on a day. Four queries."""
    wanted = set(codes)
    own = models.Membership.objects.filter(holds(on), group__code__in=wanted)
    helped = models.CrpAssignment.objects.filter(holds(on), group__code__in=wanted)
    placed = models.Placement.objects.filter(holds(on), group__code__in=wanted, federation__isnull=False)
    codes_of: dict[int, list[str]] = {}
    for code, federation in placed.order_by("group__code").values_list("group__code", "federation_id"):
        codes_of.setdefault(federation, []).append(code)
    posts = models.Officer.objects.filter(holds(on), federation__in=codes_of)
    found = [
        _on_roll(row.group.code, row.person, row.role)
        for row in own.select_related("group", "person").order_by("group__code", "role", "person__name")
    ]
    found += [
        _on_roll(row.group.code, row.person, "crp")
        for row in helped.select_related("group", "person").order_by("group__code")
    ]
    for row in posts.select_related("person").order_by("person__name"):
        found += [_on_roll(code, row.person, "clf-officer") for code in codes_of[row.federation_id]]
    return tuple(found)


def _on_roll(code: str, person: models.Person, role: str) -> OnRoll:
    return OnRoll(code, person.pk, person.user_id, person.name, person.phone, role)  # type: ignore[arg-type]


def users_of(person_ids: Iterable[int]) -> dict[int, int]:
    """Return person → user of those who have signed in."""
    rows = models.Person.objects.filter(pk__in=set(person_ids), user__isnull=False)
    return dict(rows.values_list("pk", "user_id"))


def federation_of(code: str, *, on: date) -> int | None:
    """Return the federation that a group belongs to on a day."""
    rows = models.Placement.objects.filter(holds(on), group__code=code)
    return rows.values_list("federation_id", flat=True).first()
