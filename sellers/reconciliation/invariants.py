"""What must be true of reconciliation at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

import commerce.payments.facade as payments
import sellers.ledger.facade as ledger
from jkrlm.kernel.statements import Statement
from sellers.reconciliation.models import BankLine, MatchEntry
from sellers.reconciliation.services.settle_line import BANK, UPI, unclaimed_key

LISTED_MAX: Final = 100
_BATCH: Final = 1_000

_SUMS: Final = Statement(
    "SELECT line.code, line.amount_minor, coalesce(sum(entry.amount_minor), 0)::bigint"
    " FROM reconciliation_match match JOIN reconciliation_bankline line ON line.id = match.line_id"
    " LEFT JOIN reconciliation_matchentry entry ON entry.match_id = match.id"
    " GROUP BY line.id HAVING coalesce(sum(entry.amount_minor), 0) <> line.amount_minor"
    " ORDER BY line.id LIMIT %(limit)s"
)
_PLACES: Final = Statement(
    "SELECT line.code, match.id IS NOT NULL, item.id IS NOT NULL AND item.settled_at IS NULL"
    " FROM reconciliation_bankline line"
    " LEFT JOIN reconciliation_match match ON match.line_id = line.id"
    " LEFT JOIN reconciliation_openitem item ON item.line_id = line.id"
    " WHERE (match.id IS NULL) <> (item.id IS NOT NULL AND item.settled_at IS NULL)"
    " ORDER BY line.id LIMIT %(limit)s"
)
_CLOSED: Final = Statement(
    "SELECT held.day, held.lines, held.outside_minor, count(line.id)::int,"
    " coalesce(sum(line.amount_minor), 0)::bigint"
    " FROM reconciliation_reconciledday held LEFT JOIN reconciliation_bankline line ON line.day = held.day"
    " WHERE held.is_closed GROUP BY held.id"
    " HAVING count(line.id) <> held.lines OR coalesce(sum(line.amount_minor), 0) <> held.outside_minor"
    " LIMIT %(limit)s"
)


def _add_up() -> list[str]:
    return [
        f"{code}: the line is {amount}, its entries are {total} paise"
        for code, amount, total in _SUMS.rows(limit=LISTED_MAX)
    ]


def _batches(rows: Iterator) -> Iterator[list]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _in_the_books() -> list[str]:
    """What a match says that an entry did to the bank is what the books say."""
    faults: list[str] = []
    for batch in _batches(MatchEntry.objects.order_by("id").iterator(_BATCH)):
        effects = ledger.effects_on(BANK, [entry.entry_key for entry in batch])
        for entry in batch:
            effect = effects.get(entry.entry_key)
            if effect is None or effect.minor_units != entry.amount_minor:
                said = "nothing" if effect is None else str(effect.minor_units)
                faults.append(f"{entry.entry_key}: matched as {entry.amount_minor}, booked as {said} paise")
        if len(faults) >= LISTED_MAX:
            break
    return faults[:LISTED_MAX]


def _matched_or_open() -> list[str]:
    return [
        f"{code}: {'matched and open' if matched and open_ else 'neither matched nor open'}"
        for code, matched, open_ in _PLACES.rows(limit=LISTED_MAX)
    ]


def _unclaimed() -> list[str]:
    faults: list[str] = []
    lines = BankLine.objects.filter(is_unclaimed=True).order_by("id")
    for batch in _batches(lines.iterator(_BATCH)):
        effects = ledger.effects_on(BANK, [unclaimed_key(line) for line in batch])
        for line in batch:
            effect = effects.get(unclaimed_key(line))
            if effect is None or effect.minor_units != line.amount_minor:
                faults.append(f"{line.code}: unclaimed, and not so in the books")
    return faults[:LISTED_MAX]


def _by_upi() -> list[str]:
    """What is matched as money by UPI the payment app has taken, and what it has taken is matched so."""
    lines = BankLine.objects.filter(amount_minor__gt=0, match__isnull=False).select_related("match")
    faults: list[str] = []
    for batch in _batches(lines.order_by("id").iterator(_BATCH)):
        taken = payments.taken_credits([line.code for line in batch])
        faults += [
            f"{line.code}: matched by {line.match.matcher}, taken for {taken.get(line.code, 'no payment')}"
            for line in batch
            if (line.code in taken) != (line.match.matcher == UPI)
        ]
    return faults[:LISTED_MAX]


def _closed() -> list[str]:
    return [
        f"{day}: closed on {lines} lines of {outside} paise, now {count} of {total}"
        for day, lines, outside, count, total in _CLOSED.rows(limit=LISTED_MAX)
    ]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("a line of the bank is the sum of the entries that it is matched with", _add_up),
        ("an entry did to the bank what it is matched for", _in_the_books),
        ("every line of the bank is matched or open, never both", _matched_or_open),
        ("what nobody has claimed stands so in the books", _unclaimed),
        ("money in the bank is matched as a payment by UPI where it was taken for one, only there", _by_upi),
        ("a closed day has the lines that it was closed on", _closed),
    )
