"""A group's statement: what its books say of a month or a year, in rows that a person reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from urllib.parse import unquote

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.earnings import rules
from sellers.earnings.rules import ZERO
from sellers.earnings.words import part_of
from sellers.ledger.facade import EntryKind, StatementLine

#: Columns of a year: which kinds of entry each holds. What is in none is "other".
COLUMNS: Final = {
    "sold": (EntryKind.SALE,),
    "back": (EntryKind.REFUND,),
    "paid": (EntryKind.PAYOUT, EntryKind.PAYOUT_RETURN),
}


@dataclass(frozen=True, slots=True)
class Row:
    """
    One entry. ``name`` is the order's number or the payment's reference; ``parts`` sum to ``amount``, the
    part called "" being what only moves within; ``balance`` is the group's position after it.
    """

    on: date
    kind: EntryKind
    source: str
    name: str
    narration: str
    parts: tuple[tuple[str, Money], ...]
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """From ``since`` until, not including, ``until``; ``closing`` is ``opening`` and all rows."""

    group_code: str
    since: date
    until: date
    opening: Money
    rows: tuple[Row, ...]
    closing: Money


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of a year; ``closing`` is ``opening`` and the four."""

    month: date
    opening: Money
    sold: Money
    back: Money
    paid: Money
    other: Money
    closing: Money


def statement_of(group_code: str, *, since: date, until: date) -> Statement:
    """Return a group's statement; entries that change nothing of its position are left out. Two queries."""
    books = ledger.statement(owner=group_code, since=since, until=until)
    rows = tuple(row for row in _rows(books.lines) if row.amount.amount)
    return Statement(group_code, since, until, books.opening, rows, books.closing)


def months_of(statement: Statement, *, on: date) -> tuple[MonthRow, ...]:
    """Return the months of a statement of a financial year; later ones than ``on`` where they have rows."""
    found = []
    opening = statement.opening
    for month in rules.months_of_year(statement.since.year):
        rows = [row for row in statement.rows if row.on.replace(day=1) == month]
        if month > on and not rows:
            continue
        sums = {
            name: sum((row.amount for row in rows if row.kind in kinds), ZERO)
            for name, kinds in COLUMNS.items()
        }
        total = sum((row.amount for row in rows), ZERO)
        other = total - sum(sums.values(), ZERO)
        found.append(
            MonthRow(month, opening, sums["sold"], sums["back"], sums["paid"], other, closing=opening + total)
        )
        opening = opening + total
    return tuple(found)


def orders_of(statement: Statement) -> tuple[tuple[str, date, Money], ...]:
    """Return (code, first day, what it brought in this time) of each order in a statement, newest first."""
    found: dict[str, tuple[date, Money]] = {}
    for row in statement.rows:
        if row.source == "order" and row.kind in (EntryKind.SALE, EntryKind.REFUND):
            first, amount = found.get(row.name, (row.on, ZERO))
            found[row.name] = (first, amount + row.amount)
    return tuple((code, on, amount) for code, (on, amount) in reversed(found.items()))


def _rows(lines: Iterable[StatementLine]) -> Iterable[Row]:
    for (on, kind, source, item), entry in groupby(
        lines, key=lambda line: (line.occurred_on, line.kind, line.source, line.item)
    ):
        of_entry = list(entry)
        parts: dict[str, Money] = {}
        for line in of_entry:
            part = part_of(line.component)
            parts[part] = parts.get(part, ZERO) + line.amount
        what, _slash, name = source.partition("/")
        yield Row(
            on=on,
            kind=kind,
            source=what,
            name=item if what == "order" else unquote(name),
            narration=of_entry[0].narration,
            parts=tuple((part, amount) for part, amount in parts.items() if amount.amount),
            amount=sum((line.amount for line in of_entry), ZERO),
            balance=of_entry[-1].balance,
        )
