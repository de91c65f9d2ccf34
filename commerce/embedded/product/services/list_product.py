"""Where a product is shown, and since when it may be bought."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.product.models import Product, ProductChannelListing, ProductVariantChannelListing
from commerce.embedded.product.services.refresh import refresh_prices
from commerce.embedded.product.services.save_product import touch_product
from jkrlm.kernel.ids import global_id


@transaction.atomic
def list_product(
    *,
    product: Product,
    updates: Sequence[tuple[Channel, Mapping[str, Any]]],
    removed: Sequence[Channel],
    now: datetime,
) -> Product:
    """
    Add or change the product's listings, and take it out of channels; emits PRODUCT_UPDATED.

    `is_available_for_purchase` without a date means from now on; a date makes it so at that instant.

    Raises:
        Refusal: DUPLICATED_INPUT_ITEM channel, PRODUCT_WITHOUT_CATEGORY to be published, INVALID
            dates together with their opposite.
    """
    _check(product, updates, removed)
    for channel in removed:
        ProductChannelListing.objects.filter(product=product, channel=channel).delete()
        ProductVariantChannelListing.objects.filter(variant__product=product, channel=channel).delete()
    for channel, given in updates:
        row = (
            ProductChannelListing.objects.select_for_update().filter(product=product, channel=channel).first()
        )
        row = row or ProductChannelListing(product=product, channel=channel)
        _set(row, given, now)
        row.save()
    refresh_prices(product_pk=product.pk, channel_pks=[channel.pk for channel, _ in updates])
    return touch_product(product_pk=product.pk, now=now)


def _set(row: ProductChannelListing, given: Mapping[str, Any], now: datetime) -> None:
    if given.get("is_published") is not None:
        row.is_published = given["is_published"]
    if "published_at" in given:
        row.published_at = given["published_at"]
    if row.is_published and row.published_at is None:
        row.published_at = now
    if given.get("visible_in_listings") is not None:
        row.visible_in_listings = given["visible_in_listings"]
    if given.get("is_available_for_purchase") is False:
        row.available_for_purchase_at = None
    elif given.get("is_available_for_purchase"):
        wanted = given.get("available_for_purchase_at")
        open_already = row.available_for_purchase_at and row.available_for_purchase_at <= now
        if wanted or not open_already:
            row.available_for_purchase_at = wanted or now
    elif "available_for_purchase_at" in given:
        row.available_for_purchase_at = given["available_for_purchase_at"]


def _check(
    product: Product, updates: Sequence[tuple[Channel, Mapping[str, Any]]], removed: Sequence[Channel]
) -> None:
    named = [channel.pk for channel, _ in updates] + [channel.pk for channel in removed]
    twice = {pk for pk in named if named.count(pk) > 1}
    if twice:
        raise Refusal(
            "The same object cannot be in both lists or be listed twice.",
            code="DUPLICATED_INPUT_ITEM",
            field="input",
            channels=[global_id("Channel", pk) for pk in sorted(twice)],
        )
    for channel, given in updates:
        where = [global_id("Channel", channel.pk)]
        if given.get("is_published") and product.category_id is None:
            raise Refusal(
                "You must select a category to be able to publish.",
                code="PRODUCT_WITHOUT_CATEGORY",
                field="isPublished",
                channels=where,
            )
        if given.get("is_available_for_purchase") is False and given.get("available_for_purchase_at"):
            raise Refusal(
                "Cannot set available for purchase at when isAvailableForPurchase is false.",
                code="INVALID",
                field="availableForPurchaseAt",
                channels=where,
            )
