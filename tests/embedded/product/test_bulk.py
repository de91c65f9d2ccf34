"""The catalogue written by the hundred."""

from collections.abc import Iterator
from typing import Any

import pytest

from commerce.embedded.product.models import Category, Product, ProductType, ProductVariant
from commerce.embedded.warehouse.models import Stock
from tests.embedded.selling import Shop, answering, gid, open_shop

PRODUCTS = """mutation($p: [ProductBulkCreateInput!]!, $e: ErrorPolicyEnum) {
  productBulkCreate(products: $p, errorPolicy: $e) { count
    results { product { slug variants { sku } } errors { path message code } } errors { path code } } }"""
VARIANTS = """mutation($id: ID!, $v: [ProductVariantBulkCreateInput!]!, $e: ErrorPolicyEnum) {
  productVariantBulkCreate(product: $id, variants: $v, errorPolicy: $e) { count
    productVariants { sku } results { productVariant { sku } errors { field code } } errors { index code } } }"""
CHANGES = """mutation($id: ID!, $v: [ProductVariantBulkUpdateInput!]!, $e: ErrorPolicyEnum) {
  productVariantBulkUpdate(product: $id, variants: $v, errorPolicy: $e) { count
    results { productVariant { name } errors { field code } } errors { code } } }"""
STOCKS = """mutation($s: [StockBulkUpdateInput!]!, $e: ErrorPolicyEnum) {
  stockBulkUpdate(stocks: $s, errorPolicy: $e) { count results { stock { quantity } errors { code field } }
    errors { code } } }"""
DELETE = "mutation($ids: [ID!]!) { productBulkDelete(ids: $ids) { count errors { code } } }"


@pytest.fixture
def shop(db: None) -> Iterator[Shop]:
    yield from answering(open_shop())


def wish(shop: Shop, name: str, sku: str) -> dict[str, Any]:
    kind, _ = ProductType.objects.get_or_create(slug="goods", defaults={"name": "Goods"})
    category, _ = Category.objects.get_or_create(slug="woven", defaults={"name": "Woven", "path": "1."})
    return {
        "name": name,
        "productType": gid(kind),
        "category": gid(category),
        "channelListings": [{"channelId": gid(shop.channel), "isPublished": True, "visibleInListings": True}],
        "variants": [
            {
                "sku": sku,
                "attributes": [],
                "stocks": [{"warehouse": gid(shop.warehouse), "quantity": 7}],
                "channelListings": [{"channelId": gid(shop.channel), "price": "120.00"}],
            }
        ],
    }


def test_products_with_variants_prices_and_stock(shop: Shop) -> None:
    given = [wish(shop, "Stole", "S-1"), wish(shop, "Shawl", "S-2")]
    made = shop.run(PRODUCTS, caller=shop.staff, p=given)["productBulkCreate"]
    assert (made["count"], made["errors"]) == (2, [])
    assert [row["product"]["slug"] for row in made["results"]] == ["stole", "shawl"]
    assert list(Stock.objects.order_by("id").values_list("quantity", flat=True)) == [7, 7]
    shown = shop.run('{ products(first: 5, channel: "online") { totalCount } }')
    assert shown == {"products": {"totalCount": 2}}


@pytest.mark.parametrize(
    ("policy", "count"),
    [(None, 0), ("REJECT_EVERYTHING", 0), ("REJECT_FAILED_ROWS", 1), ("IGNORE_FAILED", 1)],
)
def test_one_that_is_faulty(shop: Shop, policy: str | None, count: int) -> None:
    given = [wish(shop, "Stole", "S-1"), wish(shop, "Shawl", "S-1")]
    made = shop.run(PRODUCTS, caller=shop.staff, p=given, e=policy)["productBulkCreate"]
    assert made["count"] == count == Product.objects.count() == ProductVariant.objects.count()
    assert made["errors"] == [{"path": "sku", "code": "UNIQUE"}]
    assert [row["errors"] is None for row in made["results"]] == [True, False]


def test_variants_made_and_changed(shop: Shop) -> None:
    product = shop.product("Stole", "100.00").product
    rows = [{"sku": "A", "attributes": []}, {"sku": "A", "attributes": []}]
    made = shop.run(VARIANTS, caller=shop.staff, id=gid(product), v=rows, e="REJECT_FAILED_ROWS")
    made = made["productVariantBulkCreate"]
    assert (made["count"], made["productVariants"]) == (1, [{"sku": "A"}])
    assert made["errors"] == [{"index": 1, "code": "UNIQUE"}]

    other = shop.product("Shawl", "100.00")
    mine = ProductVariant.objects.get(sku="A")
    changes = [{"id": gid(mine), "name": "Red"}, {"id": gid(other), "name": "Taken over"}]
    changed = shop.run(CHANGES, caller=shop.staff, id=gid(product), v=changes, e="REJECT_FAILED_ROWS")
    assert changed["productVariantBulkUpdate"]["count"] == 1
    assert changed["productVariantBulkUpdate"]["results"][1]["errors"] == [
        {"field": "id", "code": "NOT_FOUND"}
    ]
    assert not ProductVariant.objects.filter(name="Taken over").exists()


def test_stocks_are_counted_anew(shop: Shop) -> None:
    stole, shawl = shop.product("Stole", "100.00"), shop.product("Shawl", "100.00")
    place = gid(shop.warehouse)
    rows = [
        {"variantId": gid(shawl), "warehouseId": place, "quantity": 3},
        {"variantId": gid(stole), "warehouseId": place, "quantity": -1},
    ]
    refused = shop.run(STOCKS, caller=shop.staff, s=rows)["stockBulkUpdate"]
    assert (refused["count"], refused["errors"]) == (0, [{"code": "INVALID"}])
    assert set(Stock.objects.values_list("quantity", flat=True)) == {10}
    rows[1]["quantity"] = 4
    done = shop.run(STOCKS, caller=shop.staff, s=rows)["stockBulkUpdate"]
    assert [row["stock"]["quantity"] for row in done["results"]] == [3, 4]


def test_products_deleted_together(shop: Shop) -> None:
    products = [shop.product(name, "100.00").product for name in ("Stole", "Shawl", "Scarf")]
    done = shop.run(DELETE, caller=shop.staff, ids=[gid(row) for row in products[:2]])["productBulkDelete"]
    assert done == {"count": 2, "errors": []}
    assert list(Product.objects.values_list("slug", flat=True)) == ["scarf"]


def test_more_than_a_hundred_at_once_is_refused(shop: Shop) -> None:
    rows = [{"variantId": "x", "warehouseId": "x", "quantity": 1}] * 101
    refused = shop.run(STOCKS, caller=shop.staff, s=rows)["stockBulkUpdate"]
    assert (refused["count"], refused["errors"]) == (0, [{"code": "INVALID"}])
