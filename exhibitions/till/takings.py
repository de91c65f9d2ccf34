"""What tills took, summed by the database: for boards, settlements and reports. Void bills are not in it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import ExtractHour

import sellers.ledger.facade as ledger
from exhibitions.till.models import (
    Bill,
    BillLine,
    Deposit,
    Entry,
    Flag,
    SetAside,
    Skipped,
    Till,
    TillDay,
    TopUp,
)
from exhibitions.till.states import AsideState, BillState, EntryKind, FlagCode
from jkrlm.kernel.clock import INDIA
from jkrlm.kernel.money import Money

_SIGN: Final = Case(When(bill__is_return=True, then=Value(-1)), default=Value(1))


@dataclass(frozen=True, slots=True)
class HourTakings:
    """What a group sold in an hour of a day, less what came back in it, tax included."""

    day: date
    hour: int
    group_code: str
    pieces: int
    gross: Money


@dataclass(frozen=True, slots=True)
class PieceTakings:
    """What a group sold of one product on a day, less what came back; ``discount`` is of what was sold."""

    day: date
    group_code: str
    product_id: str
    name: str
    pieces: int
    gross: Money
    discount: Money


@dataclass(frozen=True, slots=True)
class DayTakings:
    """
    Bills of a day and their sums; ``returned`` is money out, ``waiting`` what no bank or card company has
    shown.
    """

    day: date
    bills: int
    returns: int
    sold: Money
    returned: Money
    waiting: Money


@dataclass(frozen=True, slots=True)
class TillState:
    """
    ``missing`` are entries that the tablet has made, as a later one of it says, and that have not come;
    ``waiting`` have come and are not booked.
    """

    number: int
    label: str
    stall: str
    seen_at: datetime | None
    is_revoked: bool
    is_open: bool
    missing: int
    waiting: int
    stuck: str


@dataclass(frozen=True, slots=True)
class TillMoney:
    """
    A till's money over the whole exhibition. ``cash`` is sold less given back, ``card`` what the card
    company has shown; ``difference`` is what no bill accounts for, mostly found when counting, for
    ``reasons``; ``expected`` and ``deposited`` are of deposits; ``left`` is what the ledger has.
    """

    number: int
    label: str
    purse: str
    bills: int
    cash: Money
    upi: Money
    upi_waiting: Money
    card: Money
    difference: Money
    reasons: tuple[str, ...]
    expected: Money
    deposited: Money
    left: Money


def _rupees(amount: Decimal | None) -> Money:
    return Money(amount or Decimal(0), "INR")


def _lines(exhibition: str) -> QuerySet[BillLine]:
    return BillLine.objects.filter(bill__exhibition=exhibition).exclude(bill__state=BillState.VOID)


def takings_by_hour(exhibition: str, days: tuple[date, ...] | None = None) -> tuple[HourTakings, ...]:
    """Return takings by day, hour (in India) and group. One query."""
    rows = _lines(exhibition)
    if days is not None:
        rows = rows.filter(bill__sold_on__in=days)
    found = (
        rows.annotate(hour=ExtractHour("bill__sold_at", tzinfo=INDIA))
        .values("bill__sold_on", "hour", "group_code")
        .annotate(n=Sum(F("quantity") * _SIGN), money=Sum(F("gross") * _SIGN))
        .order_by("bill__sold_on", "hour", "group_code")
    )
    return tuple(
        HourTakings(row["bill__sold_on"], row["hour"], row["group_code"], row["n"], _rupees(row["money"]))
        for row in found
    )


def takings_by_piece(exhibition: str, day: date | None = None) -> tuple[PieceTakings, ...]:
    """Return takings by day, group and product. One query."""
    rows = _lines(exhibition)
    if day is not None:
        rows = rows.filter(bill__sold_on=day)
    found = (
        rows.values("bill__sold_on", "group_code", "product_id", "name")
        .annotate(
            n=Sum(F("quantity") * _SIGN),
            money=Sum(F("gross") * _SIGN),
            off=Sum("discount", filter=Q(bill__is_return=False)),
        )
        .order_by("bill__sold_on", "group_code", "name", "product_id")
    )
    return tuple(
        PieceTakings(
            row["bill__sold_on"],
            row["group_code"],
            row["product_id"],
            row["name"],
            row["n"],
            _rupees(row["money"]),
            _rupees(row["off"]),
        )
        for row in found
    )


def takings_by_day(exhibition: str) -> tuple[DayTakings, ...]:
    """Return bills and sums of each day on which something was sold. One query."""
    sale, back = Q(is_return=False), Q(is_return=True)
    found = (
        Bill.objects.filter(exhibition=exhibition)
        .exclude(state=BillState.VOID)
        .values("sold_on")
        .annotate(
            bills=Count("pk", filter=sale),
            returns=Count("pk", filter=back),
            sold=Sum("total", filter=sale),
            back=Sum("total", filter=back),
            unseen=Sum(F("upi") + F("card"), filter=sale & Q(state=BillState.WAITING)),
        )
        .order_by("sold_on")
    )
    return tuple(
        DayTakings(
            row["sold_on"],
            row["bills"],
            row["returns"],
            _rupees(row["sold"]),
            _rupees(row["back"]),
            _rupees(row["unseen"]),
        )
        for row in found
    )


def bills_by_group(exhibition: str) -> dict[str, int]:
    """Return on how many bills each group stands. One query."""
    rows = _lines(exhibition).filter(bill__is_return=False).values_list("group_code")
    return dict(rows.annotate(n=Count("bill", distinct=True)))


def orders_of(exhibition: str) -> Mapping[str, bool]:
    """Return the orders that sales became, by number, and whether the bill is void. One query."""
    rows = Bill.objects.filter(exhibition=exhibition, is_return=False)
    return {number: state == BillState.VOID for number, state in rows.values_list("order_number", "state")}


def till_states(exhibition: str) -> tuple[TillState, ...]:
    """Return how an exhibition's tills stand, by number. Two queries."""
    past = Q(entries__seq__gt=F("done_seq"))
    rows = Till.objects.filter(exhibition=exhibition).annotate(
        kept=Count("entries", filter=past), top=Max("entries__seq")
    )
    open_ones = set(
        TillDay.objects.filter(till__exhibition=exhibition, closed_at=None).values_list("till", flat=True)
    )
    return tuple(
        TillState(
            number=row.number,
            label=row.label,
            stall=row.stall_code,
            seen_at=row.seen_at,
            is_revoked=row.revoked_at is not None,
            is_open=row.pk in open_ones,
            missing=max((row.top or 0) - row.done_seq - row.kept, 0),
            waiting=row.kept,
            stuck=row.stuck,
        )
        for row in rows.order_by("number", "pk")
    )


