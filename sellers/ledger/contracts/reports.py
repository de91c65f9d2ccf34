"""What is read from the books."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jkrlm.kernel.money import Money
from sellers.ledger.chart import AccountRef
from sellers.ledger.contracts.sales import NOTHING
from sellers.ledger.states import Component, EntryKind


@dataclass(frozen=True, slots=True)
class Position:
    """
    A seller's: ``held`` in the return window, ``payable`` now, ``due`` from her (never both), ``withheld`` of
    the taxes that she will be handed.
    """

    owner: str
    held: Money
    payable: Money
    due: Money
    withheld: Money


@dataclass(frozen=True, slots=True)
class StatementLine:
    """
    A line of a seller's statement: above nought hers, below taken; ``balance`` is her position after it.
    """

    occurred_on: date
    kind: EntryKind
    component: Component
    code: str
    source: str
    item: str
    narration: str
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class SellerStatement:
    """From ``since`` until, not including, ``until``."""

    owner: str
    since: date
    until: date
    opening: Money
    lines: tuple[StatementLine, ...]
    closing: Money


@dataclass(frozen=True, slots=True)
class TrialRow:
    """``debit`` or ``credit`` is nought; an account whose balance is nought is not listed."""

    account: AccountRef
    debit: Money
    credit: Money


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is open of one source and item on an account, on its natural side, since when."""

    account: AccountRef
    source: str
    item: str
    amount: Money
    since: date


@dataclass(frozen=True, slots=True)
class Gross:
    """
    Goods and their delivery as the buyer pays them, tax included; ``voucher`` is what the operator pays of
    the same goods.
    """

    goods: Money
    delivery: Money
    voucher: Money = NOTHING

    @property
    def total(self) -> Money:
        """What the buyer pays."""
        return self.goods + self.delivery

    @property
    def value(self) -> Money:
        """What it is sold for, whoever pays."""
        return self.total + self.voucher


@dataclass(frozen=True, slots=True)
class ShareBooks:
    """
    A share as it was sold, by component (goods and delivery without tax), and what refunds left of it.
    ``gst_left`` is the tax in that, of goods and their delivery, by head. ``group`` is what of it is the
    group's, after refunds; GST handed to her is not in it. ``voucher`` is what of the sale the operator paid.
    """

    sold: Mapping[Component, Money]
    left: Gross
    gst_left: Mapping[str, Money]
    group: Money
    voucher: Money


@dataclass(frozen=True, slots=True)
class OrderBooks:
    """
    An order in the books: its shares by item, none where it was not sold.

    ``received`` was paid, or given to carriers to collect, less what came back of that; ``due`` is what the
    buyer still owes, below nought what he paid beyond it. ``refunds_due`` was decided, ``refunded`` has left.
    """

    shares: Mapping[str, ShareBooks]
    received: Money
    due: Money
    refunds_due: Money
    refunded: Money

    @property
    def left(self) -> Money:
        """What all shares are still worth to the buyer."""
        return sum((share.left.total for share in self.shares.values()), Money.zero(self.due.currency))
