"""Phones with a browser, in the hands of Kanihama's women."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.common.looks import faults
from tests.common.web import Web
from tests.portal_goods.world import Women, open_houses, photograph

NARROW, PHONE = 320, 390
#: Marks of a module whose tests need a browser.
IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser whose microphone hums."""
    assert CHROMIUM is not None
    launched = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[*ARGUMENTS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
    )
    yield launched
    launched.close()


@dataclass
class Village:
    url: str
    women: Women


@pytest.fixture
def village(transactional_db: None, web: Web, settings, tmp_path: Path) -> Village:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Village(web.url, open_houses())


Open = Callable[..., BrowserContext]


@pytest.fixture
def phone(browser: Browser, village: Village) -> Iterator[Open]:
    contexts: list[BrowserContext] = []

    def opened(*, width: int = PHONE, script: bool = True, scheme: str = "light") -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            color_scheme=scheme,
            base_url=village.url,
            is_mobile=True,
            has_touch=True,
        )
        context.set_default_timeout(15_000)
        if script:
            context.grant_permissions(["microphone"], origin=village.url)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


def unlock(context: BrowserContext, client: Client, url: str) -> None:
    """Put a woman's session into a browser: she has given her PIN."""
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def open_add(context: BrowserContext, language: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{language}/sell/products/new/")
    ready(page)
    return page


def ready(page: Page) -> None:
    page.locator("#goods[data-ready]").wait_for(state="attached")


def worker_ready(page: Page) -> None:
    """Wait until the worker has taken the page over."""
    page.evaluate(
        """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
            || new Promise((done) => { navigator.serviceWorker.oncontrollerchange = () => done(true); }))
            .then(() => true)"""
    )


def take_photo(page: Page, data: bytes | None = None, *, shots: int = 1) -> None:
    page.locator("input[data-photo]").first.set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": data or photograph(size=(2400, 1800))}
    )
    page.locator("#shots .shot").nth(shots - 1).wait_for()


def choose(page: Page, kind: str = "crewel") -> None:
    pick = page.locator(f"input[name=kind][value={kind}]")
    if not pick.is_visible():
        page.locator("summary.more").first.click()
    pick.check(force=True)


def fill(page: Page, *, price: str = "1450", quantity: str = "3") -> None:
    choose(page)
    page.locator("#price").fill(price)
    page.locator("#quantity").fill(quantity)


def send(page: Page) -> None:
    page.locator("button[name=send]").click()


def drafts(page: Page) -> list[dict]:
    """What lies on the phone, whoever's it is."""
    return page.evaluate(
        """() => new Promise((done) => {
            const asked = indexedDB.open("umeed-goods", 1);
            asked.onsuccess = () => {
              const all = asked.result.transaction("drafts").objectStore("drafts").getAll();
              all.onsuccess = () => { asked.result.close(); done(all.result); };
            };
        })"""
    )


def looked_at(page: Page, found: list[str]) -> None:
    """Note what axe finds, what sticks out sideways, and what is too small for a thumb."""
    name = re.sub(r"^https?://[^/]+", "", page.url)
    found += [f"{name}: {each}" for each in faults(page)]
    for target in page.locator(
        "main :is(a, button, summary, input:not([type=hidden]):not([type=radio]):not([type=file]))"
    ).all():
        box = target.bounding_box()
        if box is not None and box["height"] < 44:
            found.append(
                f"{name}: {target.inner_text() or target.get_attribute('name')} is {box['height']:.0f} px high"
            )
