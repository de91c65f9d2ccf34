"""Texts in other languages, and the ways into the shop."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commerce.embedded.attribute.models import Attribute, AttributeValue
from commerce.embedded.engine.caller import Caller
from commerce.embedded.menu.models import MenuItem
from commerce.embedded.page.models import Page, PageType
from commerce.embedded.product.models import (
    AssignedProductValue,
    Category,
    Collection,
    CollectionChannelListing,
    CollectionProduct,
    Product,
    ProductTypeAttribute,
)
from commerce.embedded.translation.models import Translation
from jkrlm.kernel.clock import now
from tests.embedded.selling import Shop, answering, gid, open_shop

TRANSLATOR = Caller(permissions=frozenset({"MANAGE_TRANSLATIONS"}))
MENUS = Caller(permissions=frozenset({"MANAGE_MENUS"}))
PRODUCT = """mutation($id: ID!, $i: TranslationInput!) { productTranslate(id: $id, languageCode: HI, input: $i) {
  product { translation(languageCode: HI) { name slug language { language } } } errors { field code } } }"""
SHOWN = """{ products(first: 20, channel: "online") { edges { node { name
  translation(languageCode: HI) { name description }
  attributes { values { name translation(languageCode: HI) { name } } } } } } }"""


@pytest.fixture
def shop(db: None) -> Iterator[Shop]:
    yield from answering(open_shop())


def test_a_product_in_hindi_is_found_by_its_hindi_address(shop: Shop) -> None:
    stole = shop.product("Kani stole", "100.00").product
    given = {"name": "कानी स्टोल", "slug": "कनी-स्टोल", "description": '{"blocks": []}'}
    payload = shop.run(PRODUCT, caller=TRANSLATOR, id=gid(stole), i={**given, "slug": "kani-hindi"})
    assert payload["productTranslate"] == {
        "product": {
            "translation": {"name": "कानी स्टोल", "slug": "kani-hindi", "language": {"language": "Hindi"}}
        },
        "errors": [],
    }
    by_slug = '{ product(slug: "kani-hindi", slugLanguageCode: HI, channel: "online") { name } }'
    assert shop.run(by_slug) == {"product": {"name": "Kani stole"}}
    assert shop.run(by_slug.replace("HI", "UR")) == {"product": None}
    other = shop.product("Shawl", "100.00").product
    taken = shop.run(PRODUCT, caller=TRANSLATOR, id=gid(other), i={"slug": "kani-hindi"})["productTranslate"]
    assert taken["errors"] == [{"field": "slug", "code": "UNIQUE"}]
    long = shop.run(PRODUCT, caller=TRANSLATOR, id=gid(other), i={"seoTitle": "x" * 71})["productTranslate"]
    assert long["errors"] == [{"field": "seoTitle", "code": "INVALID"}]
    assert Translation.objects.count() == 1


def test_a_new_text_is_shown_at_once_and_then_remembered(shop: Shop) -> None:
    stole = shop.product("Kani stole", "100.00").product
    ask = f'{{ product(slug: "{stole.slug}", channel: "online") {{ translation(languageCode: HI) {{ name }} }} }}'
    shown = []
    for name in ("कानी स्टोल", "कानी दुशाला", ""):
        shown.append(shop.run(ask)["product"]["translation"])
        shop.run(PRODUCT, caller=TRANSLATOR, id=gid(stole), i={"name": name})
    assert shown == [None, {"name": "कानी स्टोल"}, {"name": "कानी दुशाला"}]
    assert shop.run(ask)["product"]["translation"] == {"name": None}
    with CaptureQueriesContext(connection) as asked:
        shop.run(ask)
    assert [query["sql"] for query in asked if "store_translation" in query["sql"]] == []


def test_a_page_of_products_with_translations_costs_two_queries_more(shop: Shop) -> None:
    """However many products: one query for their texts, one for their attributes'."""
    craft = Attribute.objects.create(slug="craft", name="Craft", type="PRODUCT_TYPE")
    value = AttributeValue.objects.create(attribute=craft, name="Kani", slug="kani")
    for number in range(12):
        made = shop.product(f"Stole {number}", "100.00").product
        AssignedProductValue.objects.create(product=made, attribute=craft, value=value)
        Translation.objects.create(product=made, language_code="HI", name=f"स्टोल {number}")
    ProductTypeAttribute.objects.create(product_type=made.product_type, attribute=craft)
    Translation.objects.create(attribute_value=value, language_code="HI", name="कानी")
    plain = SHOWN.replace("translation(languageCode: HI) { name description }", "").replace(
        "translation(languageCode: HI) { name }", ""
    )
    counted = []
    for document in (plain, plain, SHOWN):
        with CaptureQueriesContext(connection) as asked:
            answer = shop.run(document)
        counted.append(len(asked))
    node = answer["products"]["edges"][0]["node"]
    assert node["translation"]["name"].startswith("स्टोल")
    assert node["attributes"][0]["values"] == [{"name": "Kani", "translation": {"name": "कानी"}}]
    assert counted[2] - counted[1] == 2


