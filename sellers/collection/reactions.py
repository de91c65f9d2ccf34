"""Seller orders that left, or of which money went back, make purchases of the federation that sold them."""

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.outbox import Event
from sellers.collection.services.purchase import bring_up


def on_sale_changed(event: Event) -> None:
    """React to SellerOrderMoved, SellerOrderTakenBack and ShareRefunded: look where the books are now."""
    bring_up(code=event.payload["code"], on=local_date(event.issued_at))
