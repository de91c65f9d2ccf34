"""Absolute counts, as staff and apps write them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from commerce.embedded.engine.errors import Refusal
from commerce.embedded.product.models import ProductVariant
from commerce.embedded.warehouse.models import Stock, Warehouse
from commerce.embedded.warehouse.services.announce import announce_stock_moves
from commerce.embedded.warehouse.services.locks import lock_stocks_by_pk
from commerce.embedded.webhook.services import emit


@transaction.atomic
def set_stocks(
    *, variant: ProductVariant, counts: Sequence[tuple[Warehouse, int]], announce: bool = True
) -> list[Stock]:
    """
    Write how many of the variant each warehouse has; emits PRODUCT_VARIANT_STOCK_UPDATED.

    A count below what is already sold is a fact, not a mistake: it is kept and the stock flagged.

    Raises:
        Refusal: DUPLICATED_INPUT_ITEM for a warehouse named twice, INVALID for a negative count.
    """
    seen: set[UUID] = set()
    for position, (warehouse, quantity) in enumerate(counts):
        if warehouse.pk in seen:
            raise Refusal(
                "Duplicated warehouse ID.", code="DUPLICATED_INPUT_ITEM", field="warehouse", index=position
            )
        if not 0 <= quantity < 2**31:
            raise Refusal(
                "Stock quantity must not be negative.", code="INVALID", field="quantity", index=position
            )
        seen.add(warehouse.pk)
    Stock.objects.bulk_create(
        (Stock(variant=variant, warehouse=warehouse) for warehouse, _ in counts), ignore_conflicts=True
    )
    pks = Stock.objects.filter(variant=variant, warehouse__in=seen).values_list("pk", flat=True)
    stocks = {stock.warehouse_id: stock for stock in lock_stocks_by_pk(list(pks)).values()}
    before = {stock.pk: stock.quantity - stock.quantity_allocated for stock in stocks.values()}
    for warehouse, quantity in counts:
        stock = stocks[warehouse.pk]
        stock.quantity = quantity
        stock.shortage_accepted = stock.quantity_allocated > quantity
    Stock.objects.bulk_update(stocks.values(), ["quantity", "shortage_accepted"])
    if announce and counts:
        emit("PRODUCT_VARIANT_STOCK_UPDATED", product_variant=variant)
        announce_stock_moves(stocks.values(), free_before=before)
    return list(stocks.values())
