"""The laboratory's pages at 390 px, light and dark, and without script."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from jkrlm.people.facade import User
from tests.browser.conftest import browser
from tests.certification.cases.world import People, open_desk
from tests.certification.inspection.world import VISITS, signed_in
from tests.certification.laboratory.world import LAB, a_failure, act, measured, receive, sampled, verify
from tests.common.looks import faults
from tests.common.web import Web

__all__ = ["browser"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed"),
]
PICTURES = os.environ.get("PICTURES_OF_LABORATORY", "")


@pytest.fixture
def people(transactional_db: None, settings, tmp_path: Path) -> People:
    settings.MEDIA_ROOT = tmp_path / "media"
    return open_desk()


class Looker:
    """A phone without script, held by whoever is to look."""

    def __init__(self, browser: Browser, web: Web) -> None:
        self.browser, self.url, self.found = browser, web.url, list[str]()

    def looks(self, user: User, address: str, name: str) -> None:
        for scheme in ("light", "dark"):
            context = self._context(user, scheme)
            page = context.new_page()
            page.goto(address)
            self._judge(page, f"{name} {scheme}")
            context.close()

    def _context(self, user: User, scheme: str) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": 390, "height": 844},
            color_scheme=scheme,  # type: ignore[arg-type]
            base_url=self.url,
        )
        session = signed_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])
        return context

    def _judge(self, page: Page, name: str) -> None:
        self.found += [f"{name}: {each}" for each in faults(page)]
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name.replace(' ', '-')}.png", full_page=True)


@pytest.fixture
def looker(browser: Browser, web: Web) -> Iterator[Looker]:
    held = Looker(browser, web)
    yield held
    assert held.found == []


def test_every_state_of_a_sample(people: People, looker: Looker) -> None:
    case, sample = sampled(people)
    page, lab = f"{LAB}samples/{sample.code}/", signed_in(people.lab)
    looker.looks(people.inspector, page, "hand over")
    looker.looks(people.lab, page, "receive")
    receive(lab, sample)
    act(lab, sample, "take")
    looker.looks(people.lab, page, "enter")
    act(lab, sample, "results", measured(case, **a_failure(case)))
    looker.looks(people.lab, page, "entered")
    act(signed_in(people.verifier), sample, "verify")
    looker.looks(people.verifier, page, "verify")
    looker.looks(people.verifier, LAB, "desk")
    verify(people.verifier, sample)
    looker.looks(people.officer, page, "released")
    looker.looks(people.officer, LAB, "closed")
    looker.looks(people.officer, VISITS, "visits of all")
