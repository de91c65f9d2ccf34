"""What parcels and orders do to each other: cash that comes in by the post's own list, a piece that is fetched back."""

import re
from datetime import timedelta

import pytest

from jkrlm.kernel import clock
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role
from logistics.parcels.facade import Step, ask_carriers, parcel_of_order, scan
from logistics.parcels.models import CarrierAsk, Parcel
from sellers.orders import facade as orders
from sellers.orders.models import Remittance, ReturnCase, SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop
from tests.parcels.post import LocalPost
from tests.seller_orders.conftest import again, ordered, press, shop, staff, waiting_decision
from tests.seller_orders.test_returns import two_stoles

__all__ = ["live_shop", "shop"]
pytestmark = pytest.mark.django_db(transaction=True)
BY = By("person:7")


def packed(part: SellerOrder) -> Parcel:
    move.accept(code=part.code, by=BY, now=now())
    move.pack(code=part.code, by=BY, now=now())
    at_rest()
    return Parcel.objects.get(seller_order=part.code)


def test_the_posts_own_list_of_cash_is_laid_beside_the_books(shop: LiveShop, post: LocalPost) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery")
    for each in (packed(stole), packed(tray)):
        post.happens(each.tracking_number, "booked")
        post.happens(each.tracking_number, "delivered")
    assert ask_carriers() == 4
    at_rest()
    again()
    at_rest()
    assert set(SellerOrder.objects.values_list("state", flat=True)) == {"delivered"}
    assert broken_clauses() == {}

    utr = post.hands_in()["utr"]
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    page = maker.get("/staff/orders/cash/advices/").content.decode()
    assert utr in page and "2 parcels" in page
    given = {
        "carrier": "India Post",
        "reference": utr,
        "key": re.search(r'name="key" value="([^"]+)"', page)[1],
    }
    for _ in range(2):
        assert maker.post("/staff/orders/cash/advices/", given).status_code == 302
    assert checker.post("/staff/orders/cash/advices/", given).status_code == 302
    found = Remittance.objects.get()
    assert (found.reference, found.lines.count()) == (utr, 2)
    assert press(checker, waiting_decision("remittance"), to="approved").status_code == 302
    at_rest()
    assert not SellerOrder.objects.filter(cash_remitted_on=None).exists()
    assert broken_clauses() == {}
    assert "List it" not in maker.get("/staff/orders/cash/advices/").content.decode()

    # She sends the stole back: the carrier fetches it, and when the hub has it the return is received.
    part = orders.part_of_order(stole.code, order_id=stole.order_id)
    case = orders.ask_return(
        orders.ReturnAsk(
            code=stole.code,
            quantities={part.lines[0].id: 1},
            why=orders.ReturnReason.CHANGED_MIND,
            words="",
            photo_keys=(),
            key="back",
        ),
        order_id=stole.order_id,
    )
    orders.approve_return(case.number, by=BY, words="")
    orders.book_pickup(case.number, by=BY, pickup_on=clock.today() + timedelta(days=1))
    at_rest()
    again()
    back = Parcel.objects.get(direction="back")
    assert (back.return_number, back.seller_order) == (case.number, stole.code)
    assert re.fullmatch(r"EJ\d{9}IN", back.tracking_number)
    asked = dict(CarrierAsk.objects.filter(parcel=back).values_list("kind", "state"))
    assert asked == {"create": "done", "pickup": "done"}
    assert scan(back.code, Step.HANDED_OVER, "", BY.actor, "fetched")
    assert scan(back.code, Step.DELIVERED, back.hub_code, BY.actor, "here")
    at_rest()
    assert ReturnCase.objects.get().state == "received"
    assert broken_clauses() == {}


def test_cancelled_before_it_leaves_its_number_is_let_go(shop: LiveShop, post: LocalPost) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    found = packed(stole)
    assert found.tracking_number
    orders.cancel(stole.code, group_codes=["KZ09"], by=BY, reason="The moths were faster")
    at_rest()
    found.refresh_from_db()
    assert found.state == "cancelled"
    assert CarrierAsk.objects.get(parcel=found, kind="cancel").state == "done"

    # Handed over at the portal with a typed number, it is the same step that a hub would have written.
    move.hand_over(code=tray.code, by=BY, now=now(), tracking_number="EE123456785IN")
    at_rest()
    view = parcel_of_order(tray.code)
    assert view is not None
    assert (view.state.value, view.tracking_number) == ("handed-over", "EE123456785IN")
    assert broken_clauses() == {}


def test_one_of_two_is_left_out_and_so_much_less_is_collected(shop: LiveShop, post: LocalPost) -> None:
    stoles, _tray = two_stoles(shop, "cash-on-delivery")
    found = packed(stoles)
    assert found.tracking_number and found.cash_to_collect == stoles.cash_to_collect
    before = found.declared_value
    orders.cancel_lines(
        stoles.code,
        group_codes=["KZ09"],
        by=BY,
        quantities={stoles.lines.get().sku: 1},
        reason="One has a hole",
        key="hole",
    )
    at_rest()
    stoles.refresh_from_db()
    found.refresh_from_db()
    assert 0 < stoles.cash_to_collect < before
    assert (found.cash_to_collect, found.declared_value) == (stoles.cash_to_collect, before / 2)
    assert "cancelled and booked anew" in CarrierAsk.objects.get(parcel=found, state="failed").answer
    assert broken_clauses() == {}
