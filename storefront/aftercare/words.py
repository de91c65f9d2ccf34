"""What happened after buying, in plain words; the same on the page and in the letters."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jkrlm.kernel.formats import rupees
from sellers.orders.facade import (
    FAULT_DAYS,
    Carriage,
    ReturnReason,
    ReturnState,
    ReturnView,
    ReturnWish,
    SellerOrderState,
    return_days,
)
from storefront.formats import day

#: Why a buyer cancels: what she chooses -> what is kept with the order, in English.
CANCEL_REASONS: Final[dict[str, tuple[Promise, str]]] = {
    "mind": (gettext_lazy("I changed my mind"), "the buyer changed her mind"),
    "mistake": (gettext_lazy("I ordered it by mistake"), "ordered by mistake"),
    "late": (gettext_lazy("It comes too late for me"), "it comes too late for the buyer"),
    "elsewhere": (gettext_lazy("I have found it elsewhere"), "the buyer has found it elsewhere"),
    "other": (gettext_lazy("Another reason"), "the buyer does not want it any more"),
}

RETURN_REASONS: Final[dict[str, Promise]] = {
    ReturnReason.CHANGED_MIND: gettext_lazy("I do not want it after all"),
    ReturnReason.DAMAGED: gettext_lazy("It arrived damaged"),
    ReturnReason.NOT_AS_DESCRIBED: gettext_lazy("It is not as the page says"),
    ReturnReason.WRONG_PIECE: gettext_lazy("Another piece was sent"),
}

WISHES: Final[dict[str, Promise]] = {
    ReturnWish.REFUND: gettext_lazy("I want my money back"),
    ReturnWish.EXCHANGE: gettext_lazy("I want another piece instead"),
}


def days_of(facts: Mapping[str, str]) -> int:
    """Return for how many days a product may come back at wish, by its metadata; 0: it may not."""
    return return_days(
        hsn=facts.get("umeed.hsn", ""),
        stock_kind=facts.get("umeed.stock_kind", ""),
        said=facts.get("umeed.return_days", ""),
    )


def wraps(facts: Mapping[str, str]) -> bool:
    """Return whether a product may be wrapped as a gift."""
    return facts.get("umeed.gift_wrap", "") != "no"


def wrap_terms(facts: Mapping[str, str]) -> str:
    """Say before buying whether a piece is wrapped as a gift."""
    return _("Gift wrap is free.") if wraps(facts) else _("Cannot be gift-wrapped.")


def return_terms(days: int) -> str:
    """Say before buying whether a piece may come back: on its page, in the bag and at checkout."""
    if not days:
        return ngettext(
            "Cannot be returned at wish: food, or made to order. If it arrives damaged or wrong, tell us "
            "with a photograph within %(n)d day.",
            "Cannot be returned at wish: food, or made to order. If it arrives damaged or wrong, tell us "
            "with a photograph within %(n)d days.",
            FAULT_DAYS,
        ) % {"n": FAULT_DAYS}
    return ngettext(
        "Can be returned within %(n)d day of delivery.",
        "Can be returned within %(n)d days of delivery.",
        days,
    ) % {"n": days}


def return_terms_short(days: int) -> str:
    """The same beside a line of the bag."""
    if not days:
        return _("Cannot be returned, unless damaged or wrong")
    return ngettext("Return within %(n)d day", "Return within %(n)d days", days) % {"n": days}


def return_title(view: ReturnView) -> str:
    """Return what a return stands at, in two or three words."""
    return {
        ReturnState.ASKED: _("We look at your request"),
        ReturnState.APPROVED: _("You can send it back"),
        ReturnState.REFUSED: _("It cannot come back"),
        ReturnState.BOOKED: _("The carrier fetches it"),
        ReturnState.RECEIVED: _("It has reached us"),
        ReturnState.ACCEPTED: _("Inspected: your money follows"),
        ReturnState.REJECTED: _("Inspected: not accepted"),
        ReturnState.REFUNDED: _("Your money went back"),
        ReturnState.SENT_BACK: _("Sent back to you"),
        ReturnState.CLOSED: _("You keep it"),
    }[view.state]


def step_title(state: ReturnState) -> str:
    """Return what a step of the history was."""
    return {
        ReturnState.ASKED: _("You asked to send it back"),
        ReturnState.APPROVED: _("We agreed"),
        ReturnState.REFUSED: _("We could not agree"),
        ReturnState.BOOKED: _("Pickup booked"),
        ReturnState.RECEIVED: _("Received"),
        ReturnState.ACCEPTED: _("Inspected and accepted"),
        ReturnState.REJECTED: _("Inspected, not accepted"),
        ReturnState.REFUNDED: _("Money paid back"),
        ReturnState.SENT_BACK: _("Sent back to you"),
        ReturnState.CLOSED: _("Called off"),
    }[state]


def return_sentence(view: ReturnView) -> str:
    """Say what comes next, and who does it."""
    amount = rupees(view.amount) if view.amount else ""
    if view.state is ReturnState.ASKED:
        return _("We answer within 48 hours.")
    if view.state is ReturnState.APPROVED:
        if view.carriage is Carriage.OPERATOR:
            return _("We book a carrier who fetches it; you pay nothing. Pack it as it came.")
        return _("A carrier fetches it and asks you for the way back. Pack it as it came.")
    if view.state is ReturnState.BOOKED and view.pickup_on is not None:
        return _("The carrier comes on %(day)s. Pack it as it came, and write %(reference)s on it.") % {
            "day": day(view.pickup_on),
            "reference": view.reference,
        }
    if view.state is ReturnState.RECEIVED:
        return _("We look at it within two days.")
    if view.state is ReturnState.ACCEPTED:
        return _("%(amount)s go back to where you paid from, after a second look at the account.") % {
            "amount": amount
        }
    if view.state is ReturnState.REFUNDED:
        return _("%(amount)s went back to you. Banks take up to a week to show it.") % {"amount": amount}
    if view.state is ReturnState.REJECTED:
        return _("We send it back to you at no cost.")
    if view.state is ReturnState.SENT_BACK:
        return _("It is on its way to you again.")
    return ""


def late_to_cancel(state: str) -> str:
    """Say that somebody was quicker."""
    if state == SellerOrderState.PACKED:
        return _(
            "The makers have just packed this parcel, so it cannot be cancelled any more. "
            "You can send it back when it has come."
        )
    if state in (SellerOrderState.HANDED_OVER, SellerOrderState.DELIVERED):
        return _(
            "This parcel has left, so it cannot be cancelled any more. You can send it back when it has come."
        )
    return _("This parcel was cancelled already.")
