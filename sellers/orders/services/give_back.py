"""
Give the buyer back, through the store, what he paid or promised for a parcel that is gone.

Repeatable. A card's refund is known by the parcel's code at the beginning of its granted refund's reason; of
cash, so much of the promise is let go that what is left of it is what the other parcels cost.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from commerce.client import (
    OrderGrantRefundCreateInput,
    OrderGrantRefundCreateLineInput,
    OrderParts,
    OrderPartsTransactions,
    TransactionActionEnum,
)
from commerce.facade import Store, refuse_on
from commerce.payments.facade import methods_of
from jkrlm.kernel.money import Money
from sellers.orders.errors import NothingHeld, SellerOrderUnknown
from sellers.orders.models import SellerOrder
from sellers.orders.services.book_money import CARD, CASH, due_back


def give_back(*, reasons: Mapping[str, str], order: OrderParts, store: Store) -> None:
    """
    Give back the money of these parcels (code -> why), all of them gone; the whole order's, which is then
    cancelled in the store, once no parcel is left.

    ``order`` is as the store says now, and its money is booked (``book_money``).

    Raises:
        NothingHeld: something is due back, and no payment of the order holds so much.
        StoreRefused, StoreUnavailable: from the store.
    """
    parcels = list(SellerOrder.objects.filter(order_id=order.id).order_by("id").prefetch_related("lines"))
    methods = methods_of([item.id for item in order.transactions])
    cards = [item for item in order.transactions if methods.get(item.id) == CARD]
    cash = [item for item in order.transactions if methods.get(item.id) == CASH]
    if all(each.is_gone and not each.fulfilment_id for each in parcels):
        _cancel_order(order, store)
        for item in cards:
            _act(item, TransactionActionEnum.REFUND, _amount(item.charged_amount), store)
        for item in cash:
            _act(item, TransactionActionEnum.CANCEL, _amount(item.authorized_amount), store)
        return
    for gone in (each for each in parcels if each.code in reasons):
        due = due_back(gone)
        if due.amount:
            _refund(gone, due, reasons[gone.code], order.id, cards, store)
    promised = sum((each.cash_to_collect for each in parcels if not each.is_gone), Decimal(0))
    for item in cash:
        needed = max(promised - _amount(item.charged_amount), Decimal(0))
        _act(item, TransactionActionEnum.CANCEL, _amount(item.authorized_amount) - needed, store)


def _cancel_order(order: OrderParts, store: Store) -> None:
    if order.status.value == "CANCELED":
        return
    answer = store.order_cancel(id=order.id).order_cancel
    assert answer is not None
    refuse_on(answer.errors)


def _act(item: OrderPartsTransactions, action: TransactionActionEnum, amount: Decimal, store: Store) -> None:
    if amount <= 0:
        return
    answer = store.transaction_request_action(id=item.id, action_type=action, amount=amount)
    assert answer.transaction_request_action is not None
    refuse_on(answer.transaction_request_action.errors)


def _refund(
    gone: SellerOrder,
    due: Money,
    reason: str,
    order_id: str,
    cards: Sequence[OrderPartsTransactions],
    store: Store,
) -> None:
    """
    Grant it and ask for it; what was granted and never asked for is asked for now. A failed one is for staff.
    """
    mark = f"{gone.code}: "
    order = store.order_granted_refunds(id=order_id).order
    if order is None:
        raise SellerOrderUnknown("The store has no such order.", field="order_id")
    known = next((each for each in order.granted_refunds if (each.reason or "").startswith(mark)), None)
    if known is None:
        known_id, status = _grant(gone, due, f"{mark}{reason}", cards, store), "NONE"
    else:
        known_id, status = known.id, known.status.value
    if status != "NONE":
        return
    asked = store.transaction_request_refund_for_granted_refund(granted_refund_id=known_id)
    assert asked.transaction_request_refund_for_granted_refund is not None
    refuse_on(asked.transaction_request_refund_for_granted_refund.errors)


def _grant(
    gone: SellerOrder, due: Money, reason: str, cards: Sequence[OrderPartsTransactions], store: Store
) -> str:
    item = next((each for each in cards if _amount(each.charged_amount) >= due.amount), None)
    if item is None:
        raise NothingHeld(f"{due.amount} are due back for {gone.code}, and no payment holds so much.")
    lines = [
        OrderGrantRefundCreateLineInput(id=line.order_line_id, quantity=line.quantity)
        for line in gone.lines.all()
    ]
    answer = store.order_grant_refund_create(
        id=gone.order_id,
        input=OrderGrantRefundCreateInput(
            amount=due.amount, lines=lines, reason=reason, transaction_id=item.id
        ),
    ).order_grant_refund_create
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.granted_refund is not None
    return answer.granted_refund.id


def _amount(money: object) -> Decimal:
    """Return an amount of the store's, which its client reads as a float, in rupees."""
    return Money(Decimal(str(money.amount)), "INR").quantized().amount  # type: ignore[attr-defined]
