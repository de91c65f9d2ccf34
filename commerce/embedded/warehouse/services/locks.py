"""Locking stocks, always in the order of their ids, and what is free in them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q, Sum

from commerce.embedded.warehouse.models import Reservation, Stock
from jkrlm.kernel.statements import Rows, Statement, array

_TRACKED: Final = Statement(
    "SELECT id FROM store_product_productvariant WHERE id = ANY(%(variants)s::bigint[]) AND track_inventory"
)
_OF_VARIANTS: Final = Rows(
    Stock,
    "it.variant_id = ANY(%(variants)s::bigint[])",
    joins="JOIN store_warehouse_warehouse_channels sells"
    " ON sells.warehouse_id = it.warehouse_id AND sells.channel_id = %(channel)s",
    order="it.id",
    lock=True,
)


def tracked_variants(variant_ids: Iterable[int | None]) -> set[int]:
    """Return those of the variants whose stock is counted at all."""
    return {pk for (pk,) in _TRACKED.rows(variants=array({pk for pk in variant_ids if pk}))}


def lock_stocks(variant_ids: Collection[int], *, channel_id: int) -> list[Stock]:
    """Return the variants' stocks that the channel sells from, locked until the transaction ends."""
    return _OF_VARIANTS.all(variants=array(variant_ids), channel=channel_id)


def lock_stocks_by_pk(pks: Collection[int]) -> dict[int, Stock]:
    """Return these stocks by pk, locked until the transaction ends."""
    return {stock.pk: stock for stock in Stock.objects.select_for_update().filter(pk__in=pks).order_by("id")}


def free_quantities(
    stocks: Collection[Stock], *, now: datetime, own: Q | None = None
) -> dict[int, dict[int, int]]:
    """
    Return variant -> stock -> units neither allocated nor reserved, the fullest stock first (Saleor's
    PRIORITIZE_HIGH_STOCK); reservations that are `own` are free.

    The stocks must be locked, or the answer is out of date before it is used.
    """
    held = Reservation.objects.filter(stock__in=[stock.pk for stock in stocks], reserved_until__gt=now)
    if own is not None:
        held = held.exclude(own)
    reserved = dict(held.values_list("stock").annotate(Sum("quantity_reserved")))
    free: dict[int, dict[int, int]] = {}
    for stock in stocks:
        quantity = stock.quantity - stock.quantity_allocated - reserved.get(stock.pk, 0)
        free.setdefault(stock.variant_id, {})[stock.pk] = quantity
    return {
        variant: dict(sorted(units.items(), key=lambda entry: (-entry[1], entry[0])))
        for variant, units in free.items()
    }
