"""The sweep: what no webhook, no event and no buyer came back to finish."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q

from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.ports import StorePort
from commerce.payments.services.follow_payment import follow_payment
from commerce.payments.services.move import move
from commerce.payments.services.place_or_return import place_or_return
from commerce.payments.services.return_payment import (
    STORE_LOST_IT,
    resend_refunds,
    return_payment,
    return_without_store,
)
from commerce.payments.services.settle_order_payment import settle_order_payments
from commerce.payments.services.start_payment import OPENING_TIME
from commerce.payments.services.upi_claims import expire_claims
from commerce.payments.services.upi_credits import look_again
from commerce.payments.services.upi_follow import follow_upi, keep_goods_of
from commerce.payments.states import HELD, PAYABLE, AttemptState, Method
from jkrlm.kernel.errors import TryLater

logger = logging.getLogger(__name__)

#: Attempts looked at in one sweep; the rest follows in the next.
LIMIT: Final = 50
PAUSE_MIN: Final = timedelta(minutes=2)
PAUSE_MAX: Final = timedelta(hours=1)
#: Goods of a payment by UPI are kept anew within what a Saleor keeps them for.
PAUSE_KEPT: Final = timedelta(minutes=5)
#: Paid and refused with a code that may pass, for longer than this: it goes back all the same.
PATIENCE: Final = timedelta(minutes=60)


@dataclass(slots=True)
class Settled:
    """What a sweep did: attempts looked at, and those that failed and will be tried again."""

    looked_at: int = 0
    failed: list[int] = field(default_factory=list)


def settle_abandoned(*, store: StorePort, now: datetime) -> Settled:
    """
    Look at what came by UPI, then at every unsettled attempt that is due; a failure is logged and does not
    stop the others.
    """
    settled = Settled()
    look_again(now=now)
    expire_claims(now=now)
    for attempt in _due(now):
        settled.looked_at += 1
        longest = PAUSE_KEPT if attempt.method == Method.UPI else PAUSE_MAX
        pause = min(max((now - attempt.created_at) / 4, PAUSE_MIN), longest)
        PaymentAttempt.objects.filter(pk=attempt.pk).update(next_look_at=now + pause)
        try:
            settle_one(attempt=attempt, store=store, now=now)
        except Exception:
            logger.exception("attempt %s could not be settled; the sweep comes back to it", attempt.pk)
            settled.failed.append(attempt.pk)
    return settled


def _due(now: datetime) -> list[PaymentAttempt]:
    unfinished = PaymentAction.objects.filter(attempt=OuterRef("pk"), state__in=("CREATED", "PENDING"))
    unsettled = Q(order_id="", state__in=(*PAYABLE, *HELD, AttemptState.RETURNING))
    due = PaymentAttempt.objects.filter(unsettled | Exists(unfinished), next_look_at__lte=now)
    return list(due.order_by("next_look_at", "id")[:LIMIT])


def settle_one(*, attempt: PaymentAttempt, store: StorePort, now: datetime) -> None:
    """Bring one attempt a step on: ask Stripe, tell the store, then complete or return."""
    if attempt.method == Method.STRIPE:
        if not attempt.session_id:
            _give_up_unopened(attempt, now)
            return
        resend_refunds(attempt=attempt, now=now)
        attempt = follow_payment(attempt=attempt, store=store, now=now)
    elif attempt.method == Method.UPI and attempt.state != AttemptState.CREATED:
        attempt = _settle_upi(attempt, store, now)
    elif attempt.state == AttemptState.CREATED and now > attempt.created_at + OPENING_TIME:
        _never_opened(attempt, now, "never answered")
        return
    if attempt.order_id:
        return
    if attempt.source_kind == PaymentAttempt.SourceKind.ORDER:
        settle_order_payments(order_id=attempt.source_id, store=store, now=now)
        return
    if attempt.state == AttemptState.RETURNING:
        _return_again(attempt, store, now)
    elif attempt.state in HELD:
        _place(attempt, store, now)


def _settle_upi(attempt: PaymentAttempt, store: StorePort, now: datetime) -> PaymentAttempt:
    """Keep the goods while it lives; what was seen in the bank is told to the store."""
    if attempt.state == AttemptState.OPEN:
        keep_goods_of(attempt=attempt, now=now)
        return PaymentAttempt.objects.get(pk=attempt.pk)
    resend_refunds(attempt=attempt, now=now)
    return follow_upi(attempt=attempt, store=store, now=now)


def _give_up_unopened(attempt: PaymentAttempt, now: datetime) -> None:
    """Its address was never handed out, so nobody can have paid it."""
    if attempt.state == AttemptState.CREATED and now > attempt.created_at + OPENING_TIME:
        _never_opened(attempt, now, "never opened")


def _never_opened(attempt: PaymentAttempt, now: datetime, reason: str) -> None:
    move(
        attempt_id=attempt.pk,
        to=AttemptState.FAILED,
        now=now,
        reason=reason,
        only_from=AttemptState.CREATED,
    )


def _return_again(attempt: PaymentAttempt, store: StorePort, now: datetime) -> None:
    if attempt.return_reason == STORE_LOST_IT:
        return_without_store(attempt=attempt, now=now)
    else:
        return_payment(attempt=attempt, reason=attempt.return_reason, store=store, now=now)


def _place(attempt: PaymentAttempt, store: StorePort, now: datetime) -> None:
    try:
        place_or_return(checkout_id=attempt.source_id, store=store, now=now)
    except Exception as fault:
        held_since = attempt.changed_at
        if now < held_since + PATIENCE or isinstance(fault, TryLater):
            raise
        return_payment(attempt=attempt, reason="TOO_LONG", store=store, now=now)
