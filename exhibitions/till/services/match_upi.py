"""Find in the bank what was said to be paid by UPI; until then a bill waits, and its groups with it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

import commerce.payments.facade as payments
import sellers.orders.facade as orders
from exhibitions.till.models import Bill, Flag
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.states import BillState, FlagCode, Outcome
from jkrlm.kernel import outbox
from jkrlm.kernel.money import Money

#: By then the bank shows what was paid by UPI; later staff are told.
WITHIN: Final = timedelta(hours=24)
_AT_ONCE: Final = 200


def match_upi(*, now: datetime, reference: str = "") -> int:
    """
    Look for the bills that wait, those not looked at for longest first (or for the one of a reference);
    return how many were found. Repeatable. What comes a second time for a bill that is paid, or for one that
    is void or was given back, goes back.
    """
    waiting = Bill.objects.filter(state=BillState.WAITING, upi__gt=0)
    if reference:
        waiting = Bill.objects.filter(upi_reference=reference, is_return=False)
    first = waiting.order_by(F("looked_at").asc(nulls_first=True), "pk")
    return sum(_match(bill_id, now) for bill_id in list(first.values_list("bill_id", flat=True)[:_AT_ONCE]))


def _match(bill_id: UUID, now: datetime) -> bool:
    with transaction.atomic():
        bill = Bill.objects.select_for_update().select_related("entry__till").get(bill_id=bill_id)
        bill.looked_at = now
        bill.save(update_fields=["looked_at"])
        since = min(bill.sold_at, bill.entry.received_at)
        is_borne = bill.state == BillState.SETTLED and not bill.upi_seen
        if bill.state == BillState.VOID or (
            is_borne and orders.stall_upi_borne(bill.bill_id).amount != bill.upi
        ):
            _send_back(bill, since, now)
            return False
        found = payments.take_stall_credit(
            bill_id=str(bill.bill_id), reference=bill.upi_reference, amount=bill.upi, since=since
        )
        if found is None:
            if bill.state == BillState.WAITING and now - bill.booked_at > WITHIN:
                raise_flag(
                    entry=bill.entry,
                    code=FlagCode.UPI_MISSING,
                    message=f"₹{bill.upi:,.2f} by UPI ({bill.upi_reference}) are not in the bank.",
                    amount=bill.upi,
                    now=now,
                )
            return False
        name, day = found
        if is_borne:
            orders.settle_borne_upi(bill_id=bill.bill_id, reference=name, occurred_on=day)
            settle(bill, seen=name, now=now)
            return True
        if bill.state == BillState.SETTLED:
            return False
        orders.settle_stall_upi(
            bill_id=bill.bill_id, reference=name, amount=Money(bill.upi, "INR"), occurred_on=day
        )
        settle(bill, seen=name, now=now)
    return True


def _send_back(bill: Bill, since: datetime, now: datetime) -> None:
    for name, amount in payments.return_stall_credits(reference=bill.upi_reference, since=since):
        raise_flag(
            entry=bill.entry,
            code=FlagCode.UPI_LATE,
            about=name,
            message=f"₹{amount:,.2f} came by UPI for {bill.number}, void or given back: they go back.",
            now=now,
        )


def settle(bill: Bill, *, seen: str, now: datetime) -> None:
    """Mark it settled, in the caller's transaction. A flag that its money is missing is settled with it."""
    nothing_missing(bill, f"The bank has shown it: {seen}", now)
    bill.state, bill.upi_seen = BillState.SETTLED, seen[:120]
    bill.save(update_fields=["state", "upi_seen"])
    told = {"bill": str(bill.bill_id), "exhibition": bill.exhibition, "order": bill.order_number}
    outbox.record("BillSettled", told)


def nothing_missing(bill: Bill, why: str, now: datetime) -> None:
    """Settle the flag that its UPI or card is missing, if one is open, in the caller's transaction."""
    for flag in Flag.objects.select_for_update().filter(
        entry_id=bill.entry_id, code__in=(FlagCode.UPI_MISSING, FlagCode.CARD_UNKNOWN), settled_at=None
    ):
        close(flag, why, now)


def close(flag: Flag, why: str, now: datetime) -> None:
    """Settle a flag that answered itself; nobody of the staff did."""
    flag.settled_at, flag.outcome, flag.reason = now, Outcome.ACCEPTED, why[:300]
    flag.save(update_fields=["settled_at", "outcome", "reason"])
