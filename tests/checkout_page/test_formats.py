"""Money and days as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jkrlm.kernel.money import Money
from storefront.formats import day, days, moment, rupees


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "₹0"),
        ("24", "₹24"),
        ("14500", "₹14,500"),
        ("125000", "₹1,25,000"),
        ("12345678.5", "₹1,23,45,678.50"),
        ("847.14", "₹847.14"),
        ("-90", "−₹90"),
        ("0.005", "₹0"),
    ],
)
def test_rupees_in_indian_grouping(amount: str, written: str) -> None:
    assert rupees(Money(Decimal(amount), "INR")) == written


def test_sums_may_ask_for_paise() -> None:
    assert rupees(Money(Decimal(17700), "INR"), paise=True) == "₹17,700.00"


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 11, 26), date(2026, 11, 26), "Thu 26 Nov"),
        (date(2026, 11, 28), date(2026, 11, 30), "Sat 28 to Mon 30 Nov"),
        (date(2026, 11, 30), date(2026, 12, 2), "Mon 30 Nov to Wed 2 Dec"),
        (date(2026, 11, 30), date(2026, 11, 28), "Sat 28 Nov"),
    ],
)
def test_spans_of_days(first: date, last: date, written: str) -> None:
    assert days(first, last) == written


def test_instants_are_told_by_the_indian_clock() -> None:
    assert day(date(2026, 11, 21)) == "Sat 21 Nov"
    assert moment(datetime(2026, 11, 20, 20, 10, tzinfo=UTC)) == "Sat 21 Nov, 1:40 a.m."
