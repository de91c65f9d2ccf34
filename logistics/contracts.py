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
    """
    One way for one parcel; the price includes tax and is in whole rupees.

    With ``via_hub`` it is a group's share of one box from that hub, and so is its price; ``via_name`` names
    the hub for people. ``delays`` are the reasons of closed roads that make its days later.
    """

    key: str
    service: str
    carrier: str
    price: Money
    ship_on: date
    earliest: date
    latest: date
    via_hub: str = ""
    via_name: str = ""
    delays: tuple[str, ...] = ()


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

    @property
    def box_key(self) -> str:
        """The same for all shares of one box; empty for a parcel by itself."""
        return self.chosen.key if self.chosen.via_hub else ""

    @property
    def via_hub(self) -> str:
        """The code of the hub where the box is made; empty for a parcel by itself."""
        return self.chosen.via_hub


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

    @property
    def boxes(self) -> int:
        """How many parcels come to the door: shares of one box are one."""
        return len({parcel.box_key or parcel.key for parcel in self.parcels})


@dataclass(frozen=True, slots=True)
class ParcelAnswer:
    """What a group's parcel can expect before anybody has an address; ``refusal`` says why it cannot go."""

    group_code: str
    options: tuple[ParcelOption, ...]
    cheapest: ParcelOption | None
    refusal: str


@dataclass(frozen=True, slots=True)
class LossTerms:
    """
    What holds where a parcel of this declared value is lost or broken: ``carrier_pays`` at most, ``insured``
    the rest where it is insured (its price is in the delivery's), and ``bearer`` (operator or group) what
    neither pays. The buyer gets her money back or the piece again in any case.
    """

    declared: Money
    carrier_pays: Money
    insured: Money
    bearer: str

    @property
    def carrier_bears(self) -> Money:
        """What is claimed of the carrier: what it pays, and what its insurance does."""
        return self.carrier_pays + self.insured


@dataclass(frozen=True, slots=True)
class CashAnswer:
    """May this order be paid in cash at the door? ``reason`` is a sentence where it may not."""

    allowed: bool
    reason: str
    minimum: Money
    maximum: Money
