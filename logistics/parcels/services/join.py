"""Pack what lies at one hub for one buyer into one box. It has a label of its own, and travels as one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from logistics.parcels.errors import NotTogether
from logistics.parcels.models import Parcel
from logistics.parcels.services.ask_carrier import ask_to_take
from logistics.parcels.services.open_parcel import next_code
from logistics.parcels.services.take_step import Happened, enter, write
from logistics.parcels.states import Direction, ParcelState, Step
from logistics.places.facade import places_by_code


@transaction.atomic
def join(codes: Sequence[str], *, key: str, actor: str, now: datetime) -> str:
    """
    Make the box of these parcels, or find the one that they are in; returns its code.

    Raises:
        NotTogether: fewer than two, of several orders or plans, or not all at one hub.
    """
    inside = list(Parcel.objects.select_for_update().filter(code__in=set(codes)).order_by("id"))
    boxes = {each.box_id for each in inside}
    if len(inside) == len(set(codes)) > 1 and len(boxes) == 1 and (known := inside[0].box) is not None:
        return known.code
    if len(inside) < 2 or len(inside) != len(set(codes)):
        raise NotTogether(_("A box is made of two parcels or more."))
    if len({(each.order_id, each.box_key, each.carrier) for each in inside}) > 1:
        raise NotTogether(_("These do not go to the same door by the same plan."))
    if (
        any(
            each.state != ParcelState.AT_HUB or each.box_id or each.is_box or each.direction != Direction.OUT
            for each in inside
        )
        or len({each.at_place for each in inside}) > 1
    ):
        raise NotTogether(_("Scan each of them at this hub first."))
    box = _made(inside, now)
    happened = Happened(Step.BOXED, f"{key}:{box.code}", actor, now, now, place_code=box.at_place)
    enter(box, ParcelState.AT_HUB, happened, key=happened.key)
    for each in inside:
        each.box = box
        write(each, happened, key=f"{key}:{each.code}")
    ask_to_take(box.code, now=now)
    return box.code


@transaction.atomic
def shrink(order_id: str, *, box_key: str, count: int, now: datetime) -> None:
    """
    Of a plan's box ``count`` parcels are left. Nothing changes where the box is packed; the last one is a
    parcel by itself, and its carrier is asked for a number.
    """
    # Who holds a box waits for what is inside: neither is locked here, so that nobody waits for the other.
    rows = Parcel.objects.select_for_update().filter(order_id=order_id, box_key=box_key, box__isnull=True)
    for each in rows.exclude(seller_order="").filter(box_size__gt=count).order_by("id"):
        each.box_size = max(count, 1)
        each.save(update_fields=["box_size"])
        if each.box_size == 1 and each.state in (
            ParcelState.READY,
            ParcelState.COLLECTED,
            ParcelState.AT_HUB,
        ):
            ask_to_take(each.code, now=now)


def _pincode_of(place_code: str) -> str:
    """A box is sent from its hub, as it was priced; empty where the network does not know it any more."""
    found = places_by_code([place_code]).get(place_code)
    return found.pincode if found else ""


def _made(inside: Sequence[Parcel], now: datetime) -> Parcel:
    first = inside[0]
    return Parcel.objects.create(
        code=next_code(),
        order_id=first.order_id,
        order_number=first.order_number,
        box_key=first.box_key,
        box_size=len(inside),
        from_place=first.at_place,
        hub_code=first.at_place,
        at_place=first.at_place,
        origin_pincode=_pincode_of(first.at_place) or first.origin_pincode,
        destination_pincode=first.destination_pincode,
        carrier=first.carrier,
        service=first.service,
        weight_grams=sum(each.weight_grams for each in inside),
        declared_value=sum(each.declared_value for each in inside),
        cash_to_collect=sum(each.cash_to_collect for each in inside),
        is_gift=first.is_gift,
        ship_on=max(each.ship_on for each in inside),
        earliest=max(each.earliest for each in inside),
        latest=max(each.latest for each in inside),
        expected=max(each.expected for each in inside),
        state=ParcelState.AT_HUB,
        opened_at=now,
        changed_at=now,
    )
