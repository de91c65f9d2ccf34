"""Orders are confirmed: their frozen shares stand in the books, each order's whole or not at all."""

from collections.abc import Sequence
from datetime import datetime

from sellers.ledger.contracts import Entry, Sale
from sellers.ledger.rules.sale import plan_sale
from sellers.ledger.services.record import record


def recognise_sales(*, sales: Sequence[Sale], now: datetime) -> tuple[Entry, ...]:
    return record(plans=[plan for sale in sales for plan in plan_sale(sale)], now=now)
