"""Staff and apps keep the catalogue."""

from decimal import Decimal
from typing import Any

from commerce.embedded.product.models import Category, Product, ProductVariant
from commerce.embedded.warehouse.models import Allocation, Stock
from jkrlm.kernel.ids import global_id
from tests.embedded.catalogue_world import World, answer, codes, done, public, staff, tried

BY_SLUG = """query { product(slug: "kani-shawl", channel: "online") {
    isAvailable thumbnail(size: 256) { url }
    pricing { onSale discount { gross { amount } }
      priceRange { start { gross { amount currency } net { amount } } stop { gross { amount } } } }
    productVariants(first: 5) { edges { node { sku quantityAvailable weight { value unit }
      pricing { price { gross { amount } tax { amount } } discount { gross { amount } } } } } } } }"""


def enter_shawl(world: World) -> dict[str, Any]:
    """Enter it without a variant; return what the store says of it."""
    return done(
        "productCreate",
        "ProductCreateInput!",
        """product { id slug weight { value unit } metadata { key value } externalReference
             assignedAttributes(limit: 5) { attribute { slug }
               ... on AssignedSingleChoiceAttribute { choice: value { slug name } }
               ... on AssignedSinglePageReferenceAttribute { page: value { title } } } }""",
        input={
            "name": "Kani shawl",
            "productType": world.shawl_type,
            "category": world.shawls,
            "externalReference": "KZ09-001",
            "weight": "0.31",
            "metadata": [{"key": "umeed.hsn", "value": "6214"}],
            "attributes": [
                {"id": world.craft, "dropdown": {"value": "Kani"}},
                {"id": world.maker, "reference": world.maker_page},
            ],
        },
    )["product"]


def test_a_shawl_is_entered_priced_and_shown(world: World, heard: Any) -> None:
    created = enter_shawl(world)
    assert heard() == ["PRODUCT_CREATED"]
    product = created.pop("id")
    assert created == {
        "slug": "kani-shawl",
        "weight": {"value": 0.31, "unit": "KG"},
        "metadata": [{"key": "umeed.hsn", "value": "6214"}],
        "externalReference": "KZ09-001",
        "assignedAttributes": [
            {"attribute": {"slug": "craft"}, "choice": {"slug": "kani", "name": "Kani"}},
            {"attribute": {"slug": "certified"}},
            {"attribute": {"slug": "maker"}, "page": {"title": "Gulshan group"}},
            {"attribute": {"slug": "length"}},
        ],
    }

    variant = world.variant(product, sku="KANI-1", stock=2, weight="0.3")
    assert heard() == ["PRODUCT_UPDATED"]
    world.list(product)
    assert heard() == ["PRODUCT_UPDATED"]
    assert public(BY_SLUG) == {"product": None}
    world.price(variant, 120)
    assert heard() == ["PRODUCT_VARIANT_UPDATED"]
    assert public(BY_SLUG)["product"] == {
        "isAvailable": True,
        "thumbnail": None,
        "pricing": {
            "onSale": False,
            "discount": None,
            "priceRange": {
                "start": {"gross": {"amount": 120.0, "currency": "INR"}, "net": {"amount": 120.0}},
                "stop": {"gross": {"amount": 120.0}},
            },
        },
        "productVariants": {
            "edges": [
                {
                    "node": {
                        "sku": "KANI-1",
                        "quantityAvailable": 2,
                        "weight": {"value": 0.3, "unit": "KG"},
                        "pricing": {
                            "price": {"gross": {"amount": 120.0}, "tax": {"amount": 0.0}},
                            "discount": None,
                        },
                    }
                }
            ]
        },
    }


def test_the_second_of_a_name_gets_the_next_number(world: World) -> None:
    assert [world.product("Kani shawl")["slug"] for _ in range(3)] == [
        "kani-shawl",
        "kani-shawl-2",
        "kani-shawl-3",
    ]


