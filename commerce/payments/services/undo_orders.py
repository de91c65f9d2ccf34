"""Undo orders for which there are no goods: the money first, then the order."""

import logging
from collections.abc import Iterable

from commerce.client.enums import TransactionActionEnum
from commerce.facade import refuse_on
from commerce.payments import selectors
from commerce.payments.models import PaymentAttempt
from commerce.payments.ports import StorePort
from commerce.payments.states import HELD, Method

logger = logging.getLogger(__name__)


def undo_orders(*, order_ids: Iterable[str], store: StorePort) -> None:
    """
    Give back what is held for these orders and cancel them; called again, it goes on where it stopped.

    Only orders that were paid through us: what staff or a stall wrote is theirs. The store's own events tell
    the buyer that the order is cancelled and that the money goes back.

    Raises:
        StoreRefused, StoreUnavailable: try again.
    """
    for order_id in order_ids:
        attempts = list(PaymentAttempt.objects.filter(order_id=order_id).order_by("id"))
        if not attempts:
            continue
        for attempt in attempts:
            if attempt.state not in HELD:
                continue
            cash = attempt.method == Method.CASH
            left = selectors.left_to_promise(attempt) if cash else selectors.left_to_refund(attempt)
            if left > 0:
                action = TransactionActionEnum.CANCEL if cash else TransactionActionEnum.REFUND
                answer = store.transaction_request_action(
                    id=attempt.transaction_id, action_type=action, amount=left
                )
                refuse_on(answer.transaction_request_action.errors)
        errors = store.order_cancel(id=order_id).order_cancel.errors
        logger.warning("order %s has no goods; undone: %s", order_id, errors or "cancelled")
