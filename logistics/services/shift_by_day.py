"""What a day on which nobody works makes of a promise that was given before anybody knew of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import logistics.places.facade as places
from logistics import models, rules
from logistics.boxes import open_day
from logistics.closures import Journey
from logistics.selectors import tariff_on
from logistics.services.shift_promise import Promise
from logistics.tariff import REASON_MAX, Tariff


@dataclass(frozen=True, slots=True)
class DayOff:
    """
    A day on which nobody works: all, or those at ``place``. ``reason`` is read by buyers. ``known`` are the
    times in which an earlier row said so already (from, first day on which it did not): quotes of those days
    count it.
    """

    day: date
    place: str
    reason: str
    known: tuple[tuple[date, date | None], ...] = ()

    def was_known(self, on: date) -> bool:
        return any(since <= on and (until is None or on < until) for since, until in self.known)


def day_off(day: date, place: str, *, today: date) -> DayOff | None:
    """Return a day on which nobody works, as it is known now; None where they work after all."""
    if place:
        why = places.why_closed(place, day)
        if not why:
            return None
        return DayOff(day, place, f"{places.place(place).name}: {why}"[:REASON_MAX])
    rows = list(models.Holiday.objects.filter(day=day).order_by("valid_from"))
    held = [row for row in rows if row.valid_from <= today and (row.valid_to is None or today < row.valid_to)]
    if not held:
        return None
    now = held[-1]
    known = tuple((row.valid_from, row.valid_to) for row in rows if row.pk != now.pk)
    return DayOff(day, "", now.name, known)


def shifted(promise: Promise, off: DayOff, *, today: date) -> Journey | None:
    """
    Return the new days of a promise; None where the day off does not make it later.

    What waits loses a day of packing and bringing, and arrives so much later. A carrier's days are calendar
    days: what is on its way is later only where it would come on that day. What is late already is promised
    anew where parcels are found late.
    """
    tariff = tariff_on(today)
    if promise.latest < today or off.day < today or off.day.weekday() == rules.SUNDAY:
        return None
    if off.place:
        lag = None if promise.has_left or off.day in tariff.holidays else _lag_at(promise, off, today, tariff)
    elif off.was_known(promise.promised_on):
        lag = None
    else:
        lag = _lag(promise, off, today, tariff)
    if lag is None or (not lag and off.day != promise.latest):
        return None
    earliest = rules.working_day(promise.earliest + lag, tariff)
    latest = rules.working_day(promise.latest + lag, tariff)
    if latest <= promise.latest:
        return None
    return Journey(promise.ship_on + lag, min(earliest, latest), latest, (off.reason,))


def _lag(promise: Promise, off: DayOff, today: date, tariff: Tariff) -> timedelta:
    """Return how much later it is handed over on account of a holiday of all."""
    due = max(promise.ship_on, today)
    first = due if promise.is_packed and not promise.via_hub else today
    if promise.has_left or not first <= off.day <= due:
        return timedelta(0)
    return rules.working_day(due + timedelta(days=1), tariff) - due


def _lag_at(promise: Promise, off: DayOff, today: date, tariff: Tariff) -> timedelta | None:
    """Return how much later it is handed over as one place is closed; None where it is not there then."""
    network, at = places.network(), places.place(off.place)
    try:
        centre = places.collection_place_of(promise.group_code)
    except places.PlaceUnknown:
        return None
    due = max(promise.ship_on, today)
    if not at.weekdays[off.day.weekday()]:
        return None
    leaves = None
    if promise.via_hub and at.code == centre.code:
        leaves = _box_leaves(promise, off, centre, today, tariff)
    passes = (promise.via_hub,) if promise.via_hub else (centre.code, centre.hub_code)
    if leaves is None and off.day == due and at.code in passes:
        leaves = open_day(due, partial(network.is_open, at), tariff)
    return None if leaves is None else max(leaves - due, timedelta(0))


def _box_leaves(
    promise: Promise, off: DayOff, centre: places.Place, today: date, tariff: Tariff
) -> date | None:
    """Return when a box leaves whose share a centre takes in later; None where it was not to do so then."""
    network, leg = places.network(), tariff.hub_leg
    ready = max(promise.pack_by + timedelta(days=1), today)

    def but_for_it(day: date) -> bool:
        return day == off.day or network.is_open(centre, day)

    taken = open_day(ready, partial(network.is_open, centre), tariff)
    if leg is None or taken is None or open_day(ready, but_for_it, tariff) == taken:
        return None
    at_hub = rules.working_day(taken + timedelta(days=leg.days), tariff)
    hub = places.place(promise.via_hub)
    return open_day(at_hub + timedelta(days=1), partial(network.is_open, hub), tariff)
