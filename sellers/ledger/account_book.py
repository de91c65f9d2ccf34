"""An account read entry by entry: what each did to it. For those who compare it with somebody else's book."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from jkrlm.kernel.money import Money
from jkrlm.kernel.statements import Statement
from sellers.ledger.chart import AccountRef
from sellers.ledger.states import Component, EntryKind

_ACCOUNT: Final = (
    "(SELECT id FROM sellers_ledger_account"
    " WHERE code = %(code)s AND owner = %(owner)s AND currency = %(currency)s)"
)
_EFFECTS: Final = Statement(
    "SELECT entry.key, sum(line.amount_minor)::bigint FROM sellers_ledger_journalentry entry"
    " JOIN sellers_ledger_line line ON line.entry_id = entry.id AND line.account_id = {account}"
    " WHERE entry.key = ANY(%(keys)s::varchar[]) GROUP BY 1",
    account=_ACCOUNT,
)
_BOOK: Final = Statement(
    "SELECT entry.id, entry.key, entry.kind, entry.occurred_on, entry.source, entry.item, entry.narration,"
    " entry.recorded_at, sum(line.amount_minor)::bigint FROM sellers_ledger_line line"
    " JOIN sellers_ledger_journalentry entry ON entry.id = line.entry_id"
    " WHERE line.account_id = {account}"
    " AND entry.occurred_on >= %(since)s AND entry.occurred_on < %(until)s"
    " GROUP BY entry.id HAVING sum(line.amount_minor) <> 0 ORDER BY entry.occurred_on, entry.id",
    account=_ACCOUNT,
)
_BORNE: Final = Statement(
    "SELECT account.owner, line.component, sum(line.amount_minor)::bigint"
    " FROM sellers_ledger_account account"
    " JOIN sellers_ledger_line line ON line.account_id = account.id"
    " JOIN sellers_ledger_journalentry entry ON entry.id = line.entry_id"
    " WHERE account.owner <> '' AND account.currency = %(currency)s"
    " AND (%(owners)s::varchar[] IS NULL OR account.owner = ANY(%(owners)s::varchar[]))"
    " AND line.component = ANY(%(components)s::varchar[]) AND entry.recorded_at < %(before)s"
    " GROUP BY 1, 2 HAVING sum(line.amount_minor) <> 0"
)


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """An entry that moved an account; ``amount`` is above nought where it debited it."""

    id: int
    key: str
    kind: EntryKind
    occurred_on: date
    source: str
    item: str
    narration: str
    recorded_at: datetime
    amount: Money


def effects_on(account: AccountRef, keys: Collection[str], *, currency: str = "INR") -> dict[str, Money]:
    """Return what entries did to an account, debits above nought; absent where nothing. One query."""
    found = _EFFECTS.rows(code=account.code, owner=account.owner, currency=currency, keys=list(keys))
    return {key: Money.from_minor_units(units, currency) for key, units in found if units}


def account_book(
    account: AccountRef, *, since: date, until: date, currency: str = "INR"
) -> tuple[AccountEntry, ...]:
    """Return what moved an account from ``since`` until, not including, ``until``. One query."""
    found = _BOOK.rows(code=account.code, owner=account.owner, currency=currency, since=since, until=until)
    return tuple(
        AccountEntry(
            pk, key, EntryKind(kind), on, source, item, words, at, Money.from_minor_units(units, currency)
        )
        for pk, key, kind, on, source, item, words, at, units in found
    )


def borne_by_owners(
    components: Collection[Component],
    *,
    recorded_before: datetime,
    owners: Collection[str] | None = None,
    currency: str = "INR",
) -> dict[str, dict[Component, Money]]:
    """
    Return owner -> what its accounts were debited of these components, less what was given back, by all that
    was recorded before a moment; of some owners, or of all. One query.
    """
    found: dict[str, dict[Component, Money]] = {}
    for owner, component, units in _BORNE.rows(
        components=[each.value for each in components],
        before=recorded_before,
        owners=None if owners is None else list(owners),
        currency=currency,
    ):
        found.setdefault(owner, {})[Component(component)] = Money.from_minor_units(units, currency)
    return found
