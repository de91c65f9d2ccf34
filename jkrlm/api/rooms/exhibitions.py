"""Exhibitions: what anybody may know, a group's own applications, and what their staff work with."""

from collections import defaultdict
from datetime import time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

import exhibitions.plan.facade as plan
import exhibitions.results.facade as results
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as stock
import exhibitions.till.facade as till
from jkrlm.api import paging
from jkrlm.api.binding import ANYBODY, SELLERS, Node, Whom, field, node, query
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput, Denied
from jkrlm.api.writes import write
from jkrlm.people.facade import Role

FAIRS = Whom(Role.EXHIBITIONS, Role.ADMINISTRATOR)
COUNTERS = Whom(Role.EXHIBITIONS, Role.CASHIER, Role.ADMINISTRATOR)


def _language() -> str:
    return (get_language() or "en")[:2]


def _known(code: str) -> plan.Exhibition | None:
    try:
        return plan.exhibition(code)
    except plan.ExhibitionUnknown:
        return None


def _is_hers(caller: Caller, code: str) -> bool:
    """An administrator's, or on its team."""
    person = caller.person()
    return caller.has(Role.ADMINISTRATOR) or any(each.user_id == person.pk for each in plan.team(code))


@query("exhibitions", ANYBODY)
def exhibitions(_caller: Caller) -> tuple[plan.Exhibition, ...]:
    return plan.announced()


@query("exhibition", ANYBODY)
def exhibition(_caller: Caller, code: str) -> dict[str, Any] | None:
    found = _known(code)
    if found is None or found.state == plan.ExhibitionState.DRAFT:
        return None
    return {
        "exhibition": found,
        "zones": plan.zones(found.code),
        "stalls": plan.stalls(found.code),
        "groups": plan.groups_at(found.code),
        "programme": [
            {"day": day, "hours": each.hours, "title": each.title, "kind": each.kind, "where": each.where}
            for day, items in plan.programme(found, _language())
            for each in items
        ],
    }


@field("Exhibition", "name")
def name_of(source: plan.Exhibition, _caller: Caller) -> str:
    return source.names.get(_language(), source.name)


@field("Exhibition", "opensAt")
def opens_at(source: plan.Exhibition, _caller: Caller) -> str:
    return _hour(source.opens_at)


@field("Exhibition", "closesAt")
def closes_at(source: plan.Exhibition, _caller: Caller) -> str:
    return _hour(source.closes_at)


def _hour(value: time) -> str:
    return f"{value:%H:%M}"


@field("FairZone", "name")
def zone_name(source: plan.Zone, _caller: Caller) -> str:
    return source.names.get(_language(), source.name)


@field("FairStall", "price")
def stall_price(source: plan.Stall, _caller: Caller) -> Decimal:
    return source.price.amount


@query("myStallApplications", SELLERS)
def mine(caller: Caller, first: int, after: str | None = None) -> dict[str, Any]:
    """Of the groups for which she acts, at exhibitions that were announced."""
    codes = caller.seller().group_codes
    rows = [
        row
        for fair in plan.announced()
        for row in stalls.applications(fair.code, group_codes=codes, language=_language())
    ]
    return paging.sliced(rows, first, after)


@query("stallApplications", FAIRS)
def every_application(
    caller: Caller, exhibition: str, first: int, after: str | None = None
) -> dict[str, Any]:
    here = _known(exhibition) is not None and _is_hers(caller, exhibition)
    rows = stalls.applications(exhibition, language=_language()) if here else ()
    return paging.sliced(rows, first, after)


@query("fairConsignments", FAIRS)
def consignments(caller: Caller, exhibition: str) -> tuple[stock.ConsignmentView, ...]:
    here = _known(exhibition) is not None and _is_hers(caller, exhibition)
    return stock.consignments(exhibition_code=exhibition) if here else ()


@query("fairFlags", FAIRS)
def flags(caller: Caller, exhibition: str) -> tuple[till.Flag, ...]:
    here = _known(exhibition) is not None and _is_hers(caller, exhibition)
    return till.flags(exhibition) if here else ()


@query("fairFigures", FAIRS)
def figures(caller: Caller, exhibition: str) -> dict[str, Any] | None:
    if _known(exhibition) is None or not _is_hers(caller, exhibition):
        return None
    found = results.report(exhibition).figures
    pieces: dict[str, int] = defaultdict(int)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for each in till.takings_by_piece(exhibition):
        pieces[each.group_code] += each.pieces
        sums[each.group_code] += each.gross.amount
    return {
        "code": found.code,
        "bills": found.bills,
        "turnover": found.turnover.amount,
        "average_bill": found.average.amount,
        "visitors": found.visitors,
        "stalls_offered": found.offered,
        "stalls_taken": found.taken,
        "no_shows": found.no_shows,
        "leads": found.leads,
        "orders": found.orders,
        "groups": [
            {"group_code": group, "pieces": pieces[group], "amount": sums[group]} for group in sorted(sums)
        ],
    }


def _show_application(_caller: Caller, number: str) -> Node | None:
    found = stalls.application(number, language=_language())
    return node(found)


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


def _show_fair(_caller: Caller, code: str) -> plan.Exhibition:
    return plan.exhibition(code)


@write("countVisitors", COUNTERS, "exhibition", _show_fair)
def count_visitors(caller: Caller, key: UUID, exhibition: str, people: int) -> str:
    _check_hers(caller, exhibition)
    if not 1 <= people <= 500:
        raise BadInput("From 1 to 500 people at once.", field="people")
    plan.count_people(exhibition, people, key=key, by=caller.person())
    return exhibition


@write("takeLead", COUNTERS, "exhibition", _show_fair)
def take_lead(caller: Caller, key: UUID, input: dict[str, Any]) -> str:
    code = input["exhibition"]
    _check_hers(caller, code)
    if input["language"] not in ("en", "hi", "ur"):
        raise BadInput("A language is en, hi or ur.", field="language")
    quantity = input.get("quantity")
    if quantity is not None and not 1 <= quantity <= 100_000:
        raise BadInput("From 1 to 100,000 pieces.", field="quantity")
    wish = results.LeadWish(
        kind=input["kind"],
        name=input["name"],
        contact=input["contact"],
        wants=input["wants"],
        consent=input["consent"],
        consent_words=str(results.CONSENT),
        language=input["language"],
        stall_code=input["stall"],
        quantity=quantity,
        worth=round(input["worth"], 2) if abs(input["worth"]) < 10**9 else Decimal(-1),
    )
    results.take_lead(code, wish, key=str(key), by=caller.person())
    return str(code)


def _check_hers(caller: Caller, code: str) -> None:
    """Raises ExhibitionUnknown, Denied."""
    plan.exhibition(code)
    if not _is_hers(caller, code):
        raise Denied(is_known=True)
