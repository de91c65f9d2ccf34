"""Tax was paid to the government under a challan."""

from datetime import datetime

from sellers.ledger.contracts import Entry, TaxRemittance
from sellers.ledger.rules.duties import plan_tax_remittance
from sellers.ledger.services.record import record


def remit_tax(*, remitted: TaxRemittance, now: datetime) -> Entry:
    return record(plans=[plan_tax_remittance(remitted)], now=now)[0]
