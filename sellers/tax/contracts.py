"""What crosses the door of tax."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jkrlm.kernel.money import Money

NOTHING: Final = Money.zero("INR")


@dataclass(frozen=True, slots=True)
class GstRate:
    """A rate in percent, and how sure we are of it (confirmed, secondary, unconfirmed)."""

    hsn: str
    rate_percent: Decimal
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class SellerOfRecord:
    """
    Who sells, in law: ``kind`` is group, federation or jktpo. Where ``charges_tax`` is false the
    buyer gets a bill of supply without tax lines. ``gstin`` is empty without registration.
    """

    kind: str
    name: str
    gstin: str
    state: str
    charges_tax: bool


@dataclass(frozen=True, slots=True)
class Withholding:
    """In percent of the value without GST; TCS is on taxable supplies only."""

    tcs_percent: Decimal
    tds_percent: Decimal


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A line of a bag: ``total`` is what the buyer pays for all of it, tax included."""

    group_code: str
    hsn: str
    quantity: int
    total: Money
    handmade: bool = True


@dataclass(frozen=True, slots=True)
class TaxRow:
    """A row shown before payment: "IGST 5 %". ``rate_percent`` is the row's own rate."""

    label: str
    rate_percent: Decimal
    taxable: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class TaxedPart:
    """
    A line or a parcel's delivery as it was taxed. ``key`` is the SKU, or the parcel's key;
    ``seller`` is None while the delivery address is not known.

    ``gross`` is what it is sold for, of which the operator pays ``voucher`` and the buyer the rest; what the
    seller takes off the list price by herself (``discount``, tax included) is not in it.
    """

    key: str
    group_code: str
    hsn: str
    quantity: int
    rate_percent: Decimal
    rate_status: str
    net: Money
    gross: Money
    seller: SellerOfRecord | None
    voucher: Money = NOTHING
    discount: Money = NOTHING

    @property
    def paid(self) -> Money:
        """What the buyer pays."""
        return self.gross - self.voucher


@dataclass(frozen=True, slots=True)
class TaxBreakdown:
    """A kept answer. ``state`` is the place of supply, empty while it is not known."""

    digest: str
    checkout_id: str
    plan_id: str
    state: str
    lines: tuple[TaxedPart, ...]
    delivery: tuple[TaxedPart, ...]

    @property
    def total(self) -> Money:
        """What the buyer pays: goods and delivery, tax included."""
        return sum((part.paid for part in self.lines + self.delivery), Money.zero("INR"))
