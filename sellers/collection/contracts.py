"""What crosses the door of collection."""

from dataclasses import dataclass
from datetime import date, datetime

from jkrlm.kernel.money import Money
from sellers.collection.states import IntakeState, PurchaseKind


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel of a member group as the centre sees it; ``intake`` is None while it is still to come."""

    code: str
    number: str
    group_code: str
    pieces: str
    pack_by: date
    cash: Money
    is_packed: bool
    intake: IntakeState | None
    since: datetime | None
    failed: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Centre:
    """One federation's centre today, each list with the most urgent first."""

    to_come: tuple[Parcel, ...]
    here: tuple[Parcel, ...]
    passed: tuple[Parcel, ...]
    back: tuple[Parcel, ...]


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """``amount`` is what the group gets, ``goods_value`` what the buyer pays without GST."""

    id: int
    kind: PurchaseKind
    voucher: str
    bought_on: date
    group_code: str
    code: str
    pieces: str
    goods_value: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class PurchaseMonth:
    """A month's purchases of a federation; what was given back is taken off the sums."""

    rows: tuple[PurchaseRow, ...]
    bought: Money
    given_back: Money
    following: int | None
