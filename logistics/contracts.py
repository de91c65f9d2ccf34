"""What crosses the door of logistics."""

from dataclasses import dataclass
from datetime import date

from jkrlm.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Place:
    """A delivery place; outside Jammu and Kashmir the district is empty."""

    pincode: str
    district: str
    state: str
    state_code: str


@dataclass(frozen=True, slots=True)
class ParcelOption:
    """One way for one parcel; the price includes tax and is in whole rupees."""

    key: str
    service: str
    carrier: str
    price: Money
    ship_on: date
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class ParcelQuote:
    """
    What one group packs. ``weight_grams`` is what it weighs, ``chargeable_grams`` what the carrier
    counts: the larger of weight and volume (L × B × H cm / 5000 kg).
    """

    key: str
    group_code: str
    origin_pincode: str
    origin_district: str
    lines: tuple[tuple[str, int], ...]
    weight_grams: int
    chargeable_grams: int
    pack_by: date
    options: tuple[ParcelOption, ...]
    chosen: ParcelOption


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Delivery of a whole bag. The price is the sum of the parcels; the dates are those by which the
    slowest parcel arrives.
    """

    method_id: str
    kind: str
    digest: str
    price: Money
    earliest: date
    latest: date
    parcels: tuple[ParcelQuote, ...]
    destination: Place
    quoted_on: date


@dataclass(frozen=True, slots=True)
class ParcelAnswer:
    """What a group's parcel can expect before anybody has an address; ``refusal`` says why it cannot go."""

    group_code: str
    options: tuple[ParcelOption, ...]
    cheapest: ParcelOption | None
    refusal: str


@dataclass(frozen=True, slots=True)
class CashAnswer:
    """May this order be paid in cash at the door? ``reason`` is a sentence where it may not."""

    allowed: bool
    reason: str
    minimum: Money
    maximum: Money
