"""
Those who help, at 390 px: a resource person acts for a group that has agreed, and an officer of the federation
takes the parcel in, looks at it and sends it on.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from jkrlm.kernel import clock
from jkrlm.people.models import AuditEntry
from sellers.collection.models import Intake, Purchase
from sellers.orders.models import SellerOrder
from sellers.registry.facade import add_member, appoint_officer, assign_crp, federation_of
from sellers.tax.facade import load_demo_registrations
from tests.common.live import LiveShop, at_rest, live_shop
from tests.portal.world import CRP, OFFICER, SHARED
from tests.seller_orders.conftest import BENGALURU
from tests.stories.seller_phones import MARKS, phone, press, step, unlock

__all__ = ["live_shop", "phone"]
pytestmark = [*MARKS, pytest.mark.story]


@pytest.fixture
def sold(live_shop: LiveShop) -> Callable[[], SellerOrder]:
    """Somebody in Bengaluru has bought a stole: there its federation sells, with tax."""
    load_demo_registrations()
    shop = live_shop.shop
    shop.piece("Kani stole", price="3500")
    common = {"on": clock.today(), "actor": None, "now": clock.now()}
    add_member(code="KZ09", name="Haseena Begum", phone=SHARED, role="leader", **common)
    assign_crp(code="KZ09", name="Shazia Bano", phone=CRP, note="", **common)
    federation = federation_of("KZ09", on=clock.today())
    assert federation is not None
    appoint_officer(
        federation_id=federation, name="Naseema Khan", phone=OFFICER, post="secretary", note="", **common
    )

    def buy() -> SellerOrder:
        live_shop.buyer(**BENGALURU).buy(shop.slug("Kani stole"), "stripe")
        at_rest()
        return SellerOrder.objects.get()

    return buy


def test_a_resource_person_acts_when_the_group_has_agreed(
    live_shop: LiveShop, sold: Callable[[], SellerOrder], phone: BrowserContext
) -> None:
    order = sold()
    unlock(phone, live_shop.url, CRP)
    page = phone.new_page()
    page.goto("/sell/orders/")
    expect(page.locator(f"#o-{order.code}")).to_contain_text("Kani stole")
    expect(page.locator(f"#o-{order.code} form")).to_have_count(0)

    page.get_by_role("link", name="Ask them").first.click()
    page.wait_for_load_state()
    page.get_by_label("Haseena Begum").check(force=True)
    page.get_by_label("Signed on paper").check(force=True)
    press(page, "She agrees")
    page.goto("/sell/orders/")
    expect(page.locator(".strip")).to_contain_text("Haseena Begum")
    step(page, order.code, "accept")
    step(page, order.code, "packed")

    order.refresh_from_db()
    assert order.state == "packed"
    acts = AuditEntry.objects.filter(on_behalf_of__contains="Haseena Begum", verb__startswith="order")
    assert acts.count() == 2
    assert {entry.actor.name for entry in acts.select_related("actor")} == {"Shazia Bano"}
    assert {change.on_behalf_of for change in order.changes.filter(state__in=("accepted", "packed"))} == {
        "Haseena Begum (KZ09)"
    }


def test_an_officer_takes_in_checks_and_sends(
    live_shop: LiveShop, sold: Callable[[], SellerOrder], phone: BrowserContext
) -> None:
    order = sold()
    SellerOrder.objects.update(state="packed")
    unlock(phone, live_shop.url, OFFICER)
    page = phone.new_page()
    page.goto("/sell/")
    page.get_by_role("link", name="Collection centre").click()
    page.get_by_label("Number on the label").fill(order.code.lower())
    press(page, "Find")
    press(page, "The group has brought it")

    page.get_by_label("No hole, stain, crack or loose thread").check(force=True)
    page.get_by_label("In words, for the group").fill("A thread hangs")
    press(page, "I have checked it")
    expect(page.locator("main")).to_contain_text("Back with the group")
    expect(page.locator("main")).to_contain_text("A thread hangs")

    press(page, "The group has brought it")
    press(page, "I have checked it")
    page.get_by_label("The carrier’s number").fill("EE123456785IN")
    press(page, "Handed to the carrier")
    at_rest()
    order.refresh_from_db()
    assert (order.state, order.tracking_number) == ("handed-over", "EE123456785IN")
    assert Intake.objects.get().times_back == 1

    page.goto("/sell/collection/purchases/")
    bought = Purchase.objects.get()
    assert order.seller_kind == "federation"
    expect(page.locator("main")).to_contain_text(bought.voucher)
    expect(page.locator("main")).to_contain_text(order.code)
