"""
What sellers.orders refuses.

DomainError
├── SellerOrderUnknown    no such order, or not this group's
├── WrongState            the order is past it, or not there yet
├── ReasonMissing         a cancellation wants words for the buyer
├── NotCovered            neither charged nor promised: it must not leave
├── NothingHeld           money is due back that no payment of the order holds
├── SplitDisagrees        the parts do not add up to the order; staff see it, nothing is split
├── BadDay                before it was handed over, or in the future
├── BadQuantity           more than there is, or nothing
├── BadSum                not above nought, a fraction of a paisa, or more than is left
├── SoldAtStall           it was sold at a stall of an exhibition: a till there puts it right
├── NotReturnable         the window is over, or it is food or made to order
├── NotProposed           nothing of that kind waits for a decision
├── SamePerson            who proposed it does not decide it
├── AlreadyProposed       the same bank reference, or parcel, stands elsewhere
├── ReturnUnknown         no such return, or of another order
├── PhotoMissing          what is said of a piece wants a picture of it
├── BadRule               a commission rule that begins today or earlier, or ends nothing
└── NotRefused            no refund of this order was refused
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


class BadDay(DomainError):
    code = "BAD_DAY"


class BadQuantity(DomainError):
    code = "BAD_QUANTITY"


class BadSum(DomainError):
    code = "BAD_SUM"


class SoldAtStall(DomainError):
    code = "SOLD_AT_STALL"


class NotReturnable(DomainError):
    code = "NOT_RETURNABLE"


class NotProposed(DomainError):
    code = "NOT_PROPOSED"


class SamePerson(DomainError):
    code = "SAME_PERSON"


class AlreadyProposed(DomainError):
    code = "ALREADY_PROPOSED"


class ReturnUnknown(DomainError):
    code = "RETURN_UNKNOWN"


class PhotoMissing(DomainError):
    code = "PHOTO_MISSING"


class BadRule(DomainError):
    code = "BAD_RULE"


class NotRefused(DomainError):
    code = "NOT_REFUSED"
