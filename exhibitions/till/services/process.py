"""
Book what a tablet has sent, entry by entry in the order of its chain, as far as nothing is missing.

One at a time for each till. Each entry is booked in one transaction with the mark that it is, so that whoever
dies in between is followed by who goes on at the same place; the store's orders are made before, each once by
its bill's id.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from exhibitions.till.bundle import shared
from exhibitions.till.errors import SaleMissing
from exhibitions.till.models import Entry, Till
from exhibitions.till.payload import Closed, Opened, Returned, Sold, Voided, read
from exhibitions.till.services.book_return import book_return
from exhibitions.till.services.book_sale import book_sale
from exhibitions.till.services.give_up_return import WAITS, give_up_return
from exhibitions.till.services.keep_day import close_day, open_day
from exhibitions.till.services.place_orders import BATCH, place_orders
from exhibitions.till.services.set_aside import note_typed
from exhibitions.till.services.step_over import step_over
from exhibitions.till.services.void_bill import void_bill
from exhibitions.till.states import EntryKind
from jkrlm.kernel.errors import DomainError, TryLater
from jkrlm.kernel.locks import advisory_lock

logger = logging.getLogger(__name__)

REASON_MAX: Final = 300


def process_till(*, till_id: int, now: datetime) -> int:
    """
    Return how many entries were booked. What cannot be booked stops the till, visibly (``Till.stuck``); it is
    tried again with the next entry, and every few minutes.

    Raises:
        TryLater: the store cannot be reached; the same again later.
    """
    done = 0
    with advisory_lock(f"till {till_id}"):
        while batch := _next(till_id):
            ready, fault = _prepare(batch, now, is_first=not done)
            for entry in batch[:ready]:
                if not _book(entry, now):
                    return done
                done += 1
            if fault is not None:
                _stop(batch[ready], fault)
                return done
        _note_gap(till_id)
    return done


def _prepare(batch: Sequence[Entry], now: datetime, *, is_first: bool) -> tuple[int, Exception | None]:
    """
    Fetch what sales are held against, and make their orders. Return how many entries may be booked, and what
    is wrong with the one after them.
    """
    till, sales = batch[0].till, [each for each in batch if each.kind == EntryKind.SALE]
    if not sales:
        return len(batch), None
    try:
        if is_first:
            # What tablets were told last may be hours old: bills are judged by what holds now.
            shared(exhibition=till.exhibition, now=now)
    except TryLater:
        raise
    except Exception as fault:
        return batch.index(sales[0]), fault
    # All at once; where that does not go, one by one shows which of them it is.
    for wishes in (sales, *([each] for each in sales)):
        try:
            place_orders(till=till, entries=wishes, now=now)
        except TryLater:
            raise
        except Exception as fault:
            if len(wishes) == 1:
                return batch.index(wishes[0]), fault
        else:
            if wishes is sales:
                break
    return len(batch), None


def _note_gap(till_id: int) -> None:
    """Say which entry is missing where later ones have come."""
    till = Till.objects.get(pk=till_id)
    is_waiting = Entry.objects.filter(till=till, seq__gt=till.done_seq + 1).exists()
    is_next = Entry.objects.filter(till=till, seq=till.done_seq + 1).exists()
    if is_waiting and not is_next:
        words = f"Entry {till.done_seq + 1} is missing: what came after it waits."
        Till.objects.filter(pk=till_id, done_seq=till.done_seq).update(stuck=words)


def _stop(entry: Entry, fault: Exception) -> None:
    """Show on the till's page why it does not go on."""
    said = fault.message if isinstance(fault, DomainError) else type(fault).__name__
    logger.error("%s of till %s is not booked: %s", entry, entry.till_id, said, exc_info=fault)
    Till.objects.filter(pk=entry.till_id).update(stuck=f"Entry {entry.seq}: {said}"[:REASON_MAX])


def _next(till_id: int) -> list[Entry]:
    """
    Return the entries that follow what is done, at most a batch, as far as none is missing; a return begins a
    batch, because it may have to wait, and what is sold after it is not placed before.
    """
    till = Till.objects.get(pk=till_id)
    rows = Entry.objects.filter(till=till, seq__gt=till.done_seq).select_related("till").order_by("seq")
    found = list(rows[:BATCH])
    whole = [each for at, each in enumerate(found) if each.seq == till.done_seq + 1 + at]
    back = next((at for at, each in enumerate(whole) if at and each.kind == EntryKind.RETURN), len(whole))
    return whole[:1] if whole and whole[0].kind == EntryKind.RETURN else whole[:back]


def _book(entry: Entry, now: datetime) -> bool:
    """Book one; returns False where it cannot be booked now."""
    try:
        with transaction.atomic():
            till = Till.objects.select_for_update().get(pk=entry.till_id)
            if till.done_seq >= entry.seq:
                return True
            entry.till = till
            _do(entry, now)
            till.done_seq, till.stuck = entry.seq, ""
            till.save(update_fields=["done_seq", "stuck"])
    except TryLater:
        raise
    except Exception as fault:
        _stop(entry, fault)
        return False
    return True


def _do(entry: Entry, now: datetime) -> None:
    if entry.kind == EntryKind.UNREAD:
        step_over(entry=entry, now=now)
        return
    said = read(entry.payload)
    match said:
        case Sold():
            note_typed(entry=entry, sale=said, now=now)
            book_sale(entry=entry, sale=said, now=now)
        case Returned():
            _take_back(entry, said, now)
        case Voided():
            void_bill(entry=entry, said=said, now=now)
        case Opened():
            open_day(entry=entry, said=said, now=now)
        case Closed():
            close_day(entry=entry, said=said, now=now)


def _take_back(entry: Entry, said: Returned, now: datetime) -> None:
    """
    Raises:
        SaleMissing: it waits for its sale, for some days.
    """
    try:
        with transaction.atomic():
            book_return(entry=entry, said=said, now=now)
    except SaleMissing as refusal:
        if now - entry.received_at < WAITS:
            raise
        give_up_return(entry=entry, said=said, why=refusal.message, now=now)
    except TryLater:
        raise
    except DomainError as refusal:
        give_up_return(entry=entry, said=said, why=refusal.message, now=now)
