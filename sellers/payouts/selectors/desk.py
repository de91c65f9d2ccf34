"""What finance sees first: what would be paid now, by district, and how old what waits is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

import sellers.ledger.facade as ledger
from sellers.payouts.models import Hold, ResultFile
from sellers.payouts.selectors.payable import NotPaid, ToPay, judged
from sellers.payouts.selectors.settings import payout_day, rule
from sellers.payouts.states import LeftOutReason

#: Bars of ages: up to so many days, in words.
_HELD_AGES: Final = ((7, "up to 7 days"), (14, "8 to 14 days"), (30, "15 to 30 days"), (None, "over 30 days"))
_SENT_AGES: Final = ((1, "up to a day"), (3, "2 or 3 days"), (7, "4 to 7 days"), (None, "over a week"))


@dataclass(slots=True)
class Sum:
    label: str
    count: int = 0
    total: Decimal = field(default_factory=Decimal)

    def add(self, amount: Decimal) -> None:
        self.count += 1
        self.total += amount


@dataclass(frozen=True, slots=True)
class DueNext:
    """``today`` is what a batch built now would have, shares that clear meanwhile apart."""

    day: date
    minimum: Decimal
    all: Sum
    districts: tuple[Sum, ...]
    left_out: tuple[Sum, ...]


def due_next(today: date) -> DueNext:
    """Return what would be paid now. Ten queries, and six more for each two thousand sellers."""
    in_force = rule(today)
    whole = Sum("All")
    districts: dict[str, Sum] = {}
    left: dict[LeftOutReason, Sum] = {}
    for each in judged(in_force.minimum):
        if isinstance(each, ToPay):
            whole.add(each.amount)
            districts.setdefault(each.district, Sum(each.district)).add(each.amount)
        elif isinstance(each, NotPaid):
            left.setdefault(each.reason, Sum(str(each.reason.label))).add(each.amount)
    return DueNext(
        day=payout_day(today, in_force.weekday),
        minimum=in_force.minimum,
        all=whole,
        districts=tuple(sorted(districts.values(), key=lambda each: -each.total)),
        left_out=tuple(left[reason] for reason in LeftOutReason if reason in left),
    )


def held_by_age(today: date) -> tuple[Sum, ...]:
    """Return what waits for delivery and the return window, by the age of the sale. One query."""
    return _by_age(ledger.open_items(code="held-for-seller"), _HELD_AGES, today)


def sent_by_age(today: date) -> tuple[Sum, ...]:
    """Return what the bank has not answered, by the day on which it was sent. One query."""
    return _by_age(ledger.open_items(code="payouts-in-transit"), _SENT_AGES, today)


def open_holds(*, most: int = 200) -> list[Hold]:
    rows = Hold.objects.select_related("placed_by").filter(released_at__isnull=True)
    return list(rows.order_by("-id")[:most])


def ended_holds(*, most: int = 50) -> list[Hold]:
    rows = Hold.objects.select_related("placed_by", "released_by").filter(released_at__isnull=False)
    return list(rows.order_by("-released_at")[:most])


def result_files(*, most: int = 30) -> list[ResultFile]:
    return list(ResultFile.objects.select_related("taken_by", "applied_by").order_by("-id")[:most])


def _by_age(
    items: Iterable[ledger.OpenItem], ages: tuple[tuple[int | None, str], ...], today: date
) -> tuple[Sum, ...]:
    found: dict[str, Sum] = defaultdict(lambda: Sum(""))
    for item in items:
        days = (today - item.since).days
        label = next(words for limit, words in ages if limit is None or days <= limit)
        found[label].add(item.amount.amount)
    return tuple(
        Sum(words, found[words].count, found[words].total) if words in found else Sum(words)
        for _, words in ages
    )
