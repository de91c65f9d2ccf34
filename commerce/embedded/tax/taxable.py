"""What a tax app is asked about: lines before tax, delivery, and where the goods go."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from commerce.embedded.account.models import Address
from commerce.embedded.channel.models import Channel
from jkrlm.kernel.money import Money


@dataclass(slots=True)
class TaxableLine:
    """
    ``source_line`` is a CheckoutLine or an OrderLine. Prices are less what a voucher takes off the line by
    itself, and with their part of what it takes off the whole order.
    """

    source_line: Any
    quantity: int
    charge_taxes: bool
    product_sku: str | None
    total_price: Money

    @property
    def unit_price(self) -> Money:
        return (self.total_price * (Decimal(1) / self.quantity)).quantized()


@dataclass(slots=True)
class TaxableObject:
    """``source_object`` is a Checkout or an Order."""

    source_object: Any
    channel: Channel
    currency: str
    prices_entered_with_tax: bool
    shipping: Decimal
    address: Address | None
    lines: list[TaxableLine]
    discounts: list[Any] = field(default_factory=list)

    @property
    def shipping_price(self) -> Money:
        return Money(self.shipping, self.currency)
