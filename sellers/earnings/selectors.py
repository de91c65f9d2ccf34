"""Reads: who made what, and what a woman's year is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Final

from django.db.models import Prefetch, QuerySet, Sum

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.earnings import rules
from sellers.earnings.contracts import (
    By,
    CostRow,
    MemberShare,
    MemberYear,
    SharedLine,
    StepCount,
)
from sellers.earnings.models import Attribution, DeclaredCost, Share
from sellers.earnings.rules import ZERO, Year
from sellers.earnings.states import Answer, Cost
from sellers.orders.facade import SoldLine, delivered_lines, sold_lines, sold_lines_by_id
from sellers.registry.facade import groups_by_code

_BATCH: Final = 500
#: A page on a phone shows so many pieces.
PAGE: Final = 25


def left_of(lines: Collection[SoldLine]) -> dict[int, Money]:
    """Return what refunds left the group of each line, as the books have it. Two queries."""
    siblings = sold_lines({line.order_code for line in lines})
    books = ledger.orders_in_books({line.order_number for line in lines})
    by_order: dict[str, list[SoldLine]] = defaultdict(list)
    for line in siblings:
        by_order[line.order_code].append(line)
    found: dict[int, Money] = {}
    for code, own in by_order.items():
        share = books[own[0].order_number].shares.get(code)
        found |= rules.left_of_lines(
            share.group if share is not None else ZERO,
            {line.id: line.gets for line in own},
            {line.id: Fraction(line.quantity - line.returned, line.quantity) for line in own},
        )
    return {line.id: found[line.id] for line in lines}


def delivered(
    group_code: str, *, since: date, until: date, before: int | None = None, most: int | None = PAGE
) -> tuple[SharedLine, ...]:
    """Return a group's lines that reached their buyers in a time, newest first. Five queries."""
    return shared(delivered_lines(group_code, since=since, until=until, before=before, most=most))


def shared(lines: Sequence[SoldLine]) -> tuple[SharedLine, ...]:
    """Return lines with what is said of each. Four queries."""
    if not lines:
        return ()
    left = left_of(lines)
    said = {row.line_id: row for row in _standing().filter(line__in=[line.id for line in lines])}
    return tuple(_shared(line, left[line.id], said.get(line.id)) for line in lines)


def shared_line(line_id: int, *, group_codes: Collection[str]) -> SharedLine | None:
    """Return one of these groups' lines that reached its buyer; None for any other. Five queries."""
    line = sold_lines_by_id([line_id]).get(line_id)
    if line is None or line.group_code not in group_codes or line.delivered_on is None:
        return None
    return shared([line])[0]


def shared_lines(line_ids: Sequence[int]) -> tuple[SharedLine, ...]:
    """Return lines with what is said of each, in this order. Five queries, none where there are no lines."""
    if not line_ids:
        return ()
    lines = sold_lines_by_id(line_ids)
    return shared([lines[each] for each in line_ids if each in lines])


def waiting_for(person_id: int, group_code: str) -> tuple[int, ...]:
    """Return the lines in which a member has not answered yet, oldest first. One query."""
    rows = _current_shares(person_id).filter(attribution__group_code=group_code, state=Answer.WAITING)
    return tuple(rows.order_by("pk").values_list("attribution__line_id", flat=True)[:PAGE])


def objected_in(group_code: str) -> tuple[int, ...]:
    """Return a group's lines to which somebody objects, oldest first. One query."""
    rows = Share.objects.filter(
        attribution__superseded_at__isnull=True, attribution__group_code=group_code, state=Answer.OBJECTED
    )
    return tuple(dict.fromkeys(rows.order_by("pk").values_list("attribution__line_id", flat=True)))[:PAGE]


def unsaid(group_code: str, *, since: date, until: date) -> tuple[SoldLine, ...]:
    """Return a group's pieces that were kept and of which nobody said who made them, oldest first."""
    lines = delivered_lines(group_code, since=since, until=until)
    kept = [line for line in lines if line.returned < line.quantity and line.gets.amount > 0]
    said = said_among([line.id for line in kept])
    return tuple(line for line in reversed(kept) if line.id not in said)


def said_among(line_ids: Collection[int]) -> frozenset[int]:
    """Return those of the lines of which it is said who made them. One query."""
    rows = Attribution.objects.filter(line__in=line_ids, superseded_at__isnull=True)
    return frozenset(rows.values_list("line_id", flat=True))


def members_of_year(group_code: str, *, year: int) -> dict[int, Money]:
    """Return what each member's confirmed shares in a group's year are, after refunds. Five queries."""
    since, until = rules.year_span(year)
    rows = list(_standing().filter(group_code=group_code, earned_on__gte=since, earned_on__lt=until))
    found: dict[int, Money] = defaultdict(lambda: ZERO)
    for share in _shares_of(rows):
        if share.answer is Answer.CONFIRMED:
            found[share.person_id] = found[share.person_id] + share.left
    return dict(found)


