"""A month's or a year's statement, on the page and as a document."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jkrlm.kernel import clock
from sellers.earnings import facade as earnings
from sellers.earnings.facade import Statement
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.web.frame import current_language, seller_page
from sellers.portal.web.money.seat import (
    FIRST_YEAR,
    asked_code,
    asked_month,
    asked_year,
    recent_months,
    seat_at,
    year_name,
)

#: So many rows of a month are shown at once; all of them are in the document.
ROWS = 60


@require_safe
@for_sellers
def statement(request: SellerRequest) -> HttpResponse:
    """Opening, each line, closing."""
    code = asked_code(request, request.acting)
    if not code:
        return redirect("portal:money")
    seat = seat_at(request.acting, code)
    found, year, month = _asked(request, code)
    this = earnings.year_of(clock.today())
    context = {
        "seat": seat,
        "statement": found,
        "rows": [(row, earnings.kind_word(row.kind)) for row in found.rows[:ROWS]],
        "more": max(0, len(found.rows) - ROWS),
        "by_month": earnings.months_of(found, on=clock.today()) if year is not None else (),
        "year": year,
        "year_name": year_name(year) if year is not None else "",
        "month": month,
        "months": recent_months(),
        "years": [(each, year_name(each)) for each in range(this, FIRST_YEAR - 1, -1)],
    }
    return seller_page(request, "portal/money/statement.html", context, here="money")


@require_safe
@for_sellers
def statement_file(request: SellerRequest) -> HttpResponse:
    """The same as a PDF in the language of the page."""
    code = asked_code(request, request.acting)
    if not code:
        return redirect("portal:money")
    seat_at(request.acting, code)
    found, year, month = _asked(request, code)
    language = current_language()
    answer = HttpResponse(
        earnings.statement_pdf(found, language=language, year=year), content_type="application/pdf"
    )
    when = str(year) if year is not None else f"{month:%Y-%m}"
    name = f"umeed-{code}-{when}-{language}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _asked(request: SellerRequest, code: str) -> tuple[Statement, int | None, date]:
    month = asked_month(request)
    if request.GET.get("year"):
        year = asked_year(request)
        since, until = earnings.year_span(year)
        return earnings.statement_of(code, since=since, until=until), year, month
    since, until = earnings.month_span(month)
    return earnings.statement_of(code, since=since, until=until), None, month
