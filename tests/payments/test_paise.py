"""Rupees and paise: exact both ways, and nothing rounded on the way to the card company."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.payments.errors import PaymentNotPossible
from commerce.payments.rules import from_paise, may_return_to, to_paise, with_query


@given(st.integers(min_value=1, max_value=99_999_999))
def test_paise_to_rupees_and_back_is_the_same(paise: int) -> None:
    rupees = from_paise(paise)
    assert rupees.as_tuple().exponent == -2
    assert to_paise(rupees, "INR") == paise


@given(st.integers(min_value=1, max_value=99_999_999), st.integers(min_value=0, max_value=6))
def test_trailing_zeros_change_nothing(paise: int, zeros: int) -> None:
    assert to_paise(Decimal(f"{from_paise(paise)}{'0' * zeros}"), "INR") == paise


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_any_decimal_is_exact_or_refused(amount: Decimal) -> None:
    try:
        paise = to_paise(amount, "INR")
    except PaymentNotPossible as refusal:
        assert refusal.code == "AMOUNT"
    else:
        assert 0 < paise <= 99_999_999
        assert from_paise(paise) == amount


@pytest.mark.parametrize("currency", ["USD", "inr", ""])
def test_other_currencies_are_refused(currency: str) -> None:
    with pytest.raises(PaymentNotPossible):
        to_paise(Decimal(1), currency)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://umeed.example/checkout/return/?k=1", True),
        ("https://shop.umeed.example/x", True),
        ("http://umeed.example/checkout/return/", False),
        ("https://umeed.example.evil.test/", False),
        ("https://umeed.example@evil.test/", False),
        ("https://evil.test\\@umeed.example/", False),
        ("//umeed.example/", False),
        ("javascript:alert(1)", False),
        ("https://[::1", False),
        ("https://umeed.example/\nx", False),
        ("", False),
    ],
)
def test_buyers_are_sent_back_to_our_own_hosts_only(url: str, allowed: bool) -> None:
    hosts = ["shop.umeed.example", "*"]
    assert may_return_to(url, public_url="https://umeed.example", hosts=hosts) is allowed


def test_a_return_address_keeps_its_own_query() -> None:
    assert with_query("http://a.test/r/?k=1&e=", payment="done") == "http://a.test/r/?k=1&e=&payment=done"
