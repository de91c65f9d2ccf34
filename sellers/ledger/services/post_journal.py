"""Finance writes an entry by hand, for what has no verb of its own."""

from datetime import datetime

from sellers.ledger.contracts import Entry, Journal
from sellers.ledger.rules.duties import plan_journal
from sellers.ledger.services.record import record


def post_journal(*, journal: Journal, now: datetime) -> Entry:
    return record(plans=[plan_journal(journal)], now=now)[0]
