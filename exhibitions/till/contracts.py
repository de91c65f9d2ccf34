"""What crosses the door of the till."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from jkrlm.kernel.money import Money


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line, sums for all of it; of a return what came back."""

    variant_id: str
    product_id: str
    sku: str
    name: str
    serial: str
    group_code: str
    quantity: int
    gross: Money
    net: Money
    discount: Money


@dataclass(frozen=True, slots=True)
class Bill:
    """
    A sale, or a return (``is_return``, amounts above nought are money out). ``state``: waiting (for money),
    settled, void. ``stall`` is the stall's code, empty for a till of the whole exhibition.
    """

    bill_id: UUID
    number: str
    order_number: str
    exhibition: str
    till: int
    stall: str
    is_return: bool
    state: str
    sold_at: datetime
    sold_on: date
    total: Money
    cash: Money
    upi: Money
    card: Money
    lines: tuple[BillLine, ...]


@dataclass(frozen=True, slots=True)
class Till:
    """
    ``waiting`` entries are kept and not booked yet; ``stuck`` says why, where it does not go on by itself.
    """

    number: int
    exhibition: str
    label: str
    stall: str
    paired_at: datetime
    revoked_at: datetime | None
    seen_at: datetime | None
    waiting: int
    stuck: str
    cash: Money


@dataclass(frozen=True, slots=True)
class Day:
    """A till's day. ``counted`` less ``expected`` is ``difference``, explained by ``reason``."""

    till: int
    day: date
    opened_at: datetime
    closed_at: datetime | None
    till_float: Money
    cash_in: Money
    cash_out: Money
    expected: Money
    counted: Money
    difference: Money
    reason: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something of a bill that staff settle; open while ``settled_at`` is None."""

    id: int
    exhibition: str
    till: int
    bill: str
    code: str
    label: str
    message: str
    made_at: datetime
    settled_at: datetime | None
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Paired:
    """What a tablet is told once, when it is paired."""

    device: UUID
    number: int
    token: str
    exhibition: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one entry that was sent: kept, known or refused."""

    id: str
    state: str
    code: str = ""
    message: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing of a till's readiness: whether it is well, and what to do where not."""

    name: str
    is_ready: bool
    words: str


@dataclass(frozen=True, slots=True)
class GroupTakings:
    """What a group sold at an exhibition's tills, less what came back."""

    group_code: str
    pieces: int
    gross: Money
    discount: Money
    percent_returned: Decimal
