"""Issue a document: the next number of its series, without gap or double."""

import json
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.ids import new_token
from jkrlm.kernel.secrets import seal
from sellers.registry.facade import GroupUnknown, group
from sellers.tax.commission import OPERATOR
from sellers.tax.contracts import SellerOfRecord
from sellers.tax.documents import Document, DocumentRequest, Recipient, contract
from sellers.tax.errors import DocumentRefused
from sellers.tax.models import (
    DocumentKind,
    DocumentSeries,
    Registration,
    TaxDocument,
    TaxDocumentLine,
)
from sellers.tax.numbering import MISSION, WEB, financial_year, number_of, prefix_of

#: From this value of a supply on, an unregistered buyer's name and address stand on the invoice (rule 46 e).
NAMED_FROM: Final = Decimal(50_000)
_HEADS: Final = ("net", "cgst", "sgst", "igst", "total")


@transaction.atomic
def issue_document(*, request: DocumentRequest, now: datetime) -> Document:
    """
    Return the document of a source; called again, the same one (also where it was made void since).

    Two at once: the second waits at the series' row, then finds the first's document. A number is used up
    only together with its document, so that a failure leaves no gap.

    Raises:
        DocumentRefused: a tax invoice without a GSTIN; a bill with tax; no lines; a credit note without its
            invoice, or for more than is left of it.
    """
    found = newest(request.source)
    if found is not None:
        return contract(found)
    original = original_of(request)
    check(request)
    today = local_date(now)
    series = _locked_series(request, original, today)
    found = newest(request.source)
    if found is not None:
        return contract(found)
    if original is not None:
        check_left(request, original)
    return contract(write(request, series, original, today, now))


def totals(request: DocumentRequest) -> dict[str, Decimal]:
    """Return the sums of a request's lines by name of the column."""
    return {name: sum((getattr(line, name) for line in request.lines), Decimal(0)) for name in _HEADS}


def newest(source: str) -> TaxDocument | None:
    rows = TaxDocument.objects.filter(source=source).select_related("voided")
    return rows.order_by("-edition").first()


def original_of(request: DocumentRequest) -> TaxDocument | None:
    if request.kind != DocumentKind.CREDIT:
        return None
    # The row of its series is its lock, so that it is not made void meanwhile.
    held = TaxDocument.objects.filter(source=request.original).values_list("series_id", flat=True)
    list(DocumentSeries.objects.select_for_update().filter(pk__in=list(held)).order_by("pk"))
    found = newest(request.original)
    if found is None or getattr(found, "voided", None):
        raise DocumentRefused(
            "A credit note is about an invoice that holds; there is none.", field="original"
        )
    return found


def check(request: DocumentRequest) -> None:
    sums = totals(request)
    if not request.lines or sums["total"] <= 0:
        raise DocumentRefused("A document without a sum is not issued.", field="lines")
    if request.kind == DocumentKind.INVOICE and not request.seller.gstin:
        raise DocumentRefused(f"{request.seller.name} charges GST without a GSTIN.", field="gstin")
    if request.kind == DocumentKind.BILL and sums["total"] != sums["net"]:
        raise DocumentRefused("A bill of supply has no tax.", field="lines")


def check_left(request: DocumentRequest, original: TaxDocument) -> None:
    given = TaxDocument.objects.filter(original__source=original.source, voided=None)
    back = sum(given.values_list("total", flat=True), Decimal(0))
    if back + totals(request)["total"] > original.total:
        raise DocumentRefused(
            f"Of {original.number} {original.total - back} are left; a credit note cannot be for more.",
            field="lines",
        )


def _locked_series(request: DocumentRequest, original: TaxDocument | None, today: date) -> DocumentSeries:
    """A credit note stands with the seller of its invoice, whatever she has become since."""
    key = original.series.seller_key if original else series_key(request.seller, request.group_code)
    named = {
        "seller_key": key,
        "financial_year": financial_year(today),
        "prefix": prefix_of(request.kind, MISSION if request.seller.kind == OPERATOR else WEB),
    }
    DocumentSeries.objects.bulk_create([DocumentSeries(**named)], ignore_conflicts=True)
    return DocumentSeries.objects.select_for_update().get(**named)


def write(
    request: DocumentRequest,
    series: DocumentSeries,
    original: TaxDocument | None,
    today: date,
    now: datetime,
) -> TaxDocument:
    series.last_serial += 1
    series.save(update_fields=["last_serial"])
    sums = totals(request)
    # The operator bills groups, not buyers: who is billed always stands on it.
    named = sums["total"] >= NAMED_FROM or request.seller.kind == OPERATOR
    made = TaxDocument.objects.create(
        token=new_token(),
        kind=request.kind,
        series=series,
        serial=series.last_serial,
        number=number_of(series.prefix, series.financial_year, series.last_serial),
        issued_on=today,
        issued_at=now,
        source=request.source,
        original=original,
        order_id=request.order_id,
        order_number=request.order_number,
        parcel_code=request.parcel_code,
        group_code=request.group_code,
        group_name=_group_name(request.group_code),
        seller_kind=request.seller.kind,
        seller_name=original.seller_name if original else request.seller.name,
        seller_gstin=original.seller_gstin if original else request.seller.gstin,
        seller_state=original.seller_state if original else request.seller.state,
        seller_address=original.seller_address
        if original
        else address_of(request.seller, request.group_code, today),
        place_of_supply=request.place_of_supply,
        recipient=_sealed(request.recipient) if named and request.recipient else None,
        reason=request.reason[:200],
        tcs=request.tcs,
        voucher_code=request.voucher_code,
        paid_by_voucher=request.paid_by_voucher,
        discount=request.discount,
        **sums,
    )
    TaxDocumentLine.objects.bulk_create(
        TaxDocumentLine(document=made, position=position, total=line.total, **asdict(line))
        for position, line in enumerate(request.lines, 1)
    )
    return made


def _sealed(recipient: Recipient) -> bytes:
    return seal(json.dumps(asdict(recipient), ensure_ascii=False))


def _group_name(code: str) -> str:
    try:
        return group(code).name
    except GroupUnknown:
        return ""


def series_key(seller: SellerOfRecord, group_code: str) -> str:
    """Return whose numbers a seller of record's are: her GSTIN's, or the group's without one."""
    return seller.gstin or f"{seller.kind}:{group_code}"


def address_of(seller: SellerOfRecord, group_code: str, today: date) -> str:
    """A group's is where it packs; a federation's or JKTPO's is the one of its registration."""
    if seller.kind != "group":
        rows = Registration.objects.filter(gstin=seller.gstin, valid_from__lte=today)
        return rows.order_by("-valid_from").values_list("address", flat=True).first() or ""
    try:
        maker = group(group_code)
    except GroupUnknown:
        return ""
    parts = (maker.village, maker.block, maker.district, f"Jammu and Kashmir {maker.pincode}")
    return ", ".join(part for part in parts if part)[:300]
