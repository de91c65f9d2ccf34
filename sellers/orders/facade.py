"""The door of seller orders. Here the clock is read; inside, the moment is handed on."""

from collections.abc import Iterable, Sequence
from datetime import date

from commerce.facade import app_store
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.orders import selectors
from sellers.orders.contracts import Commission, Earning, Piece, SellerOrderCard
from sellers.orders.errors import NotCovered, ReasonMissing, SellerOrderUnknown, SplitDisagrees, WrongState
from sellers.orders.invariants import invariants
from sellers.orders.reactions import (
    on_order_cancelled,
    on_order_confirmed,
    on_order_money,
    on_seller_order_moved,
)
from sellers.orders.rules import earning as _earning
from sellers.orders.selectors import commission, unsplit
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.orders.services.tell_store import check_covered
from sellers.orders.states import TRANSITIONS, WITH_THE_GROUP, SellerOrderState
from sellers.tax.facade import SellerOfRecord, withholding_on

__all__ = [
    "TRANSITIONS",
    "WITH_THE_GROUP",
    "By",
    "Commission",
    "Earning",
    "NotCovered",
    "Piece",
    "ReasonMissing",
    "SellerOrderCard",
    "SellerOrderState",
    "SellerOrderUnknown",
    "SplitDisagrees",
    "WrongState",
    "accept",
    "cancel",
    "card",
    "cards_of_group",
    "commission",
    "deliver",
    "earning_of",
    "hand_over",
    "invariants",
    "on_order_cancelled",
    "on_order_confirmed",
    "on_order_money",
    "on_seller_order_moved",
    "pack",
    "unsplit",
]


def cards_of_group(
    group_codes: Sequence[str], *, states: Iterable[SellerOrderState] = WITH_THE_GROUP
) -> tuple[SellerOrderCard, ...]:
    """Return the groups' seller orders in these states, the first to be packed coming first; 100 at most."""
    return selectors.cards_of_group(group_codes, states=states)


def card(code: str, *, group_codes: Sequence[str]) -> SellerOrderCard:
    """Return one of these groups' seller orders. Raises SellerOrderUnknown, for another group's as well."""
    return selectors.card(code, group_codes=group_codes)


def accept(code: str, *, group_codes: Sequence[str], by: By) -> None:
    """The group says yes. Raises SellerOrderUnknown, WrongState."""
    move.accept(code=selectors.card(code, group_codes=group_codes).code, by=by, now=clock.now())


def pack(code: str, *, group_codes: Sequence[str], by: By) -> None:
    """It is packed. Raises SellerOrderUnknown, WrongState."""
    move.pack(code=selectors.card(code, group_codes=group_codes).code, by=by, now=clock.now())


def hand_over(code: str, *, group_codes: Sequence[str], by: By, tracking_number: str = "") -> None:
    """
    It is given to the carrier.

    Raises:
        SellerOrderUnknown, WrongState: not theirs, or not where it could leave from.
        NotCovered: neither charged nor promised.
        StoreUnavailable: that cannot be asked now.
    """
    found = selectors.card(code, group_codes=group_codes)
    check_covered(code=found.code, store=app_store())
    move.hand_over(code=found.code, by=by, now=clock.now(), tracking_number=tracking_number)


def cancel(code: str, *, group_codes: Sequence[str], by: By, reason: str) -> None:
    """
    The group cannot send it; what the buyer paid or promised for it goes back.

    Raises:
        SellerOrderUnknown, WrongState: not theirs, or it has left.
        ReasonMissing: the reason is told to the buyer.
    """
    found = selectors.card(code, group_codes=group_codes)
    move.cancel(code=found.code, by=by, now=clock.now(), reason=reason)


def deliver(code: str, *, by: By, delivered_on: date) -> None:
    """Logistics says that it arrived. Raises SellerOrderUnknown, WrongState."""
    move.deliver(code=code, by=by, now=clock.now(), delivered_on=delivered_on)


def earning_of(
    *, price: Money, net: Money, group_code: str, craft: str, category: str, seller: SellerOfRecord
) -> Earning:
    """Return what a price becomes for a group at today's rules: "you will get"."""
    day = clock.today()
    return _earning(
        gross=price,
        net=net,
        commission=selectors.commission(group_code=group_code, craft=craft, category=category, on=day),
        withholding=withholding_on(day, has_pan=True),
        group_sells=seller.kind == "group",
        charges_tax=seller.charges_tax,
    )
