"""What a Saleor tells us of and somebody reacts to, the comparison finds when it never came."""

from commerce.saleor.reconcile.missed_events import TOLD_BY_ORDERS
from commerce.subscriptions import documents
from jkrlm.wiring import COMPARERS, REACTIONS

#: Found otherwise: by the catalogue's comparison, by the sweep of payments, as orders without ORDER_CONFIRMED;
#: and a letter that did not come, by who asked for it: she asks again.
TOLD_OTHERWISE = {
    "PRODUCT_": "catalogue",
    "CHECKOUT_FULLY_": "payments",
    "ORDER_BULK_": "orders",
    "ACCOUNT_": "the customer",
}


def test_every_event_with_a_reaction_is_found_when_it_is_missed() -> None:
    """A new reaction wants a new comparison: write one, or say here which one finds it."""
    heard = {event for event in REACTIONS if event in documents()}
    otherwise = {event for event in heard if event.startswith(tuple(TOLD_OTHERWISE))}
    assert heard - otherwise <= TOLD_BY_ORDERS
    assert "catalogue" in COMPARERS
