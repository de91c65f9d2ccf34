"""The door of the storefront: what it does when something happened in the store."""

from storefront.mail.reactions import (
    on_order_cancelled,
    on_order_confirmed,
    on_order_fulfilled,
    on_order_refunded,
    on_payment_returned,
)

__all__ = [
    "on_order_cancelled",
    "on_order_confirmed",
    "on_order_fulfilled",
    "on_order_refunded",
    "on_payment_returned",
]
