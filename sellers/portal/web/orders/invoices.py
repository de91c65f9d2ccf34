"""The seller's copies of invoices and credit notes; they name the buyer only where the law wants it."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sellers.orders.facade import SellerOrderState, SellerOrderUnknown, card
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.web.orders import desk
from sellers.tax.facade import DocumentKind, document_pdf, documents_of_parcel

#: From here on there is an invoice.
LEFT: Final = (SellerOrderState.HANDED_OVER, SellerOrderState.DELIVERED, SellerOrderState.RETURNED)


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    id: int
    name: str
    number: str
    is_void: bool


def invoice_rows(code: str) -> tuple[InvoiceRow, ...]:
    """Return the documents of a parcel, in the order of issue. One query."""
    names = {
        DocumentKind.INVOICE: _("Tax invoice"),
        DocumentKind.BILL: _("Bill of supply"),
        DocumentKind.CREDIT: _("Credit note"),
    }
    return tuple(
        InvoiceRow(each.id, names[each.kind], each.number, bool(each.void_reason))
        for each in documents_of_parcel(code)
    )


@require_safe
@for_sellers
def invoice(request: SellerRequest, code: str, document: int) -> HttpResponse:
    try:
        found = card(code, group_codes=request.acting.group_codes)
    except SellerOrderUnknown as unknown:
        raise Http404 from unknown
    desk.act_on(request.acting, found.group_code)
    mine = {each.id: each for each in documents_of_parcel(found.code)}
    if document not in mine:
        raise Http404
    made = document_pdf(document, get_language() or "en", for_supplier=True)
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"{mine[document].number.replace('/', '-')}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    answer["Cache-Control"] = "no-store, private"
    return answer
