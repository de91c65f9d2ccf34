"""May these variants be bought in this channel now, and how many of them?"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from commerce.embedded.channel.models import Channel
from commerce.embedded.warehouse.selectors import available_quantities
from jkrlm.kernel.statements import Statement, array


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


_KNOWN: Final = Statement(
    """
    SELECT variant.id, product.name, variant.name, variant.sku, kind.is_shipping_required,
           variant.track_inventory, variant.quantity_limit_per_customer, price.id IS NOT NULL,
           shown.is_published AND shown.published_at <= %(now)s, shown.available_for_purchase_at <= %(now)s
      FROM store_product_productvariant variant
      JOIN store_product_product product ON product.id = variant.product_id
      JOIN store_product_producttype kind ON kind.id = product.product_type_id
 LEFT JOIN store_product_productvariantchannellisting price
        ON price.variant_id = variant.id AND price.channel_id = %(channel)s
 LEFT JOIN store_product_productchannellisting shown
        ON shown.product_id = product.id AND shown.channel_id = %(channel)s
     WHERE variant.id = ANY(%(variants)s::bigint[])
    """
)


def availability(
    *, variant_ids: Iterable[int], channel: Channel, now: datetime, except_checkout: uuid.UUID | None = None
) -> dict[int, Availability]:
    """
    Return what is known of each variant that exists. Two queries.

    Reservations of ``except_checkout`` do not count against it.
    """
    ids = set(variant_ids)
    stock = available_quantities(ids, channel_id=channel.pk, now=now, except_checkout=except_checkout)
    found = {}
    for pk, *facts in _KNOWN.rows(variants=array(ids), channel=channel.pk, now=now):
        product, variant, sku, ships, tracked, limit, has_listing, published, for_purchase = facts
        found[pk] = Availability(
            product_name=product,
            variant_name=variant,
            sku=sku or "",
            ships=ships,
            tracked=tracked,
            limit_per_customer=limit,
            has_listing=has_listing,
            published=bool(published),
            for_purchase=bool(for_purchase),
            quantity=stock.get(pk, 0),
        )
    return found
