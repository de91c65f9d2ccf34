"""Reads of the till; each says how many queries it costs."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Count, F, Q, QuerySet

import commerce.payments.facade as payments
import exhibitions.plan.facade as plan
import sellers.ledger.facade as ledger
from exhibitions.till import contracts
from exhibitions.till.errors import DeviceRevoked, DeviceUnknown, TillUnknown
from exhibitions.till.models import Bill, BillLine, Entry, Flag, Till, TillDay
from exhibitions.till.signing import digest_of
from exhibitions.till.states import BillState, FlagCode
from jkrlm.kernel.money import Money

#: In these no tablet reads or sends any more; what it still holds is read in as a file.
OVER: Final = ("settled", "cancelled")


def till_of_token(token: str) -> Till:
    """Return the tablet that a token stands for. Two queries. Raises DeviceUnknown, DeviceRevoked."""
    till = Till.objects.filter(token_hash=digest_of(token.encode())).first()
    if till is None:
        raise DeviceUnknown("This tablet is not paired. Pair it again.")
    if till.revoked_at is not None:
        raise DeviceRevoked("This tablet was ended by the exhibition's office.")
    if plan.exhibition(till.exhibition).state in OVER:
        raise DeviceRevoked("The exhibition is settled; its tills are ended.")
    return till


def till_row(exhibition: str, number: int) -> Till:
    """Return the newest till of a number at an exhibition. One query. Raises TillUnknown."""
    row = Till.objects.filter(exhibition=exhibition, number=number).order_by("-year").first()
    if row is None:
        raise TillUnknown("There is no such till.")
    return row


def tills(exhibition: str) -> tuple[contracts.Till, ...]:
    """Return an exhibition's tills by number. Two queries."""
    found = Till.objects.filter(exhibition=exhibition).annotate(
        waiting=Count("entries", filter=Q(entries__seq__gt=F("done_seq")))
    )
    rows = list(found.order_by("number", "pk"))
    cash = ledger.balances("stall-cash", {row.purse for row in rows})
    return tuple(
        contracts.Till(
            number=row.number,
            exhibition=row.exhibition,
            label=row.label,
            stall=row.stall_code,
            paired_at=row.paired_at,
            revoked_at=row.revoked_at,
            seen_at=row.seen_at,
            waiting=row.waiting,
            stuck=row.stuck,
            cash=cash[row.purse],
        )
        for row in rows
    )


def bills(exhibition: str, *, on: date | None = None, most: int | None = None) -> tuple[contracts.Bill, ...]:
    """Return booked sales and returns, the newest first, void ones too. Two queries."""
    rows = Bill.objects.filter(exhibition=exhibition)
    if on is not None:
        rows = rows.filter(sold_on=on)
    return _bills(rows.order_by("-sold_at", "-pk")[:most])


def bills_of_orders(order_numbers: Iterable[str]) -> Mapping[str, contracts.Bill]:
    """Return the sales that became these orders, by order's number. Two queries."""
    rows = Bill.objects.filter(order_number__in=list(order_numbers), is_return=False)
    return {each.order_number: each for each in _bills(rows)}


def _bills(rows: QuerySet[Bill]) -> tuple[contracts.Bill, ...]:
    return tuple(
        contracts.Bill(
            bill_id=row.bill_id,
            number=row.number,
            order_number=row.order_number,
            exhibition=row.exhibition,
            till=row.till.number,
            stall=row.till.stall_code,
            is_return=row.is_return,
            state=row.state,
            sold_at=row.sold_at,
            sold_on=row.sold_on,
            total=Money(row.total, "INR"),
            cash=Money(row.cash, "INR"),
            upi=Money(row.upi, "INR"),
            card=Money(row.card, "INR"),
            lines=tuple(_line(each) for each in sorted(row.lines.all(), key=lambda one: one.position)),
        )
        for row in rows.select_related("till").prefetch_related("lines")
    )


