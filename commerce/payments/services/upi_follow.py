"""Tell the store how a payment by UPI stands, and keep its goods while it lives."""

import logging
from datetime import datetime

from commerce.client.enums import TransactionEventTypeEnum
from commerce.facade import StoreRefused, keep_goods, let_go_goods
from commerce.payments.models import PaymentAttempt, UpiClaim
from commerce.payments.ports import StorePort
from commerce.payments.services.follow_payment import Report, say_refund_failed, tell, told_refunds
from commerce.payments.services.return_payment import return_without_store
from commerce.payments.services.upi_claims import end_claim
from commerce.payments.services.upi_open import failure_sentence
from commerce.payments.states import LIVE_CLAIMS, AttemptState, ClaimState

logger = logging.getLogger(__name__)

GOODS_GONE = "goods gone"


def follow_upi(*, attempt: PaymentAttempt, store: StorePort, now: datetime) -> PaymentAttempt:
    """
    Report all that the store should know. References are the bank's number, the claim's and the refunds', so
    a repeat is ``alreadyProcessed``.

    Raises:
        StoreUnavailable, StoreRefused: try again.
    """
    attempt = PaymentAttempt.objects.get(pk=attempt.pk)
    try:
        for each in upi_reports(attempt):
            tell(store, attempt, each)
            if each.kind is TransactionEventTypeEnum.REFUND_FAILURE:
                say_refund_failed(attempt, each, now)
    except StoreRefused as refusal:
        if refusal.code != "NOT_FOUND":
            raise
        if attempt.payment_intent_id:
            return return_without_store(attempt=attempt, now=now)
    return attempt


def upi_reports(attempt: PaymentAttempt) -> list[Report]:
    """Return what happened, in its order; a claim alone is no news."""
    kind = TransactionEventTypeEnum
    if attempt.payment_intent_id:
        paid = Report(kind.CHARGE_SUCCESS, attempt.amount, attempt.payment_intent_id)
        return [paid, *told_refunds(attempt)]
    if attempt.session_id and attempt.state in (
        AttemptState.EXPIRED,
        AttemptState.CANCELED,
        AttemptState.FAILED,
    ):
        return [Report(kind.CHARGE_FAILURE, attempt.amount, attempt.session_id, failure_sentence(attempt))]
    return []


def keep_goods_of(*, attempt: PaymentAttempt, now: datetime) -> bool:
    """
    Keep the goods of a live claim until its time is over; let go those of one that has ended. Returns whether
    a live claim has its goods.

    Where they are gone before anything was claimed the claim ends: nobody should pay for it. One that its
    buyer says is paid goes on: its money becomes an order, if the goods come back, or goes back.
    """
    claim = UpiClaim.objects.get(attempt=attempt)
    if attempt.source_kind != PaymentAttempt.SourceKind.CHECKOUT:
        return claim.state in LIVE_CLAIMS
    if claim.state in LIVE_CLAIMS:
        if keep_goods(attempt.source_id, until=claim.expires_at, now=now):
            return True
        logger.info("goods of checkout %s cannot be kept", attempt.source_id)
        if claim.state == ClaimState.WAITING:
            end_claim(
                attempt_id=attempt.pk,
                claim_to=ClaimState.REFUSED,
                attempt_to=AttemptState.FAILED,
                reason=GOODS_GONE,
                now=now,
            )
        return False
    if claim.state != ClaimState.MATCHED and not _others_live(attempt):
        let_go_goods(attempt.source_id)
    return False


def _others_live(attempt: PaymentAttempt) -> bool:
    others = UpiClaim.objects.filter(attempt__source_id=attempt.source_id, state__in=LIVE_CLAIMS)
    return others.exclude(attempt=attempt).exists()
