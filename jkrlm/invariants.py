"""What must hold on live data at any moment; ``manage.py check_invariants`` runs it.

Each room says its own clauses behind its door; here they are put into one list,
with what is still to come named as skipped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import catalogue.facade as catalogue
import certification.cases.facade as cases
import certification.certificates.facade as certificates
import certification.labels.facade as labels
import certification.laboratory.facade as laboratory
import certification.lots.facade as lots
import commerce.facade as commerce
import commerce.payments.facade as payments
import exhibitions.plan.facade as exhibition_plan
import exhibitions.results.facade as results
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as exhibition_stock
import exhibitions.till.facade as till
import logistics.parcels.facade as parcels
import logistics.rounds.facade as rounds
import media.facade as media
import sellers.ledger.facade as ledger
import sellers.orders.facade as orders
import sellers.payouts.facade as payouts
import sellers.reconciliation.facade as reconciliation
import sellers.registry.facade as registry
import sellers.tax.facade as tax
import storefront.facade as storefront
import storefront.grievances.facade as grievances
import storefront.reviews.facade as reviews
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery

#: A delivery that has been due for longer than this was forgotten by the relay.
FORGOTTEN_AFTER: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Clause:
    """A sentence that must be true, and the function that returns one line for each exception."""

    sentence: str
    check: Callable[[], list[str]]


def events_handled() -> list[str]:
    """Every event is handled, waiting its turn, or a dead letter that staff see."""
    forgotten = OutboxDelivery.objects.filter(
        state=DeliveryState.PENDING, next_at__lt=now() - FORGOTTEN_AFTER
    ).select_related("message")[:100]
    return [f"{late.message} → {late.reaction} has been due since {late.next_at}" for late in forgotten]


CLAUSES: Final = (
    *(Clause(sentence, check) for sentence, check in commerce.invariants()),
    *(Clause(sentence, check) for sentence, check in payments.invariants()),
    *(Clause(sentence, check) for sentence, check in storefront.invariants()),
    *(Clause(sentence, check) for sentence, check in reviews.invariants()),
    *(Clause(sentence, check) for sentence, check in grievances.invariants()),
    *(Clause(sentence, check) for sentence, check in ledger.invariants()),
    *(Clause(sentence, check) for sentence, check in orders.invariants()),
    *(Clause(sentence, check) for sentence, check in parcels.invariants()),
    *(Clause(sentence, check) for sentence, check in rounds.invariants()),
    *(Clause(sentence, check) for sentence, check in tax.invariants()),
    *(Clause(sentence, check) for sentence, check in payouts.invariants()),
    *(Clause(sentence, check) for sentence, check in reconciliation.invariants()),
    *(Clause(sentence, check) for sentence, check in registry.invariants()),
    *(Clause(sentence, check) for sentence, check in cases.invariants()),
    *(Clause(sentence, check) for sentence, check in laboratory.invariants()),
    *(Clause(sentence, check) for sentence, check in certificates.invariants()),
    *(Clause(sentence, check) for sentence, check in lots.invariants()),
    *(Clause(sentence, check) for sentence, check in labels.invariants()),
    *(Clause(sentence, check) for sentence, check in media.invariants()),
    *(Clause(sentence, check) for sentence, check in catalogue.invariants()),
    *(Clause(sentence, check) for sentence, check in exhibition_plan.invariants()),
    *(Clause(sentence, check) for sentence, check in stalls.invariants()),
    *(Clause(sentence, check) for sentence, check in exhibition_stock.invariants()),
    *(Clause(sentence, check) for sentence, check in till.invariants()),
    *(Clause(sentence, check) for sentence, check in results.invariants()),
    Clause("every event is handled, waiting, or a dead letter", events_handled),
)

#: (sentence, reason) of what cannot be asked yet.
SKIPPED: Final[tuple[tuple[str, str], ...]] = ()
