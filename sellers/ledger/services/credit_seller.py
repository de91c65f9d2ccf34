"""A credit, with its reason; it first takes off what is due."""

from datetime import datetime

from sellers.ledger.contracts import Credit, Entry
from sellers.ledger.rules.payouts import plan_credit
from sellers.ledger.services.record import record


def credit_seller(*, credit: Credit, now: datetime) -> Entry:
    return record(plans=[plan_credit(credit)], now=now)[0]
