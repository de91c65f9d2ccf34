"""Reads for the desk of people: who works here, and what was done by whom."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from jkrlm.kernel.clock import start_of
from jkrlm.people.contracts import AuditRow
from jkrlm.people.models import AuditEntry, Role, RoleGrant, StaffLeave, User
from jkrlm.people.rules import STAFF_ROLES


@dataclass(frozen=True, slots=True)
class Leave:
    """Both days are included."""

    id: int
    since: date
    until: date
    deputy: str
    note: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the staff; ``leaves`` run or are to come, the first one first."""

    id: int
    name: str
    email: str
    roles: tuple[Role, ...]
    has_password: bool
    leaves: tuple[Leave, ...]

    def away(self, on: date) -> Leave | None:
        return next((leave for leave in self.leaves if leave.since <= on <= leave.until), None)


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """Empty fields ask for all. ``who`` is part of a name or address, ``what`` how a verb begins."""

    who: str = ""
    what: str = ""
    target: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class AuditFound:
    """A page of rows with their targets; ``following`` asks for the next, None on the last."""

    rows: tuple[tuple[AuditRow, str], ...]
    following: int | None


def colleagues(*, on: date, user_id: int | None = None) -> tuple[Colleague, ...]:
    """Return the staff by name, or one of them. Three queries."""
    grants = RoleGrant.objects.filter(role__in=STAFF_ROLES)
    leaves = StaffLeave.objects.filter(is_dropped=False, until__gte=on).select_related("deputy")
    users = User.objects.filter(pk__in=grants.values("user"), is_active=True)
    if user_id is not None:
        users = users.filter(pk=user_id)
    return tuple(
        Colleague(
            id=user.pk,
            name=user.name,
            email=user.email,
            roles=tuple(
                role for role in STAFF_ROLES if role.value in {grant.role for grant in user.role_grants.all()}
            ),
            has_password=user.has_usable_password(),
            leaves=tuple(
                Leave(each.pk, each.since, each.until, each.deputy.name, each.note)
                for each in user.leaves.all()
            ),
        )
        for user in users.order_by("name", "pk").prefetch_related(
            "role_grants", Prefetch("leaves", queryset=leaves.order_by("since"))
        )
    )


def audit_search(search: AuditSearch, *, most: int, before: int | None = None) -> AuditFound:
    """Return what was done, newest first. Text of any kind is harmless. Two queries."""
    entries = AuditEntry.objects.select_related("actor")
    if search.who:
        named = Q(name__icontains=search.who) | Q(email__icontains=search.who)
        actors = User.objects.filter(named).values("pk")
        entries = entries.filter(Q(actor__in=actors) | Q(on_behalf_of__icontains=search.who))
    if search.what:
        entries = entries.filter(verb__istartswith=search.what)
    if search.target:
        entries = entries.filter(target__icontains=search.target)
    if search.day is not None:
        begin = start_of(search.day)
        entries = entries.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    if before is not None:
        entries = entries.filter(pk__lt=before)
    page = list(entries.order_by("-pk")[: most + 1])
    names = _names(page)
    rows = tuple((_row(entry), _readable(entry.target, names)) for entry in page[:most])
    return AuditFound(rows, page[most - 1].pk if len(page) > most else None)


def _row(entry: AuditEntry) -> AuditRow:
    return AuditRow(
        id=entry.pk,
        at=entry.at,
        actor=entry.actor.name if entry.actor is not None else "",
        on_behalf_of=entry.on_behalf_of,
        verb=entry.verb,
        before=entry.before,
        after=entry.after,
    )


_PERSON = re.compile(r"^person (\d{1,12})$")


def _names(entries: list[AuditEntry]) -> dict[str, str]:
    ids = [int(found[1]) for entry in entries if (found := _PERSON.match(entry.target))]
    return {f"person {pk}": name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def _readable(target: str, names: dict[str, str]) -> str:
    return f"{names[target]} ({target})" if target in names else target
