"""What a buyer asks of the listing, read from the address."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from storefront.shop.filters import HIGHEST_PRICE, LONGEST_SEARCH, Filters, read_filters


def test_every_parameter_of_the_address_is_understood() -> None:
    asked = read_filters(
        QueryDict(
            "q=kani+shawl&category=shawl&craft=kani&craft=sozni&district=budgam&certified=1&gi=1"
            "&price_min=1000&price_max=30%2C000&available=ready&available=made-to-order&sort=-price&page=3"
        )
    )
    assert asked == Filters(
        q="kani shawl",
        category="shawl",
        crafts=("kani", "sozni"),
        districts=("budgam",),
        certified=True,
        gi=True,
        price_min=Decimal(1000),
        price_max=Decimal(30_000),
        available=("ready", "made-to-order"),
        sort="-price",
        page=3,
    )
    assert asked.notices == ()
    assert asked.narrowed_count == 8


def test_the_address_written_back_is_short_and_reads_the_same() -> None:
    asked = read_filters(QueryDict("page=1&sort=&q=&gi=on&price_max=999.99&craft=kani&craft=kani"))
    assert asked.url("/products/") == "/products/?craft=kani&gi=1&price_max=999.99"
    assert read_filters(QueryDict(asked.url("").lstrip("?"))) == asked


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("price_min=cheap", "The lowest price is no number, so it was left out."),
        ("price_max=-5", "The highest price is no number, so it was left out."),
        ("price_max=NaN", "The highest price is no number, so it was left out."),
        ("price_min=Infinity", "The lowest price is no number, so it was left out."),
        ("q=%21%3F", "There is no word in the search, so all goods are shown."),
        ("q=" + "long+word+" * 30, "The search was very long. Only its beginning was used."),
    ],
)
def test_what_makes_no_sense_is_left_out_and_said(query: str, sentence: str) -> None:
    assert read_filters(QueryDict(query)).notices == (sentence,)


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", "page=1e9", "page=%D9%A3", "sort=best", "available=never", "gi=maybe"],
)
def test_unknown_words_count_as_not_asked(query: str) -> None:
    assert read_filters(QueryDict(query)) == Filters()


def test_prices_given_the_wrong_way_round_are_turned() -> None:
    asked = read_filters(QueryDict("price_min=5000&price_max=1000"))
    assert (asked.price_min, asked.price_max) == (Decimal(1000), Decimal(5000))


def test_a_price_beyond_all_goods_stays_inside_the_index() -> None:
    assert read_filters(QueryDict("price_max=99999999999999999999")).price_max == HIGHEST_PRICE


def test_a_changed_filter_starts_at_the_first_page() -> None:
    asked = read_filters(QueryDict("craft=kani&page=7"))
    assert asked.first_page(crafts=()).url("/products/") == "/products/"


def test_sorting_keeps_the_filters() -> None:
    asked = read_filters(QueryDict("craft=kani&sort=price&page=2&price_min=10"))
    assert asked.kept_by_sort() == [("craft", "kani"), ("price_min", "10")]


_NAMES = st.sampled_from(
    [
        "q",
        "category",
        "craft",
        "district",
        "certified",
        "gi",
        "price_min",
        "price_max",
        "available",
        "sort",
        "page",
    ]
)


@given(st.lists(st.tuples(_NAMES, st.text(max_size=300)), max_size=12))
def test_no_address_is_an_error(pairs: list[tuple[str, str]]) -> None:
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, value)
    asked = read_filters(params)
    assert len(asked.q) <= LONGEST_SEARCH
    assert "\x00" not in asked.q
    assert asked.page >= 1
    assert asked.to_query(page_size=24).page == asked.page
    again = read_filters(QueryDict(asked.url("").lstrip("?")))
    assert again == asked
