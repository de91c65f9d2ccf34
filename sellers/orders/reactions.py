"""
What seller orders do when the store, or a group, says that something happened.

Each reads the order anew and brings it to where it should be, so that none depends on the order in which
events come.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

from commerce.client import OrderGrantedRefundsOrderGrantedRefunds as GrantedRefund
from commerce.client import OrderParts
from commerce.facade import app_store
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError, TryLater
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.outbox import Event
from sellers.orders.models import Adjustment, RefundRequest, SellerOrder, SellerOrderChange
from sellers.orders.services import move
from sellers.orders.services.book_money import book_money, has_unbooked_refund
from sellers.orders.services.call_back import settle_call_backs
from sellers.orders.services.follow_fulfilments import follow_fulfilments
from sellers.orders.services.follow_returns import settle_returns
from sellers.orders.services.give_back import give_back
from sellers.orders.services.issue_documents import issue_documents
from sellers.orders.services.shift_promises import shift_by_day_off, shift_promises
from sellers.orders.services.split_order import note_unsplit, split_order
from sellers.orders.services.store_refunds import STORE
from sellers.orders.services.tell_cash import tell_cash
from sellers.orders.services.tell_store import fulfil
from sellers.orders.states import (
    TAKES_BACK,
    WITH_THE_GROUP,
    DecisionState,
    RefundState,
    SellerOrderState,
)

#: The metadata of an order that is a stall's bill, and the channel in which the till makes it.
BILL_KEY: Final = "umeed.bill"
_STALLS: Final = "stalls"
#: Refunds that are due are looked at so many at once, oldest first.
LOOKED_AFTER_MAX: Final = 50


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


def on_orders_imported(event: Event) -> None:
    """
    React to ORDER_BULK_CREATED: orders made elsewhere are split as others are.

    No tax was asked for them here and no delivery planned, so most cannot be: staff see which, and why.
    """
    for each in event.payload["orders"]:
        with _turn_with(str(each["id"])) as order:
            if order is None:
                continue
            try:
                split_order(order=order, now=now())
            except TryLater:
                raise
            except DomainError as refusal:
                note_unsplit(order=order, reason=refusal.message, now=now())
                continue
            _bring_up(order)


def on_order_money(event: Event) -> None:
    """React to ORDER_PAID (also of a full payment) and ORDER_REFUNDED: book what moved."""
    with _turn_with(str(event.payload["order"]["id"])) as order:
        if order is not None:
            _bring_up(order)


def on_order_cancelled(event: Event) -> None:
    """React to ORDER_CANCELLED: what is still with the groups is cancelled there, too."""
    on_order_money(event)


def on_order_sent(event: Event) -> None:
    """React to FULFILLMENT_CREATED and _CANCELED: what staff sent, or called back, in the store."""
    on_order_money(event)


def on_share_taken_back(event: Event) -> None:
    """React to SellerOrderTakenBack, RefundAskedAgain, RefundFailed: where the buyer's money is by now."""
    with _turn_with(str(event.payload["order"])) as order:
        if order is not None:
            _bring_up(order)


def on_cash_remitted(event: Event) -> None:
    """React to CashRemitted: the store's promise of cash is charged."""
    with _turn_with(str(event.payload["order"])) as order:
        if order is not None:
            tell_cash(order=order, store=app_store(), now=now())


def on_documents_due(event: Event) -> None:
    """React to SellerOrderMoved, SellerOrderTakenBack, ShareRefunded: the invoice, and its credit notes."""
    issue_documents(code=str(event.payload["code"]), store=app_store())


def on_road_closed(event: Event) -> None:
    """React to RoadClosed: what was promised over that road comes later (``PromiseShifted`` for each)."""
    shift_promises(closure_id=int(event.payload["closure"]), now=now())


def on_day_off(event: Event) -> None:
    """React to DayOffEntered: what was to be brought, or to come, on that day comes later."""
    day, place = date.fromisoformat(str(event.payload["day"])), str(event.payload["place"])
    shift_by_day_off(day=day, place=place, now=now())


def look_after_refunds() -> None:
    """
    Look what became of refunds that the store was asked for and nobody told us of, those not looked at for
    longest first; none is asked for again.
    """
    asked = RefundRequest.objects.filter(state=RefundState.ASKED)
    waiting = asked.order_by("changed_at", "id").values_list("order_id", flat=True)
    for order_id in dict.fromkeys(waiting[:LOOKED_AFTER_MAX]):
        asked.filter(order_id=order_id).update(changed_at=now())
        with _turn_with(order_id) as order:
            if order is not None:
                _bring_up(order)


def on_seller_order_moved(event: Event) -> None:
    """React to SellerOrderMoved: the store hears of what left, money goes back for what will never arrive."""
    code, state = str(event.payload["code"]), str(event.payload["state"])
    if state == SellerOrderState.HANDED_OVER.value:
        fulfil(code=code, store=app_store())
    elif state in (SellerOrderState.CANCELLED.value, SellerOrderState.RETURNED.value):
        with _turn_with(SellerOrder.objects.get(code=code).order_id) as order:
            if order is not None:
                _bring_up(order)
    settle_call_backs(code=code, now=now())


@contextmanager
def _turn_with(order_id: str) -> Iterator[OrderParts | None]:
    """Read the order when it is our turn: two that let go of the same promise would let go of too much."""
    with advisory_lock(f"seller orders of {order_id}"):
        order = app_store().order_details(id=order_id).order
        yield None if order is None or _is_of_stall(order) else order


def _is_of_stall(order: OrderParts) -> bool:
    """
    The till books its bills itself, in the order of their numbers (``book_stall_sale``). A buyer may write
    what she likes into her bag's metadata, which her order keeps: the till's orders have no bag, and a
    channel of their own.
    """
    is_tills = order.channel.slug == _STALLS and not order.checkout_id
    return is_tills and any(entry.key == BILL_KEY for entry in order.metadata)


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
    granted = _granted(order.id) if has_unbooked_refund(order) else ()
    book_money(order=order, now=now(), granted=granted)
    follow_fulfilments(order=order, now=now())
    parts = SellerOrder.objects.filter(order_id=order.id).order_by("code").prefetch_related("changes")
    ours = {part.code: last for part in parts if part.is_gone and (last := _last(part)).actor != STORE}
    if ours or _is_put_right(order.id):
        reasons = {code: last.reason for code, last in ours.items()}
        give_back(reasons=reasons, order=order, store=app_store(), now=now())
    settle_returns(order.number, now=now())


def _granted(order_id: str) -> tuple[GrantedRefund, ...]:
    found = app_store().order_granted_refunds(id=order_id).order
    return tuple(found.granted_refunds) if found else ()


def _is_put_right(order_id: str) -> bool:
    """Return whether part of a parcel's share was taken back by us."""
    rows = Adjustment.objects.filter(
        seller_order__order_id=order_id, kind__in=TAKES_BACK, state=DecisionState.APPROVED
    )
    return rows.exclude(decided_by=STORE).exists()


def _last(part: SellerOrder) -> SellerOrderChange:
    return max(part.changes.all(), key=lambda change: change.pk)
