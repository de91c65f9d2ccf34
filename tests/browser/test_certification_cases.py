"""The queue, a case and the seller's form, looked at on a phone and a desk, in Urdu too: axe finds nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

import certification.cases.facade as cases
from certification.standards.facade import seed_standards
from jkrlm.people.backends import DEMO_BACKEND
from tests.certification.cases.world import (
    People,
    applied,
    completed,
    lot_evaluated,
    open_desk,
    photo,
)
from tests.common.looks import faults
from tests.common.web import Web
from tests.portal_certificates.world import goods
from tests.portal_goods.world import open_houses

Opened = Callable[..., Page]


@pytest.fixture
def people(transactional_db: None, settings, tmp_path: Path) -> People:
    settings.MEDIA_ROOT = tmp_path / "media"
    return open_desk()


@pytest.fixture
def opened(browser: Browser, web: Web) -> Iterator[Opened]:
    contexts = []

    def page(client: Client, width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, base_url=web.url)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": web.url}])
        contexts.append(context)
        found = context.new_page()
        found.set_default_timeout(15_000)
        return found

    yield page
    for context in contexts:
        context.close()


def faults_of(page: Page, name: str) -> list[str]:
    return [f"{name}: {each}" for each in faults(page)]


def staff(user) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


@pytest.mark.parametrize("width", [390, 1280])
def test_the_desk(people: People, opened: Opened, width: int) -> None:
    found: list[str] = []
    missing = applied(people, photo_keys={"whole": (photo(),)})
    ready = lot_evaluated(people)
    waits = completed(people)
    cases.complain("c", "The lid came off", case_number=ready.number)
    officer = opened(staff(people.second), width)
    for name, address in (
        ("queue", ""),
        ("incomplete", f"cases/{missing.number}/"),
        ("complete", f"cases/{waits.number}/"),
        ("ready", f"cases/{ready.number}/"),
        ("calendar", "calendar/"),
        ("impartiality", "impartiality/"),
    ):
        officer.goto(f"/staff/certification/{address}")
        found += faults_of(officer, f"{name} {width}")
    officer.goto(f"/staff/certification/cases/{ready.number}/")
    assert officer.locator("input[name=outcome]:checked").count() == 0
    officer.get_by_role("button", name="Sign decision").click()
    expect(officer.get_by_text("Choose what you decide.")).to_be_visible()
    found += faults_of(officer, f"refused {width}")
    officer.get_by_text("Grant part of the batch").click()
    officer.get_by_label("How many of the batch").fill("20")
    officer.get_by_text("I have looked at every photo and result.").click()
    officer.get_by_role("button", name="Sign decision").click()
    expect(officer.get_by_text("Signed: grant part of the batch.")).to_be_visible()
    found += faults_of(officer, f"decided {width}")
    assert cases.decisions(ready.number)[0].quantity == 20
    assert found == []


@pytest.mark.parametrize(("language", "width"), [("ur", 390), ("en", 1280)])
def test_the_sellers_pages(
    transactional_db: None, opened: Opened, settings, tmp_path: Path, language: str, width: int
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    seed_standards()
    women = open_houses()
    shawl, saffron = goods(women), goods(women, "saffron")
    at = "/sell/certificates/" if language == "en" else f"/{language}/sell/certificates/"
    found: list[str] = []
    page = opened(women.haseena, width)
    page.goto(at)
    found += faults_of(page, "list")
    page.goto(f"{at}new/{saffron.pk}/")
    found += faults_of(page, "batch")
    page.goto(f"{at}new/{shawl.pk}/")
    found += faults_of(page, "form")
    page.locator("input[name=say-weaving_days]").fill("many")
    page.locator("form button.full").last.click()
    expect(page.locator("p.err").first).to_be_visible()
    found += faults_of(page, "refused")
    page.locator("input[name=say-weaving_days]").fill("40")
    page.locator("form button.full").last.click()
    page.wait_for_url(lambda url: "/new/" not in url)
    found += faults_of(page, "case")
    page.goto(at)
    found += faults_of(page, "list with a case")
    assert found == []
