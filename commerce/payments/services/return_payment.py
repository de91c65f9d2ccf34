"""Give back what the store made no order of."""

import logging
from datetime import datetime

from django.db import transaction

from commerce.client.enums import TransactionActionEnum
from commerce.facade import refuse_on
from commerce.payments import selectors
from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.ports import StorePort
from commerce.payments.services.act import send_refund
from commerce.payments.services.move import move
from commerce.payments.services.remember import next_sequence
from commerce.payments.states import ActionKind, AttemptState, Method

logger = logging.getLogger(__name__)

SECOND_CHARGE = "SECOND_CHARGE"
STORE_LOST_IT = "TRANSACTION_NOT_FOUND"


def return_payment(*, attempt: PaymentAttempt, reason: str, store: StorePort, now: datetime) -> None:
    """
    Send the whole back through the store; called again, it goes on where it stopped.

    The store asks our own ``refund_requested`` (``cancelation_requested`` for
    cash), which asks Stripe and records PaymentReturned when it is done.
    RETURNING is written first: from here on nobody completes this checkout for us.

    Raises:
        StoreRefused, StoreUnavailable: try again; the sweep does.
    """
    attempt = move(
        attempt_id=attempt.pk, to=AttemptState.RETURNING, now=now, reason=reason, return_reason=reason[:64]
    )
    cash = attempt.method == Method.CASH
    left = selectors.left_to_promise(attempt) if cash else selectors.left_to_refund(attempt)
    if left > 0:
        answer = store.transaction_request_action(
            id=attempt.transaction_id,
            action_type=TransactionActionEnum.CANCEL if cash else TransactionActionEnum.REFUND,
            amount=left,
        ).transaction_request_action
        refuse_on(answer.errors)
    if reason != SECOND_CHARGE:
        _cancel_late_order(attempt, store)


def _cancel_late_order(attempt: PaymentAttempt, store: StorePort) -> None:
    """The buyer's own page may have completed the checkout while we gave the money back."""
    details = store.transaction_details(id=attempt.transaction_id).transaction
    if details is None or details.order is None:
        return
    errors = store.order_cancel(id=details.order.id).order_cancel.errors
    logger.warning(
        "order %s came after its payment was returned; cancelled: %s", details.order.id, not errors
    )


def return_without_store(*, attempt: PaymentAttempt, now: datetime) -> PaymentAttempt:
    """Send the whole back although the store does not know the transaction any more."""
    attempt = move(
        attempt_id=attempt.pk,
        to=AttemptState.RETURNING,
        now=now,
        reason=STORE_LOST_IT,
        return_reason=STORE_LOST_IT,
    )
    with transaction.atomic():
        PaymentAttempt.objects.select_for_update().get(pk=attempt.pk)
        left = selectors.left_to_refund(attempt)
        if left > 0:
            sequence = next_sequence(attempt)
            PaymentAction.objects.create(
                attempt=attempt,
                kind=ActionKind.REFUND,
                sequence=sequence,
                amount=left,
                reference=f"refund-{sequence}-{attempt.transaction_id}",
                created_at=now,
                changed_at=now,
            )
    resend_refunds(attempt=attempt, now=now)
    return PaymentAttempt.objects.get(pk=attempt.pk)


def resend_refunds(*, attempt: PaymentAttempt, now: datetime) -> None:
    """Ask again for refunds of which nobody knows whether it took them; the keys keep them single."""
    for action in attempt.actions.filter(kind=ActionKind.REFUND, provider_id="", state="CREATED"):
        send_refund(action=action, now=now)
