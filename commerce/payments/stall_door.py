"""The part of the door that tills use for card payments; here the clock is read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import F, Q, Sum

from commerce.payments.models import StallCard, StallCardRefund
from commerce.payments.services import stall_cards as _cards
from commerce.payments.services import stall_refunds as _refunds
from commerce.payments.services.stall_cards import StallPage as StallPage
from commerce.payments.states import STALL_PAYABLE, ActionState, StallCardState
from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import User

_NO_BILLS: Final = Q(reference__startswith=_refunds.UNBILLED) | Q(reference__startswith=_refunds.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class CardStanding:
    """
    How the card payment of a bill stands; ``reference`` is Stripe's payment intent, empty until the buyer has
    begun. ``asked_by`` has asked for it to go back, because no bill took it; ``is_returned`` once another
    has agreed: then it pays no bill.
    """

    key: UUID
    bill_id: UUID
    till: str
    amount: Decimal
    state: StallCardState
    url: str
    reference: str
    paid_at: datetime | None
    asked_by: str = ""
    asked_by_id: int | None = None
    reason: str = ""
    is_returned: bool = False


@dataclass(frozen=True, slots=True)
class CardRefund:
    """Money on its way back; ``order`` is what its bill became, empty where no bill asked for it."""

    reference: str
    order: str
    amount: Decimal
    state: ActionState
    message: str
    changed_at: datetime


def open_page(wanted: StallPage) -> CardStanding:
    """
    Return the one page on which a bill can be paid; a bill that is paid has its payment returned.

    Raises:
        PaymentNotPossible: not an amount that a card can pay, or Stripe refuses it.
        ProviderUnavailable: nothing is known; ask again.
    """
    return _told(_cards.open_stall_card(wanted=wanted, now=now()))


def known(bill_id: UUID) -> CardStanding | None:
    """Return how a bill's payment stands by our own tables. Two queries."""
    found = _cards.standing(bill_id)
    return _told(found) if found else None


def by_key(key: UUID) -> CardStanding | None:
    """Return a payment by its own key, by our own tables. One query."""
    found = StallCard.objects.select_related("return_asked_by").filter(key=key).first()
    return _told(found) if found else None


def look(bill_id: UUID) -> CardStanding | None:
    """Return how a bill's payment stands by Stripe's word. Raises ProviderRefused, ProviderUnavailable."""
    found = _cards.look_at_stall_card(bill_id=bill_id, now=now())
    return _told(found) if found else None


def cancel(bill_id: UUID) -> CardStanding | None:
    """Close a bill's page, unless it is paid already. Raises ProviderRefused, ProviderUnavailable."""
    found = _cards.cancel_stall_card(bill_id=bill_id, now=now())
    return _told(found) if found else None


def adopt(
    *, bill_id: UUID, amount: Decimal, tills: Collection[str], bills: Collection[UUID]
) -> CardStanding | None:
    """
    Give a bill typed in from its paper the payment that a lost tablet took and never billed, or that a bill
    names which could not be booked. Raises PaymentNotPossible: several fit.
    """
    found = _cards.adopt_stall_card(bill_id=bill_id, amount=amount, tills=tills, bills=bills)
    return _told(found) if found else None


def take(*, bill_id: UUID, reference: str, amount: Decimal, order: str) -> bool:
    """Let a card payment pay its bill, once, for exactly its amount, in the caller's transaction."""
    return _cards.take_stall_card(bill_id=bill_id, reference=reference, amount=amount, order=order)


def taken(orders: Collection[str]) -> dict[str, tuple[str, Decimal]]:
    """Return order -> (reference, amount) of the card payment that it took. One query."""
    rows = StallCard.objects.filter(billed_as__in=orders).exclude(billed_as="")
    return {each.billed_as: (each.payment_intent_id, each.amount) for each in rows}


def unbilled(exhibition: str, *, before: datetime | None = None) -> tuple[CardStanding, ...]:
    """Return what came (before a moment) at an exhibition's tills, is with us, and has no bill. One query."""
    going = ~Q(refunds__state=ActionState.FAILED)
    gone = Sum("refunds__amount", filter=going, default=Decimal(0))
    rows = StallCard.objects.filter(
        till__startswith=f"{exhibition}/", state=StallCardState.PAID, billed_as="", return_agreed_by=None
    )
    rows = rows.annotate(gone=gone).filter(gone__lt=F("amount"))
    if before is not None:
        rows = rows.filter(paid_at__lt=before)
    return tuple(_told(each) for each in rows.select_related("return_asked_by").order_by("paid_at", "pk"))


def ask_refund(*, reference: str, order: str, amount: Decimal) -> bool:
    """Ask for money to go back to a bill's card, once, in the caller's transaction; False: too much."""
    return _refunds.ask_stall_refund(reference=reference, order=order, amount=amount, now=now())


def refund(reference: str) -> CardRefund | None:
    """Return how a refund stands, held so until the caller's transaction ends. One query."""
    rows = StallCardRefund.objects.select_related("card").select_for_update(of=("self",))
    row = rows.filter(reference=reference).first()
    return _back(row) if row else None


def refunds_of_bills(*, before: datetime) -> Iterator[CardRefund]:
    """Return refunds to bills' cards that had ended, well or not, before a moment."""
    ended = (ActionState.SUCCEEDED, ActionState.FAILED)
    rows = StallCardRefund.objects.select_related("card").filter(state__in=ended, changed_at__lt=before)
    rows = rows.exclude(_NO_BILLS).order_by("pk")
    return (_back(each) for each in rows.iterator(500))


def is_on_its_way(exhibition: str) -> bool:
    """Say whether money may yet come by card at an exhibition's tills, or go back. Two queries."""
    at = f"{exhibition}/"
    going = StallCardRefund.objects.filter(state__in=(ActionState.CREATED, ActionState.PENDING))
    return (
        StallCard.objects.filter(till__startswith=at, state__in=STALL_PAYABLE).exists()
        or going.filter(card__till__startswith=at).exists()
    )


def close_pages(till: str) -> None:
    """Close what an ended till left open to be paid. Raises ProviderRefused, ProviderUnavailable."""
    _cards.cancel_pages_of(till=till, now=now())


def ask_return(*, key: UUID, reason: str, by: User) -> None:
    """Ask for a payment that no bill has taken to go back. Raises PaymentNotPossible."""
    _refunds.ask_return(key=key, reason=reason, by=by)


def agree_return(*, key: UUID, by: User) -> None:
    """A second person agrees that it goes back. Raises PaymentNotPossible."""
    _refunds.agree_return(key=key, by=by, now=now())


def on_stall_refund_asked(event: Event) -> None:
    """React to StallRefundAsked: ask Stripe for it."""
    _refunds.send_stall_refund(reference=str(event.payload["reference"]), now=now())


def _back(row: StallCardRefund) -> CardRefund:
    is_no_bills = row.reference.startswith((_refunds.UNBILLED, _refunds.ELSEWHERE))
    order = "" if is_no_bills else row.card.billed_as
    return CardRefund(row.reference, order, row.amount, ActionState(row.state), row.message, row.changed_at)


def _told(card: StallCard) -> CardStanding:
    asked = card.return_asked_by
    return CardStanding(
        key=card.key,
        bill_id=card.bill_id,
        till=card.till,
        amount=card.amount,
        state=StallCardState(card.state),
        url=card.session_url,
        reference=card.payment_intent_id,
        paid_at=card.paid_at,
        asked_by=asked.name if asked else "",
        asked_by_id=card.return_asked_by_id,
        reason=card.return_reason,
        is_returned=card.return_agreed_by_id is not None,
    )
