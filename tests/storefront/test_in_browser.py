"""
The pages in a browser: accessibility (axe), no sideways overflow, nothing blocked, htmx's swaps.

The pages are read from Django beforehand and handed to the browser as they are, with their headers; so the
browser sees what a visitor sees, and no server or committed data is needed.
"""

import mimetypes
import os
import shutil
from contextlib import nullcontext
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import TestCase

import logistics.facade as logistics
import sellers.tax.facade as tax
from catalogue.facade import load_demo
from storefront.shop.known_makers import forget_makers

#: Playwright's synchronous interface keeps an event loop in this thread; the ORM is used beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
ORIGIN = "http://shop.test"
SHAWL = "/products/kani-pashmina-shawl-paisley-field/"
PAGES = (
    "/",
    "/products/",
    "/products/?q=pashmna&price_min=cheap&craft=pashmina",
    "/products/?q=zzqqzzqq",
    SHAWL,
    f"{SHAWL}?pin=560034",
    "/makers/",
    "/makers/kanihama-tuji-shg/",
    "/nothing-here/",
    "/ur/",
    "/ur/products/?gi=1",
    f"/ur{SHAWL}?pin=190001",
    "/hi/products/",
)
#: Every page on a phone; the four kinds of page also wide and dark.
AXE_RUNS = [(path, 390, False) for path in PAGES] + [
    (path, 1280, True) for path in ("/", "/products/", SHAWL, "/ur/products/?gi=1")
]
PARTS = {
    "/products/?craft=kani": {"HX-Request": "true", "HX-Target": "listing"},
    f"{SHAWL}?pin=190001": {"HX-Request": "true", "HX-Target": "delivery"},
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM and not REQUIRED, reason="chromium is not installed, so no browser tests"
    ),
]


class InBrowser(TestCase):
    @classmethod
    def setUpTestData(cls):
        forget_makers()
        logistics.load_reference_data()
        tax.load_reference_data()
        tax.load_demo_registrations()
        load_demo()

    def setUp(self):
        self.pages = {path: self.client.get(path) for path in PAGES}
        self.parts = {path: self.client.get(path, headers=headers) for path, headers in PARTS.items()}
        self.blocked = []

    def tearDown(self):
        forget_makers()

    def _answer(self, route):
        request = route.request
        parts = urlsplit(request.url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.path.startswith("/static/"):
            found = finders.find(parts.path.removeprefix("/static/"))
            return route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])
        table = self.parts if "hx-request" in request.headers else self.pages
        if path not in table:
            return route.fulfill(status=204, body="")
        response = table[path]
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        return route.fulfill(status=response.status_code, headers=headers, body=response.content)

    def _open(self, browser, path, *, width=390, dark=False, scripts=True):
        page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        page.on("console", lambda message: self._note(path, message))
        page.route(f"{ORIGIN}/**", self._answer)
        page.goto(ORIGIN + path)
        return page

    def _note(self, path, message):
        if "Content Security Policy" in message.text:
            self.blocked.append((path, message.text))

    @pytest.fixture(autouse=True)
    def _share_playwright(self, playwright):
        """One playwright for the whole run: a second would start an event loop inside the first's."""
        self._playwright = playwright

    def _browser(self):
        return nullcontext(self._playwright)

    def _launch(self, playwright):
        return playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
            ],
        )

    def test_no_page_breaks_an_accessibility_rule(self):
        from tests.common.looks import axe_faults

        found = {}
        with self._browser() as playwright:
            browser = self._launch(playwright)
            for path, width, dark in AXE_RUNS:
                page = self._open(browser, path, width=width, dark=dark)
                if wrong := axe_faults(page):
                    found[path, width] = wrong
                page.close()
            browser.close()
        assert found == {}
        assert self.blocked == []

    def test_no_page_is_wider_than_the_screen(self):
        from tests.common.looks import too_wide

        wide = {}
        with self._browser() as playwright:
            browser = self._launch(playwright)
            for path in PAGES:
                page = self._open(browser, path, width=320)
                for width in (320, 390, 768, 1024, 1280):
                    page.set_viewport_size({"width": width, "height": 900})
                    if over := too_wide(page):
                        wide[path, width] = over
                page.close()
            browser.close()
        assert wide == {}

    def test_filters_on_a_phone_open_and_close_without_javascript(self):
        with self._browser() as playwright:
            browser = self._launch(playwright)
            page = self._open(browser, "/products/", scripts=False)
            assert not page.locator("#filters").is_visible()
            page.get_by_role("link", name="Filters").click()
            assert page.locator("#filters").is_visible()
            page.get_by_label("GI tag").check()
            page.get_by_label("Close filters").click()
            assert not page.locator("#filters").is_visible()
            browser.close()

    def test_htmx_swaps_the_listing_and_the_delivery_answer(self):
        with self._browser() as playwright:
            browser = self._launch(playwright)
            page = self._open(browser, "/products/", width=1280)
            page.locator("#filters .more summary").first.click()
            page.locator("#f-craft-kani").check()
            page.wait_for_selector('a[aria-label="Remove filter: Kani weaving"]')
            assert page.url == f"{ORIGIN}/products/?craft=kani"
            page = self._open(browser, SHAWL, width=1280)
            page.fill("#pin", "190001")
            page.get_by_role("button", name="Check").click()
            page.wait_for_selector("text=to Srinagar")
            browser.close()
        assert self.blocked == []
