"""Sums of tax: values in, values out."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from jkrlm.kernel.money import Money, quantize
from sellers.tax.contracts import SellerOfRecord, TaxedPart, TaxRow

_GSTIN_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def net_of(gross: Decimal, rate_percent: Decimal) -> Decimal:
    """Return what is taxable in a price with tax in it: half-even to paise, named rounding point."""
    return quantize(gross * 100 / (100 + rate_percent), "INR")


def gross_of(net: Decimal, rate_percent: Decimal) -> Decimal:
    """Return the price with tax: half-even to paise."""
    return quantize(net * (100 + rate_percent) / 100, "INR")


def spread(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """
    Split an amount in whole paise in proportion; the parts sum to the whole.

    Each part is rounded down; the paise that remain go one each to the parts that lost the largest
    fraction, the first among equals. So no part grows past its weight while the total is no larger
    than all weights. Where every weight is zero, the first part takes all.
    """
    if not weights:
        return []
    units = int(quantize(total, "INR") * 100)
    whole = sum(weights, Decimal(0))
    if whole <= 0:
        return [Decimal(units) / 100] + [Decimal(0)] * (len(weights) - 1)
    exact = [units * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_loss = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_loss[: units - sum(parts)]:
        parts[index] += 1
    return [Decimal(part) / 100 for part in parts]


def effective_rate(net: Decimal, gross: Decimal) -> Decimal:
    """Return the rate in percent of parts taxed differently, to two places; nought of nothing."""
    if net <= 0:
        return Decimal(0)
    return quantize((gross - net) * 100 / net, "INR")


def rows_of(parts: Iterable[TaxedPart], state: str) -> tuple[TaxRow, ...]:
    """
    Return the rows that say what tax is in a price, the highest rate first, then what bears none.

    Within the seller's state half is CGST (half-even to paise) and the rest SGST; across states all
    is IGST; while the address is not known the row says GST alone.
    """
    sums: dict[tuple[Decimal, str], tuple[Money, Money]] = {}
    for part in parts:
        key = (part.rate_percent, _nature(part.seller, state))
        net, tax = sums.get(key, (Money.zero("INR"), Money.zero("INR")))
        sums[key] = (net + part.net, tax + part.gross - part.net)
    rows: list[TaxRow] = []
    for (rate, nature), (taxable, tax) in sorted(sums.items(), key=lambda item: (-item[0][0], item[0][1])):
        if nature == "none":
            label = _("No GST: the group is not registered")
            rows.append(TaxRow(label, Decimal(0), taxable, tax))
        elif nature == "state":
            central = Money(quantize(tax.amount / 2, "INR"), "INR")
            half = rate / 2
            rows.append(TaxRow(f"CGST {_percent(half)} %", half, taxable, central))
            rows.append(TaxRow(f"SGST {_percent(half)} %", half, taxable, tax - central))
        else:
            rows.append(TaxRow(f"{nature} {_percent(rate)} %", rate, taxable, tax))
    return tuple(rows)


def _nature(seller: SellerOfRecord | None, state: str) -> str:
    if seller is None or not state:
        return "GST"
    if not seller.charges_tax:
        return "none"
    return "state" if seller.state == state else "IGST"


def _percent(rate: Decimal) -> str:
    """Return 5, 2.5 or 0.25: no needless zeros."""
    return f"{rate:f}".rstrip("0").rstrip(".") if "." in f"{rate:f}" else f"{rate:f}"


def gstin_is_well_formed(gstin: str) -> bool:
    """Return whether the fifteenth character is the check character of the first fourteen."""
    if len(gstin) != 15 or any(char not in _GSTIN_DIGITS for char in gstin):
        return False
    total = 0
    for index, char in enumerate(gstin[:14]):
        product = _GSTIN_DIGITS.index(char) * (1 + index % 2)
        total += product // 36 + product % 36
    return gstin[14] == _GSTIN_DIGITS[-total % 36]
