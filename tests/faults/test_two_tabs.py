"""The buyer is at the card company's page, and something else happens to the bag meanwhile."""

import httpx
import pytest

from commerce.payments.models import PaymentAttempt
from storefront.models import OrderAccess
from tests.common.books import checkout_is_open, paise
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop, words
from tests.journeys import Buyer, forms

__all__ = ["live_shop"]

pytestmark = pytest.mark.story


@pytest.fixture
def shop(live_shop: LiveShop) -> LiveShop:
    live_shop.shop.piece("Walnut box", price="900")
    return live_shop


def at_stripe(buyer: Buyer) -> httpx.Response:
    """Go as far as the card company's page."""
    page = buyer.place(buyer.check_pin(), "stripe")
    assert "/pay/" in page.url.path, words(page)
    return page


def take_out(buyer: Buyer, piece: str) -> None:
    """Press Remove beside a piece of the bag."""
    bag = buyer.web.get("/cart/")
    removals = [form for form in forms(bag) if form.action.endswith("/cart/remove/")]
    order = sorted(("Kani shawl", "Walnut box"), key=bag.text.index)
    buyer.web.post("/cart/remove/", data=removals[order.index(piece)].values({})).raise_for_status()
    assert piece not in words(buyer.web.get("/cart/"))


def test_a_piece_taken_out_while_paying_is_not_paid_for(shop: LiveShop) -> None:
    shop.shop.piece("Kani shawl", price="3500")
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani shawl"))
    buyer.add(shop.shop.slug("Walnut box"))
    page = at_stripe(buyer)
    started = int(PaymentAttempt.objects.get().amount * 100)
    tab = shop.buyer()
    tab.web.cookies.update(buyer.web.cookies)
    take_out(tab, "Walnut box")
    tab.check_pin()

    buyer.pay(page)

    assert len(shop.letters("refunded")) == 1
    order = shop.order()
    assert paise(order.total.gross) < started
    assert shop.kept_paise() == paise(order.total.gross)
    (item,) = order.transactions
    assert paise(item.charged_amount) == paise(order.total.gross)
    assert broken_clauses() == {}


def sold_while_paying(shop: LiveShop, buyer: Buyer) -> str:
    """The shawl of the bag is sold to somebody else; its buyer pays and gets the money back."""
    shop.shop.piece("Kani shawl", price="3500", stock=1)
    buyer.add(shop.shop.slug("Kani shawl"))
    buyer.add(shop.shop.slug("Walnut box"))
    page = at_stripe(buyer)
    other = shop.buyer("other")
    assert other.buy(shop.shop.slug("Kani shawl"), "cash-on-delivery").url.path.startswith("/orders/")
    assert "We could not make your order" in words(buyer.pay(page))
    at_rest()
    access = OrderAccess.objects.get(order_id=None)
    assert access.payment_returned_at is not None
    return access.token


@pytest.mark.parametrize("method", ["stripe", "cash-on-delivery"])
def test_who_got_the_money_back_can_buy_the_rest(shop: LiveShop, method: str) -> None:
    buyer = shop.buyer()
    token = sold_while_paying(shop, buyer)
    take_out(buyer, "Kani shawl")

    placed = buyer.place(buyer.check_pin(), method)

    if method == "stripe":
        waiting = words(buyer.web.get(f"/orders/{token}/"))
        assert "Your payment is on its way back" not in waiting
        placed = buyer.pay(placed)
    assert placed.url.path == f"/orders/{token}/", words(placed)
    order = shop.orders()[-1]
    assert [line.product_name for line in order.lines] == ["Walnut box"]
    at_rest()
    assert shop.kept_paise() == (paise(order.total.gross) if method == "stripe" else 0)
    assert broken_clauses() == {}
    assert OrderAccess.objects.get(token=token).order_id == order.id


def test_who_got_the_money_back_can_buy_the_same_again_when_it_is_there(shop: LiveShop) -> None:
    buyer = shop.buyer()
    token = sold_while_paying(shop, buyer)
    shop.shop.restock(shop.shop.variants[shop.shop.sku("Kani shawl")], 2)

    back = buyer.pay(at_stripe(buyer))

    assert back.url.path == f"/orders/{token}/", words(back)
    at_rest()
    access = OrderAccess.objects.get(token=token)
    assert access.order_id is not None
    assert not checkout_is_open(access.checkout_id)
    assert broken_clauses() == {}
