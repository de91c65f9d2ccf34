"""
The one way into the books.

A number of plans is recorded whole or not at all, with a fixed number of queries. What they depend on is
locked first: the entries of their sources by id, then the accounts of sellers by id. Several calls within one
transaction of the caller's may therefore wait for each other in a circle; hand over several plans in one call
instead.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from jkrlm.kernel.money import Money
from jkrlm.kernel.statements import Statement
from sellers.ledger.books import BookRow, Books
from sellers.ledger.chart import CHART, DUE_FROM_SELLER, PAYABLE, AccountRef, place
from sellers.ledger.contracts import Entry, JournalLine
from sellers.ledger.errors import IdempotencyConflict
from sellers.ledger.plans import Lines, Plan, checked
from sellers.ledger.selectors import book_rows, entries_by_key

_TRIES_MAX: Final = 5

_LOCK_SOURCES: Final = Statement(
    "SELECT id FROM sellers_ledger_journalentry WHERE source = ANY(%(sources)s::varchar[])"
    " ORDER BY id FOR NO KEY UPDATE"
)
_LOCK_ACCOUNTS: Final = Statement(
    "SELECT id FROM sellers_ledger_account WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id FOR NO KEY UPDATE"
)
_DIGESTS: Final = Statement(
    "SELECT key, digest FROM sellers_ledger_journalentry WHERE key = ANY(%(keys)s::varchar[])"
)
_ACCOUNTS: Final = Statement(
    "SELECT account.id, account.code, account.owner, account.currency FROM sellers_ledger_account account"
    " JOIN unnest(%(codes)s::varchar[], %(owners)s::varchar[], %(currencies)s::varchar[])"
    " wanted (code, owner, currency) USING (code, owner, currency)"
)
_NEW_ACCOUNTS: Final = Statement(
    "INSERT INTO sellers_ledger_account (code, owner, currency, kind)"
    " SELECT * FROM unnest(%(codes)s::varchar[], %(owners)s::varchar[], %(currencies)s::varchar[],"
    " %(kinds)s::varchar[]) wanted ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING RETURNING id"
)
_SUMS: Final = Statement(
    "SELECT account_id, sum(amount_minor)::bigint FROM sellers_ledger_line"
    " WHERE account_id = ANY(%(ids)s::bigint[]) GROUP BY 1"
)
_NEW_ENTRIES: Final = Statement(
    "INSERT INTO sellers_ledger_journalentry"
    " (key, digest, kind, occurred_on, recorded_at, source, item, narration, reverses_id)"
    " SELECT wanted.key, digest, kind, occurred_on, %(now)s::timestamptz, source, item, narration,"
    " reverses_id"
    " FROM unnest(%(keys)s::varchar[], %(digests)s::varchar[], %(kinds)s::varchar[], %(days)s::date[],"
    " %(sources)s::varchar[], %(items)s::varchar[], %(narrations)s::varchar[], %(reverses)s::bigint[])"
    " wanted (key, digest, kind, occurred_on, source, item, narration, reverses_id)"
    " ORDER BY wanted.key ON CONFLICT (key) DO NOTHING RETURNING id, key"
)
_NEW_LINES: Final = Statement(
    "INSERT INTO sellers_ledger_line (entry_id, account_id, amount_minor, component)"
    " SELECT * FROM unnest(%(entries)s::bigint[], %(accounts)s::bigint[], %(units)s::bigint[],"
    " %(components)s::varchar[]) RETURNING 1"
)

_Accounts = dict[tuple[AccountRef, str], int]


class _Overtaken(Exception):
    """Another transaction wrote one of the keys after we had looked; look again."""


def record(*, plans: Sequence[Plan], now: datetime) -> tuple[Entry, ...]:
    """
    Write the plans' entries; return them in the same order. A key that was used returns its first entry.

    Raises:
        IdempotencyConflict: a key was used for something else.
        Overdrawn, Unbalanced, BadReference, and what the plans' own lines raise: nothing is written.
    """
    once = _once(plans)
    for _ in range(_TRIES_MAX):
        try:
            with transaction.atomic():
                entries = _write(once, now)
        except _Overtaken:
            continue
        return tuple(entries[plan.key] for plan in plans)
    raise RuntimeError(f"{once[0].key} was overtaken {_TRIES_MAX} times")


def _once(plans: Iterable[Plan]) -> list[Plan]:
    """Return the plans without those that repeat an earlier one of the same call."""
    first: dict[str, Plan] = {}
    for plan in plans:
        _same(first.setdefault(plan.key, plan).digest, plan)
    return list(first.values())


def _same(digest: str, plan: Plan) -> None:
    if digest != plan.digest:
        raise IdempotencyConflict(
            f"{plan.key} stands in the books for something else.", field="reference", params={"key": plan.key}
        )


def _write(plans: Sequence[Plan], now: datetime) -> dict[str, Entry]:
    """Keys are looked up after the locks: who waited for its twin finds what the twin wrote."""
    sources = sorted({plan.source for plan in plans if plan.reads_source})
    rows = _locked_rows(sources) if sources else []
    owners = {owner for plan in plans for owner in plan.owners}
    owners |= {(row.account.owner, row.currency) for row in rows if place(row.account).owner == "seller"}
    balances = _locked_balances(owners) if owners else {}
    known = _known(plans)
    fresh = [plan for plan in plans if plan.key not in known]
    if not fresh:
        return known
    books = Books(rows, balances)
    drafts = [(plan, _lines(plan, books)) for plan in fresh]
    return known | {entry.key: entry for entry in _insert(drafts, now)}


def _locked_rows(sources: Sequence[str]) -> list[BookRow]:
    _LOCK_SOURCES.rows(sources=sources)
    return book_rows(sources)


def _known(plans: Sequence[Plan]) -> dict[str, Entry]:
    """Return the first entries of keys that were used before. Raises IdempotencyConflict."""
    digests: dict[str, str] = dict(_DIGESTS.rows(keys=[plan.key for plan in plans]))
    if not digests:
        return {}
    for plan in plans:
        if plan.key in digests:
            _same(digests[plan.key], plan)
    return {key: replace(entry, repeated=True) for key, entry in entries_by_key(digests).items()}


def _lines(plan: Plan, books: Books) -> Lines:
    """
    Work out a plan's lines, with what levels the sellers in it, and write them into the books in memory.
    """
    lines = plan.lines(books)
    lines = checked((*lines, *books.levelling(lines)), plan.key)
    books.apply(plan, lines)
    return lines


def _locked_balances(owners: Collection[tuple[str, str]]) -> dict[tuple[AccountRef, str], int]:
    """
    Lock sellers and return what is payable to and due from them, debits above nought.

    The payable account stands for the seller; it is opened first, so that there is something to lock.
    """
    wanted = {
        (chart.of(owner), currency) for owner, currency in owners for chart in (PAYABLE, DUE_FROM_SELLER)
    }
    accounts = _accounts(wanted)
    payable = [pk for (account, _), pk in accounts.items() if account.code == PAYABLE.code]
    _LOCK_ACCOUNTS.rows(ids=payable)
    sums = dict(_SUMS.rows(ids=list(accounts.values())))
    return {account: sums.get(pk, 0) for account, pk in accounts.items()}


def _accounts(wanted: Collection[tuple[AccountRef, str]]) -> _Accounts:
    """Return the ids of accounts; those that are missing are opened."""

    def columns(accounts: Collection[tuple[AccountRef, str]]) -> dict[str, list[str]]:
        return {
            "codes": [account.code for account, _ in accounts],
            "owners": [account.owner for account, _ in accounts],
            "currencies": [currency for _, currency in accounts],
        }

    def found(accounts: Collection[tuple[AccountRef, str]]) -> _Accounts:
        return {
            (AccountRef(code, owner), currency): pk
            for pk, code, owner, currency in _ACCOUNTS.rows(**columns(accounts))
        }

    known = found(wanted)
    missing = [account for account in wanted if account not in known]
    if missing:
        kinds = [CHART[account.code].kind.value for account, _ in missing]
        _NEW_ACCOUNTS.rows(kinds=kinds, **columns(missing))
        known |= found(missing)
    return known


def _insert(drafts: Sequence[tuple[Plan, Lines]], now: datetime) -> list[Entry]:
    """Raises _Overtaken."""
    plans = [plan for plan, _ in drafts]
    inserted = _NEW_ENTRIES.rows(
        now=now,
        keys=[plan.key for plan in plans],
        digests=[plan.digest for plan in plans],
        kinds=[plan.kind.value for plan in plans],
        days=[plan.occurred_on for plan in plans],
        sources=[plan.source for plan in plans],
        items=[plan.item for plan in plans],
        narrations=[plan.narration for plan in plans],
        reverses=[plan.reverses_id for plan in plans],
    )
    if len(inserted) < len(plans):
        raise _Overtaken
    ids = {key: pk for pk, key in inserted}
    accounts = _accounts({(line.account, line.currency) for _, lines in drafts for line in lines})
    rows = [(ids[plan.key], line) for plan, lines in drafts for line in lines]
    _NEW_LINES.rows(
        entries=[pk for pk, _ in rows],
        accounts=[accounts[line.account, line.currency] for _, line in rows],
        units=[line.units for _, line in rows],
        components=[line.component.value for _, line in rows],
    )
    return [_entry(ids[plan.key], plan, lines, now) for plan, lines in drafts]


def _entry(pk: int, plan: Plan, lines: Lines, now: datetime) -> Entry:
    return Entry(
        id=pk,
        key=plan.key,
        kind=plan.kind,
        occurred_on=plan.occurred_on,
        recorded_at=now,
        source=plan.source,
        item=plan.item,
        narration=plan.narration,
        lines=tuple(
            JournalLine(line.account, Money.from_minor_units(line.units, line.currency), line.component)
            for line in lines
        ),
        reverses_id=plan.reverses_id,
    )
