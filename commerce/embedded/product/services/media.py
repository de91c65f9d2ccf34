"""Pictures of a product. The media room keeps the bytes; here is their place, and what they show."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max

from commerce.embedded.engine.errors import Refusal
from commerce.embedded.product.models import Product, ProductMedia
from commerce.embedded.product.services.save_product import touch_product
from media.facade import PictureRefused, store_picture


def add_media(
    *, product: Product, image: BinaryIO | None, alt: str, media_url: str | None, now: datetime
) -> ProductMedia:
    """
    Return the picture, kept and put last; emits PRODUCT_UPDATED.

    Addresses on other servers are not fetched: a server that fetches what it is told to can be sent
    to its own neighbours.

    Raises:
        Refusal: REQUIRED without a file, INVALID for an address or a picture that media refuses.
    """
    if media_url:
        raise Refusal("Pictures are taken as files only.", code="INVALID", field="mediaUrl")
    if image is None:
        raise Refusal("Image or external URL is required.", code="REQUIRED", field="input")
    _judge_alt(alt)
    try:
        picture = store_picture(image.read(), alt=alt)
    except PictureRefused as refused:
        raise Refusal(refused.message, code="INVALID", field="image") from refused
    with transaction.atomic():
        last = ProductMedia.objects.filter(product=product).aggregate(last=Max("sort_order"))["last"]
        row = ProductMedia.objects.create(
            product=product, key=picture.key, alt=alt, sort_order=0 if last is None else last + 1
        )
        touch_product(product_pk=product.pk, now=now)
    return row


@transaction.atomic
def remove_media(*, row: ProductMedia, now: datetime) -> ProductMedia:
    """Take the picture off its product; emits PRODUCT_UPDATED. Returns it as it was, with its id."""
    pk = row.pk
    row.delete()
    row.pk = pk
    touch_product(product_pk=row.product_id, now=now)
    return row


@transaction.atomic
def describe_media(*, row: ProductMedia, alt: str, now: datetime) -> None:
    """
    Say anew what a picture shows; emits PRODUCT_UPDATED.

    Raises:
        Refusal: INVALID, the text is too long.
    """
    _judge_alt(alt)
    row.alt = alt
    row.save(update_fields=["alt"])
    touch_product(product_pk=row.product_id, now=now)


@transaction.atomic
def order_media(*, product: Product, rows: Sequence[ProductMedia], now: datetime) -> list[ProductMedia]:
    """
    Put a product's pictures into this order; all are named, as Saleor wants it. Emits PRODUCT_UPDATED.

    Raises:
        Refusal: NOT_FOUND for another product's picture, INVALID where some are left out or named twice.
    """
    if any(row.product_id != product.pk for row in rows):
        raise Refusal("Couldn't resolve to a media.", code="NOT_FOUND", field="mediaIds")
    there = list(
        ProductMedia.objects.select_for_update().filter(product=product).order_by("id").values_list("pk")
    )
    if len(rows) != len(there) or len({row.pk for row in rows}) != len(rows):
        raise Refusal("Incorrect number of media IDs provided.", code="INVALID", field="mediaIds")
    for place, row in enumerate(rows):
        row.sort_order = place
        row.save(update_fields=["sort_order"])
    touch_product(product_pk=product.pk, now=now)
    return list(rows)


def _judge_alt(alt: str) -> None:
    if len(alt) > 250:
        raise Refusal("Alt field exceeds the character limit of 250.", code="INVALID", field="input")
