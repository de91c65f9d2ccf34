"""A fair is cancelled: nobody holds a stall any more, passes open no gate, every applicant is told why."""

from datetime import datetime

from django.db import transaction

import exhibitions.plan.facade as plan
from exhibitions.stalls.models import Application, Call
from exhibitions.stalls.services.common import about, end, held_by, move, take_passes
from exhibitions.stalls.states import ALIVE, AppState, Ended
from jkrlm.kernel import clock, outbox
from jkrlm.kernel.outbox import Event


def on_exhibition_moved(event: Event) -> None:
    """React to ExhibitionMoved: only to a cancellation. Twice is as once."""
    code = str(event.payload["exhibition"])
    if plan.exhibition(code).state == plan.ExhibitionState.CANCELLED:
        call_off(code, now=clock.now())


def call_off(exhibition_code: str, *, now: datetime) -> int:
    """End what a cancelled exhibition's applications hold; returns how many ended now."""
    why = plan.why_cancelled(exhibition_code)
    with transaction.atomic():
        call = Call.objects.select_for_update().filter(exhibition_code=exhibition_code).first()
        if call is None:
            return 0
        rows = list(Application.objects.filter(call=call, state__in=ALIVE).order_by("pk"))
        for row in rows:
            _end(call, row, why, now)
    return len(rows)


def _end(call: Call, row: Application, why: str, now: datetime) -> None:
    holding = held_by(row)
    stall = holding.stall_code if holding else ""
    facts = {"stall": stall, "why": why}
    move(row, AppState.CANCELLED, what="cancelled", now=now, by=None, facts=facts)
    if holding is not None:
        end(holding, Ended.CANCELLED, now=now)
    take_passes(row, now=now)
    outbox.record("FairCalledOff", about(call, row, stall=stall, why=why))
