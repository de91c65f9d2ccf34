"""Goods that a group has on the shelf: sizes, what is left of each, blocks and holidays, as buyers find them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from catalogue import facade as catalogue
from catalogue.facade import Listing, ListingState, VariantWish, listings_of, reindex_all
from commerce.client import ListingProductPartsProductVariantsEdgesNode as Variant
from commerce.facade import app_store, public_store
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from sellers.orders import facade as orders
from sellers.orders.models import SellerOrder
from sellers.tax.facade import load_demo_registrations
from tests.catalogue.goods import SELLER, SHAMEEMA, cushion, rupees
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop, words
from tests.journeys import Buyer, form
from tests.stories.desks import Staff, approve_goods

__all__ = ["live_shop"]
pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]

SADIA = orders.By("person:7", on_behalf_of="KZ09")


@pytest.fixture
def sizes(live_shop: LiveShop, settings, tmp_path: Path) -> Listing:
    """Two small cushions and one large one, approved by an editor."""
    settings.MEDIA_ROOT = tmp_path / "media"
    catalogue.provision()
    load_demo_registrations()
    reindex_all()
    staff = Staff()
    staff.admit("KZ09")
    wishes = (VariantWish("Small", None, 2), VariantWish("Large", rupees("2000"), 1))
    approve_goods(staff[Role.EDITOR], catalogue.propose(cushion(variants=wishes)))
    return mine()


def mine() -> Listing:
    (found,) = listings_of(("KZ09",), person_id=SHAMEEMA)
    return found


def in_store(row: Listing) -> dict[str, Variant]:
    """Return what the store has of each size, by its name."""
    product = app_store().listing_product(external_reference=row.sku, channel="online").product
    assert product is not None
    assert product.product_variants is not None
    by_sku = {edge.node.sku: edge.node for edge in product.product_variants.edges}
    return {each.name: by_sku[each.sku] for each in row.variants}


def stock(row: Listing, size: str) -> tuple[int, int]:
    """Return (pieces, those sold and not sent) of a size."""
    (there,) = in_store(row)[size].stocks or ()
    return there.quantity, there.quantity_allocated


def quantities() -> dict[str, int]:
    """Return what the seller reads of each size."""
    return {each.name: each.quantity for each in mine().variants}


def wish(row: Listing, size: str, quantity: int, key: str) -> None:
    (sku,) = [each.sku for each in row.variants if each.name == size]
    catalogue.set_quantity(row.id, quantity, key, SELLER, variant=sku, group_codes=["KZ09"])


def add(buyer: Buyer, row: Listing, size: str):
    page = buyer.web.get(f"/products/{row.slug}/")
    return buyer.send(page, "/cart/add/", {"quantity": "1", "variant": in_store(row)[size].id})


def can_be_bought(buyer: Buyer, row: Listing) -> bool:
    """Return whether the page, which opens in any case, has a button; the store must say the same."""
    page = buyer.web.get(f"/products/{row.slug}/")
    assert page.status_code == 200
    product = public_store().product_details(slug=row.slug, channel="online").product
    assert product is not None
    offered = "/cart/add/" in page.text
    assert product.is_available_for_purchase is offered
    return offered


def test_sizes_are_sold_counted_and_wished_for_one_by_one(live_shop: LiveShop, sizes: Listing) -> None:
    row = sizes
    assert (row.state, stock(row, "Small"), stock(row, "Large")) == (ListingState.ON_SALE, (2, 0), (1, 0))
    prices = {
        size: each.channel_listings[0].price.fractional_amount
        for size, each in in_store(row).items()
        if each.channel_listings and each.channel_listings[0].price
    }
    assert prices == {"Small": 145_000, "Large": 200_000}

    buyer = live_shop.buyer()
    add(buyer, row, "Large")
    buyer.pay(buyer.place(buyer.check_pin(), "stripe"))
    at_rest()
    assert stock(row, "Large") == (1, 1)
    assert quantities() == {"Small": 2, "Large": 0}
    shelf = form(live_shop.buyer("late").web.get(f"/products/{row.slug}/"), "/cart/add/")
    offered = {each.value for each in shelf.controls if each.name == "variant" and not each.disabled}
    assert offered == {in_store(row)["Small"].id}

    for number, quantity in enumerate((9, 1, 3)):
        wish(row, "Large", quantity, f"k{number}")
    catalogue.set_price(row.id, rupees("1500"), "p", SELLER, group_codes=["KZ09"])
    at_rest()
    assert (stock(row, "Large"), stock(row, "Small")) == ((4, 1), (2, 0))
    small = in_store(row)["Small"].channel_listings
    assert small and small[0].price and small[0].price.fractional_amount == 150_000

    order = SellerOrder.objects.get()
    orders.hand_over(order.code, group_codes=["KZ09"], by=SADIA)
    at_rest()
    assert stock(row, "Large") == (3, 0)
    assert quantities() == {"Small": 2, "Large": 3}
    assert broken_clauses() == {}


def test_a_holiday_keeps_the_page_and_closes_the_till(live_shop: LiveShop, sizes: Listing) -> None:
    row, today = sizes, clock.today()
    early, late = live_shop.buyer("early"), live_shop.buyer("late")
    assert can_be_bought(early, row)
    add(early, row, "Small")
    checked = early.check_pin()

    catalogue.set_holiday("KZ09", today, today + timedelta(days=3), SELLER)
    at_rest()
    assert mine().state == ListingState.OFF_SALE
    assert not can_be_bought(late, row)
    answer = early.place(checked, "cash-on-delivery")
    assert answer.status_code == 409
    assert re.search("(not|no longer) on sale", words(answer)), words(answer)
    at_rest()
    assert SellerOrder.objects.count() == 0
    assert stock(row, "Small") == (2, 0)

    catalogue.take_off_sale(row.id, SELLER, group_codes=["KZ09"])
    catalogue.end_holiday("KZ09", SELLER)
    at_rest()
    assert not can_be_bought(late, row)
    catalogue.put_on_sale(row.id, SELLER, group_codes=["KZ09"])
    at_rest()
    assert mine().state == ListingState.ON_SALE
    assert can_be_bought(late, row)
    add(late, row, "Small")
    late.place(late.check_pin(), "cash-on-delivery")
    at_rest()
    assert SellerOrder.objects.count() == 1
    assert broken_clauses() == {}
