"""The life of a seller order."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class SellerOrderState(TextChoices):
    """
    ``NEW`` waits for the group's yes; ``HANDED_OVER`` is with the carrier; ``RETURNED`` came back whole.
    """

    NEW = "new", "New"
    ACCEPTED = "accepted", "Accepted"
    PACKED = "packed", "Packed"
    HANDED_OVER = "handed-over", "Handed over"
    DELIVERED = "delivered", "Delivered"
    CANCELLED = "cancelled", "Cancelled"
    RETURNED = "returned", "Returned"


_S = SellerOrderState

TRANSITIONS: Final[Mapping[SellerOrderState, frozenset[SellerOrderState]]] = {
    _S.NEW: frozenset({_S.ACCEPTED, _S.CANCELLED, _S.HANDED_OVER}),
    _S.ACCEPTED: frozenset({_S.PACKED, _S.CANCELLED, _S.HANDED_OVER}),
    _S.PACKED: frozenset({_S.HANDED_OVER, _S.CANCELLED}),
    _S.HANDED_OVER: frozenset({_S.DELIVERED, _S.RETURNED, _S.PACKED}),
    _S.DELIVERED: frozenset({_S.RETURNED}),
    _S.CANCELLED: frozenset(),
    _S.RETURNED: frozenset(),
}

#: In these the group still has the piece.
WITH_THE_GROUP: Final = (_S.NEW, _S.ACCEPTED, _S.PACKED)


class AdjustmentKind(TextChoices):
    """
    What is put right about money after the split. The first three take part of a parcel's share back;
    ``CANCELLED_LINES`` is part of a parcel that cannot be sent, ``ALLOWANCE`` a lower price, goods kept.
    """

    CANCELLED_LINES = "cancelled-lines", "Part of it cannot be sent"
    RETURN = "return", "Came back after delivery"
    ALLOWANCE = "allowance", "Part of the price back, goods kept"
    PENALTY = "penalty", "Penalty"
    CREDIT = "credit", "Credit"
    BANK_REFUND = "bank-refund", "Refund by bank transfer"


#: These take part of a share back, at its frozen rates.
TAKES_BACK: Final = (AdjustmentKind.CANCELLED_LINES, AdjustmentKind.RETURN, AdjustmentKind.ALLOWANCE)


class DecisionState(TextChoices):
    """Of what one person proposes and another decides."""

    PROPOSED = "proposed", "Waits for a second person"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


DECISIONS: Final[Mapping[DecisionState, frozenset[DecisionState]]] = {
    DecisionState.PROPOSED: frozenset(
        {DecisionState.APPROVED, DecisionState.REFUSED, DecisionState.WITHDRAWN}
    ),
    DecisionState.APPROVED: frozenset(),
    DecisionState.REFUSED: frozenset(),
    DecisionState.WITHDRAWN: frozenset(),
}


class ReturnReason(TextChoices):
    """The first is the buyer's wish: within the return window, and not for food or what was made to order."""

    CHANGED_MIND = "changed-mind", "The buyer changed her mind"
    DAMAGED = "damaged", "Arrived damaged"
    NOT_AS_DESCRIBED = "not-as-described", "Not as described"
    WRONG_PIECE = "wrong-piece", "Another piece was sent"
    CALLED_BACK = "called-back", "Called back, or its certificate was withdrawn"


class Bearer(TextChoices):
    """Who bears the cost: the group's share is taken back, or the operator makes it good to her."""

    GROUP = "group", "The group"
    OPERATOR = "operator", "JKRLM"


class RefundState(TextChoices):
    """Of a refund that the store was asked for."""

    ASKED = "asked", "Asked for"
    PAID = "paid", "Paid"
    REFUSED = "refused", "Refused by the payment company"


#: ``tries`` of a refund's request that was paid another way: it is never asked for again.
SETTLED: Final = 0
