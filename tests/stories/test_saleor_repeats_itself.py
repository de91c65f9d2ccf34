"""Every webhook of an order comes again, the last first, just as Saleor signed it: nothing happens twice."""

import httpx
import pytest

from commerce.facade import on_saleor
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.common.web import deliveries
from tests.journeys import Buyer

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(not on_saleor(), reason="the embedded store's events do not come over HTTP"),
]

SYNCHRONOUS = ("calculate_taxes", "session", "requested", "shipping_list")


def test_doubled_and_reordered_webhooks_change_nothing(shop: LiveShop, aarif: Buyer) -> None:
    deliveries.clear()
    aarif.buy(shop.shop.slug("Kani stole"), "stripe")
    assert len(shop.letters("placed")) == 1
    before = shop.order()
    said = [each for each in deliveries if not any(word in each.path for word in SYNCHRONOUS)]
    assert any(each.path.endswith("/order_created/") for each in said)

    for each in reversed(said):
        headers = {name: value for name, value in each.headers.items() if name.lower() != "host"}
        answer = httpx.post(f"{shop.url}{each.path}", content=each.body, headers=headers, timeout=30)
        assert (answer.status_code, answer.json()) == (200, {"received": False}), answer.text
    at_rest()

    assert shop.order() == before
    assert len(shop.letters("placed")) == 1
    assert shop.kept_paise() == paise(before.total.gross)
    assert broken_clauses() == {}
