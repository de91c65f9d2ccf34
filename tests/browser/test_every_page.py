"""
Every page that a buyer can open × light and dark × three languages × phone and desk: axe finds nothing.

The pages are read from Django and handed to the browser as they are, so that one world serves every way of
looking. In the quick run each page is looked at once, the ways in turn; in the slow one in every way.
"""

import itertools
import mimetypes
import os
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.common import looks
from tests.common.shop_pages.addresses import PREFIXES, Sample
from tests.common.shop_pages.here import for_shop_pages
from tests.common.shop_pages.worlds import WORLDS

__all__ = ["for_shop_pages"]

ORIGIN: Final = "http://shop.test"
WIDTHS: Final = (390, 1280)
SCHEMES: Final = ("light", "dark")
Way = tuple[str, str, int]
#: Neighbours differ: three and four have no common divisor, so in twelve each way comes once.
WAYS: Final[tuple[Way, ...]] = tuple(
    (tuple(PREFIXES)[at % 3], SCHEMES[at % 2], WIDTHS[at % 4 // 2]) for at in range(12)
)
#: Where the quick run of each world begins among the ways.
BEGINS: Final = {world: at * 3 for at, world in enumerate(WORLDS)}


def test_the_ways_are_all_there_are() -> None:
    assert set(WAYS) == set(itertools.product(PREFIXES, SCHEMES, WIDTHS))


@pytest.mark.parametrize("world", WORLDS)
def test_each_page_in_one_way(world: str, for_shop_pages: None, browser: Browser) -> None:
    samples = WORLDS[world]()
    ways = itertools.islice(itertools.cycle(WAYS), BEGINS[world], None)
    assert look([(sample, way) for sample, way in zip(samples, ways, strict=False)], browser) == []


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
def test_each_page_in_every_way(world: str, for_shop_pages: None, browser: Browser) -> None:
    samples = WORLDS[world]()
    assert look(list(itertools.product(samples, WAYS)), browser) == []


def look(wanted: list[tuple[Sample, Way]], browser: Browser) -> list[str]:
    """Return the faults, each with its page and way."""
    found: list[str] = []
    wanted.sort(key=lambda each: each[1])
    for (language, scheme, width), group in itertools.groupby(wanted, key=lambda each: each[1]):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        for sample, _way in group:
            name = f"{sample}, {language}, {scheme}, {width}"
            found += [f"{name}: {fault}" for fault in faults(page, sample, language)]
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/{name.replace('/', ' ')}.png", full_page=True)
        context.close()
    return found


def faults(page: Page, sample: Sample, language: str) -> Iterator[str]:
    path = PREFIXES[language] + sample.path
    answer = sample.client.get(path)
    if answer.status_code != sample.status:
        yield f"status {answer.status_code}"
        return
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if "Content Security" in said.text else None)

    def serve(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            file = finders.find(parts.path.removeprefix("/static/"))
            kind = mimetypes.guess_type(str(file))[0]
            route.fulfill(path=str(file), content_type=kind)
        elif route.request.is_navigation_request():
            headers = {name: value for name, value in answer.items() if name != "Content-Length"}
            route.fulfill(status=answer.status_code, headers=headers, body=answer.content)
        else:
            route.fulfill(status=204, body="")

    page.unroute_all()
    page.route(f"{ORIGIN}/**", serve)
    page.goto(ORIGIN + path)
    yield from looks.faults(page)
    yield from blocked
