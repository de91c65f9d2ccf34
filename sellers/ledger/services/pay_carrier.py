"""A carrier was paid."""

from datetime import datetime

from sellers.ledger.contracts import CarrierPayment, Entry
from sellers.ledger.rules.duties import plan_carrier_payment
from sellers.ledger.services.record import record


def pay_carrier(*, paid: CarrierPayment, now: datetime) -> Entry:
    return record(plans=[plan_carrier_payment(paid)], now=now)[0]
