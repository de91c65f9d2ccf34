"""What staff see of documents: found, counted by series, and whether a number is missing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sellers.tax.models import DocumentSeries, SpoiltNumber, TaxDocument
from sellers.tax.returns.months import Month

PAGE: int = 40


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """``missing`` is how many numbers have no document: more than nought is a fault to be looked into."""

    seller_key: str
    seller_name: str
    prefix: str
    year: str
    first: str
    last: str
    issued: int
    void: int
    missing: int


def series_rows(*, year: int) -> tuple[SeriesRow, ...]:
    """Return the series of a financial year. One query."""
    rows = (
        DocumentSeries.objects.filter(financial_year=year, last_serial__gt=0)
        .annotate(
            issued=Count("documents", distinct=True),
            unused=Count("spoilt", distinct=True),
            void=Count("documents", filter=Q(documents__voided__isnull=False), distinct=True),
            highest=Max("documents__serial"),
            first=Min("documents__number"),
            last=Max("documents__number"),
            name=Max("documents__seller_name"),
        )
        .order_by("seller_key", "prefix")
    )
    return tuple(
        SeriesRow(
            seller_key=row.seller_key,
            seller_name=row.name or "",
            prefix=row.prefix,
            year=f"{year}-{(year + 1) % 100:02d}",
            first=row.first or "",
            last=row.last or "",
            issued=row.issued,
            void=row.void + row.unused,
            missing=row.last_serial - row.issued - row.unused,
        )
        for row in rows
    )


def gaps() -> list[str]:
    """
    Return a line for each series whose numbers are not all there, once each: on a document, or kept as spoilt
    at a till. One query.
    """
    documents = TaxDocument.objects.filter(series=OuterRef("pk")).values("serial")
    spoilt = SpoiltNumber.objects.filter(series=OuterRef("pk")).values("serial")

    def counted(rows: QuerySet[Any, Any], what: Any) -> Coalesce:
        found = rows.values("series").annotate(found=what).values("found")
        return Coalesce(Subquery(found, output_field=BigIntegerField()), 0)

    rows = DocumentSeries.objects.annotate(
        issued=counted(documents, Count("pk")) + counted(spoilt, Count("pk")),
        summed=counted(documents, Sum("serial")) + counted(spoilt, Sum("serial")),
    ).filter(~Q(issued=F("last_serial")) | ~Q(summed=F("last_serial") * (F("last_serial") + 1) / 2))
    return [
        f"series {row} stands at {row.last_serial} and has {row.issued} documents or spoilt numbers"
        for row in rows[:100]
    ]


def find(
    *,
    words: str = "",
    kind: str = "",
    seller: str = "",
    month: Month | None = None,
    before: int | None = None,
) -> tuple[list[TaxDocument], int | None]:
    """
    Return a page of documents, newest first, and where the next begins. One query.

    ``words`` is a number, an order's or parcel's code, or a GSTIN.
    """
    rows = TaxDocument.objects.select_related("voided", "series").order_by("-pk")
    if words:
        rows = rows.filter(
            Q(number__iexact=words)
            | Q(order_number=words)
            | Q(parcel_code__iexact=words)
            | Q(seller_gstin__iexact=words)
        )
    if kind:
        rows = rows.filter(kind=kind)
    if seller:
        rows = rows.filter(series__seller_key=seller)
    if month:
        rows = rows.filter(issued_on__gte=month.first, issued_on__lt=month.following)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def sellers_of_month(month: Month) -> list[tuple[str, str]]:
    """Return (key, name) of who issued in a month. One query."""
    rows = TaxDocument.objects.filter(issued_on__gte=month.first, issued_on__lt=month.following)
    named = rows.values_list("series__seller_key").annotate(name=Max("seller_name"))
    return sorted((str(key), str(name)) for key, name in named)
