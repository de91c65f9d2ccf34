"""
Tell the store what became of a bill after its order was made: its UPI or card payment was seen, pieces came
back, it was void.

What came back goes into the stock by a move (``exhibitions.stock``), not by the order; money that went
back is in our ledger. The order says both in a note, which whoever opens it in the store reads.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

import commerce.payments.facade as payments
from commerce.client import MoneyInput, OrderNoteInput, TransactionCreateErrorCode, TransactionCreateInput
from commerce.facade import Store, app_store, refuse_on
from exhibitions.till.models import Bill
from exhibitions.till.states import BillState

NOTE_MAX: Final = 255
#: A store's clock may be behind ours.
_EARLIER: Final = timedelta(minutes=10)


def tell_store(*, bill_id: UUID) -> None:
    """
    Bring the order up to what the bill is now; again, it changes nothing. Never inside a transaction.

    Raises:
        StoreRefused, StoreUnavailable: the same again later.
    """
    bill = Bill.objects.select_related("of").filter(bill_id=bill_id).first()
    if bill is None or not bill.order_id:
        return
    store = app_store()
    if bill.is_return:
        _note_once(store, bill, _came_back(bill), bill.booked_at)
        return
    if bill.upi_seen:
        _charge(store, bill, "upi", "UPI at a stall", bill.upi, bill.upi_seen)
    for reference, amount in payments.stalls.taken([bill.order_number]).values():
        _charge(store, bill, "card", "Card at a stall", amount, reference)
    if bill.state == BillState.VOID:
        _note_once(store, bill, f"Bill {bill.number} was made void at the till.", bill.booked_at)


def _charge(store: Store, bill: Bill, way: str, name: str, amount: Decimal, seen: str) -> None:
    """The reference is the bill's, so a store that has the transaction refuses a second one."""
    answer = store.transaction_create(
        id=bill.order_id,
        transaction=TransactionCreateInput(
            name=name,
            psp_reference=f"{way}-{bill.bill_id}",
            message=seen,
            amount_charged=MoneyInput(amount=amount, currency="INR"),
        ),
    ).transaction_create
    errors = answer.errors if answer else []
    if errors and all(each.code == TransactionCreateErrorCode.UNIQUE for each in errors):
        return
    refuse_on(errors)


def _ways(bill: Bill) -> tuple[tuple[Decimal, str], ...]:
    return (bill.cash, "in cash"), (bill.upi, "by UPI"), (bill.card, "to the card")


def _came_back(bill: Bill) -> str:
    lines = ", ".join(f"{line.quantity} × {line.sku}" for line in bill.lines.order_by("position"))
    ways = [f"₹{amount:,.2f} {how}" for amount, how in _ways(bill) if amount]
    words = f"Given back at the till ({bill.number}): {lines}; {' and '.join(ways)} to the buyer."
    return words if len(words) <= NOTE_MAX else f"{words[: NOTE_MAX - 1]}…"


def _note_once(store: Store, bill: Bill, words: str, since: datetime) -> None:
    order = store.order_notes(id=bill.order_id).order
    for event in order.events if order else []:
        if event.message == words and event.date is not None and event.date >= since - _EARLIER:
            return
    answer = store.order_note_add(order=bill.order_id, input=OrderNoteInput(message=words)).order_note_add
    refuse_on(answer.errors if answer else [])
