"""Working days, and how many of them a kind of goods may wait for an answer."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from certification.cases.rules import WorkingDays
from jkrlm.kernel.dated import in_force
from logistics.facade import holidays

_DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class AnswerDays:
    """How many working days a kind of goods may wait; an empty kind is all others."""

    kind: str
    days: int
    valid_from: date
    valid_to: date | None
    status: str
    source: str


@cache
def _answer_days() -> tuple[AnswerDays, ...]:
    read = json.loads((_DATA / "answer_days.json").read_text(encoding="utf-8"))
    return tuple(
        AnswerDays(
            kind=row["kind"],
            days=row["days"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            status=row["status"],
            source=row["source"],
        )
        for row in read
    )


def answer_days(kind: str, *, on: date) -> int:
    """Return how many working days a case of this kind may take, by the rows in force on a day."""
    rows = in_force(_answer_days(), on)
    own = [row.days for row in rows if row.kind == kind] or [row.days for row in rows if not row.kind]
    return own[-1] if own else 7


def working_days(*, on: date) -> WorkingDays:
    """Return the calendar as it is known on a day. One query."""
    return WorkingDays(holidays(on=on))
