"""A document as PDF, in the reader's language."""

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media.facade import pdf, qr_svg
from sellers.tax.commission import OPERATOR, month_of
from sellers.tax.documents import Recipient
from sellers.tax.errors import DocumentUnknown
from sellers.tax.models import DocumentKind, TaxDocument, TaxDocumentLine
from sellers.tax.numbering import in_words
from sellers.tax.recipients import recipient_of
from sellers.tax.returns.months import Month
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
        "parcel": _month(row) if is_commission(row) else row.parcel_code,
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
            "maker": row.group_name if row.seller_kind in ("federation", "jktpo") else "",
        },
        "buyer": {"name": buyer.name or "–", "address": buyer.address},
        "place": _place(row),
        "taxed": taxed,
        "across": row.place_of_supply != row.seller_state,
        "lines": [_line(line, is_commission(row)) for line in row.lines.all()],
        "net": row.net,
        "cgst": row.cgst,
        "sgst": row.sgst,
        "igst": row.igst,
        "total": row.total,
        "in_words": in_words(row.total),
        "remarks": _about_vouchers(row) + _remarks(taxed, is_commission(row)),
        "words": {**_words(), **(_words_of_commission() if is_commission(row) else {})},
    }


def is_commission(row: TaxDocument) -> bool:
    """Return whether the operator bills a group, and not a seller a buyer."""
    return row.seller_kind == OPERATOR


def _month(row: TaxDocument) -> str:
    month = Month.parse(month_of(row.source))
    return date_format(month.first, "F Y") if month else ""


def _place(row: TaxDocument) -> str:
    return f"{row.place_of_supply} ({state_code(row.place_of_supply)})"


def _line(line: TaxDocumentLine, is_commission: bool) -> dict[str, Any]:
    name = _("Commission and fees on sales") if is_commission else line.name
    return {
        "position": line.position,
        "name": _("Delivery") if line.is_delivery else name,
        "hsn": line.hsn,
        "quantity": 0 if line.is_delivery else line.quantity,
        "rate": f"{line.rate_percent.normalize():f}",
        "net": line.net,
        "cgst": line.cgst,
        "sgst": line.sgst,
        "igst": line.igst,
        "total": line.total,
    }


def _remarks(taxed: bool, is_commission: bool) -> list[str]:
    found = [_("Whether tax is payable on reverse charge: no.")] if taxed else []
    if not taxed:
        found.append(_("The seller charges no GST on this supply (section 31, 3 c, CGST Act)."))
    if is_commission:
        found.append(_("It was taken off your sales already: nothing is to be paid."))
    else:
        found.append(_("Supplied through Umeed, the store of the Jammu & Kashmir Rural Livelihoods Mission."))
    found.append(_("Issued by computer; valid without a signature. The code above shows whether it holds."))
    return found


def _about_vouchers(row: TaxDocument) -> list[str]:
    """
    Say who paid: a discount that the seller gave stands on the invoice (s. 15, 3 a); what somebody else paid
    for the buyer is part of the value, and makes it no less.
    """
    found = []
    if row.discount:
        found.append(
            _("The prices are less a discount of %(amount)s, code %(code)s (section 15, 3 a, CGST Act).")
            % {"amount": _rupees(row.discount), "code": row.voucher_code}
        )
    if not row.paid_by_voucher:
        return found
    amounts = {
        "code": row.voucher_code,
        "paid": _rupees(row.paid_by_voucher),
        "rest": _rupees(row.total - row.paid_by_voucher),
    }
    if row.kind == DocumentKind.CREDIT:
        words = _(
            "Of the total %(rest)s go back to you and %(paid)s to JKRLM, which had paid them (code %(code)s)."
        )
    else:
        words = _("Of the total you pay %(rest)s; JKRLM pays %(paid)s for you (code %(code)s).")
    return [*found, words % amounts]


def _rupees(amount: Decimal) -> str:
    return f"₹{amount:.2f}"


def _words_of_commission() -> dict[str, str]:
    return {"order": _("Month"), "seller": _("From"), "goods": _("Service"), "hsn": "SAC"}


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
