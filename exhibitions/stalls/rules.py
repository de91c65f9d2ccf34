"""Who is eligible and how many points there are, from what is known. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from exhibitions.stalls.states import Criterion

NOT_APPROVED: Final = "not-approved"
LICENCE: Final = "licence"
CERTIFICATE: Final = "certificate"
GRIEVANCES: Final = "grievances"
NO_SHOWS: Final = "no-shows"
LATE: Final = "late"
#: Fewer orders say nothing about how often a group is late.
ORDERS_THAT_COUNT: Final = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """
    Of one application. ``unlicensed`` are kinds of goods without their licence, ``uncertified`` titles of
    goods that may not be sold without a certificate and have none through the last day.
    """

    is_approved: bool
    unlicensed: tuple[str, ...]
    uncertified: tuple[str, ...]
    pieces: int
    certified: int
    ready: int
    fairs: int
    no_shows: int
    orders: int
    late: int
    grievances: int
    is_far: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """What a call allows: so many no-shows and open grievances, so many orders in a hundred late."""

    no_shows: int
    grievances: int
    late_percent: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an application is not eligible: a code and the facts for its sentence."""

    code: str
    facts: Mapping[str, Any]


def obstacles(facts: Facts, limits: Limits) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way; nothing where the application is eligible."""
    found = []
    if not facts.is_approved:
        found.append(Obstacle(NOT_APPROVED, {}))
    if facts.unlicensed:
        found.append(Obstacle(LICENCE, {"licences": list(facts.unlicensed)}))
    if facts.uncertified:
        found.append(Obstacle(CERTIFICATE, {"goods": list(facts.uncertified)}))
    if facts.grievances > limits.grievances:
        found.append(Obstacle(GRIEVANCES, {"many": facts.grievances}))
    if facts.no_shows > limits.no_shows:
        found.append(Obstacle(NO_SHOWS, {"many": facts.no_shows, "most": limits.no_shows}))
    if facts.orders >= ORDERS_THAT_COUNT and facts.late * 100 > limits.late_percent * facts.orders:
        found.append(Obstacle(LATE, {"late": facts.late, "orders": facts.orders}))
    return tuple(found)


def points(facts: Facts, weights: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """
    Return points by criterion with the facts behind, whole points, halves up.

    Certified goods and ready stock count by the share of pieces; conduct by the share of orders packed in
    time, a quarter less for each fair that the group did not come to.
    """
    shares: dict[Criterion, tuple[Fraction, dict[str, int]]] = {
        Criterion.NEW: (Fraction(facts.fairs == 0), {"fairs": facts.fairs}),
        Criterion.CERTIFIED: (
            _share(facts.certified, facts.pieces),
            {"part": facts.certified, "whole": facts.pieces},
        ),
        Criterion.FAR: (Fraction(facts.is_far), {"far": int(facts.is_far)}),
        Criterion.READY: (_share(facts.ready, facts.pieces), {"part": facts.ready, "whole": facts.pieces}),
        Criterion.CONDUCT: (
            _conduct(facts),
            {"orders": facts.orders, "late": facts.late, "no_shows": facts.no_shows},
        ),
    }
    return {
        name.value: {
            "points": int(shares[name][0] * weights[name] + Fraction(1, 2)),
            "most": weights[name],
            "facts": shares[name][1],
        }
        for name in Criterion
        if weights.get(name)
    }


def score(given: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(int(each["points"]) for each in given.values())


def craft_of(goods: Iterable[tuple[str, int]]) -> str:
    """Return the craft of most pieces; where two have as many, the one that comes first in the alphabet."""
    counted: Counter[str] = Counter()
    for craft, quantity in goods:
        counted[craft] += quantity
    return min(counted, key=lambda craft: (-counted[craft], craft))


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _conduct(facts: Facts) -> Fraction:
    in_time = 1 - _share(facts.late, facts.orders)
    return max(Fraction(0), in_time - Fraction(facts.no_shows, 4))
