"""
Stock in a store that can only be told absolute numbers: read, write, read again.

Nothing joins its numbers and our transaction. What was there is noted before the write, so that a try that
was cut off is noticed; an order taken between reading and writing is noticed by reading again.
"""

from dataclasses import dataclass

from commerce.client import StockInput
from commerce.client.client import Store
from commerce.errors import refuse_on
from commerce.stock_leg import Leg, NotEnough


@dataclass(frozen=True, slots=True)
class _There:
    quantity: int
    allocated: int


def shift_stock(store: Store, leg: Leg) -> None:
    """
    Carry a leg out, once.

    Raises:
        NotEnough: what is left is sold; also where it was sold while we wrote, and then it was put back.
        StoreRefused, StoreUnavailable: to be tried again.
    """
    there = _read(store, leg)
    if leg.began is not None and there.quantity != leg.began:
        expected = leg.began + leg.by
        leg.done("" if there.quantity == expected else _doubt(expected, there.quantity))
        return
    if leg.by < 0 and there.quantity - there.allocated < -leg.by:
        raise NotEnough(max(there.quantity - there.allocated, 0))
    leg.note(there.quantity)
    target = there.quantity + leg.by
    _write(store, leg, target)
    after = _read(store, leg)
    if leg.by < 0 and after.allocated > after.quantity:
        _write(store, leg, after.quantity - leg.by)
        raise NotEnough(max(after.quantity - leg.by - after.allocated, 0))
    moved_meanwhile = after.quantity != target or after.allocated < there.allocated
    leg.done(_doubt(target, after.quantity) if moved_meanwhile else "")


def _doubt(expected: int, found: int) -> str:
    return f"Orders left while this was written ({expected} expected, {found} found): count the shelf."


def _read(store: Store, leg: Leg) -> _There:
    variant = store.variant_stocks(id=leg.variant_id).product_variant
    for stock in (variant.stocks or ()) if variant is not None else ():
        if stock.warehouse.id == leg.warehouse_id:
            return _There(stock.quantity, stock.quantity_allocated)
    return _There(0, 0)


def _write(store: Store, leg: Leg, quantity: int) -> None:
    answer = store.product_variant_stocks_update(
        variant_id=leg.variant_id, stocks=[StockInput(warehouse=leg.warehouse_id, quantity=quantity)]
    ).product_variant_stocks_update
    assert answer is not None
    refuse_on(answer.errors)
