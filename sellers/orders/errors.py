"""
What sellers.orders refuses.

DomainError
├── SellerOrderUnknown    no such order, or not this group's
├── WrongState            the order is past it, or not there yet
├── ReasonMissing         a cancellation wants words for the buyer
├── NotCovered            neither charged nor promised: it must not leave
├── NothingHeld           money is due back that no payment of the order holds
└── SplitDisagrees        the parts do not add up to the order; staff see it, nothing is split
"""

from jkrlm.kernel.errors import DomainError


class SellerOrderUnknown(DomainError):
    code = "SELLER_ORDER_UNKNOWN"


class WrongState(DomainError):
    code = "WRONG_STATE"


class ReasonMissing(DomainError):
    code = "REASON_MISSING"


class NotCovered(DomainError):
    code = "NOT_COVERED"


class NothingHeld(DomainError):
    code = "NOTHING_HELD"


class SplitDisagrees(DomainError):
    code = "SPLIT_DISAGREES"
