"""A phone of a seller's in a real browser, 390 px wide, before the live shop."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.common.live import LiveShop
from tests.portal.world import PIN, Phone

#: ``pytest.mark.story`` stands in each module: on a Saleor only modules that name it are read.
MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed"),
]


@pytest.fixture
def phone(live_shop: LiveShop, playwright: Playwright) -> Iterator[BrowserContext]:
    assert CHROMIUM is not None
    browser: Browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=live_shop.url, is_mobile=True, has_touch=True
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()
    browser.close()


def unlock(context: BrowserContext, url: str, number: str, person_id: int | None = None) -> None:
    """She gives the code that came by SMS; on a shared phone her PIN, too."""
    hers = Phone(number).trust()
    if person_id is not None:
        assert hers.choose(person_id, PIN).status_code == 302
    context.add_cookies(
        [{"name": name, "value": each.value, "url": url} for name, each in hers.client.cookies.items()]
    )


def press(page: Page, words: str) -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click()


def step(page: Page, code: str, act: str) -> None:
    """Press an order's big button; its card is exchanged."""
    page.locator(f"#o-{code} form[action$='/{act}/'] button").first.click()
    expect(page.locator(f"#o-{code} form[action$='/{act}/']")).to_have_count(0)
