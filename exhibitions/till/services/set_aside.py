"""
What the books refuse is set aside, so that its till goes on: its numbers are spoilt, its cash a difference.

It ends once: booked after all, typed in from its paper at a till of the exhibition, or void.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

import exhibitions.stock.facade as stock
import sellers.ledger.facade as ledger
from exhibitions.till.bundle import rupees_of, shared
from exhibitions.till.errors import AsideRefused
from exhibitions.till.models import Entry, Flag, SetAside, Till
from exhibitions.till.payload import Returned, Sold, read
from exhibitions.till.services.book_return import book_return
from exhibitions.till.services.book_sale import book_sale
from exhibitions.till.services.judge_sale import sold_at
from exhibitions.till.services.match_upi import close
from exhibitions.till.services.place_orders import place_orders
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.services.step_over import spoil_numbers
from exhibitions.till.states import AsideState, EntryKind, FlagCode
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.errors import DomainError, TryLater
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User, audit

logger = logging.getLogger(__name__)

#: What has numbers and moves cash; anything else can only be tried again.
KINDS: Final = (EntryKind.SALE, EntryKind.RETURN)


@transaction.atomic
def set_aside(*, till: Till, seq: int, reason: str, by: User, now: datetime) -> SetAside:
    """
    Set aside what the till stopped at. The goods are gone all the same. Repeatable.

    Raises:
        AsideRefused: the till has not stopped at it, it is no sale and no return, or no reason.
    """
    till = Till.objects.select_for_update().get(pk=till.pk)
    known = SetAside.objects.filter(entry__till=till, entry__seq=seq).first()
    if known is not None:
        return known
    words = " ".join(reason.split())[:200]
    if len(words) < 5:
        raise AsideRefused("Say in a few words why it is set aside.", field="reason")
    entry = Entry.objects.filter(till=till, seq=seq).first()
    if entry is None or not till.stuck or seq != till.done_seq + 1:
        raise AsideRefused(f"The till has not stopped at entry {seq}. Look at it again.")
    if entry.kind not in KINDS:
        raise AsideRefused("Only a sale or a return is set aside. Try it again, or tell who runs the system.")
    entry.till = till
    said = read(entry.payload)
    assert isinstance(said, Sold | Returned)
    cash = rupees_of(sum(each.amount for each in said.payments if each.method == "cash"))
    made = SetAside.objects.create(
        entry=entry,
        why=till.stuck,
        reason=words,
        numbers=_numbers(said),
        total=rupees_of(said.total).amount,
        cash=-cash.amount if isinstance(said, Returned) else cash.amount,
        took_stock=isinstance(said, Sold) and _take_stock(entry, said),
        by=by,
        at=now,
    )
    spoil_numbers(entry=entry, reason=f"set aside: {words}", source="aside", now=now)
    _difference(made, entry.till, Money(made.cash, "INR"), "set aside", local_date(sold_at(entry)))
    raise_flag(
        entry=entry,
        code=FlagCode.ASIDE,
        message=f"{till.stuck} Set aside: {words}. ₹{abs(made.cash):,.2f} in cash stand as a difference.",
        now=now,
    )
    till.done_seq, till.stuck = seq, ""
    till.save(update_fields=["done_seq", "stuck"])
    told = {"entry": str(entry.entry_id), "seq": seq, "reason": words}
    audit(actor=by, verb="till.set-aside", target=f"till:{till.number}", after=told)
    outbox.record("EntriesKept", {"till": till.pk})
    return made


def book_aside(*, aside: SetAside, by: User, now: datetime) -> SetAside:
    """
    Book what was set aside, now that the cause is mended. Its numbers stay spoilt, so it has no tax document,
    and is flagged for that. Repeatable.

    Raises:
        StoreUnavailable: try again.
        AsideRefused: it was typed in or is void meanwhile, or the books still refuse it.
    """
    entry = Entry.objects.select_related("till").get(pk=aside.entry_id)
    said = read(entry.payload)
    assert isinstance(said, Sold | Returned)
    with advisory_lock(f"till {entry.till_id}"):
        if SetAside.objects.get(pk=aside.pk).state == AsideState.ASIDE and isinstance(said, Sold):
            shared(exhibition=entry.till.exhibition, now=now)
            place_orders(till=entry.till, entries=[entry], now=now)
        try:
            with transaction.atomic():
                return _book(aside, entry, said, by, now)
        except (TryLater, AsideRefused):
            raise
        except Exception as fault:
            why = fault.message if isinstance(fault, DomainError) else type(fault).__name__
            logger.warning("%s of till %s is still not booked: %s", entry, entry.till_id, why, exc_info=fault)
            raise AsideRefused(f"The books still refuse it: {why}") from fault


def _book(aside: SetAside, entry: Entry, said: Sold | Returned, by: User, now: datetime) -> SetAside:
    entry.till = Till.objects.select_for_update().get(pk=entry.till_id)
    row = SetAside.objects.select_for_update().get(pk=aside.pk)
    if row.state == AsideState.BOOKED:
        return row
    if row.state != AsideState.ASIDE:
        raise AsideRefused(f"It is {row.get_state_display().lower()} meanwhile: it counts once.")
    _difference(row, entry.till, Money(-row.cash, "INR"), "booked after all", local_date(now))
    row.state, row.ended_at, row.ended_by = AsideState.BOOKED, now, by
    row.save(update_fields=["state", "ended_at", "ended_by"])
    if isinstance(said, Sold):
        book_sale(entry=entry, sale=said, now=now)
    else:
        book_return(entry=entry, said=said, now=now)
    _close_flag(row, "It was booked after all.", now)
    told = {"entry": str(entry.entry_id), "seq": entry.seq}
    audit(actor=by, verb="till.book-aside", target=f"till:{entry.till.number}", after=told)
    return row


def note_typed(*, entry: Entry, sale: Sold, now: datetime) -> None:
    """
    End what was set aside where this sale is it, typed in from its paper; in the caller's transaction, before
    the sale is booked. Its cash is in the drawer already: it is no difference any more, and comes in once.
    """
    number = " ".join((sale.paper or "").split())
    if not number:
        return
    rows = SetAside.objects.select_for_update(of=("self",)).select_related("entry__till")
    rows = rows.filter(
        entry__till__exhibition=entry.till.exhibition, entry__kind=EntryKind.SALE, numbers__contains=[number]
    )
    total = rupees_of(sale.total).amount
    # Two sellers' series may have the same number: who paid as much comes first.
    found = sorted(rows, key=lambda each: (each.state != AsideState.ASIDE, each.total != total, each.pk))
    if not found:
        return
    if found[0].state != AsideState.ASIDE:
        raise_flag(
            entry=entry,
            code=FlagCode.PAPER,
            message=f"Paper {number} was set aside and is {found[0].get_state_display().lower()} already.",
            now=now,
        )
        return
    cash = rupees_of(sum(each.amount for each in sale.payments if each.method == "cash"))
    _end(found[0], AsideState.TYPED, entry, min(found[0].cash, cash.amount), now)


def note_void(*, entry: Entry, of: SetAside, now: datetime) -> None:
    """End what was set aside: the bill never was, its cash has left the till. In the caller's transaction."""
    row = SetAside.objects.select_for_update(of=("self",)).select_related("entry__till").get(pk=of.pk)
    if row.state == AsideState.ASIDE:
        _end(row, AsideState.VOID, entry, row.cash, now)


