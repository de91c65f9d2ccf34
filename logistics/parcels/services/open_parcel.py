"""Open a parcel: of an order that a group said yes to, or of a return that is to be fetched."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from logistics.parcels.contracts import ToSend
from logistics.parcels.errors import ParcelUnknown
from logistics.parcels.models import Parcel
from logistics.parcels.rules import code_of
from logistics.parcels.services.ask_carrier import ask_to_take
from logistics.parcels.services.pickups import let_go_pickups
from logistics.parcels.services.take_step import Happened, enter, take_step
from logistics.parcels.states import Direction, ParcelState, Step
from logistics.places.facade import PlaceUnknown, collection_place_of, hub_of

#: A pickup at a buyer's door is looked for so many days.
BACK_DAYS: Final = 7


def next_code() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('logistics_parcels_code')")
        return code_of(int(cursor.fetchone()[0]))


@transaction.atomic
def open_parcel(wanted: ToSend, *, actor: str, now: datetime) -> str:
    """Open the parcel of a seller order, or find it; returns its code."""
    _one_at_a_time(wanted.seller_order)
    known = Parcel.objects.filter(seller_order=wanted.seller_order, direction=Direction.OUT).first()
    if known is not None:
        return known.code
    from_place, hub = _places(wanted)
    made = Parcel.objects.create(
        code=next_code(),
        order_id=wanted.order_id,
        order_number=wanted.order_number,
        seller_order=wanted.seller_order,
        group_code=wanted.group_code,
        box_key=wanted.box_key,
        box_size=wanted.box_size,
        from_place=from_place,
        hub_code=hub,
        origin_pincode=wanted.origin_pincode,
        destination_pincode=wanted.destination_pincode,
        carrier=wanted.carrier,
        service=wanted.service,
        weight_grams=wanted.weight_grams,
        dims_cm=wanted.dims_cm,
        declared_value=wanted.declared_value.amount,
        cash_to_collect=wanted.cash_to_collect.amount,
        is_gift=wanted.is_gift,
        ship_on=wanted.ship_on,
        earliest=wanted.earliest,
        latest=wanted.latest,
        expected=wanted.latest,
        opened_at=now,
        changed_at=now,
    )
    _opened(made, actor, now)
    return made.code


@transaction.atomic
def open_return(
    *,
    seller_order: str,
    return_number: int,
    pickup_on: date,
    weight_grams: int,
    declared_value: Decimal,
    actor: str,
    now: datetime,
) -> str:
    """
    Open the parcel that brings a return back, or find it; another day moves it, and its carrier comes on that
    alone. Weight and worth (INR) are of what comes back. Returns its code.

    Raises:
        ParcelUnknown: the way there was not a parcel of ours.
    """
    _one_at_a_time(f"return {return_number}")
    rows = Parcel.objects.select_for_update().filter(return_number=return_number)
    known = rows.exclude(state=ParcelState.CANCELLED).first()
    latest = pickup_on + timedelta(days=BACK_DAYS)
    if known is not None:
        if known.ship_on != pickup_on and known.state == ParcelState.READY:
            known.ship_on = known.earliest = pickup_on
            known.latest = known.expected = latest
            known.save()
            let_go_pickups(known, now=now)
        return known.code
    out = Parcel.objects.filter(seller_order=seller_order, direction=Direction.OUT).first()
    if out is None:
        raise ParcelUnknown(
            _("%(order)s was not sent as a parcel of ours.") % {"order": seller_order}, field="seller_order"
        )
    made = Parcel.objects.create(
        code=next_code(),
        direction=Direction.BACK,
        order_id=out.order_id,
        order_number=out.order_number,
        seller_order=seller_order,
        return_number=return_number,
        group_code=out.group_code,
        box_key=f"return-{return_number}",
        from_place="",
        hub_code=out.hub_code,
        origin_pincode=out.destination_pincode,
        destination_pincode=out.origin_pincode,
        carrier=out.carrier,
        service=out.service,
        weight_grams=weight_grams,
        dims_cm=out.dims_cm if weight_grams == out.weight_grams else "",
        declared_value=declared_value,
        cash_to_collect=Decimal(0),
        is_gift=out.is_gift,
        ship_on=pickup_on,
        earliest=pickup_on,
        latest=latest,
        expected=latest,
        state=ParcelState.PACKING,
        opened_at=now,
        changed_at=now,
    )
    _opened(made, actor, now)
    take_step(made.code, Happened(Step.PACKED, f"return:{return_number}:{made.code}", actor, now, now))
    ask_to_take(made.code, now=now)
    return made.code


def _opened(made: Parcel, actor: str, now: datetime) -> None:
    enter(
        made,
        ParcelState.PACKING,
        Happened(Step.OPENED, f"opened:{made.code}", actor, now, now),
        key=f"opened:{made.code}",
    )


def _places(wanted: ToSend) -> tuple[str, str]:
    """Return where it is fetched and which hub it goes to, empty where the network does not know."""
    try:
        at = collection_place_of(wanted.group_code)
    except PlaceUnknown:
        at = None
    if at is not None and at.hub_code:
        return at.code, at.hub_code
    try:
        return (at.code if at else ""), hub_of(wanted.origin_pincode).code
    except PlaceUnknown:
        return (at.code if at else ""), ""


def _one_at_a_time(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"parcel of {name}"])
