"""The door of parcels. Here the clock is read; inside, the moment is handed on."""

from datetime import date, datetime

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from logistics.carriers.facade import Address, CarrierRefused, CarrierUnavailable
from logistics.parcels.contracts import ParcelView, ToSend, Track, TrackStep, TroubleView, Waiting
from logistics.parcels.elsewhere import set_driver_address, set_seller_address
from logistics.parcels.errors import AddressAway, ParcelUnknown, StepRefused
from logistics.parcels.invariants import invariants
from logistics.parcels.models import Parcel
from logistics.parcels.papers import FORMATS, label_pdf
from logistics.parcels.selectors import (
    codes_by_number,
    grams_at,
    parcel,
    parcel_of_order,
    steps_of,
    trouble,
    waiting,
)
from logistics.parcels.services import follow_return as _back
from logistics.parcels.services import join as _join
from logistics.parcels.services import keep_label as _label
from logistics.parcels.services import note_trouble as _trouble
from logistics.parcels.services import open_parcel as _open
from logistics.parcels.services import say_late as _late
from logistics.parcels.services import scan as _scan
from logistics.parcels.services import set_worth as _worth
from logistics.parcels.services.ask_carrier import on_carrier_asked
from logistics.parcels.services.follow_tracking import poll as _poll
from logistics.parcels.services.pickups import ask_pickup as _ask_pickup
from logistics.parcels.services.take_step import Happened
from logistics.parcels.states import Bearer, Direction, ParcelState, Step, TroubleKind

__all__ = [
    "FORMATS",
    "Address",
    "AddressAway",
    "Bearer",
    "CarrierRefused",
    "CarrierUnavailable",
    "Direction",
    "ParcelState",
    "ParcelUnknown",
    "ParcelView",
    "Step",
    "StepRefused",
    "ToSend",
    "Track",
    "TrackStep",
    "TroubleKind",
    "TroubleView",
    "Waiting",
    "ask_carriers",
    "at_centre",
    "back_to_group",
    "carriers_label",
    "codes_by_number",
    "follow_order",
    "follow_return",
    "grams_at",
    "has_carriers_label",
    "invariants",
    "label_pdf",
    "note_trouble",
    "on_carrier_asked",
    "open_parcel",
    "open_return",
    "parcel",
    "parcel_of_order",
    "promise",
    "promise_moved",
    "say_late",
    "scan",
    "set_driver_address",
    "set_seller_address",
    "set_worth",
    "steps_of",
    "travel_together",
    "trouble",
    "waiting",
]


def open_parcel(wanted: ToSend, *, actor: str) -> str:
    """Open the parcel of what a group packs, or find it; returns its code."""
    return _open.open_parcel(wanted, actor=actor, now=clock.now())


def open_return(
    *,
    seller_order: str,
    return_number: int,
    pickup_on: date,
    weight_grams: int,
    declared_value: Money,
    actor: str,
) -> str:
    """
    Open the parcel that brings a return back, have its carrier fetch it on that day alone; return its code.

    Raises:
        ParcelUnknown: it was not sent as a parcel of ours.
    """
    code = _open.open_return(
        seller_order=seller_order,
        return_number=return_number,
        pickup_on=pickup_on,
        weight_grams=weight_grams,
        declared_value=declared_value.amount,
        actor=actor,
        now=clock.now(),
    )
    _ask_pickup(code, day=pickup_on, now=clock.now())
    return code


def follow_return(return_number: int, *, is_here: bool, key: str, actor: str) -> bool:
    """
    A return was received, or called off: its parcel too, and its carrier does not fetch it any more; return
    whether that was new. Repeatable by ``key``.
    """
    now = clock.now()
    happened = Happened(Step.DELIVERED if is_here else Step.CANCELLED, key, actor, now, now)
    return _back.follow_return(return_number, happened)


