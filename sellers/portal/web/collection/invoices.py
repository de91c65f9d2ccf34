"""The federation's own invoices and credit notes, month by month: it sold, so they are its papers."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.portal.web.collection.views import PAGE, OfficerRequest, for_officers
from sellers.portal.web.frame import current_language, seller_page
from sellers.portal.web.money.seat import asked_month, earlier, following
from sellers.tax.facade import Document, DocumentKind, document_pdf, documents_of_federation


@require_safe
@for_officers
def invoices_page(request: OfficerRequest) -> HttpResponse:
    since = asked_month(request)
    before = request.GET.get("before", "")
    found = documents_of_federation(
        request.codes,
        since=since,
        until=following(since),
        most=PAGE + 1,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )
    names = {
        DocumentKind.INVOICE: _("Tax invoice"),
        DocumentKind.BILL: _("Bill of supply"),
        DocumentKind.CREDIT: _("Credit note"),
    }
    shown = found[:PAGE]
    context = {
        "rows": [{"document": each, "kind": names[each.kind]} for each in shown],
        "total": sum((_signed(each) for each in shown), Money.zero("INR")),
        "is_whole": len(found) <= PAGE and not before,
        "month": since,
        "earlier": earlier(since),
        "later": following(since) if following(since) <= clock.today() else None,
        "following": shown[-1].id if len(found) > PAGE else None,
    }
    return seller_page(request, "portal/collection/invoices.html", context, here="collection")


@require_safe
@for_officers
def invoice_file(request: OfficerRequest, document: int) -> HttpResponse:
    """The seller's copy; the buyer is named on it only where the law wants it."""
    day = clock.today()
    mine = documents_of_federation(request.codes, since=day.min, until=day.max, most=1, before=document + 1)
    if not mine or mine[0].id != document:
        raise Http404
    made = document_pdf(document, current_language(), for_supplier=True)
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"{mine[0].number.replace('/', '-')}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    answer["Cache-Control"] = "no-store, private"
    return answer


def _signed(document: Document) -> Money:
    if document.void_reason:
        return Money.zero("INR")
    return -document.total if document.kind is DocumentKind.CREDIT else document.total
