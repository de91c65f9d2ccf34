"""Reads for the pay page and for finance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db.models import Q

from commerce.payments.models import UpiClaim, UpiCredit, UpiRefund
from commerce.payments.states import LIVE_CLAIMS, AttemptState, ClaimState, CreditState, RefundStep
from commerce.payments.upi_rules import upi_link

SHOWN_MOST: Final = 100
#: Ended claims are shown to finance, to be matched by hand, this long.
ENDED_SHOWN: Final = timedelta(days=30)
SEEN_SHOWN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UpiStanding:
    """
    A payment by UPI as its buyer sees it. ``goes_back``: the bank has shown the money, and no order could be
    made of it. ``payee`` and ``vpa`` are ours.
    """

    checkout_id: str
    reference: str
    amount: Decimal
    state: ClaimState
    rrn: str
    expires_at: datetime
    link: str
    payee: str
    vpa: str
    goods_gone: bool
    goes_back: bool
    gone_back: bool

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_CLAIMS


def upi_standing(transaction_id: str) -> UpiStanding | None:
    """Return how a payment stands; None where it is none by UPI."""
    claim = UpiClaim.objects.select_related("attempt").filter(attempt__transaction_id=transaction_id).first()
    return None if claim is None else _standing(claim)


def upi_payments(*, now: datetime) -> tuple[UpiStanding, ...]:
    """Return the payments that are waited for, ended without one, or were seen today; the youngest first."""
    seen = UpiClaim.objects.filter(state=ClaimState.MATCHED, changed_at__gte=now - SEEN_SHOWN)
    found = [*claims_of(words="", now=now), *seen.select_related("attempt").order_by("-id")[:SHOWN_MOST]]
    return tuple(_standing(claim) for claim in sorted(found, key=lambda claim: -claim.pk))


def _standing(claim: UpiClaim) -> UpiStanding:
    attempt = claim.attempt
    return UpiStanding(
        checkout_id=attempt.source_id,
        reference=claim.reference,
        amount=claim.amount,
        state=ClaimState(claim.state),
        rrn=claim.rrn,
        expires_at=claim.expires_at,
        link=upi_link(
            vpa=settings.UPI_VPA,
            payee=settings.UPI_PAYEE_NAME,
            amount=claim.amount,
            reference=claim.reference,
        ),
        payee=settings.UPI_PAYEE_NAME,
        vpa=settings.UPI_VPA,
        goods_gone=attempt.state == AttemptState.FAILED,
        goes_back=attempt.state == AttemptState.RETURNING,
        gone_back=attempt.state == AttemptState.REFUNDED,
    )


def open_credits() -> Sequence[UpiCredit]:
    """Return money that waits for somebody, the oldest first."""
    found = UpiCredit.objects.filter(state=CreditState.OPEN).select_related("about")
    return list(found.order_by("day", "id")[:SHOWN_MOST])


def open_refunds() -> Sequence[UpiRefund]:
    """Return transfers that are not seen in the bank yet, the oldest first."""
    found = UpiRefund.objects.exclude(step=RefundStep.PAID).select_related(
        "action__attempt", "credit__about", "prepared_by", "approved_by"
    )
    return list(found.order_by("created_at", "id")[:SHOWN_MOST])


def claims_of(*, words: str, now: datetime) -> Sequence[UpiClaim]:
    """Return payments that wait for the bank, the youngest first; with words by reference or number."""
    found = UpiClaim.objects.select_related("attempt")
    if words:
        said = words.strip().upper()
        found = found.filter(Q(reference__startswith=said) | Q(rrn=said))
    else:
        found = found.filter(
            Q(state__in=LIVE_CLAIMS) | (~Q(state=ClaimState.MATCHED) & Q(changed_at__gte=now - ENDED_SHOWN))
        )
    return list(found.order_by("-created_at", "-id")[:SHOWN_MOST])


def payer_of(refund: UpiRefund) -> str:
    """Return who paid what goes back, as far as the bank has told."""
    credit = refund.credit
    if credit is None and refund.action is not None:
        claim = UpiClaim.objects.filter(attempt_id=refund.action.attempt_id).first()
        credit = UpiCredit.objects.filter(claim=claim).first() if claim else None
    return (credit.payer or credit.narration) if credit else ""
