"""A carrier answered a claim."""

from datetime import datetime

from sellers.ledger.contracts import ClaimSettlement, Entry
from sellers.ledger.rules.duties import plan_claim_settlement
from sellers.ledger.services.record import record


def settle_claim(*, settled: ClaimSettlement, now: datetime) -> Entry:
    """Raises BadAmount: more is paid than was claimed; Overdrawn: less was claimed, or it is settled."""
    return record(plans=[plan_claim_settlement(settled)], now=now)[0]
