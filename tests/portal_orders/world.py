"""Kanihama's and Harwan's orders in every state, as rows of ours; the store beside knows nothing of them."""

from datetime import date, timedelta
from decimal import Decimal

from django.test import Client

from jkrlm.kernel import clock
from sellers.orders.models import SellerOrder, SellerOrderChange, SellerOrderLine
from sellers.orders.states import SellerOrderState
from tests.portal.world import CRP, LONE, OFFICER, SHARED, Phone, Village

S = SellerOrderState


def today() -> date:
    return clock.today()


def parcel(
    number: str,
    state: SellerOrderState = S.NEW,
    *,
    group: str = "KZ09",
    pack_in: int = 2,
    pieces: int = 1,
    **changes: object,
) -> SellerOrder:
    """A stole for ₹3,500 of which the group gets ₹3,000, to be packed in so many days."""
    day = today() + timedelta(days=pack_in)
    now = clock.now()
    facts: dict[str, object] = {
        "code": f"{number}-{group}",
        "order_id": f"T3JkZXI6{number}",
        "order_number": number,
        "group_code": group,
        "parcel_key": group,
        "state": state,
        "confirmed_at": now,
        "changed_at": now,
        "pack_by": day,
        "ship_on": day,
        "earliest": day + timedelta(days=2),
        "latest": day + timedelta(days=4),
        "carrier": "India Post",
        "service": "Parcel",
        "origin_pincode": "193401",
        "destination_pincode": "560034",
        "place_of_supply": "Karnataka",
        "weight_grams": 190,
        "seller_kind": "federation",
        "seller_name": "Narbal Hunar CLF",
        "charges_tax": True,
        "delivery_net": 42,
        "delivery_gst": 0,
        "delivered_on": today() if state in (S.DELIVERED, S.RETURNED) else None,
        **changes,
    }
    made = SellerOrder.objects.create(**facts)
    SellerOrderChange.objects.create(seller_order=made, state=state, at=now, actor="store")
    for place in range(pieces):
        SellerOrderLine.objects.create(
            seller_order=made,
            order_line_id=f"line:{made.code}:{place}",
            product_id=f"UHJvZHVjdDo{number}{place}",
            sku=f"{group}-STOLE-{place}",
            name="Kani stole",
            quantity=2,
            net=Decimal("3333.33"),
            gst=Decimal("166.67"),
            rate_percent=Decimal(5),
            commission_percent=Decimal(8),
            commission=Decimal("282.48"),
            commission_gst=Decimal("50.85"),
            tcs=0,
            tds=0,
        )
    return made


def open_phones(village: Village) -> dict[str, Client]:
    """The leader of Kanihama, a member of Harwan, the resource person of both, Kanihama's officer."""
    leader = Phone(SHARED).trust()
    leader.choose(village.people["Haseena Begum"])
    return {
        "leader": leader.client,
        "harwan": Phone(LONE).trust().client,
        "crp": Phone(CRP).trust().client,
        "officer": Phone(OFFICER).trust().client,
    }


def let_act(crp: Client, village: Village, name: str = "Haseena Begum", code: str = "KZ09") -> None:
    """A member agrees; the resource person looks over all her groups again."""
    form = {"member": str(village.people[name]), "means": "signed"}
    assert crp.post(f"/sell/for/{code}/", form).status_code == 302
    crp.post("/sell/for/choose/")
