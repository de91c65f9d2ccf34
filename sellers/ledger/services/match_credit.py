"""Unclaimed money is found to be an order's: two entries, the second is the order's payment."""

from datetime import datetime

from sellers.ledger.contracts import CreditMatch, Entry
from sellers.ledger.rules.money import plan_match
from sellers.ledger.services.record import record


def match_credit(*, match: CreditMatch, now: datetime) -> Entry:
    """Return the payment. Raises Overdrawn where the credit does not hold that much."""
    _, payment = record(plans=plan_match(match), now=now)
    return payment
