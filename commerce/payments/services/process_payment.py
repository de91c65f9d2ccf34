"""How does this payment stand? The answer to transactionProcess, and to an initialisation repeated."""

import logging
from datetime import datetime

from django.utils.translation import gettext

from commerce.payments import selectors
from commerce.payments.answers import Answer, answer
from commerce.payments.errors import PaymentNotPossible, ProviderUnavailable
from commerce.payments.gateways import stripe_checkout
from commerce.payments.models import PaymentAttempt
from commerce.payments.payloads import SessionRequest
from commerce.payments.services.remember import remember
from commerce.payments.services.upi_open import upi_answer
from commerce.payments.states import AttemptState, Method

logger = logging.getLogger(__name__)


def process_payment(*, request: SessionRequest, now: datetime) -> Answer:
    """
    Return how the transaction's payment stands now, asked of Stripe.

    Raises:
        PaymentNotPossible: no such payment, or another amount than it was started for.
    """
    attempt = selectors.attempt_of(request.transaction_id)
    if attempt is None:
        raise PaymentNotPossible(gettext("There is no such payment here."), code="UNKNOWN")
    if attempt.method == Method.CASH:
        return cash_standing(attempt)
    if attempt.method == Method.UPI:
        return upi_answer(attempt=attempt)
    if (request.amount, request.currency) != (attempt.amount, attempt.currency):
        logger.error("attempt %s: the store asks about another amount than was started", attempt.pk)
    return card_answer(attempt=attempt, now=now)


def cash_standing(attempt: PaymentAttempt) -> Answer:
    """Return the authorisation of the whole, or that it has been cancelled."""
    reference = f"cash-{attempt.transaction_id}"
    if attempt.state in (AttemptState.AUTHORIZED, AttemptState.CHARGED):
        return answer(
            "AUTHORIZATION_SUCCESS",
            amount=attempt.amount,
            reference=reference,
            actions=("CHARGE", "CANCEL"),
            message=gettext("To be paid in cash at the door."),
        )
    return answer(
        "AUTHORIZATION_FAILURE",
        amount=attempt.amount,
        reference=reference,
        message=gettext("This order was not placed; no cash is due."),
    )


def card_answer(*, attempt: PaymentAttempt, now: datetime) -> Answer:
    """Ask Stripe, write it down, answer with what is so: never "paid" or "failed" on a guess."""
    if not attempt.session_id:
        return _failed(attempt, gettext("This payment was not started. Nothing was taken."))
    try:
        facts = stripe_checkout.look_up(attempt.session_id, with_refunds=False)
    except ProviderUnavailable as fault:
        logger.warning("attempt %s cannot be looked up: %s", attempt.pk, fault)
        return _still_open(attempt, gettext("The card company does not answer yet. Try again in a minute."))
    if facts.outcome == "paid" and facts.amount != attempt.amount:
        logger.error("attempt %s: asked %s, Stripe took %s", attempt.pk, attempt.amount, facts.amount)
    attempt = remember(attempt_id=attempt.pk, facts=facts, now=now)
    match facts.outcome:
        case "paid":
            return answer(
                "CHARGE_SUCCESS",
                amount=facts.amount,
                reference=facts.intent_id,
                actions=("REFUND",),
                external_url=stripe_checkout.dashboard_url(facts.intent_id),
            )
        case "processing":
            # Not CHARGE_REQUEST: the store counts a pending charge as covered and would make the order.
            # No address: there is nothing for the buyer to do.
            return answer(
                "CHARGE_ACTION_REQUIRED",
                amount=facts.amount,
                reference=facts.intent_id,
                message=gettext("The bank has not confirmed this payment yet."),
                external_url=stripe_checkout.dashboard_url(facts.intent_id),
            )
        case "open":
            return _still_open(attempt, facts.message, url=facts.url)
    return _failed(attempt, facts.message or gettext("This payment was not made. Nothing was taken."))


def _still_open(attempt: PaymentAttempt, message: str, *, url: str = "") -> Answer:
    return answer(
        "CHARGE_ACTION_REQUIRED",
        amount=attempt.amount,
        reference=attempt.session_id,
        message=message,
        actions=("CANCEL",),
        data={"redirectUrl": url or attempt.session_url},
    )


def _failed(attempt: PaymentAttempt, message: str) -> Answer:
    return answer(
        "CHARGE_FAILURE",
        amount=attempt.amount,
        reference=attempt.session_id or f"none-{attempt.transaction_id}",
        message=message,
    )
