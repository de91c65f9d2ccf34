"""Plans and rounds as pages show them: words and figures, prepared, so that no template asks the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

import logistics.places.facade as places
from jkrlm.kernel.clock import today
from logistics.rounds.in_words import in_hers
from logistics.rounds.models import HubFigures, Plan, Round, Stop
from logistics.rounds.states import IN_THE_MAKING, PlanState, RoundState

_MAP: Final = 640, 420
_EDGE: Final = 36
#: Places of a page, by code.
Known = Mapping[str, places.Place]
#: As many colours as rounds.css has for ways on the map; they repeat.
_COLOURS: Final = 8
BADGES: Final[Mapping[str, str]] = {
    PlanState.ASKED: "wait",
    PlanState.RUNNING: "wait",
    PlanState.READY: "warn",
    PlanState.ACCEPTED: "ok",
    PlanState.REPLACED: "off",
    PlanState.FAILED: "err",
    RoundState.PROPOSED: "warn",
    RoundState.DONE: "ok",
}


def clock_of(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def km(metres: int) -> str:
    return f"{metres / 1000:,.1f}"


def hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def known_places(codes: Iterable[str] = (), rounds: Iterable[Round] = ()) -> Known:
    """
    Return the places of a page by code: those of the codes, and the hubs and stops of the rounds. Two
    queries at most.
    """
    wanted = set(codes)
    for each in rounds:
        wanted |= {each.hub_code, *(stop.place_code for stop in each.stops.all())}
    return places.places_by_code(wanted)


def name_in(known: Known, code: str) -> str:
    """Return a place's name; its code where it is known no more."""
    return known[code].name if code in known else code


