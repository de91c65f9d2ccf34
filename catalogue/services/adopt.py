"""Goods that staff brought into the store by themselves appear among the listings of their group."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from catalogue.demo.seed import SeedProduct
from catalogue.models import Listing, ListingVariant, Stage
from catalogue.photo_rules import People, Shows
from catalogue.reference import slug_of
from catalogue.services.blocks import judge
from catalogue.services.photos import keep_photos
from media.facade import store_picture


def adopt(*, piece: SeedProduct, product_id: str, variant_id: str, now: datetime) -> None:
    """Write the listing of a piece of the demo that the store has; one that is known only gets its texts."""
    key = sha256(f"demo {piece.sku}".encode()).hexdigest()
    known = Listing.objects.filter(key=key)
    if known.exists():
        known.filter(description_hi="", description_ur="").update(
            description_hi=piece.description_hi, description_ur=piece.description_ur
        )
        return
    photo = store_picture(piece.picture.read_bytes(), alt=piece.picture_alt)
    with transaction.atomic():
        row, made = Listing.objects.get_or_create(
            key=key,
            defaults={
                "group_code": piece.group_code,
                "kind": slug_of("craft", piece.craft) or piece.category,
                "stage": Stage.APPROVED,
                "vouched": True,
                "price_paise": int(piece.price * 100),
                "stock_kind": piece.stock_kind,
                "lead_days": piece.lead_days,
                "photo_keys": [photo.key],
                "title": piece.name,
                "title_hi": piece.name_hi,
                "title_ur": piece.name_ur,
                "description": piece.description,
                "description_hi": piece.description_hi,
                "description_ur": piece.description_ur,
                "hsn": piece.hsn,
                "weight_grams": piece.weight_grams,
                "dims_cm": piece.dims_cm,
                "sku": piece.sku,
                "product_id": product_id,
                "slug": piece.slug,
                "published_at": now,
                "on_sale_at": now,
                "created_at": now,
                "sent_at": now,
                "changed_at": now,
            },
        )
        if made:
            ListingVariant.objects.create(
                listing=row, position=0, sku=piece.sku, variant_id=variant_id, quantity=piece.quantity
            )
            keep_photos(
                row,
                now=now,
                said={
                    "alt_en": piece.picture_alt[:250],
                    "alt_hi": piece.name_hi,
                    "alt_ur": piece.name_ur,
                    "shows": Shows.MADE,
                    "people": People.NOBODY,
                },
                carried=True,
            )
            judge([piece.group_code], now=now)
