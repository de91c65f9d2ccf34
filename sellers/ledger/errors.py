"""
DomainError
└── LedgerRefusal
    ├── AccountUnknown       the chart has no such account, or it wants an owner
    ├── EntryUnknown         no such entry, order share or payout
    ├── BadReference         a name is missing or too long
    ├── BadAmount            not in whole minor units, or not above nought
    ├── BadShare             the parts of a share, or the shares of an order, do not add up
    ├── Unbalanced           debits and credits of an entry differ, or there are fewer than two lines
    ├── IdempotencyConflict  the key was used before, for something else
    ├── Overdrawn            an account would hold less than nothing
    │   ├── PayoutTooLarge   more than is payable
    │   └── RefundTooLarge   more than was sold and not yet refunded
    ├── NothingToClear       nothing of this share is held
    └── NotReversible        the entry is a reversal, or is reversed already
"""

from jkrlm.kernel.errors import DomainError


class LedgerRefusal(DomainError):
    """The ledger posts nothing."""


class AccountUnknown(LedgerRefusal):
    code = "ACCOUNT_UNKNOWN"


class EntryUnknown(LedgerRefusal):
    code = "NOT_FOUND"


class BadReference(LedgerRefusal):
    code = "BAD_REFERENCE"


class BadAmount(LedgerRefusal):
    code = "BAD_AMOUNT"


class BadShare(LedgerRefusal):
    code = "BAD_SHARE"


class Unbalanced(LedgerRefusal):
    code = "UNBALANCED"


class IdempotencyConflict(LedgerRefusal):
    code = "IDEMPOTENCY_CONFLICT"


class Overdrawn(LedgerRefusal):
    code = "OVERDRAWN"


class PayoutTooLarge(Overdrawn):
    code = "PAYOUT_TOO_LARGE"


class RefundTooLarge(Overdrawn):
    code = "REFUND_TOO_LARGE"


class NothingToClear(LedgerRefusal):
    code = "NOTHING_TO_CLEAR"


class NotReversible(LedgerRefusal):
    code = "NOT_REVERSIBLE"
