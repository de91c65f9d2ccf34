"""The call, applications for stalls, the allotment by two people, and what becomes of stalls afterwards."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import override

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
from jkrlm.api import paging
from jkrlm.api.binding import ANYBODY, SELLERS, Node, Whom, field, node, query
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput
from jkrlm.api.rooms.fairs import FAIRS, day, known, language, looked_at, number, runs, show_fair
from jkrlm.api.writes import write


@query("fairCall", ANYBODY)
def call(_caller: Caller, exhibition: str) -> stalls.CallView | None:
    try:
        return stalls.call_view(exhibition) if _is_announced(exhibition) else None
    except stalls.ApplicationUnknown:
        return None


def _is_announced(code: str) -> bool:
    found = known(code)
    return found is not None and found.state != plan.ExhibitionState.DRAFT


@field("FairCall", "points")
def weights(source: stalls.CallView, _caller: Caller) -> list[dict[str, Any]]:
    return [{"criterion": name, "points": many} for name, many in sorted(source.points.items())]


@field("FairCall", "quotas")
def quotas(source: stalls.CallView, _caller: Caller) -> list[dict[str, Any]]:
    return [{"by": by, "name": name, "most": most} for by, name, most in source.quotas]


@query("fairDraw", ANYBODY)
def draw(_caller: Caller, exhibition: str) -> stalls.DrawView | None:
    try:
        return stalls.draw(exhibition) if _is_announced(exhibition) else None
    except stalls.ApplicationUnknown:
        return None


@query("fairInvited", FAIRS)
def invited(caller: Caller, exhibition: str) -> tuple[str, ...]:
    if looked_at(caller, exhibition) is None:
        return ()
    try:
        return stalls.invited(exhibition)
    except stalls.ApplicationUnknown:
        return ()


@query("myStallApplications", SELLERS)
def mine(caller: Caller, first: int, after: str | None = None) -> dict[str, Any]:
    """Of the groups for which she acts, at exhibitions that were announced."""
    codes = caller.seller().group_codes
    rows = [
        row
        for fair in plan.announced()
        for row in stalls.applications(fair.code, group_codes=codes, language=language())
    ]
    return paging.sliced(rows, first, after)


@query("stallApplications", FAIRS)
def every_application(
    caller: Caller, exhibition: str, first: int, after: str | None = None
) -> dict[str, Any]:
    here = looked_at(caller, exhibition) is not None
    rows = stalls.applications(exhibition, language=language()) if here else ()
    return paging.sliced(rows, first, after)


@query("stallApplication", Whom(*FAIRS.roles, sellers=True))
def one(caller: Caller, number: str) -> Node | None:
    try:
        found = stalls.application(number, language=language())
    except stalls.ApplicationUnknown:
        return None
    if caller.acting is not None and found.group_code in caller.acting.group_codes:
        return node(found)
    if caller.has(*FAIRS.roles) and looked_at(caller, found.exhibition_code) is not None:
        return node(found)
    return None


@field("StallApplication", "papers")
def papers(source: Any, _caller: Caller) -> list[dict[str, str]]:
    if source.state != "allotted":
        return []
    at = source.exhibition_code
    with override("en"):
        return [
            {
                "name": name,
                "address": f"{reverse('sell_exhibitions:letter', args=[at, name])}?group={source.group_code}",
                "team_address": reverse("exhibitions_stalls:papers", args=[at, source.number, name]),
            }
            for name in ("letter", "passes")
        ]


@query("fairAllotment", FAIRS)
def allotment(caller: Caller, exhibition: str) -> stalls.ProposalView | None:
    return stalls.proposal(exhibition) if looked_at(caller, exhibition) is not None else None


@query("fairVerdicts", FAIRS)
def verdicts(caller: Caller, exhibition: str, first: int, after: str | None = None) -> dict[str, Any]:
    here = looked_at(caller, exhibition) is not None
    return paging.sliced(stalls.verdicts(exhibition, language()) if here else (), first, after)


def _show_application(caller: Caller, number: str) -> Node | None:
    return one(caller, number)


@write("applyForStall", SELLERS, "application", _show_application)
def apply(caller: Caller, key: UUID, input: dict[str, Any]) -> str:
    wish = stalls.ApplicationWish(
        goods=tuple((each["listing"], each["quantity"]) for each in input["goods"][:100]),
        people=tuple(input["people"][:50]),
        kind=input["size"][:20],
        needs_lodging=input["lodging"],
        needs_transport=input["transport"],
        needs_electricity=input["electricity"],
        words=input["words"][:500],
    )
    made = stalls.apply_for_stall(
        input["exhibition"],
        input["group"],
        wish,
        key=str(key),
        version=input["version"],
        acting=caller.seller(),
    )
    return made.number


@write("withdrawStallApplication", SELLERS, "application", _show_application)
def withdraw(caller: Caller, key: UUID, number: str, group: str) -> str:
    return stalls.withdraw_application(number, group, acting=caller.seller()).number


@write("acceptStall", SELLERS, "application", _show_application)
def accept(caller: Caller, key: UUID, number: str, group: str) -> str:
    return stalls.accept_stall(number, group, acting=caller.seller()).number


@write("giveStallUp", SELLERS, "application", _show_application)
def give_up(caller: Caller, key: UUID, number: str, group: str) -> str:
    return stalls.give_stall_up(number, group, acting=caller.seller()).number


def _show_call(caller: Caller, code: str) -> stalls.CallView | None:
    return call(caller, code)


@write("callGroups", FAIRS, "call", _show_call)
def call_groups(caller: Caller, key: UUID, exhibition: str, input: dict[str, Any]) -> str:
    by = runs(caller, exhibition)
    small = ("accept_days", "travellers_most", "no_shows_most", "grievances_most", "late_percent_most")
    for name in small:
        if not 0 <= input[name] <= 100:
            raise BadInput("From 0 to 100.", field=name)
    if any(not 0 <= each["points"] <= 100 for each in input["points"]):
        raise BadInput("From 0 to 100 points for each.", field="points")
    if any(not 0 <= each["most"] <= 1000 for each in input["quotas"]):
        raise BadInput("From 0 to 1,000 stalls.", field="quotas")
    wish = stalls.CallWish(
        deadline=day(input["deadline"], "deadline"),
        message=input["message"][:1000],
        points={each["criterion"]: each["points"] for each in input["points"]},
        quotas={(each["by"], each["name"]): each["most"] for each in input["quotas"][:200]},
        daily_allowance=number(input["daily_allowance"], "dailyAllowance", 10_000),
        travel_most=number(input["travel_most"], "travelMost", 1_000_000),
        districts=tuple(input["districts"][:60]),
        crafts=tuple(input["crafts"][:60]),
        far_districts=tuple(input["far_districts"][:60]),
        **{name: input[name] for name in small},
    )
    stalls.send_call(exhibition, wish, key=str(key), by=by)
    return exhibition


@write("putDeadlineOff", FAIRS, "call", _show_call)
def put_deadline_off(caller: Caller, key: UUID, exhibition: str, deadline: date) -> str:
    by = runs(caller, exhibition)
    stalls.extend_call(exhibition, day(deadline, "deadline"), by=by)
    return exhibition


def _show_allotment(caller: Caller, ref: str) -> stalls.ProposalView | None:
    found = stalls.proposal_by_id(int(ref))
    if found is None or looked_at(caller, found.exhibition_code) is None:
        return None
    return found


@write("proposeAllotment", FAIRS, "allotment", _show_allotment)
def propose(caller: Caller, key: UUID, exhibition: str) -> int:
    return stalls.propose_allotment(exhibition, key=str(key), by=runs(caller, exhibition))


@write("approveAllotment", FAIRS, "allotment", _show_allotment)
def approve(caller: Caller, key: UUID, exhibition: str, allotment: int) -> int:
    by = runs(caller, exhibition)
    stalls.approve_allotment(_of(exhibition, allotment), by=by)
    return allotment


@write("sendAllotmentBack", FAIRS, "allotment", _show_allotment)
def send_back(caller: Caller, key: UUID, exhibition: str, allotment: int, why: str) -> int:
    by = runs(caller, exhibition)
    if not why.strip():
        raise BadInput("Say what is to be looked at again.", field="why")
    stalls.send_allotment_back(_of(exhibition, allotment), why=why, by=by)
    return allotment


def _of(exhibition: str, allotment: int) -> int:
    """Raises ApplicationUnknown: this allotment is of another exhibition."""
    found = stalls.proposal_by_id(allotment)
    if found is None or found.exhibition_code != exhibition:
        raise stalls.ApplicationUnknown("There is no such allotment of this exhibition.", field="allotment")
    return found.id


@write("offerStall", FAIRS, "application", _show_application)
def offer(caller: Caller, key: UUID, number: str, stall: str, why: str) -> str:
    exhibition = stalls.application(number).exhibition_code
    by = runs(caller, exhibition)
    return stalls.offer_stall(exhibition, number, stall, why=why[:300], by=by).number


@write("releaseStall", FAIRS, "application", _show_application)
def release(caller: Caller, key: UUID, number: str, no_show: bool) -> str:
    """A group gave its stall up by telephone, or did not come; the waiting list moves up."""
    by = runs(caller, stalls.application(number).exhibition_code)
    why = stalls.Ended.NO_SHOW if no_show else stalls.Ended.GIVEN_UP
    return stalls.release_stall(number, why, by=by).number


@write("swapStalls", FAIRS, "exhibition", show_fair)
def swap(caller: Caller, key: UUID, exhibition: str, one: str, other: str, why: str) -> str:
    stalls.swap_stalls(exhibition, one, other, why=why, by=runs(caller, exhibition))
    return exhibition
