"""GST as the buyer reads it: inside the price, one row for each rate and kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from django.utils.translation import gettext

from jkrlm.kernel.money import Money, TaxedMoney, split
from storefront.formats import rupees

#: Inside its own state GST is halved between centre and state; across states it is one (IGST Act, s. 7).
HOME_STATE: Final = "Jammu and Kashmir"


@dataclass(frozen=True, slots=True)
class GstRow:
    label: str
    amount: Money

    @property
    def text(self) -> str:
        return rupees(self.amount, paise=True)


def percent(rate: Decimal) -> str:
    """Write a rate of so many percent without idle zeros: 5, 2.5."""
    text = f"{rate:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def applied_rate(taxed: TaxedMoney) -> Decimal:
    """
    Return the rate in percent that an amount was taxed with, from the amounts themselves.

    Rounded half-even to a quarter of a percent: every GST rate is a multiple of it, and on a rupee or more
    the rounding to paise cannot reach the next one.
    """
    if not taxed.net.amount:
        return Decimal(0)
    rate = taxed.tax.amount / taxed.net.amount * 100
    return (rate * 4).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) / 4


def gst_rows(
    lines: Iterable[tuple[Decimal, Money]], delivery: tuple[Decimal, Money], *, state: str
) -> tuple[GstRow, ...]:
    """
    Return the tax that is inside a total, by rate; each part is (rate in percent, tax).

    CGST and SGST within the home state, IGST to another; the odd paisa of a half goes to CGST. Delivery
    follows the goods (composite supply, CGST Act, s. 8): it joins their row where they have one rate, and
    has a row of its own where parcels of several rates travel. Where groups that are not registered sell,
    there is no tax, and one row says so.
    """
    sums: dict[Decimal, Money] = {}
    for rate, tax in lines:
        if tax.amount:
            sums[rate] = sums[rate] + tax if rate in sums else tax
    delivery_rate, delivery_tax = delivery
    joined = delivery_rate in sums
    if joined:
        sums[delivery_rate] += delivery_tax
    rows: list[GstRow] = []
    for rate in sorted(sums, reverse=True):
        rows += _rows_of_rate(rate, sums[rate], inside=state == HOME_STATE)
    if delivery_tax.amount and not joined:
        rows.append(GstRow(gettext("GST on delivery in this price"), delivery_tax))
    return tuple(rows) or (GstRow(gettext("GST in this price"), Money.zero(delivery_tax.currency)),)


def _rows_of_rate(rate: Decimal, tax: Money, *, inside: bool) -> list[GstRow]:
    if not inside:
        return [GstRow(gettext("IGST %(rate)s%% in this price") % {"rate": percent(rate)}, tax)]
    central, own = split(tax, (1, 1))
    half = percent(rate / 2)
    return [
        GstRow(gettext("CGST %(rate)s%% in this price") % {"rate": half}, central),
        GstRow(gettext("SGST %(rate)s%% in this price") % {"rate": half}, own),
    ]
