"""Exhibitions: what anybody may know of them, and those of whoever works at them."""

from datetime import time
from decimal import Decimal
from typing import Any

import exhibitions.plan.facade as plan
from jkrlm.api.binding import ANYBODY, field, query
from jkrlm.api.caller import Caller
from jkrlm.api.rooms.fairs import COUNTERS, known, language
from jkrlm.people.facade import Role


@query("exhibitions", ANYBODY)
def exhibitions(_caller: Caller) -> tuple[plan.Exhibition, ...]:
    return plan.announced()


@query("exhibition", ANYBODY)
def exhibition(_caller: Caller, code: str) -> dict[str, Any] | None:
    found = known(code)
    if found is None or found.state == plan.ExhibitionState.DRAFT:
        return None
    return laid_out(found)


def laid_out(found: plan.Exhibition) -> dict[str, Any]:
    """Return an exhibition with its map, who stands where, and its programme."""
    return {
        "exhibition": found,
        "zones": plan.zones(found.code),
        "stalls": plan.stalls(found.code),
        "areas": plan.areas(found.code),
        "groups": plan.groups_at(found.code),
        "programme": [
            {
                "id": each.id,
                "day": day,
                "hours": each.hours,
                "title": each.title,
                "kind": each.kind,
                "where": each.where,
            }
            for day, items in plan.programme(found, language())
            for each in items
        ],
    }


@query("myExhibitions", COUNTERS)
def mine(caller: Caller) -> tuple[plan.Exhibition, ...]:
    """Drafts too; an administrator's are all."""
    if caller.has(Role.ADMINISTRATOR):
        return plan.exhibitions()
    return plan.exhibitions_of(caller.person())


@field("Exhibition", "name")
def name_of(source: plan.Exhibition, _caller: Caller) -> str:
    return source.names.get(language(), source.name)


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
    return source.names.get(language(), source.name)


@field("FairArea", "name")
def area_name(source: Any, _caller: Caller) -> str:
    found: str = source.names.get(language(), source.names["en"])
    return found


@field("FairStall", "price")
def stall_price(source: plan.Stall, _caller: Caller) -> Decimal:
    return source.price.amount
