"""What the bank says we have, what the books say, and each part of the difference."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import sellers.ledger.facade as ledger
from jkrlm.kernel.statements import Statement
from sellers.reconciliation.services.settle_line import BANK

#: Balances where walks along the running balance begin (above nought) or end: see statements/chain.py.
_WALKS: Final = Statement(
    "WITH node AS ("
    " SELECT account_id, balance_minor - amount_minor AS balance, day, 1 AS step FROM reconciliation_bankline"
    " UNION ALL SELECT account_id, balance_minor, day, -1 FROM reconciliation_bankline)"
    " SELECT account_id, balance, sum(step)::int, min(day), max(day) FROM node"
    " GROUP BY 1, 2 HAVING sum(step) <> 0 ORDER BY 4, 2"
)
_LINES: Final = Statement(
    "SELECT count(*), coalesce(sum(amount_minor), 0)::bigint,"
    " coalesce(sum(amount_minor) FILTER (WHERE match.id IS NULL AND line.is_unclaimed), 0)::bigint,"
    " coalesce(sum(amount_minor) FILTER (WHERE match.id IS NULL AND NOT line.is_unclaimed), 0)::bigint,"
    " min(line.day), max(line.day)"
    " FROM reconciliation_bankline line LEFT JOIN reconciliation_match match ON match.line_id = line.id"
)
_MATCHED: Final = Statement("SELECT coalesce(sum(amount_minor), 0)::bigint FROM reconciliation_matchentry")
_FIRST: Final = Statement(
    "SELECT DISTINCT ON (account_id) account_id, balance_minor - amount_minor FROM reconciliation_bankline"
    " ORDER BY account_id, day, id"
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines are missing: a statement ends at one balance, the next begins at another."""

    ended_on: date
    ended_minor: int
    goes_on: date
    goes_on_minor: int

    @property
    def missing_minor(self) -> int:
        return self.goes_on_minor - self.ended_minor


@dataclass(frozen=True, slots=True)
class Balances:
    """
    In paise. ``outside`` = ``opening`` + ``gaps`` + all lines; ``books`` is the ledger's bank; and

    outside − books = opening + gaps + not_booked − not_seen,

    ``not_booked`` being lines that stand in no books yet, ``not_seen`` entries that no line was matched with.
    ``unclaimed`` is in both: nobody knows whose it is.
    """

    since: date | None
    until: date | None
    outside: int
    books: int
    opening: int
    missing: int
    not_booked: int
    not_seen: int
    unclaimed: int
    gaps: tuple[Gap, ...]

    @property
    def difference(self) -> int:
        return self.outside - self.books

    @property
    def explained(self) -> int:
        return self.opening + self.missing + self.not_booked - self.not_seen


def balances() -> Balances:
    """Four queries and the ledger's."""
    ((count, total, unclaimed, not_booked, since, until),) = _LINES.rows()
    ((matched,),) = _MATCHED.rows()
    books = ledger.balance(BANK).minor_units
    opening, gaps = _walks()
    missing = sum(gap.missing_minor for gap in gaps)
    return Balances(
        since=since,
        until=until,
        outside=opening + missing + total if count else 0,
        books=books,
        opening=opening,
        missing=missing,
        not_booked=not_booked,
        not_seen=books - matched - unclaimed,
        unclaimed=unclaimed,
        gaps=gaps,
    )


def _walks() -> tuple[int, tuple[Gap, ...]]:
    """Return the balance before the first line, over all accounts, and the gaps."""
    opening: dict[int, int] = dict(_FIRST.rows())  # type: ignore[arg-type]
    starts: dict[int, list[tuple[date, int]]] = {}
    ends: dict[int, list[tuple[date, int]]] = {}
    for account, balance, steps, first, last in _WALKS.rows():
        kept, day = (starts, first) if steps > 0 else (ends, last)
        kept.setdefault(account, []).extend([(day, balance)] * abs(steps))
    gaps = []
    for account, begun in starts.items():
        begun, ended = sorted(begun), sorted(ends[account])
        opening[account] = begun[0][1]
        for (ended_on, at), (goes_on, then) in zip(ended, begun[1:], strict=False):
            gaps.append(Gap(ended_on, at, goes_on, then))
    return sum(opening.values()), tuple(gaps)
