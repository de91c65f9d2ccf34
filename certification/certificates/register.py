"""The register: search by keyset, and the whole result as rows for a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet

from certification.certificates.contracts import Certificate
from certification.certificates.models import Certificate as Row
from certification.certificates.selectors import contract
from certification.certificates.states import CertificateState
from jkrlm.kernel.statements import Statement

PAGE: Final = 50
_STANDARDS: Final = Statement(
    """
    WITH RECURSIVE hop AS (
        (SELECT version_number FROM cert_certificates_certificate ORDER BY version_number LIMIT 1)
        UNION ALL
        SELECT (SELECT c.version_number FROM cert_certificates_certificate c
                 WHERE c.version_number > hop.version_number ORDER BY c.version_number LIMIT 1)
          FROM hop WHERE hop.version_number IS NOT NULL
    )
    SELECT version_number FROM hop WHERE version_number IS NOT NULL
    """
)


@dataclass(frozen=True, slots=True)
class Search:
    """
    What is looked for; empty parts ask nothing. ``words`` are parts of numbers, names, title.

    ``issued_from`` and ``issued_to`` are days, both included; ``ends_before`` finds what expires soon.
    """

    words: str = ""
    state: str = ""
    standard: str = ""
    issued_from: date | None = None
    issued_to: date | None = None
    ends_before: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page, the newest first; ``following`` is where the next begins, None on the last."""

    rows: tuple[Certificate, ...]
    following: int | None


def search(asked: Search, *, before: int | None = None) -> Found:
    """Return one page of the register. One statement."""
    rows = _matching(asked)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id").defer("facts", "results")[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return Found(tuple(_brief(row) for row in found[:PAGE]), following)


def register_page(
    asked: Search, *, most: int, before: int | None = None
) -> tuple[tuple[tuple[int, Certificate], ...], bool]:
    """
    Return certificates with their results, the newest first, and whether there are more. One statement.

    Each comes with its place in the register; ``before`` is the place of the last one of the page before.
    """
    rows = _matching(asked)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id").defer("facts")[: most + 1])
    return tuple((row.pk, contract(row)) for row in found[:most]), len(found) > most


def every(asked: Search) -> Iterator[Certificate]:
    """Yield all that was found, the oldest first, for a file."""
    for row in _matching(asked).order_by("id").iterator(chunk_size=500):
        yield contract(row)


def standards_in_use() -> tuple[str, ...]:
    """Return the numbers of the standards' versions that certificates stand on, hopping along the index."""
    return tuple(number for (number,) in _STANDARDS.rows())


def counts() -> dict[str, int]:
    """Return how many certificates there are in each state. One statement."""
    held = dict(Row.objects.values_list("state").annotate(count=Count("id")))
    return {state.value: int(held.get(state.value, 0)) for state in CertificateState}


def _matching(asked: Search) -> QuerySet[Row]:
    rows = Row.objects.all()
    for word in asked.words.casefold().split()[:6]:
        rows = rows.filter(search__contains=word)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.standard:
        rows = rows.filter(version_number=asked.standard)
    days = Q()
    if asked.issued_from:
        days &= Q(issued_on__gte=asked.issued_from)
    if asked.issued_to:
        days &= Q(issued_on__lte=asked.issued_to)
    if asked.ends_before:
        days &= Q(valid_until__lt=asked.ends_before)
    return rows.filter(days)


def _brief(row: Row) -> Certificate:
    """Return a row without its results: a list does not show them."""
    row.results = []
    return contract(row)
