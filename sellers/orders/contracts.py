"""What crosses the door of seller orders."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from jkrlm.kernel.money import Money
from sellers.orders.states import SellerOrderState


@dataclass(frozen=True, slots=True)
class Commission:
    """``gst`` is the operator's on it; both in percent, of the goods' value without tax."""

    rate_percent: Decimal
    gst_percent: Decimal


@dataclass(frozen=True, slots=True)
class Earning:
    """
    What a price becomes, for the whole of a line.

    ``price`` is what the buyer pays; less ``gst``, ``commission``, ``commission_gst``, ``tcs`` and ``tds`` it
    is ``group_gets``.
    """

    price: Money
    gst: Money
    commission: Money
    commission_percent: Decimal
    commission_gst: Money
    tcs: Money
    tds: Money
    group_gets: Money


@dataclass(frozen=True, slots=True)
class Piece:
    name: str
    sku: str
    product_id: str
    quantity: int
    returned: int
    gross: Money


@dataclass(frozen=True, slots=True)
class SellerOrderCard:
    """
    A seller order as its group sees it. ``group_gets`` is after refunds; ``cash`` is for the carrier.

    ``unanswered_at`` is when it was told that nobody has said yes; ``latest`` is promised to the buyer.
    """

    code: str
    number: str
    group_code: str
    state: SellerOrderState
    pack_by: date
    ship_on: date
    carrier: str
    service: str
    destination_pincode: str
    tracking_number: str
    pieces: tuple[Piece, ...]
    group_gets: Money
    cash: Money
    confirmed_at: datetime
    order_id: str
    latest: date | None = None
    delivered_on: date | None = None
    unanswered_at: datetime | None = None
    is_gift: bool = False


@dataclass(frozen=True, slots=True)
class SellerOrderStep:
    """A line of an order's history. ``actor`` is "person:7", "store" or "clock"."""

    state: SellerOrderState
    at: datetime
    actor: str
    on_behalf_of: str
    reason: str


@dataclass(frozen=True, slots=True)
class SellerOrderDetail:
    """One seller order with its history, oldest first, and what its label says."""

    card: SellerOrderCard
    steps: tuple[SellerOrderStep, ...]
    weight_grams: int
    seller_name: str


@dataclass(frozen=True, slots=True)
class Handed:
    """
    Cash of a parcel as a carrier's list has it; ``row`` is the line of the file. ``fee`` was kept of it.
    """

    row: int
    code: str
    amount: Money
    fee: Money
    fee_gst: Money
