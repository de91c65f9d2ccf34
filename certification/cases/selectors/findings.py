"""What was found in a case, and what of it counts."""

from collections.abc import Iterable
from decimal import Decimal

import certification.standards.facade as standards
from certification.cases.contracts import Finding, Value
from certification.cases.models import FindingRow, Retraction


def live_rows(case_id: int) -> list[FindingRow]:
    """Return the findings that count, one for each parameter: the newest that was not taken back."""
    rows, gone = _read(case_id)
    newest = {row.code: row for row in rows if not _is_gone(row, gone)}
    return list(newest.values())


def findings(case_id: int) -> tuple[Finding, ...]:
    """Return all that was found, in order. Two queries."""
    rows, gone = _read(case_id)
    counts = {row.code: row.pk for row in rows if not _is_gone(row, gone)}
    return tuple(
        Finding(
            code=row.code,
            value=value_of(row),
            unit=row.unit,
            source=row.source,
            by=row.by_id,
            at=row.at,
            replaced=counts.get(row.code) != row.pk,
        )
        for row in rows
    )


def values(case_id: int) -> dict[str, Value]:
    """Return the values that count, by parameter. Two queries."""
    return {row.code: value_of(row) for row in live_rows(case_id)}


def assessment(case_id: int, version_id: int) -> standards.Assessment:
    """Return how the values that count stand to the standard of the case."""
    return standards.assess(standards.version(version_id), values(case_id))


def value_of(row: FindingRow) -> Value:
    if row.kind == "number":
        return Decimal(row.value)
    return row.value == "yes" if row.kind == "yes-no" else row.value


def _read(case_id: int) -> tuple[list[FindingRow], dict[str, int]]:
    gone: dict[str, int] = {}
    taken_back: Iterable[tuple[str, int]] = Retraction.objects.filter(case=case_id).values_list(
        "source", "last_id"
    )
    for source, last_id in taken_back:
        gone[source] = max(gone.get(source, 0), last_id)
    return list(FindingRow.objects.filter(case=case_id).order_by("id")), gone


def _is_gone(row: FindingRow, gone: dict[str, int]) -> bool:
    return row.pk <= gone.get(row.source, 0)
