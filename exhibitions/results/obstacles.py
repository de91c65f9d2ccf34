"""What holds a settlement back, each with where to mend it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as stock
import exhibitions.till.facade as till
from exhibitions.results.contracts import Obstacle
from jkrlm.kernel.formats import rupees


def obstacles(exhibition: str) -> tuple[Obstacle, ...]:
    """Return what is still to do; nothing where it is ready. Fifteen queries, and one for each till."""
    fair = plan.exhibition(exhibition)
    return tuple(each for part in (_of_plan, _of_tills, _of_money, _of_rest) for each in part(fair))


def _of_plan(fair: plan.Exhibition) -> Iterator[Obstacle]:
    if fair.state not in (plan.ExhibitionState.CLOSED, plan.ExhibitionState.SETTLED):
        yield Obstacle(_("The exhibition is not closed yet."), reverse("exhibitions:one", args=[fair.code]))


def _of_tills(fair: plan.Exhibition) -> Iterator[Obstacle]:
    tills = reverse("exhibitions_till:tills", args=[fair.code])
    said = {
        "missing": _("Till %(n)s has bills that it has not sent: bring it to a network, or end it."),
        "open": _("Till %(n)s was not closed after its last bill: count it, close it and send."),
    }
    for number, why in till.unsent(fair.code):
        yield Obstacle(said[why] % {"n": number}, tills)
    for each in till.till_states(fair.code):
        if each.waiting:
            words = ngettext(
                "Till %(n)s: %(count)s bill is not booked. %(why)s",
                "Till %(n)s: %(count)s bills are not booked. %(why)s",
                each.waiting,
            )
            yield Obstacle(words % {"n": each.number, "count": each.waiting, "why": each.stuck}, tills)
    flags = len(till.flags(fair.code))
    if flags:
        words = ngettext(
            "%(n)s bill waits for somebody to settle what is odd about it.",
            "%(n)s bills wait for somebody to settle what is odd about them.",
            flags,
        )
        yield Obstacle(words % {"n": flags}, reverse("exhibitions_till:flags", args=[fair.code]))


def _of_money(fair: plan.Exhibition) -> Iterator[Obstacle]:
    tills = reverse("exhibitions_till:tills", args=[fair.code])
    for each in till.till_money(fair.code):
        if each.left.amount:
            words = _("%(amount)s in cash of till %(n)s are not in the bank.")
            yield Obstacle(words % {"amount": rupees(each.left, paise=True), "n": each.number}, tills)
        if each.upi_waiting.amount:
            words = _("%(amount)s by UPI of till %(n)s are not seen in the bank.")
            yield Obstacle(words % {"amount": rupees(each.upi_waiting, paise=True), "n": each.number}, tills)
    unbilled = till.unbilled_cards(fair.code)
    if unbilled.amount:
        words = _("%(amount)s were paid by card, and have no bill.") % {
            "amount": rupees(unbilled, paise=True)
        }
        yield Obstacle(words, reverse("exhibitions_till:cards", args=[fair.code]))


def _of_rest(fair: plan.Exhibition) -> Iterator[Obstacle]:
    goods = stock.why_not_settled(fair)
    if goods:
        yield Obstacle(goods, reverse("exhibitions_stock:stock", args=[fair.code]))
    if any(each.state == "proposed" for each in stalls.allowances(fair.code)):
        href = reverse("exhibitions_stalls:allowances", args=[fair.code])
        yield Obstacle(_("Allowances wait for finance's approval."), href)
