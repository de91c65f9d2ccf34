"""
Numbers of documents and sums in words: values in, values out.

A number is at most 16 characters, letters, digits, hyphen and slash, once for a seller of record and
financial year (rules 46 b, 49 b, 53 1 c, CGST Rules). Each kind has its own row of numbers.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from sellers.tax.models import DocumentKind

#: The first letter is the source: the web, or the mission's own bills. Tills have theirs.
WEB: Final = "W"
MISSION: Final = "M"
_LETTER: Final = {DocumentKind.INVOICE: "", DocumentKind.BILL: "B", DocumentKind.CREDIT: "C"}
LONGEST_NUMBER: Final = 16

_ONES: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS: Final = ((10_000_000, "crore"), (100_000, "lakh"), (1_000, "thousand"), (100, "hundred"))


def financial_year(day: date) -> int:
    """Return the year in whose April the financial year of a day (in Asia/Kolkata) began."""
    return day.year if day.month >= 4 else day.year - 1


def year_name(year: int) -> str:
    """Return a financial year as numbers of documents have it: "26-27"."""
    return f"{year % 100:02d}-{(year + 1) % 100:02d}"


def prefix_of(kind: DocumentKind, source: str = WEB) -> str:
    return source + _LETTER[kind]


def number_of(prefix: str, year: int, serial: int) -> str:
    """
    Return a number: ``W/26-27/00001``.

    Raises:
        OverflowError: it would not fit into 16 characters.
    """
    made = f"{prefix}/{year_name(year)}/{serial:05d}"
    if len(made) > LONGEST_NUMBER:
        raise OverflowError(f"{made} is longer than a document's number may be.")
    return made


def till_code(number: int) -> str:
    """
    Return a till's letters in numbers of documents: T07, T99, TA0 … TZZ.

    Raises:
        OverflowError: there are no more.
    """
    if 0 < number < 100:
        return f"T{number:02d}"
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    first, second = divmod(number - 100, 36)
    if number < 1 or first > 25:
        raise OverflowError(f"There is no till {number}.")
    return f"T{signs[10 + first]}{signs[second]}"


def in_words(amount: Decimal) -> str:
    """Return a sum of rupees as Indian English writes it, with paise."""
    paise = int(amount * 100)
    rupees, rest = divmod(paise, 100)
    words = f"Rupees {_words(rupees)}"
    return f"{words} and {_words(rest)} paise only" if rest else f"{words} only"


def _words(number: int) -> str:
    for size, name in _GROUPS:
        if number >= size:
            head, rest = divmod(number, size)
            return f"{_words(head)} {name}" + (f" {_words(rest)}" if rest else "")
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
