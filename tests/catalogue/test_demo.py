"""The demo's goods come into the store, are stopped half-way, go on, are found; news reaches the index."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from catalogue import facade
from catalogue.demo.seed import read_seed
from catalogue.facade import ListingState, SearchQuery, search
from catalogue.models import DemoLoad
from commerce.client import (
    LanguageCodeEnum,
    ProductChannelListingAddInput,
    ProductChannelListingUpdateInput,
    ProductInput,
    ProductVariantChannelListingAddInput,
    StockInput,
)
from commerce.facade import app_store, public_store
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import Event
from media.models import StoredPicture
from sellers.registry.facade import groups

pytestmark = pytest.mark.django_db


class PowerCut(Exception):
    pass


def cut_after(line: str):
    def progress(said: str) -> None:
        if said.startswith(line):
            raise PowerCut

    return progress


def news(product_id: str, name: str = "PRODUCT_UPDATED") -> Event:
    payload = {"__typename": "ProductUpdated", "product": {"id": product_id}}
    return Event(id=1, name=name, payload=payload, issued_at=datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture
def uploads(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def sku_to_id() -> dict[str, str]:
    store = app_store()
    found = {}
    for sku in ("SH-001", "CR-001", "TX-002"):
        product = store.product_by_reference(external_reference=sku).product
        assert product is not None
        found[sku] = product.id
    return found


def test_the_demo_is_loaded_once_whole_after_a_power_cut_and_follows_the_store(uploads: None) -> None:
    with pytest.raises(PowerCut):
        facade.load_demo(progress=cut_after("Goods: 10 "))
    assert DemoLoad.objects.count() == 0
    assert search(SearchQuery()).total == 0

    loaded = facade.load_demo()
    assert (loaded.products, loaded.makers, loaded.fresh) == (69, 27, True)
    assert StoredPicture.objects.count() == 69
    _store_holds_the_seed()
    _goods_are_found()
    _makers_have_pages()
    _groups_see_their_goods()

    again = facade.load_demo(progress=cut_after(""))
    assert (again.products, again.fresh) == (69, False)

    _changes_reach_the_index(sku_to_id())


def _store_holds_the_seed() -> None:
    cards = public_store().product_list(channel="online", first=100).products
    assert cards is not None
    by_slug = {edge.node.slug: edge.node for edge in cards.edges}
    for piece in read_seed().products:
        card = by_slug[piece.slug]
        assert card.name == piece.name
        assert card.is_available
        assert card.pricing is not None and card.pricing.price_range is not None
        assert card.pricing.price_range.start is not None
        assert card.pricing.price_range.start.gross.fractional_amount == piece.price * 100
        assert card.thumbnail is not None
    stole = public_store().product_details(slug="handspun-pashmina-stole-undyed", channel="online").product
    assert stole is not None
    assert stole.media is not None
    assert [picture.alt for picture in stole.media] == [
        "Illustration: folded undyed fawn pashmina stole in a diamond weave, fringed end to the front."
    ]
    facts = {item.key: item.value for item in stole.metadata}
    assert facts == {
        "umeed.maker": "KZ09",
        "umeed.hsn": "62142010",
        "umeed.dims_cm": "28x22x4",
        "umeed.lead_days": "3",
        "umeed.fragile": "false",
        "umeed.stock_kind": "batch",
        "umeed.illustration": "true",
        "umeed.certification": "GI-KP",
        "umeed.handmade": "true",
    }
    texts = app_store().product_texts(ids=[stole.id], first=1).products
    assert texts is not None
    hindi, urdu = texts.edges[0].node.hi, texts.edges[0].node.ur
    assert hindi is not None and urdu is not None
    assert (hindi.name, urdu.name) == (
        "हस्तकता पश्मीना स्टोल, प्राकृतिक रंग",
        "ہاتھ کتا پشمینہ اسٹول، قدرتی رنگ",
    )
    assert "येंदर" in str(hindi.description) and "یندر" in str(urdu.description)
    assert stole.product_variants is not None
    (variant,) = [edge.node for edge in stole.product_variants.edges]
    assert variant.weight is not None
    assert variant.weight.value * {"G": 1, "KG": 1000}[variant.weight.unit.value] == 120
    carpet = app_store().product_by_reference(external_reference="CR-001").product
    assert carpet is not None and carpet.product_variants is not None
    (stock,) = carpet.product_variants.edges[0].node.stocks or ()
    assert (stock.quantity, stock.warehouse.slug) == (1, "district-bandipora")


def _goods_are_found() -> None:
    result = search(SearchQuery(q="pashmna"))
    assert (result.corrected, result.total) == ("pashmina", 4)
    assert search(SearchQuery(q="زعفران", crafts=("saffron",))).total == 3
    # A word of one description only, in Hindi and in Urdu.
    assert search(SearchQuery(q="समावार")).total == search(SearchQuery(q="سماوار")).total == 2
    facets = search(SearchQuery()).facets
    assert {value.slug: value.count for value in facets["availability"]} == {
        "ready": 67, "made-to-order": 2, "sold-out": 0,
    }  # fmt: skip
    assert {value.slug for value in facets["craft"]} == {craft.slug for craft in facade.crafts()}
    assert {value.slug for value in facets["category"]} == {kind.slug for kind in facade.categories()}
    assert facets["certified"][0].count == 53
    assert facets["gi"][0].count == 27


def _makers_have_pages() -> None:
    assert len(groups()) == 27
    page = public_store().maker_page(slug="kanihama-tuji-shg").page
    assert page is not None
    assert page.page_type.slug == "maker"
    facts = {item.key: item.value for item in page.metadata}
    assert (facts["umeed.code"], facts["umeed.sample"]) == ("KZ09", "true")
    assert "12 women of Kanihama" in str(page.content)
    hindi = public_store().maker_page(slug=page.slug, language=LanguageCodeEnum.HI, translated=True).page
    assert hindi is not None and hindi.translation is not None
    assert "कनिहामा की 12 महिलाएँ" in str(hindi.translation.content)


def _groups_see_their_goods() -> None:
    mine = facade.listings_of(["KZ09"])
    assert {row.state for row in mine} == {ListingState.ON_SALE}
    stole = next(row for row in mine if row.sku == "SH-001")
    assert (stole.kind, stole.price, stole.person_id) == ("pashmina", Money(Decimal(14_500), "INR"), None)
    assert stole.photo_keys and stole.slug == "handspun-pashmina-stole-undyed"
    everybodys = facade.listings_of([group.code for group in groups()])
    assert len(everybodys) == 69
    assert {row.state for row in everybodys} == {ListingState.ON_SALE}


def _changes_reach_the_index(ids: dict[str, str]) -> None:
    store, channel = app_store(), app_store().channel_by_slug(slug="online").channel
    assert channel is not None
    carpet = store.product_by_reference(external_reference="CR-001").product
    assert carpet is not None and carpet.product_variants is not None
    variant = carpet.product_variants.edges[0].node
    assert variant.stocks
    store.product_variant_stocks_update(
        variant_id=variant.id, stocks=[StockInput(warehouse=variant.stocks[0].warehouse.id, quantity=0)]
    )
    facade.on_product_changed(
        Event(
            id=2,
            name="PRODUCT_VARIANT_OUT_OF_STOCK",
            payload={"productVariant": {"id": variant.id, "product": {"id": carpet.id}}},
            issued_at=datetime(2026, 11, 1, tzinfo=UTC),
        )
    )
    assert search(SearchQuery(available=("sold-out",))).product_ids == (carpet.id,)

    store.product_variant_channel_listing_update(
        id=variant.id,
        input=[ProductVariantChannelListingAddInput(channel_id=channel.id, price=Decimal("7.50"))],
    )
    store.product_update(id=carpet.id, input=ProductInput(name="Quiet Zebrano Rug"))
    facade.on_product_changed(news(carpet.id))
    assert search(SearchQuery(q="zebrano", price_max=Decimal("7.50"))).product_ids == (carpet.id,)

    store.product_channel_listing_update(
        id=ids["SH-001"],
        input=ProductChannelListingUpdateInput(
            update_channels=[ProductChannelListingAddInput(channel_id=channel.id, is_published=False)]
        ),
    )
    facade.on_product_changed(news(ids["SH-001"]))
    assert search(SearchQuery(q="pashmina")).total == 3

    store.product_delete(id=ids["TX-002"])
    assert facade.reindex_all() == 68
    assert search(SearchQuery()).total == 67
    facade.on_product_changed(news(ids["TX-002"], "PRODUCT_DELETED"))
    assert search(SearchQuery()).total == 67


def test_provisioning_twice_makes_nothing_twice() -> None:
    facade.provision()
    before = app_store().catalogue_setup()
    facade.provision()
    assert app_store().catalogue_setup() == before
    assert before.warehouses is not None and before.attributes is not None
    assert len(before.warehouses.edges) == 20
    online = app_store().channel_by_slug(slug=django_settings.CHANNEL_ONLINE).channel
    assert online is not None
    assert online.currency_code == "INR"
    assert online.tax_configuration.tax_app_id == "umeed.payments"
    assert online.tax_configuration.prices_entered_with_tax


def test_an_event_without_a_product_changes_nothing() -> None:
    event = Event(
        id=3, name="PRODUCT_UPDATED", payload={"product": None}, issued_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    facade.on_product_changed(event)
    assert search(SearchQuery()).total == 0


def test_news_of_a_product_that_never_was_changes_nothing() -> None:
    facade.provision()
    facade.on_product_changed(news("UHJvZHVjdDo5OTk5OTk="))
    assert search(SearchQuery()).total == 0
