"""Tell the store what became of a parcel; repeatable, after commit, never inside a transaction."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

import sellers.ledger.facade as ledger
from commerce.client import (
    OrderFulfillInput,
    OrderFulfillLineInput,
    OrderFulfillStockInput,
    OrderToFulfilOrder,
)
from commerce.facade import Store, refuse_on
from sellers.orders.errors import NotCovered, SellerOrderUnknown
from sellers.orders.models import SellerOrder
from sellers.orders.states import SellerOrderState


def check_covered(*, code: str, store: Store) -> None:
    """
    Refuse what is neither charged nor promised (DESIGN.md, decision 2).

    What the store holds of the order must be worth what is left, after refunds, of all its parcels that are
    not gone. (The store's own statuses compare with the whole order, of which a parcel may be cancelled.)

    Raises:
        NotCovered: it is not; or the money of this parcel went back, or the order was cancelled.
    """
    parcel = SellerOrder.objects.get(code=code)
    order = store.order_details(id=parcel.order_id).order
    if order is None:
        raise SellerOrderUnknown("The store has no such order.", field="order_id")
    books = ledger.orders_in_books([parcel.order_number])[parcel.order_number]
    parcels = SellerOrder.objects.filter(order_id=parcel.order_id)
    needed = sum(
        (books.shares[each.code].left.total.amount for each in parcels if not each.is_gone), Decimal(0)
    )
    there = Decimal(str(order.total_charged.amount)) + Decimal(str(order.total_authorized.amount))
    mine = books.shares[code].left.value.amount
    if order.status.value == "CANCELED" or not mine or there < needed:
        raise NotCovered(_("This order is not paid and not promised: it must stay with the group."))


def fulfil(*, code: str, store: Store) -> None:
    """
    Make the store's fulfilment of a parcel that was handed over, or find the one made before.

    Raises:
        StoreRefused, StoreUnavailable: from the store.
    """
    parcel = SellerOrder.objects.prefetch_related("lines").get(code=code)
    if SellerOrderState(parcel.state) is SellerOrderState.PACKED:
        return  # called back in the store meanwhile
    wanted = {
        line.order_line_id: line.quantity - line.quantity_returned
        for line in parcel.lines.all()
        if line.quantity > line.quantity_returned
    }
    if not wanted:
        return  # all of it came back meanwhile
    order = _order(parcel.order_id, store)
    made = _fulfilment_of(order, wanted)
    if made is None:
        answer = store.order_fulfill(
            order=parcel.order_id,
            input=OrderFulfillInput(
                lines=list(_lines(order, wanted)),
                notify_customer=False,  # our own mail goes out by FULFILLMENT_CREATED
                tracking_number=parcel.tracking_number or None,
            ),
        ).order_fulfill
        assert answer is not None
        refuse_on(answer.errors)
        made = next((each.id for each in answer.fulfillments or [] if each), "")
    SellerOrder.objects.filter(code=code).update(fulfilment_id=made)


def _order(order_id: str, store: Store) -> OrderToFulfilOrder:
    order = store.order_to_fulfil(id=order_id).order
    if order is None:
        raise SellerOrderUnknown("The store has no such order.", field="order_id")
    return order


def _fulfilment_of(order: OrderToFulfilOrder, wanted: dict[str, int]) -> str | None:
    """
    Return a fulfilment of these lines where all that is wanted of them has left, or None.

    Where staff noted in the store that all of it came back, it is the one that says so.
    """
    sent = {line.id: line.quantity_fulfilled for line in order.lines}
    if any(sent.get(line_id, 0) < units for line_id, units in wanted.items()):
        return None
    found = sorted(order.fulfillments, key=lambda each: each.status.value != "FULFILLED")
    for fulfilment in found:
        carried = {each.order_line.id for each in fulfilment.lines or [] if each.order_line}
        if fulfilment.status.value != "CANCELED" and carried & set(wanted):
            return fulfilment.id
    return None


def _lines(order: OrderToFulfilOrder, wanted: dict[str, int]) -> Iterable[OrderFulfillLineInput]:
    """Yield what is not sent yet of each wanted line out of the warehouses where the store allocated it."""
    for line in order.lines:
        open_quantity = wanted.get(line.id, 0) - line.quantity_fulfilled
        stocks = []
        for allocation in line.allocations or []:
            taken = min(open_quantity, allocation.quantity)
            if taken > 0:
                stocks.append(OrderFulfillStockInput(warehouse=allocation.warehouse.id, quantity=taken))
                open_quantity -= taken
        if stocks:
            yield OrderFulfillLineInput(order_line_id=line.id, stocks=stocks)
