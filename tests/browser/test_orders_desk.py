"""The staff's desk of orders on a phone: a stole comes back, two people settle it, one without JavaScript."""

import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

import sellers.ledger.facade as ledger
from jkrlm.people.facade import Role
from sellers.orders.models import SellerOrder
from tests.common.looks import faults
from tests.common.web import Web
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff
from tests.seller_orders.test_random import NUMBER, World

PICTURES = os.environ.get("PICTURES_OF_ORDERS", "")
DELIVERED = ([(2, 350_000, Decimal(0)), (1, 120_000, Decimal(5))], 4_200, ("hand-over", "deliver"))
ON_ITS_WAY = ([(1, 90_000, Decimal(0))], 4_200, ("hand-over",))

OpenDesk = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, web: Web, transactional_db: None) -> Iterator[OpenDesk]:
    contexts = []

    def opened(role: Role, name: str, *, width: int = 390, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=script, base_url=web.url
        )
        session = staff(role, name=name).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": web.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield opened
    for context in contexts:
        context.close()


def looked_at(page: Page, name: str) -> None:
    """No fault that axe knows, nothing sideways; the picture is for those who ask."""
    assert faults(page) == [], name
    if PICTURES:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(PICTURES) / f"orders-{name}-{width}.png", full_page=True)


def test_a_stole_comes_back_and_two_people_settle_it(desk: OpenDesk) -> None:
    open_registry()
    World([DELIVERED, ON_ITS_WAY], False)
    SellerOrder.objects.update(group_code="KZ09")
    part = SellerOrder.objects.get(code=f"{NUMBER}-KZ00")
    logistics = desk(Role.LOGISTICS, "Rubina Lone")

    logistics.goto("/staff/orders/")
    looked_at(logistics, "desk")
    logistics.get_by_role("link", name=part.code).click()
    looked_at(logistics, "parcel")
    logistics.get_by_role("link", name="Returned").click()
    logistics.get_by_label("Stole").first.fill("3")
    logistics.get_by_label("What was wrong").select_option("damaged")
    logistics.get_by_label("In words").fill("A tear at the hem")
    logistics.get_by_role("button", name="Propose the refund").click()
    expect(logistics.get_by_label("Stole").first).to_have_value("3")
    expect(logistics.get_by_label("In words")).to_have_value("A tear at the hem")
    looked_at(logistics, "return-refused")
    logistics.get_by_label("Stole").first.fill("1")
    logistics.get_by_role("button", name="Propose the refund").click()
    expect(logistics.get_by_text("Proposed. A second person decides.")).to_be_visible()

    for width in (390, 1280):
        checker = desk(Role.FINANCE_CHECKER, f"Checker {width}", width=width)
        for name in ("", "decisions/", "refunds/", "unsplit/", "commission/", "cash/?carrier=India+Post"):
            checker.goto(f"/staff/orders/{name}")
            looked_at(checker, name.partition("/")[0] or "desk")
        checker.goto(f"/staff/orders/parcels/{part.code}/")
        looked_at(checker, "parcel")
    checker.goto("/staff/orders/decisions/")
    checker.get_by_role("link", name="Came back after delivery").click()
    looked_at(checker, "decision")
    plain = desk(Role.FINANCE_CHECKER, "Checker without JavaScript", script=False)
    plain.goto(checker.url)
    plain.get_by_role("button", name="Approve").click()
    expect(plain.get_by_text("Approved, and booked.")).to_be_visible()
    checker.goto("/staff/orders/refunds/")
    expect(checker.get_by_text("Paid in cash")).to_be_visible()
    looked_at(checker, "refunds-due")
    assert ledger.orders_in_books([NUMBER])[NUMBER].refunds_due.amount == 3500

    maker = desk(Role.FINANCE_MAKER, "Maker")
    for name in ("adjust/", "commission/propose/", "cash/hand-in/", f"refunds/{NUMBER}/bank/"):
        maker.goto(f"/staff/orders/{name}")
        looked_at(maker, name.strip("/").replace("/", "-"))
