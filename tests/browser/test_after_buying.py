"""What comes after buying, before a browser: in English and Urdu, on a phone, and the staff's pages beside it."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from jkrlm.people.facade import Role
from sellers.orders.facade import (
    ReturnAsk,
    ReturnReason,
    approve_return,
    ask_return,
)
from sellers.orders.services.move import By
from storefront.aftercare.models import Enquiry
from tests.aftercare.conftest import bought_of
from tests.common.live import LiveShop, at_rest, live_shop
from tests.common.looks import faults
from tests.seller_orders.conftest import sent_and_delivered, staff

__all__ = ["live_shop"]

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page: Page, name: str) -> None:
    """No fault that axe knows, and nothing sideways."""
    assert faults(page) == [], name


def test_pages_after_buying_are_for_everybody(live_shop: LiveShop, browser: Browser) -> None:
    live_shop.shop.piece("Kani stole", price="3500")
    live_shop.shop.piece("Walnut tray", price="1200", maker="KZ11", hsn="4420", grams=900)
    bought = bought_of(live_shop)
    stole = sent_and_delivered(bought.stole)
    made = ask_return(
        ReturnAsk(stole.code, {stole.lines.get().pk: 1}, ReturnReason.CHANGED_MIND, "Too small", (), "k"),
        order_id=stole.order_id,
    )
    approve_return(made.number, by=By("person:1"), words="Yes")
    at_rest()
    slug = live_shop.shop.slug("Kani stole")
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=live_shop.url)
    page = context.new_page()
    page.set_default_timeout(20_000)
    for language in ("", "/ur"):
        for path in (
            bought.path,
            f"{bought.path}cancel/{bought.tray.code}/",
            f"{bought.path}return/{bought.tray.code}/",
            f"/products/{slug}/abroad/",
        ):
            page.goto(f"{language}{path}")
            looked_at(page, f"{language}{path}")
    page.goto(f"/products/{slug}/")
    page.locator("form[action$='/cart/add/'] button").click()
    page.goto("/ur/checkout/")
    for each in page.locator("details.panel:not(.only-narrow) > summary").all():
        each.click()
    looked_at(page, "checkout with a gift")
    Enquiry.objects.create(
        key="k",
        product_slug=slug,
        product_name="Kani stole",
        name="Ines",
        email="ines@example.pt",
        country="PT",
        quantity=1,
        asked_at=stole.confirmed_at,
    )
    session = staff(Role.LOGISTICS, name="Desk").cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_shop.url}])
    number = made.number
    for path in (
        "/staff/orders/returns/",
        f"/staff/orders/returns/{number}/",
        f"/staff/orders/returns/{number}/pickup/",
        "/staff/enquiries/",
        f"/staff/enquiries/{Enquiry.objects.get().pk}/",
    ):
        page.goto(path)
        looked_at(page, path)
    context.close()
