"""The door of logistics. Here the clock is read; inside, the day is handed on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from logistics import rules, selectors
from logistics.closures import Journey
from logistics.contracts import (
    CashAnswer,
    LossTerms,
    ParcelAnswer,
    ParcelOption,
    ParcelQuote,
    Place,
    Plan,
)
from logistics.errors import NotSoldThere, PincodeUnknown, PlanUnknown
from logistics.payload import read_bag
from logistics.sale_rule import SaleRule, set_sale_rule
from logistics.selectors import loss_of, loss_terms, plan
from logistics.services import quote_bag, shift_by_day, shift_promise
from logistics.services.close_road import ClosureWish, close_road
from logistics.services.load_reference_data import load_reference_data
from logistics.services.shift_by_day import DayOff
from logistics.services.shift_promise import Promise, replaced_by
from logistics.tariff import HOME_STATE

__all__ = [
    "HOME_STATE",
    "CashAnswer",
    "ClosureWish",
    "DayOff",
    "Journey",
    "LossTerms",
    "NotSoldThere",
    "ParcelAnswer",
    "ParcelOption",
    "ParcelQuote",
    "PincodeUnknown",
    "Place",
    "Plan",
    "PlanUnknown",
    "Promise",
    "SaleRule",
    "cash_on_delivery",
    "close_road",
    "day_off",
    "estimate",
    "estimate_bag",
    "holidays",
    "load_reference_data",
    "loss_of",
    "loss_terms",
    "place",
    "plan",
    "replaced_by",
    "set_sale_rule",
    "shifted_by_closure",
    "shifted_by_day_off",
    "shipping_methods",
    "working_day",
]


def shipping_methods(payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Answer the store's SHIPPING_LIST_METHODS_FOR_CHECKOUT; an empty list where we cannot deliver."""
    return quote_bag.shipping_methods(payload, today=clock.today(), now=clock.now())


def place(pincode: str, *, area: str | None = None) -> Place:
    """
    Return the place of a PIN code; ``area`` (a state's name) decides where states share a prefix.

    Raises:
        PincodeUnknown: not six digits, or no place in India that we know.
    """
    return selectors.place(pincode, area=area, on=clock.today())


def holidays(*, on: date | None = None) -> frozenset[date]:
    """Return the days on which nobody works besides Sundays, as they are known on a day. One query."""
    return selectors.tariff_on(on or clock.today()).holidays


def working_day(day: date) -> date:
    """Return the day itself, or the next on which people work, as quotes reckon. One query."""
    return rules.working_day(day, selectors.tariff_on(clock.today()))


def cash_on_delivery(*, pincode: str, amount: Money) -> CashAnswer:
    """
    Say whether an order of this total may be paid in cash at the door, and between which limits.

    Never refuses: where the PIN code is not known the answer is no, with that reason.
    """
    return selectors.cash_on_delivery(pincode=pincode, amount=amount, on=clock.today())


def estimate(
    *,
    group_code: str,
    weight_grams: int,
    dims_cm: str | None,
    lead_days: int,
    value: Money,
    pincode: str,
    today: date | None = None,
) -> tuple[ParcelOption, ...]:
    """
    Return the ways to send one piece, for the product page; empty where no carrier takes it.

    ``dims_cm`` is "28x22x4" as in the product's facts, ``value`` the piece's price.

    Raises:
        PincodeUnknown: not six digits, or no place in India that we know.
        NotSoldThere: nobody may sell it there; the message says why.
        GroupUnknown: no such group.
    """
    return quote_bag.estimate(
        group_code=group_code,
        weight_grams=weight_grams,
        dims_cm=dims_cm,
        lead_days=lead_days,
        value=value.amount,
        pincode=pincode,
        today=today or clock.today(),
    )


def estimate_bag(payload: Mapping[str, Any], *, today: date | None = None) -> tuple[ParcelAnswer, ...]:
    """
    Return, for each parcel, what ``shipping_methods`` would quote for this payload, or why it would not; the
    cheapest of each is its Economy plan. Keeps nothing. Empty where a piece has no weight or no maker.

    Raises:
        PincodeUnknown: not six digits, or no place in India that we know.
    """
    bag = read_bag(payload)
    return () if bag is None else quote_bag.estimate_bag(bag, today=today or clock.today())


def shifted_by_closure(closure_id: int, promise: Promise) -> Journey | None:
    """
    Return the new days of what was promised before a road closed; None where they stay, and where the closure
    was lifted meanwhile. Three queries at most.
    """
    closure = shift_promise.closure_row(closure_id)
    return shift_promise.shifted(promise, closure, today=clock.today()) if closure else None


def day_off(day: date, *, place: str = "") -> DayOff | None:
    """
    Return a holiday, or a day on which one place is closed besides; None where they work on it after all.

    Raises:
        PlaceUnknown: there is no such place.
    """
    return shift_by_day.day_off(day, place, today=clock.today())


def shifted_by_day_off(off: DayOff, promise: Promise) -> Journey | None:
    """
    Return the new days of what was promised before anybody knew of a day off; None where they stay. Five
    queries at most.
    """
    return shift_by_day.shifted(promise, off, today=clock.today())
