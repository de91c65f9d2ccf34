"""A bill that never was, or a number used up without one: the numbers are kept, nothing else."""

from datetime import datetime
from uuid import UUID

import commerce.payments.facade as payments
import exhibitions.stock.facade as stock
import sellers.orders.facade as orders
from exhibitions.till.errors import TillRefusal
from exhibitions.till.models import Bill, Entry, SetAside
from exhibitions.till.payload import Voided, number_parts
from exhibitions.till.services.card_money import send_card_back
from exhibitions.till.services.judge_sale import cashier_odd, clock_odd, sold_at
from exhibitions.till.services.match_upi import nothing_missing
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.services.set_aside import note_void
from exhibitions.till.states import BillState, FlagCode
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.errors import DomainError
from sellers.tax.facade import NumberTaken, TillNumber, spoil_number


def void_bill(*, entry: Entry, said: Voided, now: datetime) -> None:
    """Do what can be done; what cannot is flagged, and the chain goes on."""
    at = sold_at(entry)
    for code, about, message in (*clock_odd(entry), *cashier_odd(entry, said.cashier, at)):
        raise_flag(entry=entry, code=code, about=about, message=message, now=now)
    try:
        if said.of is not None:
            _void(entry, said.of, said.reason, at, now)
        else:
            _spoil(entry, said, at)
    except NumberTaken as refusal:
        raise_flag(entry=entry, code=FlagCode.NUMBER, message=refusal.message, now=now)
    except DomainError as refusal:
        raise_flag(entry=entry, code=FlagCode.CANNOT, message=refusal.message, now=now)


def _spoil(entry: Entry, said: Voided, at: datetime) -> None:
    series, year, serial = number_parts(said.number or "")
    number = TillNumber(said.seller or "", series, year, serial, local_date(at))
    spoil_number(number, reason=said.reason, source=f"void {entry.entry_id}")


def _void(entry: Entry, of: UUID, reason: str, at: datetime, now: datetime) -> None:
    bill = Bill.objects.select_for_update().filter(bill_id=of, till=entry.till, is_return=False).first()
    if bill is None:
        aside = SetAside.objects.filter(entry__entry_id=of, entry__till=entry.till).first()
        if aside is None:
            raise TillRefusal(f"This till has no bill {of}.")
        note_void(entry=entry, of=aside, now=now)
        return
    if bill.state == BillState.VOID:
        return
    orders.void_at_stall(
        bill_id=bill.bill_id,
        reference=f"void {entry.entry_id}",
        purse=entry.till.purse,
        at=at,
        reason=reason,
    )
    lines, in_store = list(bill.lines.all()), bill.entry.placed.lines
    stock.note_back(
        bill.exhibition,
        str(entry.entry_id),
        [
            stock.Sold(
                line.variant_id,
                line.quantity,
                (line.serial,) if line.serial else (),
                in_store=str(line.position) in in_store,
            )
            for line in lines
        ],
    )
    nothing_missing(bill, "The bill is void.", now)
    if payments.stalls.taken([bill.order_number]):
        send_card_back(entry=entry, sale=bill, amount=bill.card, now=now)
    if bill.upi and bill.upi_seen:
        raise_flag(
            entry=entry,
            code=FlagCode.UPI_OUT,
            message=f"₹{bill.upi:,.2f} of the void bill {bill.number} came by UPI and go back to the buyer.",
            amount=bill.upi,
            now=now,
        )
    bill.state = BillState.VOID
    bill.save(update_fields=["state"])
    told = {"bill": str(bill.bill_id), "exhibition": bill.exhibition, "order": bill.order_number}
    outbox.record("BillSettled", told)
