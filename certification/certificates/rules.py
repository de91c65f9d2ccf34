"""Numbers, terms and texts of certificates: values in, values out."""

import calendar
from datetime import date, timedelta


def financial_year(day: date) -> int:
    """Return the year in whose April the financial year of a day (in Asia/Kolkata) began."""
    return day.year if day.month >= 4 else day.year - 1


def number_of(prefix: str, year: int, serial: int) -> str:
    """
    Return a number: ``JKTPO-26-000123``.

    Raises:
        OverflowError: a year has more than a million certificates.
    """
    if serial > 999_999:
        raise OverflowError("A financial year has 999,999 numbers for certificates.")
    return f"{prefix}-{year % 100:02d}-{serial:06d}"


def term_end(issued_on: date, months: int) -> date:
    """Return the last day of a term of so many months: the day before the same day of the month."""
    at = issued_on.month - 1 + months
    year, month = issued_on.year + at // 12, at % 12 + 1
    day = min(issued_on.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def search_text(*parts: str) -> str:
    return " ".join(part for part in parts if part).casefold()
