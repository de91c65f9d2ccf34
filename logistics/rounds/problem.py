"""
The rounds of one hub on one day as plain values, and what may be said of an order of stops. No database.

Metres by road; minutes of the day from midnight in India; grams. A leg's minutes are rounded up, so that
what is
promised here can be kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

#: Which of the calls that are left a driver would go to next, from where he stands: the best wish first.
_Wishes: TypeAlias = "Callable[[list[int], int], Sequence[int]]"


@dataclass(frozen=True, slots=True)
class Call:
    """
    A place to call at: what waits there, its open hours, and how long loading takes.

    Whoever calls arrives at ``opens`` or later and has finished loading by ``closes``.
    """

    place_code: str
    grams: int
    opens: int
    closes: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Truck:
    """
    A vehicle of the hub and its shift: it leaves the hub at ``starts`` at the earliest, is back by
    ``ends``.
    """

    code: str
    capacity_grams: int
    starts: int
    ends: int
    speed_kmh: int


@dataclass(frozen=True, slots=True)
class Problem:
    """``metres`` is square: row and column 0 are the hub, the others the calls in their order."""

    hub_code: str
    calls: tuple[Call, ...]
    trucks: tuple[Truck, ...]
    metres: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Trip:
    """
    One vehicle's way. ``calls`` are numbers of the problem's calls, ``arrives`` when loading begins at each;
    ``leaves`` and ``back`` are at the hub.
    """

    truck: int
    calls: tuple[int, ...]
    arrives: tuple[int, ...]
    leaves: int
    back: int
    metres: int
    grams: int

    @property
    def minutes(self) -> int:
        return self.back - self.leaves


@dataclass(frozen=True, slots=True)
class Misfit:
    """
    Why a trip cannot be: ``heavy`` by so many grams, ``late`` at a call by so many minutes, or ``long``:
    back after
    the shift by so many minutes.
    """

    kind: str
    call: int | None
    amount: int


def leg_minutes(metres: int, speed_kmh: int) -> int:
    return ceil(metres * 60 / (speed_kmh * 1000))


def trip_of(problem: Problem, truck: int, calls: Sequence[int]) -> Trip | None:
    """
    Return the trip with its hours, or None where it would be too heavy, too early, too late or too
    long.
    """
    found = driven(problem, truck, calls)
    return found if isinstance(found, Trip) else None


def driven(problem: Problem, truck: int, calls: Sequence[int]) -> Trip | Misfit:
    """Return the trip with its hours, or what is in its way first. ``calls`` are one at least."""
    held = problem.trucks[truck]
    grams = sum(problem.calls[each].grams for each in calls)
    if grams > held.capacity_grams:
        return Misfit("heavy", None, grams - held.capacity_grams)
    first = leg_minutes(problem.metres[0][calls[0] + 1], held.speed_kmh)
    leaves = max(held.starts, problem.calls[calls[0]].opens - first)
    clock, at, metres = leaves, 0, 0
    arrives = []
    for each in calls:
        call, there = problem.calls[each], each + 1
        leg = problem.metres[at][there]
        clock = max(call.opens, clock + leg_minutes(leg, held.speed_kmh))
        if clock + call.minutes > call.closes:
            return Misfit("late", each, clock + call.minutes - call.closes)
        arrives.append(clock)
        clock, at, metres = clock + call.minutes, there, metres + leg
    metres += problem.metres[at][0]
    back = clock + leg_minutes(problem.metres[at][0], held.speed_kmh)
    if back > held.ends:
        return Misfit("long", None, back - held.ends)
    return Trip(truck, tuple(calls), tuple(arrives), leaves, back, metres, grams)


def reachable(problem: Problem, call: int) -> bool:
    """Return whether any vehicle could call there and nowhere else."""
    return any(trip_of(problem, truck, (call,)) is not None for truck in range(len(problem.trucks)))


def in_list_order(problem: Problem, calls: Sequence[int]) -> list[Trip]:
    """
    Return the trips of drivers who work off a list: each takes the next call while it can, then the next
    vehicle
    goes on. When every vehicle is out, they begin anew: what it would take is counted, not what there is.
    """
    return _driven(problem, list(calls), lambda left, _at: left[:1])


def nearest_neighbour(problem: Problem, calls: Sequence[int]) -> list[Trip]:
    """Return the trips of drivers who always go on to the nearest call that they can still make."""
    return _driven(
        problem,
        list(calls),
        lambda left, at: sorted(left, key=lambda each: (problem.metres[at][each + 1], each)),
    )


def _driven(problem: Problem, left: list[int], wishes: _Wishes) -> list[Trip]:
    """Fill the vehicles one after the other, the largest first, until all calls that can be made are."""
    trips: list[Trip] = []
    order = sorted(range(len(problem.trucks)), key=lambda each: (-problem.trucks[each].capacity_grams, each))
    left = [each for each in left if reachable(problem, each)]
    while left:
        before = len(left)
        for truck in order:
            trip = _filled(problem, truck, left, wishes)
            if trip is not None:
                trips.append(trip)
                left = [each for each in left if each not in trip.calls]
        if len(left) == before:
            left = left[1:]  # only a vehicle that had its turn with another first call could make it
    return trips


def _filled(problem: Problem, truck: int, left: Sequence[int], wishes: _Wishes) -> Trip | None:
    trip: Trip | None = None
    rest = list(left)
    while rest:
        at = trip.calls[-1] + 1 if trip else 0
        for each in wishes(rest, at):
            longer = trip_of(problem, truck, (*(trip.calls if trip else ()), each))
            if longer is not None:
                trip = longer
                rest.remove(each)
                break
        else:
            return trip
    return trip
