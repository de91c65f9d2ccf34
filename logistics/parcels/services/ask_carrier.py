"""
Ask carriers: written here in the transaction that wants it, said after it by the event ``CarrierAsked``,
again and again until it is answered. What is refused waits on the queue's page for somebody of the staff.
"""

import json
from dataclasses import astuple
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from jkrlm.kernel import clock, outbox
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import Event
from jkrlm.kernel.secrets import fingerprint
from logistics.carriers.facade import (
    Address,
    ByHand,
    Carrier,
    CarrierRefused,
    CarrierUnavailable,
    PickupWish,
    Shipment,
    carrier,
)
from logistics.parcels.destination import destination_of, hub_address
from logistics.parcels.errors import AddressAway
from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.services.keep_label import forget_label
from logistics.parcels.services.let_go import (
    HAS_IT,
    MOVED_AWAY,
    SETTLED,
    booking,
    is_booked,
    is_other,
    let_go,
    let_go_others,
    release,
    tell_staff,
)
from logistics.parcels.services.pickups import NOT_WANTED, ask, let_go_pickups, pick_up_anew
from logistics.parcels.states import WITH_US, AskKind, AskState, Direction, ParcelState

ANSWER_MAX: Final = 300
NO_NUMBER: Final = gettext_noop("It has no number yet; the pickup is asked for when it has one.")


def ask_to_take(code: str, *, now: datetime) -> None:
    """
    Ask its carrier for a number, where it is not one by hand, has none, and travels by itself or as a box.
    Asked once; where a former number has still to be let go, it is booked after that.

    In the caller's transaction.
    """
    found = Parcel.objects.get(code=code)
    if found.tracking_number or (
        found.box_size > 1 and not found.is_box and found.direction == Direction.OUT
    ):
        return
    if not carrier(found.carrier).by_hand and not _is_under_way(found):
        times = found.asks.filter(kind=AskKind.CREATE).count()
        ask(found, AskKind.CREATE, key=f"create-{code}-{times + 1}" if times else f"create-{code}", now=now)


def _is_under_way(parcel: Parcel) -> bool:
    """Return whether it is asked for a number already, or will be when the former one is let go."""
    asks = parcel.asks.exclude(state=AskState.DONE)
    return asks.filter(Q(kind=AskKind.CREATE) | Q(kind=AskKind.CANCEL, books_anew=True)).exists()


def number_changed(parcel: Parcel, *, now: datetime) -> None:
    """
    Somebody wrote its number by hand, or took it away: what its carrier booked besides is let go. Without a
    number it is booked anew, as long as no carrier has it. In the caller's transaction, under its lock.
    """
    forget_label(parcel)
    has_number = bool(parcel.tracking_number)
    let_go_others(parcel, books_anew=not has_number and parcel.state in WITH_US, now=now)
    if parcel.state not in WITH_US:
        return
    if has_number:
        pick_up_anew(parcel, now=now)
    elif parcel.state != ParcelState.PACKING:
        ask_to_take(parcel.code, now=now)


@transaction.atomic
def ask_again(pk: int, *, now: datetime) -> bool:
    """
    Somebody of the staff mended what was refused; return False where it is answered already.

    What was refused is not booked: it is asked as the parcel is now. While an answer is missing it may be
    booked, so the same is said again; where other facts hold by then, it is booked anew after the answer.
    """
    found = CarrierAsk.objects.select_for_update().filter(pk=pk).exclude(state=AskState.DONE).first()
    if found is None:
        return False
    if found.kind == AskKind.CREATE and found.state == AskState.FAILED:
        found.said = None
    found.state, found.changed_at = AskState.WAITING, now
    found.save(update_fields=["said", "state", "changed_at"])
    outbox.record("CarrierAsked", {"ask": found.pk, "parcel": found.parcel.code})
    return True


@transaction.atomic
def settle(pk: int, *, now: datetime) -> bool:
    """
    Somebody of the staff settled with the carrier what it refused: it is not asked any more; return False
    where there is nothing to settle. Without a number the parcel is booked anew, where it is to be.
    """
    rows = CarrierAsk.objects.filter(pk=pk, state=AskState.FAILED).exclude(kind=AskKind.CREATE)
    parcel = Parcel.objects.select_for_update(of=("self",)).filter(asks__in=rows).first()
    if parcel is None or not rows.update(state=AskState.DONE, answer=SETTLED, changed_at=now):
        return False
    if parcel.asks.get(pk=pk).books_anew:
        _create_anew(parcel)
    return True


