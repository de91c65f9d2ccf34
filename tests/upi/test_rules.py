"""The link of NPCI's specification, our references, and what a bank's words name."""

from decimal import Decimal

import pytest

from commerce.payments.errors import ClaimRefused
from commerce.payments.upi_rules import (
    CLAIM_PREFIX,
    clean_rrn,
    is_address,
    looks_like_upi,
    new_reference,
    payer_in,
    references_in,
    rrn_in,
    upi_link,
)


def test_the_link_is_the_specifications() -> None:
    link = upi_link(
        vpa="umeed.jk@jkbank",
        payee="Umeed & Co., Srinagar",
        amount=Decimal("1234.5"),
        reference="UC7K3Q9XABC",
    )

    assert link == (
        "upi://pay?pa=umeed.jk@jkbank&pn=Umeed%20%26%20Co.%2C%20Srinagar&am=1234.50&cu=INR"
        "&tn=UC7K3Q9XABC&tr=UC7K3Q9XABC"
    )


def test_a_reference_is_short_unlike_others_and_found_in_a_banks_words() -> None:
    made = {new_reference(CLAIM_PREFIX) for _ in range(500)}

    assert len(made) == 500 and {len(each) for each in made} == {11}
    for each in list(made)[:50]:
        assert references_in(f"UPI/CR/632512345678/AARIF/{each.lower()}/x", CLAIM_PREFIX) == [each]
        assert references_in(f"UPI/{each[:6]} {each[6:]}", CLAIM_PREFIX) == [each]
    assert references_in("UPI/UC7K3Q9XABCD/UR7K3Q9XABC", CLAIM_PREFIX) == []


@pytest.mark.parametrize(
    ("reference", "narration", "number"),
    [
        ("632512345678", "UPI/x", "632512345678"),
        ("", "UPI/CR/632512345678/A", "632512345678"),
        ("S123", "UPI/632512345678/632512345679", ""),
        ("", "NEFT 1234567890123", ""),
    ],
)
def test_the_banks_number_is_taken_only_where_it_is_sure(reference: str, narration: str, number: str) -> None:
    assert rrn_in(reference, narration) == number


@pytest.mark.parametrize("typed", ["632512345678", " 6325 1234-5678 ", "६३२५१२३४५६७८", "۶۳۲۵۱۲۳۴۵۶۷۸"])
def test_a_number_is_read_in_every_script(typed: str) -> None:
    assert clean_rrn(typed) == "632512345678"


@pytest.mark.parametrize(
    "typed", ["", "63251234567", "6325123456789", "UC7K3Q9XABC1", "6325 1234 567a", "²³²⁵¹²³⁴⁵⁶⁷⁸"]
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(ClaimRefused) as refused:
        clean_rrn(typed)
    assert refused.value.field == "rrn"


def test_words_of_a_bank() -> None:
    assert (
        looks_like_upi("", "UPI/CR/1")
        and looks_like_upi("", "BY UPI-123")
        and not looks_like_upi("", "OCCUPIED")
    )
    assert payer_in("UPI/aarif.w@jkb/x") == "aarif.w@jkb" and payer_in("a.b@jkb c.d@ybl") == ""
    assert is_address("umeed@jkbank") and not is_address("umeed") and not is_address("a@b.c")
