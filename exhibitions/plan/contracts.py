"""What crosses the door of plan."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final
from uuid import UUID

from jkrlm.kernel.money import Money

#: What a form says for a district outside of Jammu and Kashmir; kept is the state that the PIN code is of.
ELSEWHERE: Final = "elsewhere"


@dataclass(frozen=True, slots=True)
class Exhibition:
    """
    ``opens_on`` and ``closes_on`` are both included; ``opens_at`` and ``closes_at`` are of every day, in
    India. ``names`` has "en", "hi" and "ur" (English where a translation is missing). ``apply_by`` is the
    last day on which groups apply. ``hall_width`` and ``hall_depth`` are metres; the map's origin is the
    corner above left. ``place_code`` is the place of kind exhibition in logistics.places.
    """

    id: int
    code: str
    slug: str
    name: str
    names: dict[str, str]
    place_code: str
    venue: str
    address: str
    town: str
    district: str
    pincode: str
    opens_on: date
    closes_on: date
    apply_by: date
    opens_at: time
    closes_at: time
    state: str
    cashiers_discount_percent: Decimal
    till_float: Money
    return_days: int
    hall_width: Decimal
    hall_depth: Decimal
    is_sample: bool

    @property
    def days(self) -> int:
        return (self.closes_on - self.opens_on).days + 1


@dataclass(frozen=True, slots=True)
class Zone:
    """``tint`` (1 to 6) is its colour on the map; ``crafts`` are slugs of the only ones there, empty: any."""

    code: str
    name: str
    names: dict[str, str]
    tint: int
    crafts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stall:
    """
    ``size`` is what people call it ("3 × 3 m"); x, y, width and height are metres from the hall's corner
    above left. ``price`` is for the whole exhibition. ``kept`` stalls are given by hand only; ``blocked``
    ones to nobody.
    """

    code: str
    zone_code: str
    size: str
    price: Money
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    kept: bool = False
    blocked: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A stage, a desk, water: drawn as a box, or only written where width or height is nought."""

    id: int
    names: dict[str, str]
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal


@dataclass(frozen=True, slots=True)
class TeamMember:
    """On duty from ``since`` to ``until``, both included. ``duty`` as in states.Duty."""

    user_id: int
    name: str
    duty: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Mark:
    """
    How a stall is drawn: a class of the map (taken, waiting, bad, …), words beside its code, where it
    leads.
    """

    css: str = ""
    label: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """
    A group at an exhibition, as the public page shows it: ``product_ids`` are the store's, of what it brings.
    """

    group_code: str
    stall_code: str
    product_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HourCount:
    """Visitors of one hour: ``hour`` 0 to 23 in India; with a pass, and counted at the gate without one."""

    day: date
    hour: int
    with_pass: int
    at_gate: int

    @property
    def total(self) -> int:
        return self.with_pass + self.at_gate


@dataclass(frozen=True, slots=True)
class ExhibitionWish:
    """An exhibition as it was typed."""

    code: str
    name: str
    name_hi: str
    name_ur: str
    venue: str
    address: str
    town: str
    district: str
    pincode: str
    opens_on: date
    closes_on: date
    apply_by: date
    opens_at: time
    closes_at: time
    hall_width: Decimal
    hall_depth: Decimal
    cashiers_discount_percent: Decimal
    till_float: Decimal
    return_days: int
    about: str = ""
    about_hi: str = ""
    about_ur: str = ""
    directions: str = ""
    directions_hi: str = ""
    directions_ur: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class ZoneWish:
    code: str
    name: str
    name_hi: str = ""
    name_ur: str = ""
    tint: int = 1
    crafts: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RowsWish:
    """
    Rows of stalls as they were typed: ``rows`` rows of ``per_row`` stalls, ``width`` by ``height`` metres
    each, from (x, y); between rows lies an ``aisle``. ``price`` in rupees for the whole exhibition.
    """

    zone_code: str
    rows: int
    per_row: int
    width: Decimal
    height: Decimal
    price: Decimal
    x: Decimal
    y: Decimal
    aisle: Decimal = Decimal("3")


@dataclass(frozen=True, slots=True)
class PassWish:
    """What a visitor typed. ``contact`` is a mobile number or an address of e-mail."""

    key: UUID
    name: str
    contact: str
    people: int
    language: str
    consent: bool


@dataclass(frozen=True, slots=True)
class Pass:
    """``counted_at`` is when it was counted at the gate, None until then."""

    number: str
    token: str
    exhibition_code: str
    name: str
    people: int
    made_at: datetime
    counted_at: datetime | None
