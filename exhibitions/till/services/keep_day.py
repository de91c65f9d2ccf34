"""
Open and close a till's day. What the count differs by is booked at once, with its reason.

The float is the manager's petty cash, handed out and handed back against a signature: it is in the count and
not in the ledger, whose stall cash is what was sold less what was given back.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

import sellers.ledger.facade as ledger
from exhibitions.till.bundle import rupees_of
from exhibitions.till.models import Bill, Entry, Flag, SetAside, Till, TillDay
from exhibitions.till.payload import Closed, Opened, Voided, read
from exhibitions.till.services.judge_sale import cashier_odd, clock_odd, sold_at
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.states import AsideState, BillState, EntryKind, FlagCode
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money

NOT_SAID = "not said at the till"


def open_day(*, entry: Entry, said: Opened, now: datetime) -> None:
    """Open it; where the day before was never closed it goes on, and staff are told."""
    at = sold_at(entry)
    for code, about, message in (*clock_odd(entry), *cashier_odd(entry, said.cashier, at)):
        raise_flag(entry=entry, code=code, about=about, message=message, now=now)
    if TillDay.objects.filter(till=entry.till, closed_at=None).exists():
        words = "The day was opened a second time; the one before was not closed and goes on."
        raise_flag(entry=entry, code=FlagCode.CANNOT, message=words, now=now)
        return
    TillDay.objects.create(
        till=entry.till,
        opened=entry,
        day=local_date(at),
        opened_at=at,
        opened_by=said.cashier,
        till_float=rupees_of(said.till_float).amount,
        opening_count=said.counted,
    )


def close_day(*, entry: Entry, said: Closed, now: datetime) -> None:
    """Close it: what is expected is what was booked since it was opened, not what the tablet made of it."""
    at = sold_at(entry)
    for code, about, message in (*clock_odd(entry), *cashier_odd(entry, said.cashier, at)):
        raise_flag(entry=entry, code=code, about=about, message=message, now=now)
    day = TillDay.objects.filter(till=entry.till, closed_at=None).first()
    if day is None:
        words = "The day was closed, and none was open."
        raise_flag(entry=entry, code=FlagCode.CANNOT, message=words, now=now)
        return
    cash_in, cash_out = moved(entry.till, after=day.opened.seq, before=entry.seq)
    day.closed, day.closed_at, day.closed_by = entry, at, said.cashier
    day.cash_in, day.cash_out = cash_in, cash_out
    day.expected = day.till_float + cash_in - cash_out
    day.said_expected = rupees_of(said.cash_expected).amount
    day.counted = rupees_of(said.cash_counted).amount
    day.closing_count = said.counted
    day.difference = day.counted - day.expected
    day.reason = (said.reason or "")[:300] or (NOT_SAID if day.difference else "")
    day.save()
    note_closed(day)


def note_closed(day: TillDay) -> None:
    """Book what the count differs by, and tell of it."""
    _book_difference(day, day.till)
    outbox.record(
        "TillDayClosed",
        {
            "exhibition": day.till.exhibition,
            "till": day.till.number,
            "day": day.day.isoformat(),
            "difference": str(day.difference),
        },
    )


def moved(till: Till, *, after: int, before: int) -> tuple[Decimal, Decimal]:
    """
    Return (cash taken, cash given back) by entries between two of a till's chain; voids give back theirs.
    """
    rows = Bill.objects.filter(till=till, entry__seq__gt=after, entry__seq__lt=before)

    cash_in = _cash(rows.filter(is_return=False))
    cash_out = _cash(rows.filter(is_return=True))
    cash_out += _cash(Bill.objects.filter(till=till, bill_id__in=_voided(till, after, before)))
    given_up = Flag.objects.filter(entry__till=till, entry__seq__gt=after, entry__seq__lt=before)
    cash_out += given_up.filter(code=FlagCode.CANNOT).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    cash_in += _aside(till, after, before)
    return cash_in, cash_out


def _voided(till: Till, after: int, before: int) -> list[UUID]:
    """Return the bills that voids between two entries took back; a void of what was void took nothing."""
    voids = Entry.objects.filter(till=till, kind=EntryKind.VOID, seq__lt=before).order_by("seq")
    first: dict[UUID, int] = {}
    for seq, text in voids.values_list("seq", "payload"):
        said = read(text)
        if isinstance(said, Voided) and said.of is not None:
            first.setdefault(said.of, seq)
    found = [of for of, seq in first.items() if seq > after]
    void = Bill.objects.filter(till=till, bill_id__in=found, state=BillState.VOID)
    return list(void.values_list("bill_id", flat=True))


def _aside(till: Till, after: int, before: int) -> Decimal:
    """Return the cash of what was set aside, and not booked since, less what ended such here."""
    held = SetAside.objects.filter(entry__till=till, entry__seq__gt=after, entry__seq__lt=before)
    over = SetAside.objects.filter(
        ended_with__till=till, ended_with__seq__gt=after, ended_with__seq__lt=before
    )
    stands = held.exclude(state=AsideState.BOOKED).aggregate(sum=Sum("cash"))["sum"] or Decimal(0)
    return stands - (over.aggregate(sum=Sum("ended_cash"))["sum"] or Decimal(0))


def _cash(bills: QuerySet[Bill]) -> Decimal:
    return bills.aggregate(sum=Sum("cash"))["sum"] or Decimal(0)


def _book_difference(day: TillDay, till: Till) -> None:
    if not day.difference:
        return
    over = Money(day.difference, "INR")
    ledger.post_journal(
        ledger.Journal(
            reference=f"till-day-{day.closed.entry_id if day.closed else day.opened.entry_id}",
            lines=(
                ledger.JournalLine(ledger.account_of("stall-cash", till.purse), over, ledger.Component.MONEY),
                ledger.JournalLine(ledger.account_of("cash-differences"), -over, ledger.Component.DIFFERENCE),
            ),
            narration=f"Till {till.number}, {day.day:%d %b %Y}: {day.reason}"[:300],
            occurred_on=day.day,
            source=ledger.source_of("till", till.purse),
        )
    )
