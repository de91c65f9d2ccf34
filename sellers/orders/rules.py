"""What a sale becomes: values in, values out."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from jkrlm.kernel.dated import in_force
from jkrlm.kernel.money import Money, quantize
from sellers.ledger.facade import TaxHeads
from sellers.orders.contracts import Commission, Earning
from sellers.tax.facade import Withholding, percent_of

#: Where no rule is in force: the group gets everything.
NO_COMMISSION: Final = Commission(rate_percent=Decimal(0), gst_percent=Decimal(0))


class Rule(Protocol):
    """A commission rule as a row; see ``models.CommissionRule``."""

    @property
    def group_code(self) -> str: ...
    @property
    def craft(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def rate_percent(self) -> Decimal: ...
    @property
    def gst_percent(self) -> Decimal: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


def commission_rule(
    rules: Iterable[Rule], *, group_code: str, craft: str, category: str, on: date
) -> Commission:
    """Return what the most specific rule in force says: group before craft before category before any."""
    fitting = [
        rule
        for rule in in_force(rules, on)
        if rule.group_code in ("", group_code)
        and rule.craft in ("", craft)
        and rule.category in ("", category)
    ]
    if not fitting:
        return NO_COMMISSION
    best = max(
        fitting,
        key=lambda rule: (bool(rule.group_code), bool(rule.craft), bool(rule.category), rule.valid_from),
    )
    return Commission(rate_percent=best.rate_percent, gst_percent=best.gst_percent)


def earning(
    *,
    gross: Money,
    net: Money,
    commission: Commission,
    withholding: Withholding,
    group_sells: bool,
    charges_tax: bool,
) -> Earning:
    """
    Return what the group gets of a line that the buyer pays ``gross`` for, ``net`` without GST.

    Commission, its GST, TCS and TDS are each rounded half-even to paise. TCS is on taxable supplies; TCS and
    TDS are the seller of record's, so where another sells for the group they are not taken off what she gets.
    """
    taken = percent_of(net, commission.rate_percent)
    taken_gst = percent_of(taken, commission.gst_percent)
    tcs = percent_of(net, withholding.tcs_percent) if charges_tax else Money.zero(net.currency)
    tds = percent_of(net, withholding.tds_percent)
    borne = tcs + tds if group_sells else Money.zero(net.currency)
    return Earning(
        price=gross,
        gst=gross - net,
        commission=taken,
        commission_percent=commission.rate_percent,
        commission_gst=taken_gst,
        tcs=tcs,
        tds=tds,
        group_gets=net - taken - taken_gst - borne,
    )


def heads(tax: Money, *, within_state: bool) -> TaxHeads:
    """
    Return a tax by head: within the state half is CGST (half-even to paise) and the rest SGST; else IGST.
    """
    if not within_state:
        return TaxHeads(igst=tax)
    central = Money(quantize(tax.amount / 2, tax.currency), tax.currency)
    return TaxHeads(cgst=central, sgst=tax - central)


def share_out(amount: Money, left: Mapping[str, Money]) -> dict[str, Money]:
    """
    Return what each bears of an amount, in proportion to what is left of it and never more than that.

    Rounded down to paise; the paise that remain go to the first that can bear them. Where the amount is more
    than all of them have left, each bears all that it has.
    """
    whole = sum((each.minor_units for each in left.values()), 0)
    units = min(amount.minor_units, whole)
    if not units:
        return {}
    parts = {name: units * each.minor_units // whole for name, each in left.items()}
    over = units - sum(parts.values())
    for name, each in left.items():
        more = min(over, each.minor_units - parts[name])
        parts[name] += more
        over -= more
    return {name: Money.from_minor_units(part, amount.currency) for name, part in parts.items() if part}


def units_worth(left: Money, *, units_left: int, units: int) -> Money:
    """
    Return what so many units are of what is left of a line's price; the last ones take exactly the rest.

    Half-even to paise. ``units`` is between nought and ``units_left``.
    """
    if units == units_left:
        return left
    return Money(quantize(left.amount * units / units_left, left.currency), left.currency)


#: Chapters 1 to 24 of the tariff: live animals, food, drink.
_FOOD_CHAPTERS: Final = range(1, 25)


#: Where a product says nothing: so many days after delivery it may come back at the buyer's wish.
RETURN_DAYS: Final = 7
#: The longest that a product may promise.
RETURN_DAYS_MOST: Final = 30
#: A damaged or wrong piece, food and what was made to order too, may be shown within two days of delivery.
FAULT_DAYS: Final = 2


#: What a product may say of its sale, and its type for all that say nothing themselves.
SALE_TERMS: Final = ("umeed.return_days", "umeed.gift_wrap")


def with_sale_terms(own: Mapping[str, Any], of_type: Mapping[str, Any] | None) -> dict[str, str]:
    """Return a product's facts as words, its type's terms of sale where it says nothing of its own."""
    facts = {str(name): str(value) for name, value in own.items()}
    for name in SALE_TERMS:
        if not facts.get(name):
            facts[name] = str((of_type or {}).get(name) or "")
    return facts


def return_days(*, hsn: str, stock_kind: str, said: str = "") -> int:
    """
    Return for how many days a piece may come back at the buyer's wish; 0: it may not.

    Food and what is made to order never; of all else the product says it (``umeed.return_days``), or we do.
    """
    chapter = hsn[:2]
    is_food = chapter.isascii() and chapter.isdigit() and int(chapter) in _FOOD_CHAPTERS
    if is_food or stock_kind == "made-to-order":
        return 0
    if said.isascii() and said.isdigit() and len(said) < 4:
        return min(int(said), RETURN_DAYS_MOST)
    return RETURN_DAYS


def asks_until(delivered_on: date, days: int, *, is_fault: bool) -> date | None:
    """Return the last day on which a return may be asked for, None where there is none."""
    window = max(days, FAULT_DAYS) if is_fault else days
    return delivered_on + timedelta(days=window) if window else None
