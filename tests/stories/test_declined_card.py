import httpx
import pytest

from tests.common.live import LiveShop, broken_clauses, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story

DECLINED = "4000000000000002"
INSUFFICIENT = "4000000000009995"


def test_two_cards_are_declined_and_the_third_pays(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response
) -> None:
    refused = aarif.pay(at_the_pay_page, DECLINED)
    assert "Your card was declined." in refused.text
    again = aarif.pay(refused, INSUFFICIENT)
    assert "insufficient funds" in again.text
    assert shop.orders() == []

    page = aarif.pay(again)

    assert "Paid by card" in words(page)
    assert len(shop.orders()) == 1
    assert [each["status"] for each in shop.charges()].count("succeeded") == 1
    assert len(shop.letters("placed")) == 1
    assert broken_clauses() == {}


def test_declined_he_goes_back_and_pays_at_the_door(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response
) -> None:
    aarif.pay(at_the_pay_page, DECLINED)

    page = aarif.place(aarif.check_pin(), "cash-on-delivery")

    assert "To pay in cash at the door" in words(page)
    assert shop.kept_paise() == 0
    assert aarif.web.get(str(at_the_pay_page.url)).status_code == 410
    assert broken_clauses() == {}
