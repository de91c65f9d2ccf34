"""
A bank's answer read by a format: bytes in, rows and faults out. Pure; nothing is looked up here.

CSV: columns are known by their headings, in any order. Fixed: by their places. What a status means, how a day
is written and which reasons speak of the account itself, the format says.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from sellers.payouts.errors import UnreadableFile
from sellers.payouts.rules import Result, is_wrong_account, plain_utr, result_faults
from sellers.payouts.states import TransferState

BYTES_MOST: Final = 20 * 1024 * 1024
ROWS_MOST: Final = 100_000
_NEEDED: Final = ("reference", "outcome", "amount", "utr", "settled_on")
_ALL: Final = (*_NEEDED, "reason")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, and what to do. ``row`` counts as in the file."""

    row: int
    column: str
    value: str
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Read:
    """``rows`` are those that are right in themselves; ``headings`` are what the file calls its columns."""

    rows: list[tuple[int, Result]]
    faults: list[Fault]
    headings: Mapping[str, str]


_Cells = Mapping[str, str]


def read_results(spec: Mapping[str, Any], content: bytes, today: date) -> Read:
    """
    Return what the file says.

    Raises:
        UnreadableFile: it is empty, too large, not text, or not of this format.
    """
    if len(content) > BYTES_MOST:
        raise UnreadableFile("The file is larger than 20 MB. Is it the bank's result file?", field="file")
    lines = _text(content)
    headings, found = _fixed(spec, lines) if spec["shape"] == "fixed" else _csv(spec, lines)
    rows: list[tuple[int, Result]] = []
    faults: list[Fault] = []
    for number, cells in found:
        if len(rows) + len(faults) > ROWS_MOST:
            raise UnreadableFile("The file has more than 100,000 rows. Divide it.", field="file")
        result, wrong = _result(spec, number, cells, headings, today)
        faults += wrong
        if result is not None:
            rows.append((number, result))
    if not rows and not faults:
        raise UnreadableFile("The file has no rows of this format. Choose another format.", field="format")
    return Read(rows, faults, headings)


def _text(content: bytes) -> str:
    if not content.strip():
        raise UnreadableFile("The file is empty.", field="file")
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeError:
        raise UnreadableFile("The file is no text in UTF-8. Save it as “CSV UTF-8”.", field="file") from None
    if "\x00" in text:
        raise UnreadableFile("The file is no text. Is it a workbook? Save it as CSV.", field="file")
    return text


def _csv(spec: Mapping[str, Any], text: str) -> tuple[dict[str, str], Iterator[tuple[int, _Cells]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = list(reader)
    except csv.Error:
        raise UnreadableFile(
            f"Row {reader.line_num} cannot be read: look for a quotation mark that is not closed.",
            field="file",
        ) from None
    places: dict[str, int] = {}
    for at, heading in enumerate(lines[0]):
        plain = " ".join(heading.replace("_", " ").replace(".", " ").casefold().split())
        for name, known in spec["columns"].items():
            if plain in known and name not in places:
                places[name] = at
    missing = [spec["columns"][name][0] for name in _NEEDED if name not in places]
    if missing:
        raise UnreadableFile(
            f"The file has no column {', '.join(missing)}. Choose the bank's format, or name the columns so.",
            field="file",
        )
    headings = {name: lines[0][at].strip() for name, at in places.items()}

    def rows() -> Iterator[tuple[int, _Cells]]:
        for number, cells in enumerate(lines[1:], 2):
            if any(cell.strip() for cell in cells):
                yield (
                    number,
                    {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()},
                )

    return headings, rows()


def _fixed(spec: Mapping[str, Any], text: str) -> tuple[dict[str, str], Iterator[tuple[int, _Cells]]]:
    slices = spec["slices"]

    def rows() -> Iterator[tuple[int, _Cells]]:
        for number, line in enumerate(text.splitlines(), 1):
            if line.startswith(spec["row_starts"]):
                yield number, {name: line[begin:end].strip() for name, (begin, end) in slices.items()}

    return {name: f"{name} ({begin + 1}–{end})" for name, (begin, end) in slices.items()}, rows()


def _result(
    spec: Mapping[str, Any], number: int, cells: _Cells, headings: Mapping[str, str], today: date
) -> tuple[Result | None, list[Fault]]:
    faults: list[Fault] = []

    def wrong(name: str, sentence: str, remedy: str) -> None:
        faults.append(
            Fault(number, headings.get(name, name)[:80], cells.get(name, "")[:200], sentence, remedy)
        )

    outcome = _outcome(spec["outcomes"], cells["outcome"])
    if outcome is None:
        known = ", ".join(words[0] for words in spec["outcomes"].values())
        wrong(
            "outcome", "This status is not known.", f"The format knows: {known}. Ask the bank what it means."
        )
    amount = _amount(cells["amount"], in_paise=spec.get("amount_in") == "paise")
    if amount is None:
        wrong("amount", "This is no amount.", "Write rupees and paise like 1234.50.")
    settled_on = _day(spec["dates"], cells["settled_on"])
    if settled_on is None:
        wrong("settled_on", "This is no date.", "Write it as the format has it, such as 25/11/2026.")
    if not cells["reference"]:
        wrong(
            "reference", "The reference is missing.", "It is ours, beginning with UM, from the bank's file."
        )
    if outcome is None or amount is None or settled_on is None or faults:
        return None, faults
    reason = " ".join(cells.get("reason", "").split())[:200]
    result = Result(
        reference=cells["reference"].upper()[:40],
        outcome=outcome,
        amount=amount,
        utr=plain_utr(cells["utr"])[:40],
        settled_on=settled_on,
        reason=reason if outcome != TransferState.PAID else "",
        wrong_account=outcome != TransferState.PAID and is_wrong_account(reason, spec["wrong_account"]),
    )
    for name, sentence, remedy in result_faults(
        outcome=outcome, utr=result.utr, settled_on=settled_on, reason=reason, today=today
    ):
        wrong(name, sentence, remedy)
    return (None, faults) if faults else (result, [])


def _outcome(known: Mapping[str, Sequence[str]], said: str) -> TransferState | None:
    plain = " ".join(said.casefold().split())
    return next((TransferState(name) for name, words in known.items() if plain in words), None)


def _amount(said: str, *, in_paise: bool) -> Decimal | None:
    plain = said.replace(",", "").removeprefix("₹").removeprefix("Rs.").removeprefix("INR").strip()
    if not plain or not plain.isascii() or not plain.replace(".", "", 1).isdigit() or len(plain) > 15:
        return None
    try:
        amount = Decimal(plain).scaleb(-2) if in_paise else Decimal(plain)
    except InvalidOperation:
        return None
    exact = amount.quantize(Decimal("0.01"))
    return exact if exact == amount else None


def _day(formats: Sequence[str], said: str) -> date | None:
    for pattern in formats:
        try:
            return datetime.strptime(said, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
