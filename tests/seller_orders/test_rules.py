"""What a sale becomes, by values alone."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jkrlm.kernel.money import Money
from sellers.orders.contracts import Commission
from sellers.orders.rules import NO_COMMISSION, commission_rule, earning, heads, share_out
from sellers.orders.states import TRANSITIONS, SellerOrderState
from sellers.tax.facade import Withholding

DAY = date(2026, 11, 22)
paise = st.integers(min_value=1, max_value=10**9)
percent = st.decimals(min_value=0, max_value=40, places=2)


def rupees(units: int) -> Money:
    return Money.from_minor_units(units, "INR")


@given(paise, paise, percent, percent, percent, percent, st.booleans(), st.booleans())
def test_the_parts_of_a_price_always_add_up(
    one, other, rate, gst, tcs, tds, group_sells, charges_tax
) -> None:
    net, gross = rupees(min(one, other)), rupees(max(one, other))
    made = earning(
        gross=gross,
        net=net,
        commission=Commission(rate, gst),
        withholding=Withholding(tcs, tds),
        group_sells=group_sells,
        charges_tax=charges_tax,
    )
    borne = made.tcs + made.tds if group_sells else rupees(0)
    assert made.group_gets + made.commission + made.commission_gst + borne + made.gst == gross
    assert charges_tax or not made.tcs.amount
    assert made.group_gets.quantized() == made.group_gets


@given(paise, st.booleans())
def test_the_heads_of_a_tax_add_up(units, within) -> None:
    made = heads(rupees(units), within_state=within)
    assert made.total == rupees(units)
    assert bool(made.igst.amount) is not within
    assert abs(made.cgst.minor_units - made.sgst.minor_units) <= 1


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**5), min_size=1, max_size=6))
def test_nobody_bears_more_of_a_refund_than_is_left(units, left) -> None:
    there = {str(place): rupees(each) for place, each in enumerate(left)}
    taken = share_out(rupees(units), there)
    assert sum(each.minor_units for each in taken.values()) == min(units, sum(left))
    assert all(rupees(0) < each <= there[name] for name, each in taken.items())


def rule(
    rate: str, *, group="", craft="", category="", since=date(2026, 1, 1), until=None
) -> SimpleNamespace:
    return SimpleNamespace(
        group_code=group,
        craft=craft,
        category=category,
        rate_percent=Decimal(rate),
        gst_percent=Decimal(18),
        valid_from=since,
        valid_to=until,
    )


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([rule("8")], "8"),
        ([rule("8"), rule("7", category="shawl"), rule("6", craft="sozni"), rule("5", group="KZ09")], "5"),
        ([rule("8"), rule("6", craft="sozni"), rule("7", category="shawl")], "6"),
        ([rule("7", category="shawl"), rule("8"), rule("3", category="carpet")], "7"),
        ([rule("5", group="KZ09"), rule("4", group="KZ09", craft="sozni"), rule("1", group="KZ11")], "4"),
        ([rule("8"), rule("9", since=date(2026, 11, 1))], "9"),
        ([rule("8"), rule("9", since=date(2026, 11, 23))], "8"),
        ([rule("8"), rule("5", group="KZ09", until=DAY)], "8"),
    ],
)
def test_the_most_specific_rule_in_force_wins(rules, expected) -> None:
    found = commission_rule(rules, group_code="KZ09", craft="sozni", category="shawl", on=DAY)
    assert found.rate_percent == Decimal(expected)
    assert commission_rule(rules[::-1], group_code="KZ09", craft="sozni", category="shawl", on=DAY) == found


def test_without_a_rule_the_group_gets_everything() -> None:
    assert commission_rule([], group_code="KZ09", craft="", category="", on=DAY) == NO_COMMISSION


def test_every_state_is_reached_from_new() -> None:
    seen = {SellerOrderState.NEW}
    while more := {to for state in seen for to in TRANSITIONS[state]} - seen:
        seen |= more
    assert seen == set(SellerOrderState) == set(TRANSITIONS)
