"""Goods or delivery are taken back from a share, at the rates frozen in its sale."""

from datetime import datetime

from sellers.ledger.contracts import Entry, Refund
from sellers.ledger.rules.refund import plan_refund
from sellers.ledger.services.record import record


def refund_share(*, refund: Refund, now: datetime) -> Entry:
    return record(plans=[plan_refund(refund)], now=now)[0]
