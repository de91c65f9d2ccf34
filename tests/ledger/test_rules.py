"""Sums without a database."""

from hypothesis import given
from hypothesis import strategies as st

from sellers.ledger.rules.refund import apportion
from sellers.ledger.states import Component

WEIGHTS = st.dictionaries(st.sampled_from(Component), st.integers(0, 10**9), min_size=1)


@given(WEIGHTS, st.data())
def test_parts_sum_to_the_whole_and_none_is_larger_than_what_is_left_of_it(weights, data):
    units = data.draw(st.integers(0, sum(weights.values())))
    parts = apportion(units, weights)
    assert list(parts) == list(weights)
    assert sum(parts.values()) == units
    assert all(0 <= parts[each] <= weights[each] for each in weights)
    whole = sum(weights.values())
    assert all(abs(parts[each] * whole - units * weights[each]) < whole for each in weights if whole)


def test_the_odd_paise_go_to_the_parts_that_lost_most():
    weights = {Component.GOODS: 700, Component.COMMISSION: 200, Component.TDS: 100}
    assert apportion(1, weights) == {Component.GOODS: 1, Component.COMMISSION: 0, Component.TDS: 0}
    assert apportion(999, weights) == {Component.GOODS: 699, Component.COMMISSION: 200, Component.TDS: 100}
    assert apportion(5, weights) == {Component.GOODS: 4, Component.COMMISSION: 1, Component.TDS: 0}