def mark(exhibition: str) -> tuple[object, ...]:
    """Return what differs as soon as something of an exhibition's tills does. Three queries."""
    bills = Bill.objects.filter(exhibition=exhibition).aggregate(
        last=Max("pk"),
        void=Count("pk", filter=Q(state=BillState.VOID)),
        unseen=Count("pk", filter=Q(state=BillState.WAITING)),
    )
    flags = Flag.objects.filter(exhibition=exhibition).aggregate(last=Max("pk"), settled=Max("settled_at"))
    tills = Till.objects.filter(exhibition=exhibition).aggregate(
        n=Count("pk"), done=Sum("done_seq"), revoked=Max("revoked_at"), last=Max("entries__pk")
    )
    return (*bills.values(), *flags.values(), *tills.values())


def till_money(exhibition: str) -> tuple[TillMoney, ...]:
    """Return each till's money over the whole exhibition. Eight queries, and one for each till's cash."""
    live = Bill.objects.filter(exhibition=exhibition).exclude(state=BillState.VOID)
    sums = _by_till(
        live,
        n=Count("pk", filter=Q(is_return=False)),
        in_cash=Sum(F("cash") * Case(When(is_return=True, then=Value(-1)), default=Value(1))),
        by_upi=Sum("upi", filter=Q(is_return=False)),
        by_card=Sum("card", filter=Q(is_return=False) & ~Q(state=BillState.WAITING)),
        unseen=Sum("upi", filter=Q(is_return=False, state=BillState.WAITING)),
    )
    deposits = _by_till(
        Deposit.objects.filter(till__exhibition=exhibition), said=Sum("expected"), paid=Sum("deposited")
    )
    counted: dict[int, Decimal] = defaultdict(Decimal)
    reasons: dict[int, list[str]] = defaultdict(list)
    days = TillDay.objects.filter(till__exhibition=exhibition).exclude(difference=0).order_by("day", "pk")
    for till_id, amount, why in (
        *((day.till_id, day.difference, day.reason) for day in days),
        *_beside_bills(exhibition),
    ):
        counted[till_id] += amount
        reasons[till_id].append(why)
    tills = Till.objects.filter(exhibition=exhibition).order_by("number", "pk")
    return tuple(
        _money(till, sums.get(till.pk, {}), deposits.get(till.pk, {}), counted[till.pk], reasons[till.pk])
        for till in tills
    )


