"""What people write into an order's diary. Nothing in it is changed: a correction is a new entry."""

from datetime import datetime
from typing import Final

from django.db import transaction

from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.order.models import Order, OrderEvent
from commerce.embedded.order.selectors import locked_order, order_by_id
from commerce.embedded.order.services.events import note
from commerce.embedded.webhook.services import emit

MESSAGE_MAX: Final = 10_000
_NOTES: Final = ("NOTE_ADDED", "NOTE_UPDATED")


def _message(text: str) -> str:
    if not text.strip():
        raise Refusal("Message can't be empty.", code="REQUIRED", field="message")
    if len(text) > MESSAGE_MAX:
        raise Refusal(
            f"Message is longer than {MESSAGE_MAX} characters.", code="GRAPHQL_ERROR", field="message"
        )
    return text.strip().replace("\x00", "")


def add_note(*, order_gid: str, text: str, caller: Caller, now: datetime) -> tuple[Order, OrderEvent]:
    """
    Raises:
        Refusal: GRAPHQL_ERROR for no such order, REQUIRED for an empty message.
    """
    message = _message(text)
    try:
        found = order_by_id(order_gid)
    except Refusal as refusal:
        raise Refusal(str(refusal), code="GRAPHQL_ERROR", field="id") from None
    return _write(found, "NOTE_ADDED", caller, now, message=message)


def correct_note(*, note_gid: str, text: str, caller: Caller, now: datetime) -> tuple[Order, OrderEvent]:
    """
    Write what a note should say instead; both stay readable.

    Raises:
        Refusal: NOT_FOUND for no such note, REQUIRED for an empty message.
    """
    message = _message(text)
    old = (
        OrderEvent.objects.select_related("order__channel")
        .filter(pk=pk_of(note_gid, "OrderEvent"), type__in=_NOTES)
        .first()
    )
    if old is None:
        raise Refusal("Couldn't resolve to an order note.", code="NOT_FOUND", field="id")
    return _write(old.order, "NOTE_UPDATED", caller, now, message=message, related=old.pk)


def _write(
    found: Order, kind: str, caller: Caller, now: datetime, **parameters: object
) -> tuple[Order, OrderEvent]:
    with transaction.atomic():
        order = locked_order(found.pk)
        entry = note(order, kind, now=now, caller=caller, **parameters)
        order.updated_at = now
        order.save(update_fields=["updated_at"])
        emit("ORDER_UPDATED", order=order)
    return order, entry
