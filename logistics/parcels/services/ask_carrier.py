"""
Ask carriers: written here in the transaction that wants it, said after it by the event ``CarrierAsked``,
again and again until it is answered. What is refused waits on the queue's page for somebody of the staff.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from jkrlm.kernel import clock, outbox
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import Event
from logistics.carriers.facade import (
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
from logistics.parcels.states import AskKind, AskState, Direction, ParcelState

ANSWER_MAX = 300


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
    waiting = found.asks.filter(kind=AskKind.CREATE, state=AskState.WAITING)
    if not waiting.update(state=AskState.DONE, answer="not wanted any more", changed_at=now) and (
        found.asks.filter(kind=AskKind.CREATE, state=AskState.DONE).exists() and found.tracking_number
    ):
        ask(found, AskKind.CANCEL, key=f"cancel-{code}", now=now)


def ask_pickup(code: str, *, day: date, now: datetime) -> None:
    """Have it fetched on a day; in the caller's transaction."""
    found = Parcel.objects.get(code=code)
    if not carrier(found.carrier).by_hand:
        ask(found, AskKind.PICKUP, key=f"pickup-{code}-{day.isoformat()}", now=now, day=day)


def ask(found: Parcel, kind: AskKind, *, key: str, now: datetime, day: date | None = None) -> None:
    made, new = CarrierAsk.objects.get_or_create(
        key=key,
        defaults={"parcel": found, "kind": kind, "day": day, "asked_at": now, "changed_at": now},
    )
    if new:
        outbox.record("CarrierAsked", {"ask": made.pk, "parcel": found.code})


@transaction.atomic
def ask_again(pk: int, *, now: datetime) -> bool:
    """Somebody of the staff mended what was refused; return False where it is answered already."""
    found = CarrierAsk.objects.select_for_update().filter(pk=pk).exclude(state=AskState.DONE).first()
    if found is None:
        return False
    found.state, found.changed_at = AskState.WAITING, now
    found.save()
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
    if found.kind == AskKind.CREATE and found.parcel.state == ParcelState.CANCELLED:
        _note(found, AskState.DONE, "not wanted any more")
        return
    CarrierAsk.objects.filter(pk=found.pk).update(tries=F("tries") + 1, changed_at=clock.now())
    try:
        answer = _said(found, carrier(found.parcel.carrier))
    except (CarrierRefused, ByHand) as refusal:
        _note(found, AskState.FAILED, refusal.message)
        return
    except (CarrierUnavailable, AddressAway) as later:
        _note(found, AskState.WAITING, later.message)
        raise
    _keep(found, answer)


def _said(found: CarrierAsk, company: Carrier) -> str:
    parcel = found.parcel
    if found.kind == AskKind.CANCEL:
        company.cancel(parcel.tracking_number)
        return parcel.tracking_number
    if found.kind == AskKind.PICKUP:
        assert found.day is not None  # by a check of the database
        if not parcel.tracking_number:
            raise CarrierUnavailable("It has no number yet; the pickup is asked for when it has one.")
        return company.pickup(
            PickupWish(found.key, found.day, parcel.origin_pincode, (parcel.tracking_number,))
        )
    is_return = parcel.direction == Direction.BACK
    return company.create(
        Shipment(
            key=found.key,
            reference=parcel.code,
            service=parcel.service,
            origin_pincode=parcel.origin_pincode,
            to=hub_address(parcel) if is_return else destination_of(parcel.order_id).address,
            weight_grams=parcel.weight_grams,
            dims_cm=parcel.dims_cm,
            declared_value=Money(parcel.declared_value, "INR"),
            cash_to_collect=Money(parcel.cash_to_collect, "INR"),
            is_return=is_return,
        )
    )


@transaction.atomic
def _keep(found: CarrierAsk, answer: str) -> None:
    _note(found, AskState.DONE, answer)
    if found.kind == AskKind.CREATE:
        parcel = Parcel.objects.select_for_update().get(pk=found.parcel_id)
        if not parcel.tracking_number:
            Parcel.objects.filter(pk=parcel.pk).update(tracking_number=answer[:40])
            parcel.inside.update(tracking_number=answer[:40])
        if parcel.state == ParcelState.CANCELLED:
            let_go(parcel.code, now=clock.now())


def _note(found: CarrierAsk, state: AskState, answer: str) -> None:
    CarrierAsk.objects.filter(pk=found.pk).update(
        state=state, answer=answer[:ANSWER_MAX], changed_at=clock.now()
    )
