"""What a buyer may see and ask of her own order. Whose order it is, the caller has made sure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.orders.errors import ReturnUnknown, SellerOrderUnknown
from sellers.orders.models import ReturnCase, ReturnPhoto, SellerOrder
from sellers.orders.return_states import (
    MAY_BE_CALLED_OFF,
    UNDER_WAY,
    Carriage,
    ReturnState,
    ReturnWish,
)
from sellers.orders.rules import asks_until
from sellers.orders.services import ask_return as _ask
from sellers.orders.services import cancel_lines as _cancel
from sellers.orders.services import move_return as _move
from sellers.orders.services.ask_return import BUYER, ReturnAsk, units_to_ask
from sellers.orders.services.at_stalls import stalls_of_orders
from sellers.orders.services.move import By
from sellers.orders.states import ReturnReason, SellerOrderState

#: Before it is packed: so long its buyer may change her mind by herself.
NOT_PACKED: Final = (SellerOrderState.NEW, SellerOrderState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class ReturnStep:
    state: ReturnState
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ReturnPiece:
    """``accepted`` is None until somebody has looked at it."""

    line_id: int
    name: str
    quantity: int
    accepted: int | None


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A return as its buyer and its group see it. ``amount`` is what goes back, once that is known."""

    number: int
    reference: str
    code: str
    order_id: str
    wish: ReturnWish
    wanted: str
    why: ReturnReason
    words: str
    carriage: Carriage
    state: ReturnState
    asked_at: datetime
    pickup_on: date | None
    answer: str
    amount: Money | None
    exchange_number: str
    pieces: tuple[ReturnPiece, ...]
    photos: tuple[tuple[int, bool], ...]
    steps: tuple[ReturnStep, ...]

    @property
    def may_be_called_off(self) -> bool:
        return self.state in MAY_BE_CALLED_OFF

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class BuyerLine:
    """
    ``left`` is what is still to come, or stayed with her; ``free`` is what may still be asked back.

    The last days are None where there is none, or before it was delivered.
    """

    id: int
    order_line_id: str
    product_id: str
    name: str
    quantity: int
    left: int
    free: int
    return_days: int
    wish_until: date | None
    fault_until: date | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A promise made later: the first one's days, and why."""

    earliest: date
    latest: date
    reason: str


@dataclass(frozen=True, slots=True)
class BuyerPart:
    """
    ``given_back`` is what of the parcel's price was taken off, exactly; ``reason`` why it is gone.
    ``exhibition`` is where it was sold at a stall: then a till alone takes it back.
    """

    code: str
    parcel_key: str
    group_code: str
    state: SellerOrderState
    reason: str
    delivered_on: date | None
    lines: tuple[BuyerLine, ...]
    returns: tuple[ReturnView, ...]
    given_back: Money
    earliest: date
    latest: date
    shift: Shift | None
    exhibition: str = ""

    @property
    def may_cancel(self) -> bool:
        return self.state in NOT_PACKED and not self.exhibition

    @property
    def is_gone(self) -> bool:
        """Cancelled, or it came back: nothing comes any more."""
        return self.state in (SellerOrderState.CANCELLED, SellerOrderState.RETURNED)

    def may_ask(self, today: date) -> bool:
        return not self.exhibition and any(
            line.free and max(filter(None, (line.wish_until, line.fault_until)), default=date.min) >= today
            for line in self.lines
        )


def parts_of_order(order_id: str) -> tuple[BuyerPart, ...]:
    """Return the parcels of an order with what can be asked of each. A fixed number of queries a parcel."""
    parts = list(
        SellerOrder.objects.filter(order_id=order_id)
        .order_by("id")
        .prefetch_related("lines", "changes", "promise_changes")
    )
    if not parts:
        return ()
    views = returns_of([part.code for part in parts])
    numbers = {part.order_number for part in parts}
    books = ledger.orders_in_books(numbers)
    stalls = stalls_of_orders(numbers)
    return tuple(
        replace(
            _part(part, views, books[part.order_number].shares.get(part.code)),
            exhibition=stalls.get(part.order_number, ""),
        )
        for part in parts
    )


def part_of_order(code: str, *, order_id: str) -> BuyerPart:
    """Return one parcel of this order. Raises SellerOrderUnknown, for another order's as well."""
    found = next((part for part in parts_of_order(order_id) if part.code == code), None)
    if found is None:
        raise SellerOrderUnknown("There is no such parcel.", field="code")
    return found


def returns_of(codes: Iterable[str]) -> tuple[ReturnView, ...]:
    """Return the returns of these parcels, oldest first. Five queries."""
    rows = ReturnCase.objects.filter(seller_order__code__in=list(codes)).order_by("id")
    return tuple(view_of(case) for case in _whole(rows))


def return_of_order(number: int, *, order_id: str) -> ReturnView:
    """Return one return of this order. Raises ReturnUnknown, for another order's as well."""
    rows = ReturnCase.objects.filter(pk=number, seller_order__order_id=order_id)
    found = next(iter(_whole(rows)), None)
    if found is None:
        raise ReturnUnknown("There is no such return.")
    return view_of(found)


def return_by_number(number: int) -> ReturnView | None:
    """Return a return for who writes about it, None where there is none."""
    found = next(iter(_whole(ReturnCase.objects.filter(pk=number))), None)
    return view_of(found) if found else None


def photo_of_return(number: int, place: int) -> str:
    """Return the picture's key. Raises ReturnUnknown. Whose return it is, the caller has made sure."""
    found = ReturnPhoto.objects.filter(case_id=number, place=place).first()
    if found is None:
        raise ReturnUnknown("There is no such picture.")
    return found.picture_key


