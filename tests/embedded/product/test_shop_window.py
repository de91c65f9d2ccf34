"""The statements that pages use show what the querysets of the contract show, in every state of a product."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.product.listing import product_listing, shop_window
from commerce.embedded.product.models import Product
from commerce.embedded.product.selectors import shown_listings
from commerce.embedded.product.shown import shown_product
from tests.embedded.catalogue_world import World, answer, public

LIST = """
query List($first: Int, $after: String, $last: Int, $ids: [ID!]) {
  products(first: $first, after: $after, last: $last, channel: "online", where: {ids: $ids}) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id slug created updatedAt description } }
  }
}
"""


@pytest.fixture
def goods(world: World) -> dict[str, dict[str, str]]:
    """One product in each state that may or may not be shown."""
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    found = {name: world.product(name) for name in ("Aari", "Basket", "Carpet", "Draft", "Early", "Hidden")}
    found["Priceless"] = world.product("Priceless", price=None)
    world.list(found["Draft"]["id"], isPublished=False)
    world.list(found["Early"]["id"], publishedAt=tomorrow)
    world.list(found["Hidden"]["id"], visibleInListings=False)
    return found


def online() -> Channel:
    return Channel.objects.get(slug="online")


def test_the_window_holds_the_rows_of_the_listing(goods: dict[str, dict[str, str]]) -> None:
    window = shop_window(online(), where={}, page={"first": 100})
    assert window is not None
    listing = product_listing(channel=online(), staff=False)
    expected = list(listing.rows.order_by(*listing.order).values_list("slug", flat=True))
    assert [edge["node"].slug for edge in window.edges] == expected == ["aari", "basket", "carpet"]
    assert window.total_count == listing.counted.count() == 3


def test_a_product_is_shown_by_slug_exactly_where_its_listing_says_so(
    goods: dict[str, dict[str, str]],
) -> None:
    rows = Product.objects.filter(pk__in=shown_listings(online(), everywhere=True).values("product"))
    shown = {
        name
        for name, product in goods.items()
        if shown_product(online(), column="slug", wanted=product["slug"]) is not None
    }
    assert shown == set(rows.values_list("name", flat=True)) == {"Aari", "Basket", "Carpet", "Hidden"}


def test_pages_forwards_and_backwards_meet(goods: dict[str, dict[str, str]]) -> None:
    first = public(LIST, first=2)["products"]
    assert [edge["node"]["slug"] for edge in first["edges"]] == ["aari", "basket"]
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    second = public(LIST, first=2, after=first["pageInfo"]["endCursor"])["products"]
    assert [edge["node"]["slug"] for edge in second["edges"]] == ["carpet"]
    assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)
    last = public(LIST, last=1)["products"]
    assert last["edges"] == second["edges"]
    assert first["totalCount"] == second["totalCount"] == last["totalCount"] == 3


def test_products_by_id_are_those_that_are_shown(goods: dict[str, dict[str, str]]) -> None:
    ids = [product["id"] for product in goods.values()]
    found = public(LIST, first=10, ids=[*ids, "UHJvZHVjdDo5OTk5OTk5", "nonsense"])["products"]
    assert [edge["node"]["slug"] for edge in found["edges"]] == ["aari", "basket", "carpet"]
    assert found["totalCount"] == 3
    assert public(LIST, first=10, ids=[])["products"]["edges"] == []


@pytest.mark.parametrize("cursor", ["", "nonsense", "WyJhIl0=", "WyJhIiwgIngiXQ=="])
def test_a_cursor_of_another_list_is_refused(goods: dict[str, dict[str, str]], cursor: str) -> None:
    refused = answer(LIST, {"first": 2, "after": cursor})
    assert [error["message"] for error in refused.errors] == ["Received cursor is invalid."]


def test_a_price_and_a_name_are_read_anew_each_time(
    world: World, goods: dict[str, dict[str, str]], django_assert_num_queries: Any
) -> None:
    text = """{ product(slug: "aari", channel: "online") { name category { name } isAvailable
      pricing { priceRange { start { gross { amount } } } } } }"""

    def shown() -> tuple[Any, ...]:
        found = public(text)["product"]
        amount = found["pricing"]["priceRange"]["start"]["gross"]["amount"]
        return found["name"], found["category"]["name"], amount, found["isAvailable"]

    assert shown() == ("Aari", "Shawls", 4200.0, True)
    world.price(goods["Aari"]["variant"], 3900)
    Product.objects.filter(pk=pk_of(goods["Aari"]["id"], "Product")).update(name="Aari coat")
    assert shown() == ("Aari coat", "Shawls", 3900.0, True)
