"""The door of tax. Here the clock is read; inside, the day is handed on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.tax import selectors
from sellers.tax.commission import commission_bills, unbilled
from sellers.tax.contracts import (
    GstRate,
    SellerOfRecord,
    TaxBreakdown,
    TaxedPart,
    TaxLine,
    TaxRow,
    Withholding,
)
from sellers.tax.document_list import gaps
from sellers.tax.document_pdf import document_pdf
from sellers.tax.documents import (
    Document,
    Documented,
    DocumentLine,
    DocumentRequest,
    Recipient,
    document_of_token,
    documented,
    documented_orders,
    documents_of_bill,
    documents_of_federation,
    documents_of_order,
    documents_of_parcel,
)
from sellers.tax.errors import (
    AnswerUnknown,
    DocumentRefused,
    DocumentUnknown,
    NobodyMaySell,
    NotADemonstration,
)
from sellers.tax.models import DocumentKind
from sellers.tax.numbering import financial_year, prefix_of, till_code, year_name
from sellers.tax.personal_data import PERSONAL_DATA
from sellers.tax.recipients import recipient_in
from sellers.tax.rules import effective_rate, gstin_is_well_formed, rows_of, spread
from sellers.tax.selectors import bands, breakdown, last_serials, refusals_to_sell
from sellers.tax.services import calculate_taxes as service
from sellers.tax.services.issue_document import NAMED_FROM, address_of, series_key
from sellers.tax.services.issue_document import issue_document as _issue_document
from sellers.tax.services.issue_numbered import NumberTaken, TillNumber, is_number_free
from sellers.tax.services.issue_numbered import issue_numbered as _issue_numbered
from sellers.tax.services.issue_numbered import spoil_number as _spoil_number
from sellers.tax.services.load_reference_data import load_demo_registrations, load_reference_data
from sellers.tax.services.void_document import void_document as _void_document
from sellers.tax.withholding import percent_of, withholding_on

__all__ = [
    "NAMED_FROM",
    "PERSONAL_DATA",
    "AnswerUnknown",
    "Document",
    "DocumentKind",
    "DocumentLine",
    "DocumentRefused",
    "DocumentRequest",
    "DocumentUnknown",
    "Documented",
    "GstRate",
    "NobodyMaySell",
    "NotADemonstration",
    "NumberTaken",
    "Recipient",
    "SellerOfRecord",
    "TaxBreakdown",
    "TaxLine",
    "TaxRow",
    "TaxedPart",
    "TillNumber",
    "Withholding",
    "address_of",
    "bands",
    "breakdown",
    "calculate_taxes",
    "commission_bills",
    "document_of_token",
    "document_pdf",
    "documented",
    "documented_orders",
    "documents_of_bill",
    "documents_of_federation",
    "documents_of_order",
    "documents_of_parcel",
    "effective_rate",
    "financial_year",
    "gst_rate",
    "gstin_is_well_formed",
    "invariants",
    "is_number_free",
    "issue_document",
    "issue_numbered",
    "last_serials",
    "load_demo_registrations",
    "load_reference_data",
    "percent_of",
    "prefix_of",
    "recipient_in",
    "refusals_to_sell",
    "seller_of_record",
    "sellers_of_record",
    "series_key",
    "spoil_number",
    "spread",
    "tax_rows",
    "tax_rows_of_checkout",
    "till_code",
    "void_document",
    "withholding_on",
    "year_name",
]


def calculate_taxes(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the store's CHECKOUT_CALCULATE_TAXES or ORDER_CALCULATE_TAXES and keep the answer."""
    return service.calculate_taxes(payload, today=clock.today(), now=clock.now())


def gst_rate(
    *, hsn: str, unit_price: Money, on: date, tax_included: bool = True, handmade: bool = True
) -> GstRate:
    """
    Return the rate for one piece sold at ``unit_price``; an HSN code without a row of its own gets the
    row for everything else, whose status is "unconfirmed".
    """
    return selectors.gst_rate(
        hsn=hsn, unit_price=unit_price, on=on, tax_included=tax_included, handmade=handmade
    )


def seller_of_record(*, group_code: str, to_state: str, on: date | None = None) -> SellerOfRecord:
    """
    Return who sells a group's goods to a state (as the store names it); ``on`` is today.

    Raises:
        NobodyMaySell: the message says why.
        GroupUnknown: no such group.
    """
    return selectors.seller_of_record(group_code=group_code, to_state=to_state, on=on or clock.today())


def sellers_of_record(
    *, group_codes: Iterable[str], to_state: str, on: date | None = None
) -> dict[str, SellerOfRecord]:
    """Return who sells for each group code; absent where nobody may. Two queries for any number."""
    return selectors.sellers_of_record(group_codes=group_codes, to_state=to_state, on=on or clock.today())


def tax_rows(lines: Sequence[TaxLine], *, state: str = "", on: date | None = None) -> tuple[TaxRow, ...]:
    """Return the GST in the lines of a bag, to show before payment; ``state`` empty: address unknown."""
    return selectors.tax_rows(lines, state=state, on=on or clock.today())


def tax_rows_of_checkout(checkout_id: str) -> tuple[TaxRow, ...]:
    """
    Return the GST in goods and delivery as the store was last told it for this checkout.

    Raises:
        AnswerUnknown: the store has not asked about this checkout.
    """
    kept = breakdown(checkout_id)
    return rows_of(kept.lines + kept.delivery, kept.state)


def issue_document(request: DocumentRequest) -> Document:
    """Issue a document, once for its source. Raises DocumentRefused."""
    return _issue_document(request=request, now=clock.now())


def issue_numbered(request: DocumentRequest, number: TillNumber) -> Document:
    """Issue a document under the number that a till gave it, once. Raises DocumentRefused, NumberTaken."""
    return _issue_numbered(request=request, number=number, now=clock.now())


def spoil_number(number: TillNumber, *, reason: str, source: str) -> None:
    """Keep a till's number that was used up without a document. Raises DocumentRefused, NumberTaken."""
    _spoil_number(number=number, reason=reason, source=source, now=clock.now())


def void_document(document_id: int, *, reason: str, by: str) -> None:
    """Make a document void; its number stays. Raises DocumentUnknown, DocumentRefused."""
    _void_document(document_id=document_id, reason=reason, by=by, now=clock.now(), replace=False)


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("every number of every series of tax documents has its document", gaps),
        (
            "of every group, bills for commission are what the ledger took of it until the last month",
            unbilled,
        ),
    )
