"""Goods that were approved and published, as rows: no store has heard of them."""

from typing import Any
from uuid import uuid4

from catalogue.models import Listing, ListingVariant, Stage
from jkrlm.kernel import clock


def published(*, code: str, kind: str, quantity: int, **changes: Any) -> Listing:
    """A group's goods of a kind, of which the shop has so many; ``changes`` are fields of the listing."""
    sku = f"{code}-{uuid4().hex[:6]}".upper()
    now = clock.now()
    facts: dict[str, Any] = {
        "key": str(uuid4()),
        "group_code": code,
        "kind": kind,
        "stage": Stage.APPROVED,
        "price_paise": 120000,
        "stock_kind": "batch",
        "lead_days": 3,
        "photo_keys": ["0" * 40],
        "title": f"{kind} of {code}",
        "hsn": "62142010",
        "weight_grams": 200,
        "sku": sku,
        "product_id": f"p-{sku}",
        "slug": sku.lower(),
        "created_at": now,
        "sent_at": now,
        "changed_at": now,
        "published_at": now,
    }
    row = Listing.objects.create(**facts | changes)
    ListingVariant.objects.create(
        listing=row, position=0, quantity=quantity, sku=row.sku, variant_id=f"v-{row.sku}"
    )
    return row
