"""Giving units of one named warehouse to orders that were made elsewhere."""

from collections.abc import Collection, Sequence
from uuid import UUID

from commerce.embedded.warehouse.models import Allocation, Stock
from commerce.embedded.warehouse.services.announce import announce_stock_moves

#: (variant, warehouse)
Place = tuple[int, UUID]


def lock_places(places: Collection[Place]) -> dict[Place, Stock]:
    """Return the stocks at these places that exist, locked in the order of their ids."""
    rows = (
        Stock.objects.select_for_update()
        .filter(variant__in={place[0] for place in places}, warehouse__in={place[1] for place in places})
        .order_by("id")
    )
    return {
        (row.variant_id, row.warehouse_id): row
        for row in rows
        if (row.variant_id, row.warehouse_id) in places
    }


def allocate_at(takes: Sequence[tuple[UUID, Stock, int]]) -> None:
    """
    Allocate (order line, locked stock, units), also more than there are: that is kept as a shortage.

    Whoever must not go below nothing has looked before. Emits PRODUCT_VARIANT_OUT_OF_STOCK.
    """
    stocks = {stock.pk: stock for _line, stock, _units in takes}
    before = {pk: stock.quantity - stock.quantity_allocated for pk, stock in stocks.items()}
    for _line, stock, units in takes:
        stock.quantity_allocated += units
        stock.shortage_accepted = stock.shortage_accepted or stock.quantity_allocated > stock.quantity
    Stock.objects.bulk_update(stocks.values(), ["quantity_allocated", "shortage_accepted"])
    Allocation.objects.bulk_create(
        Allocation(order_line_id=line, stock=stock, quantity_allocated=units) for line, stock, units in takes
    )
    announce_stock_moves(stocks.values(), free_before=before)
