"""What the mission billed her group for its commission, month by month."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.web.frame import current_language, seller_page
from sellers.portal.web.money.seat import asked_code, seat_at
from sellers.tax.facade import DocumentKind, commission_bills, document_pdf

#: Bills of four years.
BILLS = 60


@require_safe
@for_sellers
def bills(request: SellerRequest) -> HttpResponse:
    code = asked_code(request, request.acting)
    if not code:
        return redirect("portal:money")
    seat = seat_at(request.acting, code)
    rows = [
        {"bill": each, "is_credit": each.kind == DocumentKind.CREDIT}
        for each in commission_bills(code)[:BILLS]
    ]
    return seller_page(request, "portal/money/bills.html", {"seat": seat, "rows": rows}, here="money")


@require_safe
@for_sellers
def bill(request: SellerRequest, number: int) -> HttpResponse:
    """The bill as a PDF in the language of the page; another group's is not there."""
    code = asked_code(request, request.acting)
    if not code:
        return redirect("portal:money")
    seat_at(request.acting, code)
    mine = {each.id: each for each in commission_bills(code)}
    if number not in mine:
        raise Http404
    answer = HttpResponse(document_pdf(number, current_language()), content_type="application/pdf")
    name = f"{mine[number].number.replace('/', '-')}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
