"""A penalty, with its reason; beyond what is payable it is carried as due."""

from datetime import datetime

from sellers.ledger.contracts import Entry, Penalty
from sellers.ledger.rules.payouts import plan_penalty
from sellers.ledger.services.record import record


def penalise_seller(*, penalty: Penalty, now: datetime) -> Entry:
    return record(plans=[plan_penalty(penalty)], now=now)[0]
