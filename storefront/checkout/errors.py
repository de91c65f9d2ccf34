"""
Refusals of the checkout.

DomainError
├── NoDelivery          nobody carries, or nobody may sell, this bag to the address
├── TotalChanged        what would be paid is not what was shown
├── PaymentRefused      the payment app would not start it, or the bank declined
└── OrderRefused        the store would not make an order of this bag
"""

from jkrlm.kernel.errors import DomainError


class NoDelivery(DomainError):
    code = "NO_DELIVERY"


class TotalChanged(DomainError):
    code = "TOTAL_CHANGED"


class PaymentRefused(DomainError):
    code = "PAYMENT_REFUSED"


class OrderRefused(DomainError):
    code = "ORDER_REFUSED"
