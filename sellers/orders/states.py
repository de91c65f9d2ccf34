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
