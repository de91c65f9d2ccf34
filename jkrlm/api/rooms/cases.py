"""Cases, as the desk has them: read by who may, moved by officers."""

from datetime import date
from typing import Any
from uuid import UUID

import certification.cases.facade as cases
from jkrlm.api import paging
from jkrlm.api.binding import DESK, IMPARTIAL, OFFICERS, ON_LOOKERS, Node, Whom, node, nodes, query
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput
from jkrlm.api.rooms.case_file import told
from jkrlm.api.writes import write
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, colleagues, deputies


def stands_for(caller: Caller) -> tuple[int, ...]:
    """Return her and those on leave today for whom she stands in."""
    today = clock.today()
    away = deputies({each.id for each in colleagues(on=today)}, on=today)
    me = caller.person().pk
    return (me, *sorted(who for who, deputy in away.items() if deputy == me))


def readable(caller: Caller, number: str) -> cases.Case:
    """
    Return a case that she may read: any for the desk, an inspector's own, a seller's own.

    Raises:
        CaseUnknown: for another's as for none.
    """
    found = cases.case(number)
    if caller.has(Role.OFFICER, Role.ADMINISTRATOR):
        return found
    if caller.has(Role.INSPECTOR) and found.inspector_id in stands_for(caller):
        return found
    if caller.acting is not None and found.group_code in caller.acting.group_codes:
        return found
    return cases.case("")


@query("cases", DESK)
def queue(
    caller: Caller, first: int, filter: dict[str, Any] | None = None, after: str | None = None
) -> dict[str, Any]:
    given = filter or {}
    held = given.get("held_by") or ""
    wanted = cases.CaseFilter(
        text=(given.get("text") or "")[:80],
        kind=(given.get("kind") or "")[:80],
        district=(given.get("district") or "")[:80],
        stage=given.get("stage") or "",
        tab=given.get("tab") or "",
        held_by=held,
        users=stands_for(caller) if held == "me" else (),
    )
    rows, has_more = cases.cases_after(wanted, most=paging.size(first), after=_place(after))
    return paging.connection(rows, has_more=has_more)


def _place(after: str | None) -> tuple[int, date, int] | None:
    found = paging.place(after, int, str, int)
    if found is None:
        return None
    try:
        return found[0], date.fromisoformat(found[1]), found[2]
    except ValueError:
        raise BadInput("This cursor is none of ours.", field="after") from None


@query("case", Whom(Role.OFFICER, Role.ADMINISTRATOR, Role.INSPECTOR, sellers=True))
def case(caller: Caller, number: str) -> Node | None:
    try:
        return node(readable(caller, number))
    except cases.CaseUnknown:
        return None


@query("candidates", DESK)
def candidates(_caller: Caller, case: str) -> list[dict[str, Any]]:
    return [
        {
            "inspector": {"id": each.user_id, "name": each.name},
            "open_cases": each.open_cases,
            "may_not": each.refusal,
            "deputy": each.deputy_name,
        }
        for each in cases.candidates(case)
    ]


@query("appeals", DESK)
def appeals(_caller: Caller, open_only: bool, first: int, after: str | None = None) -> dict[str, Any]:
    return paging.sliced(cases.appeals(open_only=open_only), first, after)


@query("complaints", DESK)
def complaints(_caller: Caller, open_only: bool, first: int, after: str | None = None) -> dict[str, Any]:
    return paging.sliced(cases.complaints(open_only=open_only), first, after)


@query("interests", Whom(*IMPARTIAL.roles, Role.ADMINISTRATOR))
def interests(caller: Caller) -> list[Node]:
    everybody = caller.has(Role.OFFICER, Role.ADMINISTRATOR)
    return nodes(cases.interests(None if everybody else [caller.person().pk]))


@query("caseFile", ON_LOOKERS)
def case_file(caller: Caller, number: str) -> dict[str, Any] | None:
    try:
        found = readable(caller, number)
    except cases.CaseUnknown:
        return None
    return told(caller, found)


def show_case(caller: Caller, number: str) -> Node:
    return node(readable(caller, number))


