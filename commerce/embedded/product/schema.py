"""Products in the contract: queries, and the fields of a product."""

from functools import partial
from typing import Any

from commerce.embedded.attribute.schema import MANAGERS as ATTRIBUTE_MANAGERS
from commerce.embedded.attribute.schema import selected
from commerce.embedded.attribute.selectors import Assigned
from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channel_by, channels_of, only_channel
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.engine.lists import ListConnection, counted_connection
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, resolver
from commerce.embedded.product import mutations, schema_groups, schema_variants  # noqa: F401 - they bind
from commerce.embedded.product.context import channel_of, show_in
from commerce.embedded.product.filters import as_where
from commerce.embedded.product.images import image_url
from commerce.embedded.product.listing import product_listing, shop_window
from commerce.embedded.product.models import (
    Category,
    Collection,
    Product,
    ProductChannelListing,
    ProductMedia,
    ProductType,
    ProductVariant,
)
from commerce.embedded.product.pricing import product_pricing
from commerce.embedded.product.selectors import (
    MANAGERS,
    categories_of,
    collections_of,
    deferred_of,
    listing_in,
    listings_of,
    product_answers,
    product_types_of,
    variants_of,
)
from commerce.embedded.product.services.save_product import touch_product
from commerce.embedded.product.shown import media_of, shown_product
from commerce.embedded.translation.selectors import pk_by_slug
from commerce.embedded.warehouse.selectors import products_in_stock
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id


def mark_changed(product_pk: int) -> None:
    """Metadata is part of a product: whoever keeps a copy must hear of it."""
    touch_product(product_pk=product_pk, now=now())


metadata_type(
    "Product",
    Product,
    permission="MANAGE_PRODUCTS",
    after=lambda product: mark_changed(product.pk),
)


@resolver("Query", "products")
def products(
    info: Info,
    filter: dict[str, Any] | None = None,
    where: dict[str, Any] | None = None,
    sort_by: dict[str, Any] | None = None,
    search: str | None = None,
    channel: str | None = None,
    **page: Any,
) -> Any:
    staff = info.context.has(*MANAGERS)
    where, words = as_where(filter, where)
    search = search or words
    shop = named_channel(channel, staff=staff, also=(sort_by or {}).get("channel"))
    if channel is not None and shop is None:
        staff = False
    if shop is not None and not staff and not search and not sort_by:
        window = shop_window(shop, where=where, page=page)
        if window is not None:
            return window
    listing = product_listing(channel=shop, staff=staff, where=where, search=search, sort_by=sort_by)
    found = counted_connection(
        listing.rows, page, order=listing.order, name="products", counted=listing.counted
    )
    if page.get("first") is not None or page.get("last") is not None:
        show_in((edge["node"] for edge in found.edges), shop)
    return found


def named_channel(slug: str | None, *, staff: bool, also: str | None = None) -> Channel | None:
    """
    Return the channel that a query names, by itself or by its order.

    Without a name the public is served from the only active channel, where there is only one.
    """
    if slug or also:
        return channel_by(slug=slug or also)
    return None if staff else only_channel()


@resolver("Query", "product")
def product(
    info: Info,
    id: str | None = None,
    slug: str | None = None,
    slug_language_code: str | None = None,
    external_reference: str | None = None,
    channel: str | None = None,
) -> Product | None:
    staff = info.context.has(*MANAGERS)
    shop = named_channel(channel, staff=staff)
    if shop is None and (channel is not None or not staff):
        return None
    if slug is not None and slug_language_code:
        id, slug = global_id("Product", pk_by_slug("product", slug, slug_language_code) or -1), None
    column, wanted = (
        ("id", pk_of(id, "Product"))
        if id is not None
        else ("slug", slug)
        if slug is not None
        else ("external_reference", external_reference or "")
    )
    if not staff and shop is not None:
        return shown_product(shop, column=column, wanted=wanted)
    found = Product.objects.defer("search_vector").filter(**{column: wanted}).first()
    if found is not None:
        show_in([found], shop)
    return found


def _wide(column: str, source: Product, info: Info) -> Any:
    if column in source.__dict__:
        return source.__dict__[column]
    return load(source, column, partial(deferred_of, column=column))


