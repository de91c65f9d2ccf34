import httpx
import pytest

from tests.common.books import paise
from tests.common.live import LiveShop, broken_clauses, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story


def test_he_leaves_the_pay_page_finds_everything_as_it_was_and_pays_later(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response
) -> None:
    checkout = aarif.web.get("/checkout/")
    assert 'value="Aarif Wani"' in checkout.text
    assert shop.orders() == []

    again = aarif.place(aarif.check_pin(), "stripe")
    assert again.url == at_the_pay_page.url
    page = aarif.pay(again)

    assert "Paid by card" in words(page)
    assert len(shop.orders()) == 1
    assert len(shop.charges()) == 1
    assert broken_clauses() == {}


def test_he_puts_more_into_the_bag_and_the_old_pay_page_takes_no_money(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response
) -> None:
    aarif.add(shop.shop.slug("Walnut tray", "KZ11"))

    again = aarif.place(aarif.check_pin(), "stripe")

    assert again.url != at_the_pay_page.url
    assert aarif.web.get(str(at_the_pay_page.url)).status_code == 410
    page = aarif.pay(again)
    order = shop.order()
    assert "Walnut tray" in words(page)
    assert shop.kept_paise() == paise(order.total.gross)
    assert broken_clauses() == {}
