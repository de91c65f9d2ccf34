"""So many units more or less of what one warehouse has, looked at and written under one lock."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from commerce.embedded.product.models import ProductVariant
from commerce.embedded.warehouse.models import Stock, Warehouse
from commerce.embedded.warehouse.services.announce import announce_stock_moves
from commerce.embedded.warehouse.services.locks import free_quantities, lock_stocks_by_pk
from commerce.embedded.webhook.services import emit


@transaction.atomic
def shift(
    *, variant: ProductVariant, warehouse: Warehouse, by: int, now: datetime, done: Callable[[], None]
) -> int | None:
    """
    Put units into a warehouse or take them out (``by`` below nought); ``done`` is called in the transaction
    that writes. Emits PRODUCT_VARIANT_STOCK_UPDATED.

    Returns None; or, with nothing changed, how many are free where that is fewer than are to be taken: what
    is sold, or kept for a checkout, stays.
    """
    Stock.objects.bulk_create([Stock(variant=variant, warehouse=warehouse)], ignore_conflicts=True)
    pk = Stock.objects.values_list("pk", flat=True).get(variant=variant, warehouse=warehouse)
    stock = lock_stocks_by_pk([pk])[pk]
    free = free_quantities([stock], now=now)[stock.variant_id][pk]
    if by < 0 and free < -by:
        return max(free, 0)
    before = stock.quantity - stock.quantity_allocated
    stock.quantity += by
    stock.shortage_accepted = stock.quantity_allocated > stock.quantity
    stock.save(update_fields=["quantity", "shortage_accepted"])
    emit("PRODUCT_VARIANT_STOCK_UPDATED", product_variant=variant)
    announce_stock_moves([stock], free_before={pk: before})
    done()
    return None
