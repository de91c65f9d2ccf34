"""
How many SQL queries the hot documents cost: fixed, whatever the number of products.

A list's total is counted, and types and categories are read, once for each version of the catalogue; what
is asked below has been asked before.
"""

from typing import Any

import pytest

from tests.embedded.catalogue_world import World, done, public

#: The document of a plain Saleor shop's list, with everything that a card shows.
SALEOR_LIST = """
query ProductList($channel: String!, $first: Int!) {
  products(first: $first, channel: $channel) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { cursor node {
      id name slug thumbnail(size: 256, format: WEBP) { url alt } category { name slug }
      pricing { onSale discount { gross { amount } }
        priceRange { start { gross { amount currency } net { amount } } stop { gross { amount } } }
        priceRangeUndiscounted { start { gross { amount } } } }
      assignedAttributes(limit: 10) { attribute { slug name inputType } __typename
        ... on AssignedSingleChoiceAttribute { choice: value { slug name } }
        ... on AssignedPlainTextAttribute { text: value }
        ... on AssignedNumericAttribute { num: value } } } }
  }
}
"""


#: All that a card of ours may ask for on top: availability and the maker's page.
WIDE_LIST = SALEOR_LIST.replace(
    "id name slug thumbnail", "id name slug isAvailable isAvailableForPurchase description thumbnail"
).replace(
    "... on AssignedNumericAttribute",
    "... on AssignedSinglePageReferenceAttribute { page: value { slug title } } "
    "... on AssignedNumericAttribute",
)

PAGE = """
query ProductDetails($slug: String!, $channel: String!) {
  product(slug: $slug, channel: $channel) {
    id slug name description seoTitle seoDescription isAvailable isAvailableForPurchase created
    category { slug name ancestors(first: 5) { edges { node { slug name } } } }
    collections { slug name } productType { slug name }
    media { id alt type sortOrder large: url(size: 1024, format: WEBP) }
    thumbnail(size: 512, format: WEBP) { url alt }
    pricing { onSale priceRange { start { gross { amount } } } }
    metadata { key value }
    assignedAttributes(limit: 30) { attribute { slug }
      ... on AssignedSinglePageReferenceAttribute { page: value { slug title } } }
    productVariants(first: 20) { edges { node {
      id sku quantityAvailable weight { value unit } pricing { price { gross { amount } } }
      product { slug } assignedAttributes(limit: 10) { attribute { slug } } } } }
  }
}
"""

TREE = """{ categories(first: 50, level: 0) { edges { node { slug children(first: 50) { edges { node {
  slug } } } } } } }"""

PAGES = """{ pages(first: 50) { totalCount edges { node {
  slug title assignedAttributes(limit: 20) { attribute { slug }
    ... on AssignedSingleChoiceAttribute { value { name } } } } } } }"""


@pytest.mark.parametrize("how_many", [1, 6])
def test_saleors_list_costs_four_queries(world: World, how_many: int, django_assert_num_queries: Any) -> None:
    for number in range(how_many):
        world.product(f"Shawl {number}")
    public(SALEOR_LIST, channel="online", first=24)
    with django_assert_num_queries(4):
        found = public(SALEOR_LIST, channel="online", first=24)["products"]
    assert len(found["edges"]) == how_many


@pytest.mark.parametrize("how_many", [1, 6])
def test_wide_cards_cost_seven_queries(world: World, how_many: int, django_assert_num_queries: Any) -> None:
    for number in range(how_many):
        world.product(f"Shawl {number}")
    public(WIDE_LIST, channel="online", first=24)
    with django_assert_num_queries(7):
        found = public(WIDE_LIST, channel="online", first=24)["products"]
    assert len(found["edges"]) == how_many


def test_a_product_page_costs_ten_queries(world: World, django_assert_num_queries: Any) -> None:
    shawl = world.product("Shawl")
    for size in ("S", "M", "L"):
        world.price(world.variant(shawl["id"], sku=f"SHAWL-{size}"), 5000)
    public(PAGE, slug="shawl", channel="online")
    with django_assert_num_queries(10):
        found = public(PAGE, slug="shawl", channel="online")["product"]
    assert len(found["productVariants"]["edges"]) == 4


def test_the_category_tree_costs_two_queries(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        public(TREE)


def test_makers_pages_cost_four_queries(world: World, django_assert_num_queries: Any) -> None:
    district = done(
        "attributeCreate",
        "AttributeCreateInput!",
        "attribute { id }",
        input={"name": "District", "type": "PAGE_TYPE", "values": [{"name": "Bandipora"}]},
    )["attribute"]["id"]
    group = done(
        "pageTypeCreate",
        "PageTypeCreateInput!",
        "pageType { id }",
        input={"name": "Group", "addAttributes": [district]},
    )["pageType"]["id"]
    for title in ("Gulmohar group", "Nargis group"):
        answers = [{"id": district, "dropdown": {"value": "Bandipora"}}]
        page = {"title": title, "pageType": group, "isPublished": True, "attributes": answers}
        done("pageCreate", "PageCreateInput!", "page { id }", input=page)
    public(PAGES)
    with django_assert_num_queries(4):
        public(PAGES)
