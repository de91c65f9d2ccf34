"""Parcels that staff send, or call back, in the store itself."""

from datetime import datetime

from django.db import transaction

from commerce.client import OrderParts
from sellers.orders.models import SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.orders.services.split_order import note_unsplit
from sellers.orders.services.store_refunds import STORE
from sellers.orders.states import WITH_THE_GROUP, SellerOrderState


@transaction.atomic
def follow_fulfilments(*, order: OrderParts, now: datetime) -> None:
    """
    A parcel of which everything that is to be sent has left by the store's fulfilments is handed over; one
    whose fulfilment was cancelled there is with the group again. Sent although cancelled here: staff see it.
    """
    sent: dict[str, int] = {}
    carried: dict[str, tuple[str, str]] = {}
    states = {each.id: each.status.value for each in order.fulfillments}
    for fulfilment in order.fulfillments:
        if fulfilment.status.value != "FULFILLED":
            continue
        for row in fulfilment.lines or ():
            if row.order_line is not None:
                sent[row.order_line.id] = sent.get(row.order_line.id, 0) + row.quantity
                carried[row.order_line.id] = (fulfilment.id, fulfilment.tracking_number)
    parts = SellerOrder.objects.select_for_update().filter(order_id=order.id).order_by("id")
    for part in parts.prefetch_related("lines"):
        wanted = {
            line.order_line_id: line.quantity - line.quantity_returned
            for line in part.lines.all()
            if line.quantity > line.quantity_returned
        }
        state = SellerOrderState(part.state)
        left = bool(wanted) and all(sent.get(line, 0) >= units for line, units in wanted.items())
        if state in WITH_THE_GROUP and left and not part.fulfilment_id:
            _hand_over(part, *carried[next(iter(wanted))], now)
        elif state is SellerOrderState.HANDED_OVER and states.get(part.fulfilment_id) == "CANCELED":
            _call_back(part, now)
        elif state is SellerOrderState.CANCELLED and any(
            line.order_line_id in sent for line in part.lines.all()
        ):
            reason = f"{part.code} is cancelled here and was sent in the store."
            note_unsplit(order=order, reason=reason, now=now)


def _hand_over(part: SellerOrder, fulfilment_id: str, tracking_number: str, now: datetime) -> None:
    def change(found: SellerOrder) -> None:
        found.fulfilment_id = fulfilment_id
        found.tracking_number = tracking_number or found.tracking_number

    move.move(
        code=part.code,
        to=SellerOrderState.HANDED_OVER,
        by=By(STORE),
        now=now,
        reason="sent in the store",
        change=change,
    )


def _call_back(part: SellerOrder, now: datetime) -> None:
    def change(found: SellerOrder) -> None:
        found.fulfilment_id = ""

    move.move(
        code=part.code,
        to=SellerOrderState.PACKED,
        by=By(STORE),
        now=now,
        reason="called back in the store",
        change=change,
    )
