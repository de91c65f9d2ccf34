"""Units of one named warehouse for orders that were made elsewhere: kept for them, or gone already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Take:
    """``waiting`` units of a line stay allocated in its locked stock, ``gone`` ones have left it."""

    order_line_pk: UUID
    stock: Stock
    waiting: int
    gone: int


def take_at(takes: Sequence[Take]) -> None:
    """
    Take units, also more than there are: that is kept as a shortage.

    Whoever must not go below nothing has looked before. Emits PRODUCT_VARIANT_OUT_OF_STOCK.
    """
    stocks = {take.stock.pk: take.stock for take in takes}
    before = {pk: stock.quantity - stock.quantity_allocated for pk, stock in stocks.items()}
    for take in takes:
        stock = take.stock
        stock.quantity -= take.gone
        stock.quantity_allocated += take.waiting
        stock.shortage_accepted = stock.shortage_accepted or stock.quantity_allocated > stock.quantity
    Stock.objects.bulk_update(stocks.values(), ["quantity", "quantity_allocated", "shortage_accepted"])
    Allocation.objects.bulk_create(
        Allocation(order_line_id=take.order_line_pk, stock=take.stock, quantity_allocated=take.waiting)
        for take in takes
        if take.waiting
    )
    announce_stock_moves(stocks.values(), free_before=before)
