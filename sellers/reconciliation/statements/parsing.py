"""A statement's rows become lines, by its bank's template. Pure but for the rows that it is fed."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from jkrlm.kernel.workbooks import SheetRow
from sellers.reconciliation.statements import templates as t
from sellers.reconciliation.statements.cells import (
    IN_WORDS,
    OUT_WORDS,
    UNITS_MOST,
    NotAnAmount,
    day_of,
    plain_heading,
    text_of,
    units_of,
)
from sellers.reconciliation.statements.faults import LONGEST_VALUE, CellFault
from sellers.reconciliation.statements.templates import Template

#: Above the table banks print name, address and period.
HEADING_ROWS_MOST: Final = 40
REFERENCE_LONGEST: Final = 64
NARRATION_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """Above nought money in, in paise; ``balance`` is after it."""

    row: int
    day: date
    amount: int
    reference: str
    narration: str
    balance: int

    @property
    def identity(self) -> tuple[date, int, str, int]:
        return self.day, self.amount, self.reference, self.balance

    def code(self, account: str, nth: int) -> str:
        """
        Return the name of the line in the books: the same whichever file it came in. ``nth`` counts lines of
        a file that the bank tells apart in nothing.
        """
        said = f"{account}|{self.day:%Y-%m-%d}|{self.amount}|{self.reference}|{self.balance}|{nth}"
        digest = hashlib.sha256(said.encode()).hexdigest()[:12]
        return f"{self.reference or 'line'}-{digest}"


Parsed = tuple[int, ParsedLine | None, list[CellFault]]


def parse(rows: Iterator[SheetRow], template: Template, *, today: date) -> Iterator[Parsed]:
    """Yield (row, line or None, faults) of every row that should be a line. Raises UnreadableFile."""
    places, width, row, faults = _headings(rows, template)
    if faults:
        yield row, None, faults
        return
    for number, cells in rows:
        if _is_end(cells, places, template):
            return
        parsed = _line(number, cells, places, width, template, today)
        if parsed is not None:
            yield parsed


def _headings(
    rows: Iterator[SheetRow], template: Template
) -> tuple[dict[str, int], int, int, list[CellFault]]:
    """Look for the row of headings; if none has them all, say what the best of them lacks."""
    best: tuple[dict[str, int], int, int] = ({}, 0, 1)
    for number, cells in rows:
        known = [plain_heading(cell) for cell in cells]
        places = {
            column: known.index(heading)
            for column in template.columns
            for heading in reversed(template.headings[column])
            if heading in known
        }
        if len(places) > len(best[0]):
            best = places, len(cells), number
        if len(places) == len(template.columns) or number > HEADING_ROWS_MOST:
            break
    missing = [column for column in template.columns if column not in best[0]]
    faults = [
        CellFault(column, "", "heading-missing", ", ".join(template.headings[column][:3]))
        for column in missing
    ]
    return best[0], best[1], best[2], faults


def _is_end(cells: Sequence[object], places: dict[str, int], template: Template) -> bool:
    """Below the table there are sums and sentences: a row without a day whose first words say so."""
    first = next((text for cell in cells if (text := text_of(cell))), "").lower()
    has_day = len(cells) > places[t.DAY] and day_of(cells[places[t.DAY]], template.days) is not None
    return not has_day and first.startswith(template.ends)


def _line(
    number: int,
    cells: Sequence[object],
    places: dict[str, int],
    width: int,
    template: Template,
    today: date,
) -> Parsed | None:
    faults: list[CellFault] = []
    if any(text_of(cell) for cell in cells[width:]):
        return number, None, [CellFault("", text_of(cells[width])[:LONGEST_VALUE], "row-long")]

    def cell(column: str) -> object:
        place = places[column]
        return cells[place] if place < len(cells) else None

    def units(column: str) -> int | None:
        try:
            found = units_of(cell(column))
        except NotAnAmount:
            faults.append(CellFault(column, text_of(cell(column))[:LONGEST_VALUE], "amount"))
            return None
        if found is not None and abs(found) > UNITS_MOST:
            faults.append(CellFault(column, text_of(cell(column))[:LONGEST_VALUE], "too-large"))
            return None
        return found

    narration, reference = text_of(cell(t.NARRATION)), text_of(cell(t.REFERENCE)).strip("'-")
    amount = _amount(template, cell, units, faults)
    if amount is None and not faults and narration.lower().startswith(template.passed_over):
        return None
    if amount is None and not faults:
        faults.append(CellFault(template.columns[3], "", "amount-none"))
    day = _day(cell(t.DAY), template, today, faults)
    balance = units(t.BALANCE)
    if balance is None and not any(fault.column == t.BALANCE for fault in faults):
        faults.append(CellFault(t.BALANCE, "", "missing"))
    if len(reference) > REFERENCE_LONGEST:
        faults.append(CellFault(t.REFERENCE, reference[:LONGEST_VALUE], "too-long", str(REFERENCE_LONGEST)))
    if faults or day is None or amount is None or balance is None:
        return number, None, faults
    line = ParsedLine(number, day, amount, reference, narration[:NARRATION_LONGEST], balance)
    return number, line, []


def _day(cell: object, template: Template, today: date, faults: list[CellFault]) -> date | None:
    day = day_of(cell, template.days)
    said = text_of(cell)[:LONGEST_VALUE]
    if day is None:
        example = date(2026, 11, 21).strftime(template.days[0])
        faults.append(CellFault(t.DAY, said, "day" if said else "missing", example))
    elif day > today + timedelta(days=1):
        faults.append(CellFault(t.DAY, said, "day-ahead"))
    return day


def _amount(
    template: Template,
    cell: Callable[[str], object],
    units: Callable[[str], int | None],
    faults: list[CellFault],
) -> int | None:
    """Return the amount with its sign, None where the row has none or a fault was found."""
    if template.amounts == "two-columns":
        out, into = units(t.OUT) or 0, units(t.IN) or 0
        if out and into:
            faults.append(CellFault(t.OUT, text_of(cell(t.OUT))[:LONGEST_VALUE], "amount-both"))
            return None
        return (into - abs(out)) or None
    found = units(t.AMOUNT)
    if template.amounts == "signed" or found is None:
        return found or None
    side = text_of(cell(t.SIDE)).lower()
    if side not in OUT_WORDS | IN_WORDS:
        faults.append(CellFault(t.SIDE, side[:LONGEST_VALUE], "side" if side else "missing"))
        return None
    return (abs(found) if side in IN_WORDS else -abs(found)) or None
