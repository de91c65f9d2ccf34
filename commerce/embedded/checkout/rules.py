"""Arithmetic of a checkout. Pure: values in, values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from jkrlm.kernel.money import quantize, spread_discount

#: Units of one variant that one checkout may hold (Saleor's ``limitQuantityPerCheckout``).
QUANTITY_LIMIT: Final = 50
#: Lines of one checkout.
LINE_LIMIT: Final = 100
#: Larger than any tax rate an app may name, in percent.
MAXIMUM_TAX_RATE: Final = Decimal(100)


class BadTaxAnswer(ValueError):
    """The tax app's answer does not fit the lines it was asked about."""


@dataclass(frozen=True, slots=True)
class BaseLine:
    """A line before tax: what the price list says, and what a voucher takes off it by itself."""

    line_id: str
    quantity: int
    unit: Decimal
    discount: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return self.unit * self.quantity - self.discount


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """``rate`` is a fraction: 0.12 for twelve per cent."""

    net: Decimal
    gross: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices of a checkout; ``lines`` are in the order they were asked in."""

    lines: tuple[TaxedAmount, ...]
    shipping: TaxedAmount

    @property
    def subtotal_net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def subtotal_gross(self) -> Decimal:
        return sum((line.gross for line in self.lines), Decimal(0))


def untaxed(
    lines: Sequence[BaseLine], shipping: Decimal, *, discount: Decimal = Decimal(0), currency: str = "INR"
) -> Prices:
    """
    Prices where nothing is known about tax: net and gross are the list price, less what is taken off.

    ``discount`` is of the whole order; it is spread over the lines.
    """
    parts = spread_discount(discount, [line.total for line in lines], currency)
    totals = [line.total - part for line, part in zip(lines, parts, strict=True)]
    return Prices(
        lines=tuple(TaxedAmount(total, total, Decimal(0)) for total in totals),
        shipping=TaxedAmount(shipping, shipping, Decimal(0)),
    )


def taxed(lines: Sequence[BaseLine], answer: Mapping[str, Any], currency: str) -> Prices:
    """
    Read a tax app's answer: rates in per cent, totals per line, in the order asked.

    Amounts are rounded half-even to the currency's smallest unit.

    Raises:
        BadTaxAnswer: a figure is missing, not a number or negative, net is above gross, or
            there are more or fewer lines than asked.
    """
    given = answer.get("lines")
    if not isinstance(given, list) or len(given) != len(lines):
        raise BadTaxAnswer("the answer has another number of lines")
    return Prices(
        lines=tuple(
            _amount(line, "total_net_amount", "total_gross_amount", "tax_rate", currency) for line in given
        ),
        shipping=_amount(
            answer, "shipping_price_net_amount", "shipping_price_gross_amount", "shipping_tax_rate", currency
        ),
    )


def _amount(source: Mapping[str, Any], net: str, gross: str, rate: str, currency: str) -> TaxedAmount:
    try:
        values = [Decimal(str(source[name])) for name in (net, gross, rate)]
    except (KeyError, TypeError, InvalidOperation) as error:
        raise BadTaxAnswer(f"{net}, {gross} and {rate} must be numbers") from error
    if not all(value.is_finite() and value >= 0 for value in values):
        raise BadTaxAnswer("amounts must not be negative")
    if values[0] > values[1] or values[2] > MAXIMUM_TAX_RATE:
        raise BadTaxAnswer("net above gross, or a rate above one hundred per cent")
    return TaxedAmount(quantize(values[0], currency), quantize(values[1], currency), values[2] / 100)


def charge_status(*, total: Decimal, charged: Decimal, has_lines: bool) -> str:
    """Saleor's status; ``charged`` includes charges that are still pending."""
    if charged <= 0:
        return "FULL" if has_lines and total <= 0 else "NONE"
    if charged == total:
        return "FULL"
    return "PARTIAL" if charged < total else "OVERCHARGED"


def authorize_status(*, total: Decimal, covered: Decimal, has_lines: bool) -> str:
    """``covered``: authorised and charged, pending ones too."""
    if has_lines and total <= 0:
        return "FULL"
    if covered <= 0:
        return "NONE"
    return "FULL" if covered >= total else "PARTIAL"
