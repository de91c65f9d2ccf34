"""
The part of the books that some plans depend on, in memory: values, no database.

Plans of one call are worked out one after the other on the same books, each seeing what those before it did.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sellers.ledger.chart import (
    DUE_FROM_SELLER,
    PAYABLE,
    PAYER_CODES,
    SELLER_CODES,
    VOUCHERS,
    AccountRef,
    place,
)
from sellers.ledger.errors import Overdrawn
from sellers.ledger.plans import DraftLine, Lines, Plan
from sellers.ledger.states import LEVELLING, Component, EntryKind, Guard

#: What the group (or whoever is seller of record) bears of a sale: on both sides of the entry.
BORNE: Final = frozenset(
    {
        Component.COMMISSION,
        Component.COMMISSION_CGST,
        Component.COMMISSION_SGST,
        Component.COMMISSION_IGST,
        Component.GATEWAY_FEE,
        Component.TCS_CGST,
        Component.TCS_SGST,
        Component.TCS_IGST,
        Component.TDS,
    }
)


class BookRow(NamedTuple):
    """The sum of some lines of a source; a reversal counts under the kind of what it reverses."""

    source: str
    item: str
    kind: EntryKind
    component: Component
    account: AccountRef
    currency: str
    units: int


@dataclass(slots=True)
class Sold:
    """
    What was sold of an item and not yet refunded, in minor units by component. ``credited`` is the account
    that the sale gave a component to, ``borne_by`` the account it took it from. ``voucher`` is what of the
    goods the operator paid, in ``units`` as well.
    """

    currency: str = ""
    units: dict[Component, int] = field(default_factory=lambda: defaultdict(int))
    voucher: int = 0
    credited: dict[Component, AccountRef] = field(default_factory=dict)
    borne_by: dict[Component, AccountRef] = field(default_factory=dict)

    def add(self, row: BookRow) -> None:
        if row.account.code == VOUCHERS.code:
            self.voucher += row.units
        if row.account.code in PAYER_CODES or row.component in LEVELLING:
            return
        self.currency = row.currency
        is_sale = row.kind is EntryKind.SALE
        if row.component in BORNE and row.account.code in SELLER_CODES:
            if is_sale:
                self.borne_by[row.component] = row.account
            return
        if is_sale:
            self.credited[row.component] = row.account
        self.units[row.component] -= row.units


class Books:
    """What is open by source and item, what was sold, and the balances of sellers."""

    def __init__(self, rows: Iterable[BookRow], balances: Mapping[tuple[AccountRef, str], int]) -> None:
        self._rows: dict[str, list[BookRow]] = defaultdict(list)
        self._items: dict[tuple[str, str, AccountRef, str], int] = defaultdict(int)
        self._sources: dict[tuple[str, AccountRef, str], int] = defaultdict(int)
        self._balances: dict[tuple[AccountRef, str], int] = defaultdict(int, balances)
        for row in rows:
            self._note(row)

    def _note(self, row: BookRow) -> None:
        self._rows[row.source].append(row)
        self._items[row.source, row.item, row.account, row.currency] += row.units
        self._sources[row.source, row.account, row.currency] += row.units

    def balance(self, account: AccountRef, currency: str) -> int:
        """Return a seller's balance on its natural side."""
        return self._balances[account, currency] * place(account).sign

    def open_of_source(self, account: AccountRef, currency: str, source: str) -> int:
        return self._sources[source, account, currency] * place(account).sign

    def open_of_item(self, account: AccountRef, currency: str, source: str, item: str) -> int:
        return self._items[source, item, account, currency] * place(account).sign

    def open_accounts(self, source: str, item: str) -> list[tuple[AccountRef, str, int]]:
        """Return the accounts on which something of the item is open, with currency and natural units."""
        found = {(row.account, row.currency) for row in self._rows[source] if row.item == item}
        opened = [(ref, currency, self.open_of_item(ref, currency, source, item)) for ref, currency in found]
        return sorted(each for each in opened if each[2])

    def rows(self, source: str, kind: EntryKind) -> list[BookRow]:
        return [row for row in self._rows[source] if row.kind is kind]

    def sold(self, source: str, item: str) -> Sold:
        sold = Sold()
        for row in self._rows[source]:
            if row.item == item and row.kind in (EntryKind.SALE, EntryKind.REFUND):
                sold.add(row)
        return sold

    def levelling(self, lines: Lines) -> Lines:
        """
        Return the lines that level each seller whom ``lines`` touch: what payable cannot bear is carried as
        due; what becomes payable first takes off what is due. So never is both payable and due.
        """
        moved: dict[tuple[AccountRef, str], int] = defaultdict(int)
        for line in lines:
            moved[line.account, line.currency] += line.units
        touched = {
            (line.account.owner, line.currency)
            for line in lines
            if line.account.code in (PAYABLE.code, DUE_FROM_SELLER.code)
        }
        level: list[DraftLine] = []
        for owner, currency in sorted(touched):
            payable, due = PAYABLE.of(owner), DUE_FROM_SELLER.of(owner)
            is_due = self.balance(due, currency) + moved[due, currency]
            position = self.balance(payable, currency) - moved[payable, currency] - is_due
            units = max(-position, 0) - is_due
            why = Component.CARRIED if units > 0 else Component.RECOVERED
            level.append(DraftLine(due, currency, units, why))
            level.append(DraftLine(payable, currency, -units, why))
        return tuple(line for line in level if line.units)

    def apply(self, plan: Plan, lines: Lines) -> None:
        """
        Write the lines into these books.

        Raises:
            Overdrawn: a guarded account, or an open item of one, would be below nought.
        """
        for line in lines:
            kind = plan.counts_as or plan.kind
            row = BookRow(
                plan.source, plan.item, kind, line.component, line.account, line.currency, line.units
            )
            self._note(row)
            self._balances[line.account, line.currency] += line.units
        for account, currency in {(line.account, line.currency) for line in lines}:
            moved = sum(each.units for each in lines if (each.account, each.currency) == (account, currency))
            chart = place(account)
            if moved * chart.sign >= 0:
                continue
            left = {
                Guard.NONE: 0,
                Guard.WHOLE: self.balance(account, currency),
                Guard.SOURCE: self.open_of_source(account, currency, plan.source),
                Guard.ITEM: self.open_of_item(account, currency, plan.source, plan.item),
            }[chart.guard]
            if left < 0:
                raise Overdrawn(
                    f"{plan.key} takes more from {account} than there is.",
                    params={"account": str(account), "short_minor": -left, "currency": currency},
                )
