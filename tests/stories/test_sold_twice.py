"""Saleor sold a piece twice, by a way that did not pass our single file: the newer order gives way."""

import pytest

from commerce.facade import on_saleor
from commerce.payments.facade import on_order_created
from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event
from tests.common.books import order_details, paise
from tests.common.live import LiveShop, at_rest, broken_clauses, words

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(not on_saleor(), reason="the embedded store counts its stock under a lock"),
]


@pytest.mark.parametrize("method", ["stripe", "cash-on-delivery"])
def test_the_newer_order_is_cancelled_and_its_money_goes_back(shop: LiveShop, method: str) -> None:
    variant = shop.shop.piece("Walnut chest", price="1900", stock=2)
    first, second = shop.buyer("first"), shop.buyer("second")
    first.buy(shop.shop.slug("Walnut chest"), "stripe")
    page = second.buy(shop.shop.slug("Walnut chest"), method)
    at_rest()
    older, newer = shop.orders()
    shop.shop.restock(variant, 1)

    for _ in range(2):
        tell_again(older.id)
        at_rest()

    assert order_details(newer.id).status.value == "CANCELED"
    assert order_details(older.id).status.value == "UNFULFILLED"
    assert shop.stock("Walnut chest") == (1, 1)
    assert shop.kept_paise() == paise(older.total.gross)
    assert [letter.to for letter in shop.letters("cancelled")] == [second.contact["email"]]
    assert "This order is cancelled" in words(second.web.get(page.url.path))
    assert broken_clauses() == {}


def tell_again(order_id: str) -> None:
    """Deliver ORDER_CREATED once more: at its first delivery there were enough."""
    order = order_details(order_id)
    assert order.shipping_address is not None
    total = {"gross": {"amount": order.total.gross.amount, "currency": "INR"}}
    payload = {
        "id": order.id,
        "checkoutId": order.checkout_id,
        "total": total,
        "shippingAddress": {"postalCode": order.shipping_address.postal_code},
    }
    on_order_created(Event(id=0, name="ORDER_CREATED", payload={"order": payload}, issued_at=now()))
