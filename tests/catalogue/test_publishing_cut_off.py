"""A worker that dies at any step of publishing: the next one goes on, and there is one of everything."""

from collections.abc import Callable
from typing import Any

import pytest

from catalogue import facade as catalogue
from catalogue.facade import ListingState, VariantWish
from catalogue.models import Block, Listing, ListingVariant
from catalogue.services import publish_listing as module
from commerce.client import ProductCreateInput
from commerce.embedded.warehouse.models import Stock
from commerce.facade import app_store
from tests.catalogue.goods import SELLER, approved, cushion, deliver, mine, open_house, photo

pytestmark = pytest.mark.django_db

STEPS = (
    "product_create",
    "product_media_create",
    "product_channel_listing_update",
    "product_variant_create",
    "product_variant_channel_listing_update",
)


@pytest.fixture(autouse=True)
def house() -> None:
    open_house()


class PowerCut(Exception):
    pass


class CutStore:
    """The store, until the ``nth`` call that writes; the cut comes before or after the store has it."""

    def __init__(self, nth: int, *, after: bool) -> None:
        self.left, self.after, self.store = nth, after, app_store()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self.store, name)

        def counted(**given: Any) -> Any:
            if name not in STEPS:
                return call(**given)
            self.left -= 1
            if self.left == 0 and not self.after:
                raise PowerCut
            answer = call(**given)
            if self.left == 0:
                raise PowerCut
            return answer

        return counted


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_cut_off_at_every_step_there_is_one_of_everything(monkeypatch, after: bool) -> None:
    sizes = (VariantWish("Small", None, 2), VariantWish("Large", None, 3))
    row = approved(cushion(photo_keys=(photo("red"), photo("blue")), variants=sizes))
    cuts = 0
    for _attempt in range(30):
        store = CutStore(1 if after else 2, after=after)
        monkeypatch.setattr(module, "app_store", lambda store=store: store)
        try:
            module.publish_listing(listing_id=row.id)
        except PowerCut:
            cuts += 1
        else:
            break
    monkeypatch.undo()
    module.publish_listing(listing_id=row.id)
    deliver()
    assert cuts >= 8
    product = app_store().listing_product(external_reference=row.sku, channel="online").product
    assert len(product.media) == 2
    nodes = {edge.node.sku: edge.node for edge in product.product_variants.edges}
    assert sorted(nodes) == [f"{row.sku}-1", f"{row.sku}-2"]
    assert [nodes[sku].stocks[0].quantity for sku in sorted(nodes)] == [2, 3]
    assert mine(row.id).state == ListingState.ON_SALE
    assert Listing.objects.exclude(product_id="").count() == 1


def test_a_number_that_another_product_has_is_left_to_it() -> None:
    from catalogue.services.provision import store_ids

    ids = store_ids(app_store())
    for number in ("KZ09-0001", "KZ09-0002"):
        app_store().product_create(
            input=ProductCreateInput(
                name=f"Old piece {number}",
                slug=number.lower(),
                external_reference=number,
                product_type=ids.product_types["textile"],
                category=ids.categories["textile"],
                attributes=[],
            )
        )
    row = approved(cushion())
    assert row.sku == "KZ09-0001"
    deliver()
    seen = mine(row.id)
    assert (seen.sku, seen.variants[0].sku, seen.state) == ("KZ09-0003", "KZ09-0003", ListingState.ON_SALE)


def test_a_block_that_holds_from_the_start_is_there_before_anybody_can_buy(monkeypatch) -> None:
    row = approved(cushion(kind="honey", answers={"net-g": "500"}))
    seen: list[bool] = []
    real = module._list

    def watched(store: Any, product_id: str, listing: Any) -> None:
        seen.append(Block.objects.filter(product_id=product_id, reason="licence").exists())
        real(store, product_id, listing)

    monkeypatch.setattr(module, "_list", watched)
    module.publish_listing(listing_id=row.id)
    assert seen == [True, True]
    assert (
        not app_store()
        .listing_product(external_reference=row.sku, channel="online")
        .product.is_available_for_purchase
    )
    assert catalogue.listing(row.id, group_codes=["KZ09"]).state == ListingState.OFF_SALE


def test_what_is_not_approved_is_not_published() -> None:
    sent = catalogue.propose(cushion())
    module.publish_listing(listing_id=sent.id)
    module.publish_listing(listing_id=99_999)
    assert Listing.objects.exclude(product_id="").count() == 0


class CutAfter:
    """The store, until it has done the named call for the ``nth`` time."""

    def __init__(self, name: str, nth: int = 1) -> None:
        self.name, self.left, self.store = name, nth, app_store()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self.store, name)

        def counted(**given: Any) -> Any:
            answer = call(**given)
            self.left -= name == self.name
            if self.left == 0:
                raise PowerCut
            return answer

        return counted


def cut_off(monkeypatch: pytest.MonkeyPatch, listing_id: int, store: CutAfter) -> None:
    monkeypatch.setattr(module, "app_store", lambda: store)
    with pytest.raises(PowerCut):
        module.publish_listing(listing_id=listing_id)
    monkeypatch.undo()


def counted(sku: str) -> int:
    product = app_store().listing_product(external_reference=sku, channel="online").product
    return product.product_variants.edges[0].node.stocks[0].quantity


def test_a_number_wished_after_a_cut_reaches_the_store(monkeypatch) -> None:
    row = approved(cushion(quantity=3))
    cut_off(monkeypatch, row.id, CutAfter("product_variant_create"))
    catalogue.set_quantity(row.id, 8, "k", SELLER, group_codes=["KZ09"])
    deliver()
    assert counted(row.sku) == 8
    kept = ListingVariant.objects.get(listing=row.id)
    assert (kept.stock_done, kept.stock_wish, kept.quantity) == (1, 1, 8)
    assert mine(row.id).state == ListingState.ON_SALE


def test_what_was_sold_after_a_cut_is_not_put_back_on_the_shelf(monkeypatch) -> None:
    row = approved(cushion(quantity=3))
    catalogue.set_quantity(row.id, 8, "k", SELLER, group_codes=["KZ09"])
    cut_off(monkeypatch, row.id, CutAfter("product_channel_listing_update", nth=2))
    Stock.objects.update(quantity=6)
    deliver()
    assert counted(row.sku) == 6
