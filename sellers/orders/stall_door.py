"""The part of the door that tills use; here the clock is read."""

from datetime import datetime
from uuid import UUID

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.orders.services.book_stall import book_stall_sale as _book_stall_sale
from sellers.orders.services.take_back_stall import take_back_at_stall as _take_back_at_stall
from sellers.orders.services.take_back_stall import void_at_stall as _void_at_stall
from sellers.orders.stall import StallReturn, StallSale


def book_stall_sale(sale: StallSale) -> tuple[str, ...]:
    """Book a bill of a stall, once. Raises SplitDisagrees; DocumentRefused and NumberTaken from tax."""
    return _book_stall_sale(sale=sale, now=clock.now())


def take_back_at_stall(given: StallReturn) -> None:
    """Book goods back at a till, once. Raises SplitDisagrees; DocumentRefused and NumberTaken from tax."""
    _take_back_at_stall(given=given, now=clock.now())


def void_at_stall(*, bill_id: UUID, reference: str, purse: str, at: datetime, reason: str) -> Money:
    """
    Make a whole bill void, once; return the cash that left the till. Raises SplitDisagrees, DocumentRefused.
    """
    return _void_at_stall(
        bill_id=bill_id, reference=reference, purse=purse, at=at, reason=reason, now=clock.now()
    )