def test_a_change_leaves_alone_what_it_does_not_name(world: World, heard: Any) -> None:
    shawl = world.product("Kani shawl", externalReference="KZ09-001")
    heard()
    changed = done(
        "productUpdate",
        "ProductInput!",
        """product { name slug externalReference category { slug }
             assignedAttributes { attribute { slug }
               ... on AssignedSingleChoiceAttribute { value { name } }
               ... on AssignedBooleanAttribute { flag: value } } }""",
        id=shawl["id"],
        input={"name": "Kani shawl (red)", "attributes": [{"id": world.certified, "boolean": False}]},
    )["product"]
    assert heard() == ["PRODUCT_UPDATED"]
    assert changed["name"] == "Kani shawl (red)"
    assert changed["slug"] == "kani-shawl"
    assert changed["externalReference"] == "KZ09-001"
    assert changed["category"] == {"slug": "shawls"}
    assert changed["assignedAttributes"][:2] == [
        {"attribute": {"slug": "craft"}, "value": {"name": "Sozni"}},
        {"attribute": {"slug": "certified"}, "flag": False},
    ]


def test_faulty_products_are_refused_and_nothing_is_kept(world: World) -> None:
    world.product("Taken", externalReference="KZ09-001")
    before = Product.objects.count()
    faults: list[tuple[dict[str, Any], tuple[str, str]]] = [
        ({"name": " "}, ("name", "REQUIRED")),
        ({"slug": "taken"}, ("slug", "UNIQUE")),
        ({"slug": "not a slug!"}, ("slug", "INVALID")),
        ({"externalReference": "KZ09-001"}, ("externalReference", "UNIQUE")),
        ({"category": world.channel}, ("category", "NOT_FOUND")),
        ({"productType": world.shawls}, ("productType", "NOT_FOUND")),
        ({"attributes": [{"id": world.size, "numeric": "long"}]}, ("attributes", "INVALID")),
        ({"attributes": [{"id": world.shawls, "boolean": True}]}, ("attributes", "INVALID")),
        ({"attributes": [{"id": world.maker, "reference": world.shawls}]}, ("attributes", "INVALID")),
        (
            {"attributes": [{"id": world.craft, "values": ["Kani", "Sozni"]}]},
            ("attributes", "INVALID"),
        ),
    ]
    for given, fault in faults:
        values = {"name": "New", "productType": world.shawl_type, **given}
        payload = tried("productCreate", "ProductCreateInput!", "product { id }", input=values)
        assert payload["product"] is None
        assert codes(payload) == [fault]
    assert Product.objects.count() == before


def test_strangers_write_nothing(world: World) -> None:
    shawl = world.product("Shawl")
    mutations = [
        f'mutation {{ productUpdate(id: "{shawl["id"]}", input: {{name: "Mine"}}) {{ errors {{ code }} }} }}',
        f'mutation {{ productDelete(id: "{shawl["id"]}") {{ errors {{ code }} }} }}',
        'mutation { categoryCreate(input: {name: "Mine"}) { errors { code } } }',
        f"""mutation {{ productVariantStocksUpdate(variantId: "{shawl["variant"]}",
              stocks: [{{warehouse: "{world.warehouse}", quantity: 999}}]) {{ errors {{ code }} }} }}""",
        f"""mutation {{ productVariantChannelListingUpdate(id: "{shawl["variant"]}",
              input: [{{channelId: "{world.channel}", price: 1}}]) {{ errors {{ code }} }} }}""",
    ]
    for permissions in ((), ("MANAGE_ORDERS", "MANAGE_PAGES")):
        for text in mutations:
            result = answer(text, permissions=permissions)
            assert [error["extensions"]["exception"]["code"] for error in result.errors] == [
                "PermissionDenied"
            ]
    product = Product.objects.get()
    assert product.name == "Shawl"
    assert Stock.objects.get().quantity == 3
    assert product.listings.get().price_min == Decimal(4200)
    assert Category.objects.filter(name="Mine").count() == 0
    for field in (
        "channelListings { isPublished }",
        "productVariants(first: 1) { edges { node { stocks { quantity } } } }",
    ):
        result = answer(f'{{ product(slug: "shawl", channel: "online") {{ {field} }} }}')
        assert len(result.errors) == 1


