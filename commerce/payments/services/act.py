"""Charges, refunds and cancellations that the store asks for. Asked twice, done once."""

import logging
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext

from commerce.payments import selectors
from commerce.payments.answers import Answer, answer, pending
from commerce.payments.errors import PaymentNotPossible, ProviderRefused, ProviderUnavailable
from commerce.payments.gateways import stripe_checkout
from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.payloads import ActionRequest
from commerce.payments.services.move import move
from commerce.payments.services.remember import next_sequence, note_refund
from commerce.payments.services.start_payment import close_attempt
from commerce.payments.services.upi_refunds import write_refund
from commerce.payments.states import (
    HELD,
    PAYABLE,
    ActionKind,
    ActionState,
    AttemptState,
    Method,
)

logger = logging.getLogger(__name__)


def _attempt(request: ActionRequest) -> PaymentAttempt:
    attempt = selectors.attempt_of(request.transaction_id)
    if attempt is None:
        raise PaymentNotPossible(gettext("There is no such payment here."), code="UNKNOWN")
    if request.currency not in ("", attempt.currency):
        raise PaymentNotPossible(gettext("This shop takes Indian rupees only."), code="CURRENCY")
    return attempt


def _write(
    attempt: PaymentAttempt, kind: ActionKind, request: ActionRequest, *, now: datetime
) -> PaymentAction:
    """
    Find the action that this request has asked for before, or write a new one within what is left.

    Raises:
        PaymentNotPossible: nothing, or more than is left.
    """
    held_before = request.charged if kind is ActionKind.REFUND else request.authorized
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt.pk)
        same = PaymentAction.objects.filter(attempt=attempt, kind=kind, amount=request.amount)
        same = same.filter(held_before=held_before).exclude(state=ActionState.FAILED)
        known = same.order_by("-sequence").first() if held_before is not None else None
        if known is not None:
            return known
        left = (
            selectors.left_to_refund(attempt)
            if kind is ActionKind.REFUND
            else selectors.left_to_promise(attempt)
        )
        if request.amount <= 0 or request.amount > left or request.amount.scaleb(2) % 1:
            raise PaymentNotPossible(
                gettext("The amount must be more than nothing and at most %(left)s rupees.") % {"left": left},
                code="AMOUNT",
            )
        sequence = next_sequence(attempt)
        return PaymentAction.objects.create(
            attempt=attempt,
            kind=kind,
            sequence=sequence,
            amount=request.amount,
            held_before=held_before,
            reference=f"{kind.lower()}-{sequence}-{attempt.transaction_id}",
            created_at=now,
            changed_at=now,
        )


def refund(*, request: ActionRequest, now: datetime) -> Answer:
    """
    Give card money back; cash goes back by bank transfer, which is not this room's.

    Raises:
        PaymentNotPossible: unknown, not paid, or more than is left.
    """
    attempt = _attempt(request)
    if attempt.method == Method.CASH:
        raise PaymentNotPossible(
            gettext("Cash goes back by bank transfer, not through the payment app."), code="CASH"
        )
    if attempt.state not in (AttemptState.CHARGED, AttemptState.RETURNING, AttemptState.REFUNDED):
        raise PaymentNotPossible(gettext("This payment holds no money."), code="NOT_CHARGED")
    action = _write(attempt, ActionKind.REFUND, request, now=now)
    if action.state in (ActionState.CREATED, ActionState.PENDING):
        action = send_refund(action=action, now=now)
    return _refund_answer(action)


