"""Codes, check characters and GTINs: what is mistyped is found, what is printed is standard."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.labels import codes
from certification.labels.codes import ALPHABET, LENGTH, Address

BODY = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
PLACE = st.integers(0, LENGTH - 1)
#: Pairs that people confuse, of which no code has more than one.
LOOK_ALIKES = ("0O", "1IL", "2Z", "5S", "8B", "UV")


def whole(body: str) -> str:
    return body + codes.check_character(body)


def test_the_alphabet_has_no_look_alikes_and_a_prime_number_of_characters() -> None:
    assert len(set(ALPHABET)) == 23
    for alike in LOOK_ALIKES:
        assert not set(alike) & set(ALPHABET)


def test_codes_are_drawn_at_random() -> None:
    drawn = {codes.new_code() for _ in range(5000)}
    assert len(drawn) == 5000
    assert all(codes.is_code(code) for code in drawn)
    for place in range(LENGTH):
        assert {code[place] for code in drawn} == set(ALPHABET)


@given(BODY, PLACE, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body: str, place: int, other: str) -> None:
    code = whole(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert codes.is_code(wrong) == (wrong == code)


@given(BODY, PLACE, PLACE)
def test_two_swapped_characters_are_always_found(body: str, first: int, second: int) -> None:
    code = list(whole(body))
    swapped = code.copy()
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert codes.is_code("".join(swapped)) == (swapped == code)


@given(BODY)
def test_a_code_is_read_however_it_is_typed(body: str) -> None:
    code = whole(body)
    for typed in (
        codes.shown(code),
        codes.shown(code).lower().replace("-", " "),
        f"  {code}\n",
        f"https://shop.example.org/verify/{code}/",
        f"HTTPS://SHOP.EXAMPLE.ORG/01/08901234567894/10/L26-000001/21/{code}",
        f"https://shop.example.org/01/08901234567894/21/{code}?linkType=all",
    ):
        assert codes.plain(typed) == code


@given(st.text(max_size=400))
def test_whatever_is_typed_is_harmless(typed: str) -> None:
    assert re.fullmatch("[A-Z0-9]{0,40}", codes.plain(typed))


@pytest.mark.parametrize(
    ("digits", "check"),
    [("629104150021", "3"), ("890123456789", "0"), ("0614141123452"[:12], "2"), ("9638507", "4")],
)
def test_check_digits_are_those_of_gs1(digits: str, check: str) -> None:
    assert codes.gtin_check_digit(digits) == check
    assert codes.is_gtin(digits + check) == (len(digits) in (7, 11, 12, 13))


@given(
    st.integers(7, 10).flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size)), st.data()
)
def test_gtins_have_their_prefix_and_a_check_digit_that_finds_every_wrong_digit(
    prefix: str, data: st.DataObject
) -> None:
    reference = data.draw(st.integers(0, 10 ** (12 - len(prefix)) - 1))
    gtin = codes.gtin_of(prefix, reference)
    assert len(gtin) == 14 and gtin.startswith(f"0{prefix}") and codes.is_gtin(gtin)
    place = data.draw(st.integers(0, 13))
    other = data.draw(st.sampled_from("0123456789"))
    wrong = gtin[:place] + other + gtin[place + 1 :]
    assert codes.is_gtin(wrong) == (wrong == gtin)


@pytest.mark.parametrize(("prefix", "reference"), [("890123", 1), ("89012345678", 1), ("8901234567", 100)])
def test_a_prefix_without_room_is_refused(prefix: str, reference: int) -> None:
    with pytest.raises(ValueError, match="GS1"):
        codes.gtin_of(prefix, reference)


def test_the_printed_address_is_in_capitals_and_leads_to_the_same_place() -> None:
    address = Address("https://shop.example.org", "K7QM3XRT9HDW", "08901234567894", "L26-000123")
    assert address.printed == "HTTPS://SHOP.EXAMPLE.ORG/01/08901234567894/10/L26-000123/21/K7QM3XRT9HDW"
    assert address.link == "https://shop.example.org/01/08901234567894/10/L26-000123/21/K7QM3XRT9HDW"
    own = Address("https://shop.example.org", "K7QM3XRT9HDW")
    assert own.printed == "HTTPS://SHOP.EXAMPLE.ORG/VERIFY/K7QM3XRT9HDW"
