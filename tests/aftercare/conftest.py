"""A shop behind real HTTP, and an order of two parcels that its buyer may change her mind about."""

from dataclasses import dataclass

import pytest

from jkrlm.kernel.clock import today
from sellers.orders.models import SellerOrder
from storefront.models import OrderAccess
from tests.common.live import LiveShop, at_rest, live_shop
from tests.journeys import Buyer
from tests.seller_orders.conftest import sent_and_delivered

__all__ = ["live_shop"]


@dataclass
class Bought:
    """``path`` is the order's page."""

    shop: LiveShop
    buyer: Buyer
    path: str
    stole: SellerOrder
    tray: SellerOrder

    @property
    def token(self) -> str:
        return self.path.rstrip("/").rsplit("/", 1)[1]


@pytest.fixture
def shop(live_shop: LiveShop) -> LiveShop:
    live_shop.shop.piece("Kani stole", price="3500")
    live_shop.shop.piece("Walnut tray", price="1200", maker="KZ11", hsn="4420", grams=900)
    return live_shop


def bought_of(shop: LiveShop, method: str = "cash-on-delivery") -> Bought:
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani stole"))
    page = buyer.buy(shop.shop.slug("Walnut tray", "KZ11"), method)
    at_rest()
    order = OrderAccess.objects.get(token=page.url.path.rstrip("/").rsplit("/", 1)[1]).order_id
    stole, tray = SellerOrder.objects.filter(order_id=order).order_by("group_code")
    return Bought(shop, buyer, page.url.path, stole, tray)


@pytest.fixture
def bought(shop: LiveShop) -> Bought:
    return bought_of(shop)


@pytest.fixture
def delivered(bought: Bought) -> Bought:
    """Both parcels came today."""
    for part in (bought.stole, bought.tray):
        sent_and_delivered(part, today())
    return bought
