"""Lines whose explanation stands in the books already."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

import sellers.ledger.facade as ledger
from sellers.reconciliation.matchers.base import Finding, World, references_in, sure, words_of
from sellers.reconciliation.models import BankLine
from sellers.reconciliation.rules import window
from sellers.reconciliation.services.settle_line import Book

#: What banks show in one sum.
TOGETHER: Final = (ledger.EntryKind.CASH_REMITTANCE, ledger.EntryKind.PAYOUT_PAID)
#: From so many entries on they may be told by their sum alone; fewer only where the bank names them.
BY_SUM_LEAST: Final = 2


def find_alone(world: World) -> Iterator[Finding]:
    """One entry of the line's amount, one of whose names (UTR, challan, reference) the bank says too."""
    names = {entry.key: _names(entry) for entry in world.entries}
    by_amount: dict[int, list[ledger.AccountEntry]] = {}
    for entry in world.entries:
        by_amount.setdefault(entry.amount.minor_units, []).append(entry)
    pairs = [
        (line.pk, entry.key)
        for line in world.lines
        for entry in by_amount.get(line.amount_minor, ())
        if _near(line, entry) and names[entry.key] & words_of(line)
    ]
    for line_id, key in sure(pairs):
        yield Finding(line_id, unquote(key), _known([key]))


def find_together(world: World) -> Iterator[Finding]:
    """
    Entries of one kind recorded in one act, whose sum is the line: a carrier hands in the cash of parcels.

    Only where one line and one such sum fit each other within a few days; an entry alone wants the
    reference that it was recorded with.
    """
    groups: dict[tuple[str, str], list[ledger.AccountEntry]] = {}
    for entry in (entry for entry in world.entries if entry.kind in TOGETHER):
        groups.setdefault((entry.kind.value, entry.recorded_at.isoformat()), []).append(entry)
    sums: dict[int, list[str]] = {}
    kept: dict[str, list[ledger.AccountEntry]] = {}
    for (kind, at), entries in groups.items():
        name = f"{kind}, {len(entries)} entries of {at}"
        kept[name] = entries
        sums.setdefault(sum(entry.amount.minor_units for entry in entries), []).append(name)
    pairs = [
        (line.pk, name)
        for line in world.lines
        for name in sums.get(line.amount_minor, ())
        if all(_near(line, entry) for entry in kept[name]) and _told(line, kept[name])
    ]
    for line_id, name in sure(pairs):
        entries = kept[name]
        first = entries[0]
        words = f"{first.kind.label}, {len(entries)} on {first.occurred_on:%d %b %Y}"
        yield Finding(line_id, words, _known([entry.key for entry in entries]))


def _known(keys: list[str]) -> Book:
    return lambda _line: keys


def _near(line: BankLine, entry: ledger.AccountEntry) -> bool:
    first, last = window(line.day)
    return first <= entry.occurred_on <= last


def _told(line: BankLine, entries: list[ledger.AccountEntry]) -> bool:
    return len(entries) >= BY_SUM_LEAST or bool(references_in(entries[0].narration) & words_of(line))


def _names(entry: ledger.AccountEntry) -> frozenset[str]:
    """Return its references: what its key and source say after their first word, which is a kind of ours."""
    own = [unquote(said).partition("/")[2] for said in (entry.key, entry.source)]
    utr = entry.narration if entry.kind is ledger.EntryKind.PAYOUT_PAID else ""
    return references_in(" ".join([*own, entry.item, utr]))
