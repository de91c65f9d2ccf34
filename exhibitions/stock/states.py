"""The hands through which goods pass on their way to an exhibition and back, and what is found at each."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Direction(TextChoices):
    OUT = "out", _("To the exhibition")
    BACK = "back", _("Back from it")


class ConsignmentState(TextChoices):
    """``ARRIVED`` is counted at its end: at the exhibition, or at home."""

    PACKED = "packed", _("Packed")
    SENT = "sent", _("On the road")
    AT_HUB = "at-hub", _("At the hub")
    ARRIVED = "arrived", _("Counted in")
    CANCELLED = "cancelled", _("Called off")


_S = ConsignmentState
CONSIGNMENT_TRANSITIONS: Final[dict[ConsignmentState, set[ConsignmentState]]] = {
    _S.PACKED: {_S.SENT, _S.AT_HUB, _S.ARRIVED, _S.CANCELLED},
    _S.SENT: {_S.AT_HUB, _S.ARRIVED},
    _S.AT_HUB: {_S.ARRIVED},
    _S.ARRIVED: set(),
    _S.CANCELLED: set(),
}
UNDER_WAY: Final = (_S.PACKED, _S.SENT, _S.AT_HUB)


class Hand(TextChoices):
    """Who counts: whoever packs, the hub, whoever takes it over at the end."""

    PACKED = "packed", _("Packed")
    HUB = "hub", _("At the hub")
    END = "end", _("At the end")


#: hand -> the state that its count leads to.
AFTER_COUNT: Final = {Hand.PACKED: _S.PACKED, Hand.HUB: _S.AT_HUB, Hand.END: _S.ARRIVED}


class DifferenceKind(TextChoices):
    SHORT = "short", _("Missing")
    OVER = "over", _("Too many")
    DAMAGED = "damaged", _("Damaged")


class Outcome(TextChoices):
    """What became of what differs. The last two are of what was too many."""

    LOST = "lost", _("Gone: take it out of the books")
    HOME = "home", _("It is with the group: back on its shelf")
    HERE = "here", _("It is at the exhibition, and can be sold")
    NEW = "new", _("Made for the exhibition: the shop never had it")
    SHELF = "shelf", _("The shop counts it still: take it off the shelf there")


OUTCOMES: Final = {
    DifferenceKind.SHORT: (Outcome.LOST, Outcome.HOME, Outcome.HERE),
    DifferenceKind.DAMAGED: (Outcome.LOST, Outcome.HOME, Outcome.HERE),
    DifferenceKind.OVER: (Outcome.NEW, Outcome.SHELF),
}


class Bearer(TextChoices):
    GROUP = "group", _("The group")
    OPERATOR = "operator", _("JKRLM")
    CARRIER = "carrier", _("Who carried it")
    NOBODY = "nobody", _("Nobody: nothing was lost")


#: These pay the group for what it lost.
PAYING: Final = (Bearer.OPERATOR, Bearer.CARRIER)


class EntryKind(TextChoices):
    """What changed the stock of an exhibition; the last three take away."""

    IN = "in", _("Counted in")
    RETURNED = "returned", _("Brought back by a buyer")
    SOLD = "sold", _("Sold")
    BACK = "back", _("Sent back")
    LOST = "lost", _("Lost")


ADDING: Final = (EntryKind.IN, EntryKind.RETURNED)


class Whereabouts(TextChoices):
    """Where a labelled piece is, as far as exhibitions know."""

    ON_THE_WAY = "on-the-way", _("On the way")
    EVENT = "event", _("At the exhibition")
    SOLD = "sold", _("Sold")
    HOME = "home", _("With the group")
    LOST = "lost", _("Lost")


#: A piece that is there can be packed for no other place.
AWAY: Final = (Whereabouts.ON_THE_WAY, Whereabouts.EVENT, Whereabouts.SOLD)
