"""Standards and the standardisation board: public."""

from typing import Any

from django.utils.translation import gettext as _

import certification.standards.facade as standards
from jkrlm.api import paging
from jkrlm.api.binding import ANYBODY, field, query
from jkrlm.api.caller import Caller
from jkrlm.kernel import clock

#: A draft is nobody's business yet.
_PUBLIC = ("pilot", "adopted", "withdrawn")


@query("standards", ANYBODY)
def in_force(
    _caller: Caller, first: int, kind: str | None = None, after: str | None = None
) -> dict[str, Any]:
    found = [
        each for each in standards.versions_in_force(on=clock.today()) if kind is None or kind in each.kinds
    ]
    return paging.sliced([_version(each) for each in found], first, after)


@query("standard", ANYBODY)
def standard(_caller: Caller, number: str) -> dict[str, Any] | None:
    try:
        found = standards.version_by_number(number)
    except standards.VersionUnknown:
        return None
    return _version(found) if found.state in _PUBLIC else None


@query("standardisationBoard", ANYBODY)
def board(_caller: Caller) -> tuple[standards.BoardRow, ...]:
    return standards.board()


@field("BoardRow", "name")
def board_name(row: standards.BoardRow, _caller: Caller) -> str:
    return _(row.name)


@field("BoardRow", "districts")
def board_districts(row: standards.BoardRow, _caller: Caller) -> list[dict[str, Any]]:
    return [{"name": name, "goods": count} for name, count in row.districts]


def _version(found: standards.Version) -> dict[str, Any]:
    """Return a version in the reader's language."""
    return {
        "number": found.number,
        "standard_code": found.standard_code,
        "title": _(found.title),
        "kinds": found.kinds,
        "scheme": found.scheme,
        "subject": found.subject,
        "state": found.state,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
        "validity_months": found.validity_months,
        "surveillance_months": found.surveillance_months,
        "goods_expire": found.expires,
        "geographical_indication": found.gi,
        "grades": [{"code": each.code, "name": _(each.name)} for each in found.grades],
        "parameters": [_parameter(each, found) for each in found.parameters],
        "evidence": [
            {"code": each.code, "label": _(each.label), "kind": each.kind, "required": each.required}
            for each in found.evidence
        ],
        "sampling": found.sampling,
    }


def _parameter(found: standards.Parameter, version: standards.Version) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": _(found.name),
        "kind": found.kind,
        "unit": found.unit,
        "method": found.method,
        "critical": found.critical,
        "measured_by": found.source,
        "formula": found.formula,
        "choices": [{"code": each.code, "label": _(each.label)} for each in found.choices],
        "limits": [
            {
                "grade": code,
                "minimum": limit.minimum,
                "maximum": limit.maximum,
                "one_of": limit.one_of,
                "expected": limit.expected,
            }
            for code, limit in found.limits.items()
        ],
        "limit_text": standards.limit_text(found, version.grades),
        "source": found.origin,
        "confirmed": found.confirmed,
    }
