"""
What seller orders do when the store, or a group, says that something happened.

Each reads the order anew and brings it to where it should be, so that none depends on the order in which
events come.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from commerce.client import OrderParts
from commerce.facade import app_store
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError, TryLater
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.outbox import Event
from sellers.orders.models import SellerOrder, SellerOrderChange
from sellers.orders.services import move
from sellers.orders.services.book_money import book_money
from sellers.orders.services.give_back import give_back
from sellers.orders.services.split_order import note_unsplit, split_order
from sellers.orders.services.tell_store import fulfil
from sellers.orders.states import WITH_THE_GROUP, SellerOrderState

STORE: Final = "store"


def on_order_confirmed(event: Event) -> None:
    """React to ORDER_CONFIRMED: split, and book the sale. What cannot be split is put on the staff's list."""
    with _turn_with(str(event.payload["order"]["id"])) as order:
        if order is None or not order.checkout_id:
            return
        try:
            split_order(order=order, now=now())
        except TryLater:
            raise
        except DomainError as refusal:
            note_unsplit(order=order, reason=refusal.message, now=now())
            return
        _bring_up(order)


def on_order_money(event: Event) -> None:
    """React to ORDER_PAID (also of a full payment) and ORDER_REFUNDED: book what moved."""
    with _turn_with(str(event.payload["order"]["id"])) as order:
        if order is not None:
            _bring_up(order)


def on_order_cancelled(event: Event) -> None:
    """React to ORDER_CANCELLED: what is still with the groups is cancelled there, too."""
    on_order_money(event)


def on_seller_order_moved(event: Event) -> None:
    """React to SellerOrderMoved: the store hears of what left, money goes back for what will never arrive."""
    code, state = str(event.payload["code"]), str(event.payload["state"])
    if state == SellerOrderState.HANDED_OVER.value:
        fulfil(code=code, store=app_store())
    elif state in (SellerOrderState.CANCELLED.value, SellerOrderState.RETURNED.value):
        with _turn_with(SellerOrder.objects.get(code=code).order_id) as order:
            if order is not None:
                _bring_up(order)


@contextmanager
def _turn_with(order_id: str) -> Iterator[OrderParts | None]:
    """Read the order when it is our turn: two that let go of the same promise would let go of too much."""
    with advisory_lock(f"seller orders of {order_id}"):
        yield app_store().order_details(id=order_id).order


def _bring_up(order: OrderParts) -> None:
    """
    Bring states and books to where the store is, then give back what a group or the clock cancelled, also
    when its payment arrives only now. Where the store cancelled, whoever did it there gives the money back
    there.
    """
    if order.status.value == "CANCELED":
        held = SellerOrder.objects.filter(order_id=order.id, state__in=WITH_THE_GROUP).order_by("code")
        for code in held.values_list("code", flat=True):
            move.cancel(code=code, by=move.By(STORE), now=now(), reason="the order was cancelled")
    book_money(order=order, now=now())
    parts = SellerOrder.objects.filter(order_id=order.id).order_by("code").prefetch_related("changes")
    ours = {part.code: last for part in parts if part.is_gone and (last := _last(part)).actor != STORE}
    if ours:
        give_back(reasons={code: last.reason for code, last in ours.items()}, order=order, store=app_store())


def _last(part: SellerOrder) -> SellerOrderChange:
    return max(part.changes.all(), key=lambda change: change.pk)
