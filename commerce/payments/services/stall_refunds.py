"""
Money of a stall's card payment goes back to the card: asked once in the books' own transaction, sent by the
outbox, followed until Stripe has said what became of it.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from commerce.payments.errors import PaymentNotPossible, ProviderRefused, ProviderUnavailable
from commerce.payments.gateways import stripe_checkout
from commerce.payments.gateways.stripe_checkout import RefundFacts
from commerce.payments.models import StallCard, StallCardRefund
from commerce.payments.rules import CURRENCY
from commerce.payments.states import ACTION_TRANSITIONS, ActionState, StallCardState
from jkrlm.kernel.outbox import record
from jkrlm.people.facade import User, audit

logger = logging.getLogger(__name__)

_STATES: Final = {
    "succeeded": ActionState.SUCCEEDED,
    "failed": ActionState.FAILED,
    "canceled": ActionState.FAILED,
}
#: One that Stripe works on, or did not answer about, is asked about again after this.
AGAIN_AFTER: Final = timedelta(minutes=5)
_AT_ONCE: Final = 50


def ask_stall_refund(*, reference: str, order: str, amount: Decimal, now: datetime) -> bool:
    """
    Ask for money of the bill that became ``order`` to go back to its card, once by ``reference``, in the
    caller's transaction; False where no card payment has that much left.
    """
    card = StallCard.objects.select_for_update().filter(billed_as=order).exclude(billed_as="").first()
    if card is None:
        return False
    if StallCardRefund.objects.filter(reference=reference).exists():
        return True
    if amount > left_of(card):
        return False
    _write(card, reference, amount, now)
    return True


def left_of(card: StallCard) -> Decimal:
    """Return what of a payment has neither gone back nor is on its way."""
    going = card.refunds.exclude(state=ActionState.FAILED).aggregate(sum=Sum("amount"))["sum"]
    return card.amount - (going or Decimal(0))


def _write(card: StallCard, reference: str, amount: Decimal, now: datetime) -> None:
    StallCardRefund.objects.create(
        card=card, reference=reference, amount=amount, created_at=now, changed_at=now
    )
    record("StallRefundAsked", {"reference": reference})


def ask_return(*, key: UUID, reason: str, by: User) -> None:
    """
    One of finance asks for a payment that no bill has taken to go back; another agrees.

    Raises:
        PaymentNotPossible: none such, billed or asked already, or no reason.
    """
    words = " ".join(reason.split())[:200]
    with transaction.atomic():
        card = _unbilled(key)
        if len(words) < 5:
            raise PaymentNotPossible("Say in a few words why it goes back.", code="REASON")
        if card.return_asked_by_id is not None:
            raise PaymentNotPossible("Somebody has asked for it already.", code="ASKED")
        card.return_asked_by, card.return_reason = by, words
        card.save(update_fields=["return_asked_by", "return_reason"])
        audit(actor=by, verb="stall-card.return.ask", target=f"stall-card:{key}", after={"reason": words})


def agree_return(*, key: UUID, by: User, now: datetime) -> None:
    """
    A second person agrees: the whole payment goes back to the card, by the outbox.

    Raises:
        PaymentNotPossible: none such, billed meanwhile, nobody has asked, or it was she who asked.
    """
    with transaction.atomic():
        card = _unbilled(key)
        if card.return_asked_by_id is None:
            raise PaymentNotPossible("Nobody has asked for it to go back.", code="NOT_ASKED")
        if card.return_asked_by_id == by.pk:
            raise PaymentNotPossible(
                "Who asks does not agree: another person of finance does.", code="SAME_PERSON"
            )
        card.return_agreed_by = by
        card.save(update_fields=["return_agreed_by"])
        _write(card, f"unbilled {key}", card.amount, now)
        audit(actor=by, verb="stall-card.return.agree", target=f"stall-card:{key}")


def _unbilled(key: UUID) -> StallCard:
    card = StallCard.objects.select_for_update().filter(key=key, state=StallCardState.PAID).first()
    if card is None or card.billed_as or card.return_agreed_by_id is not None:
        raise PaymentNotPossible("There is no such payment without a bill any more.", code="GONE")
    return card


def send_stall_refund(*, reference: str, now: datetime) -> None:
    """
    Ask Stripe, under the refund's own key: repeated after a crash it is the same refund.

    Raises:
        ProviderUnavailable: nothing is known; ask again.
    """
    refund = StallCardRefund.objects.select_related("card").get(reference=reference)
    if refund.state != ActionState.CREATED:
        return
    try:
        told = stripe_checkout.refund(
            intent_id=refund.card.payment_intent_id,
            amount=refund.amount,
            currency=CURRENCY,
            sequence=refund.pk,
            key=f"stall-refund:{refund.reference}",
        )
    except ProviderUnavailable:
        raise
    except ProviderRefused as fault:
        logger.error("Stripe refused %s: %s (%s)", refund, fault, fault.code)
        _note(refund.pk, ActionState.FAILED, "", fault.message, now)
        return
    _note(refund.pk, _STATES.get(told.status, ActionState.PENDING), told.id, told.message, now)


def note_refunds(*, card: StallCard, refunds: Iterable[RefundFacts], now: datetime) -> None:
    """Bring our refunds to what Stripe says; one that was made in its own pages is for reconciliation."""
    for told in refunds:
        ours = card.refunds.filter(provider_id=told.id).first()
        if ours is None and told.action_sequence is not None:
            ours = card.refunds.filter(pk=told.action_sequence, provider_id="").first()
        if ours is not None:
            _note(ours.pk, _STATES.get(told.status, ActionState.PENDING), told.id, told.message, now)


def resend_stall_refunds(*, now: datetime) -> int:
    """Ask again about what Stripe has not answered, or still works on; returns how many were looked at."""
    open_ones = StallCardRefund.objects.filter(
        state__in=(ActionState.CREATED, ActionState.PENDING), changed_at__lt=now - AGAIN_AFTER
    )
    found = list(open_ones.select_related("card").order_by("changed_at")[:_AT_ONCE])
    for refund in found:
        try:
            if refund.state == ActionState.CREATED:
                send_stall_refund(reference=refund.reference, now=now)
            else:
                facts = stripe_checkout.look_up(refund.card.session_id)
                note_refunds(card=refund.card, refunds=facts.refunds, now=now)
        except (ProviderUnavailable, ProviderRefused):
            logger.warning("refund %s is looked at again later", refund.reference)
    return len(found)


def _note(refund_id: int, state: ActionState, provider_id: str, message: str, now: datetime) -> None:
    with transaction.atomic():
        refund = StallCardRefund.objects.select_for_update().get(pk=refund_id)
        held = ActionState(refund.state)
        refund.provider_id = provider_id or refund.provider_id
        refund.message = message[:300]
        refund.changed_at = now
        if state is not held and state in ACTION_TRANSITIONS[held]:
            refund.state = state
            record("StallRefundMoved", {"reference": refund.reference})
        refund.save()
