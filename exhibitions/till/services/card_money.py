"""A bill's money by card: found once, sent back to the card, and waiting for staff where nobody knows it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

import commerce.payments.facade as payments
import sellers.orders.facade as orders
from exhibitions.till.bundle import rupees_of
from exhibitions.till.models import Bill, Entry
from exhibitions.till.payload import Sold
from exhibitions.till.services.match_upi import nothing_missing
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.states import BillState, FlagCode
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money

FAILED, SUCCEEDED = "FAILED", "SUCCEEDED"


def take_card(*, entry: Entry, sale: Sold, order: str, now: datetime) -> bool:
    """
    Let the card payment that a sale names pay it, in the caller's transaction; True where the sale names
    none. What the card company does not know, has for another sum, or has paid another bill with, is flagged.
    """
    paid = next((each for each in sale.payments if each.method == "card"), None)
    if paid is None:
        return True
    amount = rupees_of(paid.amount).amount
    reference = paid.reference or ""
    if payments.stalls.take(bill_id=entry.entry_id, reference=reference, amount=amount, order=order):
        return True
    raise_flag(
        entry=entry,
        code=FlagCode.CARD_UNKNOWN,
        message=f"₹{amount:,.2f} by card ({reference}): no such payment was made for this bill.",
        amount=amount,
        now=now,
    )
    return False


def match_cards(*, now: datetime, bill_id: UUID | None = None) -> int:
    """Find the card payments of bills that wait (or of one); return how many were found. Repeatable."""
    waiting = Bill.objects.filter(state=BillState.WAITING, card__gt=0)
    if bill_id is not None:
        waiting = waiting.filter(bill_id=bill_id)
    return sum(_match(each, now) for each in list(waiting.order_by("pk").values_list("pk", flat=True)[:200]))


def _match(bill_pk: int, now: datetime) -> bool:
    with transaction.atomic():
        bill = Bill.objects.select_for_update().get(pk=bill_pk)
        if bill.state != BillState.WAITING or not payments.stalls.take(
            bill_id=bill.bill_id, reference=bill.card_reference, amount=bill.card, order=bill.order_number
        ):
            return False
        orders.settle_stall_card(
            bill_id=bill.bill_id,
            reference=bill.card_reference,
            amount=Money(bill.card, "INR"),
            occurred_on=local_date(now),
        )
        nothing_missing(bill, "The card company has shown it.", now)
        bill.state = BillState.SETTLED
        bill.save(update_fields=["state"])
        told = {"bill": str(bill.bill_id), "exhibition": bill.exhibition, "order": bill.order_number}
        outbox.record("BillSettled", told)
    return True


def send_card_back(*, entry: Entry, sale: Bill, amount: Decimal, now: datetime) -> None:
    """
    Ask, in the caller's transaction, for money of a sale to go back to its card, once for each return or
    void. Where the card company has not that much of it, finance sends it otherwise.
    """
    reference = f"{entry.kind} {entry.entry_id}"
    if not payments.stalls.ask_refund(reference=reference, order=sale.order_number, amount=amount):
        _flag_back(entry, sale, amount, "the card company has not so much of it", now)


def refund_moved(*, reference: str, now: datetime) -> None:
    """
    Book what has gone back to a card; what did not is due to the buyer as before, and finance sends it. Money
    that no bill ever took was never in the books.
    """
    day = local_date(now)
    with transaction.atomic():
        # Held over reading and booking: a refund that fails meanwhile is not booked as gone after that.
        told = payments.stalls.refund(reference)
        if told is None or not told.order:
            return
        sale = Bill.objects.get(order_number=told.order, is_return=False)
        if told.state == SUCCEEDED:
            amount = Money(told.amount, "INR")
            orders.refund_stall_card(
                bill_id=sale.bill_id, reference=reference, amount=amount, occurred_on=day
            )
        elif told.state == FAILED:
            entry = Entry.objects.select_related("till").get(entry_id=entry_of(reference))
            why = told.message or "its bank did not take it"
            orders.stall_card_refund_failed(reference=reference, reason=why, occurred_on=day)
            _flag_back(entry, sale, told.amount, why, now)


def entry_of(reference: str) -> str:
    """Return the id of the return or void that asked for a refund, of its reference."""
    return reference.rpartition(" ")[2]


def _flag_back(entry: Entry, sale: Bill, amount: Decimal, why: str, now: datetime) -> None:
    raise_flag(
        entry=entry,
        code=FlagCode.CARD_OUT,
        message=f"₹{amount:,.2f} of {sale.number} did not go back to the card: {why}. Send it to the buyer.",
        amount=amount,
        now=now,
    )