@pytest.mark.parametrize(
    ("name", "kind", "given"),
    [
        ("categoryTranslate", "Category", '{name: "क"}'),
        ("collectionTranslate", "Collection", '{name: "क", seoDescription: "ख"}'),
        ("pageTranslate", "Page", '{title: "क"}'),
        ("attributeTranslate", "Attribute", '{name: "क"}'),
        ("attributeValueTranslate", "AttributeValue", '{name: "क", plainText: "ख"}'),
        ("productVariantTranslate", "ProductVariant", '{name: "क"}'),
        ("menuItemTranslate", "MenuItem", '{name: "क"}'),
    ],
)
def test_everything_else_can_be_translated(shop: Shop, name: str, kind: str, given: str) -> None:
    rows = {type(row).__name__: row for row in _one_of_each(shop)}
    asked = f'mutation {{ {name}(id: "{gid(rows[kind])}", languageCode: UR, input: {given}) {{ errors {{ code }} }} }}'
    assert shop.run(asked, caller=TRANSLATOR) == {name: {"errors": []}}
    assert Translation.objects.get().name == "क"
    rows[kind].delete()
    assert Translation.objects.count() == 0, "it goes with what it translates"


def _one_of_each(shop: Shop) -> list[Any]:
    attribute = Attribute.objects.create(slug="craft", name="Craft", type="PRODUCT_TYPE")
    kind = PageType.objects.create(name="Plain", slug="plain")
    menu = shop.run(
        'mutation { menuCreate(input: {name: "Main", items: [{name: "A", url: "/a"}]}) { menu { id } } }',
        caller=MENUS,
    )
    assert menu["menuCreate"]["menu"]
    return [
        Category.objects.create(name="Woven", slug="woven", path="1."),
        Collection.objects.create(name="New", slug="new"),
        Page.objects.create(page_type=kind, slug="about", title="About", created_at=now()),
        attribute,
        AttributeValue.objects.create(attribute=attribute, name="Kani", slug="kani"),
        shop.product("Stole", "100.00"),
        MenuItem.objects.get(),
    ]


MENU = """{ menu(slug: "navbar", channel: "online") { name items { name level url category { slug }
  collection { slug products(first: 3) { edges { node { name } } } } page { slug }
  translation(languageCode: HI) { name } children { name level } } } }"""


def test_a_menu_shows_only_what_the_public_may_see(shop: Shop) -> None:
    stole = shop.product("Stole", "100.00").product
    category = Category.objects.create(name="Woven", slug="woven", path="1.")
    shown, hidden = (Collection.objects.create(name=name, slug=name) for name in ("new", "secret"))
    CollectionChannelListing.objects.create(
        collection=shown, channel=shop.channel, is_published=True, published_at=now()
    )
    CollectionProduct.objects.create(collection=shown, product=stole)
    draft = Page.objects.create(
        page_type=PageType.objects.create(name="P", slug="p"), slug="draft", title="Draft", created_at=now()
    )
    items = [
        {"name": "Woven", "category": gid(category)},
        {"name": "New", "collection": gid(shown)},
        {"name": "Secret", "collection": gid(hidden)},
        {"name": "Draft", "page": gid(draft)},
        {"name": "Help", "url": "/help"},
    ]
    made = shop.run(
        'mutation($i: [MenuItemInput!]) { menuCreate(input: {name: "Navigation", slug: "navbar", items: $i}) '
        "{ menu { id items { id } } errors { code } } }",
        caller=MENUS,
        i=items,
    )["menuCreate"]
    child = shop.run(
        'mutation($m: ID!, $p: ID!) { menuItemCreate(input: {name: "Kani", url: "/kani", menu: $m, parent: $p}) '
        "{ menuItem { level } errors { code } } }",
        caller=MENUS,
        m=made["menu"]["id"],
        p=made["menu"]["items"][0]["id"],
    )
    assert child == {"menuItemCreate": {"menuItem": {"level": 1}, "errors": []}}
    found = shop.run(MENU)["menu"]["items"]
    assert [item["name"] for item in found] == ["Woven", "New", "Secret", "Draft", "Help"]
    assert found[0]["category"] == {"slug": "woven"}
    assert found[0]["children"] == [{"name": "Kani", "level": 1}]
    assert found[1]["collection"]["products"]["edges"] == [{"node": {"name": "Stole"}}]
    assert (found[2]["collection"], found[3]["page"], found[4]["url"]) == (None, None, "/help")
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ('name: "A", url: "javascript:alert(1)"', "INVALID"),
        ('name: "A", url: "/a", page: "UGFnZTox"', "TOO_MANY_MENU_ITEMS"),
        ('name: "A", page: "UGFnZTox"', "NOT_FOUND"),
        ('name: " "', "REQUIRED"),
    ],
)
def test_what_no_menu_leads_to(shop: Shop, item: str, code: str) -> None:
    asked = f'mutation {{ menuCreate(input: {{name: "Main", items: [{{{item}}}]}}) {{ errors {{ code }} }} }}'
    assert shop.run(asked, caller=MENUS)["menuCreate"]["errors"] == [{"code": code}]
    assert MenuItem.objects.count() == 0
