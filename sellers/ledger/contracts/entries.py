"""Entries as they stand in the books, and entries written by hand."""

from dataclasses import dataclass
from datetime import date, datetime

from jkrlm.kernel.money import Money
from sellers.ledger.chart import AccountRef
from sellers.ledger.states import Component, EntryKind


@dataclass(frozen=True, slots=True)
class JournalLine:
    """Above nought a debit, below a credit."""

    account: AccountRef
    amount: Money
    component: Component = Component.OTHER


@dataclass(frozen=True, slots=True)
class Journal:
    """An entry that finance writes by hand, for what has no verb of its own."""

    reference: str
    lines: tuple[JournalLine, ...]
    narration: str
    occurred_on: date
    source: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Reversal:
    """An entry taken back whole, once. ``key`` is the entry's."""

    key: str
    reason: str
    occurred_on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands in the books. ``repeated``: the key had been used, this is the first entry."""

    id: int
    key: str
    kind: EntryKind
    occurred_on: date
    recorded_at: datetime
    source: str
    item: str
    narration: str
    lines: tuple[JournalLine, ...]
    reverses_id: int | None = None
    repeated: bool = False
