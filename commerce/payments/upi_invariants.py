"""What must be true of payments by UPI at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q

from commerce.payments.invariants import LISTED_MAX, SETTLED_WITHIN
from commerce.payments.models import PaymentAction, UpiClaim, UpiCredit
from commerce.payments.states import (
    LIVE_CLAIMS,
    ActionKind,
    ActionState,
    ClaimState,
    CreditState,
    Method,
    RefundStep,
)
from jkrlm.kernel.clock import now


def _claims() -> list[str]:
    """What the bank has shown of a claim, its payment says too, and only then."""
    shown = UpiCredit.objects.filter(claim=OuterRef("pk"), state=CreditState.MATCHED)
    found = UpiClaim.objects.select_related("attempt").annotate(shown=Exists(shown)).order_by("id")
    faults = []
    for claim in found.iterator():
        paid = bool(claim.attempt.payment_intent_id)
        matched = claim.state == ClaimState.MATCHED
        if not claim.shown == paid == matched or claim.amount != claim.attempt.amount:  # type: ignore[attr-defined]
            faults.append(f"{claim}, {claim.attempt}: seen in the bank {claim.shown}")  # type: ignore[attr-defined]
        if len(faults) >= LISTED_MAX:
            break
    return faults


def _credits() -> list[str]:
    """Money that came pays exactly its claim, waits for somebody, or has a transfer back for the rest."""
    faults = []
    for credit in UpiCredit.objects.select_related("claim", "refund").order_by("id").iterator():
        back = credit.refund.amount if hasattr(credit, "refund") else 0
        paid = credit.claim.amount if credit.claim else 0
        if credit.state == CreditState.STALL:
            paid = credit.amount
        used = credit.state not in (CreditState.OPEN, CreditState.EXPLAINED)
        if paid + back != (credit.amount if used else 0):
            faults.append(f"{credit}: pays {paid}, goes back {back}")
        if len(faults) >= LISTED_MAX:
            break
    return faults


def _claims_end() -> list[str]:
    late = UpiClaim.objects.filter(state__in=LIVE_CLAIMS, expires_at__lt=now() - SETTLED_WITHIN)
    return [f"{claim} was to end at {claim.expires_at}" for claim in late[:LISTED_MAX]]


def _transfers() -> list[str]:
    """A refund by UPI has its transfer, of its amount, and is as far as that is."""
    by_upi = PaymentAction.objects.filter(attempt__method=Method.UPI, kind=ActionKind.REFUND)
    done = Q(state=ActionState.SUCCEEDED, transfer__step=RefundStep.PAID)
    waits = Q(state=ActionState.PENDING) & ~Q(transfer__step=RefundStep.PAID)
    right = (done | waits) & Q(transfer__amount=F("amount"))
    written = Q(state__in=(ActionState.CREATED, ActionState.FAILED), transfer__isnull=True)
    return [f"{each.reference}: {each}" for each in by_upi.exclude(right | written)[:LISTED_MAX]]


def upi_invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("a payment by UPI is paid by one credit in the bank, and no claim without one is", _claims),
        ("what came by UPI pays its claim, waits for somebody or goes back", _credits),
        ("no claim outlives its time", _claims_end),
        ("every refund by UPI is as far as its transfer", _transfers),
    )
