"""Who opens a fair's sale at the desk of online orders reads where it is put right, and can do nothing there."""

from decimal import Decimal

import pytest
from django.urls import reverse

import sellers.orders.facade as orders
from commerce.facade import app_store
from exhibitions.till.facade import bills
from exhibitions.till.models import Till
from exhibitions.till.services import place_orders as placing
from exhibitions.till.services.process import process_till
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role
from sellers.orders.errors import SoldAtStall
from sellers.orders.models import SellerOrder
from sellers.orders.services.cancel_lines import cancel_lines
from sellers.orders.services.move import By
from sellers.orders.services.propose import propose_allowance, propose_bank_refund, propose_return
from sellers.orders.states import Bearer, ReturnReason
from tests.exhibitions.till.world import Stall, work
from tests.exhibitions.world import person, signed_in

pytestmark = pytest.mark.django_db
STAFF = By("person:1")


@pytest.fixture
def part(stall: Stall) -> SellerOrder:
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    work()
    return SellerOrder.objects.get()


def test_nothing_is_proposed_for_it(stall: Stall, part: SellerOrder) -> None:
    (line,) = part.lines.all()
    said = {"code": part.code, "by": STAFF, "now": clock.now(), "key": "k", "reason": "She asks on the phone"}
    asked = orders.ReturnAsk(
        code=part.code,
        quantities={line.pk: 1},
        why=ReturnReason.CHANGED_MIND,
        words="",
        photo_keys=(),
        key="buyer",
    )
    acts = (
        lambda: propose_return(
            **said,
            quantities={line.pk: 1},
            why=ReturnReason.DAMAGED,
            bearer=Bearer.OPERATOR,
            with_delivery=False,
        ),
        lambda: propose_allowance(
            **said, amounts={line.pk: Money(Decimal(10), "INR")}, bearer=Bearer.OPERATOR
        ),
        lambda: cancel_lines(**said, quantities={line.pk: 1}),
        lambda: propose_bank_refund(
            order_number=part.order_number,
            amount=Money(Decimal(10), "INR"),
            utr="UTR1",
            reason="Due",
            key="k",
            by=STAFF,
            now=clock.now(),
        ),
        lambda: orders.ask_return(asked, order_id=part.order_id),
    )
    for act in acts:
        with pytest.raises(SoldAtStall, match=f"at a stall of {stall.code}: .* at a till"):
            act()
    (ours,) = orders.parts_of_order(part.order_id)
    assert ours.exhibition == stall.code
    assert not ours.may_ask(clock.today())
    assert not ours.may_cancel


def test_pages_show_a_fair_sale_and_no_button(stall: Stall, part: SellerOrder) -> None:
    logistics = signed_in(person("Logistics", Role.LOGISTICS, Role.FINANCE_MAKER))
    assert "Fair sale" in logistics.get("/staff/orders/").content.decode()
    page = logistics.get(reverse("staff_orders:parcel", args=[part.code])).content.decode()
    assert f"it was sold at a stall of {stall.code}" in page
    for act in ("return", "allowance"):
        assert reverse("staff_orders:act", args=[part.code, act]) not in page
    assert "Fair sale" in logistics.get(f"/staff/orders/buyers/?q={part.order_number}").content.decode()
    page = logistics.get(f"/staff/orders/buyers/{part.order_number}/").content.decode()
    assert f"it was sold at a stall of {stall.code}" in page
    assert "Cash at a stall" in page


def test_what_the_store_refuses_for_another_reason_stops_the_till_visibly(
    stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1))
    monkeypatch.setattr(placing, "CHANNEL", "nowhere")
    tablet.send()
    work()
    till = Till.objects.get()
    assert "Channel is not known." in till.stuck
    assert bills(stall.code) == ()
    monkeypatch.undo()
    process_till(till_id=till.pk, now=clock.now())
    assert len(bills(stall.code)) == 1


def test_pieces_that_the_store_does_not_know_are_left_out_of_its_order(stall: Stall) -> None:
    tablet = stall.tablet()
    lines = [
        tablet.line(stall.variant("KZ09", "Stole"), 1),
        {**tablet.line(stall.variant("KZ11", "Box"), 2), "variant": "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5"},
        {**tablet.line(stall.variant("KZ11", "Tray"), 1), "variant": "UHJvZHVjdFZhcmlhbnQ6OTk5OTk4"},
        tablet.line(stall.variant("JM09", "Honey"), 3),
    ]
    bill = tablet.bill(lines)
    tablet.send()
    work()
    order = app_store().order_of_bill(reference=bill["id"]).order
    assert order is not None
    assert {line.metafield: line.quantity for line in order.lines} == {"0": 1, "3": 3}