def cancel_for_buyer(
    code: str, *, order_id: str, quantities: Mapping[int, int], reason: str, key: str, by: By = BUYER
) -> None:
    """
    Cancel units by line of a parcel that nobody has packed; all that are left: the whole parcel. ``by`` is
    herself, or who does it at her word.

    The parcel's row is locked: of a group that packs and a buyer who cancels, one is first.

    Raises:
        SellerOrderUnknown: not of this order.
        WrongState: it is packed, or has left; ``params["state"]`` says which.
        BadQuantity, ReasonMissing.
    """
    _cancel.cancel_lines(
        code=_code_of(code, order_id),
        quantities=quantities,
        reason=reason,
        key=f"buyer:{key}"[:64],
        by=by,
        now=clock.now(),
        states=NOT_PACKED,
    )


def worth_for_buyer(code: str, *, order_id: str, quantities: Mapping[int, int]) -> Money:
    """
    Return what goes back, or is not collected, where these units are cancelled; with the delivery where
    nothing of the parcel is left.

    Raises:
        SellerOrderUnknown; BadQuantity.
    """
    part = part_of_order(code, order_id=order_id)
    goods = _cancel.worth_of(code=part.code, quantities=quantities)
    if any(line.left > quantities.get(line.id, 0) for line in part.lines):
        return goods
    row = SellerOrder.objects.get(code=part.code)
    share = ledger.orders_in_books([row.order_number])[row.order_number].shares[part.code]
    return share.left.total


def ask_return(ask: ReturnAsk, *, order_id: str) -> ReturnView:
    """Open a return of the buyer's. Raises as ``services.ask_return``."""
    _code_of(ask.code, order_id)
    made = _ask.ask_return(ask=ask, by=BUYER, now=clock.now())
    return return_of_order(made.pk, order_id=order_id)


def call_off_return(number: int, *, order_id: str) -> None:
    """The buyer keeps it. Raises ReturnUnknown, WrongState."""
    case = return_of_order(number, order_id=order_id)
    _move.close_return(pk=case.number, words="", by=BUYER, now=clock.now())


def link_exchange(number: int, *, order_number: str) -> None:
    """Note which order brings the other piece; the first stands, and each order is of one return."""
    with transaction.atomic():
        _move.link_exchange(pk=number, order_number=order_number)


def _code_of(code: str, order_id: str) -> str:
    if not SellerOrder.objects.filter(code=code, order_id=order_id).exists():
        raise SellerOrderUnknown("There is no such parcel.", field="code")
    return code


def _whole(rows: QuerySet[ReturnCase]) -> QuerySet[ReturnCase]:
    return rows.select_related("seller_order", "adjustment").prefetch_related(
        "lines__line", "photos", "changes"
    )


def view_of(case: ReturnCase) -> ReturnView:
    """Return a return as others see it; its rows were fetched before."""
    return ReturnView(
        number=case.pk,
        reference=case.reference,
        code=case.seller_order.code,
        order_id=case.seller_order.order_id,
        wish=ReturnWish(case.wish),
        wanted=case.wanted,
        why=ReturnReason(case.why),
        words=case.words,
        carriage=Carriage(case.carriage),
        state=ReturnState(case.state),
        asked_at=case.asked_at,
        pickup_on=case.pickup_on,
        answer=case.answer,
        amount=Money(case.adjustment.amount, "INR") if case.adjustment else None,
        exchange_number=case.exchange_number,
        pieces=tuple(
            ReturnPiece(row.line_id, row.line.name, row.quantity, row.accepted)
            for row in sorted(case.lines.all(), key=lambda row: row.pk)
        ),
        photos=tuple(sorted((photo.place, photo.by_staff) for photo in case.photos.all())),
        steps=tuple(
            ReturnStep(ReturnState(each.state), each.at, each.words)
            for each in sorted(case.changes.all(), key=lambda each: each.pk)
        ),
    )


def _part(part: SellerOrder, views: tuple[ReturnView, ...], share: ledger.ShareBooks | None) -> BuyerPart:
    arrived = part.state == SellerOrderState.DELIVERED
    free = units_to_ask(part) if arrived else {}
    day = part.delivered_on if arrived else None
    last = max(part.changes.all(), key=lambda change: change.pk, default=None)
    sold = sum((Money(line.paid, "INR") for line in part.lines.all()), Money.zero("INR"))
    sold += Money(part.delivery_net + part.delivery_gst, "INR")
    moved = sorted(part.promise_changes.all(), key=lambda change: change.pk)
    return BuyerPart(
        code=part.code,
        parcel_key=part.parcel_key,
        group_code=part.group_code,
        state=SellerOrderState(part.state),
        reason=last.reason if last and part.is_gone else "",
        delivered_on=part.delivered_on,
        lines=tuple(
            BuyerLine(
                id=line.pk,
                order_line_id=line.order_line_id,
                product_id=line.product_id,
                name=line.name,
                quantity=line.quantity,
                left=line.quantity - line.quantity_returned,
                free=free.get(line.pk, 0),
                return_days=line.return_days,
                wish_until=asks_until(day, line.return_days, is_fault=False) if day else None,
                fault_until=asks_until(day, line.return_days, is_fault=True) if day else None,
            )
            for line in sorted(part.lines.all(), key=lambda line: line.pk)
        ),
        returns=tuple(view for view in views if view.code == part.code),
        given_back=sold - share.left.total if share else Money.zero("INR"),
        earliest=part.earliest,
        latest=part.latest,
        shift=Shift(moved[0].earliest_before, moved[0].latest_before, moved[-1].reason) if moved else None,
    )
