"""The desk of reconciliation on a phone and on a screen: a statement comes in, two people match a line, a day ends."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from jkrlm.kernel import clock
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.models import User
from sellers.reconciliation.models import BankLine, StripeDay
from sellers.reconciliation.services.match_lines import match_lines
from tests.browser.test_seller_signs_in import PHONE
from tests.common.looks import faults
from tests.common.web import Web
from tests.reconciliation.test_matching import payout
from tests.reconciliation.world import DAY, checker, holds, maker, two_columns, walk

HOME = "/staff/reconciliation/"
WIDE = 1280
SHOTS = os.environ.get("RECONCILIATION_SHOTS")

Desk = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, web: Web, transactional_db: None) -> Iterator[Desk]:
    contexts = []
    faults: list[str] = []

    def opened(user: User, width: int = PHONE, *, script: bool = True, scheme: str = "light") -> Page:
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


def looked_at(page: Page, found: list[str]) -> None:
    """Note what axe finds and what sticks out sideways."""
    name = page.url.partition(HOME)[2] or "desk"
    found += [f"{name}: {each}" for each in faults(page)]


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def statement(tmp_path: Path) -> Path:
    rows = walk(
        [
            (DAY, 97_640, "STRP7F2A", "NEFT CR STRIPE PAYMENTS INDIA"),
            (DAY, 105_000, "RBIN9", "GRANT of the ministry"),
        ],
        opening=500_000,
    )
    path = tmp_path / "november.csv"
    path.write_text(two_columns(rows, above="Statement of account\n"))
    return path


def test_a_statement_comes_in_and_two_people_bring_the_day_to_its_end(desk: Desk, tmp_path: Path) -> None:
    payout("po_1", 97_640, fee=2_000, tax=360, trace="STRP7F2A")
    StripeDay.objects.create(day=DAY, state="done", done_at=clock.now())
    farida, chitra = desk(maker()), desk(checker())
    farida.goto(f"{HOME}statements/")
    farida.get_by_label("Statement, CSV or .xlsx").set_input_files(statement(tmp_path))
    farida.get_by_role("button", name="Send").click()
    expect(farida.locator("main")).to_contain_text("Imported")
    match_lines(now=clock.now())
    line = BankLine.objects.get(reference="RBIN9")

    farida.goto(f"{HOME}items/")
    farida.get_by_role("link", name="Money in that nobody has claimed").click()
    farida.get_by_label("Where the rest belongs").select_option("operator-funds")
    farida.get_by_label("Why").fill("The ministry's letter of the 19th")
    farida.get_by_role("button", name="Match").click()
    expect(farida.locator("main")).to_contain_text("Waits for another person")

    chitra.goto(HOME)
    chitra.get_by_role("link", name="₹1,050.00, 20 Nov 2026").click()
    chitra.get_by_role("button", name="Approve and book").click()
    expect(chitra.locator("main")).to_contain_text("approved by Chitra Checker")

    farida.goto(f"{HOME}days/{DAY}/")
    farida.get_by_role("button", name="Close the day").click()
    expect(farida.locator("main")).to_contain_text("Reconciled")
    assert line.code in BankLine.objects.values_list("code", flat=True)
    holds()


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_pages_are_sound_to_look_at(desk: Desk, tmp_path: Path, width: int) -> None:
    farida = desk(maker(), width, scheme="dark" if width == WIDE else "light")
    farida.goto(f"{HOME}statements/")
    farida.get_by_label("Statement, CSV or .xlsx").set_input_files(statement(tmp_path))
    farida.get_by_role("button", name="Send").click()
    expect(farida.locator("main")).to_contain_text("Imported")
    match_lines(now=clock.now())
    line = BankLine.objects.get(reference="RBIN9")
    found: list[str] = []
    for name, address in (
        ("desk", ""),
        ("items", "items/"),
        ("line", f"lines/{line.pk}/"),
        ("day", f"days/{DAY}/"),
        ("statements", "statements/"),
        ("statement", f"statements/{line.file_id}/"),
    ):
        farida.goto(HOME + address)
        expect(farida.locator("h1")).to_be_visible()
        looked_at(farida, found)
        shot(farida, f"{name}-{width}")
    assert found == [], "\n".join(found)


def test_without_javascript_a_faulty_file_says_what_is_wrong(desk: Desk, tmp_path: Path) -> None:
    farida = desk(maker(), script=False)
    path = tmp_path / "bad.csv"
    path.write_text(two_columns([]) + '20/11/2026,x,y,,"1,2",34.5\n')
    farida.goto(f"{HOME}statements/")
    farida.get_by_label("Statement, CSV or .xlsx").set_input_files(path)
    farida.get_by_role("button", name="Send").click()
    expect(farida.locator("main")).to_contain_text("Nothing of this file came in.")
