"""What the till does when it has bills, and when the bank shows money."""

import logging
from uuid import UUID

from django.db.models import F

import commerce.payments.facade as payments
from exhibitions.till.models import Bill, Till
from exhibitions.till.services.card_money import match_cards, refund_moved
from exhibitions.till.services.forget_numbers import forget_old_numbers
from exhibitions.till.services.match_upi import match_upi
from exhibitions.till.services.process import process_till
from exhibitions.till.services.tell_store import tell_store
from exhibitions.till.states import BillState
from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event

logger = logging.getLogger(__name__)


def on_entries_kept(event: Event) -> None:
    """React to EntriesKept: book them, as far as the chain has no gap."""
    process_till(till_id=int(event.payload["till"]), now=now())


def on_bill_kept(event: Event) -> None:
    """React to BillKept: the bank may have shown its payment by UPI before it came."""
    kept = Bill.objects.filter(bill_id=event.payload["bill"], state=BillState.WAITING).first()
    if kept is not None and kept.upi_reference:
        match_upi(now=now(), reference=kept.upi_reference)


def on_bill_settled(event: Event) -> None:
    """React to BillSettled: the store's order shows what was paid, given back or void."""
    tell_store(bill_id=UUID(event.payload["bill"]))


def on_stall_credit_seen(event: Event) -> None:
    """React to StallCreditSeen: find the bill."""
    match_upi(now=now(), reference=str(event.payload["reference"]))


def on_stall_card_paid(event: Event) -> None:
    """React to StallCardPaid: a bill that came before its money is settled."""
    match_cards(now=now(), bill_id=UUID(event.payload["bill"]))


def on_stall_refund_moved(event: Event) -> None:
    """React to StallRefundMoved: book what went back to a card, or have finance send what did not."""
    refund_moved(reference=str(event.payload["reference"]), now=now())


def on_till_ended(event: Event) -> None:
    """React to TillEnded: nobody can pay any more on a page that only it knew of."""
    payments.stalls.close_pages(str(event.payload["till"]))


def look_after_tills() -> None:
    """Go on where a till stopped, look for money by UPI and card once more, forget old telephone numbers."""
    for till_id in _behind():
        try:
            process_till(till_id=till_id, now=now())
        except Exception:
            # One till's fault keeps neither the others nor the bank's payments waiting.
            logger.exception("Till %s is not looked after; it is tried again.", till_id)
    match_upi(now=now())
    match_cards(now=now())
    forget_old_numbers(now=now())


def _behind() -> list[int]:
    rows = Till.objects.filter(entries__seq__gt=F("done_seq"))
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())
