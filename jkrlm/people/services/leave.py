"""Who is away, and who stands in."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from jkrlm.people.errors import BadLeave, PersonUnknown
from jkrlm.people.models import StaffLeave, User
from jkrlm.people.rules import STAFF_ROLES
from jkrlm.people.services.audit import audit, person


@transaction.atomic
def take_leave(
    *, user_id: int, since: date, until: date, deputy_id: int, note: str, by: User, today: date
) -> int:
    """
    Write down that somebody is away from ``since`` to ``until``, both included; return the leave's id.

    Raises:
        PersonUnknown: nobody of the staff.
        BadLeave: days in the wrong order or over, another leave then, or a deputy who is away herself or
            holds none of her roles.
    """
    # Both rows are locked in one order: two who stand in for each other are seen by the second.
    known = User.objects.select_for_update().filter(pk__in=(user_id, deputy_id), is_active=True)
    people = {user.pk: user for user in known.order_by("pk")}
    user, deputy = people.get(user_id), people.get(deputy_id)
    if user is None:
        raise PersonUnknown(str(user_id))
    if until < since:
        raise BadLeave("The last day is before the first.", field="until")
    if until < today:
        raise BadLeave("These days are over.", field="until")
    if deputy is None or deputy == user or not _shares_a_role(user, deputy):
        raise BadLeave("Choose a colleague who holds one of the same roles.", field="deputy")
    if _overlaps(user, since, until):
        raise BadLeave("There is a leave on some of these days already.", field="since")
    if _overlaps(deputy, since, until):
        raise BadLeave("This colleague is away on some of these days.", field="deputy")
    standing_in = StaffLeave.objects.filter(deputy=user, is_dropped=False, until__gte=since, since__lte=until)
    if standing_in.exists():
        raise BadLeave("She stands in for a colleague on some of these days.", field="since")
    leave = StaffLeave.objects.create(
        user=user, since=since, until=until, deputy=deputy, note=note.strip(), made_by=by
    )
    audit(actor=by, verb="leave.take", target=person(user), after=_facts(leave))
    return leave.pk


@transaction.atomic
def end_leave(*, leave_id: int, by: User, today: date) -> None:
    """
    She is back today: a leave that runs ends yesterday, one that has not begun is dropped.

    Raises:
        BadLeave: it is over already.
    """
    leave = StaffLeave.objects.select_for_update().filter(pk=leave_id, is_dropped=False).first()
    if leave is None or leave.until < today:
        raise BadLeave("This leave is over; nothing was changed.")
    before = _facts(leave)
    if leave.since >= today:
        leave.is_dropped = True
    else:
        leave.until = today - timedelta(days=1)
    leave.save(update_fields=["is_dropped", "until"])
    audit(actor=by, verb="leave.end", target=person(leave.user), before=before, after=_facts(leave))


def deputies(user_ids: set[int], *, on: date) -> dict[int, int]:
    """Return who is away that day -> who stands in; the others are absent."""
    away = StaffLeave.objects.filter(user__in=user_ids, is_dropped=False, since__lte=on, until__gte=on)
    return dict(away.values_list("user", "deputy"))


def _shares_a_role(user: User, deputy: User) -> bool:
    hers = user.role_grants.filter(role__in=STAFF_ROLES).values("role")
    return deputy.role_grants.filter(role__in=hers).exists()


def _overlaps(user: User, since: date, until: date) -> bool:
    taken = StaffLeave.objects.filter(Q(user=user), Q(is_dropped=False), Q(until__gte=F("since")))
    return taken.filter(until__gte=since, since__lte=until).exists()


def _facts(leave: StaffLeave) -> dict[str, object]:
    return {
        "since": leave.since.isoformat(),
        "until": leave.until.isoformat(),
        "deputy": person(leave.deputy),
        "dropped": leave.is_dropped,
    }
