"""Shares and what refunds leave of them: the parts are always the whole, nobody's is below nought."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jkrlm.kernel.money import Money
from sellers.earnings import rules
from sellers.earnings.errors import SharesDisagree
from sellers.earnings.rules import Year
from tests.earnings.world import rupees

PAISE = st.integers(1, 5_000_000)


def paise(units: int) -> Money:
    return Money.from_minor_units(units, "INR")


def summed(parts: dict[int, Money]) -> int:
    return sum(part.minor_units for part in parts.values())


@given(
    whole=st.integers(0, 5_000_000),
    weights=st.dictionaries(st.integers(1, 99), PAISE, min_size=1, max_size=12),
)
def test_parts_in_proportion_are_the_whole_to_the_paisa(whole: int, weights: dict[int, int]) -> None:
    parts = rules.in_proportion(paise(whole), weights)
    assert summed(parts) == whole
    assert list(parts) == list(weights)
    total = sum(weights.values())
    for name, part in parts.items():
        assert part.minor_units >= 0
        assert abs(part.minor_units - Fraction(whole * weights[name], total)) <= 1


@given(shares=st.lists(PAISE, min_size=1, max_size=10), kept=st.fractions(0, 1))
def test_a_refund_makes_every_share_smaller_and_none_larger(shares: list[int], kept: Fraction) -> None:
    whole = sum(shares)
    left = int(whole * kept)
    parts = rules.left_of_shares(paise(left), {name: paise(units) for name, units in enumerate(shares)})
    assert summed(parts) == left
    assert all(0 <= parts[name].minor_units <= units for name, units in enumerate(shares))


@given(
    lines=st.lists(st.tuples(PAISE, st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=6),
    kept=st.fractions(0, 1),
)
def test_what_is_left_of_an_order_is_what_is_left_of_its_lines(
    lines: list[tuple[int, int, int]], kept: Fraction
) -> None:
    gets = {place: paise(units) for place, (units, _quantity, _back) in enumerate(lines)}
    pieces = {
        place: Fraction(quantity - min(back, quantity), quantity)
        for place, (_units, quantity, back) in enumerate(lines)
    }
    left = int(sum(units for units, _q, _b in lines) * kept)
    parts = rules.left_of_lines(paise(left), gets, pieces)
    assert summed(parts) == left
    assert all(0 <= parts[place].minor_units <= gets[place].minor_units for place in gets)


def test_what_came_back_is_taken_off_the_piece_that_came_back() -> None:
    gets = {1: rupees(900), 2: rupees(300)}
    left = rules.left_of_lines(rupees(900), gets, {1: Fraction(1), 2: Fraction(0)})
    assert left == {1: rupees("900.00"), 2: rupees("0.00")}


def test_without_a_piece_that_came_back_all_lines_bear_it_alike() -> None:
    gets = {1: rupees(900), 2: rupees(300)}
    assert rules.left_of_lines(rupees(600), gets, dict.fromkeys(gets, Fraction(1))) == {
        1: rupees("450.00"),
        2: rupees("150.00"),
    }


def test_odd_paise_are_given_out_along_the_list_with_the_largest_part_last() -> None:
    thirds = {1: Decimal(33), 2: Decimal(34), 3: Decimal(33)}
    parts = rules.by_percent(rupees("0.10"), thirds)
    assert parts == {1: rupees("0.03"), 2: rupees("0.03"), 3: rupees("0.04")}
    parts = rules.by_percent(rupees("100.01"), {1: Decimal(50), 2: Decimal(50)})
    assert parts == {1: rupees("50.01"), 2: rupees("50.00")}


@pytest.mark.parametrize(
    ("percents", "sentence"),
    [
        ({1: Decimal(60), 2: Decimal(30)}, "Together they make 90 percent. It must be 100."),
        ({1: Decimal(100), 2: Decimal("0.5")}, "Together they make 100.5 percent. It must be 100."),
        ({}, "Together they make 0 percent. It must be 100."),
    ],
)
def test_percents_that_are_no_hundred_are_refused(percents: dict[int, Decimal], sentence: str) -> None:
    with pytest.raises(SharesDisagree, match=sentence):
        rules.by_percent(rupees(100), percents)


@pytest.mark.parametrize(
    "shares",
    [
        {},
        {1: "100", 2: "0"},
        {1: "120", 2: "-20"},
        {1: "99.99"},
        {1: "100.01"},
        {1: "99.995", 2: "0.005"},
    ],
)
def test_shares_that_are_not_the_whole_are_refused(shares: dict[int, str]) -> None:
    with pytest.raises(SharesDisagree):
        rules.checked(rupees(100), {name: rupees(amount) for name, amount in shares.items()})


def test_the_indian_year_begins_in_april() -> None:
    assert [rules.year_of(day) for day in (date(2027, 3, 31), date(2027, 4, 1))] == [2026, 2027]
    assert rules.year_span(2026) == (date(2026, 4, 1), date(2027, 4, 1))
    months = rules.months_of_year(2026)
    assert (months[0], months[8], months[9], months[11]) == (
        date(2026, 4, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 3, 1),
    )
    assert rules.month_span(date(2026, 12, 9)) == (date(2026, 12, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("counted", "percents", "reached"),
    [
        ("99999.99", (99, 9), (False, False)),
        ("100000", (100, 10), (True, False)),
        ("1000000", (100, 100), (True, True)),
        ("-500", (0, 0), (False, False)),
        ("0", (0, 0), (False, False)),
    ],
)
def test_the_steps_up(counted: str, percents: tuple[int, int], reached: tuple[bool, bool]) -> None:
    steps = rules.steps(rupees(counted))
    assert tuple(step.percent for step in steps) == percents
    assert tuple(step.is_reached for step in steps) == reached


def test_income_is_known_only_where_costs_are_declared() -> None:
    sales_only = Year(2026, sales=rupees(120000), costs=rupees(0), has_costs=False)
    assert (sales_only.income, sales_only.counted) == (None, rupees(120000))
    declared = Year(2026, sales=rupees(120000), costs=rupees(30000), has_costs=True)
    assert (declared.income, declared.counted) == (rupees(90000), rupees(90000))
    lost = Year(2026, sales=rupees(100), costs=rupees(100), has_costs=True)
    assert (lost.income, lost.counted) == (rupees(0), rupees(0))


def test_a_woman_of_two_groups_is_counted_where_she_sold_most() -> None:
    assert rules.place_of([("KZ11", rupees(10)), ("KZ09", rupees(20))]) == "KZ09"
    assert rules.place_of([("KZ11", rupees(20)), ("KZ09", rupees(20))]) == "KZ09"
