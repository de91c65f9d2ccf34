from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jkrlm.kernel.money import CurrencyMismatch, Money, TaxedMoney, quantize, split


def inr(amount: str) -> Money:
    return Money(Decimal(amount), "INR")


def test_sums_stay_in_one_currency():
    assert inr("10.50") + inr("0.25") == inr("10.75")
    with pytest.raises(CurrencyMismatch):
        inr("1") + Money(Decimal(1), "USD")


def test_floats_are_refused():
    with pytest.raises(TypeError):
        Money(0.1, "INR")  # type: ignore[arg-type]


@pytest.mark.parametrize(("given_", "rounded"), [("0.125", "0.12"), ("0.135", "0.14"), ("-0.125", "-0.12")])
def test_rounding_is_half_even(given_, rounded):
    assert quantize(Decimal(given_), "INR") == Decimal(rounded)


def test_tax_is_what_lies_between_net_and_gross():
    assert TaxedMoney(net=inr("95.24"), gross=inr("100.00")).tax == inr("4.76")


@given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_parts_of_a_split_sum_to_the_whole(units, weights):
    whole = Money.from_minor_units(units, "INR")
    parts = split(whole, weights)
    assert sum(part.minor_units for part in parts) == units
    assert all(part.minor_units >= 0 for part in parts)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_a_split_without_weights_is_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        split(inr("1"), weights)
