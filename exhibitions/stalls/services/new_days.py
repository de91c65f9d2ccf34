"""A fair's days change: every group that waits for it or stands there is told the new ones."""

import exhibitions.plan.facade as plan
from exhibitions.stalls.models import Application, Call
from exhibitions.stalls.services.common import about
from exhibitions.stalls.states import ALIVE
from jkrlm.kernel import outbox
from jkrlm.kernel.outbox import Event


def on_exhibition_days_changed(event: Event) -> None:
    """React to ExhibitionDaysChanged. Twice is as once: what follows names it as its ``change``."""
    code = str(event.payload["exhibition"])
    call = Call.objects.filter(exhibition_code=code).first()
    if call is None or plan.exhibition(code).state == plan.ExhibitionState.CANCELLED:
        return
    days = {name: event.payload[name] for name in ("opens_on", "closes_on")}
    for row in Application.objects.filter(call=call, state__in=ALIVE).order_by("pk"):
        outbox.record("FairDaysChanged", about(call, row, change=event.id, **days))
