"""A buyer looks through the catalogue."""

import base64
import json
from typing import Any

import pytest

from jkrlm.kernel.ids import parse_global_id
from tests.embedded.catalogue_world import World, answer, done, public, staff

LIST = """
query($where: ProductWhereInput, $search: String, $sortBy: ProductOrder, $first: Int = 10, $after: String) {
  products(channel: "online", where: $where, search: $search, sortBy: $sortBy, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { cursor node { slug } }
  }
}
"""


def slugs(**variables: Any) -> list[str]:
    found = public(LIST, **variables)["products"]
    shown = [edge["node"]["slug"] for edge in found["edges"]]
    assert found["totalCount"] == len(shown)
    return shown


def test_products_come_by_slug_with_saleors_cursor(world: World) -> None:
    world.product("Walnut bowl")
    apricot = world.product("Apricot shawl")
    found = public(LIST)["products"]
    assert [edge["node"]["slug"] for edge in found["edges"]] == ["apricot-shawl", "walnut-bowl"]
    assert found["totalCount"] == 2
    pk = parse_global_id(apricot["id"])[1]
    assert json.loads(base64.b64decode(found["edges"][0]["cursor"])) == ["apricot-shawl", pk]


def test_pages_follow_one_another_without_gap_or_repetition(world: World) -> None:
    for name in ("Almond", "Barley", "Cherry", "Dal", "Egg basket"):
        world.product(name, price=500)
    for sort in (
        None,
        {"field": "PRICE", "direction": "ASC"},
        {"field": "NAME", "direction": "DESC"},
        {"field": "CREATED_AT", "direction": "DESC"},
        {"field": "LAST_MODIFIED_AT", "direction": "ASC"},
    ):
        seen: list[str] = []
        after, more = None, True
        while more:
            page = public(LIST, first=2, after=after, sortBy=sort)["products"]
            seen += [edge["node"]["slug"] for edge in page["edges"]]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert sorted(seen) == ["almond", "barley", "cherry", "dal", "egg-basket"], sort
        if sort and sort["direction"] == "DESC":
            assert seen == ["egg-basket", "dal", "cherry", "barley", "almond"]


def test_prices_sort_and_filter(world: World) -> None:
    world.product("Dear", price=9000)
    world.product("Cheap", price=300)
    world.product("Middling", price=4000)
    by_price = {"field": "PRICE", "direction": "ASC"}
    assert slugs(sortBy=by_price) == ["cheap", "middling", "dear"]
    assert slugs(where={"price": {"range": {"gte": 301, "lte": 9000}}}) == ["dear", "middling"]
    assert slugs(where={"minimalPrice": {"range": {"lte": 300}}}) == ["cheap"]


def test_a_price_between_two_variants_is_no_price_of_the_product(world: World) -> None:
    stole = world.product("Stole", price=1000)
    world.price(world.variant(stole["id"], sku="STOLE-XL"), 3000)
    assert slugs(where={"price": {"range": {"gte": 1500, "lte": 2500}}}) == []
    assert slugs(where={"price": {"range": {"gte": 2500, "lte": 3500}}}) == ["stole"]


def test_attributes_narrow_the_list(world: World) -> None:
    world.product("Sozni shawl")
    world.product(
        "Kani shawl",
        attributes=[
            {"id": world.craft, "dropdown": {"value": "Kani"}},
            {"id": world.certified, "boolean": False},
            {"id": world.size, "numeric": "202.5"},
        ],
    )

    def having(attribute: str, /, **value: Any) -> list[str]:
        return slugs(where={"attributes": [{"slug": attribute, "value": value}]})

    assert having("craft", slug={"eq": "kani"}) == ["kani-shawl"]
    assert having("craft", slug={"oneOf": ["kani", "sozni"]}) == ["kani-shawl", "sozni-shawl"]
    assert having("craft", slug={"eq": "namda"}) == []
    assert having("certified", boolean=True) == ["sozni-shawl"]
    assert having("length", numeric={"range": {"gte": 200, "lte": 203}}) == ["kani-shawl"]
    assert having("length", numeric={"range": {"gte": 203}}) == []
    assert having("maker", reference={"pageSlugs": {"containsAny": ["gulshan-group"]}}) == ["sozni-shawl"]
    assert having("maker", reference={"pageSlugs": {"containsAll": ["gulshan-group", "nobody"]}}) == []
    assert slugs(where={"attributes": [{"slug": "no-such-attribute"}]}) == []


def test_categories_include_what_is_below_them(world: World) -> None:
    world.product("Shawl")
    world.product("Acacia honey", category=world.honey)
    assert slugs(where={"category": {"eq": world.textiles}}) == ["shawl"]
    assert slugs(where={"category": {"oneOf": [world.honey]}}) == ["acacia-honey"]
    assert slugs(where={"OR": [{"slug": {"eq": "shawl"}}, {"slug": {"eq": "acacia-honey"}}]}) == [
        "acacia-honey",
        "shawl",
    ]
    assert slugs(where={"AND": [{"slug": {"eq": "shawl"}}, {"hasCategory": False}]}) == []


def test_search_finds_words_by_their_beginning_best_first(world: World) -> None:
    world.product("Pashmina stole")
    text = {"blocks": [{"data": {"text": "softer than <b>pashmina</b>"}}]}
    world.product("Woollen cap", description=json.dumps(text))
    world.product("Honey")
    found = public(LIST, search="pashm", sortBy={"field": "RANK", "direction": "DESC"})["products"]
    assert [edge["node"]["slug"] for edge in found["edges"]] == ["pashmina-stole", "woollen-cap"]
    assert found["totalCount"] == 2
    assert slugs(search="sku-honey") == ["honey"]
    assert slugs(search="pashmina honey") == []


