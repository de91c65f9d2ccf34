"""What a closed road makes of a promise that was given before it closed."""

from dataclasses import dataclass, replace
from datetime import date

import logistics.places.facade as places
from logistics import models, rules
from logistics.closures import Journey, Spot, met_by, travel
from logistics.errors import PincodeUnknown
from logistics.selectors import tariff_on
from logistics.tariff import ClosureRow, Tariff


@dataclass(frozen=True, slots=True)
class Promise:
    """
    What one parcel of a group was promised on a day, and where it goes; ``has_left`` once a carrier has it.
    """

    group_code: str
    origin_pincode: str
    destination_pincode: str
    via_hub: str
    promised_on: date
    pack_by: date
    ship_on: date
    earliest: date
    latest: date
    is_packed: bool
    has_left: bool
    carrier: str = ""
    service: str = ""


def closure_row(closure_id: int) -> ClosureRow | None:
    """Return a closure that still holds; None where it was lifted meanwhile."""
    row = models.RoadClosure.objects.filter(pk=closure_id, lifted_at=None).first()
    if row is None:
        return None
    columns = ClosureRow.__dataclass_fields__
    return ClosureRow(**{name: getattr(row, name) for name in columns})


def replaced_by(closure_id: int) -> tuple[int, ...]:
    """Return the closures that this one stands for, the one just before it first."""
    found: list[int] = []
    before = models.RoadClosure.objects.filter(pk=closure_id).values_list("replaces_id", flat=True).first()
    while before is not None:
        found.append(before)
        before = models.RoadClosure.objects.filter(pk=before).values_list("replaces_id", flat=True).first()
    return tuple(found)


def shifted(promise: Promise, closure: ClosureRow, *, today: date) -> Journey | None:
    """
    Return the new days of a promise; None where the closure does not make it later.

    Where nothing moves until further notice nobody can promise a day: the old ones stay, and the parcel is
    late when they pass.
    """
    tariff = tariff_on(today)
    origin = _spot(promise.origin_pincode, tariff)
    door = _spot(promise.destination_pincode, tariff)
    spots = [origin, door]
    if promise.via_hub:
        hub = places.place(promise.via_hub)
        spots.insert(1, Spot(hub.pincode, hub.district))
        if closure.carrier:  # to the hub goes a van of ours
            origin, spots = spots[1], spots[1:]
    if not met_by((closure,), *spots, carrier=promise.carrier, service=promise.service):
        return None
    start = promise.ship_on if promise.ship_on > today else min(today, promise.latest)
    if promise.has_left:
        start = min(max(promise.ship_on, today), promise.latest)
        origin = Spot("", "")
    found = travel(
        ship_on=start,
        days_min=max((promise.earliest - start).days, 0),
        days_max=(promise.latest - start).days,
        origin=origin,
        destination=door,
        met=(closure,),
        working_day=lambda day: rules.working_day(day, tariff),
    )
    if found is None or found.latest <= promise.latest:
        return None
    return replace(
        found,
        ship_on=max(found.ship_on, promise.ship_on),
        earliest=max(found.earliest, promise.earliest),
        reasons=(closure.said,),
    )


def _spot(pincode: str, tariff: Tariff) -> Spot:
    try:
        return Spot(pincode, tariff.place(pincode).district)
    except PincodeUnknown:
        return Spot(pincode, "")
