"""The bank's result: these payouts arrived (EntryUnknown where one is not on its way)."""

from collections.abc import Sequence
from datetime import datetime

from sellers.ledger.contracts import Entry, PayoutPaid
from sellers.ledger.rules.payouts import plan_payout_paid
from sellers.ledger.services.record import record


def confirm_payouts(*, paid: Sequence[PayoutPaid], now: datetime) -> tuple[Entry, ...]:
    return record(plans=[plan_payout_paid(each) for each in paid], now=now)