def on_carrier_asked(event: Event) -> None:
    """
    React to CarrierAsked: say it to the carrier, with the same key each time.

    Raises:
        CarrierUnavailable, AddressAway: the event comes again.
    """
    found = CarrierAsk.objects.select_related("parcel").filter(pk=int(event.payload["ask"])).first()
    if found is None or found.state != AskState.WAITING:
        return
    if not _is_wanted(found) and (found.kind != AskKind.CREATE or not found.tries):
        _note(found, AskState.DONE, NOT_WANTED)
        return
    is_its_own = found.number == found.parcel.tracking_number
    if found.books_anew and is_its_own and found.parcel.state not in (*WITH_US, ParcelState.CANCELLED):
        _note(found, AskState.FAILED, HAS_IT)
        return
    if found.kind == AskKind.PICKUP and not found.number:
        found.number = found.parcel.tracking_number
    CarrierAsk.objects.filter(pk=found.pk).update(
        tries=F("tries") + 1, number=found.number, changed_at=clock.now()
    )
    company = carrier(found.parcel.carrier)
    try:
        if found.kind == AskKind.CREATE:
            if _is_wanted(found):
                _create(found, company)
            else:
                _look_up(found, company)
            return
        answer = _said(found, company)
    except (CarrierRefused, ByHand) as refusal:
        _note(found, AskState.FAILED, refusal.message)
        return
    except (CarrierUnavailable, AddressAway) as later:
        _note(found, AskState.WAITING, later.message)
        raise
    _keep(found, answer)


def _is_wanted(found: CarrierAsk) -> bool:
    """A number that was written by hand, or the box's, is the one under which it travels."""
    parcel = found.parcel
    if found.kind == AskKind.PICKUP:
        return parcel.state != ParcelState.CANCELLED
    if found.kind != AskKind.CREATE:
        return True
    is_free = not parcel.tracking_number and parcel.box_id is None
    return is_free and parcel.state != ParcelState.CANCELLED


def _look_up(found: CarrierAsk, company: Carrier) -> None:
    """What may have been booked without our hearing of it is let go. Raises as ``booked`` does."""
    number = company.booked(found.key)
    if number is None:
        _note(found, AskState.DONE, NOT_WANTED)
    else:
        _keep(found, number)


def _create(found: CarrierAsk, company: Carrier) -> None:
    """
    Have it booked. A key is for one address: where that changed since the first try, what may have been
    booked for the former one is looked up and let go, and the parcel is booked under a new key. What was
    asked before addresses were told apart goes on with its key.

    Raises:
        CarrierRefused, ByHand, CarrierUnavailable, AddressAway.
    """
    parcel = found.parcel
    is_return = parcel.direction == Direction.BACK
    to = hub_address(parcel) if is_return else destination_of(parcel.order_id).address
    if found.said is None:
        found.said = _facts(parcel, to)
        CarrierAsk.objects.filter(pk=found.pk).update(said=found.said)
    elif "to" not in found.said:
        found.said["to"] = _fingerprint(to)
        CarrierAsk.objects.filter(pk=found.pk).update(said=found.said)
    elif found.said["to"] != _fingerprint(to):
        number = company.booked(found.key)
        if number is None:
            _never_booked(found)
        else:
            _keep(found, number, goes_elsewhere=True)
        return
    _keep(found, company.create(_shipment(found, to)))


def _facts(parcel: Parcel, to: Address) -> dict[str, str | int]:
    return {
        "weight_grams": parcel.weight_grams,
        "dims_cm": parcel.dims_cm,
        "declared_value": str(parcel.declared_value),
        "cash_to_collect": str(parcel.cash_to_collect),
        "to": _fingerprint(to),
    }


def _fingerprint(to: Address) -> str:
    """
    Return what tells an address from another and cannot be read: addresses are kept nowhere here.

    Its key stays when SECRET_KEY is changed: else every parcel that waits then would look as if it had moved.
    """
    return fingerprint("logistics.parcels.to " + json.dumps(astuple(to)))


