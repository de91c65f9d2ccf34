"""The photo desk in a browser: read and pressed on a phone and at a desk, light and dark; drawn as it is kept."""

import io
import shutil

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, expect

from catalogue.models import ListingPhoto
from jkrlm.people.facade import Role
from media.facade import picture_bytes
from tests.catalogue.goods import cushion
from tests.catalogue.test_editors_desk import browser as signed_in
from tests.common.looks import faults
from tests.common.web import Web
from tests.photos.samples import dark, good
from tests.photos.world import kept, photo, yes
from tests.portal_goods.phones import browser
from tests.registry.world import open_registry

__all__ = ["browser"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed"),
]


@pytest.fixture
def dark_one(transactional_db: None) -> ListingPhoto:
    from catalogue.facade import propose

    open_registry()
    first = propose(cushion(photo_keys=(kept(dark()), kept(good(6)))))
    propose(
        cushion(
            kind="willow", answers={}, photo_keys=(kept(good(6)),), stock_kind="one-of-a-kind", quantity=1
        )
    )
    return photo(first)  # type: ignore[arg-type]


def looked_at(page: Page, found: list[str]) -> None:
    found += [f"{page.url}: {each}" for each in faults(page)]


def test_the_desk_is_read_and_a_frame_is_drawn(browser: Browser, web: Web, dark_one: ListingPhoto) -> None:
    client, found = signed_in(Role.EDITOR, name="Nasreen Jan"), []
    yes(client, dark_one)
    for width, scheme in ((390, "light"), (1280, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=web.url, color_scheme=scheme
        )
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": web.url}]
        )
        page = context.new_page()
        page.goto("/staff/photos/")
        expect(page.locator(".goods li")).to_have_count(3)
        looked_at(page, found)
        page.goto(f"/staff/photos/{dark_one.pk}/")
        page.locator("#recipe[data-ready]").wait_for()
        looked_at(page, found)
        context.close() if width == 390 else None
    assert found == []

    box = page.locator("#board").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.75, steps=4)
    page.mouse.up()
    for press in ("lighter", "lighter", "turn", "levels", "white"):
        page.locator(f"#recipe [name=press][value={press}]").click()
    page.wait_for_timeout(100)
    shown = page.evaluate(
        "document.querySelector('#better figure:last-of-type canvas').toDataURL('image/png')"
    )
    page.locator("#recipe [name=keep]").click()
    page.wait_for_url(f"**/staff/photos/{dark_one.pk}/")
    dark_one.refresh_from_db()
    made = Image.open(io.BytesIO(picture_bytes(dark_one.shown_key))).convert("RGB")
    assert abs(made.width - 450) <= 4 and abs(made.height - 600) <= 4
    small = (45, 60)  # both made smaller by the same filter: light and colour are compared
    drawn, kept_one = (each.resize(small, Image.Resampling.BOX) for each in (_picture(shown), made))
    far = ImageStat.Stat(ImageChops.difference(drawn, kept_one)).mean
    assert max(far) < 8, "what she saw is what is kept"

    page.route("**/tried/1024/**", lambda route: route.abort())
    page.reload(wait_until="networkidle")
    page.locator("#recipe [name=press][value=turn]").click()
    page.wait_for_url("**?recipe=t2*")


def _picture(data_url: str) -> Image.Image:
    import base64

    return Image.open(io.BytesIO(base64.b64decode(data_url.partition(",")[2]))).convert("RGB")
