"""The bank's result: these payouts came back, and are payable again (EntryUnknown where one was not sent)."""

from collections.abc import Sequence
from datetime import datetime

from sellers.ledger.contracts import Entry, PayoutReturn
from sellers.ledger.rules.payouts import plan_payout_return
from sellers.ledger.services.record import record


def return_payouts(*, returned: Sequence[PayoutReturn], now: datetime) -> tuple[Entry, ...]:
    return record(plans=[plan_payout_return(each) for each in returned], now=now)