def test_a_price_must_fit_the_currency_and_the_channel(world: World) -> None:
    shawl = world.product("Shawl", price=500)

    def priced(price: str, channel: str = world.channel) -> list[tuple[str | None, str]]:
        return codes(
            tried(
                "productVariantChannelListingUpdate",
                "[ProductVariantChannelListingAddInput!]!",
                "variant { id }",
                id=shawl["variant"],
                input=[{"channelId": channel, "price": price}],
            )
        )

    assert priced("10.005") == [("price", "INVALID")]
    assert priced("1000000000") == [("price", "INVALID")]
    stalls = done(
        "channelCreate",
        "ChannelCreateInput!",
        "channel { id }",
        input={"name": "Stalls", "slug": "stalls", "currencyCode": "INR", "defaultCountry": "IN"},
    )["channel"]["id"]
    assert priced("10", stalls) == [("input", "PRODUCT_NOT_ASSIGNED_TO_CHANNEL")]
    assert priced("10", world.shawls) == [("channelId", "NOT_FOUND")]
    result = answer(
        """mutation($v: ID!, $i: [ProductVariantChannelListingAddInput!]!) {
             productVariantChannelListingUpdate(id: $v, input: $i) { errors { code } } }""",
        {"v": shawl["variant"], "i": [{"channelId": world.channel, "price": -1}]},
        permissions=("MANAGE_PRODUCTS",),
    )
    assert len(result.errors) == 1
    assert Product.objects.get().listings.get().price_min == Decimal(500)


def test_only_what_has_a_category_is_published(world: World) -> None:
    loose = done(
        "productCreate",
        "ProductCreateInput!",
        "product { id }",
        input={"name": "Loose", "productType": world.shawl_type},
    )["product"]["id"]
    payload = tried(
        "productChannelListingUpdate",
        "ProductChannelListingUpdateInput!",
        "product { id }",
        id=loose,
        input={"updateChannels": [{"channelId": world.channel, "isPublished": True}]},
    )
    assert codes(payload) == [("isPublished", "PRODUCT_WITHOUT_CATEGORY")]
    assert Product.objects.get(name="Loose").listings.count() == 0


def test_skus_and_references_of_variants_are_their_own(world: World) -> None:
    shawl = world.product("Shawl")
    for given, fault in (
        ({"sku": "SKU-shawl"}, ("sku", "UNIQUE")),
        ({"sku": "NEW", "quantityLimitPerCustomer": 0}, ("quantityLimitPerCustomer", "INVALID")),
        ({"sku": "NEW", "stocks": [{"warehouse": world.channel, "quantity": 1}]}, ("warehouse", "NOT_FOUND")),
        ({"sku": "NEW", "stocks": [{"warehouse": world.warehouse, "quantity": -1}]}, ("quantity", "INVALID")),
    ):
        values = {"product": shawl["id"], "attributes": [], **given}
        payload = tried(
            "productVariantCreate", "ProductVariantCreateInput!", "productVariant { id }", input=values
        )
        assert codes(payload) == [fault]
    assert ProductVariant.objects.count() == 1
    changed = done(
        "productVariantUpdate",
        "ProductVariantInput!",
        "productVariant { sku name quantityLimitPerCustomer }",
        id=shawl["variant"],
        input={"name": "Red", "quantityLimitPerCustomer": 2},
    )["productVariant"]
    assert changed == {"sku": "SKU-shawl", "name": "Red", "quantityLimitPerCustomer": 2}


