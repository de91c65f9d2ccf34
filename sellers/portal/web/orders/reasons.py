"""Why a group cannot send something: chosen, not typed."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jkrlm.kernel.formats import rupees as in_rupees


class Reason(NamedTuple):
    """``label`` is what she chooses; ``told`` is kept with the order, and told to the buyer, in English."""

    label: Promise | str
    told: str


REASONS: Final[dict[str, Reason]] = {
    "gone": Reason(gettext_lazy("We do not have the piece any more"), "the piece is not there any more"),
    "damaged": Reason(gettext_lazy("The piece is damaged"), "the piece was damaged"),
    "late": Reason(gettext_lazy("We cannot make it in time"), "it cannot be made in time"),
    "away": Reason(gettext_lazy("She who makes it is ill or away"), "the maker is ill or away"),
    "carrier": Reason(gettext_lazy("No carrier takes it there"), "no carrier takes it to this place"),
}

_OTHERS: Final = {
    "the maker did not answer in time": gettext_lazy("nobody answered in time"),
    "It came back to us.": gettext_lazy("It came back to us."),
    "the order was cancelled": gettext_lazy("the buyer or the store cancelled the order"),
    "the buyer changed her mind": gettext_lazy("the buyer changed her mind"),
    "ordered by mistake": gettext_lazy("ordered by mistake"),
    "it comes too late for the buyer": gettext_lazy("it comes too late for the buyer"),
    "the buyer has found it elsewhere": gettext_lazy("the buyer has found it elsewhere"),
    "the buyer does not want it any more": gettext_lazy("the buyer does not want it any more"),
}


#: How the orders note that money went back, in English: kind, sum, reason.
_TAKEN_BACK: Final = re.compile(r"Part of it cannot be sent: (\d+(?:\.\d\d)?)\. (.+)")

#: What befell its parcel, and what staff wrote of it.
_BEFALLS: Final = {"Damaged": gettext_lazy("Damaged"), "Lost": gettext_lazy("Lost")}
_BEFELL: Final = re.compile(r"(Damaged|Lost): (.+)", re.DOTALL)


def in_words(told: str) -> str:
    """Return a kept reason in the reader's language; as it stands where somebody wrote it."""
    if taken := _TAKEN_BACK.fullmatch(told):
        facts = {"sum": in_rupees(Decimal(taken[1])), "reason": in_words(taken[2])}
        return _("%(sum)s goes back to the buyer: %(reason)s") % facts
    if befell := _BEFELL.fullmatch(told):
        return f"{_BEFALLS[befell[1]]}: {befell[2]}"
    known = next((each.label for each in REASONS.values() if each.told == told), None)
    return str(known or _OTHERS.get(told) or told)


def state_in_words(state: str) -> str:
    """Return what a step of the history says."""
    return {
        "new": _("Ordered"),
        "accepted": _("Yes, we send it"),
        "packed": _("Packed"),
        "handed-over": _("Given to the carrier"),
        "delivered": _("Reached the buyer"),
        "cancelled": _("Cancelled"),
        "returned": _("Came back"),
    }[state]