def send_refund(*, action: PaymentAction, now: datetime) -> PaymentAction:
    """
    Ask Stripe under the action's own key: repeated after a crash it is the same refund. By UPI it is a
    transfer that people make.
    """
    attempt = action.attempt
    if attempt.method == Method.UPI:
        return write_refund(action, now=now)
    try:
        told = stripe_checkout.refund(
            intent_id=attempt.payment_intent_id,
            amount=action.amount,
            currency=attempt.currency,
            sequence=action.sequence,
            key=f"refund:{attempt.transaction_id}:{action.sequence}",
        )
    except ProviderUnavailable as fault:
        logger.warning("refund %s is not known to have been taken: %s", action.reference, fault)
        return action
    except ProviderRefused as fault:
        logger.error("Stripe refused refund %s: %s (%s)", action.reference, fault, fault.code)
        _end(action, ActionState.FAILED, message=fault.message, now=now)
        return action
    action = note_refund(attempt=attempt, refund=told, now=now)
    if selectors.is_refunded(attempt):
        move(attempt_id=attempt.pk, to=AttemptState.REFUNDED, now=now, reason="all of it went back")
    return action


def _end(action: PaymentAction, state: ActionState, *, now: datetime, message: str = "") -> None:
    action.state, action.message, action.changed_at = state, message[:500], now
    action.save()


def _refund_answer(action: PaymentAction) -> Answer:
    if action.state in (ActionState.CREATED, ActionState.PENDING):
        return pending(action.reference)
    good = action.state == ActionState.SUCCEEDED
    return answer(
        "REFUND_SUCCESS" if good else "REFUND_FAILURE",
        amount=action.amount,
        reference=action.reference,
        message="" if good else action.message,
    )


def charge(*, request: ActionRequest, now: datetime) -> Answer:
    """
    Note cash that has been remitted; a card is charged by the buyer's own hand, never by us.

    Raises:
        PaymentNotPossible: a card, unknown, or more than is still promised.
    """
    attempt = _attempt(request)
    if attempt.method != Method.CASH:
        raise PaymentNotPossible(
            gettext("A card or UPI payment is charged when the buyer pays, not later."), code="CARD"
        )
    action = _settle_cash(attempt, ActionKind.CHARGE, request, now=now)
    return answer("CHARGE_SUCCESS", amount=action.amount, reference=action.reference)


def cancel(*, request: ActionRequest, now: datetime) -> Answer:
    """
    Take back a promise of cash, in part or whole, or close a card payment that was not made.

    Raises:
        PaymentNotPossible: unknown, paid meanwhile, or more than is still promised.
    """
    attempt = _attempt(request)
    if attempt.method == Method.CASH:
        if attempt.state == AttemptState.CREATED:
            attempt = move(attempt_id=attempt.pk, to=AttemptState.CANCELED, now=now, reason="the store asked")
        if attempt.state == AttemptState.CANCELED:
            return _canceled(attempt, request.amount)
        if request.amount == 0:
            request = replace(request, amount=selectors.left_to_promise(attempt))
        action = _settle_cash(attempt, ActionKind.CANCEL, request, now=now)
        return answer("CANCEL_SUCCESS", amount=action.amount, reference=action.reference)
    if attempt.state in PAYABLE:
        attempt = close_attempt(attempt=attempt, now=now, reason="the store asked")
    if attempt.state in (*HELD, AttemptState.RETURNING, AttemptState.REFUNDED):
        raise PaymentNotPossible(gettext("This payment has been made: refund it."), code="ALREADY_PAID")
    return _canceled(attempt, request.amount)


def _canceled(attempt: PaymentAttempt, amount: Decimal) -> Answer:
    reference = attempt.session_id or f"cancel-{attempt.transaction_id}"
    return answer("CANCEL_SUCCESS", amount=amount, reference=reference)


def _settle_cash(
    attempt: PaymentAttempt, kind: ActionKind, request: ActionRequest, *, now: datetime
) -> PaymentAction:
    """Write the action and what becomes of the attempt in one transaction: no provider is asked."""
    with transaction.atomic():
        action = _write(attempt, kind, request, now=now)
        if action.state == ActionState.CREATED:
            _end(action, ActionState.SUCCEEDED, now=now)
        if selectors.left_to_promise(attempt) == 0:
            remitted = attempt.actions.filter(kind=ActionKind.CHARGE).exists()
            to = AttemptState.CHARGED if remitted else AttemptState.CANCELED
            move(attempt_id=attempt.pk, to=to, now=now, reason="nothing is promised any more")
    return action
