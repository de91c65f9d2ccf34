"""What crosses the door of labels."""

from dataclasses import dataclass
from datetime import datetime

from certification.labels.codes import Address, shown
from certification.labels.states import BatchState, LabelStateName


@dataclass(frozen=True, slots=True)
class Goods:
    """What a label shows of its goods, as it was when the batch was made."""

    title: str
    title_hi: str
    title_ur: str
    slug: str
    picture_url: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class Label:
    """One label; ``own_id`` is the address under which we know it where there is no GTIN."""

    id: int
    code: str
    gtin: str
    own_id: str
    lot_number: str
    certificate_number: str
    product_id: str
    group_code: str
    state: LabelStateName
    batch_id: int
    position: int
    unit: str
    reason: str
    changed_at: datetime
    base_url: str
    goods: Goods

    @property
    def shown(self) -> str:
        """The code as it is printed."""
        return shown(self.code)

    @property
    def address(self) -> Address:
        return Address(self.base_url, self.code, self.gtin, self.lot_number)


@dataclass(frozen=True, slots=True)
class Batch:
    """``made`` of ``count`` exist; ``parts`` are the files in which they are printed."""

    id: int
    state: BatchState
    certificate_number: str
    product_id: str
    group_code: str
    lot_number: str
    gtin: str
    layout: str
    count: int
    made: int
    title: str
    parts: int
    asked_by: str
    asked_at: datetime
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A step in a label's history."""

    state: LabelStateName
    at: datetime
    actor: str
    reason: str
    unit: str
