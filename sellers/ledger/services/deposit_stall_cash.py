"""Stall cash reached the bank; what the count differs by is booked."""

from datetime import datetime

from sellers.ledger.contracts import Entry, StallDeposit
from sellers.ledger.rules.money import plan_stall_deposit
from sellers.ledger.services.record import record


def deposit_stall_cash(*, deposit: StallDeposit, now: datetime) -> Entry:
    return record(plans=[plan_stall_deposit(deposit)], now=now)[0]
