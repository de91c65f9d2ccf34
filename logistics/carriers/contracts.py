"""
What we ask of a carrier and what it says, in our words. An adapter turns its company's words into these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from jkrlm.kernel.money import Money


class Milestone(Enum):
    """
    What happens to a parcel while a carrier has it; an adapter leaves out what means nothing to a buyer.
    """

    TAKEN = "taken"
    MOVED = "moved"
    OUT_FOR_DELIVERY = "out-for-delivery"
    ATTEMPTED = "attempted"
    DELIVERED = "delivered"
    REFUSED = "refused"
    RETURNED = "returned"
    DAMAGED = "damaged"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Address:
    """Asked of the store when it is needed, handed to the carrier, kept nowhere here."""

    name: str
    lines: tuple[str, ...]
    pincode: str
    phone: str


@dataclass(frozen=True, slots=True)
class Shipment:
    """
    What a carrier is asked to take. ``key`` is the same whenever it is asked again: one shipment comes of it.

    ``dims_cm`` is "28x22x4", or empty; ``reference`` is our parcel's code; the money is in INR.
    """

    key: str
    reference: str
    service: str
    origin_pincode: str
    to: Address
    weight_grams: int
    dims_cm: str
    declared_value: Money
    cash_to_collect: Money
    is_return: bool = False


@dataclass(frozen=True, slots=True)
class PickupWish:
    """A carrier is asked to fetch parcels (by tracking number) on a day (Asia/Kolkata)."""

    key: str
    day: date
    pincode: str
    tracking_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """One line of a carrier's tracking. ``id`` is the carrier's own, so that it is heard once."""

    id: str
    tracking_number: str
    milestone: Milestone
    at: datetime
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class CashLine:
    """Cash that was collected for a parcel; ``fee`` and its GST were kept of it."""

    tracking_number: str
    amount: Money
    fee: Money
    fee_gst: Money


@dataclass(frozen=True, slots=True)
class CashAdvice:
    """What a carrier handed in at once, under the bank's reference (UTR)."""

    reference: str
    paid_on: date
    lines: tuple[CashLine, ...]


class Carrier(Protocol):
    """
    One company. Each call raises CarrierRefused where it says no, CarrierUnavailable where it does not
    answer in time; nothing is called inside a transaction. ``by_hand``: none of them is called at all.
    """

    name: str
    slug: str
    by_hand: bool

    def create(self, wanted: Shipment) -> str:
        """Return the tracking number; the same for the same key."""
        ...

    def booked(self, key: str) -> str | None:
        """Return the number that was given out under a key, None where nothing was booked under it."""
        ...

    def label(self, tracking_number: str) -> bytes | None:
        """Return the carrier's own label as PDF, None where ours is enough."""
        ...

    def cancel(self, tracking_number: str) -> None:
        """It will not be handed over; cancelled already is no fault."""
        ...

    def track(self, tracking_numbers: Sequence[str]) -> tuple[News, ...]:
        """Return all that is known of these, oldest first; of an unknown number nothing."""
        ...

    def pickup(self, wanted: PickupWish) -> str:
        """Return the number of the pickup; the same for the same key."""
        ...

    def cancel_pickup(self, number: str) -> None:
        """Nobody is to come for it; cancelled already is no fault."""
        ...

    def heard(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[News, ...]:
        """Read what was posted to our webhook. Raises BadNews: not signed by the carrier, or too old."""
        ...

    def remittances(self, since: date) -> tuple[CashAdvice, ...]:
        """Return the cash handed in since a day, oldest first."""
        ...
