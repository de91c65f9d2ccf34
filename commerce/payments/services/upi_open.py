"""Open a payment by UPI, and say how one stands: what the store's two session questions are answered with."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from commerce.payments.answers import Answer, answer
from commerce.payments.errors import PaymentNotPossible
from commerce.payments.models import PaymentAttempt, UpiClaim
from commerce.payments.rules import CURRENCY
from commerce.payments.services.move import move
from commerce.payments.states import AttemptState
from commerce.payments.upi_rules import CLAIM_PREFIX, UPI_MAXIMUM, is_address, new_reference, upi_link
from jkrlm.kernel.formats import rupees
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import record

CHANGED: Final = "UpiClaimChanged"


def upi_is_set_up() -> bool:
    """Say whether the shop has an address to which a bank's app can pay."""
    return is_address(settings.UPI_VPA) and bool(settings.UPI_PAYEE_NAME)


def refuse_unless_possible(amount: Any) -> None:
    """
    Raises:
        PaymentNotPossible: not set up, or above UPI's own limit.
    """
    if not upi_is_set_up():
        raise PaymentNotPossible(gettext("UPI is not set up."), code="NOT_SET_UP")
    if amount > UPI_MAXIMUM:
        raise PaymentNotPossible(
            gettext("UPI takes at most %(most)s in one payment.")
            % {"most": rupees(Money(UPI_MAXIMUM, CURRENCY))},
            code="AMOUNT",
        )


def open_upi(*, attempt: PaymentAttempt, now: datetime) -> Answer:
    """Return where to pay; the first time the claim is written, with the time in which it has to be seen."""
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt.pk)
        if attempt.state == AttemptState.CREATED:
            claim = UpiClaim.objects.create(
                attempt=attempt,
                reference=new_reference(CLAIM_PREFIX),
                amount=attempt.amount,
                expires_at=now + timedelta(minutes=settings.UPI_CLAIM_MINUTES),
                created_at=now,
                changed_at=now,
            )
            attempt = move(attempt_id=attempt.pk, to=AttemptState.OPEN, now=now, session_id=claim.reference)
            record(CHANGED, {"transaction_id": attempt.transaction_id, "state": claim.state})
    return upi_answer(attempt=attempt)


def upi_answer(*, attempt: PaymentAttempt) -> Answer:
    """Return how the payment stands by our own books: the bank is never asked here."""
    claim = UpiClaim.objects.filter(attempt=attempt).first()
    if attempt.payment_intent_id:
        return answer(
            "CHARGE_SUCCESS",
            amount=attempt.amount,
            reference=attempt.payment_intent_id,
            actions=("REFUND",),
        )
    if attempt.state == AttemptState.OPEN and claim is not None:
        return answer(
            "CHARGE_ACTION_REQUIRED",
            amount=attempt.amount,
            reference=claim.reference,
            actions=("CANCEL",),
            data={"upi": where_to_pay(claim)},
        )
    return answer(
        "CHARGE_FAILURE",
        amount=attempt.amount,
        reference=attempt.session_id or f"none-{attempt.transaction_id}",
        message=failure_sentence(attempt),
    )


def where_to_pay(claim: UpiClaim) -> dict[str, str]:
    """Return what a page needs to let somebody pay; all of it text."""
    return {
        "link": upi_link(
            vpa=settings.UPI_VPA,
            payee=settings.UPI_PAYEE_NAME,
            amount=claim.amount,
            reference=claim.reference,
        ),
        "payee": settings.UPI_PAYEE_NAME,
        "vpa": settings.UPI_VPA,
        "reference": claim.reference,
        "amount": str(claim.amount),
        "expiresAt": claim.expires_at.isoformat(),
        "state": claim.state,
    }


def failure_sentence(attempt: PaymentAttempt) -> str:
    if attempt.state == AttemptState.EXPIRED:
        return gettext("The bank did not show this payment in time.")
    return gettext("This payment was not made.")
