"""The solver's rounds: never over capacity, never outside hours, every stop once or left out, shorter than by eye."""

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics.rounds.problem import Call, Problem, Trip, Truck, in_list_order, nearest_neighbour, trip_of
from logistics.rounds.solving import Solved, solve
from tests.logistics.rounds.problems import hub_problem


def solved(*problems: Problem) -> dict[str, Solved]:
    found: dict[str, Solved] = {}
    solve(problems, lambda each: found.__setitem__(each.problem.hub_code, each))
    assert found.keys() == {each.hub_code for each in problems}
    return found


def holds(problem: Problem, trips: Sequence[Trip]) -> None:
    """Drive each trip once more, by hand and not by the rules under test."""
    for trip in trips:
        truck, clock, at = problem.trucks[trip.truck], trip.leaves, 0
        assert trip.leaves >= truck.starts
        assert sum(problem.calls[each].grams for each in trip.calls) == trip.grams <= truck.capacity_grams
        for each, arrives in zip(trip.calls, trip.arrives, strict=True):
            call = problem.calls[each]
            assert arrives - clock >= problem.metres[at][each + 1] * 60 / (truck.speed_kmh * 1000)
            assert call.opens <= arrives and arrives + call.minutes <= call.closes
            clock, at = arrives + call.minutes, each + 1
        assert trip.back - clock >= problem.metres[at][0] * 60 / (truck.speed_kmh * 1000)
        assert trip.back <= truck.ends


def once_or_left(problem: Problem, found: Solved) -> None:
    made = [each for trip in found.trips for each in trip.calls]
    assert sorted([*made, *found.left_out]) == list(range(len(problem.calls)))
    assert len({trip.truck for trip in found.trips}) == len(found.trips)


def metres(trips: Sequence[Trip]) -> int:
    return sum(each.metres for each in trips)


def test_three_hubs_are_driven_shorter_than_by_eye_and_the_same_again() -> None:
    chance = random.Random(7)
    problems = [hub_problem(chance, stops=14, trucks=3, hub=f"hub-{number}") for number in range(3)]
    first, second = solved(*problems), solved(*problems)
    assert {hub: each.trips for hub, each in first.items()} == {
        hub: each.trips for hub, each in second.items()
    }
    for problem in problems:
        found = first[problem.hub_code]
        once_or_left(problem, found)
        holds(problem, found.trips)
        assert found.left_out == ()
    nearest = sum(metres(nearest_neighbour(each, range(14))) for each in problems)
    usual = sum(metres(in_list_order(each, range(14))) for each in problems)
    ours = sum(metres(each.trips) for each in first.values())
    assert ours <= 0.85 * nearest
    assert nearest < usual


def test_what_no_vehicle_has_room_for_is_left_out_and_the_rest_is_driven() -> None:
    calls = tuple(Call(f"place-{number}", 60_000, 540, 1020, 10) for number in range(4))
    metres_between = tuple(tuple(abs(one - other) * 4000 for other in range(5)) for one in range(5))
    problem = Problem("hub", calls, (Truck("small", 130_000, 480, 1080, 30),), metres_between)
    found = solved(problem)["hub"]
    assert len(found.left_out) == 2
    assert found.trips[0].grams == 120_000


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_stops_capacity_hours_and_every_stop_hold(data: st.DataObject) -> None:
    """By the quick rules, which judge the solver's rounds too: a property of every order that they let pass."""
    chance = random.Random(data.draw(st.integers(0, 10**6)))
    problem = hub_problem(
        chance,
        stops=data.draw(st.integers(1, 18)),
        trucks=data.draw(st.integers(1, 4)),
        heaviest=data.draw(st.sampled_from([5_000, 60_000, 400_000])),
    )
    order = data.draw(st.permutations(range(len(problem.calls))))
    trip = trip_of(problem, data.draw(st.integers(0, len(problem.trucks) - 1)), order)
    if trip is not None:
        holds(problem, [trip])
    for trips in (nearest_neighbour(problem, order), in_list_order(problem, order)):
        holds(problem, trips)
        made = [each for trip in trips for each in trip.calls]
        assert len(made) == len(set(made))


def test_the_solver_keeps_the_same_promises_on_problems_that_chance_makes() -> None:
    """All in one go, since starting the solver costs a second: tight fleets, heavy loads, one stop, none that fits."""
    chance = random.Random(20261122)
    problems = [
        hub_problem(
            chance,
            stops=chance.randrange(1, 12),
            trucks=chance.randrange(1, 4),
            hub=f"hub-{number}",
            heaviest=chance.choice((5_000, 60_000, 300_000)),
        )
        for number in range(12)
    ]
    for found in solved(*problems).values():
        once_or_left(found.problem, found)
        holds(found.problem, found.trips)


@pytest.mark.slow
def test_a_thousand_stops_and_forty_hubs_in_a_minute_and_fifteen_per_cent_shorter() -> None:
    chance = random.Random(1)
    problems = [hub_problem(chance, stops=25, trucks=4, hub=f"hub-{number}") for number in range(40)]
    began = time.monotonic()
    found = solved(*problems)
    seconds = time.monotonic() - began
    ours = nearest = 0
    for problem in problems:
        each = found[problem.hub_code]
        once_or_left(problem, each)
        holds(problem, each.trips)
        assert each.left_out == ()
        ours += metres(each.trips)
        nearest += metres(nearest_neighbour(problem, range(25)))
    less = 1 - ours / nearest
    print(f"{seconds:.1f} s; {ours / 1000:,.0f} km against {nearest / 1000:,.0f} km: {less:.1%} less")
    assert less >= 0.15
    assert seconds < 60
