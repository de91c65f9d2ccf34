"""Identity numbers and names of account holders: what can be one, and what is alike."""

import pytest

from sellers.registry.errors import BadNumber
from sellers.registry.formats import checked_licence_number, checked_phone, gstin_check_character, is_gstin
from sellers.registry.names import MATCH_PERCENT, match_percent


@pytest.mark.parametrize(
    "number", ["27AAPFU0939F1ZV", "29AAGCB7383J1Z4", "01ZZZAN0000N1ZJ", "01ZZZGJ0000J1ZJ"]
)
def test_the_check_character_of_a_gstin_is_that_of_known_ones(number):
    assert gstin_check_character(number[:14]) == number[14]
    assert is_gstin(number)


@pytest.mark.parametrize("place", range(14))
def test_one_wrong_character_of_a_gstin_is_noticed(place):
    right = "27AAPFU0939F1ZV"
    wrong = "8" if right[place].isdigit() else "B"
    assert not is_gstin(right[:place] + wrong + right[place + 1 :]) or right[place] == wrong


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("fssai", "1121 9999 000 123", "11219999000123"),
        ("fssai", "21219999000123", "21219999000123"),
        ("pan", "aaaak0001k", "AAAAK0001K"),
        ("gstin", "27 aapfu 0939 f1zv", "27AAPFU0939F1ZV"),
        ("enrolment", "enr 0100001", "ENR0100001"),
        ("gi-user", "AU/46/GI/2020", "AU/46/GI/2020"),
        ("handloom-mark", "HLM-1234.5", "HLM-1234.5"),
    ],
)
def test_numbers_are_kept_in_one_form(kind, typed, kept):
    assert checked_licence_number(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("fssai", "31219999000123"),
        ("fssai", "1121999900012"),
        ("fssai", "１1219999000123"),
        ("pan", "AAAA0001K"),
        ("pan", "AAAZK0001K"),
        ("gstin", "27AAPFU0939F1ZX"),
        ("gstin", "27AAPFU0939F1AV"),
        ("enrolment", "ENR-01"),
        ("gi-user", "A'; DROP"),
        ("handloom-mark", ""),
    ],
)
def test_what_cannot_be_a_number_of_its_kind_is_refused_in_words(kind, typed):
    with pytest.raises(BadNumber) as refusal:
        checked_licence_number(kind, typed)
    assert refusal.value.field == "number"
    assert refusal.value.message.endswith((".", "wrong."))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("94190 00000", "+919419000000"),
        ("+91 94190-00000", "+919419000000"),
        ("", ""),
        ("(0)", None),
        ("12345", None),
    ],
)
def test_phone_numbers(typed, kept):
    if kept is None:
        with pytest.raises(BadNumber):
            checked_phone(typed)
    else:
        assert checked_phone(typed) == kept


@pytest.mark.parametrize(
    ("ours", "banks", "same"),
    [
        ("Kanihama Tuji SHG", "KANIHAMA TUJI SHG", True),
        ("Kanihama Tuji SHG", "TUJI KANIHAMA SELF HELP GROUP", True),
        ("Kanihama Tuji SHG", "KANIHAMA TUJI S.H.G.", True),
        ("Kanihama Tuji SHG", "M/S KANIHAMA TUJI", True),
        ("Kanihama Tuji SHG", "KANIHAMMA TUJI", True),
        ("Kanihama Tuji SHG", "KANIHAMA HARUD SHG", False),
        ("Kanihama Tuji SHG", "M/S VALLEY TRADERS", False),
        ("Kanihama Tuji SHG", "SELF HELP GROUP", False),
        ("Kanihama Tuji SHG", "", False),
        ("Haseena Begum", "BEGUM HASEENA", True),
        ("Haseena Begum", "BILAL AHMAD MIR", False),
    ],
)
def test_names_of_account_holders(ours, banks, same):
    assert (match_percent(ours, banks) >= MATCH_PERCENT) is same


def test_alike_is_a_percentage_and_the_same_from_both_sides_for_the_same_words():
    assert match_percent("Roshni SHG", "ROSHNI") == 100
    assert match_percent("A B", "B A") == 100
    assert 0 <= match_percent("Roshni", "Zoon") < 50