@write("takeCase", OFFICERS, "case", show_case)
def take(caller: Caller, key: UUID, case: str, officer: int | None = None) -> str:
    return cases.take(case, caller.person(), officer).number


@write("markComplete", OFFICERS, "case", show_case)
def mark_complete(caller: Caller, key: UUID, case: str) -> str:
    return cases.complete(case, caller.person()).number


@write("returnIncomplete", OFFICERS, "case", show_case)
def return_incomplete(caller: Caller, key: UUID, case: str, missing: list[str], words: str) -> str:
    return cases.send_back(case, missing, words[:1000], caller.person()).number


@write("assignCase", OFFICERS, "case", show_case)
def assign(caller: Caller, key: UUID, case: str, inspector: int | None = None) -> str:
    return cases.assign(case, inspector, caller.person()).number


@write("takeBackCase", OFFICERS, "case", show_case)
def take_back(caller: Caller, key: UUID, case: str, words: str) -> str:
    return cases.give_back(case, words[:1000], caller.person()).number


@write("orderVisit", OFFICERS, "case", show_case)
def order_visit(caller: Caller, key: UUID, case: str, words: str) -> str:
    if not words.strip():
        raise BadInput("Say why another visit is needed.", field="words")
    return cases.step_again(case, cases.StepName.INSPECTION, caller.person(), words[:1000]).number


@write("decideCase", OFFICERS, "case", show_case)
def decide(
    caller: Caller,
    key: UUID,
    case: str,
    outcome: str,
    reasons: list[str],
    note: str,
    quantity: int | None = None,
) -> str:
    return cases.decide(case, outcome, reasons, note[:2000], quantity, caller.person(), key.hex).case_number


def show_appeal(caller: Caller, ref: str) -> Node | None:
    number, _slash, appeal_id = ref.rpartition("/")
    every = cases.appeals(readable(caller, number).number)
    found = next((each for each in every if each.id == int(appeal_id)), None)
    return node(found) if found is not None else None


@write("decideAppeal", OFFICERS, "appeal", show_appeal)
def decide_appeal(caller: Caller, key: UUID, case: str, appeal: int, upheld: bool, answer: str) -> str:
    if all(each.id != appeal for each in cases.appeals(case)):
        raise cases.AppealUnknown("There is no such appeal of this case.", field="appeal")
    made = cases.decide_appeal(appeal, upheld, answer[:2000], caller.person())
    return f"{made.case_number}/{made.id}"


def _show_complaint(_caller: Caller, number: str) -> Node | None:
    found = next((each for each in cases.complaints() if each.number == number), None)
    return node(found) if found is not None else None


@write("complain", OFFICERS, "complaint", _show_complaint)
def complain(caller: Caller, key: UUID, input: dict[str, str]) -> str:
    return cases.complain(
        key.hex,
        input["words"],
        contact=input["contact"][:120],
        case_number=input["case"][:32],
        certificate_number=input["certificate"][:40],
        product_id=input["product"][:128],
        group_code=input["group"][:16],
        label_code=input["label"][:20],
    ).number


@write("answerComplaint", OFFICERS, "complaint", _show_complaint)
def answer_complaint(caller: Caller, key: UUID, number: str, founded: bool, answer: str) -> str:
    return cases.answer_complaint(number, founded, answer[:2000], caller.person()).number


def _show_interests(caller: Caller, _ref: str) -> list[Node]:
    return nodes(cases.interests([caller.person().pk]))


@write("declareInterest", IMPARTIAL, "interests", _show_interests)
def declare(
    caller: Caller,
    key: UUID,
    words: str,
    group: str | None = None,
    district: str | None = None,
    village: str | None = None,
) -> int:
    if bool(group) == bool(village):
        raise BadInput("Name a group or a village, one of the two.", field="group")
    if group:
        return cases.declare_interest(caller.person(), group.strip().upper()[:16], words)
    return cases.declare_village(caller.person(), (district or "")[:80], (village or "")[:120], words)


@write("endInterest", IMPARTIAL, "interests", _show_interests)
def end_interest(caller: Caller, key: UUID, id: int) -> int:
    cases.end_interest(id, caller.person())
    return id
