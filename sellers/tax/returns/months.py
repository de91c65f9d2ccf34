"""A calendar month of returns."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """``first`` is its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.replace(day=1))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read 2026-11; None where it is no month."""
        found = re.fullmatch(r"(20\d{2})-(0[1-9]|1[0-2])", text)
        return cls(date(int(found[1]), int(found[2]), 1)) if found else None

    @property
    def following(self) -> date:
        """The first day after it."""
        year, month = divmod(self.first.year * 12 + self.first.month, 12)
        return date(year, month + 1, 1)

    @property
    def before(self) -> "Month":
        year, month = divmod(self.first.year * 12 + self.first.month - 2, 12)
        return Month(date(year, month + 1, 1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"
