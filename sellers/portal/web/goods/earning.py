"""What a price becomes for her: from the rules of tax and commission in force today, line by line."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.facade import Kind
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.formats import rupees
from jkrlm.kernel.money import Money
from sellers.orders.facade import Earning, earning_of
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.web.goods.whose import group_of
from sellers.portal.web.goods.wish import amount_of, kind_of
from sellers.tax.facade import NobodyMaySell, gst_rate, seller_of_record

_HOME: Final = "Jammu and Kashmir"
#: Any other state: to the rules they are all the same.
_AWAY: Final = "Delhi"


@dataclass(frozen=True, slots=True)
class YouGet:
    """``lines`` add up: the price less what is taken off is ``gets``; the worse case where two differ."""

    gets: Money
    lines: tuple[tuple[str, Money], ...]
    is_least: bool


def you_get(*, group_code: str, kind: Kind, price: Money) -> YouGet:
    """
    Return what the group gets of one piece sold at ``price``, before delivery, which the buyer pays.

    Whether goods stay in the Union territory or leave it may change who sells them, in law, and so the tax:
    where it does, the smaller sum is shown.

    Raises:
        NobodyMaySell: neither here nor elsewhere.
    """
    found: list[Earning] = []
    for state in (_HOME, _AWAY):
        try:
            found.append(_earning(group_code, kind, price, state))
        except NobodyMaySell:
            if state == _AWAY and not found:
                raise
    least = min(found, key=lambda each: each.group_gets.amount)
    # Where another is the seller in law, TCS and TDS are that one's and not taken off what she gets.
    kept_back = least.price - least.gst - least.commission - least.commission_gst - least.group_gets
    lines = [
        (_("The buyer pays"), least.price),
        (_("GST"), -least.gst),
        (
            _("Umeed’s share, %(percent)s %%") % {"percent": _percent(least.commission_percent)},
            -least.commission,
        ),
        (_("GST on the share"), -least.commission_gst),
        (_("Tax kept back for you (TCS, TDS)"), -kept_back),
    ]
    taken = (line for line in lines[1:] if line[1].amount)
    return YouGet(
        gets=least.group_gets,
        lines=(lines[0], *taken, (_("You will get"), least.group_gets)),
        is_least=any(each.group_gets != least.group_gets for each in found),
    )


def _earning(group_code: str, kind: Kind, price: Money, state: str) -> Earning:
    today = clock.today()
    seller = seller_of_record(group_code=group_code, to_state=state, on=today)
    net = price
    if seller.charges_tax:
        rate = gst_rate(hsn=kind.hsn, unit_price=price, on=today, handmade=kind.handmade).rate_percent
        net = Money(price.amount * 100 / (100 + rate), price.currency).quantized()
    return earning_of(
        price=price, net=net, group_code=group_code, craft=kind.slug, category=kind.category, seller=seller
    )


def _percent(rate: Decimal) -> str:
    return format(rate.normalize(), "f")


@dataclass(frozen=True, slots=True)
class Shown:
    """The sum as a page shows it, or why there is none."""

    label: str
    gets: str
    lines: tuple[tuple[str, str], ...]


def shown(*, group_code: str, kind: Kind | None, typed: str) -> Shown | None:
    """Return what to show of a price as it was typed; None where there is nothing to reckon with yet."""
    try:
        price = amount_of(typed)
    except ValueError:
        return Shown(_("Write the price as a number, like 1450."), "", ())
    if kind is None or price is None or not price.amount:
        return None
    try:
        found = you_get(group_code=group_code, kind=kind, price=price)
    except DomainError as refusal:
        return Shown(refusal.message, "", ())
    return Shown(
        _("You will get at least") if found.is_least else _("You will get"),
        rupees(found.gets),
        tuple((label, rupees(amount)) for label, amount in found.lines),
    )


@require_safe
@for_sellers
def you_will_get(request: SellerRequest) -> HttpResponse:
    """The sum for a kind and a price, for the page that asks while she types."""
    group_code = group_of(request.acting, request.GET.get("group", ""))
    found = shown(
        group_code=group_code,
        kind=kind_of(request.GET.get("kind", "")),
        typed=request.GET.get("price", "")[:20],
    )
    if found is None:
        return JsonResponse({"label": "", "gets": "", "lines": []})
    return JsonResponse({"label": found.label, "gets": found.gets, "lines": found.lines})
