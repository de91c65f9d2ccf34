"""A carrier sent its bill."""

from datetime import datetime

from sellers.ledger.contracts import CarrierBill, Entry
from sellers.ledger.rules.duties import plan_carrier_bill
from sellers.ledger.services.record import record


def bill_carriage(*, bill: CarrierBill, now: datetime) -> Entry:
    return record(plans=[plan_carrier_bill(bill)], now=now)[0]
