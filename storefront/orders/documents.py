"""
Invoices on the order's page, and whether a document holds: what the code on it opens.

The PDF bears the buyer's name and address, so only the order's own address gives it. The code says what
stands on the paper anyway, and nobody's name but the seller's.
"""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commerce.facade import StoreUnavailable
from sellers.tax.facade import (
    Document,
    DocumentKind,
    DocumentUnknown,
    document_of_token,
    document_pdf,
    documents_of_bill,
    documents_of_order,
)
from storefront.models import OrderAccess

#: What tax calls the source of a document that a till made (``sellers.orders``).
_TILL: Final = "bill "


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """``name`` says what it is, with its number; ``file`` is the number as the address has it."""

    name: str
    seller: str
    file: str
    is_void: bool


def document_rows(order_id: str) -> tuple[DocumentRow, ...]:
    """Return what the buyer may fetch, in the order of issue. One query."""
    return tuple(
        DocumentRow(
            name=f"{kind_name(each.kind)} {each.number}",
            seller=each.seller_name,
            file=f"{each.id}.pdf",
            is_void=bool(each.void_reason),
        )
        for each in documents_of_order(order_id)
    )


def kind_name(kind: DocumentKind) -> str:
    return {
        DocumentKind.INVOICE: _("Tax invoice"),
        DocumentKind.BILL: _("Bill of supply"),
        DocumentKind.CREDIT: _("Credit note"),
    }[kind]


@require_safe
def download(request: HttpRequest, token: str, document: int) -> HttpResponse:
    """The buyer's copy, in the language of the page it was asked from."""
    access = OrderAccess.objects.filter(token=token).exclude(order_id=None).first()
    mine = {each.id: each for each in documents_of_order(access.order_id or "")} if access else {}
    if document not in mine:
        raise Http404
    try:
        made = document_pdf(document, get_language() or "en")
    except StoreUnavailable:
        return _away(request)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(mine[document])}"'
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def file_name(document: Document) -> str:
    """Return a name for the downloaded file: a slash is not possible in one."""
    return f"{document.number.replace('/', '-')}.pdf"


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """
    Whether a document holds. Open to everybody who has it in hand. A stall's bill has a document for each
    seller, and its receipt names one of them: the others are linked.
    """
    try:
        found = document_of_token(token)
    except DocumentUnknown as unknown:
        raise Http404 from unknown
    others = documents_of_bill(found.order_number) if found.source.startswith(_TILL) else ()
    context = {
        "document": found,
        "kind": kind_name(found.kind),
        "others": [(kind_name(each.kind), each) for each in others if each.id != found.id],
    }
    response = render(request, "storefront/orders/document.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _away(request: HttpRequest) -> HttpResponse:
    sentence = _("The document cannot be made just now. Please try again in a few minutes.")
    return render(request, "storefront/orders/document.html", {"sentence": sentence}, status=503)
