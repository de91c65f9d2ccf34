"""What of a group's goods can be taken off its shelf in the shop, and carried elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from catalogue.contracts_listings import StockKind
from catalogue.listing_rules import CURRENCY
from catalogue.models import Listing, ListingVariant, Stage
from catalogue.services.store_inputs import warehouse_of
from jkrlm.kernel.money import Money
from sellers.registry.facade import group


@dataclass(frozen=True, slots=True)
class ShelfGoods:
    """
    One thing that can be bought. ``titles`` has "en", "hi" and "ur" (English where a translation is missing);
    ``free`` is how many the shop has, None where they are made to order and nobody counts them.
    """

    listing_id: int
    variant_id: str
    product_id: str
    sku: str
    group_code: str
    titles: dict[str, str]
    variant_name: str
    picture_key: str
    kind: str
    hsn: str
    price: Money
    free: int | None
    weight_grams: int


def shelf_warehouse(group_code: str) -> str:
    """Return the slug of the store's warehouse where a group's goods stand. Raises GroupUnknown."""
    return warehouse_of(group(group_code).district)


def shelf_goods(
    *,
    group_codes: Collection[str] | None = None,
    variant_ids: Collection[str] | None = None,
    product_ids: Collection[str] | None = None,
    listing_ids: Collection[int] | None = None,
) -> tuple[ShelfGoods, ...]:
    """Return what groups have in the store, or these of it; in the order of their SKUs. One query."""
    rows = ListingVariant.objects.filter(listing__stage=Stage.APPROVED, listing__published_at__isnull=False)
    rows = rows.exclude(variant_id="").select_related("listing").order_by("sku", "id")
    if group_codes is not None:
        rows = rows.filter(listing__group_code__in=set(group_codes))
    if variant_ids is not None:
        rows = rows.filter(variant_id__in=set(variant_ids))
    if product_ids is not None:
        rows = rows.filter(listing__product_id__in=set(product_ids))
    if listing_ids is not None:
        rows = rows.filter(listing__in=set(listing_ids))
    return tuple(_goods(row) for row in rows)


def variants_of(product_id: str) -> tuple[str, ...]:
    """Return the ids of what can be bought of a product."""
    rows = ListingVariant.objects.filter(listing__product_id=product_id).exclude(variant_id="")
    return tuple(rows.order_by("position").values_list("variant_id", flat=True))


def wish_before(variant_id: str, moment: datetime) -> bool:
    """Return whether the seller's last number was said before a moment, and the store has it not yet."""
    row = ListingVariant.objects.filter(variant_id=variant_id).first()
    if row is None or row.stock_wish == row.stock_done or row.stock_wished_at is None:
        return False
    return row.stock_wished_at < moment


def _goods(row: ListingVariant) -> ShelfGoods:
    listing: Listing = row.listing
    paise = row.price_paise if row.price_paise is not None else listing.price_paise or 0
    return ShelfGoods(
        listing_id=listing.pk,
        variant_id=row.variant_id,
        product_id=listing.product_id,
        sku=row.sku or listing.sku,
        group_code=listing.group_code,
        titles={
            "en": listing.title,
            "hi": listing.title_hi or listing.title,
            "ur": listing.title_ur or listing.title,
        },
        variant_name=row.name,
        picture_key=listing.photo_keys[0] if listing.photo_keys else "",
        kind=listing.kind,
        hsn=listing.hsn,
        price=Money.from_minor_units(paise, CURRENCY),
        free=None if listing.stock_kind == StockKind.MADE_TO_ORDER else row.quantity,
        weight_grams=listing.weight_grams or 0,
    )
