"""A carrier is asked to pay for a lost or damaged parcel."""

from datetime import datetime

from sellers.ledger.contracts import CarrierClaim, Entry
from sellers.ledger.rules.duties import plan_carrier_claim
from sellers.ledger.services.record import record


def claim_from_carrier(*, claim: CarrierClaim, now: datetime) -> Entry:
    return record(plans=[plan_carrier_claim(claim)], now=now)[0]
