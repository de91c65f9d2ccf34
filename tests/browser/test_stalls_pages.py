"""In a browser: fairs on a cheap phone in three scripts, and the desk of stalls; axe at nought, nothing wider."""

import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from exhibitions.plan.facade import exhibition
from exhibitions.stalls.models import Application
from jkrlm.people.facade import Role
from tests.common.looks import faults
from tests.exhibitions.stalls.world import Mela, a_mela, allotted, applied, call, leader
from tests.exhibitions.world import person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


class Drawn:
    """Pages as the test's client got them, drawn by a browser with our own static files."""

    def __init__(self, browser: Browser, *, width: int, dark: bool = False) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            base_url="http://umeed.invalid",
        )
        self.page: Page = self.context.new_page()
        self.html = b""
        self.page.route("**/*", self._serve)

    def _serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/page/":
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=self.html)
            return
        found = finders.find(path.removeprefix("/static/"))
        if found is None:
            route.fulfill(status=404, body="")
            return
        kind = mimetypes.guess_type(path)[0] or "text/plain"
        route.fulfill(status=200, content_type=kind, body=Path(str(found)).read_bytes())

    def look(self, client: Client, address: str, name: str = "") -> Page:
        answer = client.get(address)
        assert answer.status_code == 200, address
        self.html = answer.content
        self.page.goto("/page/")
        assert faults(self.page) == [], address
        kept = os.environ.get("PICTURES_TO")
        if kept and name:
            self.page.screenshot(path=f"{kept}/{name}.png", full_page=True)
        return self.page


@pytest.fixture
def drawn(browser: Browser) -> Iterator:
    made: list[Drawn] = []

    def make(width: int, *, dark: bool = False) -> Drawn:
        made.append(Drawn(browser, width=width, dark=dark))
        return made[-1]

    yield make
    for each in made:
        each.context.close()


@pytest.fixture
def mela() -> Mela:
    found = a_mela(12)
    call(found, quota_district_Budgam="2")
    return found


def test_a_fair_on_a_phone_in_three_scripts(mela: Mela, drawn) -> None:
    applied(mela, "FA01")
    first, second = leader(mela, "FA01"), leader(mela, "FA02")
    phone, night = drawn(390), drawn(390, dark=True)
    for prefix in ("", "/hi", "/ur"):
        tag = prefix.strip("/") or "en"
        phone.look(second, f"{prefix}/sell/exhibitions/", f"fairs-{tag}")
        page = phone.look(second, f"{prefix}{mela.sell}", f"form-{tag}")
        low = page.evaluate(
            "[...document.querySelectorAll('main .opt, main .btn, main .field')]"
            ".filter(each => each.offsetHeight > 0 && each.offsetHeight < 48).length"
        )
        assert low == 0
        night.look(first, f"{prefix}{mela.sell}", f"sent-{tag}")
    for code in mela.groups[1:]:
        applied(mela, code)
    allotted(mela)
    slug = exhibition(mela.code).slug
    for prefix in ("", "/hi", "/ur"):
        tag = prefix.strip("/") or "en"
        phone.look(first, f"{prefix}{mela.sell}", f"decided-{tag}")
        phone.look(Client(), f"{prefix}/exhibitions/{slug}/draw/", f"draw-{tag}")


def test_the_desk_of_stalls(mela: Mela, drawn) -> None:
    desk = mela.fair.desk()
    wide, narrow = drawn(1280), drawn(390)
    for code in mela.groups:
        applied(mela, code)
    wide.look(desk, f"{mela.desk}applications/", "desk-applications")
    allotted(mela)
    number = Application.objects.filter(state="allotted").earliest("pk").number
    maker = signed_in(person("Maker", Role.FINANCE_MAKER))
    for screen, size in ((wide, "wide"), (narrow, "narrow")):
        screen.look(desk, f"{mela.desk}allotment/", f"desk-allotment-{size}")
        screen.look(desk, f"{mela.desk}applications/{number}/", f"desk-application-{size}")
        screen.look(desk, f"{mela.desk}makers-gate/", f"desk-gate-{size}")
        screen.look(maker, f"{mela.desk}allowances/", f"desk-allowances-{size}")


def test_the_call_is_typed(drawn) -> None:
    mela = a_mela(2)
    drawn(390).look(mela.fair.desk(), f"{mela.desk}applications/", "desk-call")


def test_a_page_weighs_little(mela: Mela) -> None:
    answer = leader(mela, "FA01").get(mela.sell)
    style = Path(str(finders.find("exhibitions_stalls/fairs.css"))).read_bytes()
    assert len(answer.content) < 14_000
    assert len(style) < 2_500
