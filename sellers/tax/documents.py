"""What crosses the door of tax about invoices, bills of supply and credit notes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from jkrlm.kernel.money import Money
from sellers.tax.contracts import SellerOfRecord
from sellers.tax.errors import DocumentUnknown
from sellers.tax.models import DocumentKind, TaxDocument

HEADS: Final = ("cgst", "sgst", "igst")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A buyer as the store knows him: personal data, kept by us only where the law wants it."""

    name: str
    address: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """Amounts in rupees for the whole line; ``quantity`` nought where part of a price is given back."""

    name: str
    hsn: str
    quantity: int
    rate_percent: Decimal
    net: Decimal
    cgst: Decimal
    sgst: Decimal
    igst: Decimal
    is_delivery: bool = False

    @property
    def total(self) -> Decimal:
        return self.net + self.cgst + self.sgst + self.igst


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """
    A document that is to be issued, once for its ``source``: a parcel's code; for a credit note the parcel's
    code and the refund's name. ``original`` is the source of the invoice that a credit note is about.
    ``paid_by_voucher`` of its total is the operator's; ``discount`` was taken off by the seller before.
    """

    kind: DocumentKind
    source: str
    order_id: str
    order_number: str
    parcel_code: str
    group_code: str
    seller: SellerOfRecord
    place_of_supply: str
    lines: tuple[DocumentLine, ...]
    tcs: Decimal = Decimal(0)
    original: str = ""
    reason: str = ""
    recipient: Recipient | None = None
    voucher_code: str = ""
    paid_by_voucher: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Document:
    """As it was issued. ``void_reason`` is empty while it holds."""

    id: int
    token: str
    kind: DocumentKind
    number: str
    issued_on: date
    issued_at: datetime
    source: str
    order_id: str
    order_number: str
    parcel_code: str
    group_code: str
    seller_name: str
    seller_gstin: str
    net: Money
    tax: Money
    total: Money
    void_reason: str


def contract(row: TaxDocument) -> Document:
    """Costs a query where ``voided`` has not been fetched along."""
    voided = getattr(row, "voided", None)
    return Document(
        id=row.pk,
        token=row.token,
        kind=DocumentKind(row.kind),
        number=row.number,
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        source=row.source,
        order_id=row.order_id,
        order_number=row.order_number,
        parcel_code=row.parcel_code,
        group_code=row.group_code,
        seller_name=row.seller_name,
        seller_gstin=row.seller_gstin,
        net=Money(row.net, "INR"),
        tax=Money(row.total - row.net, "INR"),
        total=Money(row.total, "INR"),
        void_reason=voided.reason if voided else "",
    )


def documents_of_order(order_id: str) -> tuple[Document, ...]:
    """Return an order's documents, void ones too, in the order of issue. One query."""
    rows = TaxDocument.objects.filter(order_id=order_id) if order_id else TaxDocument.objects.none()
    return tuple(contract(row) for row in rows.select_related("voided").order_by("pk"))


def documents_of_parcel(parcel_code: str) -> tuple[Document, ...]:
    """Return a seller order's documents, void ones too, in the order of issue. One query."""
    rows = TaxDocument.objects.filter(parcel_code=parcel_code)
    return tuple(contract(row) for row in rows.select_related("voided").order_by("pk"))


def documents_of_federation(
    group_codes: Collection[str], *, since: date, until: date, most: int, before: int | None = None
) -> tuple[Document, ...]:
    """
    Return what a federation issued for goods of these groups from ``since`` until, not including, ``until``.

    Void ones too, newest first; ``before`` is the last one of the page before. One query.
    """
    rows = TaxDocument.objects.filter(
        seller_kind="federation", group_code__in=list(group_codes), issued_on__gte=since, issued_on__lt=until
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(contract(row) for row in rows.select_related("voided").order_by("-pk")[:most])


def document_of_token(token: str) -> Document:
    """Return what the code on a document stands for. One query. Raises DocumentUnknown."""
    row = TaxDocument.objects.filter(token=token[:32]).select_related("voided").first()
    if row is None:
        raise DocumentUnknown("There is no such document.", field="token")
    return contract(row)


@dataclass(frozen=True, slots=True)
class Documented:
    """What documents come to, tax included, and the tax in that by head."""

    total: Money
    gst: Mapping[str, Money]


def documented(parcel_codes: Collection[str]) -> dict[str, Documented]:
    """
    Return parcel -> what its documents that hold come to, less credit notes; absent without any. One query.
    """
    rows = TaxDocument.objects.filter(parcel_code__in=list(parcel_codes), voided=None)
    sums: dict[str, list[Decimal]] = {}
    for code, kind, *amounts in rows.values_list("parcel_code", "kind", "total", *HEADS):
        sign = -1 if kind == DocumentKind.CREDIT else 1
        held = sums.setdefault(code, [Decimal(0)] * len(amounts))
        sums[code] = [before + sign * amount for before, amount in zip(held, amounts, strict=True)]
    return {
        code: Documented(
            total=Money(total, "INR"),
            gst={head: Money(amount, "INR") for head, amount in zip(HEADS, heads, strict=True)},
        )
        for code, (total, *heads) in sums.items()
    }


def documents_of_bill(order_number: str) -> tuple[Document, ...]:
    """Return the documents of an order by its number, void ones too, in the order of issue. One query."""
    if not order_number:
        return ()
    rows = TaxDocument.objects.filter(order_number=order_number)
    return tuple(contract(row) for row in rows.select_related("voided").order_by("pk"))


def documented_orders(order_numbers: Collection[str]) -> dict[str, Money]:
    """
    Return order -> what its documents that hold come to, less credit notes; nought where all are void, absent
    without any. One query.
    """
    rows = TaxDocument.objects.filter(order_number__in=list(order_numbers))
    sums: dict[str, Decimal] = {}
    for number, kind, total, voided in rows.values_list("order_number", "kind", "total", "voided"):
        sign = 0 if voided is not None else -1 if kind == DocumentKind.CREDIT else 1
        sums[number] = sums.get(number, Decimal(0)) + sign * total
    return {number: Money(total, "INR") for number, total in sums.items()}
