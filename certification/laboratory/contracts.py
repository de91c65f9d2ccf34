"""What crosses the door of the laboratory."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum


class Level(IntEnum):
    """
    How much of a sample somebody may read.

    ``LABEL``: code, seal, state, standard. ``WORK``: results too, and nothing of whose it is. ``CUSTODY``:
    whose it is and whose hands it is in, and no result. ``FULL``: all.
    """

    NOTHING = 0
    LABEL = 1
    WORK = 2
    CUSTODY = 3
    FULL = 4


@dataclass(frozen=True, slots=True)
class ResultLine:
    """The value that counts for one parameter; ``revision`` above 1 replaced an earlier one."""

    code: str
    name: str
    value: str
    value_text: str
    unit: str
    method: str
    limit_text: str
    passes: bool | None
    critical: bool
    note: str
    revision: int
    entered_by: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """``place``, ``note`` and ``by`` are empty for the laboratory before release."""

    position: int
    giver: str
    holder: str
    at: datetime
    by: str
    seal_intact: bool
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    state: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sample:
    """
    A sample as somebody may read it. ``case_number`` is empty where the maker is hidden, ``results`` where
    they are not hers to read. ``critical_failed`` names what must be right and is not.
    """

    id: int
    number: str
    code: str
    state: str
    level: Level
    case_number: str
    version_number: str
    title: str
    seal: str
    quantity: Decimal
    unit: str
    taken_at: datetime
    analyst_id: int | None
    analyst: str
    verifier_id: int | None
    verifier: str
    changed_at: datetime
    reason: str
    retest_of: str
    retested_by: str
    results: tuple[ResultLine, ...]
    custody: tuple[CustodyLine, ...]
    changes: tuple[ChangeLine, ...]
    critical_failed: tuple[str, ...]
    is_retest_ordered: bool
