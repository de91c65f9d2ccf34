"""Cells to values: days and amounts as Indian banks write them. Pure."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

#: Ten lakh crore rupees, in paise: no account of the mission's holds more.
UNITS_MOST: Final = 10**15

_GROUPED: Final = re.compile(r"^(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3})(?:\.([0-9]*))?$|^\.[0-9]+$")
_CURRENCY: Final = re.compile(r"^(?:₹|rs\.?|inr)\s*|\s*(?:₹|inr)$", re.IGNORECASE)
_SIDE: Final = re.compile(r"\s*\(?\b(dr|cr|d|c|debit|credit)\b\.?\)?$", re.IGNORECASE)

OUT_WORDS: Final = frozenset({"dr", "d", "debit", "dr.", "withdrawal"})
IN_WORDS: Final = frozenset({"cr", "c", "credit", "cr.", "deposit"})


class NotAnAmount(ValueError):
    pass


def text_of(cell: object) -> str:
    """Return a cell as one line of plain text; whole numbers as a spreadsheet holds them without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    plain = unicodedata.normalize("NFC", str(cell)).replace("\xa0", " ")
    return " ".join("".join(sign for sign in plain if sign.isprintable() or sign.isspace()).split())


def plain_heading(cell: object) -> str:
    return text_of(cell).lower().strip(" :*")


def day_of(cell: object, formats: tuple[str, ...]) -> date | None:
    """Return the day that a cell says, or None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell).strip("'")
    for form in formats:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
    return None


def units_of(cell: object) -> int | None:
    """
    Return what a cell says in paise, None where it is empty or a dash.

    Below nought: a sign before or behind, brackets, or the ending Dr. Cr and the signs of the rupee are
    passed over. Thousands may be parted as in India or elsewhere.

    Raises:
        NotAnAmount: it says something else, or a fraction of a paisa.
    """
    if isinstance(cell, bool):
        raise NotAnAmount
    if isinstance(cell, int | float | Decimal):
        return _paise(str(cell))
    text = text_of(cell).strip("'")
    if text in ("", "-", "–", "—"):
        return None
    below = False
    if text.startswith("(") and text.endswith(")"):
        below, text = True, text[1:-1].strip()
    side = _SIDE.search(text)
    if side is not None:
        below = below or side[1].lower() in OUT_WORDS
        text = text[: side.start()].strip()
    text = _CURRENCY.sub("", text).strip()
    for sign in ("-", "−", "+"):
        if text.startswith(sign) or text.endswith(sign):
            below = below or sign != "+"
            text = (text[1:] if text.startswith(sign) else text[:-1]).strip()
            break
    text = _CURRENCY.sub("", text).strip()
    if _GROUPED.match(text) is None:
        raise NotAnAmount
    return -_paise(text.replace(",", "")) if below else _paise(text.replace(",", ""))


def _paise(text: str) -> int:
    """Floats of a workbook come as their shortest decimal, so 1234.1 is 1234.10 and not a paisa less."""
    try:
        units = Decimal(text).scaleb(2)
    except InvalidOperation:
        raise NotAnAmount from None
    if not units.is_finite() or units != units.to_integral_value():
        raise NotAnAmount
    return int(units)
