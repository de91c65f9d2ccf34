"""GraphQL: the catalogue written by the hundred. Each row goes the way of the mutation for one."""

from typing import Any, Final

from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import found, pk_of, pks_of
from commerce.embedded.engine.resolvers import Info, mutation
from commerce.embedded.product.models import Product, ProductType, ProductVariant
from commerce.embedded.product.mutations import _channels, _counts
from commerce.embedded.product.services.bulk import Outcome, each_of
from commerce.embedded.product.services.list_product import list_product
from commerce.embedded.product.services.save_product import create_product, delete_product
from commerce.embedded.product.services.save_variant import create_variant, set_variant_prices, update_variant
from commerce.embedded.warehouse.models import Stock, Warehouse
from commerce.embedded.warehouse.services.locks import lock_stocks_by_pk
from commerce.embedded.warehouse.services.set_stocks import set_stocks
from jkrlm.kernel.clock import now

Payload = dict[str, Any]
_NONE: Final[Payload] = {"count": 0, "results": []}
_CODES: Final = frozenset(
    {
        "DUPLICATED_INPUT_ITEM",
        "INVALID",
        "NOT_FOUND",
        "PRODUCT_NOT_ASSIGNED_TO_CHANNEL",
        "PRODUCT_WITHOUT_CATEGORY",
        "REQUIRED",
        "UNIQUE",
    }
)
_STOCK_CODES: Final = frozenset({"INVALID", "NOT_FOUND", "REQUIRED"})


def _shown(outcomes: list[Outcome[Any]], field: str) -> Payload:
    return {
        "count": sum(one.made is not None for one in outcomes),
        "results": [{field: one.made, "errors": one.errors or None} for one in outcomes],
        "errors": [error for one in outcomes for error in one.errors],
    }


def _variant(product: Product, given: Payload) -> ProductVariant:
    variant = create_variant(
        product=product,
        given={**given, "attributes": given.get("attributes") or []},
        counts=_counts(given.get("stocks")),
        now=now(),
    )
    if given.get("channel_listings"):
        set_variant_prices(variant=variant, prices=_channels(given["channel_listings"]), now=now())
    return variant


def _product(given: Payload) -> Product:
    kind = found(ProductType, given["product_type"], field="productType")
    product = create_product(product_type=kind, given=given, now=now())
    if given.get("channel_listings"):
        list_product(product=product, updates=_channels(given["channel_listings"]), removed=[], now=now())
    for variant in given.get("variants") or ():
        _variant(product, variant)
    return product


@mutation("productBulkCreate", errors="ProductBulkCreateError", permission="MANAGE_PRODUCTS", on_error=_NONE)
def product_bulk_create(info: Info, products: list[Payload], error_policy: str | None = None) -> Payload:
    outcomes = each_of(products, _product, policy=error_policy, codes=_CODES, field="products")
    return _shown(outcomes, "product")


@mutation("productBulkDelete", errors="ProductError", permission="MANAGE_PRODUCTS", on_error={"count": 0})
def product_bulk_delete(info: Info, ids: list[str]) -> Payload:
    """What is not there is passed over."""
    rows = list(Product.objects.filter(pk__in=pks_of(ids, "Product")).order_by("pk"))
    outcomes = each_of(rows, lambda row: delete_product(product=row), policy=None, codes=_CODES, field="ids")
    return {
        "count": sum(one.made is not None for one in outcomes),
        "errors": [error for one in outcomes for error in one.errors],
    }


@mutation(
    "productVariantBulkCreate",
    errors="BulkProductError",
    permission="MANAGE_PRODUCTS",
    on_error={**_NONE, "product_variants": []},
)
def product_variant_bulk_create(
    info: Info, product: str, variants: list[Payload], error_policy: str | None = None
) -> Payload:
    owner = found(Product, product, field="product")
    outcomes = each_of(
        variants, lambda given: _variant(owner, given), policy=error_policy, codes=_CODES, field="variants"
    )
    made = [one.made for one in outcomes if one.made is not None]
    return {**_shown(outcomes, "product_variant"), "product_variants": made}


@mutation(
    "productVariantBulkUpdate", errors="ProductVariantBulkError", permission="MANAGE_PRODUCTS", on_error=_NONE
)
def product_variant_bulk_update(
    info: Info, product: str, variants: list[Payload], error_policy: str | None = None
) -> Payload:
    owner = found(Product, product, field="product")

    def change(given: Payload) -> ProductVariant:
        row = ProductVariant.objects.filter(product=owner, pk=pk_of(given["id"], "ProductVariant")).first()
        if row is None:
            raise Refusal("Variant is not one of the product's.", code="NOT_FOUND", field="id")
        values = {name: value for name, value in given.items() if name != "id"}
        return update_variant(variant=row, given=values, now=now())

    outcomes = each_of(variants, change, policy=error_policy, codes=_CODES, field="variants")
    return _shown(outcomes, "product_variant")


@mutation("stockBulkUpdate", errors="StockBulkUpdateError", permission="MANAGE_PRODUCTS", on_error=_NONE)
def stock_bulk_update(info: Info, stocks: list[Payload], error_policy: str | None = None) -> Payload:
    """Counts are absolute. All stocks are locked in the order of their ids before the first is written."""
    locked = False

    def write(given: Payload) -> Stock:
        nonlocal locked
        if not locked:
            lock_stocks_by_pk(_named(stocks))
            locked = True
        variant = _variant_named(given)
        if not given.get("warehouse_id"):
            raise Refusal("A warehouse is required.", code="REQUIRED", field="warehouseId")
        warehouse = found(Warehouse, given["warehouse_id"], field="warehouseId")
        (stock,) = set_stocks(variant=variant, counts=[(warehouse, given["quantity"])])
        return stock

    outcomes = each_of(stocks, write, policy=error_policy, codes=_STOCK_CODES, field="stocks")
    return _shown(outcomes, "stock")


def _named(stocks: list[Payload]) -> list[int]:
    """Return the stocks of all variants that the rows name by id."""
    pks = pks_of((row.get("variant_id") for row in stocks), "ProductVariant")
    references = [
        row["variant_external_reference"] for row in stocks if row.get("variant_external_reference")
    ]
    rows = Stock.objects.filter(variant__in=pks) | Stock.objects.filter(
        variant__external_reference__in=references
    )
    return list(rows.values_list("pk", flat=True))


def _variant_named(given: Payload) -> ProductVariant:
    if given.get("variant_id"):
        row: ProductVariant = found(ProductVariant, given["variant_id"], field="variantId")
        return row
    reference = given.get("variant_external_reference")
    named = ProductVariant.objects.filter(external_reference=reference).first() if reference else None
    if named is None:
        raise Refusal("Couldn't resolve to a variant.", code="NOT_FOUND", field="variantId")
    return named
