"""
A stall's bill paid by card: a hosted page on the buyer's own phone, never two that can be paid for one bill.

Stripe is asked outside transactions. What it says is written down under a lock; saying it again changes
nothing. The store hears of the money with the bill's order, from the till.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from commerce.payments.errors import (
    PaymentNotPossible,
    ProviderRefused,
    ProviderUnavailable,
    SessionNotOpen,
)
from commerce.payments.gateways import stripe_checkout
from commerce.payments.gateways.stripe_checkout import PaymentFacts
from commerce.payments.models import StallCard
from commerce.payments.rules import CURRENCY, to_paise
from commerce.payments.services.stall_refunds import left_of, note_refunds
from commerce.payments.states import STALL_CARD_TRANSITIONS, STALL_PAYABLE, StallCardState
from jkrlm.kernel.outbox import record

logger = logging.getLogger(__name__)

#: A page closes after this. Stripe wants 30 minutes at least, counted from when it is asked.
LIFE: Final = timedelta(minutes=40)
#: Later than this a page that was never opened is begun anew.
OPENING: Final = timedelta(minutes=8)
#: Stripe is asked at most this often about one bill while its buyer pays; its webhook is as a rule faster.
PAUSE: Final = timedelta(seconds=4)
#: What no tablet asks about any more, the sweep does.
SWEEP_AFTER: Final = timedelta(minutes=2)
_AT_ONCE: Final = 50
_OUTCOMES: Final = {
    "open": StallCardState.OPEN,
    "processing": StallCardState.PROCESSING,
    "paid": StallCardState.PAID,
    "failed": StallCardState.FAILED,
    "expired": StallCardState.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class StallPage:
    """What a page is asked for: ``till`` is the ledger's name of the till, ``title`` what the buyer reads."""

    bill_id: UUID
    till: str
    amount: Decimal
    title: str
    success_url: str
    cancel_url: str


def standing(bill_id: UUID) -> StallCard | None:
    """Return the payment of a bill: the paid one, else that which can be paid, else the last that ended."""
    rows = list(StallCard.objects.filter(bill_id=bill_id).order_by("-pk"))
    found = next((each for each in rows if is_held(each)), None)
    if found is None:
        found = next((each for each in rows if each.state in STALL_PAYABLE), None)
    return found or (rows[0] if rows else None)


def is_held(card: StallCard) -> bool:
    """Say whether a payment can pay its bill: it is paid, and two people have not sent it back."""
    return card.state == StallCardState.PAID and card.return_agreed_by_id is None


def open_stall_card(*, wanted: StallPage, now: datetime) -> StallCard:
    """
    Return the one page on which a bill can be paid, made if there is none; a bill that is paid has its
    payment returned, whatever was asked.

    Raises:
        PaymentNotPossible: not an amount that a card can pay, or Stripe refuses it.
        ProviderUnavailable: nothing is known; ask again.
    """
    to_paise(wanted.amount, CURRENCY)
    card = look_at_stall_card(bill_id=wanted.bill_id, now=now)
    if card is not None and card.state in STALL_PAYABLE:
        never_opened = not card.session_id and now > card.created_at + OPENING
        if card.amount != wanted.amount or never_opened:
            card = cancel_stall_card(bill_id=wanted.bill_id, now=now)
    if card is None or not (card.state in STALL_PAYABLE or is_held(card)):
        card = _write(wanted, now)
    if card.state != StallCardState.CREATED:
        return card
    return _open(card, wanted, now)


def _write(wanted: StallPage, now: datetime) -> StallCard:
    try:
        with transaction.atomic():
            return StallCard.objects.create(
                key=uuid4(),
                bill_id=wanted.bill_id,
                till=wanted.till,
                amount=wanted.amount,
                created_at=now,
                changed_at=now,
                looked_at=now,
            )
    except IntegrityError:
        # The tablet asked twice at one moment: the other request has written it.
        written = standing(wanted.bill_id)
        assert written is not None
        return written


