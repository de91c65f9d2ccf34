"""In a browser: every word's page and the desks of labels and lots, on phone and desk, dark and light, axe at nought."""

import itertools
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from certification.labels.models import Batch
from jkrlm.people.backends import DEMO_BACKEND
from tests.certification.cases.world import People, open_desk
from tests.certification.labels.world import codes_of
from tests.certification.verification.world import every_word
from tests.common.looks import faults
from tests.common.web import Web

PREFIXES = {"en": "", "hi": "/hi", "ur": "/ur"}


@dataclass
class Shelf:
    """Codes by the word that they are to read, and the people."""

    url: str
    people: People
    batch: Batch
    codes: dict[str, str]


@pytest.fixture
def shelf(transactional_db: None, web: Web, settings, tmp_path: Path) -> Shelf:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CERT_KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL = web.url
    people = open_desk()
    words = every_word(people)
    return Shelf(web.url, people, words.batch, words.codes)


@pytest.fixture
def opened(browser: Browser, shelf: Shelf) -> Iterator:
    contexts = []
    faults: list[str] = []

    def make(width: int, *, dark: bool = False, who: object = None, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            base_url=shelf.url,
        )
        contexts.append(context)
        if who is not None:
            client = Client()
            client.force_login(who, backend=DEMO_BACKEND)
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": shelf.url}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []


def sound(page: Page, name: str) -> None:
    """Nothing wrong for assistive technology, nothing wider than the window."""
    assert faults(page) == [], name
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_every_word_reads_well_in_every_language(shelf: Shelf, opened) -> None:
    pages = {(width, dark): opened(width, dark=dark) for width in (390, 1280) for dark in (False, True)}
    words = [(word, code) for word, code in shelf.codes.items()]
    # Every word on the phone in each language; the rest of the ways once for each word, in turn.
    for (word, code), (language, prefix) in itertools.product(words, PREFIXES.items()):
        dark = language == "hi"
        page = pages[390, dark]
        page.goto(f"{prefix}/verify/{code}/")
        assert page.locator(f".v-top.v-{word} h1").count() == 1, word
        sound(page, f"verify-{word}-{language}-390")
    for (word, code), dark in zip(words, itertools.cycle((False, True)), strict=False):
        page = pages[1280, dark]
        page.goto(f"/verify/{code}/")
        sound(page, f"verify-{word}-en-1280")


def test_a_buyer_types_a_code_and_reports_without_javascript(shelf: Shelf, opened) -> None:
    page = opened(390, script=False)
    page.goto("/verify/")
    page.get_by_label("Code printed under the QR").fill(shelf.codes["genuine"].lower())
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="GENUINE")).to_be_visible()
    page.get_by_label("What is wrong").select_option("copied")
    page.get_by_role("button", name="Report a problem").click()
    page.get_by_label("Tell us more, if you like").fill("Two pieces with one code")
    page.get_by_role("button", name="Report a problem").click()
    expect(page.get_by_text("Thank you. Your report has the number")).to_be_visible()
    for address in ("/verify/", f"/ur/verify/{shelf.codes['genuine']}/report/"):
        seen = opened(390, dark=True)
        seen.goto(address)
        sound(seen, f"form{address.replace('/', '-')}")


def test_the_desks_are_sound(shelf: Shelf, opened) -> None:
    batch = shelf.batch
    addresses = (
        "/staff/certification/labels/",
        f"/staff/certification/labels/batches/{batch.pk}/",
        f"/staff/certification/labels/label/{shelf.codes['genuine']}/",
        "/staff/certification/labels/attach/",
        "/staff/certification/labels/take-out/",
        "/staff/certification/lots/",
        "/staff/certification/lots/new/",
        f"/staff/certification/lots/{batch.lot_number}/",
    )
    for width, dark in ((390, False), (1280, True)):
        page = opened(width, dark=dark, who=shelf.people.officer)
        for at, address in enumerate(addresses):
            page.goto(address)
            sound(page, f"desk-{at}-{width}")


def test_labels_are_asked_for_and_put_on_pieces_by_hand(shelf: Shelf, opened) -> None:
    page = opened(1280, who=shelf.people.officer)
    page.goto("/staff/certification/labels/")
    page.get_by_label("Certificate", exact=True).fill(shelf.batch.certificate_number)
    page.get_by_label("How many labels").fill("5")
    page.get_by_label("Sheet or roll").select_option("a4-40")
    page.get_by_role("button", name="Make them").click()
    expect(page.get_by_text("0 of 5 labels made")).to_be_visible()
    from certification.labels.services.make_batch import make_batch

    made = Batch.objects.latest("id")
    assert made.key != uuid.UUID(int=0)
    make_batch(batch_id=made.pk)
    expect(page.get_by_text("Ready to print")).to_be_visible()
    page.goto("/staff/certification/labels/attach/")
    page.get_by_label("Codes on the pieces").fill("\n".join(codes_of(made)[:2]))
    page.get_by_role("button", name="They are on their pieces").click()
    expect(page.get_by_text("2 labels are on their pieces")).to_be_visible()
