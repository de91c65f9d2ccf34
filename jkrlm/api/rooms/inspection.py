"""Visits, for the inspector whose they are."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import certification.inspection.facade as inspection
from jkrlm.api import paging
from jkrlm.api.binding import INSPECTORS, Node, field, node, query
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput
from jkrlm.api.writes import write


@query("visits", INSPECTORS)
def visits(caller: Caller, open: bool, first: int, after: str | None = None) -> dict[str, Any]:
    return paging.sliced(inspection.visits(caller.person(), is_open=open), first, after)


@query("visit", INSPECTORS)
def visit(caller: Caller, number: int) -> Node | None:
    try:
        return node(inspection.visit(number, caller.person()))
    except inspection.VisitUnknown:
        return None


@query("visitChecklist", INSPECTORS)
def checklist(caller: Caller, visit: int) -> tuple[inspection.AskedLine, ...]:
    return inspection.checklist(visit, caller.person())


@field("Visit", "case")
def visit_case(source: Node, _caller: Caller) -> str:
    return str(source.case_number)


def _show(caller: Caller, number: str) -> Node:
    return node(inspection.visit(int(number), caller.person()))


@write("planVisit", INSPECTORS, "visit", _show)
def plan(caller: Caller, key: UUID, visit: int, planned_for: datetime, minutes: int) -> int:
    inspection.plan_visit(visit, planned_for, minutes, caller.person())
    return visit


@write("keepVisitPhoto", INSPECTORS, "visit", _show)
def keep_photo(caller: Caller, key: UUID, visit: int, file: UUID, code: str, data: bytes) -> int:
    inspection.keep_photo(visit, file, data, code, caller.person())
    return visit


@write("sendVisitReport", INSPECTORS, "visit", _show)
def send_report(caller: Caller, key: UUID, visit: int, report: dict[str, Any]) -> int:
    counted, quantity = report.get("nonconforming"), report.get("sample_quantity")
    given = inspection.GivenReport(
        key=key,
        via="api",
        outcome=report["outcome"],
        started_at=report["started_at"],
        ended_at=report["ended_at"],
        note=report["note"][:1000],
        place=_place(report.get("place")),
        answers={
            each["code"]: inspection.GivenAnswer(each["value"][:1000], each["note"][:1000])
            for each in report["answers"][:100]
        },
        photos=tuple(
            inspection.GivenPhoto(
                each["file"], each["code"][:60], each.get("taken_at"), _place(each.get("place"))
            )
            for each in report["photos"][:100]
        ),
        nonconforming="" if counted is None else str(counted),
        seal="".join(report["seal"].upper().split())[:40],
        sample_quantity="" if quantity is None else format(quantity, "f"),
        sample_unit=report.get("sample_unit") or "",
    )
    inspection.send_report(visit, given, caller.person())
    return visit


def _place(given: dict[str, Any] | None) -> inspection.Place | None:
    if given is None:
        return None
    latitude, longitude = (_degrees(given[name]) for name in ("latitude", "longitude"))
    accuracy = given["accuracy_m"]
    if abs(latitude) > 90 or abs(longitude) > 180 or not 0 <= accuracy < 2_000_000:
        raise BadInput("This is no place on earth.", field="place")
    return inspection.Place(latitude, longitude, accuracy)


def _degrees(given: Decimal) -> Decimal:
    return round(given, 6) if abs(given) < 1000 else given
