"""Variants and pictures in the contract."""

from decimal import Decimal
from functools import partial
from typing import Any

from commerce.embedded.attribute.schema import MANAGERS as ATTRIBUTE_MANAGERS
from commerce.embedded.attribute.schema import selected
from commerce.embedded.attribute.selectors import Assigned
from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channel_by, channels_of, only_channel
from commerce.embedded.engine.ids import pk_of, pks_of
from commerce.embedded.engine.lists import counted_connection
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, resolver
from commerce.embedded.product.context import channel_of, show_in
from commerce.embedded.product.images import image_url
from commerce.embedded.product.models import (
    Product,
    ProductMedia,
    ProductVariant,
    ProductVariantChannelListing,
)
from commerce.embedded.product.pricing import variant_pricing
from commerce.embedded.product.selectors import (
    MANAGERS,
    products_of,
    shown_listings,
    stocks_of,
    variant_answers,
    variant_listing_in,
    variant_listings_of,
)
from commerce.embedded.product.shown import variant_media_of
from commerce.embedded.warehouse.models import Stock
from commerce.embedded.warehouse.schema import STOCK_READERS
from commerce.embedded.warehouse.selectors import QUANTITY_MAX, available_quantities
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.clock import now
from jkrlm.kernel.money import Money

metadata_type(
    "ProductVariant",
    ProductVariant,
    permission="MANAGE_PRODUCTS",
    after=lambda variant: emit("PRODUCT_VARIANT_UPDATED", product_variant=variant),
)
metadata_type("ProductMedia", ProductMedia, permission="MANAGE_PRODUCTS")


def kilograms(grams: int | None) -> dict[str, Any] | None:
    """Return a Weight in the shop's unit, kilograms."""
    return None if grams is None else {"unit": "KG", "value": Decimal(grams) / 1000}


def _visible(info: Info, channel: str | None) -> tuple[Any, Channel | None]:
    """Return the variants that the caller may see, and the channel they are shown in."""
    staff = info.context.has(*MANAGERS)
    shop = channel_by(slug=channel) if channel else None if staff else only_channel()
    rows = ProductVariant.objects.all()
    if not staff:
        if shop is None:
            return rows.none(), None
        shown = shown_listings(shop, everywhere=True).values("product")
        rows = rows.filter(product__in=shown, listings__channel=shop)
    return rows, shop


@resolver("Query", "productVariant")
def product_variant(
    info: Info,
    id: str | None = None,
    sku: str | None = None,
    external_reference: str | None = None,
    channel: str | None = None,
) -> ProductVariant | None:
    rows, shop = _visible(info, channel)
    found: ProductVariant | None
    if id is not None:
        found = rows.filter(pk=pk_of(id, "ProductVariant")).first()
    elif sku is not None:
        found = rows.filter(sku=sku).first()
    else:
        found = rows.filter(external_reference=external_reference or "").first()
    show_in([found], shop)
    return found


@resolver("Query", "productVariants")
def product_variants(
    info: Info, ids: list[str] | None = None, channel: str | None = None, **page: Any
) -> Any:
    rows, shop = _visible(info, channel)
    if ids is not None:
        rows = rows.filter(pk__in=pks_of(ids, "ProductVariant"))
    found = counted_connection(rows, page, order=("pk",), name="productVariants")
    if page.get("first") is not None or page.get("last") is not None:
        show_in((edge["node"] for edge in found.edges), shop)
    return found


@resolver("ProductVariant", "product")
def variant_product(source: ProductVariant, info: Info) -> Product:
    product: Product = load(source, "product", products_of)
    return product


@resolver("ProductVariant", "weight")
def variant_weight(source: ProductVariant, info: Info) -> dict[str, Any] | None:
    return kilograms(source.weight_grams)


@resolver("ProductVariant", "channelListings", permission="AUTHENTICATED_APP|AUTHENTICATED_STAFF_USER")
def variant_channel_listings(source: ProductVariant, info: Info) -> list[ProductVariantChannelListing]:
    return load(source, "listings", variant_listings_of) or []


@resolver("ProductVariantChannelListing", "channel")
def listing_channel(source: ProductVariantChannelListing, info: Info) -> Channel:
    return source.channel if "channel" in source._state.fields_cache else load(source, "channel", channels_of)


@resolver("ProductVariantChannelListing", "price")
def listing_price(source: ProductVariantChannelListing, info: Info) -> Money:
    return Money(source.price_amount, listing_channel(source, info).currency_code)


@resolver("ProductVariant", "pricing")
def variant_price(source: ProductVariant, info: Info) -> dict[str, Any] | None:
    channel = channel_of(source)
    if channel is None:
        return None
    listing = load(source, ("listing", channel.pk), variant_listing_in(channel))
    return variant_pricing(listing, channel.currency_code) if listing else None


@resolver("ProductVariant", "quantityAvailable")
def quantity_available(source: ProductVariant, info: Info) -> int | None:
    channel = channel_of(source)
    if channel is None:
        return None
    if not source.track_inventory:
        return QUANTITY_MAX
    found = load(source, ("available", channel.pk), partial(_available, channel_id=channel.pk))
    return min(found or 0, QUANTITY_MAX)


def _available(rows: list[ProductVariant], channel_id: int) -> dict[int, int]:
    return available_quantities([row.pk for row in rows], channel_id=channel_id, now=now())


@resolver("ProductVariant", "stocks", permission=STOCK_READERS)
def variant_stocks(source: ProductVariant, info: Info) -> list[Stock]:
    return load(source, "stocks", stocks_of) or []


def _answers(source: ProductVariant, info: Info) -> list[Assigned]:
    answers = variant_answers(hidden=info.context.has(*ATTRIBUTE_MANAGERS))
    return load(source, answers.key, answers.loader) or []


@resolver("ProductVariant", "assignedAttributes")
def variant_assigned_attributes(source: ProductVariant, info: Info, limit: int = 100) -> list[Assigned]:
    return _answers(source, info)[:limit]


@resolver("ProductVariant", "attributes")
def variant_attributes(
    source: ProductVariant, info: Info, variant_selection: str | None = None
) -> list[dict[str, Any]]:
    return selected(_answers(source, info))


@resolver("ProductVariant", "media")
def variant_media(source: ProductVariant, info: Info) -> list[ProductMedia]:
    return load(source, "media", variant_media_of) or []


@resolver("ProductMedia", "url")
def media_url(source: ProductMedia, info: Info, size: int | None = None, format: str | None = None) -> str:
    return image_url(
        source.key, size=4096 if size is None else size, image_format=format, base_url=info.context.base_url
    )
