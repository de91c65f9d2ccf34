"""What was paid for an order, not for a bag: it is the order's, or goes back."""

from datetime import datetime
from decimal import Decimal

from commerce.payments import selectors
from commerce.payments.models import PaymentAttempt
from commerce.payments.ports import StorePort
from commerce.payments.services.return_excess import return_excess
from commerce.payments.services.return_payment import SECOND_CHARGE, return_payment
from commerce.payments.states import HELD, AttemptState
from commerce.payments.turns import turn_with


def settle_order_payments(*, order_id: str, store: StorePort, now: datetime) -> None:
    """
    Settle each payment that was made for an order and is not settled yet; called again, it goes on.

    An order that is cancelled, or of whose money anything has gone back, owes nothing: another payment of it
    is a second charge. What is above the total goes back as well.

    Raises:
        ProviderUnavailable, StoreRefused, StoreUnavailable: try again.
    """
    with turn_with(order_id):
        found = PaymentAttempt.objects.filter(
            source_id=order_id, source_kind=PaymentAttempt.SourceKind.ORDER, order_id=""
        )
        for attempt in found.filter(state__in=(*HELD, AttemptState.RETURNING)).order_by("id"):
            _settle(attempt, store, now)


def _settle(attempt: PaymentAttempt, store: StorePort, now: datetime) -> None:
    order = store.order_details(id=attempt.source_id).order
    is_over = order is None or str(getattr(order.status, "value", order.status)) == "CANCELED"
    if attempt.state == AttemptState.RETURNING or is_over or selectors.has_gone_back(attempt.source_id):
        return_payment(attempt=attempt, reason=SECOND_CHARGE, store=store, now=now)
        return
    PaymentAttempt.objects.filter(pk=attempt.pk, order_id="").update(order_id=attempt.source_id)
    total = Decimal(str(order.total.gross.amount)).quantize(attempt.amount)
    return_excess(order_id=attempt.source_id, total=total, store=store, now=now)
