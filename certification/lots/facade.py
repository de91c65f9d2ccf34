"""
The door of lots. Here the clock is read; inside, the moment is handed on.

``key`` is made once for an act (a form's hidden field): the same request twice does it once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from certification.lots import selectors
from certification.lots.contracts import (
    Assignment,
    Bearer,
    By,
    Change,
    Life,
    LifeRule,
    Lot,
    LotState,
    OrderLine,
    Recall,
    Traced,
)
from certification.lots.demo import load_demo_lots
from certification.lots.errors import (
    AlreadyRecalled,
    BadLot,
    KeyTaken,
    LotExhausted,
    LotNotForSale,
    LotRefusal,
    LotUnknown,
    NotAssigned,
    OtherGoods,
    UnitSold,
)
from certification.lots.invariants import invariants
from certification.lots.life import life_of, longest
from certification.lots.life import rules as life_rules
from certification.lots.selectors import (
    assignments,
    first_opened,
    has_lots,
    history,
    lot,
    lot_by_key,
    lots_by_number,
    lots_of,
    lots_of_product,
    lots_page,
    orders_of_lot,
    recall_of,
    traced,
)
from certification.lots.services import assign as _assign
from certification.lots.services import open_lot as _open
from certification.lots.services.judge import judge
from certification.lots.services.recall import recall as _recall
from certification.lots.services.set_life import set_life as _set_life
from jkrlm.kernel import clock
from jkrlm.people.facade import User

__all__ = [
    "AlreadyRecalled",
    "Assignment",
    "BadLot",
    "Bearer",
    "By",
    "Change",
    "KeyTaken",
    "Life",
    "LifeRule",
    "Lot",
    "LotExhausted",
    "LotNotForSale",
    "LotRefusal",
    "LotState",
    "LotUnknown",
    "NotAssigned",
    "OrderLine",
    "OtherGoods",
    "Recall",
    "Staff",
    "Traced",
    "UnitSold",
    "assign",
    "assign_order",
    "assign_sold",
    "assignments",
    "close_lot",
    "first_opened",
    "has_lots",
    "history",
    "invariants",
    "judge_expired",
    "life_of",
    "life_rules",
    "load_demo_lots",
    "lot",
    "lot_by_key",
    "lots_by_number",
    "lots_of",
    "lots_of_product",
    "lots_page",
    "open_lot",
    "orders_of_lot",
    "recall",
    "recall_of",
    "release",
    "release_excess",
    "release_order",
    "set_certified",
    "set_life",
    "suggest",
    "traced",
]

#: Nothing sold over a counter has to keep for a journey.
_TAKEN_ALONG: Final = Life(days=0, on_the_way=0)


@dataclass(frozen=True, slots=True)
class Staff:
    """A person of the staff, as who does it."""

    user: User
    on_behalf_of: str = ""

    @property
    def actor(self) -> str:
        return f"person:{self.user.pk}"


def open_lot(
    key: str,
    group_code: str,
    product_id: str,
    name: str,
    made_on: date,
    expires_on: date | None,
    quantity: int,
    by: By,
    *,
    variant_id: str = "",
) -> Lot:
    """
    Open a lot and number it.

    Raises:
        BadLot: ``field`` says what to mend; KeyTaken.
    """
    made = _open.open_lot(
        key=key,
        group_code=group_code,
        product_id=product_id,
        variant_id=variant_id,
        name=name,
        made_on=made_on,
        expires_on=expires_on,
        quantity=quantity,
        by=by,
        now=clock.now(),
        today=clock.today(),
    )
    return selectors.contract(made)


def close_lot(number: str, by: By) -> None:
    """Sell no more of a lot. Raises LotUnknown."""
    _open.close_lot(number_id=selectors.row(number).pk, by=by, now=clock.now(), today=clock.today())


def set_certified(number: str, quantity: int | None, by: By) -> None:
    """
    Say how many pieces of a lot a certificate covers: no more than that is sold. None lifts the limit.

    Raises:
        LotUnknown; BadLot: more than the lot has.
    """
    _open.set_certified(
        number_id=selectors.row(number).pk, quantity=quantity, by=by, now=clock.now(), today=clock.today()
    )


def suggest(
    product_id: str, quantity: int, *, arrives_on: date | None = None, variant_id: str = ""
) -> tuple[tuple[Lot, int], ...]:
    """
    Return from which lots to take so many that arrive on a day (today), first expired first out; less where
    there is not enough of the variant (empty: any) that keeps as long as the rule for its kind asks.
    """
    today = clock.today()
    return selectors.suggest(
        product_id,
        quantity,
        arrives_on=max(today, arrives_on or today),
        life=life_of(product_id, on=today),
        variant_id=variant_id,
    )


def assign(
    key: str,
    order_code: str,
    line_ref: str,
    product_id: str,
    lot_number: str,
    quantity: int,
    by: By,
    serials: Sequence[str] = (),
    *,
    arrives_on: date | None = None,
    sold_at: datetime | None = None,
    variant_id: str = "",
) -> Assignment:
    """
    Put pieces of a lot into a line of a seller order; ``serials`` are the label codes on them,
    ``arrives_on`` is the day promised to the buyer. ``sold_at``: he took them along then.
    ``variant_id`` empty: its size is not known.

    Raises:
        LotUnknown, LotExhausted, LotNotForSale, OtherGoods, UnitSold, KeyTaken.
    """
    row = selectors.row(lot_number)
    made = _assign.assign(
        key=key,
        order_code=order_code,
        line_ref=line_ref,
        product_id=product_id,
        lot_id=row.pk,
        quantity=quantity,
        serials=serials,
        by=by,
        now=sold_at or clock.now(),
        today=clock.local_date(sold_at) if sold_at else clock.today(),
        arrives_on=arrives_on,
        life=_TAKEN_ALONG if sold_at else None,
        variant_id=variant_id,
    )
    return selectors.assignment(made, row.number)


def assign_order(order_code: str, lines: Sequence[OrderLine], by: By) -> tuple[int, ...]:
    """Put into each line what is first to expire; return how many pieces each still wants. Repeatable."""
    return _assign.assign_order(
        order_code=order_code, lines=lines, by=by, now=clock.now(), today=clock.today()
    )


def assign_sold(order_code: str, lines: Sequence[OrderLine], by: By, *, sold_at: datetime) -> tuple[int, ...]:
    """Like ``assign_order`` for what its buyer took along at ``sold_at``: only then it had to be fresh."""
    return _assign.assign_order(
        order_code=order_code,
        lines=lines,
        by=by,
        now=sold_at,
        today=clock.local_date(sold_at),
        life=_TAKEN_ALONG,
    )


def release_excess(order_code: str, lines: Sequence[OrderLine], by: By) -> int:
    """Give back what an order holds beyond its lines: pieces left out before it went. Repeatable."""
    return _assign.release_excess(order_code=order_code, lines=lines, by=by, now=clock.now())


def release(key: str, assignment_id: int, quantity: int, by: By, serials: Collection[str] = ()) -> None:
    """Take pieces back out of an order. Raises NotAssigned."""
    _assign.release(
        key=key,
        assignment_id=assignment_id,
        quantity=quantity,
        serials=tuple(serials),
        by=by,
        now=clock.now(),
    )


def release_order(order_code: str, by: By) -> int:
    """Take back all that an order holds (it was cancelled before it left); return how many pieces."""
    return _assign.release_order(order_code=order_code, by=by, now=clock.now())


def recall(number: str, reason: str, bearer: str, by: By, key: str) -> Recall:
    """
    Call a lot back; records ``LotRecalled`` and blocks the product where no other lot can be sold.

    Raises:
        LotUnknown, BadLot, AlreadyRecalled.
    """
    made, row = _recall(
        lot_id=selectors.row(number).pk,
        reason=reason,
        bearer=bearer,
        by=by,
        key=key,
        now=clock.now(),
        today=clock.today(),
    )
    return selectors.recalled(made, row)


def judge_expired() -> int:
    """
    Block what has only lots that would not keep long enough, and lift the block where a rule let go; daily,
    repeatable. Returns how many products are blocked.
    """
    today = clock.today()
    count = 0
    for product_id in selectors.products_near_their_end(
        until=today + timedelta(days=longest(until=today) + 1)
    ):
        with transaction.atomic():
            count += judge(product_id, now=clock.now(), today=today)
    return count


def set_life(*, kind: str, life: Life, valid_from: date, source: str, by: User) -> None:
    """Have a rule about how long goods of a kind must keep begin on a day. Raises BadLot."""
    _set_life(
        kind=kind,
        life=life,
        valid_from=valid_from,
        source=source,
        by=by,
        now=clock.now(),
        today=clock.today(),
    )
