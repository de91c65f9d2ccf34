"""An exhibition goes from one state to the next."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions.plan import selectors
from exhibitions.plan.errors import ExhibitionUnknown, MoveRefused
from exhibitions.plan.handed_in import handed_in
from exhibitions.plan.models import Exhibition, ExhibitionMove
from exhibitions.plan.states import EXHIBITION_TRANSITIONS, Duty, ExhibitionState, StallState
from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit

#: The gate may be opened for trying out tills on the day before.
SET_UP: Final = timedelta(days=1)
REASON_MAX: Final = 300


def move_exhibition(
    *, code: str, to: ExhibitionState, by: User | None, reason: str, now: datetime, today: date
) -> Exhibition:
    """
    Move an exhibition; asked again for the state it is in, nothing happens. ExhibitionMoved tells the others.

    Raises:
        ExhibitionUnknown: there is none with this code.
        MoveRefused: its state does not allow it, something is missing, or a reason is.
    """
    reason = reason.strip()[:REASON_MAX]
    with transaction.atomic():
        row = Exhibition.objects.select_for_update().filter(code=code).first()
        if row is None:
            raise ExhibitionUnknown(_("There is no exhibition with this code."))
        before = ExhibitionState(row.state)
        if before == to:
            return row
        if to not in EXHIBITION_TRANSITIONS[before]:
            words = {"from": before.label, "to": to.label}
            raise MoveRefused(_("An exhibition does not go from “%(from)s” to “%(to)s”.") % words)
        for missing in (_own_guard(row, to, reason, today), _others(row, to)):
            if missing:
                raise MoveRefused(
                    missing, field="reason" if not reason and _wants_reason(row, to, today) else None
                )
        row.state, row.changed_at, row.version = to, now, row.version + 1
        row.save(update_fields=("state", "changed_at", "version"))
        ExhibitionMove.objects.create(
            exhibition=row, from_state=before, to_state=to, reason=reason, by=by, at=now
        )
        audit(
            actor=by,
            verb="exhibitions.move",
            target=f"exhibition {row.code}",
            before={"state": before},
            after={"state": to, "reason": reason},
        )
        outbox.record("ExhibitionMoved", {"exhibition": row.code, "from": before.value, "to": to.value})
    return row


def _wants_reason(row: Exhibition, to: ExhibitionState, today: date) -> bool:
    return to == ExhibitionState.CANCELLED or (to == ExhibitionState.CLOSED and today < row.closes_on)


def _own_guard(row: Exhibition, to: ExhibitionState, reason: str, today: date) -> str:
    """Return what is missing, empty where nothing is."""
    if _wants_reason(row, to, today) and not reason:
        return (
            _("Say why it is cancelled: groups and visitors read it.")
            if to == ExhibitionState.CANCELLED
            else _("It closes before its last day: say why.")
        )
    if to == ExhibitionState.INVITING:
        return _ready_to_invite(row, today)
    if to == ExhibitionState.RUNNING:
        return _ready_to_open(row, today)
    return ""


def _ready_to_invite(row: Exhibition, today: date) -> str:
    if row.apply_by < today:
        return _("The last day to apply is past. Set it, then invite.")
    if not row.stalls.filter(state=StallState.FREE).exists():
        return _("There is no stall to apply for. Draw the stall map first.")
    if not row.team.filter(duty=Duty.MANAGER).exists():
        return _("Nobody manages it. Put a manager on the team first.")
    return ""


def _ready_to_open(row: Exhibition, today: date) -> str:
    if today < row.opens_on - SET_UP:
        return _("It opens on %(day)s: not before the day before.") % {"day": f"{row.opens_on:%-d %B %Y}"}
    if today > row.closes_on:
        return _("Its last day is past. Change the days, or cancel it.")
    if not row.team.filter(duty=Duty.CASHIER).exists():
        return _("Nobody stands at a till. Put a cashier on the team first.")
    return ""


def _others(row: Exhibition, to: ExhibitionState) -> str:
    view = selectors.view_of(row)
    return next((said for guard in handed_in.guards.get(to, ()) if (said := guard(view))), "")
