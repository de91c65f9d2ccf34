"""
Dates of a journey past closed roads. Pure.

A closure only ever makes a date later: what a journey meets is asked of the whole time from the day it would
have begun to the day it ends at last, and that time only grows with each closure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from logistics.tariff import ClosureRow

#: A closure without an end, or shifts beyond this, mean: it does not travel.
LATER_AT_MOST: Final = timedelta(days=366)
WorkingDay = Callable[[date], date]


@dataclass(frozen=True, slots=True)
class Spot:
    """One end of a journey; the district is empty outside Jammu and Kashmir, both where it began already."""

    pincode: str
    district: str

    def lies_in(self, closure: ClosureRow) -> bool:
        if closure.prefix:
            return self.pincode.startswith(closure.prefix)
        if closure.district:
            return self.district == closure.district
        return bool(self.pincode)


@dataclass(frozen=True, slots=True)
class Journey:
    """Handed over on ``ship_on``, at the door from ``earliest`` to ``latest``; ``reasons`` of its delay."""

    ship_on: date
    earliest: date
    latest: date
    reasons: tuple[str, ...] = ()


def met_by(
    closures: Iterable[ClosureRow], *spots: Spot, carrier: str = "", service: str = ""
) -> tuple[ClosureRow, ...]:
    """
    Return the closures that a journey over these spots can meet, in order of their beginning. Without a
    carrier it is one of our own vans.
    """
    found = []
    for closure in closures:
        if not closure.concerns(carrier, service):
            continue
        inside = [spot.lies_in(closure) for spot in spots]
        if any(inside) and not (closure.only_crossing and all(inside)):
            found.append(closure)
    return tuple(sorted(found, key=lambda row: (row.begins, row.id)))


def travel(
    *,
    ship_on: date,
    days_min: int,
    days_max: int,
    origin: Spot,
    destination: Spot,
    met: tuple[ClosureRow, ...],
    working_day: WorkingDay,
) -> Journey | None:
    """
    Return the days of a journey that would begin on ``ship_on``; None where nothing moves until further
    notice.

    Where nothing moves, what begins there waits until it ends, and what goes there arrives after it. Days
    that a closure adds are added once, where the journey falls into it.
    """
    barred = [row for row in met if row.days_added is None]
    shut_here = [row for row in barred if origin.lies_in(row)]
    shut_there = [row for row in barred if destination.lies_in(row)]
    begun = _open_day(ship_on, shut_here, working_day)
    if begun is None:
        return None
    late = [row for row in met if row.days_added is not None]
    latest = begun
    while True:
        slowed = [row for row in late if row.begins <= latest and (row.ends is None or ship_on <= row.ends)]
        added = sum(row.days_added or 0 for row in slowed)
        reached = _open_day(working_day(begun + timedelta(days=days_max + added)), shut_there, working_day)
        if reached is None or reached - ship_on > LATER_AT_MOST:
            return None
        if reached <= latest:
            break
        latest = reached
    earliest = _open_day(working_day(begun + timedelta(days=days_min + added)), shut_there, working_day)
    assert earliest is not None
    waited = [row for row in barred if row.begins <= latest and (row.ends is None or ship_on <= row.ends)]
    shifted = (begun, latest) != (ship_on, working_day(ship_on + timedelta(days=days_max)))
    reasons = tuple(dict.fromkeys(row.said for row in (*slowed, *waited))) if shifted else ()
    return Journey(begun, min(earliest, latest), latest, reasons)


def _open_day(day: date, shut: list[ClosureRow], working_day: WorkingDay) -> date | None:
    """Return the first working day from ``day`` on that is in none of the closures."""
    while True:
        day = working_day(day)
        hit = next((row for row in shut if row.begins <= day and (row.ends is None or day <= row.ends)), None)
        if hit is None:
            return day
        if hit.ends is None:
            return None
        day = hit.ends + timedelta(days=1)
