"""Reads. A balance is a sum that the database reads from one index: docs/decisions/0012 has the figures."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any, Final

from jkrlm.kernel.money import Money
from jkrlm.kernel.statements import Statement
from sellers.ledger.books import BORNE, BookRow, Sold
from sellers.ledger.chart import (
    CHART,
    DUE_FROM_BUYERS,
    DUE_FROM_SELLER,
    GST_HELD,
    HELD,
    PAYABLE,
    REFUNDS_DUE,
    SELLER_CODES,
    WITHHELD,
    AccountRef,
    place,
)
from sellers.ledger.contracts import (
    Entry,
    Gross,
    JournalLine,
    OpenItem,
    OrderBooks,
    Position,
    SellerStatement,
    ShareBooks,
    StatementLine,
    TrialRow,
)
from sellers.ledger.errors import EntryUnknown
from sellers.ledger.plans import named
from sellers.ledger.states import DELIVERY_PARTS, GOODS_PARTS, Component, EntryKind, Guard

_BALANCE: Final = Statement(
    "SELECT coalesce(sum(line.amount_minor), 0)::bigint FROM sellers_ledger_line line"
    " WHERE line.account_id = (SELECT id FROM sellers_ledger_account"
    " WHERE code = %(code)s AND owner = %(owner)s AND currency = %(currency)s)"
)
_BALANCES: Final = Statement(
    "SELECT account.owner, ("
    " SELECT coalesce(sum(amount_minor), 0)::bigint FROM sellers_ledger_line WHERE account_id = account.id)"
    " FROM sellers_ledger_account account"
    " WHERE account.code = %(code)s AND account.owner = ANY(%(owners)s::varchar[])"
    " AND account.currency = %(currency)s"
)
_BALANCES_OF: Final = Statement(
    "SELECT account.owner, account.code, account.currency, ("
    " SELECT coalesce(sum(amount_minor), 0)::bigint FROM sellers_ledger_line WHERE account_id = account.id)"
    " FROM sellers_ledger_account account"
    " WHERE account.owner = ANY(%(owners)s::varchar[]) AND account.owner <> ''"
    " AND account.code = ANY(%(codes)s::varchar[])"
)
_TRIAL: Final = Statement(
    "WITH sums AS (SELECT account_id, sum(amount_minor)::bigint AS units FROM sellers_ledger_line GROUP BY 1)"
    " SELECT account.code, account.owner, account.currency, sums.units FROM sums"
    " JOIN sellers_ledger_account account ON account.id = sums.account_id"
    " WHERE sums.units <> 0 ORDER BY account.code, account.owner, account.currency"
)
_TRIAL_BEFORE: Final = Statement(
    "WITH sums AS (SELECT line.account_id, sum(line.amount_minor)::bigint AS units FROM"
    " sellers_ledger_line line"
    " JOIN sellers_ledger_journalentry entry ON entry.id = line.entry_id"
    " WHERE entry.occurred_on < %(before)s GROUP BY 1)"
    " SELECT account.code, account.owner, account.currency, sums.units FROM sums"
    " JOIN sellers_ledger_account account ON account.id = sums.account_id"
    " WHERE sums.units <> 0 ORDER BY account.code, account.owner, account.currency"
)
_OF_SELLER: Final = (
    " FROM sellers_ledger_account account"
    " JOIN sellers_ledger_line line ON line.account_id = account.id"
    " JOIN sellers_ledger_journalentry entry ON entry.id = line.entry_id"
    " WHERE account.owner = %(owner)s AND account.owner <> '' AND account.currency = %(currency)s"
    " AND account.code = ANY(%(codes)s::varchar[])"
)
_OPENING: Final = Statement(
    "SELECT coalesce(-sum(line.amount_minor), 0)::bigint {of} AND entry.occurred_on < %(since)s",
    of=_OF_SELLER,
)
_STATEMENT: Final = Statement(
    "SELECT entry.occurred_on, entry.kind, line.component, account.code, entry.source, entry.item,"
    " entry.narration, -line.amount_minor {of}"
    " AND entry.occurred_on >= %(since)s AND entry.occurred_on < %(until)s"
    " ORDER BY entry.occurred_on, entry.id, line.id",
    of=_OF_SELLER,
)
_OPEN_ITEMS: Final = Statement(
    "SELECT account.code, account.owner, account.currency, entry.source,"
    " CASE WHEN %(by_item)s THEN entry.item ELSE '' END AS item,"
    " sum(line.amount_minor)::bigint, min(entry.occurred_on)"
    " FROM sellers_ledger_account account"
    " JOIN sellers_ledger_line line ON line.account_id = account.id"
    " JOIN sellers_ledger_journalentry entry ON entry.id = line.entry_id"
    " WHERE account.code = %(code)s AND (%(owner)s = '' OR account.owner = %(owner)s)"
    " GROUP BY 1, 2, 3, 4, 5 HAVING sum(line.amount_minor) <> 0 ORDER BY 7, 4, 5"
)
_ENTRIES: Final = (
    "SELECT entry.id, entry.key, entry.kind, entry.occurred_on, entry.recorded_at, entry.source, entry.item,"
    " entry.narration, entry.reverses_id, account.code, account.owner, account.currency, line.amount_minor,"
    " line.component"
    " FROM sellers_ledger_journalentry entry"
    " JOIN sellers_ledger_line line ON line.entry_id = entry.id"
    " JOIN sellers_ledger_account account ON account.id = line.account_id"
    " WHERE {where} ORDER BY entry.id, line.id"
)
_BOOKED: Final = Statement("SELECT key FROM sellers_ledger_journalentry WHERE key = ANY(%(keys)s::varchar[])")
_BY_KEY: Final = Statement(_ENTRIES, where="entry.key = ANY(%(keys)s::varchar[])")
_BY_SOURCE: Final = Statement(_ENTRIES, where="entry.source = %(source)s")
_BOOK_ROWS: Final = Statement(
    "SELECT entry.source, entry.item, coalesce(reversed.kind, entry.kind), line.component, account.code,"
    " account.owner, account.currency, sum(line.amount_minor)::bigint"
    " FROM sellers_ledger_journalentry entry"
    " JOIN sellers_ledger_line line ON line.entry_id = entry.id"
    " JOIN sellers_ledger_account account ON account.id = line.account_id"
    " LEFT JOIN sellers_ledger_journalentry reversed ON reversed.id = entry.reverses_id"
    " WHERE entry.source = ANY(%(sources)s::varchar[]) GROUP BY 1, 2, 3, 4, 5, 6, 7"
)


def balance(account: AccountRef, *, currency: str = "INR") -> Money:
    """
    Return what is on an account, on its natural side: what we own or spent, what we owe or earned. One query.

    Raises:
        AccountUnknown: the chart has no such account.
    """
    sign = place(account).sign
    ((units,),) = _BALANCE.rows(code=account.code, owner=account.owner, currency=currency)
    return Money.from_minor_units(units * sign, currency)


def balances(code: str, owners: Collection[str], *, currency: str = "INR") -> dict[str, Money]:
    """
    Return what is on each owner's account of a code, as ``balance`` does. One query.

    Raises:
        AccountUnknown: the chart has no such account.
    """
    accounts = [AccountRef(code, owner) for owner in owners]
    signs = {each.owner: place(each).sign for each in accounts}
    units = dict(_BALANCES.rows(code=code, owners=list(owners), currency=currency))
    return {
        owner: Money.from_minor_units(units.get(owner, 0) * sign, currency) for owner, sign in signs.items()
    }


def positions(owners: Collection[str], *, currency: str) -> dict[str, Position]:
    """Return where sellers stand; nought for one of whom the books know nothing. One query."""
    units = {
        (owner, code): balance_units * CHART[code].sign
        for owner, code, in_currency, balance_units in _BALANCES_OF.rows(
            owners=list(owners), codes=list(SELLER_CODES)
        )
        if in_currency == currency
    }

    def of(owner: str, code: str) -> Money:
        return Money.from_minor_units(units.get((owner, code), 0), currency)

    return {
        owner: Position(
            owner=owner,
            held=of(owner, HELD.code),
            payable=of(owner, PAYABLE.code),
            due=of(owner, DUE_FROM_SELLER.code),
            withheld=of(owner, WITHHELD.code),
        )
        for owner in owners
    }


def trial_balance(*, before: date | None) -> tuple[TrialRow, ...]:
    """Return every account that is not nought, by code and owner; of entries before a day. One query."""
    found = _TRIAL.rows() if before is None else _TRIAL_BEFORE.rows(before=before)
    rows = []
    for code, owner, currency, units in found:
        amount, nothing = Money.from_minor_units(abs(units), currency), Money.zero(currency)
        debit, credit = (amount, nothing) if units > 0 else (nothing, amount)
        rows.append(TrialRow(AccountRef(code, owner), debit, credit))
    return tuple(rows)


def statement(*, owner: str, since: date, until: date, currency: str) -> SellerStatement:
    """
    Return what happened on a seller's accounts from ``since`` until, not including, ``until``. Two queries.
    """
    of = {"owner": owner, "currency": currency, "codes": list(SELLER_CODES)}
    ((before,),) = _OPENING.rows(since=since, **of)
    opening = position = Money.from_minor_units(before, currency)
    lines = []
    for occurred_on, kind, component, code, source, item, narration, units in _STATEMENT.rows(
        since=since, until=until, **of
    ):
        amount = Money.from_minor_units(units, currency)
        position = position + amount
        lines.append(
            StatementLine(
                occurred_on=occurred_on,
                kind=EntryKind(kind),
                component=Component(component),
                code=code,
                source=source,
                item=item,
                narration=narration,
                amount=amount,
                balance=position,
            )
        )
    return SellerStatement(owner, since, until, opening, tuple(lines), position)


def open_items(*, code: str, owner: str = "") -> tuple[OpenItem, ...]:
    """
    Return what is open on the accounts of a code, oldest first, with the day it began: to be matched or
    chased.

    Raises:
        AccountUnknown: the chart has no such code.
    """
    chart = place(AccountRef(code, "" if code not in CHART or not CHART[code].owner else owner or "any"))
    return tuple(
        OpenItem(
            AccountRef(code, of), source, item, Money.from_minor_units(units * chart.sign, currency), since
        )
        for _, of, currency, source, item, units, since in _OPEN_ITEMS.rows(
            code=code, owner=owner, by_item=chart.guard is Guard.ITEM
        )
    )


def entries_by_key(keys: Collection[str]) -> dict[str, Entry]:
    """Return the entries there are. One query."""
    return {entry.key: entry for entry in _entries(_BY_KEY.rows(keys=list(keys)))}


def entry(key: str) -> Entry:
    """
    Return an entry.

    Raises:
        EntryUnknown: no entry has this key.
    """
    found = entries_by_key([key]).get(key)
    if found is None:
        raise EntryUnknown(f"No entry {key} stands in the books.", field="key")
    return found


def booked(keys: Collection[str]) -> frozenset[str]:
    """Return those of the keys under which something stands in the books. One query."""
    return frozenset(key for (key,) in _BOOKED.rows(keys=list(keys)))


def entries_of(source: str) -> tuple[Entry, ...]:
    """Return what happened to a source, in the order in which it was recorded. One query."""
    return tuple(_entries(_BY_SOURCE.rows(source=source)))


def book_rows(sources: Collection[str]) -> list[BookRow]:
    """Return the lines of sources, summed. One query."""
    return [
        BookRow(source, item, EntryKind(kind), Component(component), AccountRef(code, owner), currency, units)
        for source, item, kind, component, code, owner, currency, units in _BOOK_ROWS.rows(
            sources=list(sources)
        )
    ]


def orders_in_books(orders: Collection[str], *, currency: str) -> dict[str, OrderBooks]:
    """Return how each order stands. One query."""
    sources = {named("order", order): order for order in orders}
    rows: dict[str, list[BookRow]] = {order: [] for order in orders}
    for row in book_rows(list(sources)):
        if row.currency == currency:
            rows[sources[row.source]].append(row)
    return {order: _order_books(found, currency) for order, found in rows.items()}


def _order_books(rows: list[BookRow], currency: str) -> OrderBooks:
    def money(units: int) -> Money:
        return Money.from_minor_units(units, currency)

    def summed(code: str, *kinds: EntryKind, others: bool = False) -> int:
        of_code = [row for row in rows if row.account.code == code]
        return sum(row.units for row in of_code if (row.kind in kinds) is not others)

    return OrderBooks(
        shares={
            item: _share_books([row for row in rows if row.item == item], money)
            for item in sorted({row.item for row in rows if row.kind is EntryKind.SALE})
        },
        received=money(-summed(DUE_FROM_BUYERS.code, EntryKind.SALE, EntryKind.REFUND, others=True)),
        due=money(summed(DUE_FROM_BUYERS.code, others=True)),
        refunds_due=money(-summed(REFUNDS_DUE.code, others=True)),
        refunded=money(summed(REFUNDS_DUE.code, EntryKind.REFUND, others=True)),
    )


def _share_books(rows: list[BookRow], money: Callable[[int], Money]) -> ShareBooks:
    sold, left = Sold(), Sold()
    for row in rows:
        if row.kind is EntryKind.SALE:
            sold.add(row)
        if row.kind in (EntryKind.SALE, EntryKind.REFUND):
            left.add(row)
    return ShareBooks(
        sold={component: money(units) for component, units in sold.units.items()},
        left=Gross(
            goods=money(sum(left.units[each] for each in GOODS_PARTS) - left.voucher),
            delivery=money(sum(left.units[each] for each in DELIVERY_PARTS)),
            voucher=money(left.voucher),
        ),
        voucher=money(sold.voucher),
        gst_left={
            head: money(sum(left.units[Component(f"{part}-{head}")] for part in ("goods", "delivery")))
            for head in GST_HELD
        },
        group=money(_groups_part(rows, sold)),
    )


def _groups_part(rows: list[BookRow], sold: Sold) -> int:
    """Return what sale and refunds left to the group, wherever it stands by now: held, payable or due."""
    group = sold.credited[Component.GOODS].owner
    return -sum(
        row.units
        for row in rows
        if row.account.owner == group
        and row.account.code in (HELD.code, PAYABLE.code, DUE_FROM_SELLER.code)
        and row.kind in (EntryKind.SALE, EntryKind.REFUND)
        and (row.component is Component.GOODS or row.component in BORNE)
    )


def _entries(rows: list[tuple[Any, ...]]) -> list[Entry]:
    lines: dict[int, list[JournalLine]] = {}
    heads: dict[int, tuple[str, str, date, datetime, str, str, str, int | None]] = {}
    for pk, *head, code, owner, currency, units, component in rows:
        amount = Money.from_minor_units(units, currency)
        lines.setdefault(pk, []).append(JournalLine(AccountRef(code, owner), amount, Component(component)))
        heads[pk] = tuple(head)  # type: ignore[assignment]
    return [
        Entry(
            id=pk,
            key=key,
            kind=EntryKind(kind),
            occurred_on=occurred_on,
            recorded_at=recorded_at,
            source=source,
            item=item,
            narration=narration,
            lines=tuple(lines[pk]),
            reverses_id=reverses_id,
        )
        for pk, (key, kind, occurred_on, recorded_at, source, item, narration, reverses_id) in heads.items()
    ]
