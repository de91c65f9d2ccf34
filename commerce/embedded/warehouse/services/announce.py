"""Saying that a variant has sold out, or is there again."""

from collections.abc import Iterable, Mapping

from commerce.embedded.product.models import ProductVariant
from commerce.embedded.warehouse.models import Stock
from commerce.embedded.webhook.services import emit


def announce_stock_moves(stocks: Iterable[Stock], *, free_before: Mapping[int, int]) -> None:
    """
    Emit PRODUCT_VARIANT_OUT_OF_STOCK or …_BACK_IN_STOCK for stocks that reached or left zero.

    As in Saleor it is told of the single warehouse; listeners read again what the whole store has.
    """
    sold_out: set[int] = set()
    back: set[int] = set()
    for stock in stocks:
        was, is_now = free_before.get(stock.pk, 0), stock.quantity - stock.quantity_allocated
        if was > 0 >= is_now:
            sold_out.add(stock.variant_id)
        elif was <= 0 < is_now:
            back.add(stock.variant_id)
    variants = ProductVariant.objects.in_bulk(sold_out | back) if sold_out or back else {}
    for event, pks in (("PRODUCT_VARIANT_OUT_OF_STOCK", sold_out), ("PRODUCT_VARIANT_BACK_IN_STOCK", back)):
        for pk in sorted(pks):
            emit(event, product_variant=variants[pk])
