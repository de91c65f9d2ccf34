"""The editors' desk on a phone and on a screen: listen, write, approve; the shop has the goods."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from catalogue import facade as catalogue
from catalogue.demo.seed import PICTURES
from catalogue.models import Listing
from jkrlm.people.backends import DEMO_BACKEND
from media.facade import store_picture
from tests.browser.test_seller_signs_in import PHONE, looked_at
from tests.catalogue.goods import cushion, deliver, editor, open_house, spoken
from tests.common.web import Web

WIDE = 1280
SHOTS = os.environ.get("GOODS_SHOTS")

Desk = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, web: Web, transactional_db: None) -> Iterator[Desk]:
    open_house()
    user = editor("Rukhsana Bano")
    contexts = []
    faults: list[str] = []

    def opened(width: int = PHONE, *, script: bool = True, scheme: str = "light") -> Page:
        client = Client()
        client.force_login(user, backend=DEMO_BACKEND)
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            color_scheme=scheme,
            base_url=web.url,
        )
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": web.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def sent() -> int:
    """Return goods that a seller has sent, with two photographs and her voice."""
    names = ("crewel-cushion-cover-16-inch-pair.webp", "kani-wool-stole.webp")
    keys = tuple(
        store_picture((PICTURES / name).read_bytes()).key for name in names if (PICTURES / name).exists()
    )
    return catalogue.propose(cushion(photo_keys=keys, voice_key=spoken())).id


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_editor_writes_the_text_and_the_shop_has_the_goods(desk: Desk, script: bool) -> None:
    number = sent()
    page = desk(script=script)
    page.goto("/staff/goods/")
    page.get_by_role("link", name="Crewel embroidery").click()
    page.get_by_label("Title in English").fill("Crewel Cushion, blue vine")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).to_contain_text("This is needed before it can be approved.")
    expect(page.get_by_label("Title in English")).to_have_value("Crewel Cushion, blue vine")
    page.get_by_label("Title in Hindi").fill("क्रूएल कुशन")
    page.get_by_label("Title in Urdu").fill("کریول کشن")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).to_contain_text("Nothing waits.")
    deliver()
    page.goto(f"/products/{Listing.objects.get(pk=number).slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Crewel Cushion, blue vine")


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_pages_are_sound_to_look_at(desk: Desk, width: int) -> None:
    number = sent()
    catalogue.propose(cushion(kind="honey", answers={"net-g": "500"}, voice_key=spoken()))
    page = desk(width, scheme="dark" if width == WIDE else "light")
    found: list[str] = []
    page.goto("/staff/goods/")
    looked_at(page, found)
    shot(page, f"queue-{width}")
    page.goto(f"/staff/goods/{number}/")
    looked_at(page, found)
    shot(page, f"goods-{width}")
    page.get_by_role("button", name="Send back").click()
    expect(page.locator("main")).to_contain_text("Choose why")
    looked_at(page, found)
    shot(page, f"refused-{width}")
    page.get_by_label("The photo is too dark").check()
    page.get_by_role("button", name="Send back").click()
    page.goto(f"/staff/goods/{number}/")
    expect(page.locator("main")).to_contain_text("Sent back because")
    looked_at(page, found)
    assert [each for each in found if " px high" not in each] == []
