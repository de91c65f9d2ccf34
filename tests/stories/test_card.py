import pytest

from tests.common.books import paise
from tests.common.live import LiveShop, broken_clauses, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story


def test_aarif_pays_by_card_and_comes_back_to_his_order(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy(shop.shop.slug("Kani stole"), "stripe")

    assert page.url.path.startswith("/orders/")
    assert "Paid by card" in words(page)
    order = shop.order()
    (charge,) = shop.charges()
    assert (charge["amount"], charge["amount_refunded"]) == (paise(order.total.gross), 0)
    assert [letter.to for letter in shop.letters("placed")] == [aarif.contact["email"]]
    assert broken_clauses() == {}


def test_the_bag_is_empty_afterwards_and_the_address_still_opens(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy(shop.shop.slug("Kani stole"), "stripe")

    assert "Kani stole" not in words(aarif.web.get("/cart/"))
    stranger = shop.buyer("stranger")
    assert "Kani stole" in words(stranger.web.get(page.url.path))
