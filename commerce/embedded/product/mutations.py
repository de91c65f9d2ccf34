"""Writes to the catalogue. Each translates its input, makes one call of a service, and answers."""

from typing import Any

from commerce.embedded.attribute.models import Attribute
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.ids import found
from commerce.embedded.engine.resolvers import Info, mutation
from commerce.embedded.product.models import (
    Category,
    Collection,
    Product,
    ProductMedia,
    ProductType,
    ProductVariant,
)
from commerce.embedded.product.services.assign_attributes import assign_attributes
from commerce.embedded.product.services.group import (
    add_to_collection,
    create_category,
    create_collection,
    create_product_type,
    list_collection,
)
from commerce.embedded.product.services.list_product import list_product
from commerce.embedded.product.services.media import add_media, describe_media, order_media, remove_media
from commerce.embedded.product.services.save_product import create_product, delete_product, update_product
from commerce.embedded.product.services.save_variant import (
    create_variant,
    set_variant_prices,
    update_variant,
)
from commerce.embedded.warehouse.models import Warehouse
from commerce.embedded.warehouse.services.set_stocks import set_stocks
from jkrlm.kernel.clock import now

Payload = dict[str, Any]


def _products(gids: Any) -> list[Product]:
    return [found(Product, gid, field="products") for gid in gids or ()]


def _channels(entries: Any) -> list[tuple[Channel, dict[str, Any]]]:
    return [(found(Channel, entry["channel_id"], field="channelId"), entry) for entry in entries or ()]


def _counts(stocks: Any) -> list[tuple[Warehouse, int]]:
    return [
        (found(Warehouse, stock["warehouse"], field="warehouse"), stock["quantity"]) for stock in stocks or ()
    ]


@mutation("categoryCreate", errors="ProductError", permission="MANAGE_PRODUCTS")
def category_create(info: Info, input: Payload, parent: str | None = None) -> Payload:
    above = found(Category, parent, field="parent") if parent else None
    return {"category": create_category(given=input, parent=above)}


@mutation("collectionCreate", errors="CollectionError", permission="MANAGE_PRODUCTS")
def collection_create(info: Info, input: Payload) -> Payload:
    return {"collection": create_collection(given=input, products=_products(input.get("products")))}


@mutation("collectionAddProducts", errors="CollectionError", permission="MANAGE_PRODUCTS")
def collection_add_products(info: Info, collection_id: str, products: list[str]) -> Payload:
    collection = found(Collection, collection_id, field="collectionId")
    return {"collection": add_to_collection(collection=collection, products=_products(products))}


@mutation(
    "collectionChannelListingUpdate", errors="CollectionChannelListingError", permission="MANAGE_PRODUCTS"
)
def collection_channel_listing_update(info: Info, id: str, input: Payload) -> Payload:
    collection = list_collection(
        collection=found(Collection, id),
        added=_channels(input.get("add_channels")),
        removed=[found(Channel, gid, field="removeChannels") for gid in input.get("remove_channels") or ()],
        now=now(),
    )
    return {"collection": collection}


@mutation("productTypeCreate", errors="ProductError", permission="MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES")
def product_type_create(info: Info, input: Payload) -> Payload:
    of_products, of_variants = (
        [found(Attribute, gid, field=field) for gid in input.get(key) or ()]
        for key, field in (
            ("product_attributes", "productAttributes"),
            ("variant_attributes", "variantAttributes"),
        )
    )
    kind = create_product_type(given=input, product_attributes=of_products, variant_attributes=of_variants)
    return {"product_type": kind}


@mutation("productAttributeAssign", errors="ProductError", permission="MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES")
def product_attribute_assign(info: Info, product_type_id: str, operations: list[Payload]) -> Payload:
    kind = found(ProductType, product_type_id, field="productTypeId")
    given = [
        (found(Attribute, entry["id"], field="operations"), entry["type"] == "VARIANT")
        for entry in operations
    ]
    return {"product_type": assign_attributes(product_type=kind, given=given)}


