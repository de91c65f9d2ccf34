"""What a fair brought a group: sold, taken off and why, what she gets, and when."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import exhibitions.plan.facade as plan
from exhibitions.results import selectors
from exhibitions.results.contracts import Line
from jkrlm.kernel.money import Money
from sellers.portal.facade import SellerRequest, for_sellers, seller_page
from sellers.registry.facade import groups_by_code


@dataclass(frozen=True, slots=True)
class Part:
    """A sum in words; below nought it is taken off."""

    words: str
    amount: Money


@require_safe
@for_sellers
def money(request: SellerRequest, code: str) -> HttpResponse:
    """Of each group for which she acts; 404 until it is settled, and for groups that were not there."""
    try:
        fair = plan.exhibition(code)
    except plan.ExhibitionUnknown as unknown:
        raise Http404 from unknown
    lines = [
        line for at, _day, line in selectors.lines_of_groups(request.acting.group_codes) if at == fair.code
    ]
    if not lines:
        raise Http404
    language = (get_language() or "en")[:2]
    known = groups_by_code([each.group_code for each in lines])
    context = {
        "fair": fair,
        "name": fair.names.get(language, fair.name),
        "settled": [
            {
                "line": each,
                "group": known[each.group_code].name if each.group_code in known else each.group_code,
                "parts": _parts(each),
                "held_until": fair.closes_on + timedelta(days=max(settings.RETURN_WINDOW_DAYS, 0) + 1),
            }
            for each in lines
        ],
    }
    return seller_page(request, "exhibitions_results/sell/money.html", context, here="exhibitions")


def _parts(line: Line) -> tuple[Part, ...]:
    """Without those that are nought. What is taken off the sales, then what comes and goes beside them."""
    found = (
        Part(_("Came back from buyers"), -line.returned),
        Part(_("GST, for the government"), line.gst_hers - line.gst),
        Part(_("Commission"), -line.commission),
        Part(_("GST on the commission"), -line.commission_gst),
        Part(_("Other fees"), -line.other),
        Part(_("Your stall"), -line.charge),
        Part(_("Travel and daily allowance"), line.allowances),
    )
    return tuple(each for each in found if each.amount.amount)
