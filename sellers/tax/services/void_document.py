"""Make a document void, and issue another in its place."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.ids import new_token
from sellers.tax.documents import Document, contract
from sellers.tax.errors import DocumentRefused, DocumentUnknown
from sellers.tax.models import DocumentSeries, TaxDocument, TaxDocumentLine, VoidedDocument
from sellers.tax.numbering import financial_year, number_of

#: The return of a month is filed until this day of the next (GSTR-1, rule 59): what is in it is put right by
#: a credit note.
FILED_ON_DAY: Final = 11


@transaction.atomic
def void_document(*, document_id: int, reason: str, by: str, now: datetime, replace: bool) -> Document | None:
    """
    Make it void for a reason; return what replaces it, with the next number and the same content, where one
    is wanted. Repeated: nothing more happens.

    Raises:
        DocumentUnknown.
        DocumentRefused: no reason, a credit note stands on it, or its month is filed.
    """
    words = " ".join(reason.split())[:200]
    if len(words) < 5:
        raise DocumentRefused("Say in a few words why it is made void.", field="reason")
    # The series' row is the lock of all its documents: they themselves cannot be changed.
    series_id = TaxDocument.objects.filter(pk=document_id).values_list("series_id", flat=True).first()
    if series_id is None:
        raise DocumentUnknown("There is no such document.", field="document")
    DocumentSeries.objects.select_for_update().get(pk=series_id)
    found = TaxDocument.objects.select_related("voided", "series").get(pk=document_id)
    newer = TaxDocument.objects.filter(source=found.source, edition=found.edition + 1).first()
    if getattr(found, "voided", None):
        return contract(newer) if newer else None
    if found.credit_notes.filter(voided=None).exists():
        raise DocumentRefused("A credit note stands on it; make that void first.", field="document")
    today = local_date(now)
    if today >= filed_from(found.issued_on):
        raise DocumentRefused("Its month is filed: put it right by a credit note.", field="document")
    VoidedDocument.objects.create(document=found, reason=words, by=by, at=now)
    return contract(_replace(found, today, now)) if replace else None


def filed_from(issued_on: date) -> date:
    """Return the day from which a document's month counts as filed."""
    year, month = (issued_on.year + 1, 1) if issued_on.month == 12 else (issued_on.year, issued_on.month + 1)
    return date(year, month, FILED_ON_DAY)


def _replace(found: TaxDocument, today: date, now: datetime) -> TaxDocument:
    named = {
        "seller_key": found.series.seller_key,
        "financial_year": financial_year(today),
        "prefix": found.series.prefix,
    }
    DocumentSeries.objects.bulk_create([DocumentSeries(**named)], ignore_conflicts=True)
    series = DocumentSeries.objects.select_for_update().get(**named)
    series.last_serial += 1
    series.save(update_fields=["last_serial"])
    skipped = {"id", "token", "series", "serial", "number", "issued_on", "issued_at", "edition"}
    kept = {
        field.attname: getattr(found, field.attname)
        for field in TaxDocument._meta.concrete_fields
        if field.name not in skipped
    }
    made = TaxDocument.objects.create(
        token=new_token(),
        series=series,
        serial=series.last_serial,
        number=number_of(series.prefix, series.financial_year, series.last_serial),
        issued_on=today,
        issued_at=now,
        edition=found.edition + 1,
        **kept,
    )
    lines = list(found.lines.order_by("position"))
    for line in lines:
        line.pk, line.document = None, made
    TaxDocumentLine.objects.bulk_create(lines)
    return made
