"""What is said of a delivery before and after paying: who bears a loss, what goes together, what is late."""

from django.utils.translation import gettext

from logistics.facade import LossTerms, ParcelOption
from sellers.orders.facade import BuyerPart
from storefront.formats import days, rupees


def loss_sentence(terms: LossTerms | None) -> str:
    """Say the declared value and who pays what of a loss: never the buyer."""
    if terms is None or not terms.declared.amount:
        return ""
    said = {"value": rupees(terms.declared), "carrier": rupees(terms.carrier_pays)}
    first = gettext(
        "Declared value %(value)s. Lost or broken on the way: your money back, or the piece again."
    )
    if terms.insured.amount:
        rest = gettext("The carrier and its insurance bear it.")
    elif terms.carrier_pays.amount >= terms.declared.amount:
        rest = gettext("The carrier bears it.")
    elif terms.bearer == "group":
        rest = gettext("The carrier bears %(carrier)s of it, the group the rest.")
    else:
        rest = gettext("The carrier bears %(carrier)s of it, JKRLM the rest.")
    return f"{first} {rest}" % said


def service_words(option: ParcelOption) -> str:
    """Name a service; a share of a box says where it is made, a delayed one why."""
    words = option.service
    if option.via_hub:
        words = gettext("%(service)s, in one box from %(hub)s") % {"service": words, "hub": option.via_name}
    return f"{words} · {option.delays[0]}" if option.delays else words


def shift_sentence(part: BuyerPart | None) -> str:
    """Say that a promise moved, and what the buyer may do; empty where it did not."""
    if part is None or part.shift is None or part.is_gone or part.delivered_on is not None:
        return ""
    said = gettext("Later than promised (%(first)s): %(reason)s.") % {
        "first": days(part.shift.earliest, part.shift.latest),
        "reason": part.shift.reason,
    }
    if part.may_cancel:
        said += " " + gettext("Until it is packed you may cancel it, and get your money back.")
    return said
