"""The life of what a buyer wants to send back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db.models import TextChoices

from sellers.orders.states import ReturnReason


class ReturnWish(TextChoices):
    """An exchange is a return whose buyer orders another piece: the two are settled each by itself."""

    REFUND = "refund", "Money back"
    EXCHANGE = "exchange", "Another piece"


class ReturnState(TextChoices):
    """
    ``ACCEPTED`` was inspected, whole or in part, and its money is with finance; ``REJECTED`` was inspected
    and goes back to the buyer; ``CLOSED`` was called off by the buyer, or never came.
    """

    ASKED = "asked", "Asked for"
    APPROVED = "approved", "Agreed"
    REFUSED = "refused", "Refused"
    BOOKED = "booked", "Pickup booked"
    RECEIVED = "received", "Received"
    ACCEPTED = "accepted", "Inspected, accepted"
    REJECTED = "rejected", "Inspected, not accepted"
    REFUNDED = "refunded", "Paid back"
    SENT_BACK = "sent-back", "Sent back to the buyer"
    CLOSED = "closed", "Called off"


class Carriage(TextChoices):
    """Who pays for the way back."""

    BUYER = "buyer", "The buyer"
    OPERATOR = "operator", "JKRLM"


_R = ReturnState

RETURN_TRANSITIONS: Final[Mapping[ReturnState, frozenset[ReturnState]]] = {
    _R.ASKED: frozenset({_R.APPROVED, _R.REFUSED, _R.CLOSED}),
    _R.APPROVED: frozenset({_R.BOOKED, _R.RECEIVED, _R.CLOSED}),
    _R.BOOKED: frozenset({_R.BOOKED, _R.RECEIVED, _R.CLOSED}),
    _R.RECEIVED: frozenset({_R.ACCEPTED, _R.REJECTED}),
    _R.ACCEPTED: frozenset({_R.REFUNDED, _R.RECEIVED}),
    _R.REJECTED: frozenset({_R.SENT_BACK}),
    _R.REFUSED: frozenset(),
    _R.REFUNDED: frozenset(),
    _R.SENT_BACK: frozenset(),
    _R.CLOSED: frozenset(),
}

#: Before anybody has the piece: its buyer may call it off.
MAY_BE_CALLED_OFF: Final = (_R.ASKED, _R.APPROVED, _R.BOOKED)
#: In these the pieces are spoken for, and the group's share waits.
UNDER_WAY: Final = (*MAY_BE_CALLED_OFF, _R.RECEIVED, _R.ACCEPTED)
#: In these somebody of the staff has something to do, within this time.
CLOCKS: Final[Mapping[ReturnState, timedelta]] = {
    _R.ASKED: timedelta(hours=48),
    _R.APPROVED: timedelta(days=2),
    _R.BOOKED: timedelta(days=5),
    _R.RECEIVED: timedelta(days=2),
    _R.ACCEPTED: timedelta(days=7),
    _R.REJECTED: timedelta(days=3),
}

#: What a buyer may say; a call-back is nobody's wish.
BUYERS_REASONS: Final = (
    ReturnReason.CHANGED_MIND,
    ReturnReason.DAMAGED,
    ReturnReason.NOT_AS_DESCRIBED,
    ReturnReason.WRONG_PIECE,
)
FAULTS: Final = BUYERS_REASONS[1:]


def carriage_of(why: ReturnReason) -> Carriage:
    """The buyer pays the way back of what is as it was promised; of all else we do."""
    return Carriage.OPERATOR if why in FAULTS else Carriage.BUYER
