"""A group's parcel that nobody bought in the store: for what needs no money and no address."""

from datetime import date, timedelta
from decimal import Decimal

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from logistics.parcels.contracts import ToSend
from logistics.parcels.models import Parcel
from logistics.parcels.services.open_parcel import open_parcel
from logistics.parcels.services.take_step import Happened
from logistics.parcels.states import Step

ACTOR = "person:7"


def to_send(number: str = "1042", group: str = "KZ09", **changes: object) -> ToSend:
    day: date = clock.today()
    facts: dict[str, object] = {
        "seller_order": f"{number}-{group}",
        "order_id": f"T3JkZXI6{number}",
        "order_number": number,
        "group_code": group,
        "box_key": group,
        "box_size": 1,
        "origin_pincode": "193401",
        "destination_pincode": "560034",
        "carrier": "India Post",
        "service": "Parcel by surface",
        "weight_grams": 190,
        "declared_value": Money(Decimal(3500), "INR"),
        "cash_to_collect": Money(Decimal(0), "INR"),
        "is_gift": False,
        "ship_on": day,
        "earliest": day + timedelta(days=4),
        "latest": day + timedelta(days=6),
        **changes,
    }
    return ToSend(**facts)  # type: ignore[arg-type]


def opened(**changes: object) -> Parcel:
    return Parcel.objects.get(code=open_parcel(to_send(**changes), actor=ACTOR, now=clock.now()))


def happened(step: Step, key: str, place: str = "", **more: object) -> Happened:
    now = clock.now()
    return Happened(step, key, ACTOR, now, now, place, **more)  # type: ignore[arg-type]
