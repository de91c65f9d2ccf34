from commerce.embedded.order.models import Order
from tests.common.live import LiveShop, broken_clauses, letters, words
from tests.journeys import Buyer


def test_aarif_pays_by_card_and_comes_back_to_his_order(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy("kz09-kani-stole", "stripe")

    assert page.url.path.startswith("/orders/")
    assert "Paid by card" in words(page)
    order = Order.objects.get()
    (charge,) = shop.charges()
    assert (charge["amount"], charge["amount_refunded"]) == (int(order.total_gross * 100), 0)
    assert [letter.to for letter in letters("placed")] == ["buyer@example.com"]
    assert broken_clauses() == {}


def test_the_bag_is_empty_afterwards_and_the_address_still_opens(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy("kz09-kani-stole", "stripe")

    assert "Kani stole" not in words(aarif.web.get("/cart/"))
    stranger = Buyer(shop.url)
    assert "Kani stole" in words(stranger.web.get(page.url.path))
