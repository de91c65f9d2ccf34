"""What must be true of the books at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from jkrlm.kernel.statements import Statement
from sellers.ledger.chart import CHART, DUE_FROM_SELLER, PAYABLE
from sellers.ledger.states import CREDIT_KINDS, LEVELLING, Guard

LISTED_MAX: Final = 100

_LINES: Final = (
    " FROM sellers_ledger_line line"
    " JOIN sellers_ledger_account account ON account.id = line.account_id"
    " JOIN sellers_ledger_journalentry entry ON entry.id = line.entry_id"
)
_WHOLE: Final = Statement(
    "SELECT account.currency, sum(line.amount_minor)::bigint FROM sellers_ledger_line line"
    " JOIN sellers_ledger_account account ON account.id = line.account_id"
    " GROUP BY 1 HAVING sum(line.amount_minor) <> 0"
)
_ENTRIES: Final = Statement(
    "SELECT entry.key, coalesce(account.currency, ''), coalesce(sum(line.amount_minor), 0)::bigint,"
    " count(line.id) FROM sellers_ledger_journalentry entry"
    " LEFT JOIN sellers_ledger_line line ON line.entry_id = entry.id"
    " LEFT JOIN sellers_ledger_account account ON account.id = line.account_id"
    " GROUP BY entry.id, account.currency"
    " HAVING coalesce(sum(line.amount_minor), 0) <> 0 OR count(line.id) < 2 LIMIT %(limit)s"
)
_REVERSALS: Final = Statement(
    "SELECT DISTINCT entry.key FROM sellers_ledger_journalentry entry"
    " JOIN sellers_ledger_line line ON line.entry_id IN (entry.id, entry.reverses_id)"
    " WHERE entry.reverses_id IS NOT NULL AND NOT line.component = ANY(%(levelling)s::varchar[])"
    " GROUP BY entry.id, line.account_id HAVING sum(line.amount_minor) <> 0 LIMIT %(limit)s"
)
_KINDS: Final = Statement(
    "SELECT code, owner, kind FROM sellers_ledger_account account WHERE NOT EXISTS ("
    " SELECT 1 FROM unnest(%(codes)s::varchar[], %(kinds)s::varchar[], %(owned)s::boolean[])"
    " chart (code, kind, owned) WHERE chart.code = account.code AND chart.kind = account.kind"
    " AND chart.owned = (account.owner <> '')) LIMIT %(limit)s"
)
#: The natural side of an account, above nought.
_NATURAL: Final = (
    "sum(line.amount_minor * CASE WHEN account.kind = ANY(%(credit)s::varchar[]) THEN -1 ELSE 1 END)"
)
_BELOW: Final = Statement(
    "SELECT account.code, account.owner, account.currency, '', '', {natural}::bigint FROM"
    " sellers_ledger_line line"
    " JOIN sellers_ledger_account account ON account.id = line.account_id"
    " WHERE account.code = ANY(%(whole)s::varchar[]) GROUP BY 1, 2, 3 HAVING {natural} < 0"
    " UNION ALL SELECT account.code, account.owner, account.currency, entry.source, '',"
    " {natural}::bigint {lines}"
    " WHERE account.code = ANY(%(by_source)s::varchar[]) GROUP BY 1, 2, 3, 4 HAVING {natural} < 0"
    " UNION ALL SELECT account.code, account.owner, account.currency, entry.source, entry.item,"
    " {natural}::bigint {lines}"
    " WHERE account.code = ANY(%(by_item)s::varchar[]) GROUP BY 1, 2, 3, 4, 5 HAVING {natural} < 0"
    " ORDER BY 1, 2, 3, 4, 5 LIMIT %(limit)s",
    natural=_NATURAL,
    lines=_LINES,
)
_BOTH: Final = Statement(
    "SELECT account.owner FROM sellers_ledger_line line"
    " JOIN sellers_ledger_account account ON account.id = line.account_id"
    " WHERE account.code IN (%(payable)s, %(due)s) GROUP BY account.owner, account.currency"
    " HAVING sum(line.amount_minor) FILTER (WHERE account.code = %(payable)s) <> 0"
    " AND sum(line.amount_minor) FILTER (WHERE account.code = %(due)s) <> 0 LIMIT %(limit)s"
)


def _balances() -> list[str]:
    whole = [f"all lines in {currency} sum to {units}" for currency, units in _WHOLE.rows()]
    return whole + [
        f"{key} sums to {units} {currency} over {lines} lines"
        for key, currency, units, lines in _ENTRIES.rows(limit=LISTED_MAX)
    ]


def _mirrors() -> list[str]:
    found = _REVERSALS.rows(levelling=[each.value for each in LEVELLING], limit=LISTED_MAX)
    return [f"{key} does not mirror the entry that it reverses" for (key,) in found]


def _in_the_chart() -> list[str]:
    charts = list(CHART.values())
    found = _KINDS.rows(
        codes=[chart.code for chart in charts],
        kinds=[chart.kind.value for chart in charts],
        owned=[bool(chart.owner) for chart in charts],
        limit=LISTED_MAX,
    )
    return [f"the account {code}:{owner} is {kind}, and not so in the chart" for code, owner, kind in found]


def _never_below() -> list[str]:
    codes = {guard: [chart.code for chart in CHART.values() if chart.guard is guard] for guard in Guard}
    found = _BELOW.rows(
        credit=[kind.value for kind in CREDIT_KINDS],
        whole=codes[Guard.WHOLE],
        by_source=codes[Guard.SOURCE],
        by_item=codes[Guard.ITEM],
        limit=LISTED_MAX,
    )
    return [
        f"{code}:{owner} is at {units} {currency} minor units {source} {item}".rstrip()
        for code, owner, currency, source, item, units in found
    ]


def _payable_or_due() -> list[str]:
    found = _BOTH.rows(payable=PAYABLE.code, due=DUE_FROM_SELLER.code, limit=LISTED_MAX)
    return [f"{owner} is owed money and owes some at once" for (owner,) in found]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return the sentences with what checks them: one line for each exception."""
    return (
        ("the ledger balances, as a whole and in every entry", _balances),
        ("every reversal mirrors what it reverses", _mirrors),
        ("every account stands in the chart, as what it is", _in_the_chart),
        ("no account is below nought that may not be, nor any open item of one", _never_below),
        ("nobody is owed money and owes some at once", _payable_or_due),
    )
