"""What finance decides about money that came by UPI and that no rule was sure of."""

from datetime import datetime

from django.db import transaction

from commerce.payments.errors import UpiStepRefused
from commerce.payments.models import UpiClaim, UpiCredit
from commerce.payments.services.upi_credits import match_credit
from commerce.payments.services.upi_refunds import write_credit_refund
from commerce.payments.states import ClaimState, CreditReason, CreditState
from jkrlm.people.facade import User, audit


def match_by_hand(*, credit_id: int, reference: str, reason: str, actor: User, now: datetime) -> None:
    """
    Let an open credit pay the claim of this reference; what is above its amount goes back.

    Raises:
        UpiStepRefused: not open, no such claim, the claim is paid, or less came than it costs.
    """
    said = _said(reason)
    with transaction.atomic():
        credit = _open(credit_id)
        claim = UpiClaim.objects.filter(reference=reference.strip().upper()).first()
        if claim is None:
            raise UpiStepRefused("There is no payment with this reference.", field="reference")
        if claim.state == ClaimState.MATCHED:
            raise UpiStepRefused(
                "That payment has been seen already. Send this money back.", field="reference"
            )
        if credit.amount < claim.amount:
            raise UpiStepRefused(
                f"Less came than this payment is of: {credit.amount} of {claim.amount} rupees. Send it back.",
                field="reference",
            )
        became = match_credit(
            credit_id=credit.pk, claim_id=claim.pk, now=now, decided_by=actor.pk, words=said
        )
        if became != CreditState.MATCHED:
            raise UpiStepRefused("Something else was decided at the same moment. Look again.")
        _audit(actor, "upi-credit.match", credit, {"claim": claim.reference, "reason": said})


def send_back(*, credit_id: int, reason: str, actor: User, now: datetime) -> None:
    """
    Decide that an open credit pays nothing of ours and goes back to who paid it.

    Raises:
        UpiStepRefused.
    """
    said = _said(reason)
    with transaction.atomic():
        UpiCredit.objects.select_for_update().filter(pk=credit_id).first()
        credit = _open(credit_id)
        credit.state, credit.changed_at, credit.words = CreditState.RETURNING, now, said
        credit.reason = credit.reason or CreditReason.BY_STAFF
        credit.decided_by = actor
        credit.save()
        write_credit_refund(credit, amount=credit.amount, now=now)
        _audit(actor, "upi-credit.send-back", credit, {"reason": said})


def _open(credit_id: int) -> UpiCredit:
    """Not locked here: matching locks payment and claim first, and looks at the credit again then."""
    credit = UpiCredit.objects.filter(pk=credit_id).first()
    if credit is None:
        raise UpiStepRefused("There is no such money.", code="UNKNOWN")
    if credit.state != CreditState.OPEN:
        raise UpiStepRefused(f"It is decided: {CreditState(credit.state).label}.")
    return credit


def _said(reason: str) -> str:
    if not reason.strip():
        raise UpiStepRefused("Say why: the reason is kept.", field="reason")
    return reason.strip()[:300]


def _audit(actor: User, verb: str, credit: UpiCredit, after: dict[str, object]) -> None:
    audit(actor=actor, verb=verb, target=f"upi credit {credit.pk}", after=after)
