"""A carrier was given cash on delivery to collect."""

from datetime import datetime

from sellers.ledger.contracts import CashPromise, Entry
from sellers.ledger.rules.money import plan_cash_promise
from sellers.ledger.services.record import record


def promise_cash(*, promise: CashPromise, now: datetime) -> Entry:
    return record(plans=[plan_cash_promise(promise)], now=now)[0]
