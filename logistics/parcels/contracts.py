"""What crosses the door of parcels."""

from dataclasses import dataclass
from datetime import date, datetime

from jkrlm.kernel.money import Money
from logistics.parcels.states import Bearer, Direction, ParcelState, Step, TroubleKind


@dataclass(frozen=True, slots=True)
class ToSend:
    """What a group packs of an order, as the orders know it. ``box_key`` is of the plan; amounts in INR."""

    seller_order: str
    order_id: str
    order_number: str
    group_code: str
    box_key: str
    box_size: int
    origin_pincode: str
    destination_pincode: str
    carrier: str
    service: str
    weight_grams: int
    declared_value: Money
    cash_to_collect: Money
    is_gift: bool
    ship_on: date
    earliest: date
    latest: date
    dims_cm: str = ""


@dataclass(frozen=True, slots=True)
class ParcelView:
    """``shares`` are codes of seller orders: several of a box. ``left`` and ``arrived`` are of its steps."""

    code: str
    direction: Direction
    order_id: str
    order_number: str
    shares: tuple[str, ...]
    groups: tuple[str, ...]
    return_number: int | None
    from_place: str
    hub_code: str
    carrier: str
    service: str
    tracking_number: str
    weight_grams: int
    dims_cm: str
    declared_value: Money
    cash_to_collect: Money
    expected: date
    state: ParcelState
    left_at: datetime | None
    arrived_at: datetime | None
    last_actor: str
    last_words: str


@dataclass(frozen=True, slots=True)
class TroubleView:
    """``claimed`` is asked of the carrier; ``rest_is_groups``: its group bears what that does not pay."""

    id: int
    kind: TroubleKind
    bearer: Bearer
    claimed: Money
    rest_is_groups: bool
    words: str
    actor: str


@dataclass(frozen=True, slots=True)
class TrackStep:
    """``place`` is a place of ours by name, or a carrier's office."""

    step: Step
    at: datetime
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Track:
    """
    A parcel as its buyer sees it. ``expected`` is later than ``promised`` where it is late; ``together``
    are the other groups of its box.
    """

    code: str
    seller_order: str
    return_number: int | None
    state: ParcelState
    carrier: str
    tracking_number: str
    promised: date
    expected: date
    together: tuple[str, ...]
    steps: tuple[TrackStep, ...]

    @property
    def is_late(self) -> bool:
        return self.expected > self.promised


@dataclass(frozen=True, slots=True)
class Waiting:
    """A packed parcel that a round should fetch."""

    parcel_code: str
    place_code: str
    hub_code: str
    weight_grams: int
