"""Pictures of a product. The media room keeps the bytes; here is their place, and what they show."""

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
    if len(alt) > 250:
        raise Refusal("Alt field exceeds the character limit of 250.", code="INVALID", field="input")
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
