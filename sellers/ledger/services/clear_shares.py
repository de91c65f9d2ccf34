"""
Shares clear after delivery and the return window, a day's worth at once (NothingToClear names the first).
"""

from collections.abc import Sequence
from datetime import datetime

from sellers.ledger.contracts import Clearing, Entry
from sellers.ledger.rules.clearing import plan_clearing
from sellers.ledger.services.record import record


def clear_shares(*, clearings: Sequence[Clearing], now: datetime) -> tuple[Entry, ...]:
    return record(plans=[plan_clearing(each) for each in clearings], now=now)
