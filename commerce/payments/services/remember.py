"""Write down what Stripe says: the state of the attempt and of each refund."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from commerce.payments import selectors
from commerce.payments.errors import ProviderRefused
from commerce.payments.gateways.stripe_checkout import PaymentFacts, RefundFacts
from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.services.move import move
from commerce.payments.states import (
    ACTION_TRANSITIONS,
    PAYABLE,
    ActionKind,
    ActionState,
    AttemptState,
)

_OUTCOMES: Final = {
    "open": AttemptState.OPEN,
    "processing": AttemptState.PROCESSING,
    "paid": AttemptState.CHARGED,
    "failed": AttemptState.FAILED,
    "expired": AttemptState.EXPIRED,
}
_REFUNDS: Final = {
    "succeeded": ActionState.SUCCEEDED,
    "failed": ActionState.FAILED,
    "canceled": ActionState.FAILED,
}


def remember(*, attempt_id: int, facts: PaymentFacts, now: datetime) -> PaymentAttempt:
    """
    Bring our tables to what Stripe says; saying it again changes nothing.

    An attempt that we expired or gave up stays what it is unless Stripe says that it is paid.

    Raises:
        TransitionRefused: Stripe says something that cannot follow.
        ProviderRefused: paid in another currency than was asked, which nobody here can turn into rupees.
    """
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
        if facts.currency != attempt.currency:
            raise ProviderRefused(f"{facts.session_id} is in {facts.currency}, not in {attempt.currency}.")
        known: dict[str, Any] = {
            "session_id": facts.session_id,
            "payment_intent_id": facts.intent_id or attempt.payment_intent_id,
        }
        if attempt.state == AttemptState.CREATED:
            attempt = move(attempt_id=attempt.pk, to=AttemptState.OPEN, now=now, **known)
        for refund in facts.refunds:
            note_refund(attempt=attempt, refund=refund, now=now)
        to = _state(attempt, facts)
        reason = facts.message if to != attempt.state else ""
        return move(attempt_id=attempt.pk, to=to, now=now, reason=reason, **known)


def _state(attempt: PaymentAttempt, facts: PaymentFacts) -> AttemptState:
    held = AttemptState(attempt.state)
    told = _OUTCOMES[facts.outcome]
    if told is not AttemptState.CHARGED:
        return told if held in PAYABLE else held
    if selectors.is_refunded(attempt):
        return AttemptState.REFUNDED
    return held if held is AttemptState.RETURNING else AttemptState.CHARGED


def note_refund(*, attempt: PaymentAttempt, refund: RefundFacts, now: datetime) -> PaymentAction:
    """Keep a refund of Stripe's, ours or one made in its dashboard; never two rows for one refund."""
    with transaction.atomic():
        PaymentAttempt.objects.select_for_update().get(pk=attempt.pk)
        action = _action_of(attempt, refund)
        if action is None:
            action = PaymentAction.objects.create(
                attempt=attempt,
                kind=ActionKind.REFUND,
                sequence=next_sequence(attempt),
                amount=refund.amount,
                reference=refund.id,
                provider_id=refund.id,
                created_at=now,
                changed_at=now,
            )
        state = _REFUNDS.get(refund.status, ActionState.PENDING)
        held = ActionState(action.state)
        if state is not held and state in ACTION_TRANSITIONS[held]:
            action.state, action.changed_at = state, now
        action.provider_id, action.message = refund.id, refund.message[:500]
        action.save()
        return action


def _action_of(attempt: PaymentAttempt, refund: RefundFacts) -> PaymentAction | None:
    actions = PaymentAction.objects.filter(attempt=attempt, kind=ActionKind.REFUND)
    known = actions.filter(provider_id=refund.id).first()
    if known is None and refund.action_sequence is not None:
        known = actions.filter(provider_id="", sequence=refund.action_sequence).first()
    return known


def next_sequence(attempt: PaymentAttempt) -> int:
    """Return the number of an attempt's next action; the attempt is locked."""
    last = PaymentAction.objects.filter(attempt=attempt).aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1
