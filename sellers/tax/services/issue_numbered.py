"""
Issue a document under a number that a till has given it already: the buyer has it in his hands.

The numbers of a till's series come one by one. One that the till used up without a document is kept as
spoilt.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from sellers.tax.documents import Document, DocumentRequest, contract
from sellers.tax.errors import DocumentRefused
from sellers.tax.models import DocumentSeries, SpoiltNumber
from sellers.tax.numbering import number_of
from sellers.tax.services.issue_document import check, check_left, newest, original_of, write

#: A till that skips more at once is out of its mind; people look at it.
SKIPPED_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class TillNumber:
    """
    ``prefix`` is the series (T07, T07B, T07C), ``year`` the financial year that begins in April of it, as the
    number says; ``issued_on`` is the till's own day.
    """

    seller_key: str
    prefix: str
    year: int
    serial: int
    issued_on: date

    def __str__(self) -> str:
        return number_of(self.prefix, self.year, self.serial)


class NumberTaken(DocumentRefused):
    """The series stands beyond this number: another document, or a spoilt one, has it."""

    code = "NUMBER_TAKEN"


@transaction.atomic
def issue_numbered(*, request: DocumentRequest, number: TillNumber, now: datetime) -> Document:
    """
    Return the document of a source, issued under its number; called again, the same one. What is missing
    before it in the series is kept as skipped.

    Raises:
        NumberTaken; DocumentRefused: as ``issue_document``, or too many numbers are missing.
    """
    found = newest(request.source)
    if found is not None:
        return contract(found)
    original = original_of(request)
    check(request)
    series = _at(number)
    if original is not None:
        check_left(request, original)
    return contract(write(request, series, original, number.issued_on, now))


def is_number_free(number: TillNumber) -> bool:
    """Return whether its series has not come to it yet. One query."""
    rows = DocumentSeries.objects.filter(
        seller_key=number.seller_key, financial_year=number.year, prefix=number.prefix
    )
    return number.serial > (rows.values_list("last_serial", flat=True).first() or 0)


@transaction.atomic
def spoil_number(*, number: TillNumber, reason: str, source: str, now: datetime) -> None:
    """
    Keep a number that was used up without a document; called again for the same source, nothing happens.

    Raises:
        NumberTaken; DocumentRefused: too many numbers are missing before it.
    """
    if SpoiltNumber.objects.filter(source=source).exists():
        return
    _spoil(_at(number), reason, source, now)


def _at(number: TillNumber) -> DocumentSeries:
    """Return the series, locked, standing right before the number."""
    named = {"seller_key": number.seller_key, "financial_year": number.year, "prefix": number.prefix}
    DocumentSeries.objects.bulk_create([DocumentSeries(**named)], ignore_conflicts=True)
    series = DocumentSeries.objects.select_for_update().get(**named)
    if number.serial <= series.last_serial:
        raise NumberTaken(f"{number} of {number.seller_key} is used already.", field="number")
    if number.serial - series.last_serial > SKIPPED_MAX:
        raise DocumentRefused(
            f"{number} comes {number.serial - series.last_serial} numbers after the last of its series.",
            field="number",
        )
    while series.last_serial + 1 < number.serial:
        skipped = number_of(series.prefix, series.financial_year, series.last_serial + 1)
        _spoil(series, "skipped by the till", f"{number.seller_key} {skipped}", None)
    return series


def _spoil(series: DocumentSeries, reason: str, source: str, now: datetime | None) -> None:
    series.last_serial += 1
    series.save(update_fields=["last_serial"])
    extra = {} if now is None else {"at": now}
    SpoiltNumber.objects.create(
        series=series,
        serial=series.last_serial,
        number=number_of(series.prefix, series.financial_year, series.last_serial),
        source=source[:160],
        reason=" ".join(reason.split())[:200] or "not said",
        **extra,
    )
