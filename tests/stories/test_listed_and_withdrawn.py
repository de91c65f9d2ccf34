"""A piece is listed, published and withdrawn in the store, and the shop's listing follows the store's events."""

import pytest

from tests.common.live import LiveShop, settled
from tests.journeys import Buyer

pytestmark = pytest.mark.story


def test_a_piece_comes_into_the_listing_and_leaves_it_again(shop: LiveShop, aarif: Buyer) -> None:
    slug = shop.shop.slug("Chain stitch rug")

    def listed() -> bool:
        return f"/products/{slug}/" in aarif.web.get("/products/").text

    assert not listed()
    variant = shop.shop.piece("Chain stitch rug", price="5200")
    settled(listed, "the new piece in the listing")
    assert aarif.web.get(f"/products/{slug}/").status_code == 200

    shop.shop.reprice(variant, "4900")
    settled(lambda: "₹4,900" in aarif.web.get("/products/").text, "the new price in the listing")

    shop.shop.show(shop.shop.products[variant], False)
    settled(lambda: not listed(), "the listing without the withdrawn piece")
    assert aarif.web.get(f"/products/{slug}/").status_code == 404

    shop.shop.show(shop.shop.products[variant], True)
    settled(listed, "the piece back in the listing")


def test_a_sold_piece_says_so(shop: LiveShop, aarif: Buyer) -> None:
    shop.shop.piece("Walnut bowl", price="900", stock=1)
    slug = shop.shop.slug("Walnut bowl")
    aarif.buy(slug, "cash-on-delivery")

    page = shop.buyer("other").web.get(f"/products/{slug}/")

    assert 'action="/cart/add/"' not in page.text
    settled(
        lambda: f"/products/{slug}/" not in aarif.web.get("/products/?available=ready").text,
        "the listing of what is there",
    )
