"""
Ask carriers: written here in the transaction that wants it, said after it by the event ``CarrierAsked``,
again and again until it is answered. What is refused waits on the queue's page for somebody of the staff.
"""

import json
from dataclasses import astuple
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

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
from logistics.parcels.services.pickups import ask, let_go_pickups, pick_up_anew
from logistics.parcels.states import WITH_US, AskKind, AskState, Direction, ParcelState

ANSWER_MAX = 300
#: Why a number is not let go for another sum or address: staff settle it with the carrier.
HAS_IT = "The carrier has the parcel already: tell it the new sum or address, or have it brought back."


def ask_to_take(code: str, *, now: datetime) -> None:
    """
    Ask its carrier for a number, where it is not one by hand, has none, and travels by itself or as a box.

    In the caller's transaction.
    """
    found = Parcel.objects.get(code=code)
    if found.tracking_number or (
        found.box_size > 1 and not found.is_box and found.direction == Direction.OUT
    ):
        return
    if not carrier(found.carrier).by_hand:
        ask(found, AskKind.CREATE, key=f"create-{code}", now=now)


def let_go(code: str, *, now: datetime) -> None:
    """Tell its carrier that it will not come, where it was asked to take it; in the caller's transaction."""
    found = Parcel.objects.get(code=code)
    anew = found.asks.filter(books_anew=True)
    anew.filter(state=AskState.FAILED).update(
        state=AskState.DONE, answer="not wanted any more", changed_at=now
    )
    if anew.filter(state=AskState.WAITING, number=found.tracking_number).exists():
        return  # it is let go already, and is not booked anew
    waiting = found.asks.filter(kind=AskKind.CREATE, state=AskState.WAITING)
    if not waiting.update(state=AskState.DONE, answer="not wanted any more", changed_at=now) and (
        found.asks.filter(kind=AskKind.CREATE, state=AskState.DONE).exists() and found.tracking_number
    ):
        ask(found, AskKind.CANCEL, key=f"cancel-{code}", now=now)


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


def on_carrier_asked(event: Event) -> None:
    """
    React to CarrierAsked: say it to the carrier, with the same key each time.

    Raises:
        CarrierUnavailable, AddressAway: the event comes again.
    """
    found = CarrierAsk.objects.select_related("parcel").filter(pk=int(event.payload["ask"])).first()
    if found is None or found.state != AskState.WAITING:
        return
    if found.kind in (AskKind.CREATE, AskKind.PICKUP) and found.parcel.state == ParcelState.CANCELLED:
        _note(found, AskState.DONE, "not wanted any more")
        return
    if found.books_anew and found.parcel.state not in (*WITH_US, ParcelState.CANCELLED):
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
            _create(found, company)
            return
        answer = _said(found, company)
    except (CarrierRefused, ByHand) as refusal:
        _note(found, AskState.FAILED, refusal.message)
        return
    except (CarrierUnavailable, AddressAway) as later:
        _note(found, AskState.WAITING, later.message)
        raise
    _keep(found, answer)


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
        raise CarrierUnavailable("It has no number yet; the pickup is asked for when it has one.")
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
    is_other = _is_other(parcel, found) and not parcel.tracking_number
    is_wrong = is_other or goes_elsewhere
    if parcel.state in WITH_US and is_wrong:
        let_go_to_book_anew(parcel, number, now=clock.now())
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
    _note(found, AskState.DONE, "the address changed before it was booked")
    _create_anew(parcel)


def tell_staff(parcel: Parcel, words: str, *, now: datetime) -> None:
    """What its carrier has booked under its number is not what is due: that stands in the queue, once."""
    CarrierAsk.objects.get_or_create(
        key=worth_key(parcel, parcel.tracking_number),
        defaults={
            "parcel": parcel,
            "kind": AskKind.CANCEL,
            "number": parcel.tracking_number,
            "books_anew": True,
            "state": AskState.FAILED,
            "answer": words,
            "asked_at": now,
            "changed_at": now,
        },
    )


def let_go_to_book_anew(parcel: Parcel, number: str, *, now: datetime) -> None:
    """
    What its carrier has booked is not what is due: it lets this number go, and gives another one when it has.
    In the caller's transaction, under the parcel's lock.
    """
    ask(parcel, AskKind.CANCEL, key=worth_key(parcel, number), now=now, number=number)


def is_booked(parcel: Parcel) -> bool:
    """Return whether its number is one that its carrier gave when it was asked."""
    return _booking(parcel) is not None


def book_as_it_is(parcel: Parcel, *, now: datetime) -> None:
    """
    Something was taken out of it: where its carrier has booked another weight or sum, that number is let go,
    and it is booked anew. In the caller's transaction, under the parcel's lock.
    """
    booking = _booking(parcel)
    if booking is None or not _is_other(parcel, booking):
        return
    number = parcel.tracking_number
    told = parcel.asks.filter(key=worth_key(parcel, number)).first()
    if told is None:
        let_go_to_book_anew(parcel, number, now=now)
    else:
        ask_again(told.pk, now=now)


def _booking(parcel: Parcel) -> CarrierAsk | None:
    if not parcel.tracking_number:
        return None
    rows = parcel.asks.filter(kind=AskKind.CREATE, state=AskState.DONE, answer=parcel.tracking_number)
    return rows.order_by("-id").first()


def _is_other(parcel: Parcel, booking: CarrierAsk) -> bool:
    """Return whether another weight or sum was said under this key than the parcel has by now."""
    said = booking.said or {}
    booked = (said.get("weight_grams"), Decimal(said.get("cash_to_collect", 0)))
    return booked != (parcel.weight_grams, parcel.cash_to_collect)


def worth_key(parcel: Parcel, number: str) -> str:
    """Return the key under which a number is let go because something else is due: once."""
    return f"worth-{parcel.code}-{number}"


def _book_anew(parcel: Parcel, number: str) -> None:
    if parcel.tracking_number == number:
        _set_number(parcel, "")
    _create_anew(parcel)


def _create_anew(parcel: Parcel) -> None:
    if parcel.state in WITH_US and not parcel.tracking_number:
        times = parcel.asks.filter(kind=AskKind.CREATE).count()
        ask(parcel, AskKind.CREATE, key=f"create-{parcel.code}-{times + 1}", now=clock.now())


def _set_number(parcel: Parcel, number: str) -> None:
    Parcel.objects.filter(pk=parcel.pk).update(tracking_number=number)
    parcel.going().update(tracking_number=number)
    parcel.tracking_number = number


def _note(found: CarrierAsk, state: AskState, answer: str) -> None:
    CarrierAsk.objects.filter(pk=found.pk).update(
        state=state, answer=answer[:ANSWER_MAX], changed_at=clock.now()
    )
