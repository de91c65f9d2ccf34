from datetime import datetime
from typing import Any

from commerce.embedded.engine.caller import Caller
from commerce.embedded.order.models import Order, OrderEvent


def note(
    order: Order, kind: str, *, now: datetime, caller: Caller | None = None, **parameters: Any
) -> OrderEvent:
    """Write a line of the order's diary; ``caller`` names the app or the user who did it."""
    app = caller.app if caller else None
    if caller and getattr(caller.user, "pk", None):
        parameters["user"] = caller.user.pk
    return OrderEvent.objects.create(
        order=order,
        type=kind,
        date=now,
        app_identifier=app.identifier if app else "",
        parameters=parameters,
    )