def _beside_bills(exhibition: str) -> Iterator[tuple[int, Decimal, str]]:
    """
    Yield (till, amount, why) of cash in a till's books that no bill accounts for: set aside, given back for
    nothing, put in from the bank.
    """
    for aside in SetAside.objects.filter(entry__till__exhibition=exhibition).select_related(
        "entry", "ended_with"
    ):
        if aside.cash and aside.state != AsideState.BOOKED:
            yield aside.entry.till_id, aside.cash, aside.reason
        if aside.ended_with is not None and aside.ended_cash:
            yield aside.ended_with.till_id, -aside.ended_cash, aside.get_state_display()
    for flag in Flag.objects.filter(exhibition=exhibition, code=FlagCode.CANNOT, amount__gt=0).select_related(
        "entry"
    ):
        yield flag.entry.till_id, -flag.amount, flag.message
    for each in TopUp.objects.filter(till__exhibition=exhibition):
        yield each.till_id, each.amount, each.reference


def _by_till(rows: QuerySet[Any], **sums: Any) -> dict[int, dict[str, Any]]:
    return {row.pop("till"): row for row in rows.order_by().values("till").annotate(**sums)}


def _money(
    till: Till, sums: Mapping[str, Any], deposits: Mapping[str, Any], difference: Decimal, reasons: list[str]
) -> TillMoney:
    return TillMoney(
        number=till.number,
        label=till.label,
        purse=till.purse,
        bills=sums.get("n", 0),
        cash=_rupees(sums.get("in_cash")),
        upi=_rupees(sums.get("by_upi")),
        upi_waiting=_rupees(sums.get("unseen")),
        card=_rupees(sums.get("by_card")),
        difference=_rupees(difference),
        reasons=tuple(reasons),
        expected=_rupees(deposits.get("said")),
        deposited=_rupees(deposits.get("paid")),
        left=ledger.balance(ledger.account_of("stall-cash", till.purse)),
    )


def unsent(exhibition: str) -> tuple[tuple[int, str], ...]:
    """
    Return the tills that may still hold bills, with why: the last that came of them is no closing, or entries
    between are missing. A till that was ended counts by what came of it. Three queries.
    """
    last = dict(
        Entry.objects.filter(till__exhibition=exhibition)
        .order_by("till", "-seq")
        .distinct("till")
        .values_list("till", "kind")
    )
    found: list[tuple[int, str]] = []
    rows = Till.objects.filter(exhibition=exhibition).annotate(top=Max("entries__seq"), n=Count("entries"))
    # A place that was stepped over may still have been filled, as something not readable.
    left_out = Counter(
        Skipped.objects.filter(till__exhibition=exhibition)
        .exclude(Exists(Entry.objects.filter(till=OuterRef("till"), seq=OuterRef("seq"))))
        .values_list("till", flat=True)
    )
    for till in rows.order_by("number", "pk"):
        if till.revoked_at is not None:
            continue
        if (till.top or 0) != till.n + left_out[till.pk]:
            found.append((till.number, "missing"))
        elif till.pk in last and last[till.pk] != EntryKind.CLOSE:
            found.append((till.number, "open"))
    return tuple(found)
