"""
What waits on a day, made into a problem for each hub; what cannot be asked of any vehicle is put aside
with why.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

import logistics.places.facade as places
from logistics.facade import holidays
from logistics.parcels.facade import Waiting
from logistics.rounds.models import Vehicle
from logistics.rounds.problem import Call, Problem, Truck, reachable
from logistics.rounds.states import Reason

#: Greeting, the register and the seals; then each ten kilograms are carried.
LOADING_MINUTES = 6
GRAMS_A_MINUTE = 10_000


@dataclass(frozen=True, slots=True)
class Load:
    """Parcels of one place that go on one vehicle: (code, grams) each."""

    place: places.Place
    hub_code: str
    parcels: tuple[tuple[str, int], ...]

    @property
    def grams(self) -> int:
        return sum(grams for _code, grams in self.parcels)


@dataclass(frozen=True, slots=True)
class Aside:
    """Parcels that no round can take, and why."""

    hub_code: str
    place_code: str
    reason: Reason
    parcels: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class HubDay:
    """A hub's problem; ``loads`` in the order of its calls, ``vehicles`` in that of its trucks."""

    problem: Problem
    loads: tuple[Load, ...]
    vehicles: tuple[Vehicle, ...]


def hub_days(
    waiting: Iterable[Waiting], *, day: date, off: Iterable[str] = ()
) -> tuple[tuple[HubDay, ...], tuple[Aside, ...]]:
    """
    Return the problem of each hub where something waits, but for those of ``off``, and what is put
    aside.
    """
    aside: list[Aside] = []
    by_hub: dict[str, list[Load]] = defaultdict(list)
    skipped = set(off)
    for (place_code, hub_code), parcels in _by_place(waiting).items():
        if hub_code in skipped or place_code == hub_code:
            continue  # driven as it is, or there already
        found = _placed(place_code, hub_code, parcels, day)
        if isinstance(found, Aside):
            aside.append(found)
        else:
            by_hub[hub_code].append(found)
    made = []
    vehicles = _vehicles(by_hub)
    for hub_code, loads in sorted(by_hub.items()):
        hub_day, left = _hub_day(hub_code, loads, vehicles[hub_code])
        aside += left
        if hub_day is not None:
            made.append(hub_day)
    return tuple(made), tuple(aside)


def metres_between(hub: places.Place, stops: Sequence[places.Place]) -> tuple[tuple[int, ...], ...]:
    """Return the square of metres by road, the hub first."""
    points = [hub, *stops]
    rows = [[0] * len(points) for _ in points]
    for row, one in enumerate(points):
        for column in range(row):
            metres = round(places.distance_km(one, points[column]) * 1000)
            rows[row][column] = rows[column][row] = metres
    return tuple(map(tuple, rows))


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def loading_minutes(grams: int) -> int:
    return LOADING_MINUTES + -(-grams // GRAMS_A_MINUTE)


def truck_of(vehicle: Vehicle) -> Truck:
    return Truck(vehicle.code, vehicle.capacity_grams, vehicle.starts, vehicle.ends, vehicle.speed_kmh)


def _by_place(waiting: Iterable[Waiting]) -> dict[tuple[str, str], tuple[tuple[str, int], ...]]:
    found: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for each in sorted(waiting, key=lambda one: (one.place_code, one.parcel_code)):
        found[each.place_code, each.hub_code].append((each.parcel_code, each.weight_grams))
    return {key: tuple(parcels) for key, parcels in found.items()}


def _placed(place_code: str, hub_code: str, parcels: tuple[tuple[str, int], ...], day: date) -> Load | Aside:
    if not hub_code:
        return Aside("", place_code, Reason.NO_HUB, parcels)
    try:
        place, hub = places.place(place_code), places.place(hub_code)
        places.distance_km(hub, place)
    except (places.PlaceUnknown, places.PointUnknown):
        return Aside(hub_code, place_code, Reason.NO_PLACE, parcels)
    network = places.network()
    if day in holidays() or not network.is_open(place, day) or not network.is_open(hub, day):
        return Aside(hub_code, place_code, Reason.CLOSED, parcels)
    return Load(place, hub_code, parcels)


def _vehicles(hub_codes: Iterable[str]) -> dict[str, tuple[Vehicle, ...]]:
    found: dict[str, list[Vehicle]] = {code: [] for code in hub_codes}
    rows = Vehicle.objects.filter(is_active=True, hub_code__in=found)
    for each in rows.order_by("-capacity_grams", "code"):
        found[each.hub_code].append(each)
    return {code: tuple(held) for code, held in found.items()}


def _hub_day(
    hub_code: str, loads: Sequence[Load], vehicles: tuple[Vehicle, ...]
) -> tuple[HubDay | None, list[Aside]]:
    if not vehicles:
        return None, [_aside(each, Reason.NO_VEHICLE) for each in loads]
    largest = max(each.capacity_grams for each in vehicles)
    parts, left = [], []
    for load in loads:
        kept = tuple(each for each in load.parcels if each[1] <= largest)
        if len(kept) < len(load.parcels):
            heavy = tuple(each for each in load.parcels if each[1] > largest)
            left.append(Aside(hub_code, load.place.code, Reason.TOO_HEAVY, heavy))
        parts += _parts(Load(load.place, hub_code, kept), largest)
    whole = _problem(hub_code, parts, vehicles)
    near = [number for number in range(len(parts)) if reachable(whole, number)]
    left += [
        _aside(each, Reason.OUT_OF_REACH) for number, each in enumerate(parts) if number not in set(near)
    ]
    if not near:
        return None, left
    kept_parts = tuple(parts[number] for number in near)
    problem = whole if len(near) == len(parts) else _problem(hub_code, kept_parts, vehicles)
    return HubDay(problem, kept_parts, vehicles), left


def _parts(load: Load, most: int) -> list[Load]:
    """Return the load in parts that a vehicle can carry: each parcel into the first part with room for it."""
    parts: list[list[tuple[str, int]]] = []
    for parcel in sorted(load.parcels, key=lambda each: (-each[1], each[0])):
        for part in parts:
            if sum(grams for _code, grams in part) + parcel[1] <= most:
                part.append(parcel)
                break
        else:
            parts.append([parcel])
    return [Load(load.place, load.hub_code, tuple(sorted(part))) for part in parts]


def _problem(hub_code: str, loads: Sequence[Load], vehicles: tuple[Vehicle, ...]) -> Problem:
    hub = places.place(hub_code)
    return Problem(
        hub_code,
        tuple(
            Call(
                each.place.code,
                each.grams,
                minute_of(each.place.opens),
                minute_of(each.place.closes),
                loading_minutes(each.grams),
            )
            for each in loads
        ),
        tuple(map(truck_of, vehicles)),
        metres_between(hub, [each.place for each in loads]),
    )


def _aside(load: Load, reason: Reason) -> Aside:
    return Aside(load.hub_code, load.place.code, reason, load.parcels)