for _field, _column in (
    ("description", "description"),
    ("seoTitle", "seo_title"),
    ("seoDescription", "seo_description"),
    ("created", "created_at"),
    ("updatedAt", "updated_at"),
):
    resolver("Product", _field)(partial(_wide, _column))


@resolver("Product", "category")
def category(source: Product, info: Info) -> Category | None:
    return load(source, "category", categories_of) if source.category_id else None


@resolver("Product", "productType")
def product_type(source: Product, info: Info) -> ProductType:
    kind: ProductType = load(source, "type", product_types_of)
    return kind


def listing_of(source: Product) -> ProductChannelListing | None:
    """Return the product's listing in the channel it is shown in."""
    channel = channel_of(source)
    if channel is None:
        return None
    listing: ProductChannelListing | None = load(source, ("listing", channel.pk), listing_in(channel))
    return listing


@resolver("Product", "pricing")
def pricing(source: Product, info: Info) -> dict[str, Any] | None:
    listing, channel = listing_of(source), channel_of(source)
    return product_pricing(listing, channel.currency_code) if listing and channel else None


def may_be_bought(listing: ProductChannelListing | None) -> bool:
    """Return whether the product's sale has begun."""
    since = listing.available_for_purchase_at if listing else None
    return since is not None and since <= now()


@resolver("Product", "isAvailableForPurchase")
def is_available_for_purchase(source: Product, info: Info) -> bool | None:
    return may_be_bought(listing_of(source)) if channel_of(source) else None


@resolver("Product", "isAvailable")
def is_available(source: Product, info: Info) -> bool | None:
    channel = channel_of(source)
    if channel is None:
        return None
    if not may_be_bought(listing_of(source)):
        return False
    in_stock = load(source, ("in stock", channel.pk), partial(_in_stock, channel_id=channel.pk))
    return bool(in_stock)


def _in_stock(rows: list[Product], channel_id: int) -> dict[int, bool]:
    found = products_in_stock((row.pk for row in rows), channel_id=channel_id, now=now())
    return {row.pk: row.pk in found for row in rows}


@resolver("Product", "thumbnail")
def thumbnail(
    source: Product, info: Info, size: int | None = None, format: str | None = None
) -> dict[str, str] | None:
    pictures = load(source, "media", media_of)
    if not pictures:
        return None
    first: ProductMedia = pictures[0]
    url = image_url(
        first.key, size=4096 if size is None else size, image_format=format, base_url=info.context.base_url
    )
    return {"url": url, "alt": first.alt}


@resolver("Product", "media")
def media(source: Product, info: Info) -> list[ProductMedia]:
    return load(source, "media", media_of) or []


@resolver("Product", "weight")
def weight(source: Product, info: Info) -> dict[str, Any] | None:
    return schema_variants.kilograms(source.weight_grams)


def _answers(source: Product, info: Info) -> list[Assigned]:
    answers = product_answers(hidden=info.context.has(*ATTRIBUTE_MANAGERS))
    return load(source, answers.key, answers.loader) or []


@resolver("Product", "assignedAttributes")
def assigned_attributes(source: Product, info: Info, limit: int = 100) -> list[Assigned]:
    return _answers(source, info)[:limit]


@resolver("Product", "attributes")
def attributes(source: Product, info: Info) -> list[dict[str, Any]]:
    return selected(_answers(source, info))


@resolver("Product", "channelListings", permission="MANAGE_PRODUCTS")
def channel_listings(source: Product, info: Info) -> list[ProductChannelListing]:
    return load(source, "listings", listings_of) or []


@resolver("ProductChannelListing", "channel")
def listing_channel(source: ProductChannelListing, info: Info) -> Channel:
    return source.channel if "channel" in source._state.fields_cache else load(source, "channel", channels_of)


@resolver("Product", "variants")
def variants(source: Product, info: Info) -> list[ProductVariant]:
    hidden = info.context.has(*MANAGERS) and channel_of(source) is None
    return load(source, ("variants", hidden), partial(variants_of, hidden=hidden)) or []


@resolver("Product", "productVariants")
def product_variants(source: Product, info: Info, **page: Any) -> ListConnection:
    return ListConnection(variants(source, info), page, order=("sort_order", "pk"))


@resolver("Product", "collections")
def collections(source: Product, info: Info) -> list[Collection]:
    hidden = info.context.has(*MANAGERS)
    return load(source, ("collections", hidden), partial(collections_of, hidden=hidden)) or []