@mutation("productCreate", errors="ProductError", permission="MANAGE_PRODUCTS")
def product_create(info: Info, input: Payload) -> Payload:
    kind = found(ProductType, input["product_type"], field="productType")
    return {"product": create_product(product_type=kind, given=input, now=now())}


@mutation("productUpdate", errors="ProductError", permission="MANAGE_PRODUCTS")
def product_update(info: Info, input: Payload, id: str | None = None) -> Payload:
    return {"product": update_product(product=found(Product, id), given=input, now=now())}


@mutation("productDelete", errors="ProductError", permission="MANAGE_PRODUCTS")
def product_delete(info: Info, id: str | None = None) -> Payload:
    return {"product": delete_product(product=found(Product, id))}


@mutation("productChannelListingUpdate", errors="ProductChannelListingError", permission="MANAGE_PRODUCTS")
def product_channel_listing_update(info: Info, id: str, input: Payload) -> Payload:
    product = list_product(
        product=found(Product, id),
        updates=_channels(input.get("update_channels")),
        removed=[found(Channel, gid, field="removeChannels") for gid in input.get("remove_channels") or ()],
        now=now(),
    )
    return {"product": product}


@mutation("productVariantCreate", errors="ProductError", permission="MANAGE_PRODUCTS")
def product_variant_create(info: Info, input: Payload) -> Payload:
    product = found(Product, input["product"], field="product")
    counts = _counts(input.get("stocks"))
    return {"product_variant": create_variant(product=product, given=input, counts=counts, now=now())}


@mutation("productVariantUpdate", errors="ProductError", permission="MANAGE_PRODUCTS")
def product_variant_update(info: Info, input: Payload, id: str | None = None) -> Payload:
    return {"product_variant": update_variant(variant=found(ProductVariant, id), given=input, now=now())}


@mutation(
    "productVariantChannelListingUpdate", errors="ProductChannelListingError", permission="MANAGE_PRODUCTS"
)
def product_variant_channel_listing_update(
    info: Info, input: list[Payload], id: str | None = None
) -> Payload:
    variant = found(ProductVariant, id)
    return {"variant": set_variant_prices(variant=variant, prices=_channels(input), now=now())}


@mutation("productVariantStocksUpdate", errors="BulkStockError", permission="MANAGE_PRODUCTS")
def product_variant_stocks_update(
    info: Info, stocks: list[Payload], variant_id: str | None = None
) -> Payload:
    variant = found(ProductVariant, variant_id, field="variantId")
    set_stocks(variant=variant, counts=_counts(stocks))
    return {"product_variant": variant}


@mutation("productMediaCreate", errors="ProductError", permission="MANAGE_PRODUCTS")
def product_media_create(info: Info, input: Payload) -> Payload:
    product = found(Product, input["product"], field="product")
    row = add_media(
        product=product,
        image=input.get("image"),
        alt=input.get("alt") or "",
        media_url=input.get("media_url"),
        now=now(),
    )
    return {"product": product, "media": row}


@mutation("productMediaDelete", errors="ProductError", permission="MANAGE_PRODUCTS")
def product_media_delete(info: Info, id: str) -> Payload:
    return {"media": remove_media(row=found(ProductMedia, id), now=now())}


@mutation("productMediaUpdate", errors="ProductError", permission="MANAGE_PRODUCTS")
def product_media_update(info: Info, id: str, input: Payload) -> Payload:
    row = found(ProductMedia, id)
    if input.get("alt") is not None:
        describe_media(row=row, alt=input["alt"], now=now())
    return {"product": row.product, "media": row}


@mutation("productMediaReorder", errors="ProductError", permission="MANAGE_PRODUCTS")
def product_media_reorder(info: Info, media_ids: list[str], product_id: str) -> Payload:
    product = found(Product, product_id, field="productId")
    rows = [found(ProductMedia, each, field="mediaIds") for each in media_ids]
    return {"product": product, "media": order_media(product=product, rows=rows, now=now())}
