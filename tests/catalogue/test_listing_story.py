"""Goods go from a seller's phone over the editors' desk into the store, and are found, bought and sold out."""

import pytest

from catalogue import facade as catalogue
from catalogue.facade import ListingState, SearchQuery, search
from catalogue.models import Listing, ListingVariant
from catalogue.services.publish_listing import publish_listing
from commerce.facade import app_store, public_store
from jkrlm.kernel.models import OutboxMessage
from tests.catalogue.goods import (
    SELLER,
    SHAMEEMA,
    approved,
    cushion,
    deliver,
    mine,
    on_sale,
    open_house,
    photo,
    rupees,
    spoken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house() -> None:
    open_house()


def in_store(sku: str):
    return app_store().listing_product(external_reference=sku, channel="online").product


def test_goods_sent_from_a_phone_are_approved_and_found_in_the_shop() -> None:
    sent = catalogue.propose(cushion(photo_keys=(photo("teal"), photo("navy")), voice_key=spoken()))
    assert (sent.state, sent.title, sent.quantity) == (ListingState.CHECKING, "Crewel embroidery", 3)

    row = on_sale(cushion(photo_keys=(photo("teal"), photo("navy"))))
    assert (row.state, row.sku, row.title) == (ListingState.ON_SALE, "KZ09-0001", "Crewel Cushion, blue vine")
    assert search(SearchQuery(q="crewel cushion")).product_ids == (row.product_id,)

    page = public_store().product_details(slug=row.slug, channel="online").product
    assert page is not None
    assert page.is_available_for_purchase
    assert page.media is not None and len(page.media) == 2
    facts = {item.key: item.value for item in page.metadata}
    assert facts["umeed.maker"] == "KZ09"
    assert facts["umeed.hsn"] == "63049299"
    assert facts["umeed.listing"] == row.key
    product = in_store("KZ09-0001")
    (variant,) = [edge.node for edge in product.product_variants.edges]
    (stock,) = variant.stocks
    assert (variant.sku, stock.quantity, stock.warehouse.slug) == ("KZ09-0001", 3, "district-budgam")
    told = OutboxMessage.objects.filter(name="ListingOnSale").count()
    assert told == 1


def test_publishing_again_makes_nothing_twice() -> None:
    row = on_sale(cushion())
    before = in_store(row.sku)
    publish_listing(listing_id=row.id)
    Listing.objects.filter(pk=row.id).update(published_at=None)
    ListingVariant.objects.update(variant_id="")
    publish_listing(listing_id=row.id)
    assert in_store(row.sku) == before
    assert mine(row.id).state == ListingState.ON_SALE


def test_stock_and_price_that_a_seller_sets_are_on_the_product_page() -> None:
    row = on_sale(cushion())
    catalogue.set_quantity(row.id, 9, "act-1", SELLER, group_codes=["KZ09"])
    catalogue.set_price(row.id, rupees("1600"), "act-2", SELLER, group_codes=["KZ09"])
    deliver()
    after = mine(row.id)
    assert (after.quantity, after.price) == (9, rupees("1600"))
    card = public_store().product_details(slug=row.slug, channel="online").product
    assert card.pricing.price_range.start.gross.fractional_amount == 160_000
    catalogue.set_quantity(row.id, 0, "act-3", SELLER, group_codes=["KZ09"])
    deliver()
    assert mine(row.id).state == ListingState.SOLD_OUT
    assert search(SearchQuery(available=("sold-out",))).product_ids == (row.product_id,)


def test_two_groups_and_one_number() -> None:
    first, second = approved(cushion()), approved(cushion())
    assert (first.sku, second.sku) == ("KZ09-0001", "KZ09-0002")
    assert first.person_id == SHAMEEMA