def _open(card: StallCard, wanted: StallPage, now: datetime) -> StallCard:
    try:
        session = stripe_checkout.open_session(
            stripe_checkout.NewSession(
                transaction_id=str(card.key),
                source_id=str(card.bill_id),
                amount=card.amount,
                currency=CURRENCY,
                title=wanted.title,
                email="",
                success_url=wanted.success_url,
                cancel_url=wanted.cancel_url,
                expires_at=card.created_at + LIFE,
            )
        )
    except ProviderRefused as fault:
        logger.error("Stripe refused a page for bill %s: %s (%s)", card.bill_id, fault, fault.code)
        _move(card.pk, StallCardState.FAILED, now)
        raise PaymentNotPossible(
            gettext("The card company did not take this payment. Nothing was taken."), code="PROVIDER_REFUSED"
        ) from fault
    with transaction.atomic():
        card = StallCard.objects.select_for_update().get(pk=card.pk)
        if card.state == StallCardState.CREATED:
            return _move(card.pk, StallCardState.OPEN, now, session_id=session.id, session_url=session.url)
    if card.session_id != session.id:
        # It was cancelled while Stripe was asked: nobody has seen the address.
        stripe_checkout.expire_session(session.id)
    return card


def look_at_stall_card(*, bill_id: UUID, now: datetime) -> StallCard | None:
    """Return how a bill's payment stands, Stripe asked where our word is old. Raises ProviderUnavailable."""
    card = standing(bill_id)
    if card is None or not card.session_id or card.state not in STALL_PAYABLE or now < card.looked_at + PAUSE:
        return card
    # Said before we ask: while Stripe is slow, what asks meanwhile has our own word and waits for nobody.
    asks = StallCard.objects.filter(pk=card.pk, looked_at=card.looked_at).update(looked_at=now)
    return refresh(card, now=now) if asks else card


def refresh(card: StallCard, *, now: datetime) -> StallCard:
    """Bring a payment and its refunds to what Stripe says. Raises ProviderRefused, ProviderUnavailable."""
    facts = stripe_checkout.look_up(card.session_id)
    card = _remember(card.pk, facts, now)
    note_refunds(card=card, facts=facts, now=now)
    return card


def cancel_stall_card(*, bill_id: UUID, now: datetime) -> StallCard | None:
    """
    Close a bill's page at Stripe, so that it cannot be paid; return how the payment stands then: it may have
    been paid in that moment, or be on its way.

    Raises:
        ProviderRefused, ProviderUnavailable: it may still be paid; ask again.
    """
    card = standing(bill_id)
    if card is None or card.state not in STALL_PAYABLE:
        return card
    if not card.session_id:
        with transaction.atomic():
            card = StallCard.objects.select_for_update().get(pk=card.pk)
            if card.state == StallCardState.CREATED:
                return _move(card.pk, StallCardState.CANCELED, now)
        return cancel_stall_card(bill_id=bill_id, now=now)
    try:
        stripe_checkout.expire_session(card.session_id)
    except SessionNotOpen as fault:
        card = refresh(card, now=now)
        if card.state in (StallCardState.CREATED, StallCardState.OPEN):
            raise ProviderUnavailable(fault.message) from fault
        return card
    return _move(card.pk, StallCardState.CANCELED, now)


def cancel_pages_of(*, till: str, now: datetime) -> None:
    """Close what a till that is ended left open. Raises as ``cancel_stall_card``. Repeatable."""
    rows = StallCard.objects.filter(till=till, state__in=STALL_PAYABLE).order_by("pk")
    for bill_id in list(rows.values_list("bill_id", flat=True)):
        cancel_stall_card(bill_id=bill_id, now=now)


def take_stall_card(*, bill_id: UUID, reference: str, amount: Decimal, order: str) -> bool:
    """
    Let a card payment pay the bill that it was made for, once, for exactly its amount, in the caller's
    transaction; False where it is unknown, not paid, another's, another sum, used before or on its way back.
    """
    card = StallCard.objects.select_for_update().filter(payment_intent_id=reference).first()
    if card is None or not reference or card.state != StallCardState.PAID:
        return False
    if (card.bill_id, card.amount) != (bill_id, amount) or card.return_agreed_by_id is not None:
        return False
    if card.billed_as:
        return card.billed_as == order
    if left_of(card) != amount:
        return False
    card.billed_as = order
    card.save(update_fields=["billed_as"])
    return True