@pytest.mark.parametrize("nonsense", ["'", "!!! & | <->", "a" * 10_000, "':*", "\\"])
def test_search_takes_any_text(world: World, nonsense: str) -> None:
    world.product("Pashmina stole")
    assert slugs(search=nonsense) == []


def test_pages_of_a_search_follow_one_another(world: World) -> None:
    for number in range(5):
        world.product(f"Shawl {'shawl ' * number}", slug=f"shawl-{number}")
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = public(LIST, search="shawl", first=2, after=after)["products"]
        seen += [edge["node"]["slug"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert sorted(seen) == [f"shawl-{number}" for number in range(5)]


def test_the_public_sees_only_what_is_published_priced_and_visible(world: World) -> None:
    world.product("Shown")
    hidden = world.product("Hidden")
    world.list(hidden["id"], isPublished=False)
    unlisted = world.product("Unlisted")
    world.list(unlisted["id"], visibleInListings=False)
    world.product("Without price", price=None)
    later = world.product("Later")
    world.list(later["id"], publishedAt="2999-01-01T00:00:00+00:00")
    assert slugs() == ["shown"]

    by_slug = 'query($slug: String!) { product(slug: $slug, channel: "online") { slug } }'
    assert public(by_slug, slug="unlisted")["product"] == {"slug": "unlisted"}
    for slug in ("hidden", "without-price", "later"):
        assert public(by_slug, slug=slug)["product"] is None
        assert staff(by_slug, slug=slug)["product"] == {"slug": slug}
    everything = staff('{ products(first: 10, channel: "online") { totalCount } }')
    assert everything["products"]["totalCount"] == 5


def test_stock_decides_availability(world: World) -> None:
    world.product("Plenty", stock=2)
    world.product("Gone", stock=0)
    closed = world.product("Closed", stock=2)
    world.list(closed["id"], isAvailableForPurchase=False)
    found = public(
        """{ products(first: 9, channel: "online") { edges { node {
             slug isAvailable isAvailableForPurchase } } } }"""
    )
    assert [edge["node"] for edge in found["products"]["edges"]] == [
        {"slug": "closed", "isAvailable": False, "isAvailableForPurchase": False},
        {"slug": "gone", "isAvailable": False, "isAvailableForPurchase": True},
        {"slug": "plenty", "isAvailable": True, "isAvailableForPurchase": True},
    ]
    assert slugs(where={"stockAvailability": "IN_STOCK"}) == ["closed", "plenty"]
    assert slugs(where={"stockAvailability": "OUT_OF_STOCK"}) == ["gone"]
    assert slugs(where={"isAvailable": True}) == ["gone", "plenty"]


def test_ids_that_are_no_ids_find_nothing(world: World) -> None:
    world.product("Shawl")
    assert slugs(where={"ids": ["nonsense", "UHJvZHVjdDotMQ==", "UHJvZHVjdDphYmM="]}) == []
    assert public('{ product(id: "nonsense", channel: "online") { id } }') == {"product": None}


def test_a_wrong_cursor_or_page_size_is_refused_with_a_sentence(world: World) -> None:
    for arguments in ("first: 101", "first: -1", "first: 2, last: 2", 'first: 2, after: "bm9uc2Vuc2U="'):
        result = answer(f'{{ products(channel: "online", {arguments}) {{ totalCount }} }}')
        assert result.data == {"products": None}
        assert len(result.errors) == 1


def test_categories_nest_and_count(world: World) -> None:
    world.product("Shawl")
    found = public(
        """query { categories(first: 50, level: 0) { totalCount edges { node {
             name slug level backgroundImage(size: 256) { url } products(channel: "online") { totalCount }
             children(first: 20) { edges { node {
               slug ancestors(first: 5) { edges { node { slug } } } } } } } } } }"""
    )
    assert found["categories"] == {
        "totalCount": 2,
        "edges": [
            {
                "node": {
                    "name": "Textiles",
                    "slug": "textiles",
                    "level": 0,
                    "backgroundImage": None,
                    "products": {"totalCount": 1},
                    "children": {
                        "edges": [
                            {
                                "node": {
                                    "slug": "shawls",
                                    "ancestors": {"edges": [{"node": {"slug": "textiles"}}]},
                                }
                            }
                        ]
                    },
                }
            },
            {
                "node": {
                    "name": "Honey",
                    "slug": "honey",
                    "level": 0,
                    "backgroundImage": None,
                    "products": {"totalCount": 0},
                    "children": {"edges": []},
                }
            },
        ],
    }


def test_a_collection_is_shown_where_it_is_listed(world: World) -> None:
    shawl = world.product("Shawl")
    collection = done(
        "collectionCreate", "CollectionCreateInput!", "collection { id }", input={"name": "Wedding season"}
    )["collection"]["id"]
    added = staff(
        """mutation($c: ID!, $p: [ID!]!) { collectionAddProducts(collectionId: $c, products: $p) {
             collection { slug } errors { code } } }""",
        c=collection,
        p=[shawl["id"]],
    )
    assert added["collectionAddProducts"] == {"collection": {"slug": "wedding-season"}, "errors": []}
    asked = '{ collection(slug: "wedding-season", channel: "online") { name } }'
    assert public(asked) == {"collection": None}
    done(
        "collectionChannelListingUpdate",
        "CollectionChannelListingUpdateInput!",
        "collection { id }",
        id=collection,
        input={"addChannels": [{"channelId": world.channel, "isPublished": True}]},
    )
    assert public(asked) == {"collection": {"name": "Wedding season"}}
    assert slugs(where={"collection": {"eq": collection}}) == ["shawl"]
    of_product = 'query { product(slug: "shawl", channel: "online") { collections { slug } } }'
    assert public(of_product) == {"product": {"collections": [{"slug": "wedding-season"}]}}
