"""A document as PDF, in the reader's language."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media.facade import pdf, qr_svg
from sellers.tax.documents import Recipient
from sellers.tax.errors import DocumentUnknown
from sellers.tax.models import DocumentKind, TaxDocument, TaxDocumentLine
from sellers.tax.numbering import in_words
from sellers.tax.recipients import recipient_of
from sellers.tax.returns.states import state_code

TEMPLATE: Final = Path(__file__).parent / "print" / "document.typ"


def document_row(document_id: int) -> TaxDocument:
    """Return a document with what belongs to it. Two queries. Raises DocumentUnknown."""
    rows = TaxDocument.objects.select_related("voided", "original", "series").prefetch_related("lines")
    found = rows.filter(pk=document_id).first()
    if found is None:
        raise DocumentUnknown(_("There is no such document."), field="document")
    return found


def document_pdf(document_id: int, language: str, *, for_supplier: bool = False) -> bytes:
    """
    Draw a document; the same bytes each time, while the buyer's address is the same. The supplier's copy
    names the buyer only where the law wants him named.

    Raises:
        DocumentUnknown.
        StoreUnavailable: the buyer's name cannot be asked now.
    """
    row = document_row(document_id)
    unnamed = for_supplier and row.recipient is None
    buyer = Recipient("", (), row.place_of_supply) if unnamed else recipient_of(row)
    with translation.override(language):
        copy = _("Duplicate for the supplier") if for_supplier else _("Original for the recipient")
        return pdf(TEMPLATE, {**_data(row, buyer), "copy": copy}, language=language)


def verify_address(token: str) -> str:
    """Return where anyone sees whether a document holds; the same in every language."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/documents/{token}/"


def title_of(row: TaxDocument) -> str:
    return {
        DocumentKind.INVOICE: _("Tax invoice"),
        DocumentKind.BILL: _("Bill of supply"),
        DocumentKind.CREDIT: _("Credit note"),
    }[DocumentKind(row.kind)]


def _data(row: TaxDocument, buyer: Recipient) -> dict[str, Any]:
    taxed = row.total != row.net
    original = row.original
    voided = getattr(row, "voided", None)
    return {
        "title": title_of(row),
        "number": row.number,
        "issued_on": date_format(row.issued_on, "j F Y"),
        "parcel": row.parcel_code,
        "original": {"number": original.number, "issued_on": date_format(original.issued_on, "j F Y")}
        if original
        else None,
        "reason": row.reason,
        "void": voided.reason if voided else "",
        "qr": qr_svg(verify_address(row.token)),
        "seller": {
            "name": row.seller_name,
            "address": row.seller_address,
            "gstin": row.seller_gstin,
            "maker": row.group_name if row.seller_kind != "group" else "",
        },
        "buyer": {"name": buyer.name or "–", "address": buyer.address},
        "place": _place(row),
        "taxed": taxed,
        "across": row.place_of_supply != row.seller_state,
        "lines": [_line(line) for line in row.lines.all()],
        "net": row.net,
        "cgst": row.cgst,
        "sgst": row.sgst,
        "igst": row.igst,
        "total": row.total,
        "in_words": in_words(row.total),
        "remarks": _remarks(taxed),
        "words": _words(),
    }


def _place(row: TaxDocument) -> str:
    return f"{row.place_of_supply} ({state_code(row.place_of_supply)})"


def _line(line: TaxDocumentLine) -> dict[str, Any]:
    return {
        "position": line.position,
        "name": _("Delivery") if line.is_delivery else line.name,
        "hsn": line.hsn,
        "quantity": 0 if line.is_delivery else line.quantity,
        "rate": f"{line.rate_percent.normalize():f}",
        "net": line.net,
        "cgst": line.cgst,
        "sgst": line.sgst,
        "igst": line.igst,
        "total": line.total,
    }


def _remarks(taxed: bool) -> list[str]:
    found = [_("Whether tax is payable on reverse charge: no.")] if taxed else []
    if not taxed:
        found.append(_("The seller charges no GST on this supply (section 31, 3 c, CGST Act)."))
    found.append(_("Supplied through Umeed, the store of the Jammu & Kashmir Rural Livelihoods Mission."))
    found.append(_("Issued by computer; valid without a signature. The code above shows whether it holds."))
    return found


def _words() -> dict[str, str]:
    return {
        "footer": _("Umeed · Jammu & Kashmir Rural Livelihoods Mission"),
        "void": _("Void"),
        "number": _("No."),
        "date": _("Date"),
        "order": _("Order"),
        "original": _("For invoice"),
        "reason": _("Reason"),
        "verify": _("Check this document"),
        "seller": _("Sold by"),
        "buyer": _("To"),
        "gstin": "GSTIN",
        "maker": _("Made by"),
        "place": _("Place of supply:"),
        "goods": _("Goods"),
        "hsn": "HSN",
        "quantity": _("Pieces"),
        "taxable": _("Taxable value"),
        "value": _("Value"),
        "rate": _("GST rate"),
        "cgst": "CGST",
        "sgst": "SGST",
        "igst": "IGST",
        "total": _("Total"),
        "sum": _("Total"),
        "in_words": _("In words"),
    }
