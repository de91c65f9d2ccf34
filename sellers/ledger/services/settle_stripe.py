"""The card company settled to the bank, less its fees."""

from datetime import datetime

from sellers.ledger.contracts import Entry, StripeSettlement
from sellers.ledger.rules.money import plan_stripe_settlement
from sellers.ledger.services.record import record


def settle_stripe(*, settled: StripeSettlement, now: datetime) -> Entry:
    return record(plans=[plan_stripe_settlement(settled)], now=now)[0]
