"""Who works at an exhibition, from which day to which."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions.plan.errors import BadPlan, ExhibitionUnknown
from exhibitions.plan.models import TeamMember
from exhibitions.plan.services.common import is_done, locked
from exhibitions.plan.states import OPEN_STATES, Duty, ExhibitionState
from jkrlm.people.facade import Role, User, audit, has_role

#: Somebody falls ill on the third day: the team changes while it runs.
_CHANGES_IN: Final = (*OPEN_STATES, ExhibitionState.RUNNING, ExhibitionState.CLOSED)
_ROLE: Final = {Duty.MANAGER: Role.EXHIBITIONS, Duty.CASHIER: Role.CASHIER}


@transaction.atomic
def keep_member(
    *, code: str, user_id: int, duty: Duty, since: date, until: date, key: str, by: User, now: datetime
) -> TeamMember:
    """
    Put somebody on the team, or change her days.

    Raises:
        ExhibitionUnknown, MoveRefused.
        BadPlan: she has not the role that the duty asks for, or the days are in no order.
    """
    row = locked(code, states=_CHANGES_IN)
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        raise BadPlan(_("There is no such person."), field="user")
    role = _ROLE.get(duty)
    if role is not None and not has_role(person, role, Role.ADMINISTRATOR):
        said = {"name": person.name, "role": role.label}
        raise BadPlan(
            _("%(name)s has not the role “%(role)s”. An administrator gives it.") % said, field="user"
        )
    if until < since:
        raise BadPlan(_("The last day is before the first."), field="until")
    member = TeamMember.objects.filter(exhibition=row, user=person, duty=duty).first()
    if is_done(row, key=key, verb="team", now=now) and member is not None:
        return member
    member = member or TeamMember(exhibition=row, user=person, duty=duty)
    member.since, member.until = since, until
    member.save()
    audit(
        actor=by,
        verb="exhibitions.team",
        target=f"exhibition {row.code}",
        after={"person": person.pk, "duty": duty, "since": str(since), "until": str(until)},
    )
    return member


@transaction.atomic
def drop_member(*, code: str, member_id: int, by: User) -> None:
    """
    Take somebody off the team; the last manager stays.

    Raises:
        ExhibitionUnknown, MoveRefused; BadPlan: nobody would manage it.
    """
    row = locked(code, states=_CHANGES_IN)
    member = row.team.filter(pk=member_id).first()
    if member is None:
        raise ExhibitionUnknown(_("Nobody of the team has this number."))
    if member.duty == Duty.MANAGER and row.team.filter(duty=Duty.MANAGER).count() == 1:
        raise BadPlan(_("She is the only manager. Put another one on the team first."))
    member.delete()
    audit(
        actor=by,
        verb="exhibitions.team-gone",
        target=f"exhibition {row.code}",
        before={"person": member.user_id, "duty": member.duty},
    )
