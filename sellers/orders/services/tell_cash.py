"""Tell the store of cash that was handed in: what was promised is charged. Repeatable."""

from datetime import datetime
from decimal import Decimal

from commerce.client import OrderParts, TransactionActionEnum
from commerce.facade import Store, refuse_on
from commerce.payments.facade import methods_of
from sellers.orders.models import SellerOrder
from sellers.orders.services.book_money import CASH
from sellers.orders.services.promises import promise_of


def tell_cash(*, order: OrderParts, store: Store, now: datetime) -> None:
    """
    Charge so much of the order's promise that what is charged is what its parcels' cash came to.

    Raises:
        StoreRefused, StoreUnavailable: from the store.
    """
    handed_in = SellerOrder.objects.filter(order_id=order.id).exclude(cash_remitted_on=None)
    came = sum(handed_in.values_list("cash_to_collect", flat=True), Decimal(0))
    methods = methods_of([item.id for item in order.transactions])
    for item in (each for each in order.transactions if methods.get(each.id) == CASH):
        promise = promise_of(item, now=now)
        missing = min(came - promise.charged, promise.left)
        if missing > 0:
            answer = store.transaction_request_action(
                id=item.id, action_type=TransactionActionEnum.CHARGE, amount=missing
            )
            assert answer.transaction_request_action is not None
            refuse_on(answer.transaction_request_action.errors)
        came -= promise.charged + max(missing, Decimal(0))
