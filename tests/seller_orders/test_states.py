"""Whatever the table does not list is refused, and nothing of it is left."""

from datetime import date
from itertools import product

import pytest

from jkrlm.kernel.clock import now
from sellers.orders.errors import SellerOrderUnknown, WrongState
from sellers.orders.models import SellerOrder
from sellers.orders.services.move import By, move
from sellers.orders.states import TRANSITIONS, SellerOrderState

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)


def parcel(state: SellerOrderState) -> SellerOrder:
    return SellerOrder.objects.create(
        code="1042-KZ09",
        order_id="T3JkZXI6MQ==",
        order_number="1042",
        group_code="KZ09",
        parcel_key="KZ09",
        state=state,
        confirmed_at=now(),
        changed_at=now(),
        pack_by=DAY,
        ship_on=DAY,
        earliest=DAY,
        latest=DAY,
        carrier="India Post",
        service="Parcel",
        origin_pincode="193401",
        destination_pincode="190001",
        place_of_supply="Jammu and Kashmir",
        weight_grams=190,
        seller_kind="group",
        seller_name="Kanihama Tuji SHG",
        charges_tax=False,
        delivery_net=42,
        delivery_gst=0,
        delivered_on=DAY,
    )


UNLISTED = [
    (before, to)
    for before, to in product(SellerOrderState, SellerOrderState)
    if before is not to and to not in TRANSITIONS[before]
]


@pytest.mark.parametrize(("before", "to"), UNLISTED)
def test_an_unlisted_step_is_refused(before: SellerOrderState, to: SellerOrderState) -> None:
    made = parcel(before)
    with pytest.raises(WrongState) as refused:
        move(code=made.code, to=to, by=By("person:7"), now=now())
    assert refused.value.params == {"code": "1042-KZ09", "state": before.value, "wanted": to.value}
    made.refresh_from_db()
    assert (made.state, made.changes.count()) == (before, 0)


@pytest.mark.parametrize(
    ("before", "to"), [(before, to) for before in TRANSITIONS for to in sorted(TRANSITIONS[before])]
)
def test_a_listed_step_stands_in_the_history_once(before: SellerOrderState, to: SellerOrderState) -> None:
    made = parcel(before)
    for _ in range(2):
        move(code=made.code, to=to, by=By("person:7", "KZ09"), now=now(), reason="why")
    made.refresh_from_db()
    (change,) = made.changes.all()
    assert (made.state, change.state, change.actor, change.on_behalf_of) == (to, to, "person:7", "KZ09")


def test_what_is_not_there_is_not_moved() -> None:
    with pytest.raises(SellerOrderUnknown):
        move(code="9-KZ09", to=SellerOrderState.ACCEPTED, by=By("person:7"), now=now())
