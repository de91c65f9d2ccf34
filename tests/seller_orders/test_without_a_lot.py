"""What is packed although no lot keeps long enough: staff see it on the desk and on the order until it is mended."""

import pytest
from django.urls import reverse

import certification.lots.facade as lots
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import Role
from jkrlm.wiring import REACTIONS
from sellers.orders import facade as orders
from sellers.orders.models import SellerOrder
from tests.certification.lots.world import SAFFRON, in_days, saffron
from tests.collection.world import parcel
from tests.common.buyer import text
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.django_db
DESK = "/staff/orders/"


def test_what_is_left_out_after_packing_goes_back_to_its_lot() -> None:
    open_registry()
    made = parcel(latest=in_days(6), earliest=in_days(6))
    made.lines.update(product_id=SAFFRON, quantity=3)
    lot = saffron(4, expires_on=in_days(90))
    orders.keep_lots(Event(1, "SellerOrderMoved", {"code": made.code}, clock.now()))
    assert lots.lot(lot.number).available == 1
    made.lines.update(quantity_returned=2)
    assert orders.keep_lots in REACTIONS["SellerOrderTakenBack"]
    for _twice in range(2):
        orders.keep_lots(Event(2, "SellerOrderTakenBack", {"code": made.code}, clock.now()))
    made.refresh_from_db()
    assert (lots.lot(lot.number).available, made.lots_wanting) == (3, 0)

    made.lines.update(quantity_returned=0)
    orders.keep_lots(Event(3, "SellerOrderMoved", {"code": made.code}, clock.now()))
    SellerOrder.objects.filter(pk=made.pk).update(state="handed-over")
    made.lines.update(quantity_returned=1)
    orders.keep_lots(Event(4, "SellerOrderTakenBack", {"code": made.code}, clock.now()))
    assert lots.lot(lot.number).available == 1, "what was lost on its way is no piece to sell"


def test_pieces_without_a_fresh_lot_are_flagged_until_there_is_one() -> None:
    open_registry()
    made = parcel(latest=in_days(6), earliest=in_days(6))
    made.lines.update(product_id=SAFFRON)
    other = parcel(number="1043")
    saffron(1, expires_on=in_days(90))
    event = Event(1, "SellerOrderMoved", {"code": made.code}, clock.now())
    for _twice in range(2):
        orders.keep_lots(event)
    made.refresh_from_db()
    assert made.lots_wanting == 1

    desk = staff(Role.LOGISTICS)
    found = text(desk.get(f"{DESK}?no_lot=1"))
    assert made.code in found and other.code not in found and "1 without a fresh lot" in found
    assert "For 1 packed piece no lot is left" in text(
        desk.get(reverse("staff_orders:parcel", args=[made.code]))
    )

    saffron(5, expires_on=in_days(90))
    orders.keep_lots(event)
    made.refresh_from_db()
    assert made.lots_wanting == 0
    assert made.code not in text(desk.get(f"{DESK}?no_lot=1"))
