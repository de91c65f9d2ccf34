"""What crosses the door of inspection, and what a phone or a form gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Place:
    """Where the phone believed to be, in degrees (WGS 84); ``accuracy_m`` as it said itself."""

    latitude: Decimal
    longitude: Decimal
    accuracy_m: int


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GivenPhoto:
    file: UUID
    code: str
    taken_at: datetime | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class GivenReport:
    """A report as it was typed. ``photos`` None: whatever has come for the visit belongs to it."""

    key: UUID
    via: str
    outcome: str
    started_at: datetime | None
    ended_at: datetime | None
    note: str = ""
    place: Place | None = None
    answers: Mapping[str, GivenAnswer] = field(default_factory=dict)
    photos: tuple[GivenPhoto, ...] | None = None
    nonconforming: str = ""
    seal: str = ""
    sample_quantity: str = ""
    sample_unit: str = ""
    sent_at: datetime | None = None
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit in one line; ``clashes`` say in words what gets in its way."""

    id: int
    case_number: str
    state: str
    purpose: str
    title: str
    group_code: str
    group_name: str
    village: str
    district: str
    planned_for: datetime | None
    minutes: int
    clashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line of the checklist; ``limit`` is what the standard asks, in words."""

    code: str
    name: str
    kind: str
    unit: str
    method: str
    critical: bool
    limit: str


@dataclass(frozen=True, slots=True)
class CheckedLine:
    code: str
    name: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class VisitPhoto:
    """``picture_key`` is media's, private: show it only by a view that knows who asks."""

    file: UUID
    code: str
    picture_key: str
    taken_at: datetime | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class VisitReport:
    """
    What came of the last visit to a case.

    ``accepted`` is the sampling plan's word (ISO 2859-1), None where no sample of the lot was counted.
    """

    visit_id: int
    case_number: str
    inspector_id: int
    inspector_name: str
    outcome: str
    via: str
    started_at: datetime
    ended_at: datetime
    received_at: datetime
    phone_ahead_seconds: int
    note: str
    place: Place | None
    lines: tuple[CheckedLine, ...]
    photos: tuple[VisitPhoto, ...]
    lot_size: int | None
    sample_letter: str
    sample_size: int | None
    accept: int | None
    reject: int | None
    nonconforming: int | None
    accepted: bool | None
    seal: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Two visits that get in each other's way, in words for the inspector."""

    visit_id: int
    case_number: str
    words: str
