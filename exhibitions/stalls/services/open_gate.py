"""A traveller's pass at the gate: once a day for each gate."""

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

import exhibitions.plan.facade as plan
from exhibitions.stalls.errors import PassRefused
from exhibitions.stalls.models import GateEntry, Pass
from exhibitions.stalls.states import AppState
from jkrlm.kernel import clock
from jkrlm.people.facade import User, audit

#: Groups build their stalls up the day before the fair and take them down the day after.
AROUND: Final = 1
_OPEN: Final = (
    plan.ExhibitionState.ALLOTTED,
    plan.ExhibitionState.RUNNING,
    plan.ExhibitionState.CLOSED,
)


def known_pass(exhibition_code: str, code: str) -> Pass | None:
    rows = Pass.objects.filter(
        code=code[:32].replace("\x00", ""), traveller__application__call__exhibition_code=exhibition_code
    )
    return rows.select_related("traveller__application__call").first()


def let_in(*, exhibition_code: str, code: str, gate: str, by: User, now: datetime, today: date) -> Pass:
    """
    Write down that somebody with a pass comes in.

    Raises:
        PassRefused: no such pass, void, not one of its days, or let in at this gate today.
    """
    found = known_pass(exhibition_code, code)
    if found is None:
        raise PassRefused("No pass of this exhibition has this code. Send her to the office.")
    why = why_not(found, today)
    if why:
        raise PassRefused(why)
    try:
        with transaction.atomic():
            GateEntry.objects.create(gate_pass=found, gate=gate, day=today, at=now, by=by)
            audit(
                actor=by,
                verb="stalls.let-in",
                target=f"application {found.traveller.application.number}",
                after={"gate": gate, "person": found.traveller.person_id},
            )
    except IntegrityError as again:
        first = GateEntry.objects.get(gate_pass=found, gate=gate, day=today)
        at = first.at.astimezone(clock.INDIA)
        raise PassRefused(f"This pass came through this gate today at {at:%H:%M}.") from again
    return found


def why_not(found: Pass, today: date) -> str:
    """Return why a pass opens no gate today, as a sentence; nothing where it does."""
    application = found.traveller.application
    exhibition = plan.exhibition(application.call.exhibition_code)
    if found.void_at is not None or application.state != AppState.ALLOTTED:
        return "This pass is void: the group holds no stall any more."
    if exhibition.state not in _OPEN:
        return "This exhibition is not open: no pass holds for it."
    before = (exhibition.opens_on - today).days
    after = (today - exhibition.closes_on).days
    if before > AROUND or after > AROUND:
        return f"This pass is for {exhibition.opens_on:%-d %B} to {exhibition.closes_on:%-d %B %Y}."
    return ""
