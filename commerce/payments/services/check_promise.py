"""Look again at a promise of cash, against the order that was made: the bag or its address may have moved."""

import logging
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from commerce.payments.models import PaymentAttempt
from commerce.payments.ports import StorePort, cash_answer
from commerce.payments.services.return_payment import return_payment
from commerce.payments.states import AttemptState, Method
from jkrlm.kernel.money import Money

logger = logging.getLogger(__name__)

CASH_NOT_ALLOWED: Final = "CASH_NOT_ALLOWED"
#: Later the limits may be others than those that the buyer was shown: an old order keeps its promise.
FRESH_FOR: Final = timedelta(hours=2)


def check_promise(
    *, order_id: str, pincode: str, total: Decimal, store: StorePort, ordered_at: datetime, now: datetime
) -> None:
    """
    Let go a promise that may not be given for this order, and cancel the order. Repeating it changes nothing.

    Cash was allowed for the checkout as it was when it was promised; until the order was made, whoever
    has the checkout's id could send it elsewhere.

    Raises:
        StoreRefused, StoreUnavailable: try again.
    """
    promised = PaymentAttempt.objects.filter(
        order_id=order_id, method=Method.CASH, state__in=(AttemptState.AUTHORIZED, AttemptState.RETURNING)
    )
    for attempt in promised.order_by("id"):
        if attempt.state == AttemptState.AUTHORIZED:
            if now > ordered_at + FRESH_FOR:
                continue
            allowed = cash_answer(pincode=pincode, amount=Money(total, attempt.currency))
            if allowed.allowed:
                continue
            logger.warning("order %s may not be paid in cash: %s", order_id, allowed.reason)
        return_payment(attempt=attempt, reason=CASH_NOT_ALLOWED, store=store, now=now)