def where_in(known: Known, code: str) -> str:
    """Return a place's village and district, empty where it is known no more."""
    place = known.get(code)
    return ", ".join(dict.fromkeys(each for each in (place.village, place.district) if each)) if place else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the rounds come to beside another way of driving to the same stops; ``less`` in whole per cent."""

    metres: int
    minutes: int
    other_metres: int
    other_minutes: int

    @property
    def less(self) -> int:
        return round(100 * (1 - self.metres / self.other_metres)) if self.other_metres else 0

    @property
    def km(self) -> str:
        return km(self.other_metres)

    @property
    def hours(self) -> str:
        return hours(self.other_minutes)


def figures(rows: Sequence[HubFigures]) -> dict[str, Any]:
    """Return the sums of a plan and both comparisons."""
    metres, minutes = sum(each.metres for each in rows), sum(each.minutes for each in rows)
    return {
        "km": km(metres),
        "hours": hours(minutes),
        "stops": sum(each.stops for each in rows),
        "usual": Comparison(
            metres, minutes, sum(each.usual_metres for each in rows), sum(each.usual_minutes for each in rows)
        ),
        "nearest": Comparison(
            metres,
            minutes,
            sum(each.nearest_metres for each in rows),
            sum(each.nearest_minutes for each in rows),
        ),
    }


def plan_row(plan: Plan, *, is_silent: bool) -> dict[str, Any]:
    return {
        "plan": plan,
        "state": plan.get_state_display(),
        "badge": BADGES[plan.state],
        "is_making": plan.state in IN_THE_MAKING,
        "is_silent": is_silent,
        "is_ready": plan.state == PlanState.READY,
    }


def too_full(plan: Plan, brought: Mapping[str, int], known: Known) -> list[str]:
    """
    Return a sentence for each hub that has no room for what lies there and the grams that its rounds bring;
    none of a plan that is over. Two queries at most.
    """
    if plan.state not in (PlanState.READY, PlanState.ACCEPTED) or plan.day < today():
        return []
    fills = places.fills(brought)
    return [
        _(
            "More than it has room for: %(hub)s holds %(held)s kg, these rounds bring %(brought)s kg, it has "
            "room for %(room)s kg."
        )
        % {
            "hub": name_in(known, code),
            "held": fills[code].held_kg,
            "brought": places.kilos(grams),
            "room": fills[code].room_kg,
        }
        for code, grams in sorted(brought.items())
        if code in fills and grams and fills[code].would_be_over(grams)
    ]


def round_row(row: Round, known: Known, number: int = 0) -> dict[str, Any]:
    """Return a round and its stops; ``number`` chooses its colour on the map."""
    return {
        "round": row,
        "colour": number % _COLOURS,
        "hub": name_in(known, row.hub_code),
        "state": row.get_state_display(),
        "badge": BADGES.get(row.state, "off" if row.state == RoundState.REPLACED else "certified"),
        "leaves": clock_of(row.leaves),
        "back": clock_of(row.back),
        "hours": hours(row.back - row.leaves),
        "km": km(row.metres),
        "kg": f"{row.grams / 1000:,.1f}",
        "capacity_kg": f"{row.capacity_grams / 1000:,.0f}",
        "full": round(100 * row.grams / row.capacity_grams),
        "is_open": row.state in (RoundState.PROPOSED, RoundState.ACCEPTED),
        "is_driven": row.state in (RoundState.ACCEPTED, RoundState.DONE),
        "stops": [stop_row(each, known) for each in row.stops.all()],
    }


def stop_row(stop: Stop, known: Known) -> dict[str, Any]:
    visit = getattr(stop, "visit", None)
    return {
        "stop": stop,
        "name": name_in(known, stop.place_code),
        "where": where_in(known, stop.place_code),
        "arrives": clock_of(stop.arrives),
        "open": f"{clock_of(stop.opens)}–{clock_of(stop.closes)}",
        "kg": f"{stop.grams / 1000:,.1f}",
        "parcels": sorted(each.parcel_code for each in stop.parcels.all()),
        "visit": visit,
        "outcome": visit.get_outcome_display() if visit else "",
        "refused": sorted((code, in_hers(why)) for code, why in visit.refused.items()) if visit else (),
    }


def chart(hub_code: str, rounds: Sequence[dict[str, Any]], known: Known) -> dict[str, Any] | None:
    """
    Return the ways of a hub's rounds in a picture's points, north up; None where the hub's place is not
    known.
    """
    placed = {code: _point(known.get(code)) for code in _codes(hub_code, rounds)}
    points = {code: point for code, point in placed.items() if point is not None}
    if hub_code not in points:
        return None
    south, north = min(p[0] for p in points.values()), max(p[0] for p in points.values())
    west, east = min(p[1] for p in points.values()), max(p[1] for p in points.values())
    width, height = _MAP
    # A degree of longitude is 0.83 of one of latitude at 34° north.
    scale = min(
        (width - 2 * _EDGE) / max((east - west) * 0.83, 0.01), (height - 2 * _EDGE) / max(north - south, 0.01)
    )

    def put(code: str) -> tuple[float, float]:
        latitude, longitude = points[code]
        across = (longitude - (west + east) / 2) * 0.83 * scale + width / 2
        return round(across, 1), round(height / 2 - (latitude - (south + north) / 2) * scale, 1)

    ways = []
    for each in rounds:
        stops = [stop for stop in each["stops"] if stop["stop"].place_code in points]
        line = [put(hub_code), *(put(stop["stop"].place_code) for stop in stops), put(hub_code)]
        ways.append(
            {
                "colour": each["colour"],
                "line": " ".join(f"{x},{y}" for x, y in line),
                "dots": [
                    (x, y, stop["stop"].position) for stop, (x, y) in zip(stops, line[1:-1], strict=True)
                ],
            }
        )
    return {"width": width, "height": height, "hub": put(hub_code), "ways": ways}


def _codes(hub_code: str, rounds: Sequence[dict[str, Any]]) -> list[str]:
    return [hub_code, *(stop["stop"].place_code for each in rounds for stop in each["stops"])]


def _point(place: places.Place | None) -> tuple[float, float] | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude
