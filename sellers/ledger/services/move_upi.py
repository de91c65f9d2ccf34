"""The bank shows money that came, or went back, by UPI."""

from datetime import datetime

from sellers.ledger.contracts import Entry, UpiTransfer
from sellers.ledger.rules.money import plan_upi_transfer
from sellers.ledger.services.record import record


def move_upi(*, moved: UpiTransfer, now: datetime) -> Entry:
    return record(plans=[plan_upi_transfer(moved)], now=now)[0]
