"""A buyer's money came in. The key is the provider's reference: one charge is one entry."""

from datetime import datetime

from sellers.ledger.contracts import Entry, Payment
from sellers.ledger.rules.money import plan_payment
from sellers.ledger.services.record import record


def receive_payment(*, payment: Payment, now: datetime) -> Entry:
    return record(plans=[plan_payment(payment)], now=now)[0]
