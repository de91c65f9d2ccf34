"""What a tablet says, what becomes of a bill, and what may be wrong with one."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class EntryKind(TextChoices):
    OPEN = "open", "Day opened"
    SALE = "sale", "Sale"
    RETURN = "return", "Return"
    VOID = "void", "Void"
    CLOSE = "close", "Day closed"
    UNREAD = "unread", "Not readable"


class BillState(TextChoices):
    """``WAITING``: bank or card company has not shown a payment by UPI or card; its shares do not clear."""

    WAITING = "waiting", "Waits for UPI"
    SETTLED = "settled", "Settled"
    VOID = "void", "Void"


_B = BillState

BILL_TRANSITIONS: Final[Mapping[BillState, frozenset[BillState]]] = {
    _B.WAITING: frozenset({_B.SETTLED, _B.VOID}),
    _B.SETTLED: frozenset({_B.VOID}),
    _B.VOID: frozenset(),
}


class FlagCode(TextChoices):
    """Why staff look at a bill; the sale stands all the same."""

    OVERSOLD = "oversold", "More was sold than there was"
    PRICE_CHANGED = "price-changed", "The price had changed"
    CERTIFICATE_REVOKED = "certificate-revoked", "Its certificate was withdrawn, or its lot called back"
    DISCOUNT = "discount-above-limit", "More discount than cashiers may give"
    CLOCK = "clock-wrong", "The tablet's clock was wrong"
    TAX = "tax-differs", "Tax or seller of record differ"
    UNKNOWN_ITEM = "unknown-item", "The store does not know the piece"
    CASHIER = "revoked-cashier", "The cashier was no longer one"
    NUMBER = "number-wrong", "Its number was used already"
    PAPER = "paper-twice", "That paper bill was typed in before"
    UPI_OUT = "upi-refund", "Money is to be sent back by UPI"
    UPI_MISSING = "upi-missing", "The bank has not shown its UPI"
    UPI_LATE = "upi-late", "UPI came for a bill that is void or given back"
    CASH_BACK = "cash-for-upi", "Cash was given back for money that came by card, or is not seen"
    CARD_UNKNOWN = "card-unknown", "The card company knows no such payment"
    CARD_OUT = "card-refund", "Money did not go back to the card"
    CANNOT = "cannot-apply", "It could not be done"
    DAYS = "outside-days", "Sold outside the exhibition's days"
    UNREAD = "unread", "An entry that cannot be booked"
    FORGED = "id-taken", "The same entry came with other words"
    ASIDE = "set-aside", "The books refused it; it was set aside"


class Outcome(TextChoices):
    """How a flag was settled: what it means for stock and money stands beside each (``MEANS``)."""

    ACCEPTED = "accepted", "Right as it is"
    COUNTED = "counted", "The stock was counted anew"
    GROUP_BEARS = "group-bears", "The group bears it"
    OPERATOR_BEARS = "operator-bears", "JKRLM bears it"
    PAID_BACK = "paid-back", "The buyer was paid back"


MEANS: Final[Mapping[Outcome, str]] = {
    Outcome.ACCEPTED: "Stock and money stay as they were booked.",
    Outcome.COUNTED: "Money stays as it was booked; a count of the stall's stock puts the shortage right.",
    Outcome.GROUP_BEARS: "The group gets what the buyer paid, and no more; money stays as it was booked.",
    Outcome.OPERATOR_BEARS: "What is missing is booked as JKRLM's loss; the group is paid in full.",
    Outcome.PAID_BACK: "Money left the bank under the number given; the goods are back in stock.",
}
#: Flags about money that moves when they are settled.
MOVES_MONEY: Final[Mapping[FlagCode, Outcome]] = {
    FlagCode.UPI_MISSING: Outcome.OPERATOR_BEARS,
    FlagCode.UPI_OUT: Outcome.PAID_BACK,
    FlagCode.CARD_UNKNOWN: Outcome.OPERATOR_BEARS,
    FlagCode.CARD_OUT: Outcome.PAID_BACK,
}


class AsideState(TextChoices):
    """What became of an entry that was set aside; ``ASIDE`` alone is not the end."""

    ASIDE = "aside", "Set aside"
    BOOKED = "booked", "Booked later"
    TYPED = "typed", "Typed in from its paper"
    VOID = "void", "Void"


class ProposalState(TextChoices):
    PROPOSED = "proposed", "Waits for a second person"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
