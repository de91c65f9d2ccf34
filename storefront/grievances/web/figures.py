"""What came, what was resolved, and how much of it in time; as a page and as a file."""

import csv
import io
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.formats import harmless
from jkrlm.people.facade import for_roles
from storefront.grievances.selectors import Figures, figures
from storefront.grievances.web.staff import DESK

MONTHS: Final = 12


@require_safe
@for_roles(*DESK)
def page(request: HttpRequest) -> HttpResponse:
    found = _figures()
    return render(request, "shop_grievances/figures.html", {"figures": found, "chart": _chart(found)})


@require_safe
@for_roles(*DESK)
def download(request: HttpRequest) -> HttpResponse:
    """Months, then kinds: counts alone, nobody's data."""
    del request
    found, out = _figures(), io.StringIO()
    rows = csv.writer(out)
    rows.writerow([_("Month"), _("Opened"), _("Resolved"), _("In time"), _("In time, %")])
    for row in found.months:
        share = "" if row.share is None else row.share
        rows.writerow([f"{row.month:%Y-%m}", row.opened, row.resolved, row.in_time, share])
    rows.writerow([])
    rows.writerow([_("Kind"), _("Opened"), _("Open now")])
    for label, many, waiting in found.kinds:
        rows.writerow([harmless(label), many, waiting])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="grievances-{clock.today():%Y-%m-%d}.csv"'
    return response


def _chart(found: Figures) -> dict[str, Any]:
    """Return the bars in drawing units: two of 14 for each month, 120 high at most."""
    most = max((max(row.opened, row.resolved) for row in found.months), default=0) or 1
    bars = []
    for place, row in enumerate(found.months):
        opened, resolved = round(120 * row.opened / most), round(120 * row.resolved / most)
        bars.append(
            {
                "x": place * 44,
                "x2": place * 44 + 16,
                "opened_y": 128 - opened,
                "opened_h": opened,
                "resolved_y": 128 - resolved,
                "resolved_h": resolved,
                "label": format_date(row.month, "M"),
            }
        )
    return {"width": len(bars) * 44, "bars": bars}


def _figures() -> Figures:
    return figures(first=_year_ago(clock.today()), now=clock.now())


def _year_ago(today: date) -> date:
    """Return the first day of the month eleven months ago: twelve with this one."""
    months = today.year * 12 + today.month - 1 - (MONTHS - 1)
    return date(months // 12, months % 12 + 1, 1)
