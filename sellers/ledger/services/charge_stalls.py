"""The prices of stalls, each taken once from its group; beyond what is payable it is carried as due."""

from collections.abc import Sequence
from datetime import datetime

from sellers.ledger.contracts import Entry, StallCharge
from sellers.ledger.rules.payouts import plan_stall_charge
from sellers.ledger.services.record import record


def charge_stalls(*, charges: Sequence[StallCharge], now: datetime) -> tuple[Entry, ...]:
    return record(plans=[plan_stall_charge(each) for each in charges], now=now) if charges else ()
