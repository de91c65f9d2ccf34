"""
Money of a stall's card payment goes back to the card: asked once in the books' own transaction, sent by the
outbox, followed until Stripe has said what became of it.
"""

import logging
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from commerce.payments.errors import PaymentNotPossible, ProviderRefused, ProviderUnavailable
from commerce.payments.gateways import stripe_checkout
from commerce.payments.gateways.stripe_checkout import PaymentFacts
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
#: Stripe keeps idempotency keys for 24 hours: long before that it is asked whether it has the refund already.
KEY_TRUSTED: Final = timedelta(hours=12)
#: What the reference of money begins with that goes back because no bill took it.
UNBILLED: Final = "unbilled "
#: And of money that went without us: given back on Stripe's own pages, or taken by a dispute.
ELSEWHERE: Final = "stripe "
#: A dispute of which nothing was taken, or all came again; of any other the money is gone at once.
_HARMLESS: Final = ("won", "warning_needs_response", "warning_under_review", "warning_closed")
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
    A second person agrees: what we have of the payment goes back to the card, by the outbox.

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
        _write(card, _next_unbilled(card), left_of(card), now)
        audit(actor=by, verb="stall-card.return.agree", target=f"stall-card:{key}")


def _next_unbilled(card: StallCard) -> str:
    """Each try is named anew: under the name of one that failed, Stripe would answer as it did then."""
    tried = card.refunds.filter(reference__startswith=UNBILLED).count()
    return f"{UNBILLED}{card.key}{f' {tried + 1}' if tried else ''}"


def _unbilled(key: UUID) -> StallCard:
    card = StallCard.objects.select_for_update().filter(key=key, state=StallCardState.PAID).first()
    if card is None or card.billed_as or card.return_agreed_by_id is not None or not left_of(card):
        raise PaymentNotPossible("There is no such payment without a bill any more.", code="GONE")
    return card


def send_stall_refund(*, reference: str, now: datetime) -> None:
    """
    Ask Stripe, under the refund's own key: repeated after a crash it is the same refund.

    Raises:
        ProviderUnavailable: nothing is known, or Stripe does not take our key; ask again.
    """
    refund = StallCardRefund.objects.select_related("card").get(reference=reference)
    if refund.state == ActionState.CREATED and now > refund.created_at + KEY_TRUSTED:
        _look(refund, now)
        refund.refresh_from_db()
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
        if fault.code == "NOT_SET_UP":
            raise ProviderUnavailable(fault.message) from fault
        _note(refund.pk, ActionState.FAILED, "", fault.message, now)
        return
    _note(refund.pk, _STATES.get(told.status, ActionState.PENDING), told.id, told.message, now)


def _look(refund: StallCardRefund, now: datetime) -> None:
    facts = stripe_checkout.look_up(refund.card.session_id)
    note_refunds(card=refund.card, facts=facts, now=now)


def note_refunds(*, card: StallCard, facts: PaymentFacts, now: datetime) -> None:
    """
    Bring our refunds to what Stripe says. What went without us is noted, because it can neither pay a bill
    nor go back again; in the books reconciliation deals with it.
    """
    for told in facts.refunds:
        ours = card.refunds.filter(provider_id=told.id).first()
        if ours is None and told.action_sequence is not None:
            ours = card.refunds.filter(pk=told.action_sequence, provider_id="").first()
        if ours is not None:
            _note(ours.pk, _STATES.get(told.status, ActionState.PENDING), told.id, told.message, now)
        elif told.status not in ("failed", "canceled"):
            _note_elsewhere(card, told.id, told.amount, now)
    for dispute in facts.disputes:
        noted = card.refunds.filter(provider_id=dispute.id).first()
        if noted is None and dispute.status not in _HARMLESS:
            _note_elsewhere(card, dispute.id, dispute.amount, now)
        elif noted is not None and dispute.status == "won":
            _note(noted.pk, ActionState.FAILED, dispute.id, "", now)


def _note_elsewhere(card: StallCard, provider_id: str, amount: Decimal, now: datetime) -> None:
    StallCardRefund.objects.get_or_create(
        reference=f"{ELSEWHERE}{provider_id}",
        defaults={
            "card": card,
            "provider_id": provider_id,
            "amount": amount,
            "state": ActionState.SUCCEEDED,
            "created_at": now,
            "changed_at": now,
        },
    )


def resend_stall_refunds(*, now: datetime) -> int:
    """
    Ask again about what Stripe has not answered, or still works on; returns how many were looked at. One that
    fails is tried again, after the others.
    """
    open_ones = StallCardRefund.objects.filter(
        state__in=(ActionState.CREATED, ActionState.PENDING), changed_at__lt=now - AGAIN_AFTER
    )
    found = list(open_ones.select_related("card").order_by("changed_at")[:_AT_ONCE])
    for refund in found:
        StallCardRefund.objects.filter(pk=refund.pk).update(changed_at=now)
        try:
            if refund.state == ActionState.CREATED:
                send_stall_refund(reference=refund.reference, now=now)
            else:
                _look(refund, now)
        except Exception:
            logger.exception("refund %s is looked at again later", refund.reference)
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
            if state is ActionState.FAILED and refund.reference.startswith(UNBILLED):
                _wait_again(refund.card_id)
        refund.save()


def _wait_again(card_id: int) -> None:
    """Money that no bill took is still with us: it waits for a bill, or for two people, as before."""
    card = StallCard.objects.select_for_update().get(pk=card_id)
    card.return_asked_by = card.return_agreed_by = None
    card.return_reason = ""
    card.save(update_fields=["return_asked_by", "return_agreed_by", "return_reason"])
