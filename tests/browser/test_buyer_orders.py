"""The bag's answer to a PIN code and the desk of buyers' orders, before a browser on a phone."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from jkrlm.people.facade import Role
from tests.aftercare.conftest import bought_of
from tests.common.live import LiveShop, at_rest, live_shop
from tests.common.looks import faults
from tests.seller_orders.conftest import staff

__all__ = ["live_shop"]

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page: Page, name: str) -> None:
    """No fault that axe knows, and nothing sideways."""
    assert faults(page) == [], name


def test_the_bag_answers_and_staff_find_the_order(live_shop: LiveShop, browser: Browser) -> None:
    live_shop.shop.piece("Kani stole", price="3500")
    live_shop.shop.piece("Walnut tray", price="1200", maker="KZ11", hsn="4420", grams=900)
    bought = bought_of(live_shop)
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=live_shop.url)
    page = context.new_page()
    page.set_default_timeout(20_000)
    for name, maker in (("Kani stole", "KZ09"), ("Walnut tray", "KZ11")):
        page.goto(f"/products/{live_shop.shop.slug(name, maker)}/")
        page.locator("form[action$='/cart/add/'] button").click()
        expect(page.get_by_text("In your bag.")).to_be_visible()
    page.goto("/cart/")
    looked_at(page, "bag")
    page.locator("#pin").fill("560034")
    page.locator("#delivery button").click()
    expect(page.get_by_text("With delivery")).to_be_visible()
    assert page.url.endswith("/cart/")
    looked_at(page, "bag, answered")
    page.goto("/ur/cart/")
    expect(page.locator("#pin")).to_have_value("560034")
    looked_at(page, "bag in Urdu")
    page.goto("/checkout/")
    expect(page.get_by_label("PIN code")).to_have_value("560034")
    page.goto(f"/products/{live_shop.shop.slug('Kani stole')}/")
    expect(page.locator("#pin")).to_have_value("560034")

    session = staff(Role.ADMINISTRATOR).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_shop.url}])
    page.goto("/staff/orders/")
    page.get_by_role("link", name="Buyers’ orders").click()
    looked_at(page, "find")
    page.get_by_label("Number, e-mail").fill(bought.stole.code)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=bought.stole.order_number, exact=True).click()
    page.get_by_label("A note for colleagues").fill("Rang at noon.")
    page.get_by_role("button", name="Write it down").click()
    at_rest()
    page.reload()
    expect(page.get_by_text("Rang at noon.")).to_be_visible()
    looked_at(page, "order")
    page.get_by_role("link", name="Cancel what is not packed").click()
    page.get_by_role("button", name="Cancel them").click()
    looked_at(page, "cancel, refused")
    page.get_by_label("Why").fill("She rang.")
    page.get_by_role("button", name="Cancel them").click()
    expect(page.get_by_text("Cancelled. What was paid")).to_be_visible()
    at_rest()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    looked_at(page, "order, wide")
    context.close()