def _shipment(found: CarrierAsk, to: Address) -> Shipment:
    parcel, said = found.parcel, found.said or {}
    return Shipment(
        key=found.key,
        reference=parcel.code,
        service=parcel.service,
        origin_pincode=parcel.origin_pincode,
        to=to,
        weight_grams=said["weight_grams"],
        dims_cm=said["dims_cm"],
        declared_value=Money(Decimal(said["declared_value"]), "INR"),
        cash_to_collect=Money(Decimal(said["cash_to_collect"]), "INR"),
        is_return=parcel.direction == Direction.BACK,
    )


def _said(found: CarrierAsk, company: Carrier) -> str:
    parcel = found.parcel
    if found.kind == AskKind.CANCEL:
        number = found.number or parcel.tracking_number
        company.cancel(number)
        return number
    if found.kind == AskKind.NO_FETCH:
        company.cancel_pickup(found.number)
        return found.number
    assert found.day is not None  # by a check of the database
    if not found.number:
        raise CarrierUnavailable(NO_NUMBER)
    return company.pickup(PickupWish(found.key, found.day, parcel.origin_pincode, (found.number,)))


@transaction.atomic
def _keep(found: CarrierAsk, answer: str, *, goes_elsewhere: bool = False) -> None:
    """
    Write down what was answered; what is booked with another sum or weight than it has, or to where it does
    not go any more (``goes_elsewhere``), is let go and booked anew.

    Whoever changes the cash holds the parcel's lock, too: one of us sees what the other wrote.
    """
    parcel = Parcel.objects.select_for_update().get(pk=found.parcel_id)
    _note(found, AskState.DONE, answer)
    if found.books_anew:
        _book_anew(parcel, found.number)
    if found.kind == AskKind.PICKUP and parcel.direction == Direction.BACK:
        let_go_pickups(parcel, now=clock.now())
    if found.kind != AskKind.CREATE:
        return
    number = answer[:40]
    if number != parcel.tracking_number and (parcel.tracking_number or parcel.box_id):
        release(parcel, number, now=clock.now())
        return
    is_wrong = is_other(parcel, found) or goes_elsewhere
    if parcel.state in WITH_US and is_wrong:
        release(parcel, number, books_anew=True, now=clock.now())
        return
    if not parcel.tracking_number:
        _set_number(parcel, number)
    if parcel.state == ParcelState.CANCELLED:
        let_go(parcel.code, now=clock.now())
        return
    if is_wrong:
        tell_staff(parcel, HAS_IT, now=clock.now())
    pick_up_anew(parcel, now=clock.now())


@transaction.atomic
def _never_booked(found: CarrierAsk) -> None:
    """Nothing was booked for the former address: this key is not used again."""
    parcel = Parcel.objects.select_for_update().get(pk=found.parcel_id)
    _note(found, AskState.DONE, MOVED_AWAY)
    _create_anew(parcel)


def book_as_it_is(parcel: Parcel, *, now: datetime) -> None:
    """
    Something was taken out of it: where its carrier has booked another weight or sum, or nobody knows which
    (a number that was written by hand), that number is let go, and it is booked anew. In the caller's
    transaction, under the parcel's lock.
    """
    booked = booking(parcel)
    if is_booked(parcel) and (booked is None or is_other(parcel, booked)):
        release(parcel, parcel.tracking_number, books_anew=True, now=now)


def _book_anew(parcel: Parcel, number: str) -> None:
    if parcel.tracking_number == number:
        _set_number(parcel, "")
    _create_anew(parcel)


def _create_anew(parcel: Parcel) -> None:
    if parcel.state in WITH_US:
        ask_to_take(parcel.code, now=clock.now())


def _set_number(parcel: Parcel, number: str) -> None:
    forget_label(parcel)
    Parcel.objects.filter(pk=parcel.pk).update(tracking_number=number)
    parcel.going().update(tracking_number=number)
    parcel.tracking_number = number


def _note(found: CarrierAsk, state: AskState, answer: str) -> None:
    CarrierAsk.objects.filter(pk=found.pk).update(
        state=state, answer=answer[:ANSWER_MAX], changed_at=clock.now()
    )