def _end(row: SetAside, state: AsideState, entry: Entry, cash: Decimal, now: datetime) -> None:
    _difference(row, entry.till, Money(-cash, "INR"), state.label.lower(), local_date(sold_at(entry)))
    row.state, row.ended_at, row.ended_with, row.ended_cash = state, now, entry, cash
    row.save(update_fields=["state", "ended_at", "ended_with", "ended_cash"])
    if row.took_stock:
        said = read(row.entry.payload)
        assert isinstance(said, Sold)
        stock.note_back(row.entry.till.exhibition, f"aside {row.entry.entry_id}", _sold(row.entry, said))
    _close_flag(row, f"{state.label}.", now)


def _close_flag(row: SetAside, why: str, now: datetime) -> None:
    for flag in Flag.objects.select_for_update().filter(
        entry_id=row.entry_id, code=FlagCode.ASIDE, settled_at=None
    ):
        close(flag, why, now)


def _numbers(said: Sold | Returned) -> list[str]:
    paper = " ".join((said.paper or "").split()) if isinstance(said, Sold) else ""
    return [each.number for each in said.documents] + ([paper] if paper else [])


def _sold(entry: Entry, sale: Sold) -> Sequence[stock.Sold]:
    in_store = entry.placed.lines if hasattr(entry, "placed") else {}
    return [
        stock.Sold(
            line.variant,
            line.quantity,
            (line.serial,) if line.serial else (),
            in_store=str(at) in in_store,
        )
        for at, line in enumerate(sale.lines)
    ]


def _take_stock(entry: Entry, sale: Sold) -> bool:
    """The buyer has the pieces. Where stock itself is what refuses, it is taken when the bill is booked."""
    try:
        with transaction.atomic():
            stock.note_sold(entry.till.exhibition, str(entry.entry_id), _sold(entry, sale))
            if hasattr(entry, "placed") and len(entry.placed.lines) == len(sale.lines):
                stock.note_imported([str(entry.entry_id)])
    except Exception as fault:
        logger.warning("%s of till %s: its stock is not taken", entry, entry.till_id, exc_info=fault)
        return False
    return True


def _difference(row: SetAside, till: Till, cash: Money, what: str, day: date) -> None:
    """Book cash into a till's purse (out of it, below nought) that no bill accounts for."""
    if not cash.amount:
        return
    lines = (
        ledger.JournalLine(ledger.account_of("stall-cash", till.purse), cash, ledger.Component.MONEY),
        ledger.JournalLine(ledger.account_of("cash-differences"), -cash, ledger.Component.DIFFERENCE),
    )
    ledger.post_journal(
        ledger.Journal(
            reference=f"till-{what.replace(' ', '-')}-{row.entry.entry_id}",
            lines=lines,
            narration=f"Entry {row.entry.seq} of till {row.entry.till.number}: {what}",
            occurred_on=day,
            source=ledger.source_of("till", till.purse),
        )
    )
