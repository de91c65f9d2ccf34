"""How a case, its decisions and its file are shown, to the office and to sellers."""

from typing import Any

import certification.cases.facade as cases
import certification.certificates.facade as certificates
import certification.inspection.facade as inspection
import certification.laboratory.facade as laboratory
import certification.standards.facade as standards
from jkrlm.api.binding import Node, field, node, nodes, together
from jkrlm.api.caller import Caller
from jkrlm.people.facade import Role


def is_office(caller: Caller) -> bool:
    return caller.has(Role.OFFICER, Role.ADMINISTRATOR, Role.INSPECTOR)


@field("Case", "standardNumber")
def standard_number(source: Node, _caller: Caller) -> str:
    return str(source.version_number)


@field("Case", "officer")
def officer(source: Node, caller: Caller) -> dict[str, Any] | None:
    return _person(caller, source.officer_id, source.officer_name)


@field("Case", "inspector")
def inspector(source: Node, caller: Caller) -> dict[str, Any] | None:
    return _person(caller, source.inspector_id, source.inspector_name)


@field("Case", "decisions")
def decisions(source: Node, caller: Caller) -> list[dict[str, Any]]:
    """Of all cases that were read together at once."""
    found = together(source, "decisions", lambda items: cases.decisions_of(each.id for each in items))
    office = is_office(caller)
    return [
        {
            "id": each.id,
            "round": each.round,
            "outcome": each.outcome.value,
            "reasons": [{"code": code, "label": cases.reason_label(code)} for code in each.reasons],
            "note": each.note if office else None,
            "quantity": each.quantity,
            "grade": {"code": each.grade_code, "name": each.grade_name} if each.grade_code else None,
            "decided_by": each.decided_by_name if office else None,
            "decided_at": each.decided_at,
        }
        for each in found.get(source.id, ())
    ]


@field("Case", "certificates")
def certificates_of(source: Node, _caller: Caller) -> list[Node]:
    """Of all cases at once, and read together, so that their reasons are as well."""

    def load(items: list[cases.Case]) -> dict[str, list[Node]]:
        found = certificates.certificates_of_cases(each.number for each in items)
        every = nodes(each for held in found.values() for each in held)
        return {number: [each for each in every if each.case_number == number] for number in found}

    return list(together(source, "certificates", load).get(source.number, ()))


@field("Appeal", "case")
def appeal_case(source: Node, _caller: Caller) -> str:
    return str(source.case_number)


@field("Complaint", "case")
def complaint_case(source: Node, _caller: Caller) -> str:
    return str(source.case_number)


@field("Interest", "person")
def interest_person(source: Node, _caller: Caller) -> dict[str, Any]:
    return {"id": source.user_id, "name": source.user_name}


def told(caller: Caller, found: cases.Case) -> dict[str, Any]:
    """Return the file of a case. What the laboratory has not released is not in it."""
    judged = cases.assessment(found.number)
    visit = inspection.visit_of(found.number)
    return {
        "case": node(found),
        "statements": [{"code": code, "words": words} for code, words in found.statements.items()],
        "findings": [
            {
                "code": each.code,
                "value": _plain(each.value),
                "unit": each.unit,
                "source": each.source,
                "at": each.at,
                "replaced": each.replaced,
            }
            for each in cases.findings(found.number)
        ],
        "assessment": {
            "passes": judged.passes,
            "grade": judged.grade,
            "missing": judged.missing,
            "why": judged.why,
            "lines": [_line(each) for each in judged.lines],
        },
        "appeals": nodes(cases.appeals(found.number)),
        "history": [
            {
                "at": each.at,
                "who": each.who,
                "on_behalf_of": each.on_behalf_of,
                "what": each.what,
                "words": each.words,
                "state": each.state.value,
                "seal_is_true": each.is_true,
            }
            for each in cases.history(found.number)
        ],
        "visit": None if visit is None else _visit(visit),
        "samples": nodes(laboratory.samples_of(found.number, released_only=False)),
        "may_not_decide": cases.may_decide(found.number, caller.person()),
    }


def _plain(value: standards.Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _visit(visit: inspection.VisitReport) -> dict[str, Any]:
    return {
        "outcome": visit.outcome,
        "started_at": visit.started_at,
        "ended_at": visit.ended_at,
        "inspector": visit.inspector_name,
        "note": visit.note,
        "sample_size": visit.sample_size,
        "nonconforming": visit.nonconforming,
        "accepted": visit.accepted,
        "seal": visit.seal,
    }


def _line(line: standards.Line) -> dict[str, Any]:
    return {
        "code": line.parameter.code,
        "name": line.parameter.name,
        "value": line.value_text,
        "limit_text": line.limit_text,
        "grade": line.grade_code,
        "passes": line.passes,
        "critical": line.parameter.critical,
    }


def _person(caller: Caller, user_id: int | None, name: str) -> dict[str, Any] | None:
    """Return somebody of the staff, for the staff."""
    return {"id": user_id, "name": name} if user_id is not None and is_office(caller) else None