def test_counts_are_absolute_and_tell_of_sold_out_and_back(world: World, heard: Any) -> None:
    shawl = world.product("Shawl", stock=2)
    heard()
    text = """mutation($v: ID!, $stocks: [StockInput!]!) {
        productVariantStocksUpdate(variantId: $v, stocks: $stocks) {
        productVariant { stocks { quantity quantityAllocated warehouse { slug } } }
        errors { field code index } } }"""

    def write(quantity: int) -> Any:
        stocks = [{"warehouse": world.warehouse, "quantity": quantity}]
        return staff(text, v=shawl["variant"], stocks=stocks)["productVariantStocksUpdate"]

    assert write(0) == {
        "productVariant": {
            "stocks": [{"quantity": 0, "quantityAllocated": 0, "warehouse": {"slug": "srinagar"}}]
        },
        "errors": [],
    }
    assert heard() == ["PRODUCT_VARIANT_STOCK_UPDATED", "PRODUCT_VARIANT_OUT_OF_STOCK"]
    write(5)
    assert heard() == ["PRODUCT_VARIANT_STOCK_UPDATED", "PRODUCT_VARIANT_BACK_IN_STOCK"]
    assert write(-1)["errors"] == [{"field": "quantity", "code": "INVALID", "index": 0}]
    twice = [{"warehouse": world.warehouse, "quantity": 1}] * 2
    errors = staff(text, v=shawl["variant"], stocks=twice)["productVariantStocksUpdate"]["errors"]
    assert errors == [{"field": "warehouse", "code": "DUPLICATED_INPUT_ITEM", "index": 1}]
    assert Stock.objects.get().quantity == 5
    assert heard() == []


def test_a_product_goes_with_all_that_is_its_own(world: World, heard: Any) -> None:
    shawl = world.product("Shawl")
    heard()
    gone = staff(
        "mutation($id: ID!) { productDelete(id: $id) { product { id } errors { field code } } }",
        id=shawl["id"],
    )
    assert gone["productDelete"] == {"product": {"id": shawl["id"]}, "errors": []}
    assert heard() == ["PRODUCT_DELETED"]
    assert (Product.objects.count(), ProductVariant.objects.count(), Stock.objects.count()) == (0, 0, 0)
    assert Allocation.objects.count() == 0
    again = staff(
        "mutation($id: ID!) { productDelete(id: $id) { product { id } errors { field code } } }",
        id=shawl["id"],
    )
    assert again["productDelete"] == {"product": None, "errors": [{"field": "id", "code": "NOT_FOUND"}]}


def test_metadata_of_a_product_is_a_change_of_it(world: World, heard: Any) -> None:
    shawl = world.product("Shawl")
    heard()
    before = Product.objects.get().updated_at
    staff(
        """mutation($id: ID!) { updateMetadata(id: $id, input: [{key: "umeed.fragile", value: "true"}]) {
             errors { code } } }""",
        id=shawl["id"],
    )
    assert heard() == ["PRODUCT_UPDATED"]
    assert Product.objects.get().updated_at > before
    shown = public('{ product(slug: "shawl", channel: "online") { metafield(key: "umeed.fragile") } }')
    assert shown == {"product": {"metafield": "true"}}


def test_products_are_found_by_reference_with_their_stocks(world: World) -> None:
    shawl = world.product("Shawl", externalReference="KZ09-001")
    text = """query { product(externalReference: "KZ09-001") { id
        productVariants(first: 5) { edges { node { id stocks { quantity warehouse { slug } } } } } } }"""
    assert staff(text) == {
        "product": {
            "id": shawl["id"],
            "productVariants": {
                "edges": [
                    {
                        "node": {
                            "id": shawl["variant"],
                            "stocks": [{"quantity": 3, "warehouse": {"slug": "srinagar"}}],
                        }
                    }
                ]
            },
        }
    }
    assert global_id("Product", Product.objects.get().pk) == shawl["id"]