def _line(row: BillLine) -> contracts.BillLine:
    return contracts.BillLine(
        variant_id=row.variant_id,
        product_id=row.product_id,
        sku=row.sku,
        name=row.name,
        serial=row.serial,
        group_code=row.group_code,
        quantity=row.quantity,
        gross=Money(row.gross, "INR"),
        net=Money(row.net, "INR"),
        discount=Money(row.discount, "INR"),
    )


def days(exhibition: str) -> tuple[contracts.Day, ...]:
    """Return the days of an exhibition's tills, the newest first. One query."""
    rows = TillDay.objects.filter(till__exhibition=exhibition).select_related("till")

    def rupees(row: TillDay, name: str) -> Money:
        return Money(getattr(row, name), "INR")

    return tuple(
        contracts.Day(
            till=row.till.number,
            day=row.day,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            till_float=rupees(row, "till_float"),
            cash_in=rupees(row, "cash_in"),
            cash_out=rupees(row, "cash_out"),
            expected=rupees(row, "expected"),
            counted=rupees(row, "counted"),
            difference=rupees(row, "difference"),
            reason=row.reason,
        )
        for row in rows.order_by("-opened_at", "-pk")
    )


def flags(exhibition: str, *, is_open: bool | None = True) -> tuple[contracts.Flag, ...]:
    """Return what staff settle (or have settled; None: both), the oldest first. One query."""
    rows = Flag.objects.filter(exhibition=exhibition)
    if is_open is not None:
        rows = rows.filter(settled_at__isnull=is_open)
    return tuple(
        contracts.Flag(
            id=row.pk,
            exhibition=row.exhibition,
            till=row.entry.till.number,
            bill=row.entry.bill.number if hasattr(row.entry, "bill") else str(row.entry),
            code=row.code,
            label=FlagCode(row.code).label,
            message=row.message,
            made_at=row.made_at,
            settled_at=row.settled_at,
            outcome=row.outcome,
            reason=row.reason,
        )
        for row in rows.select_related("entry__till", "entry__bill").order_by("pk")
    )


def missing_entry(till: Till) -> int | None:
    """Return the seq that a till waits for while later entries have come. One query."""
    first = (
        Entry.objects.filter(till=till, seq__gt=till.done_seq).order_by("seq").values_list("seq", flat=True)
    )
    waiting = first.first()
    return till.done_seq + 1 if waiting is not None and waiting != till.done_seq + 1 else None


def queue(exhibition: str) -> QuerySet[Entry]:
    """Return what is kept and not booked, in order."""
    rows = Entry.objects.filter(till__exhibition=exhibition, seq__gt=F("till__done_seq"))
    return rows.select_related("till").order_by("till__number", "seq")


def waiting_upi(exhibition: str) -> QuerySet[Bill]:
    """Return the bills that wait for the bank, the oldest first."""
    waiting = Bill.objects.filter(exhibition=exhibition, state=BillState.WAITING, upi__gt=0)
    return waiting.order_by("booked_at")


def unbilled_cards(exhibition: str) -> Money:
    """Return what was paid by card and has no bill. One query."""
    found = payments.stalls.unbilled(exhibition)
    return Money(sum((each.amount for each in found), Decimal(0)), "INR")


def why_not_settled(exhibition: str) -> str:
    """Say what of tills is still to do before an exhibition may be settled; empty where nothing is."""
    if queue(exhibition).exists():
        return "Bills of tills are not booked yet."
    if TillDay.objects.filter(till__exhibition=exhibition, closed_at=None).exists():
        return "A till's day is still open."
    if Flag.objects.filter(exhibition=exhibition, settled_at=None).exists():
        return "Bills of tills wait for somebody to settle what is odd about them."
    if payments.stalls.unbilled(exhibition):
        return "Money came by card for which there is no bill."
    if payments.stalls.is_on_its_way(exhibition):
        return "Money is on its way from a card, or back to one: look again in a while."
    return ""
