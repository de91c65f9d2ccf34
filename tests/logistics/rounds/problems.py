"""Hubs with stops around them, as chance lays them; the same seed, the same hubs."""

import math
import random

from logistics.rounds.problem import Call, Problem, Truck

#: From one hour to another; most places are open all day.
HOURS = ((540, 1020), (540, 1020), (600, 780), (780, 1020), (660, 900))


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres on a plane at 34° north, times a road factor."""
    return math.hypot((one[0] - other[0]) * 111.2, (one[1] - other[1]) * 92.2) * 1.4


def hub_problem(
    chance: random.Random, *, stops: int, trucks: int, hub: str = "hub", heaviest: int = 60_000
) -> Problem:
    middle = (33.0 + chance.random(), 74.0 + chance.random())
    points = [
        middle,
        *((middle[0] + chance.gauss(0, 0.1), middle[1] + chance.gauss(0, 0.12)) for _ in range(stops)),
    ]
    calls = []
    for number in range(stops):
        grams = chance.randrange(500, heaviest)
        calls.append(Call(f"{hub}-{number:03}", grams, *chance.choice(HOURS), 6 + grams // 10_000))
    return Problem(
        hub,
        tuple(calls),
        tuple(
            Truck(f"{hub}-{number}", chance.choice((300_000, 500_000)), 480, 1080, 30)
            for number in range(trucks)
        ),
        tuple(tuple(round(km(one, other) * 1000) for other in points) for one in points),
    )
