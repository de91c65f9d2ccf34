"""
The life of a parcel, as a table of steps. The database holds what follows from it:
migrations/0001_parcels.py.
"""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ParcelState(TextChoices):
    """
    ``READY`` waits to be fetched; ``HANDED_OVER`` is with the carrier; ``REFUSED`` is on its way back.
    """

    PACKING = "packing", _("Being packed")
    READY = "ready", _("Packed, waits")
    COLLECTED = "collected", _("Fetched")
    AT_HUB = "at-hub", _("At a hub")
    HANDED_OVER = "handed-over", _("With the carrier")
    DELIVERED = "delivered", _("Delivered")
    REFUSED = "refused", _("Refused, on its way back")
    RETURNED = "returned", _("Came back")
    DAMAGED = "damaged", _("Damaged")
    LOST = "lost", _("Lost")
    CANCELLED = "cancelled", _("Called off")


class Step(TextChoices):
    """
    What happens. Those that leave the state as it is are told to the buyer, or stand in the history only.
    """

    OPENED = "opened", _("Ordered")
    PACKED = "packed", _("Packed")
    SEALED = "sealed", _("Sealed")
    AT_CENTRE = "at-centre", _("At the collection centre")
    GIVEN_BACK = "given-back", _("Given back to the group")
    COLLECTED = "collected", _("Fetched from the group")
    AT_HUB = "at-hub", _("At a hub")
    BOXED = "boxed", _("Put into one box with others")
    UNBOXED = "unboxed", _("Taken out of the box")
    HANDED_OVER = "handed-over", _("Given to the carrier")
    MOVED = "moved", _("On its way")
    OUT_FOR_DELIVERY = "out-for-delivery", _("Out for delivery")
    ATTEMPTED = "attempted", _("Nobody was there")
    DELIVERED = "delivered", _("Delivered")
    REFUSED = "refused", _("Not taken at the door")
    RETURNED = "returned", _("Came back")
    DAMAGED = "damaged", _("Damaged")
    LOST = "lost", _("Lost")
    TAKEN_BACK = "taken-back", _("Taken back from the carrier")
    CANCELLED = "cancelled", _("Called off")


_S = ParcelState
_WITH_US: Final = (_S.PACKING, _S.READY, _S.COLLECTED, _S.AT_HUB)
#: Nothing more is expected to happen in these.
OVER: Final = (_S.DELIVERED, _S.RETURNED, _S.LOST, _S.CANCELLED)
#: Somebody of the staff has something to do.
IN_TROUBLE: Final = (_S.REFUSED, _S.DAMAGED)
UNDER_WAY: Final = (*_WITH_US, _S.HANDED_OVER)
#: No carrier has it yet.
WITH_US: Final = _WITH_US
#: What becomes so in a box at a hub does not go along, and is taken out.
STAYS_BEHIND: Final = (_S.DAMAGED, _S.LOST, _S.CANCELLED)
#: Its carrier brought it: what is broken or missing is seen, and said of one of a box too.
ARRIVED: Final = (_S.DELIVERED, _S.RETURNED)


def _to(state: ParcelState, *before: ParcelState) -> dict[ParcelState, ParcelState]:
    return dict.fromkeys(before, state)


def _stays(*states: ParcelState) -> dict[ParcelState, ParcelState]:
    return {state: state for state in states}


#: step -> state before -> state after. What is not here is refused.
STEPS: Final[Mapping[Step, Mapping[ParcelState, ParcelState]]] = {
    Step.PACKED: _to(_S.READY, _S.PACKING),
    Step.SEALED: _stays(*_WITH_US),
    # It waits there for its round, as it would with its group; given back, it is packed again.
    Step.AT_CENTRE: _to(_S.READY, _S.PACKING, _S.READY),
    Step.GIVEN_BACK: _to(_S.PACKING, _S.READY, _S.PACKING),
    Step.COLLECTED: _to(_S.COLLECTED, _S.PACKING, _S.READY),
    Step.AT_HUB: _to(_S.AT_HUB, *_WITH_US),
    Step.BOXED: _stays(_S.AT_HUB),
    # What was called off, or went wrong, while it lay in a box; and what is parted from the others.
    Step.UNBOXED: _stays(_S.AT_HUB, _S.DAMAGED, _S.LOST, _S.CANCELLED),
    Step.HANDED_OVER: _to(_S.HANDED_OVER, *_WITH_US),
    Step.MOVED: _stays(_S.HANDED_OVER, _S.REFUSED),
    Step.OUT_FOR_DELIVERY: _stays(_S.HANDED_OVER),
    Step.ATTEMPTED: _stays(_S.HANDED_OVER),
    Step.DELIVERED: _to(_S.DELIVERED, _S.HANDED_OVER),
    Step.REFUSED: _to(_S.REFUSED, _S.HANDED_OVER),
    Step.RETURNED: _to(_S.RETURNED, _S.HANDED_OVER, _S.REFUSED, _S.DAMAGED),
    # What was delivered broken, or is missing from a box that was, stays delivered: the buyer has the rest,
    # and keeps it or sends it back. So with what came back.
    Step.DAMAGED: _to(_S.DAMAGED, *_WITH_US, _S.HANDED_OVER, _S.REFUSED) | _stays(*ARRIVED),
    Step.LOST: _to(_S.LOST, _S.COLLECTED, _S.AT_HUB, _S.HANDED_OVER, _S.REFUSED) | _stays(*ARRIVED),
    Step.TAKEN_BACK: _to(_S.READY, _S.HANDED_OVER),
    Step.CANCELLED: _to(_S.CANCELLED, *_WITH_US),
}

#: What people scan on the way; all else is said on a parcel's page, or by the carrier.
SCANNED: Final = (Step.COLLECTED, Step.AT_HUB, Step.HANDED_OVER)


class Direction(TextChoices):
    """``BACK`` goes from the buyer to a hub."""

    OUT = "out", _("To the buyer")
    BACK = "back", _("Back from the buyer")


class TroubleKind(TextChoices):
    DAMAGED = "damaged", _("Damaged")
    REFUSED = "refused", _("Not taken at the door")
    RETURNED = "returned", _("Came back")
    LOST = "lost", _("Lost")


class Bearer(TextChoices):
    """Who bears the cost. What the carrier bears is claimed from it; the group does not wait for that."""

    GROUP = "group", _("The group")
    OPERATOR = "operator", _("JKRLM")
    CARRIER = "carrier", _("The carrier")


class ClaimState(TextChoices):
    """Of what is claimed from a carrier."""

    NONE = "none", _("No claim")
    OPEN = "open", _("Claimed")
    PAID = "paid", _("Paid by the carrier")
    REFUSED = "refused", _("Refused by the carrier")


class AskKind(TextChoices):
    CREATE = "create", _("Take the parcel")
    CANCEL = "cancel", _("Let it go")
    PICKUP = "pickup", _("Fetch it")
    NO_FETCH = "no-fetch", _("Do not fetch it")


class AskState(TextChoices):
    """``FAILED`` was refused, and waits for somebody of the staff."""

    WAITING = "waiting", _("Waits")
    DONE = "done", _("Done")
    FAILED = "failed", _("Refused")
