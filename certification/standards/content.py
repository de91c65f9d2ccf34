"""
What a version says, between the database's JSON and the dataclasses; and what makes it complete. Pure.

Decimals are strings in the JSON, so that no limit is ever rounded.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from certification.standards.contracts import (
    Choice,
    EvidenceAsked,
    Grade,
    Limit,
    Parameter,
    Sampling,
    Version,
)

#: Types of ISO/IEC 17067, with what each asks for beyond type test, review and decision.
SCHEMES: Final = {
    "1a": "1a · the type only, no mark on goods",
    "1b": "1b · one batch",
    "2": "2 · samples from the market",
    "3": "3 · samples from the maker",
    "4": "4 · samples from maker and market",
    "5": "5 · samples and the way of making",
    "6": "6 · the way of making or serving",
}


def document(version: Version) -> dict[str, Any]:
    """Return a version's content as JSON."""
    return {
        "title": version.title,
        "kinds": list(version.kinds),
        "scheme": version.scheme,
        "subject": version.subject,
        "validity_months": version.validity_months,
        "surveillance_months": version.surveillance_months,
        "expires": version.expires,
        "gi": version.gi,
        "licence": version.licence,
        "grades": [{"code": each.code, "name": each.name} for each in version.grades],
        "parameters": [_parameter_out(each) for each in version.parameters],
        "evidence": [
            {"code": each.code, "label": each.label, "kind": each.kind, "required": each.required}
            for each in version.evidence
        ],
        "sampling": {
            "kind": version.sampling.kind,
            "level": version.sampling.level,
            "aql": version.sampling.aql,
            "count": version.sampling.count,
        },
    }


def _parameter_out(each: Parameter) -> dict[str, Any]:
    return {
        "code": each.code,
        "name": each.name,
        "kind": each.kind,
        "unit": each.unit,
        "method": each.method,
        "critical": each.critical,
        "source": each.source,
        "limits": {code: _limit_out(limit) for code, limit in each.limits.items()},
        "formula": each.formula,
        "choices": [{"code": choice.code, "label": choice.label} for choice in each.choices],
        "origin": each.origin,
        "confirmed": each.confirmed,
    }


def _limit_out(limit: Limit) -> dict[str, Any]:
    return {
        "min": None if limit.minimum is None else format(limit.minimum, "f"),
        "max": None if limit.maximum is None else format(limit.maximum, "f"),
        "one_of": list(limit.one_of),
        "expected": limit.expected,
    }


def filled(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return content with whatever may be left out put in as empty."""
    head: dict[str, Any] = {
        "surveillance_months": None,
        "expires": False,
        "gi": "",
        "licence": "",
        "evidence": [],
    }
    made: dict[str, Any] = {**head, **content}
    made["sampling"] = {"kind": "every-piece", "level": "", "aql": "", "count": 0, **made.get("sampling", {})}
    made["evidence"] = [{"required": True, **each} for each in made["evidence"]]
    made["parameters"] = [_filled(each) for each in made["parameters"]]
    return made


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    words = dict.fromkeys(("unit", "method", "formula", "origin"), "")
    empty = {"critical": False, "source": "inspection", "choices": [], "confirmed": False}
    asked: dict[str, Any] = {"min": None, "max": None, "one_of": [], "expected": None}
    limits = {code: {**asked, **limit} for code, limit in row.get("limits", {}).items()}
    return {**words, **empty, **row, "limits": limits}


def parts(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a Version that its JSON holds; what is absent is empty."""
    sampling = content.get("sampling") or {}
    return {
        "title": content["title"],
        "kinds": tuple(content["kinds"]),
        "scheme": content["scheme"],
        "subject": content["subject"],
        "validity_months": int(content["validity_months"]),
        "surveillance_months": content.get("surveillance_months"),
        "expires": bool(content.get("expires", False)),
        "gi": content.get("gi", ""),
        "licence": content.get("licence", ""),
        "grades": tuple(Grade(each["code"], each["name"]) for each in content["grades"]),
        "parameters": tuple(_parameter_in(each) for each in content["parameters"]),
        "evidence": tuple(
            EvidenceAsked(each["code"], each["label"], each["kind"], bool(each.get("required", True)))
            for each in content.get("evidence", ())
        ),
        "sampling": Sampling(
            sampling.get("kind", "every-piece"),
            sampling.get("level", ""),
            sampling.get("aql", ""),
            int(sampling.get("count", 0)),
        ),
    }


def _parameter_in(row: Mapping[str, Any]) -> Parameter:
    return Parameter(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        unit=row.get("unit", ""),
        method=row.get("method", ""),
        critical=bool(row.get("critical", False)),
        source=row.get("source", "inspection"),
        limits={code: _limit_in(limit) for code, limit in row.get("limits", {}).items()},
        formula=row.get("formula", ""),
        choices=tuple(Choice(each["code"], each["label"]) for each in row.get("choices", ())),
        origin=row.get("origin", ""),
        confirmed=bool(row.get("confirmed", False)),
    )


def _limit_in(row: Mapping[str, Any]) -> Limit:
    low, high = row.get("min"), row.get("max")
    return Limit(
        minimum=None if low is None else Decimal(str(low)),
        maximum=None if high is None else Decimal(str(high)),
        one_of=tuple(row.get("one_of", ())),
        expected=row.get("expected"),
    )
