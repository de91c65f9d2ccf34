"""The stories' stage: a shop with two groups, a shawl, a tray and a carpet, behind real HTTP."""

from collections.abc import Iterator

import pytest

from tests.common.live import LiveShop, live_shop
from tests.journeys import Buyer

__all__ = ["live_shop"]


@pytest.fixture
def shop(live_shop: LiveShop) -> LiveShop:
    live_shop.shop.piece("Kani stole", price="3500")
    live_shop.shop.piece("Walnut tray", price="1200", maker="KZ11", hsn="4420", grams=900)
    return live_shop


@pytest.fixture
def aarif(shop: LiveShop) -> Iterator[Buyer]:
    buyer = shop.buyer()
    yield buyer
    buyer.web.close()


@pytest.fixture
def at_the_pay_page(shop: LiveShop, aarif: Buyer) -> object:
    """Aarif has a stole in the bag, has pressed the button, and looks at the card company's page."""
    aarif.add(shop.shop.slug("Kani stole"))
    page = aarif.place(aarif.check_pin(), "stripe")
    assert "/pay/" in page.url.path
    return page