def adopt_stall_card(
    *, bill_id: UUID, amount: Decimal, tills: Collection[str], bills: Collection[UUID]
) -> StallCard | None:
    """
    Give a bill that is typed in from its paper a payment that was taken and never billed, by a lost tablet
    (one of ``tills``) or for a bill that could not be booked (one of ``bills``): of exactly this amount, and
    on its way back to nobody. None where there is none.

    Raises:
        PaymentNotPossible: there are several, and whose each is, only people can say.
    """
    with transaction.atomic():
        rows = StallCard.objects.select_for_update().filter(
            Q(till__in=tills) | Q(bill_id__in=bills),
            amount=amount,
            state=StallCardState.PAID,
            billed_as="",
            return_asked_by=None,
        )
        found = [each for each in rows.order_by("paid_at", "pk") if left_of(each) == amount]
        if not found:
            return None
        if len(found) > 1:
            raise PaymentNotPossible(
                gettext("Several card payments of this sum have no bill: ask the office."),
                code="SEVERAL",
            )
        card = found[0]
        card.bill_id = bill_id
        card.save(update_fields=["bill_id"])
        return card


def follow_stall_event(subject: dict[str, Any], *, now: datetime) -> bool:
    """Follow the payment that an event of Stripe's is about; returns whether it is a stall's."""
    intent = subject.get("payment_intent")
    intent_id = str(intent.get("id") if isinstance(intent, dict) else intent or "")
    card = None
    if subject.get("object") == "checkout.session":
        card = StallCard.objects.filter(session_id=str(subject.get("id") or "-")).first()
    elif intent_id:
        card = StallCard.objects.filter(payment_intent_id=intent_id).first()
    if card is None:
        return False
    refresh(card, now=now)
    return True


def sweep_stall_cards(*, now: datetime) -> int:
    """Ask about pages that nobody asks about any more; returns how many. One that fails is tried again."""
    due = StallCard.objects.filter(state__in=STALL_PAYABLE, looked_at__lt=now - SWEEP_AFTER)
    found = list(due.order_by("looked_at")[:_AT_ONCE])
    for card in found:
        StallCard.objects.filter(pk=card.pk).update(looked_at=now)
        try:
            if card.session_id:
                refresh(card, now=now)
            elif now > card.created_at + OPENING:
                _move(card.pk, StallCardState.FAILED, now)
        except Exception:
            logger.exception("the card payment of bill %s is looked at again later", card.bill_id)
    return len(found)


def _remember(card_id: int, facts: PaymentFacts, now: datetime) -> StallCard:
    with transaction.atomic():
        card = StallCard.objects.select_for_update().get(pk=card_id)
        to = _OUTCOMES[facts.outcome]
        if to is StallCardState.PAID and (facts.amount, facts.currency) != (card.amount, CURRENCY):
            raise ProviderRefused(f"{facts.session_id} is paid with {facts.amount} {facts.currency}.")
        known = {"payment_intent_id": facts.intent_id or card.payment_intent_id, "looked_at": now}
        if to is not StallCardState.PAID and card.state not in STALL_PAYABLE:
            to = StallCardState(card.state)
        return _move(card_id, to, now, **known)


def _move(card_id: int, to: StallCardState, now: datetime, **fields: Any) -> StallCard:
    with transaction.atomic():
        card = StallCard.objects.select_for_update().get(pk=card_id)
        before = StallCardState(card.state)
        for name, value in fields.items():
            setattr(card, name, value)
        if to is not before and to in STALL_CARD_TRANSITIONS[before]:
            card.state, card.changed_at = to, now
            if to is StallCardState.PAID:
                card.paid_at = now
                record("StallCardPaid", {"bill": str(card.bill_id)})
        card.save()
    return card
