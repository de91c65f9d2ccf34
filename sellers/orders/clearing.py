"""
Shares clear once delivery and the return window are over: what was held for the group is payable.

The window is counted from the day on which the parcel arrived; a buyer's "I have it" does not shorten it.
What came back in part has been taken off the share by its refund, the rest clears. While a return is open
nothing of the parcel clears, nor of a stall's bill whose payment by UPI the bank has not shown. A share that
the books refuse is logged and left; the others clear.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef

import sellers.ledger.facade as ledger
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.money import Money
from sellers.orders.models import Adjustment, ReturnCase, SellerOrder, StallBill
from sellers.orders.return_states import UNDER_WAY
from sellers.orders.states import TAKES_BACK, DecisionState, SellerOrderState

logger = logging.getLogger(__name__)

#: So many shares are recorded at once; each chunk is a transaction of its own.
CHUNK: Final = 500
#: So many are looked at together where nothing is recorded.
_LOOKED_AT: Final = 5000
#: What a share holds until it clears: the group's part, and the GST of a seller of record who files it.
_HELD: Final = ("held-for-seller", "gst-held-cgst", "gst-held-sgst", "gst-held-igst")


@dataclass(frozen=True, slots=True)
class UnclearedShare:
    """It is due, and not cleared: after the night's work, or a batch's, the books have refused it."""

    order: str
    code: str
    held: Money


def last_window_day(delivered_on: date) -> date:
    """Return the last day on which the buyer may still send it back."""
    return delivered_on + timedelta(days=settings.RETURN_WINDOW_DAYS)


def clear_due_shares(*, now: datetime) -> int:
    """
    Clear what is due by today, in chunks; return how many shares. Begun again, it goes on where it was.

    Two at once do the work once: the second waits, and finds nothing left.
    """
    today = local_date(now)
    cleared = 0
    with advisory_lock("orders.clear-due-shares"):
        for codes in _chunks(iter(sorted(_held_items())), CHUNK):
            fresh = _fresh(codes, today)
            if fresh:
                cleared += _clear(fresh)
    return cleared


def uncleared_shares(*, now: datetime) -> tuple[UnclearedShare, ...]:
    """Return what is due by today and not cleared, by code."""
    held = _held_items()
    return tuple(
        UnclearedShare(each.order, each.item, held[each.item])
        for codes in _chunks(iter(sorted(held)), _LOOKED_AT)
        for each in _fresh(codes, local_date(now))
    )


def _clear(clearings: Sequence[ledger.Clearing]) -> int:
    """Clear them together; where the books refuse that, one by one, all but the faulty. Return how many."""
    try:
        return len(ledger.clear_shares(clearings))
    except ledger.LedgerRefusal as refusal:
        if len(clearings) == 1:
            (each,) = clearings
            logger.error("Share %s of order %s does not clear: %s", each.item, each.order, refusal.message)
            return 0
    return sum(_clear([each]) for each in clearings)


def _held_items() -> dict[str, Money]:
    """Return share -> what is held of it."""
    held: dict[str, Money] = {}
    for code in _HELD:
        for item in ledger.open_items(code=code):
            held[item.item] = held[item.item] + item.amount if item.item in held else item.amount
    return held


def _fresh(codes: Sequence[str], today: date) -> list[ledger.Clearing]:
    """Return those that are due. One that finance took back is held for a reason: the clock leaves it."""
    keys = {
        ledger.key_of("clearing", number, code): ledger.Clearing(order=number, item=code, occurred_on=today)
        for number, code in _due(codes, today)
    }
    done = ledger.booked(keys) if keys else frozenset()
    return [each for key, each in keys.items() if key not in done]


def _due(codes: Sequence[str], today: date) -> list[tuple[str, str]]:
    """
    Return (order number, code) of those that arrived, whose window is over, and of which no return is open.

    One that came back whole after delivery may still hold a rest: what its return did not take.
    """
    latest = today - timedelta(days=settings.RETURN_WINDOW_DAYS + 1)
    arrived = SellerOrder.objects.filter(
        code__in=codes,
        state__in=(SellerOrderState.DELIVERED, SellerOrderState.RETURNED),
        delivered_on__lte=latest,
    )
    open_returns = Adjustment.objects.filter(
        seller_order=OuterRef("pk"), kind__in=TAKES_BACK, state=DecisionState.PROPOSED
    )
    asked = ReturnCase.objects.filter(seller_order=OuterRef("pk"), state__in=UNDER_WAY)
    unseen = StallBill.objects.filter(order_number=OuterRef("order_number"), unpaid__gt=0)
    settled = arrived.exclude(Exists(open_returns)).exclude(Exists(asked)).exclude(Exists(unseen))
    return list(settled.order_by("code").values_list("order_number", "code"))


def _chunks(codes: Iterator[str], size: int) -> Iterator[list[str]]:
    while chunk := list(islice(codes, size)):
        yield chunk
