"""Planning an exhibition: place, days, map, team, tasks, programme, and its state. Its managers change it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import exhibitions.plan.facade as plan
from jkrlm.api.binding import query
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput
from jkrlm.api.rooms.exhibitions import laid_out
from jkrlm.api.rooms.fairs import (
    COUNTERS,
    FAIRS,
    PLANNERS,
    day,
    hers,
    hour,
    looked_at,
    number,
    runs,
    show_fair,
)
from jkrlm.api.writes import write

_DAYS: Final = ("opens_on", "closes_on", "apply_by")
_HOURS: Final = ("opens_at", "closes_at")
_NUMBERS: Final = ("hall_width", "hall_depth", "cashiers_discount_percent", "till_float")


@query("fairDesk", FAIRS)
def desk(caller: Caller, exhibition: str) -> dict[str, Any] | None:
    found = looked_at(caller, exhibition)
    return _desk(found) if found is not None else None


def _desk(found: plan.Exhibition) -> dict[str, Any]:
    wish, version = plan.typed(found.code)
    names = (
        *("name_hi", "name_ur", "address", "hall_width", "hall_depth", "cashiers_discount_percent"),
        *("till_float", "about", "directions"),
    )
    return {
        "plan": laid_out(found),
        "version": version,
        "name_en": wish.name,
        **{name: getattr(wish, name) for name in names},
        "team": plan.team(found.code),
        "tasks": plan.tasks(found.code),
    }


def _show_desk(caller: Caller, code: str) -> dict[str, Any] | None:
    return desk(caller, code)


def _typed(input: dict[str, Any]) -> dict[str, Any]:
    """Return what was given, as a plan keeps it. Raises BadInput."""
    given = {name: value for name, value in input.items() if value is not None}
    for names, read in ((_DAYS, day), (_HOURS, hour), (_NUMBERS, number)):
        for name in names:
            if name in given:
                given[name] = read(given[name], name)
    return given


@write("planExhibition", PLANNERS, "desk", _show_desk)
def plan_one(caller: Caller, key: UUID, input: dict[str, Any]) -> str:
    wish = plan.ExhibitionWish(**_typed(input))
    return plan.plan_exhibition(wish, key=str(key), by=caller.person()).code


@write("copyExhibition", PLANNERS, "desk", _show_desk)
def copy_one(caller: Caller, key: UUID, exhibition: str, code: str, name: str, opens_on: date) -> str:
    """Whoever plans exhibitions may copy one: the copy is hers."""
    opens, by = day(opens_on, "opensOn"), caller.person()
    return plan.copy_exhibition(exhibition, code=code, name=name, opens_on=opens, key=str(key), by=by).code


@write("changeExhibition", PLANNERS, "desk", _show_desk)
def change(caller: Caller, key: UUID, exhibition: str, version: int, input: dict[str, Any]) -> str:
    by = runs(caller, exhibition)
    before, _version = plan.typed(exhibition)
    wish = replace(before, **_typed(input))
    return plan.change_exhibition(exhibition, wish, version=version, key=str(key), by=by).code


@write("moveExhibition", PLANNERS, "exhibition", show_fair)
def move(caller: Caller, key: UUID, exhibition: str, to: str, reason: str) -> str:
    by = runs(caller, exhibition)
    return plan.move(exhibition, plan.ExhibitionState(to), by=by, reason=reason).code


@write("keepZone", PLANNERS, "desk", _show_desk)
def keep_zone(caller: Caller, key: UUID, exhibition: str, input: dict[str, Any]) -> str:
    by = runs(caller, exhibition)
    wish = plan.ZoneWish(**{**input, "crafts": tuple(input["crafts"][:60])})
    plan.keep_zone(exhibition, wish, key=str(key), by=by)
    return exhibition


@write("dropZone", PLANNERS, "desk", _show_desk)
def drop_zone(caller: Caller, key: UUID, exhibition: str, zone: str) -> str:
    plan.drop_zone(exhibition, zone, by=runs(caller, exhibition))
    return exhibition


@write("drawRows", PLANNERS, "desk", _show_desk)
def draw_rows(caller: Caller, key: UUID, exhibition: str, input: dict[str, Any]) -> str:
    by = runs(caller, exhibition)
    wish = plan.RowsWish(
        zone_code=input["zone"],
        rows=input["rows"],
        per_row=input["per_row"],
        **{name: number(input[name], name) for name in ("width", "height", "price", "x", "y", "aisle")},
    )
    plan.add_rows(exhibition, wish, key=str(key), by=by)
    return exhibition


@write("setStallPrice", PLANNERS, "desk", _show_desk)
def set_price(
    caller: Caller, key: UUID, exhibition: str, zone: str, width: Decimal, height: Decimal, price: Decimal
) -> str:
    size = (number(width, "width"), number(height, "height"))
    plan.set_price(exhibition, zone, size, number(price, "price"), by=runs(caller, exhibition))
    return exhibition


@write("setStall", PLANNERS, "desk", _show_desk)
def set_stall(caller: Caller, key: UUID, exhibition: str, stall: str, state: str, reason: str) -> str:
    by = runs(caller, exhibition)
    plan.set_stall(exhibition, stall, plan.StallState(state), reason=reason, by=by)
    return exhibition


@write("moveStall", PLANNERS, "desk", _show_desk)
def move_stall(caller: Caller, key: UUID, exhibition: str, stall: str, x: Decimal, y: Decimal) -> str:
    by = runs(caller, exhibition)
    plan.move_stall(exhibition, stall, x=number(x, "x"), y=number(y, "y"), by=by)
    return exhibition


@write("dropStall", PLANNERS, "desk", _show_desk)
def drop_stall(caller: Caller, key: UUID, exhibition: str, stall: str) -> str:
    plan.drop_stall(exhibition, stall, by=runs(caller, exhibition))
    return exhibition


@write("drawArea", PLANNERS, "desk", _show_desk)
def draw_area(caller: Caller, key: UUID, exhibition: str, input: dict[str, Any]) -> str:
    by = runs(caller, exhibition)
    sizes = {name: number(input[name], name) for name in ("x", "y", "width", "height")}
    plan.add_area(exhibition, plan.AreaWish(**{**input, **sizes}), key=str(key), by=by)
    return exhibition


@write("dropArea", PLANNERS, "desk", _show_desk)
def drop_area(caller: Caller, key: UUID, exhibition: str, id: int) -> str:
    plan.drop_area(exhibition, id, by=runs(caller, exhibition))
    return exhibition


@write("keepTeamMember", PLANNERS, "desk", _show_desk)
def keep_member(
    caller: Caller, key: UUID, exhibition: str, user: int, duty: str, since: date, until: date
) -> str:
    by = runs(caller, exhibition)
    plan.keep_member_by_id(
        exhibition,
        user,
        plan.Duty(duty),
        since=day(since, "since"),
        until=day(until, "until"),
        key=str(key),
        by=by,
    )
    return exhibition


@write("dropTeamMember", PLANNERS, "exhibition", show_fair)
def drop_member(caller: Caller, key: UUID, exhibition: str, user: int, duty: str) -> str:
    plan.drop_member(exhibition, user, plan.Duty(duty), by=runs(caller, exhibition))
    return exhibition


@write("keepTask", PLANNERS, "desk", _show_desk)
def keep_task(caller: Caller, key: UUID, exhibition: str, input: dict[str, Any]) -> str:
    by = runs(caller, exhibition)
    plan.keep_task(
        exhibition,
        input.get("id"),
        title=input["title"],
        due_on=day(input["due_on"], "dueOn"),
        who=input.get("who"),
        key=str(key),
        by=by,
    )
    return exhibition


@write("tickTask", PLANNERS, "desk", _show_desk)
def tick_task(caller: Caller, key: UUID, exhibition: str, id: int, done: bool) -> str:
    plan.tick_task(exhibition, id, done=done, by=runs(caller, exhibition))
    return exhibition


@write("addToProgramme", PLANNERS, "desk", _show_desk)
def add_item(caller: Caller, key: UUID, exhibition: str, input: dict[str, Any]) -> str:
    by = runs(caller, exhibition)
    wish = plan.ItemWish(
        kind=plan.ProgrammeKind(input["kind"]),
        day=day(input["day"], "day"),
        starts=hour(input["starts"], "starts"),
        ends=hour(input["ends"], "ends"),
        title=input["title"],
        title_hi=input["title_hi"],
        title_ur=input["title_ur"],
        where=input["where"],
    )
    plan.add_to_programme(exhibition, wish, key=str(key), by=by)
    return exhibition


@write("dropFromProgramme", PLANNERS, "desk", _show_desk)
def drop_item(caller: Caller, key: UUID, exhibition: str, id: int) -> str:
    plan.drop_item(exhibition, id, by=runs(caller, exhibition))
    return exhibition


@write("countPass", COUNTERS, "exhibition", show_fair)
def count_pass(caller: Caller, key: UUID, exhibition: str, code: str) -> str:
    """By its token, its number or its address, as a scanner reads it."""
    plan.count_pass(exhibition, code, by=hers(caller, exhibition))
    return exhibition


@write("countVisitors", COUNTERS, "exhibition", show_fair)
def count_visitors(caller: Caller, key: UUID, exhibition: str, people: int) -> str:
    by = hers(caller, exhibition)
    if people < 1:
        raise BadInput("From 1 to 50 people at once.", field="people")
    plan.count_people(exhibition, people, key=key, by=by)
    return exhibition
