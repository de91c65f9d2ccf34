"""What a rule is given and what it says."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sellers.ledger.facade as ledger
from sellers.reconciliation.models import BankLine, MatchEntry
from sellers.reconciliation.services.settle_line import BANK, Book

_WORDS: Final = re.compile(r"[A-Z0-9]+")
#: Shorter words than this name nothing: a bank's narration is full of them.
NAME_LEAST: Final = 6
PASSED_OVER: Final = (ledger.EntryKind.BANK_CREDIT, ledger.EntryKind.MATCH, ledger.EntryKind.REVERSAL)


@dataclass(frozen=True, slots=True)
class Finding:
    """
    ``book`` writes what is not in the books yet and returns the keys of all that makes up the line; or the
    line and ``pair_id`` are a payment that left and came back.
    """

    line_id: int
    reference: str
    book: Book | None = None
    pair_id: int | None = None


@dataclass(frozen=True, slots=True)
class World:
    """Open lines, and entries of the books that moved the bank and are matched with none."""

    lines: Sequence[BankLine]
    entries: Sequence[ledger.AccountEntry]


@dataclass(frozen=True, slots=True)
class Matcher:
    slug: str
    title: str
    find: Callable[[World], Iterable[Finding]]


def words_of(line: BankLine) -> frozenset[str]:
    """Return the words of a line that may be somebody's reference."""
    said = _WORDS.findall(f"{line.reference} {line.narration}".upper())
    return frozenset(word for word in said if len(word) >= NAME_LEAST)


def references_in(said: str) -> frozenset[str]:
    """Return the words of ours that may be a reference: long enough, and with a digit."""
    words = _WORDS.findall(said.upper())
    return frozenset(word for word in words if len(word) >= NAME_LEAST and any(map(str.isdigit, word)))


def unmatched_entries(*, since: date, until: date) -> list[ledger.AccountEntry]:
    """
    Return what the books have on the bank and no line was matched with. Two queries.

    What was taken back is left out, and what nobody claimed: that is a line of the bank already.
    """
    found = ledger.account_book(BANK, since=since, until=until)
    keys = {entry.key for entry in found}
    book = [entry for entry in found if entry.kind not in PASSED_OVER and f"reversal/{entry.key}" not in keys]
    known = set(
        MatchEntry.objects.filter(entry_key__in=[entry.key for entry in book]).values_list(
            "entry_key", flat=True
        )
    )
    return [entry for entry in book if entry.key not in known]


def sure(pairs: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the pairs of a line and an explanation in which neither has another partner."""
    once = list(dict.fromkeys(pairs))
    lines = Counter(line for line, _ in once)
    others = Counter(other for _, other in once)
    return [(line, other) for line, other in once if lines[line] == 1 and others[other] == 1]
