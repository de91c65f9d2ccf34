"""A version as those see it who work by it: the inspector's checklist, the laboratory's sheet, evidence."""

from typing import Any, Final

from django.utils.translation import gettext as _

from certification.standards.compare import sampling_text
from certification.standards.contracts import Parameter, Version
from certification.standards.iso2859 import sample_plan
from certification.standards.values import limit_text
from certification.standards.words import ANSWERED_BY, EVIDENCE_KINDS, LICENCES, SUBJECTS

#: Lots for which the preview says how many pieces are looked at.
LOTS: Final = (5, 24, 100, 1000)


def preview(version: Version) -> dict[str, Any]:
    """Return what the preview draws."""
    return {
        "checklist": [_line(each, version) for each in version.parameters_from("inspection")],
        "laboratory": [_line(each, version) for each in version.parameters_from("laboratory")],
        "declared": [_line(each, version) for each in version.parameters_from("declared")],
        "formulas": [_line(each, version) for each in version.parameters if each.kind == "formula"],
        "evidence": [
            {"label": each.label, "kind": EVIDENCE_KINDS[each.kind], "required": each.required}
            for each in version.evidence
        ],
        "sampling": sampling_text(version.sampling),
        "plans": _plans(version),
        "subject": SUBJECTS.get(version.subject, version.subject),
        "licence": LICENCES.get(version.licence, version.licence),
        "sources": [
            {"name": each.name, "origin": each.origin, "confirmed": each.confirmed}
            for each in version.parameters
        ],
        "unconfirmed": sum(not each.confirmed for each in version.parameters),
    }


def _line(each: Parameter, version: Version) -> dict[str, Any]:
    return {
        "name": each.name,
        "method": each.method,
        "unit": each.unit,
        "critical": each.critical,
        "limit": limit_text(each, version.grades) or _("stated, not judged"),
        "formula": each.formula,
        "by": ANSWERED_BY[each.source],
        "answers": _answers(each),
        "confirmed": each.confirmed,
    }


def _answers(each: Parameter) -> list[str]:
    if each.kind == "boolean":
        return [_("Yes"), _("No")]
    return [choice.label for choice in each.choices]


def _plans(version: Version) -> list[dict[str, Any]]:
    sampling = version.sampling
    if sampling.kind != "iso2859":
        return []
    return [{"lot": lot, "plan": sample_plan(lot, level=sampling.level, aql=sampling.aql)} for lot in LOTS]
