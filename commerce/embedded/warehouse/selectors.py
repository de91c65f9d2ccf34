"""How many can be had."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from jkrlm.kernel.statements import Statement, array

#: Saleor's `limitQuantityPerCheckout`: nobody is told of more, nobody buys more on one line.
QUANTITY_MAX: Final = 50

#: Reservations of no checkout are left out: the nil UUID is nobody's.
_NO_CHECKOUT: Final = UUID(int=0)

_AVAILABLE: Final = Statement("""
    SELECT stock.variant_id,
           SUM(stock.quantity - stock.quantity_allocated - COALESCE(held.quantity, 0))
      FROM store_warehouse_stock stock
      JOIN store_warehouse_warehouse_channels sells
        ON sells.warehouse_id = stock.warehouse_id AND sells.channel_id = %(channel)s
 LEFT JOIN LATERAL (
               SELECT SUM(reservation.quantity_reserved) AS quantity
                 FROM store_warehouse_reservation reservation
                 JOIN store_checkout_checkoutline line ON line.id = reservation.checkout_line_id
                WHERE reservation.stock_id = stock.id AND reservation.reserved_until > %(now)s
                  AND line.checkout_id <> %(checkout)s
           ) held ON TRUE
     WHERE stock.variant_id = ANY(%(variants)s::bigint[])
  GROUP BY stock.variant_id
""")

_IN_STOCK: Final = Statement("""
    SELECT DISTINCT variant.product_id
      FROM store_product_productvariant variant
      JOIN store_product_productvariantchannellisting listing
        ON listing.variant_id = variant.id AND listing.channel_id = %(channel)s
     WHERE variant.product_id = ANY(%(products)s::bigint[])
       AND (NOT variant.track_inventory OR EXISTS (
               SELECT 1
                 FROM store_warehouse_stock stock
                 JOIN store_warehouse_warehouse_channels sells
                   ON sells.warehouse_id = stock.warehouse_id AND sells.channel_id = %(channel)s
                WHERE stock.variant_id = variant.id
                  AND stock.quantity - stock.quantity_allocated > COALESCE((
                          SELECT SUM(reservation.quantity_reserved)
                            FROM store_warehouse_reservation reservation
                           WHERE reservation.stock_id = stock.id
                             AND reservation.reserved_until > %(now)s), 0)))
""")


def available_quantities(
    variant_ids: Collection[int], *, channel_id: int, now: datetime, except_checkout: UUID | None = None
) -> dict[int, int]:
    """
    Return how many units of each variant the channel's warehouses can still sell; one query.

    Allocated units and live reservations are taken off, except those of `except_checkout`. A
    variant without stock there is absent. Whether a variant tracks its inventory is not asked.
    """
    rows = _AVAILABLE.rows(
        variants=array(variant_ids), channel=channel_id, now=now, checkout=except_checkout or _NO_CHECKOUT
    )
    return {variant_id: max(int(quantity), 0) for variant_id, quantity in rows}


def products_in_stock(product_ids: Iterable[int], *, channel_id: int, now: datetime) -> set[int]:
    """Return those of the products of which something can be sold in the channel; one query."""
    rows = _IN_STOCK.rows(products=array(list(product_ids)), channel=channel_id, now=now)
    return {row[0] for row in rows}
