"""What a Saleor tells us of and somebody reacts to, the comparison finds when it never came."""

from commerce.saleor.reconcile.missed_events import TOLD_BY_ORDERS
from commerce.subscriptions import documents
from jkrlm.wiring import COMPARERS, REACTIONS

#: Found otherwise: by the catalogue's comparison, and by the sweep of payments.
TOLD_OTHERWISE = {
    "PRODUCT_": "catalogue",
    "CHECKOUT_FULLY_": "payments",
}


def test_every_event_with_a_reaction_is_found_when_it_is_missed() -> None:
    """A new reaction wants a new comparison: write one, or say here which one finds it."""
    heard = {event for event in REACTIONS if event in documents()}
    otherwise = {event for event in heard if event.startswith(tuple(TOLD_OTHERWISE))}
    assert heard - otherwise <= TOLD_BY_ORDERS
    assert "catalogue" in COMPARERS
