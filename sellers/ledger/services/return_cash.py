"""Cash on delivery was not collected. Never more than the carrier has of the order (Overdrawn)."""

from datetime import datetime

from sellers.ledger.contracts import CashReturn, Entry
from sellers.ledger.rules.money import plan_cash_return
from sellers.ledger.services.record import record


def return_cash(*, returned: CashReturn, now: datetime) -> Entry:
    return record(plans=[plan_cash_return(returned)], now=now)[0]
