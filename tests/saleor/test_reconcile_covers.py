"""What a Saleor tells us of and somebody reacts to, the comparison finds when it never came."""

from types import SimpleNamespace
from typing import Any

from commerce.saleor.reconcile.missed_events import TOLD_BY_ORDERS, expected
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


def test_nothing_is_missed_of_an_order_that_a_till_brought() -> None:
    """A Saleor tells of bills by ORDER_BULK_CREATED alone: none of the others was ever sent."""
    till: Any = SimpleNamespace(channel=SimpleNamespace(slug="stalls"), checkout_id=None)
    assert expected(till) == []
