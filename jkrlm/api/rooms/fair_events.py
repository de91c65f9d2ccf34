"""What happened at an exhibition, for a program that follows it by asking from where it stopped."""

from typing import Any

from jkrlm.api import fair_events, paging
from jkrlm.api.binding import field, query
from jkrlm.api.caller import Caller
from jkrlm.api.rooms.fairs import FINANCE_ROLES, LOOK_ON, looked_at
from jkrlm.api.schema import snake_case
from jkrlm.people.facade import Role


@query("fairEvents", LOOK_ON)
def events(caller: Caller, exhibition: str, first: int, after: str | None = None) -> dict[str, Any]:
    most, begin = paging.size(first), paging.number(after)
    found = looked_at(caller, exhibition, Role.LOGISTICS, *FINANCE_ROLES)
    if found is None:
        return paging.connection([], has_more=False)
    rows, has_more = fair_events.events_after(found.code, after=begin, most=most)
    return paging.connection([(row.pk, row) for row in rows], has_more=has_more)


@field("FairEvent", "name")
def name(source: Any, _caller: Caller) -> str:
    """ExhibitionMoved is EXHIBITION_MOVED, whose value is "exhibition-moved"."""
    return snake_case(source.name).replace("_", "-")


@field("FairEvent", "facts")
def facts(source: Any, _caller: Caller) -> list[dict[str, str]]:
    told = fair_events.TOLD.get(source.name, ())
    return [{"name": name, "value": source.facts[name]} for name in told if name in source.facts]
