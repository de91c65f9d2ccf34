"""Tell the store of cash that was handed in: what was promised is charged. Repeatable."""

from decimal import Decimal

from commerce.client import OrderParts, TransactionActionEnum
from commerce.facade import Store, refuse_on
from commerce.payments.facade import methods_of
from jkrlm.kernel.money import Money
from sellers.orders.models import SellerOrder
from sellers.orders.services.book_money import CASH


def tell_cash(*, order: OrderParts, store: Store) -> None:
    """
    Charge so much of the order's promise that what is charged is what its parcels' cash came to.

    Raises:
        StoreRefused, StoreUnavailable: from the store.
    """
    handed_in = SellerOrder.objects.filter(order_id=order.id).exclude(cash_remitted_on=None)
    came = sum(handed_in.values_list("cash_to_collect", flat=True), Decimal(0))
    methods = methods_of([item.id for item in order.transactions])
    for item in (each for each in order.transactions if methods.get(each.id) == CASH):
        charged, promised = _rupees(item.charged_amount.amount), _rupees(item.authorized_amount.amount)
        missing = min(came - charged, promised)
        if missing > 0:
            answer = store.transaction_request_action(
                id=item.id, action_type=TransactionActionEnum.CHARGE, amount=missing
            )
            assert answer.transaction_request_action is not None
            refuse_on(answer.transaction_request_action.errors)
        came -= charged + max(missing, Decimal(0))


def _rupees(amount: float) -> Decimal:
    return Money(Decimal(str(amount)), "INR").quantized().amount
