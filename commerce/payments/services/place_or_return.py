"""Held money becomes an order, or goes back."""

import logging
from datetime import datetime

from commerce.facade import store_errors
from commerce.payments import selectors
from commerce.payments.errors import CompletionPostponed
from commerce.payments.models import PaymentAttempt
from commerce.payments.ports import StorePort
from commerce.payments.rules import refusal_is_final
from commerce.payments.services.return_payment import SECOND_CHARGE, return_payment
from commerce.payments.turns import turn_with

logger = logging.getLogger(__name__)


def settle(*, checkout_id: str, order_id: str) -> None:
    """Note the order of a checkout's payments; a second charge of the same checkout stays unsettled."""
    for attempt in selectors.unplaced_of_checkout(checkout_id):
        if not selectors.is_second_charge(attempt):
            PaymentAttempt.objects.filter(pk=attempt.pk, order_id="").update(order_id=order_id)


def place_or_return(*, checkout_id: str, store: StorePort, now: datetime) -> None:
    """
    Complete a covered checkout unless the store has; where it refuses for good, give the money back.

    Raises:
        CompletionPostponed: the refusal may pass; try again.
        StoreUnavailable: likewise.
    """
    with turn_with(checkout_id):
        _place_or_return(checkout_id, store, now)


def _place_or_return(checkout_id: str, store: StorePort, now: datetime) -> None:
    attempts = selectors.unplaced_of_checkout(checkout_id)
    for attempt in [each for each in attempts if selectors.is_second_charge(each)]:
        return_payment(attempt=attempt, reason=SECOND_CHARGE, store=store, now=now)
        attempts.remove(attempt)
    for attempt in [each for each in attempts if each.return_reason]:
        # The buyer has been told that it went back, and then the bank sent it back to us.
        return_payment(attempt=attempt, reason=attempt.return_reason, store=store, now=now)
        attempts.remove(attempt)
    if not attempts:
        return
    order_id = _order_of(attempts[0], store)
    reason = ""
    if not order_id:
        order_id, reason = _complete(checkout_id, store)
    if not order_id:
        # The buyer's own page may have been quicker than both of our questions.
        order_id = _order_of(attempts[0], store)
    if order_id:
        settle(checkout_id=checkout_id, order_id=order_id)
        return
    if not refusal_is_final(reason):
        raise CompletionPostponed(f"{checkout_id} is paid and cannot be completed now: {reason}", code=reason)
    logger.warning("checkout %s is covered but refused (%s): its payment goes back", checkout_id, reason)
    for attempt in attempts:
        return_payment(attempt=attempt, reason=reason, store=store, now=now)


def _order_of(attempt: PaymentAttempt, store: StorePort) -> str:
    details = store.transaction_details(id=attempt.transaction_id).transaction
    return str(details.order.id) if details is not None and details.order is not None else ""


def _complete(checkout_id: str, store: StorePort) -> tuple[str, str]:
    """Return (order id, "") or ("", the code of the refusal)."""
    answer = store.checkout_complete(id=checkout_id).checkout_complete
    if answer.order is not None:
        return str(answer.order.id), ""
    errors = store_errors(answer.errors)
    return "", errors[0].code if errors else "GRAPHQL_ERROR"
