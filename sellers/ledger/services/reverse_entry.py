"""An entry is taken back whole, once, by an entry that mirrors it."""

from datetime import datetime

from sellers.ledger.contracts import Entry, Reversal
from sellers.ledger.rules.duties import plan_reversal
from sellers.ledger.selectors import entry
from sellers.ledger.services.record import record


def reverse_entry(*, reversal: Reversal, now: datetime) -> Entry:
    """
    Return the reversing entry. What it takes from a seller who has been paid is carried as due.

    Raises:
        EntryUnknown: no such entry.
        NotReversible: it is a reversal itself.
        Overdrawn: later entries build on it; reverse those first.
    """
    return record(plans=[plan_reversal(reversal, entry(reversal.key))], now=now)[0]
