"""The door of the storefront: what it does when something happened in the store."""

from storefront.invariants import invariants
from storefront.mail.reactions import (
    on_order_cancelled,
    on_order_confirmed,
    on_order_fulfilled,
    on_order_refunded,
    on_parcel_called_back,
    on_payment_returned,
)
from storefront.orders.language import language_of_order

__all__ = [
    "invariants",
    "language_of_order",
    "on_order_cancelled",
    "on_order_confirmed",
    "on_order_fulfilled",
    "on_order_refunded",
    "on_parcel_called_back",
    "on_payment_returned",
]
