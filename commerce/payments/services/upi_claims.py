"""What a buyer says of a payment by UPI, and how a claim ends without one."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from commerce.payments.errors import ClaimRefused, PaymentNotPossible, TransitionRefused
from commerce.payments.models import PaymentAttempt, UpiClaim, UpiClaimChange
from commerce.payments.services.move import move
from commerce.payments.services.upi_open import CHANGED
from commerce.payments.states import CLAIM_TRANSITIONS, LIVE_CLAIMS, AttemptState, ClaimState
from commerce.payments.upi_rules import clean_rrn
from jkrlm.kernel.outbox import record

#: Claims ended in one go; the rest follows in the next minute.
AT_ONCE: Final = 200


def locked_claim(attempt_id: int) -> tuple[PaymentAttempt, UpiClaim]:
    """Lock a payment, then its claim: always in this order. The caller is in a transaction."""
    attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
    return attempt, UpiClaim.objects.select_for_update().get(attempt=attempt)


def move_claim(claim: UpiClaim, to: ClaimState, *, now: datetime, reason: str = "") -> UpiClaim:
    """
    Bring a locked claim into a state, write its history and tell the rooms.

    Raises:
        TransitionRefused: the table does not lead there.
    """
    before = ClaimState(claim.state)
    if to not in CLAIM_TRANSITIONS[before]:
        raise TransitionRefused(f"A claim that is {before} cannot become {to}.")
    claim.state, claim.changed_at = to, now
    claim.save()
    UpiClaimChange.objects.create(claim=claim, before=before, after=to, reason=reason[:120], at=now)
    record(CHANGED, {"transaction_id": claim.attempt.transaction_id, "state": to.value})
    return claim


def claim_payment(*, transaction_id: str, typed: str, now: datetime) -> UpiClaim:
    """
    Take down the number that a buyer's UPI app shows. It is a claim: nothing is paid by it. The goods are
    kept longer from now on. The same number again changes nothing.

    Raises:
        ClaimRefused: not twelve digits, given for another payment, or this payment is over.
    """
    rrn = clean_rrn(typed)
    attempt_id = _attempt_id(transaction_id)
    try:
        with transaction.atomic():
            _attempt, claim = locked_claim(attempt_id)
            if claim.state == ClaimState.MATCHED or (claim.state in LIVE_CLAIMS and claim.rrn == rrn):
                return claim
            if claim.state not in LIVE_CLAIMS or claim.expires_at <= now:
                raise ClaimRefused(
                    gettext(
                        "The time for this payment is over. What you paid becomes your order or goes back."
                    ),
                    code="OVER",
                    field="rrn",
                )
            claim.rrn, claim.claimed_at = rrn, claim.claimed_at or now
            if claim.state == ClaimState.WAITING:
                claim.expires_at = now + timedelta(hours=settings.UPI_CLAIMED_HOURS)
                return move_claim(claim, ClaimState.CLAIMED, now=now, reason="the buyer gave a number")
            claim.save()
            return claim
    except IntegrityError as fault:
        raise ClaimRefused(
            gettext("This reference number was given for another payment already. Look at it again."),
            code="TAKEN",
            field="rrn",
        ) from fault


def give_up_claim(*, transaction_id: str, now: datetime) -> None:
    """End a payment because its buyer says that it was not made. One that is over stays what it is."""
    end_claim(
        attempt_id=_attempt_id(transaction_id),
        claim_to=ClaimState.REFUSED,
        attempt_to=AttemptState.CANCELED,
        reason="the buyer gave it up",
        now=now,
    )


def run_out(*, reference: str, now: datetime) -> bool:
    """End a claim as if its time were over; returns whether it was live."""
    claim = UpiClaim.objects.filter(reference=reference).first()
    return claim is not None and end_claim(
        attempt_id=claim.attempt_id,
        claim_to=ClaimState.EXPIRED,
        attempt_to=AttemptState.EXPIRED,
        reason="not seen in time",
        now=now,
    )


def close_claim(*, attempt: PaymentAttempt, reason: str, now: datetime) -> PaymentAttempt:
    """
    Make room for another way to pay. A payment of which the buyer has told us a number is not closed.

    Raises:
        PaymentNotPossible: its buyer says that it is paid.
    """
    claim = UpiClaim.objects.filter(attempt=attempt).first()
    if claim is not None and claim.state == ClaimState.CLAIMED:
        raise PaymentNotPossible(
            gettext(
                "You gave us the number of a UPI payment, and we are looking for it. If you did not pay, "
                "give that payment up first."
            ),
            code="CLAIMED",
        )
    if claim is not None:
        end_claim(
            attempt_id=attempt.pk,
            claim_to=ClaimState.REFUSED,
            attempt_to=AttemptState.CANCELED,
            reason=reason,
            now=now,
        )
    return PaymentAttempt.objects.get(pk=attempt.pk)


def end_claim(
    *, attempt_id: int, claim_to: ClaimState, attempt_to: AttemptState, reason: str, now: datetime
) -> bool:
    """End a live claim together with its payment; returns whether it was live."""
    with transaction.atomic():
        attempt, claim = locked_claim(attempt_id)
        if claim.state not in LIVE_CLAIMS:
            return False
        move_claim(claim, claim_to, now=now, reason=reason)
        move(attempt_id=attempt.pk, to=attempt_to, now=now, reason=reason)
    return True


def expire_claims(*, now: datetime) -> int:
    """End every claim whose time is over; each is looked at again under its lock, so it ends once."""
    due = UpiClaim.objects.filter(state__in=LIVE_CLAIMS, expires_at__lte=now).order_by("expires_at", "id")
    ended = 0
    for attempt_id in list(due.values_list("attempt_id", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            _attempt, claim = locked_claim(attempt_id)
            if claim.expires_at > now:
                continue
            ended += end_claim(
                attempt_id=attempt_id,
                claim_to=ClaimState.EXPIRED,
                attempt_to=AttemptState.EXPIRED,
                reason="not seen in time",
                now=now,
            )
    return ended


def _attempt_id(transaction_id: str) -> int:
    found = UpiClaim.objects.filter(attempt__transaction_id=transaction_id).values_list(
        "attempt_id", flat=True
    )
    attempt_id = found.first()
    if attempt_id is None:
        raise ClaimRefused(gettext("There is no such payment here."), code="UNKNOWN")
    return attempt_id
