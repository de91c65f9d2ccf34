"""A statement is the books' own, to the paisa; its document says the same in three languages."""

from datetime import date
from itertools import pairwise

import pytest

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.earnings import facade as earnings
from tests.earnings.world import TODAY, World, clear, pay, refund, rupees, sell

YEAR = earnings.year_of(TODAY)
ZERO = Money.zero("INR")


@pytest.fixture
def busy(world: World) -> None:
    """A year: sold in April, part given back in May, paid in June; sold again today."""
    april, may, june = date(YEAR, 4, 10), date(YEAR, 5, 20), date(YEAR, 6, 5)
    sell("1042", ("Kani stole", "2000"), ("Bag", "333.33"), sold_on=april, delivered_on=april)
    refund("1042", "525.07", on=may)
    sell("1050", ("Shawl", "14500.55"), sold_on=may, delivered_on=may, by_group=True)
    clear("1042", on=june)
    clear("1050", on=june)
    pay("PAY0001", "14000.10", on=june)
    refund("1050", "15225.58", reference="R9", on=date(YEAR, 7, 1))
    sell("1060", ("Stole", "100"), sold_on=TODAY, delivered_on=None)


@pytest.mark.usefixtures("busy")
def test_opening_rows_and_closing_are_the_books_own() -> None:
    for month in (date(YEAR, 4, 1), date(YEAR, 5, 1), date(YEAR, 6, 1), date(YEAR, 7, 1)):
        since, until = earnings.month_span(month)
        books = ledger.statement(owner="KZ09", since=since, until=until)
        found = earnings.statement_of("KZ09", since=since, until=until)
        assert (found.opening, found.closing) == (books.opening, books.closing)
        running = found.opening
        for row in found.rows:
            assert sum((amount for _part, amount in row.parts), ZERO) == row.amount
            running = running + row.amount
            assert running == row.balance
        assert running == found.closing


@pytest.mark.usefixtures("busy")
def test_the_months_of_a_year_add_up_to_it() -> None:
    since, until = earnings.year_span(YEAR)
    whole = earnings.statement_of("KZ09", since=since, until=until)
    months = earnings.months_of(whole, on=until)
    position = ledger.positions(["KZ09"])["KZ09"]

    assert len(months) == 12
    assert (months[0].opening, months[-1].closing) == (whole.opening, whole.closing)
    assert whole.closing == position.held + position.payable - position.due
    for before, after in pairwise(months):
        assert before.closing == after.opening
    for each in months:
        assert each.opening + each.sold + each.back + each.paid + each.other == each.closing
    assert months[2].paid == rupees("-14000.10")
    assert whole.opening.amount == 0


@pytest.mark.usefixtures("busy")
def test_what_a_group_owes_stands_below_nought() -> None:
    since, until = earnings.month_span(date(YEAR, 7, 1))
    assert earnings.statement_of("KZ09", since=since, until=until).closing.amount < 0


def test_another_groups_books_are_not_in_it(world: World) -> None:
    sell("1042", ("Tray", "900"), group="KZ11")
    since, until = earnings.year_span(YEAR)
    found = earnings.statement_of("KZ09", since=since, until=until)
    assert (found.rows, found.closing) == ((), ZERO)


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_the_document_says_the_same_in_each_language(language: str) -> None:
    since, until = earnings.month_span(date(YEAR, 5, 1))
    found = earnings.statement_of("KZ09", since=since, until=until)
    made = earnings.statement_pdf(found, language=language)
    assert made[:5] == b"%PDF-"
    assert made == earnings.statement_pdf(found, language=language), "the same statement is the same file"
    yearly = earnings.statement_of("KZ09", since=date(YEAR, 4, 1), until=date(YEAR + 1, 4, 1))
    assert earnings.statement_pdf(yearly, language=language, year=YEAR)[:5] == b"%PDF-"


def test_an_empty_month_has_a_document_too(world: World) -> None:
    since, until = earnings.month_span(TODAY)
    assert earnings.statement_pdf(
        earnings.statement_of("KZ09", since=since, until=until), language="en"
    ).startswith(b"%PDF-")


@pytest.mark.usefixtures("busy")
def test_how_a_price_became_pay() -> None:
    order = earnings.order_money("1050-KZ09", group_codes=["KZ09"])
    assert order is not None
    assert order.price - sum((amount for _part, amount in order.taken), ZERO) == order.gets
    assert [part for part, _amount in order.taken] == [
        "goods-gst",
        "commission",
        "commission-gst",
        "tcs",
        "tds",
    ]
    assert (order.gets - order.back, order.left) == (order.left, rupees("0.00"))
    assert order.commission_percent == "8"
    first = earnings.order_money("1042-KZ09", group_codes=["KZ09"])
    assert first is not None and 0 < first.back.amount < first.gets.amount
    assert earnings.order_money("1042-KZ09", group_codes=["KZ11"]) is None
    assert earnings.order_money("nothing", group_codes=["KZ09"]) is None
