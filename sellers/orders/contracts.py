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
    """A seller order as its group sees it. ``group_gets`` is before refunds; ``cash`` is for the carrier."""

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
