"""Units leaving with a fulfilment, and coming back with its cancellation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from commerce.embedded.warehouse.errors import InsufficientStock, Shortage
from commerce.embedded.warehouse.models import Allocation, Stock
from commerce.embedded.warehouse.services.allocate import move_allocation
from commerce.embedded.warehouse.services.announce import announce_stock_moves
from commerce.embedded.warehouse.services.locks import lock_stocks_by_pk, tracked_variants


@dataclass(frozen=True, slots=True)
class Movement:
    """So many units of an order line's variant, out of or into a warehouse."""

    order_line_pk: UUID
    variant_id: int
    warehouse_id: UUID
    quantity: int


Shelf = tuple[int, UUID]


def _stocks_of(shelves: Iterable[Shelf]) -> dict[Shelf, Stock]:
    """Return the stocks of these variants in these warehouses, locked in the order of their ids."""
    shelves = set(shelves)
    rows = Stock.objects.filter(
        variant__in={variant_id for variant_id, _ in shelves},
        warehouse__in={warehouse_id for _, warehouse_id in shelves},
    ).values_list("pk", "variant_id", "warehouse_id")
    pks = [pk for pk, *shelf in rows if tuple(shelf) in shelves]
    return {(stock.variant_id, stock.warehouse_id): stock for stock in lock_stocks_by_pk(pks).values()}


@transaction.atomic
def decrease(movements: Sequence[Movement]) -> None:
    """
    Take units out of their warehouses for a fulfilment; what the lines had allocated there goes first.

    A line may be sent from a warehouse where it has no allocation: then it takes free units there
    and gives back as many of its allocations elsewhere.

    Raises:
        InsufficientStock: a warehouse has less than it should send; nothing changes.
    """
    tracked = tracked_variants(move.variant_id for move in movements)
    moves = [move for move in movements if move.variant_id in tracked]
    allocations = list(
        Allocation.objects.filter(order_line__in={move.order_line_pk for move in moves}).select_related(
            "stock"
        )
    )
    stocks = _stocks_of(
        [(move.variant_id, move.warehouse_id) for move in moves]
        + [(row.stock.variant_id, row.stock.warehouse_id) for row in allocations]
    )
    by_pk = {stock.pk: stock for stock in stocks.values()}
    allocations = list(Allocation.objects.filter(pk__in=[row.pk for row in allocations]).order_by("id"))
    before = {stock.pk: stock.quantity - stock.quantity_allocated for stock in by_pk.values()}
    shortages: list[Shortage] = []
    for move in moves:
        stock = stocks.get((move.variant_id, move.warehouse_id))
        wanted = move.quantity
        own = [row for row in allocations if row.order_line_id == move.order_line_pk]
        for row in sorted(own, key=lambda row: stock is None or row.stock_id != stock.pk):
            quantity = min(row.quantity_allocated, wanted)
            row.quantity_allocated -= quantity
            by_pk[row.stock_id].quantity_allocated -= quantity
            wanted -= quantity
        if stock is None or stock.quantity - stock.quantity_allocated < move.quantity:
            left = max(stock.quantity - stock.quantity_allocated, 0) if stock else 0
            shortages.append(Shortage(move.order_line_pk, move.variant_id, left))
        else:
            stock.quantity -= move.quantity
    if shortages:
        raise InsufficientStock(shortages)
    _save(list(by_pk.values()))
    Allocation.objects.bulk_update(
        [row for row in allocations if row.quantity_allocated], ["quantity_allocated"]
    )
    Allocation.objects.filter(pk__in=[row.pk for row in allocations if not row.quantity_allocated]).delete()
    announce_stock_moves(by_pk.values(), free_before=before)


@transaction.atomic
def increase(movements: Sequence[Movement], *, allocate_again: bool) -> None:
    """
    Put units back into warehouses.

    `allocate_again`: they stay with their order lines (a cancelled fulfilment); otherwise they are
    free to be sold (a return, a cancelled order).
    """
    tracked = tracked_variants(move.variant_id for move in movements)
    moves = [move for move in movements if move.variant_id in tracked]
    for move in moves:
        Stock.objects.get_or_create(variant_id=move.variant_id, warehouse_id=move.warehouse_id)
    stocks = _stocks_of((move.variant_id, move.warehouse_id) for move in moves)
    before = {stock.pk: stock.quantity - stock.quantity_allocated for stock in stocks.values()}
    for move in moves:
        stock = stocks[move.variant_id, move.warehouse_id]
        stock.quantity += move.quantity
        if allocate_again:
            stock.quantity_allocated += move.quantity
            move_allocation(order_line_pk=move.order_line_pk, stock_id=stock.pk, quantity=move.quantity)
    _save(list(stocks.values()))
    announce_stock_moves(stocks.values(), free_before=before)


def _save(stocks: list[Stock]) -> None:
    for stock in stocks:
        stock.shortage_accepted = stock.shortage_accepted and stock.quantity_allocated > stock.quantity
    Stock.objects.bulk_update(stocks, ["quantity", "quantity_allocated", "shortage_accepted"])
