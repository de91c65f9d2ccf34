"""What crosses the door of rounds."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Vehicle:
    """``starts`` and ``ends`` are minutes of the day in India; ``driver_id`` is who usually drives it."""

    id: int
    code: str
    name: str
    hub_code: str
    capacity_grams: int
    starts: int
    ends: int
    speed_kmh: int
    driver_id: int | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class VehicleWish:
    """A vehicle as it was typed."""

    code: str
    name: str
    hub_code: str
    capacity_kg: int
    starts: int
    ends: int
    speed_kmh: int
    driver_id: int | None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class PlannedStop:
    place_code: str
    arrives: int
    minutes: int
    grams: int
    parcels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """``state`` as in states.RoundState; ``stops`` in the order in which they are driven."""

    code: str
    day: date
    hub_code: str
    vehicle_code: str
    driver_id: int | None
    state: str
    leaves: int
    back: int
    metres: int
    grams: int
    stops: tuple[PlannedStop, ...]


@dataclass(frozen=True, slots=True)
class GivenVisit:
    """
    What a driver did at a stop, as it was sent; ``taken`` are parcel codes as they were scanned or
    ticked.
    """

    key: UUID
    stop_id: int
    outcome: str
    via: str
    happened_at: datetime | None
    note: str = ""
    taken: tuple[str, ...] = field(default=())