def scan(
    parcel_code: str,
    step: Step,
    place_code: str,
    actor: str,
    key: str,
    *,
    at: datetime | None = None,
    tracking_number: str = "",
    photo_keys: tuple[str, ...] = (),
    words: str = "",
) -> bool:
    """
    Somebody scanned a parcel at a place; ``key`` is the scan's own, ``at`` when it was, where that is not
    now. Return whether it was new.

    Raises:
        ParcelUnknown, StepRefused, and the others of ``logistics.parcels.errors`` about numbers and
        photographs.
    """
    now = clock.now()
    happened = Happened(step, key, actor, at or now, now, place_code=place_code, words=words)
    return _scan.scan(parcel_code, happened, tracking_number=tracking_number, photo_keys=photo_keys)


def promise(code: str, *, expected: date, actor: str, words: str = "") -> bool:
    """
    Promise a later day, and tell it; False where that promise stands.

    Raises:
        ParcelUnknown, BadPromise.
    """
    return _late.promise(code, expected=expected, actor=actor, now=clock.now(), words=words)


def note_trouble(code: str, *, kind: TroubleKind, bearer: Bearer, words: str, actor: str, key: str) -> None:
    """
    Something went wrong with it; the orders put the money right.

    Raises:
        ParcelUnknown, StepRefused, TroubleKnown.
    """
    now = clock.now()
    happened = Happened(Step.DAMAGED, key, actor, now, now, words=words)
    _trouble.note_trouble(code, kind=kind, bearer=bearer, happened=happened)


def has_carriers_label(seller_order: str) -> bool:
    """Return whether the carrier of a group's parcel may give a label of its own. Two queries at most."""
    found = _out(seller_order)
    return found is not None and _label.may_have_label(found)


def carriers_label(seller_order: str) -> str | None:
    """
    Return the key of the carrier's own label, which media keeps privately; None where it gives none. Not in
    a transaction.

    Raises:
        CarrierRefused, CarrierUnavailable, FilesUnavailable.
    """
    found = _out(seller_order)
    return _label.carriers_label(found, now=clock.now()) if found else None


def _out(seller_order: str) -> Parcel | None:
    return Parcel.objects.filter(seller_order=seller_order, direction=Direction.OUT).first()


def follow_order(
    seller_order: str,
    step: Step,
    *,
    key: str,
    actor: str,
    at: datetime,
    tracking_number: str = "",
    words: str = "",
) -> bool:
    """
    The orders say what became of a group's parcel; what cannot follow on where it is is left. Repeatable.
    """
    happened = Happened(step, key, actor, at, clock.now(), words=words)
    return _scan.follow_order(seller_order, happened, tracking_number=tracking_number)


def at_centre(seller_order: str, *, key: str, actor: str) -> bool:
    """
    Its group brought it to its federation's centre: it waits there for its round. What is further on, or not
    a parcel of ours, is left. Repeatable by ``key``.
    """
    now = clock.now()
    return _scan.at_centre(seller_order, Happened(Step.AT_CENTRE, key, actor, now, now))


def back_to_group(seller_order: str, *, key: str, actor: str, words: str) -> bool:
    """The centre gave it back to its group, to be mended. As ``at_centre``."""
    now = clock.now()
    return _scan.at_centre(seller_order, Happened(Step.GIVEN_BACK, key, actor, now, now, words=words))


def set_worth(seller_order: str, *, cash: Money, declared: Money) -> None:
    """
    So much is to be collected for a group's parcel, and it is worth so much; no more changes once its carrier
    has it. Repeatable.
    """
    _worth.set_worth(seller_order, cash=cash.amount, declared=declared.amount, now=clock.now())


def promise_moved(seller_order: str, *, expected: date, words: str) -> None:
    """The orders promised a later day, and told it: the parcel's is the same. Repeatable."""
    _late.follow_promise(seller_order, expected=expected, words=words, now=clock.now())


def travel_together(order_id: str, *, box_key: str, count: int) -> None:
    """Of a plan's box so many parcels are left; the last one travels by itself. Repeatable."""
    _join.shrink(order_id, box_key=box_key, count=count, now=clock.now())


def say_late() -> int:
    """Promise another day for what will not come on its own, and tell it; return how many. Repeatable."""
    return _late.say_late(now=clock.now())


def ask_carriers() -> int:
    """Ask every carrier about what it has; return how many steps are new. Raises CarrierUnavailable."""
    return _poll(now=clock.now())
