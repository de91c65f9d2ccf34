"""
What a voucher takes off. Pure: values in, values out.

Rounding as Saleor's: a percentage is rounded half-up to the smallest unit, an amount per unit is not rounded
until it stands for a whole line; nothing becomes less than nought.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from jkrlm.kernel.money import fraction_digits, quantize

PERCENTAGE: Final = "PERCENTAGE"


class NotApplicable(ValueError):
    """The voucher does not fit this checkout."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A voucher's value in one channel; ``value`` in per cent or in the channel's currency."""

    kind: str
    value_type: str
    value: Decimal
    currency: str
    once_per_order: bool = False

    def off(self, price: Decimal) -> Decimal:
        """Return what it takes off one price, the price at most."""
        if self.value_type == PERCENTAGE:
            exponent = Decimal(1).scaleb(-fraction_digits(self.currency))
            return min((price * self.value / 100).quantize(exponent, rounding=ROUND_HALF_UP), price)
        return min(self.value, price)

    def off_line(self, unit: Decimal, quantity: int) -> Decimal:
        """Return what it takes off a line that it is for: of one unit only where it is once per order."""
        total = unit * quantity
        if self.once_per_order:
            return min(self.off(unit), unit)
        if self.value_type == PERCENTAGE:
            return self.off(total)
        return quantize(min(self.off(unit) * quantity, total), self.currency)


@dataclass(frozen=True, slots=True)
class Line:
    """``fits``: it is among what the voucher is for."""

    unit: Decimal
    quantity: int
    fits: bool = True

    @property
    def total(self) -> Decimal:
        return self.unit * self.quantity


@dataclass(frozen=True, slots=True)
class Discount:
    """``lines``: what each line is cheaper by itself; ``order``: what is spread over all; ``shipping``."""

    lines: tuple[Decimal, ...]
    order: Decimal = Decimal(0)
    shipping: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return sum(self.lines, self.order + self.shipping)


def nothing(lines: Sequence[Line]) -> Discount:
    return Discount(lines=(Decimal(0),) * len(lines))


def discount(offer: Offer, lines: Sequence[Line], shipping: Decimal | None) -> Discount:
    """
    Return what the offer takes off; ``shipping`` is None while no delivery is chosen or none is needed.

    Raises:
        NotApplicable: nothing in the bag is what it is for, or delivery is not chosen.
    """
    if offer.kind == "SHIPPING":
        if shipping is None:
            raise NotApplicable("Please select a delivery method first.")
        return Discount(lines=nothing(lines).lines, shipping=quantize(offer.off(shipping), offer.currency))
    if offer.kind == "ENTIRE_ORDER" and not offer.once_per_order:
        whole = sum((line.total for line in lines), Decimal(0))
        return Discount(lines=nothing(lines).lines, order=quantize(offer.off(whole), offer.currency))
    fitting = [index for index, line in enumerate(lines) if line.fits or offer.kind == "ENTIRE_ORDER"]
    if not fitting:
        raise NotApplicable("This offer is only valid for selected items.")
    if offer.once_per_order:
        fitting = [min(fitting, key=lambda index: lines[index].unit)]
    return Discount(
        lines=tuple(
            offer.off_line(line.unit, line.quantity) if index in fitting else Decimal(0)
            for index, line in enumerate(lines)
        )
    )
