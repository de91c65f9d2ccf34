"""Shares of orders as the books have them, each part by its own sum: what a settlement is made of."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from jkrlm.kernel.money import Money
from jkrlm.kernel.statements import Statement
from sellers.ledger.books import BORNE
from sellers.ledger.chart import COMMISSION, GST_HELD, GST_OUTPUT, HELD, PAYER_CODES
from sellers.ledger.plans import named
from sellers.ledger.states import GOODS_PARTS, Component, EntryKind

_ROWS: Final = Statement(
    "SELECT entry.source, entry.item, coalesce(reversed.kind, entry.kind), line.component, account.code,"
    " account.owner, sum(line.amount_minor)::bigint"
    " FROM sellers_ledger_journalentry entry"
    " JOIN sellers_ledger_line line ON line.entry_id = entry.id"
    " JOIN sellers_ledger_account account ON account.id = line.account_id"
    " LEFT JOIN sellers_ledger_journalentry reversed ON reversed.id = entry.reverses_id"
    " WHERE entry.source = ANY(%(sources)s::varchar[]) AND entry.item <> ''"
    " AND account.currency = %(currency)s"
    " AND (%(before)s::timestamptz IS NULL OR entry.recorded_at <= %(before)s::timestamptz)"
    " GROUP BY 1, 2, 3, 4, 5, 6"
)
_TRADE: Final = (EntryKind.SALE.value, EntryKind.REFUND.value)
_GST_HELD: Final = frozenset(each.code for each in GST_HELD.values())
_GST_OUTPUT: Final = frozenset(each.code for each in GST_OUTPUT.values())
_GOODS_TAX: Final = frozenset(each.value for each in GOODS_PARTS) - {Component.GOODS.value}
_COMMISSION_TAX: Final = frozenset(
    each.value for each in (Component.COMMISSION_CGST, Component.COMMISSION_SGST, Component.COMMISSION_IGST)
)
_HERS: Final = frozenset({Component.GOODS.value, *(each.value for each in BORNE)})
#: kind, component, account's code, owner, units: above nought debited.
_Row = tuple[str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class ShareSums:
    """
    A share after all refunds but ``sold`` and ``returned``, which are what was sold and what of it came back,
    tax included. ``gst`` is the tax in what is left, ``gst_hers`` what of it the group files herself and is
    handed; ``held`` what she is not yet entitled to, of both. Sold less returned is the sum of ``gst``,
    ``commission``, ``commission_gst``, ``other`` (TCS, TDS and fees that she bears, delivery) and ``share``.
    """

    order: str
    item: str
    group_code: str
    sold: Money
    returned: Money
    gst: Money
    gst_hers: Money
    commission: Money
    commission_gst: Money
    other: Money
    share: Money
    held: Money


def share_sums(
    orders: Collection[str], *, recorded_by: datetime | None = None, currency: str = "INR"
) -> tuple[ShareSums, ...]:
    """
    Return the shares of orders, by order and item, by all that was recorded up to a moment where one is
    given. One query.
    """
    sources = {named("order", order): order for order in orders}
    rows: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for source, item, *row in _ROWS.rows(sources=list(sources), currency=currency, before=recorded_by):
        rows[sources[source], item].append((row[0], row[1], row[2], row[3], row[4]))
    found = (_sums(order, item, rows[order, item], currency) for order, item in sorted(rows))
    return tuple(each for each in found if each is not None)


def _sums(order: str, item: str, rows: list[_Row], currency: str) -> ShareSums | None:
    group = next((owner for _kind, _part, code, owner, _units in rows if code == HELD.code), "")
    trade = [row for row in rows if row[0] in _TRADE]
    if not group or not trade:
        return None
    paid = {kind: sum(row[4] for row in trade if row[0] == kind and row[2] in PAYER_CODES) for kind in _TRADE}
    sold, returned = paid[EntryKind.SALE.value], -paid[EntryKind.REFUND.value]
    gst = -sum(units for _k, part, _c, _o, units in trade if part in _GOODS_TAX)
    hers = -sum(units for _k, part, _c, owner, units in trade if part in _GOODS_TAX and owner == group)
    commission = -sum(units for _k, _p, code, _o, units in trade if code == COMMISSION.code)
    on_it = -sum(
        units for _k, part, code, _o, units in trade if part in _COMMISSION_TAX and code in _GST_OUTPUT
    )
    share = -sum(
        units
        for _k, part, code, owner, units in trade
        if owner == group and part in _HERS and code not in _GST_HELD
    )
    held = -sum(
        units
        for _k, _p, code, owner, units in rows
        if owner == group and (code == HELD.code or code in _GST_HELD)
    )

    def money(units: int) -> Money:
        return Money.from_minor_units(units, currency)

    return ShareSums(
        order=order,
        item=item,
        group_code=group,
        sold=money(sold),
        returned=money(returned),
        gst=money(gst),
        gst_hers=money(hers),
        commission=money(commission),
        commission_gst=money(on_it),
        other=money(sold - returned - gst - commission - on_it - share),
        share=money(share),
        held=money(held),
    )