def member_year(person_id: int, *, year: int, group_code: str = "") -> MemberYear:
    """Return what is known of a woman's year, over all her groups or in one alone. Six queries."""
    since, until = rules.year_span(year)
    standing = _standing().filter(
        pk__in=_current_shares(person_id).values("attribution"), earned_on__gte=since, earned_on__lt=until
    )
    rows = list(standing.filter(group_code=group_code) if group_code else standing)
    sums = dict.fromkeys(Answer, ZERO)
    for share in _shares_of(rows):
        if share.person_id == person_id:
            sums[share.answer] = sums[share.answer] + share.left
    costs = costs_of(person_id, since=since, until=until, group_code=group_code)
    return MemberYear(
        person_id=person_id,
        year=Year(
            year=year,
            sales=sums[Answer.CONFIRMED],
            costs=sum((each.amount for each in costs), ZERO),
            has_costs=bool(costs),
        ),
        waiting=sums[Answer.WAITING],
        costs=costs,
    )


def costs_of(person_id: int, *, since: date, until: date, group_code: str = "") -> tuple[CostRow, ...]:
    """Return what a woman declared for a time, everywhere or in one group, newest first. One query."""
    rows = DeclaredCost.objects.filter(
        person=person_id, month__gte=since, month__lt=until, withdrawn_at__isnull=True
    )
    if group_code:
        rows = rows.filter(group_code=group_code)
    return tuple(
        CostRow(row.pk, row.month, Cost(row.kind), Money(row.amount, "INR"))
        for row in rows.order_by("-month", "-pk")
    )


def step_counts(year: int, *, by: By) -> tuple[StepCount, ...]:
    """
    Return how many women reached the steps, by place; places without any are not listed.

    A woman counts once, where most of her sales were. Queries grow with the year's pieces: four for 500.
    """
    since, until = rules.year_span(year)
    sales: dict[int, dict[str, Money]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    standing = _standing().filter(earned_on__gte=since, earned_on__lt=until)
    for batch in _batches(standing):
        codes = {row.pk: row.group_code for row in batch}
        for share in _shares_of(batch):
            if share.answer is Answer.CONFIRMED:
                own_sales = sales[share.person_id]
                code = codes[share.attribution_id]
                own_sales[code] = own_sales[code] + share.left
    declared = DeclaredCost.objects.filter(month__gte=since, month__lt=until, withdrawn_at__isnull=True)
    costs: dict[int, Decimal] = dict(declared.values_list("person").annotate(Sum("amount")).order_by())
    places = {person: rules.place_of(list(own.items())) for person, own in sales.items()}
    districts = groups_by_code(sorted(set(places.values()))) if by == "district" else {}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for person, code in places.items():
        own = Year(
            year=year,
            sales=sum(sales[person].values(), ZERO),
            costs=Money(costs.get(person, Decimal(0)), "INR"),
            has_costs=person in costs,
        )
        row = counts[districts[code].district if code in districts else code]
        lakhpati, millionaire = rules.steps(own.counted)
        row[0 if own.has_costs else 1] += lakhpati.is_reached
        row[2 if own.has_costs else 3] += millionaire.is_reached
    return tuple(StepCount(key, *counts[key]) for key in sorted(counts) if any(counts[key]))


def _standing() -> QuerySet[Attribution]:
    return Attribution.objects.filter(superseded_at__isnull=True).prefetch_related(
        Prefetch("shares", Share.objects.order_by("pk"))
    )


def _current_shares(person_id: int) -> QuerySet[Share]:
    return Share.objects.filter(person=person_id, attribution__superseded_at__isnull=True)


def _batches(rows: QuerySet[Attribution]) -> Iterator[list[Attribution]]:
    found = rows.order_by("pk").iterator(_BATCH)
    while batch := list(islice(found, _BATCH)):
        yield batch


def _shares_of(rows: Sequence[Attribution]) -> Iterator[MemberShare]:
    """Yield the shares of versions. Three queries, none where there are no versions."""
    if not rows:
        return
    lines = sold_lines_by_id([row.line_id for row in rows])
    left = left_of(list(lines.values()))
    for row in rows:
        yield from _shares(row.shares.all(), left[row.line_id])


def _shared(line: SoldLine, left: Money, row: Attribution | None) -> SharedLine:
    if row is None:
        return SharedLine(line=line, left=left, version=0, shares=())
    return SharedLine(line=line, left=left, version=row.version, shares=_shares(row.shares.all(), left))


def _shares(rows: Iterable[Share], left: Money) -> tuple[MemberShare, ...]:
    found = list(rows)
    of = rules.left_of_shares(left, {row.person_id: Money(row.amount, "INR") for row in found})
    return tuple(
        MemberShare(
            id=row.pk,
            attribution_id=row.attribution_id,
            person_id=row.person_id,
            amount=Money(row.amount, "INR"),
            left=of[row.person_id],
            answer=Answer(row.state),
            word=row.word,
            answered_at=row.answered_at,
        )
        for row in found
    )
