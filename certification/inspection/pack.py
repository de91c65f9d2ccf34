"""The visit pack: what a phone takes along, so that a visit needs no network."""

from typing import Any

from certification.inspection.facts import Facts, facts_of
from certification.inspection.selectors import Row, open_visits
from certification.inspection.states import QuantityUnit
from jkrlm.kernel.clock import INDIA
from jkrlm.people.facade import User


def packs_of(user: User) -> list[dict[str, Any]]:
    """Return the packs of all visits that she has to make."""
    return [_pack(row, facts_of(row.visit.case_number)) for row in open_visits(user)]


def _pack(row: Row, facts: Facts) -> dict[str, Any]:
    visit = row.visit
    is_whole = visit.purpose == "inspection"
    planned = visit.planned_for.astimezone(INDIA) if visit.planned_for else None
    return {
        "id": visit.pk,
        "case": visit.case_number,
        "purpose": visit.purpose,
        "retest_of": visit.retest_of,
        "title": row.title,
        "group": {
            "code": row.group.code,
            "name": row.group.name,
            "village": row.group.village,
            "block": row.group.block,
            "district": row.group.district,
        },
        "planned": f"{planned:%a} {planned.day} {planned:%b %Y, %H:%M}" if planned else "",
        "minutes": visit.minutes,
        "clashes": [each.words for each in row.clashes],
        "standard": f"{facts.version.number} · {facts.version.title}",
        "quantity": facts.case.quantity,
        "pieces": facts.pieces if is_whole else 0,
        "plan": {"letter": facts.plan.code_letter, "size": facts.plan.size, "accept": facts.plan.accept}
        if facts.plan and is_whole
        else None,
        "asked": [
            {
                "code": each.code,
                "name": each.name,
                "kind": each.kind,
                "unit": each.unit,
                "method": each.method,
                "critical": each.critical,
                "choices": [list(choice) for choice in each.choices],
                "limit": each.limit,
            }
            for each in (facts.asked if is_whole else ())
        ],
        "photos": [
            {"code": code, "label": label, "required": required}
            for code, label, required in (facts.photographs if is_whole else ())
        ],
        "sample": facts.needs_sample or not is_whole,
        "units": [list(each) for each in QuantityUnit.choices],
    }
