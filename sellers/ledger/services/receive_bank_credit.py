"""Money came to the bank that nobody has claimed yet."""

from datetime import datetime

from sellers.ledger.contracts import BankCredit, Entry
from sellers.ledger.rules.money import plan_bank_credit
from sellers.ledger.services.record import record


def receive_bank_credit(*, came: BankCredit, now: datetime) -> Entry:
    return record(plans=[plan_bank_credit(came)], now=now)[0]
