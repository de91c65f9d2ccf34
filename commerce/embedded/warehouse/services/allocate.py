"""Giving units to order lines, and taking them back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from commerce.embedded.warehouse.errors import InsufficientStock, Shortage
from commerce.embedded.warehouse.models import Allocation, Stock
from commerce.embedded.warehouse.rules import Line, plan_takes
from commerce.embedded.warehouse.services.announce import announce_stock_moves
from commerce.embedded.warehouse.services.locks import (
    free_quantities,
    lock_stocks,
    lock_stocks_by_pk,
    tracked_variants,
)


@transaction.atomic
def allocate(
    order_lines: Sequence[Line], *, channel_id: int, now: datetime, checkout_id: UUID | None = None
) -> None:
    """
    Allocate every line's quantity, under the locks of the stocks concerned.

    Units that `checkout_id` had reserved are free for it; release them in the same transaction
    (deleting the checkout does). Emits PRODUCT_VARIANT_OUT_OF_STOCK where nothing is left.

    Raises:
        InsufficientStock: for each line that cannot be served how many there are; nothing is allocated.
    """
    tracked = tracked_variants(line.variant_id for line in order_lines)
    lines = [line for line in order_lines if line.variant_id in tracked]
    if not lines:
        return
    stocks = lock_stocks(tracked, channel_id=channel_id)
    own = Q(checkout_line__checkout=checkout_id) if checkout_id else None
    takes, short = plan_takes(lines, free=free_quantities(stocks, now=now, own=own))
    if short:
        raise InsufficientStock(
            [Shortage(line.pk, line.variant_id or 0, short[line.pk]) for line in lines if line.pk in short]
        )
    by_pk = {stock.pk: stock for stock in stocks}
    before = {stock.pk: stock.quantity - stock.quantity_allocated for stock in stocks}
    for take in takes:
        by_pk[take.stock_id].quantity_allocated += take.quantity
    touched = [by_pk[pk] for pk in {take.stock_id for take in takes}]
    Stock.objects.bulk_update(touched, ["quantity_allocated"])
    Allocation.objects.bulk_create(
        Allocation(order_line_id=take.line_pk, stock_id=take.stock_id, quantity_allocated=take.quantity)
        for take in takes
    )
    announce_stock_moves(touched, free_before=before)


@transaction.atomic
def deallocate(order_line_pks: Iterable[Any]) -> None:
    """Give back everything that these order lines still hold; emits PRODUCT_VARIANT_BACK_IN_STOCK."""
    allocations = list(
        Allocation.objects.filter(order_line__in=list(order_line_pks), quantity_allocated__gt=0)
    )
    stocks = lock_stocks_by_pk({allocation.stock_id for allocation in allocations})
    # Read again under the locks: a fulfilment may have used some of it meanwhile.
    allocations = list(Allocation.objects.filter(pk__in=[allocation.pk for allocation in allocations]))
    before = {pk: stock.quantity - stock.quantity_allocated for pk, stock in stocks.items()}
    for allocation in allocations:
        stocks[allocation.stock_id].quantity_allocated -= allocation.quantity_allocated
    for stock in stocks.values():
        stock.shortage_accepted = stock.shortage_accepted and stock.quantity_allocated > stock.quantity
    Stock.objects.bulk_update(stocks.values(), ["quantity_allocated", "shortage_accepted"])
    Allocation.objects.filter(pk__in=[allocation.pk for allocation in allocations]).delete()
    announce_stock_moves(stocks.values(), free_before=before)


@transaction.atomic
def move_allocation(*, order_line_pk: UUID, stock_id: int, quantity: int) -> None:
    """Allocate units of a locked stock to a line again, on top of what it holds there."""
    row, made = Allocation.objects.get_or_create(
        order_line_id=order_line_pk, stock_id=stock_id, defaults={"quantity_allocated": quantity}
    )
    if not made:
        Allocation.objects.filter(pk=row.pk).update(quantity_allocated=F("quantity_allocated") + quantity)
