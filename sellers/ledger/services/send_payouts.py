"""A batch of payouts goes to the bank, whole or not at all. Never more than is payable (PayoutTooLarge)."""

from collections.abc import Sequence
from datetime import datetime

from sellers.ledger.contracts import Entry, Payout
from sellers.ledger.rules.payouts import plan_payout
from sellers.ledger.services.record import record


def send_payouts(*, payouts: Sequence[Payout], now: datetime) -> tuple[Entry, ...]:
    return record(plans=[plan_payout(each) for each in payouts], now=now)
