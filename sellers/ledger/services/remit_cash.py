"""
A carrier handed in what it collected: a list of parcels, whole or not at all. Never more than it has
(Overdrawn).
"""

from collections.abc import Sequence
from datetime import datetime

from sellers.ledger.contracts import CashRemittance, Entry
from sellers.ledger.rules.money import plan_cash_remittance
from sellers.ledger.services.record import record


def remit_cash(*, remittances: Sequence[CashRemittance], now: datetime) -> tuple[Entry, ...]:
    return record(plans=[plan_cash_remittance(each) for each in remittances], now=now)
