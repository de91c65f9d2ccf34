"""Who is in a group, who helps it, and for which groups somebody may act. Each function is one query."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from sellers.registry import models
from sellers.registry.contracts import ActsFor, MemberRow


def holds(on: date) -> Q:
    """Return the condition that a dated row holds on a day."""
    return Q(held_from__lte=on) & (Q(held_to__isnull=True) | Q(held_to__gt=on))


def members(code: str, *, on: date | None = None) -> tuple[MemberRow, ...]:
    """
    Return who is on a group's roll on a day, leaders first; without a day, everybody who ever was.

    Two queries. ``shown`` is what of her may be shown: name, photo, story.
    """
    rows = models.Membership.objects.filter(group__code=code).select_related("person")
    if on is not None:
        rows = rows.filter(holds(on))
    found = list(rows.order_by("-role" if on is None else "role", "person__name", "held_from"))
    agreed: dict[int, list[str]] = {}
    consents = models.Consent.objects.filter(
        person__in={row.person_id for row in found}, withdrawn_at__isnull=True
    )
    for person_id, what in consents.order_by("what").values_list("person_id", "what"):
        agreed.setdefault(person_id, []).append(what)
    found.sort(key=lambda row: (row.role != models.GroupRole.LEADER, row.person.name, row.held_from))
    return tuple(
        MemberRow(
            id=row.pk,
            person_id=row.person_id,
            name=row.person.name,
            phone=row.person.phone,
            role=row.role,
            held_from=row.held_from,
            held_to=row.held_to,
            shown=tuple(agreed.get(row.person_id, ())),
        )
        for row in found
    )


def may_show(person_ids: Iterable[int], what: str) -> frozenset[int]:
    """Return those of the people who agree to have this shown ("name", "photo" or "story")."""
    return frozenset(
        models.Consent.objects.filter(
            person__in=set(person_ids), what=what, withdrawn_at__isnull=True
        ).values_list("person_id", flat=True)
    )


def acts_for(user_id: int, *, on: date) -> tuple[ActsFor, ...]:
    """
    Return the groups that a signed-in person may act for on a day, by code and as what.

    Member and leader of their own group; the community resource person of those she helps; an officer of
    a federation of those that belong to it. Four queries.
    """
    person = models.Person.objects.filter(user=user_id).first()
    if person is None:
        return ()
    found: list[ActsFor] = []

    def add(codes: Iterable[tuple[str, str]]) -> None:
        found.extend(ActsFor(code, role, person.pk, person.name) for code, role in codes)  # type: ignore[arg-type]

    own = models.Membership.objects.filter(holds(on), person=person)
    add(own.order_by("group__code").values_list("group__code", "role"))
    helped = models.CrpAssignment.objects.filter(holds(on), person=person).order_by("group__code")
    add((code, "crp") for code in helped.values_list("group__code", flat=True))
    posts = models.Officer.objects.filter(holds(on), person=person).values("federation")
    led = models.Placement.objects.filter(holds(on), federation__in=posts).order_by("group__code")
    add((code, "clf-officer") for code in led.values_list("group__code", flat=True))
    return tuple(found)


def people_with_phone(phone: str, *, on: date) -> tuple[tuple[int, str], ...]:
    """Return (id, name) of those with this phone who are member, helper or officer on a day, by name."""
    today = (
        Q(pk__in=models.Membership.objects.filter(holds(on)).values("person"))
        | Q(pk__in=models.CrpAssignment.objects.filter(holds(on)).values("person"))
        | Q(pk__in=models.Officer.objects.filter(holds(on)).values("person"))
    )
    return tuple(
        models.Person.objects.filter(today, phone=phone).order_by("name", "id").values_list("id", "name")
    )
