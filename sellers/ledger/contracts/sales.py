"""What is sold, frozen when the order was confirmed, and what of it goes back."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Final

from jkrlm.kernel.money import Money
from sellers.ledger.errors import BadAmount, BadShare

NOTHING: Final = Money.zero("INR")


def units_of(amount: Money) -> int:
    """
    Return the whole minor units (paise) of an amount; nothing is rounded at the door.

    Raises:
        BadAmount: a fraction of a minor unit.
    """
    if not amount.amount.is_finite() or Money.from_minor_units(amount.minor_units, amount.currency) != amount:
        raise BadAmount(f"{amount.amount} {amount.currency} is not in whole minor units.")
    return amount.minor_units


@dataclass(frozen=True, slots=True)
class TaxHeads:
    """A tax by head. Within the state CGST and SGST, across states IGST."""

    cgst: Money = NOTHING
    sgst: Money = NOTHING
    igst: Money = NOTHING

    @property
    def total(self) -> Money:
        return self.cgst + self.sgst + self.igst

    def by_head(self) -> tuple[tuple[str, Money], ...]:
        return (("cgst", self.cgst), ("sgst", self.sgst), ("igst", self.igst))


NO_TAX: Final = TaxHeads()


class SellerKind(StrEnum):
    """
    Who sells, in law: the group itself; a federation (or JKTPO) under its own GSTIN, which files its own
    returns and buys from the group; or the operator, whose books these are.
    """

    GROUP = "group"
    INTERMEDIARY = "intermediary"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Seller:
    """``key`` names the intermediary; a group is known by its code, the operator needs no name."""

    kind: SellerKind
    key: str = ""


@dataclass(frozen=True, slots=True)
class SaleShare:
    """
    A group's part of an order, frozen when the order was confirmed.

    The buyer pays goods and delivery with tax, but for ``voucher``: that much of the goods, tax included, the
    operator pays for him. The group gets the goods' value without tax, less commission,
    the operator's GST on it (``commission_gst``, also on the gateway fee) and ``gateway_fee``; and less TCS
    and TDS where she is seller of record herself. Otherwise these are taken off what the seller of record is
    handed.
    """

    item: str
    group_code: str
    seller: Seller
    goods_net: Money
    goods_gst: TaxHeads = NO_TAX
    delivery_net: Money = NOTHING
    delivery_gst: TaxHeads = NO_TAX
    commission: Money = NOTHING
    commission_gst: TaxHeads = NO_TAX
    gateway_fee: Money = NOTHING
    tcs: TaxHeads = NO_TAX
    tds: Money = NOTHING
    voucher: Money = NOTHING

    def __post_init__(self) -> None:
        amounts: list[Money] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, TaxHeads):
                amounts += [amount for _, amount in value.by_head()]
            elif isinstance(value, Money):
                amounts.append(value)
        if any(amount.currency != self.goods_net.currency for amount in amounts):
            raise BadShare(f"The share {self.item} is in more than one currency.")
        if any(units_of(amount) < 0 for amount in amounts) or not self.goods_net.amount:
            raise BadShare(f"The share {self.item} wants goods of some value and no amount below nought.")
        if self.goods_gross < self.voucher:
            raise BadShare(f"Of the share {self.item} more is paid for the buyer than it costs.")
        if not self.item or not self.group_code:
            raise BadShare("A share wants an item and a group.")
        if (self.seller.kind is SellerKind.INTERMEDIARY) != bool(self.seller.key):
            raise BadShare("An intermediary has a key, a group and the operator have none.")
        if self.seller.kind is SellerKind.OPERATOR and (self.tcs.total + self.tds).amount:
            raise BadShare("Nothing is collected or deducted at source from what the operator sells itself.")
        if self.group_gets.amount < 0:
            raise BadShare(f"The share {self.item} would leave the group less than nothing.")

    @property
    def goods_gross(self) -> Money:
        return self.goods_net + self.goods_gst.total

    @property
    def delivery_gross(self) -> Money:
        return self.delivery_net + self.delivery_gst.total

    @property
    def gross(self) -> Money:
        """What the buyer pays for it."""
        return self.goods_gross + self.delivery_gross - self.voucher

    @property
    def group_gets(self) -> Money:
        """What is held for the group until it clears; GST handed to a registered group is not in it."""
        gets = self.goods_net - self.commission - self.commission_gst.total - self.gateway_fee
        return gets - self.tcs.total - self.tds if self.seller.kind is SellerKind.GROUP else gets


@dataclass(frozen=True, slots=True)
class Sale:
    """An order's shares. ``total`` is what the order costs its buyer; the shares must add up to it."""

    order: str
    total: Money
    shares: tuple[SaleShare, ...]
    occurred_on: date


@dataclass(frozen=True, slots=True)
class Refund:
    """
    Goods and delivery of a share taken back, amounts as the buyer paid them, tax included; the rates are the
    frozen ones. ``voucher`` is what the operator had paid of the same goods: it gets that back.
    ``paid`` is false where the buyer has not paid yet (cash on delivery, a cancelled order). ``goods_gst`` is
    the tax in goods, where a document has said it already (a till's credit note); else it is worked out.
    """

    order: str
    item: str
    reference: str
    goods: Money
    occurred_on: date
    delivery: Money = NOTHING
    voucher: Money = NOTHING
    paid: bool = True
    narration: str = ""
    goods_gst: TaxHeads | None = None


@dataclass(frozen=True, slots=True)
class Clearing:
    """
    A share whose delivery and return window are over. ``reference`` names a second clearing, of what is held
    again after the first was reversed.
    """

    order: str
    item: str
    occurred_on: date
    reference: str = ""
