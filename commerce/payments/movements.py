"""Card money as our own tables have it, to be compared with what Stripe says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from commerce.payments.models import (
    AttemptChange,
    PaymentAction,
    PaymentAttempt,
    StallCard,
    StallCardRefund,
)
from commerce.payments.services.stall_refunds import ELSEWHERE
from commerce.payments.states import ActionKind, ActionState, AttemptState, Method, StallCardState

#: States of an attempt whose money Stripe has, or had.
PAID: Final = (AttemptState.CHARGED, AttemptState.RETURNING, AttemptState.REFUNDED)


@dataclass(frozen=True, slots=True)
class CardMovement:
    """
    A charge or a refund. ``provider_id`` is Stripe's payment intent, or refund; ``reference`` the name under
    which the store, and with it the ledger, knows it. ``has_order``: whether the payment is for an order, or
    a stall's bill has taken it.
    """

    provider_id: str
    intent_id: str
    kind: str
    reference: str
    amount: Decimal
    is_done: bool
    has_order: bool


def card_movements(*, intents: Collection[str], refunds: Collection[str]) -> dict[str, CardMovement]:
    """Return those of ours, by Stripe's id. Four queries."""
    attempts = PaymentAttempt.objects.filter(payment_intent_id__in=intents).exclude(payment_intent_id="")
    actions = PaymentAction.objects.filter(provider_id__in=refunds).exclude(provider_id="")
    found = [_charge(each) for each in attempts]
    found += [_refund(each) for each in actions.select_related("attempt")]
    cards = StallCard.objects.filter(payment_intent_id__in=intents).exclude(payment_intent_id="")
    back = StallCardRefund.objects.filter(provider_id__in=refunds).exclude(provider_id="")
    back = back.exclude(reference__startswith=ELSEWHERE)
    found += [_stall_charge(each) for each in cards]
    found += [_stall_refund(each) for each in back.select_related("card")]
    return {each.provider_id: each for each in found}


def card_movements_between(*, since: datetime, until: datetime) -> tuple[CardMovement, ...]:
    """Return what became paid, or was given back, from ``since`` until, not including, ``until``."""
    paid = (
        AttemptChange.objects.filter(
            at__gte=since, at__lt=until, after=AttemptState.CHARGED, attempt__method=Method.STRIPE
        )
        .exclude(before__in=PAID)
        .values("attempt_id")
    )
    attempts = PaymentAttempt.objects.filter(pk__in=paid).order_by("pk")
    actions = PaymentAction.objects.filter(
        kind=ActionKind.REFUND,
        attempt__method=Method.STRIPE,
        state=ActionState.SUCCEEDED,
        changed_at__gte=since,
        changed_at__lt=until,
    ).exclude(provider_id="")
    cards = StallCard.objects.filter(paid_at__gte=since, paid_at__lt=until).order_by("pk")
    back = StallCardRefund.objects.filter(
        state=ActionState.SUCCEEDED, changed_at__gte=since, changed_at__lt=until
    ).exclude(reference__startswith=ELSEWHERE)
    return (
        *(_charge(each) for each in attempts),
        *(_refund(each) for each in actions.select_related("attempt").order_by("pk")),
        *(_stall_charge(each) for each in cards),
        *(_stall_refund(each) for each in back.select_related("card").order_by("pk")),
    )


def _charge(attempt: PaymentAttempt) -> CardMovement:
    return CardMovement(
        provider_id=attempt.payment_intent_id,
        intent_id=attempt.payment_intent_id,
        kind="charge",
        reference=attempt.payment_intent_id,
        amount=attempt.amount,
        is_done=attempt.state in PAID,
        has_order=bool(attempt.order_id),
    )


def _refund(action: PaymentAction) -> CardMovement:
    return CardMovement(
        provider_id=action.provider_id,
        intent_id=action.attempt.payment_intent_id,
        kind="refund",
        reference=action.reference,
        amount=action.amount,
        is_done=action.state == ActionState.SUCCEEDED,
        has_order=bool(action.attempt.order_id),
    )


def _stall_charge(card: StallCard) -> CardMovement:
    return CardMovement(
        provider_id=card.payment_intent_id,
        intent_id=card.payment_intent_id,
        kind="charge",
        reference=card.payment_intent_id,
        amount=card.amount,
        is_done=card.state == StallCardState.PAID,
        has_order=bool(card.billed_as),
    )


def _stall_refund(refund: StallCardRefund) -> CardMovement:
    return CardMovement(
        provider_id=refund.provider_id,
        intent_id=refund.card.payment_intent_id,
        kind="refund",
        reference=refund.reference,
        amount=refund.amount,
        is_done=refund.state == ActionState.SUCCEEDED,
        has_order=bool(refund.card.billed_as),
    )
