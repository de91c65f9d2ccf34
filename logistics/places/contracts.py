"""What crosses the door of places."""

from dataclasses import dataclass
from datetime import date, time

#: Monday to Saturday: what is open where nobody said otherwise.
SIX_DAYS = (True, True, True, True, True, True, False)
OPENS = time(9)
CLOSES = time(17)


@dataclass(frozen=True, slots=True)
class Place:
    """
    ``weekdays`` begins with Monday. ``hub_code`` is the hub that serves it, a hub's own code for itself, and
    empty where none does. ``capacity_grams`` is None where nobody has said. ``begins`` and ``ends`` (both
    included) bound an exhibition. Closed for good: ``is_closed`` today, or from ``closed_from`` on. ``point``
    says how exactly latitude and longitude (WGS 84) are known.
    """

    code: str
    kind: str
    name: str
    district: str
    pincode: str
    latitude: float | None
    longitude: float | None
    hub_code: str
    capacity_grams: int | None
    weekdays: tuple[bool, ...] = SIX_DAYS
    opens: time = OPENS
    closes: time = CLOSES
    village: str = ""
    organisation: str = ""
    warehouse: str = ""
    point: str = "unknown"
    begins: date | None = None
    ends: date | None = None
    is_sample: bool = False
    is_closed: bool = False
    closed_from: date | None = None


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody with a task at a place, from one day to another (not included)."""

    person_id: int
    name: str
    task: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Fill:
    """What lies at a place now, and its room, in grams; ``room`` is None where nobody has said."""

    held: int
    room: int | None

    @property
    def percent(self) -> int | None:
        return round(100 * self.held / self.room) if self.room else None

    @property
    def is_over(self) -> bool:
        return self.would_be_over(0)

    def would_be_over(self, more: int) -> bool:
        """Say whether so many grams more are too much for it."""
        return self.room is not None and self.held + more > self.room

    @property
    def held_kg(self) -> str:
        return kilos(self.held)

    @property
    def room_kg(self) -> str:
        return kilos(self.room or 0)


def kilos(grams: int) -> str:
    """Return kilograms to a tenth, as people write them: 12, 0.4."""
    return f"{grams / 1000:,.1f}".removesuffix(".0")
