"""At 390 px, in Urdu: an order comes, she says yes, packs it, gives it to the carrier. And every page can be read."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Playwright, expect

from jkrlm.kernel import relay
from sellers.orders.models import SellerOrder
from tests.browser.conftest import ARGUMENTS, CHROMIUM, GOODS
from tests.common.live import LiveShop, at_rest, live_shop
from tests.portal.world import Village, open_village
from tests.portal_goods.phones import NARROW, PHONE, looked_at
from tests.portal_orders.world import S, open_phones, parcel

__all__ = ["live_shop"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed"),
]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def bought(live_shop: LiveShop) -> SellerOrder:
    picture = GOODS / "kani-wool-stole.webp"
    live_shop.shop.piece("Kani Wool Stole", price="3450", picture=picture)
    live_shop.buyer().buy(live_shop.shop.slug("Kani Wool Stole"), "cash-on-delivery")
    at_rest()
    return SellerOrder.objects.get()


@pytest.fixture
def village(bought: SellerOrder) -> Village:
    return open_village()


@pytest.fixture
def phones(village: Village) -> dict[str, Client]:
    return open_phones(village)


@pytest.fixture
def opened(browser: Browser, live_shop: LiveShop, phones: dict[str, Client]):
    contexts = []
    faults: list[str] = []

    def page_of(
        who: str = "leader", *, width: int = PHONE, script: bool = True, scheme: str = "light"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            color_scheme=scheme,
            base_url=live_shop.url,
            is_mobile=True,
            has_touch=True,
        )
        contexts.append(context)
        session = phones[who].cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_shop.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield page_of
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_order_in_urdu(opened, bought: SellerOrder, script: bool) -> None:
    page = opened(script=script)
    page.goto("/ur/sell/orders/")
    card = page.locator(f"#o-{bought.code}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(card.locator("img")).to_have_js_property("complete", True)
    card.get_by_role("button", name="ہاں، ہم بھیجیں گی").click()
    card.get_by_role("button", name="پیک ہو گیا").click()
    card.locator("summary").click()
    card.locator("input[name=tracking]").fill("EE123456784IN")
    card.locator("form button").click()
    expect(card.locator(".note.bad")).to_contain_text("رسید")
    card.locator("input[name=tracking]").fill("EE123456785IN")
    card.locator("form button").click()
    expect(card.locator(".badge")).to_contain_text("راستے میں")
    relay.drain()
    bought.refresh_from_db()
    assert (bought.state, bought.tracking_number, bool(bought.fulfilment_id)) == (
        "handed-over",
        "EE123456785IN",
        True,
    )


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(PHONE, "light", "/ur"), (PHONE, "dark", ""), (NARROW, "light", "/hi")],
    ids=["urdu", "dark", "narrow"],
)
def test_every_page_can_be_read_and_pressed(
    opened, bought: SellerOrder, width: int, scheme: str, language: str
) -> None:
    from jkrlm.kernel import clock

    found: list[str] = []
    parcel("9001", S.ACCEPTED, pack_in=0)
    parcel("9002", S.PACKED)
    parcel("9003", S.HANDED_OVER)
    parcel("9004", S.DELIVERED)
    parcel("9005", S.NEW, unanswered_at=clock.now(), group="KZ09")
    parcel("9006", S.ACCEPTED, pack_in=-1, group="KZ11")
    SellerOrder.objects.filter(pk=bought.pk).update(state="accepted")
    for who in ("leader", "crp", "officer"):
        page = opened(who, width=width, scheme=scheme)
        for path in ("", "orders/", "orders/?s=done", f"orders/{bought.code}/"):
            page.goto(f"{language}/sell/{path}")
            looked_at(page, found)
            if shots := os.environ.get("SHOTS"):
                name = f"{who}-{path.replace('/', '_')}{language.strip('/')}-{scheme}-{width}.png"
                page.screenshot(path=f"{shots}/{name}", full_page=True)
    page = opened(width=width, scheme=scheme)
    asked = ("cancel/", "cancel/?reason=late", "leave-out/", "leave-out/?n0=3&reason=late")
    for path in (*(f"9001-KZ09/{each}" for each in asked), "9005-KZ09/", "9004-KZ09/label.pdf"):
        page.goto(f"{language}/sell/orders/{path}")
        looked_at(page, found)
        if shots := os.environ.get("SHOTS"):
            name = f"{path.replace('/', '_')}{language.strip('/')}-{scheme}-{width}.png"
            page.screenshot(path=f"{shots}/{name}", full_page=True)
    assert found == []
