"""May these variants be bought in this channel now, and how many of them?"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commerce.embedded.channel.models import Channel
from commerce.embedded.product.models import (
    ProductChannelListing,
    ProductVariant,
    ProductVariantChannelListing,
)
from commerce.embedded.warehouse.selectors import available_quantities


@dataclass(frozen=True, slots=True)
class Availability:
    """``quantity`` leaves out what others have bought or hold in reserve."""

    product_name: str
    variant_name: str
    sku: str
    ships: bool
    tracked: bool
    limit_per_customer: int | None
    has_listing: bool
    published: bool
    for_purchase: bool
    quantity: int

    @property
    def name(self) -> str:
        return self.variant_name or self.product_name

    @property
    def sellable(self) -> bool:
        return self.has_listing and self.published and self.for_purchase


def availability(
    *, variant_ids: Iterable[int], channel: Channel, now: datetime, except_checkout: uuid.UUID | None = None
) -> dict[int, Availability]:
    """
    Return what is known of each variant that exists. Four queries.

    Reservations of ``except_checkout`` do not count against it.
    """
    ids = set(variant_ids)
    variants = {
        row["pk"]: row
        for row in ProductVariant.objects.filter(pk__in=ids).values(
            "pk",
            "name",
            "sku",
            "product_id",
            "product__name",
            "product__product_type__is_shipping_required",
            "track_inventory",
            "quantity_limit_per_customer",
        )
    }
    listed = set(
        ProductVariantChannelListing.objects.filter(channel=channel, variant_id__in=ids).values_list(
            "variant_id", flat=True
        )
    )
    shown = {
        row.product_id: row
        for row in ProductChannelListing.objects.filter(
            channel=channel, product_id__in={row["product_id"] for row in variants.values()}
        )
    }
    stock = available_quantities(ids, channel_id=channel.pk, now=now, except_checkout=except_checkout)
    found = {}
    for pk, row in variants.items():
        listing = shown.get(row["product_id"])
        found[pk] = Availability(
            product_name=row["product__name"],
            variant_name=row["name"],
            sku=row["sku"] or "",
            ships=row["product__product_type__is_shipping_required"],
            tracked=row["track_inventory"],
            limit_per_customer=row["quantity_limit_per_customer"],
            has_listing=pk in listed,
            published=bool(
                listing and listing.is_published and listing.published_at and listing.published_at <= now
            ),
            for_purchase=bool(
                listing and listing.available_for_purchase_at and listing.available_for_purchase_at <= now
            ),
            quantity=stock.get(pk, 0),
        )
    return found
