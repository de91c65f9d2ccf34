"""In a browser at 390 px: a visit made where there is no network arrives once, and nobody else reads the phone."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from certification.cases.facade import Case, findings
from certification.inspection.facade import visit_of
from certification.inspection.models import Photo, Report, Visit
from media.facade import picture
from tests.browser.conftest import browser
from tests.certification.cases.world import People, good_value, open_desk, version_of
from tests.certification.inspection.world import (
    VISITS,
    asked,
    case_of,
    photograph,
    photos_asked,
    signed_in,
    visit_of_case,
)
from tests.common.looks import faults
from tests.common.lost import lose_database
from tests.common.web import Web

__all__ = ["browser"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed"),
]

PHRASE = "walnut river lamp"
PLACE = {"latitude": 34.0312, "longitude": 74.7201, "accuracy": 14}


@dataclass
class Village:
    url: str
    people: People
    case: Case
    visit: Visit


@pytest.fixture
def village(transactional_db: None, web: Web, settings, tmp_path: Path) -> Village:
    settings.MEDIA_ROOT = tmp_path / "media"
    people = open_desk()
    case = case_of(people)
    return Village(web.url, people, case, visit_of_case(case))


Open = Callable[..., BrowserContext]


@pytest.fixture
def phone(browser: Browser, village: Village) -> Iterator[Open]:
    contexts: list[BrowserContext] = []

    def opened(*, who: str = "inspector", script: bool = True) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": 390, "height": 844},
            java_script_enabled=script,
            base_url=village.url,
            geolocation=PLACE,
            permissions=["geolocation"] if script else [],
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        session = signed_in(getattr(village.people, who)).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": village.url}])
        return context

    yield opened
    for context in contexts:
        context.close()


def open_phone(context: BrowserContext, phrase: str = PHRASE) -> Page:
    """Open the page and unlock it; a new phone is given the passphrase."""
    page = context.new_page()
    page.goto(f"{VISITS}phone/")
    unlock(page, phrase)
    return page


def unlock(page: Page, phrase: str = PHRASE) -> None:
    page.locator("#door-form[data-ready]").wait_for()
    page.locator("#passphrase").fill(phrase)
    if page.locator("#again").is_visible():
        page.locator("#again").fill(phrase)
    page.locator("button[name=enter]").click()


def worker_ready(page: Page) -> None:
    page.evaluate(
        """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
            || new Promise((done) => { navigator.serviceWorker.oncontrollerchange = () => done(true); }))
            .then(() => true)"""
    )


CARD = "#rows li .badge"


def begin(page: Page, *, outcome: str = "") -> None:
    page.locator("#rows").get_by_role("button", name="Open", exact=True).click()
    page.locator("#report").wait_for()
    if outcome:
        page.locator(f"input[name=outcome][value={outcome}]").check()


def take(page: Page, code: str, data: bytes, *, shots: int = 1) -> None:
    slot = page.locator(f'input[data-photo="{code}"]')
    slot.set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": data})
    slot.locator("xpath=..").locator(".shot").nth(shots - 1).wait_for()


def answer(page: Page, case: Case) -> None:
    """Answer every line of the checklist, and pack the sample."""
    version = version_of(case.kind)
    for each in asked(case):
        value = good_value(version, each)
        if each.kind in ("boolean", "enumeration"):
            page.locator(f'input[name="answer-{each.code}"][value="{value.lower()}"]').check()
        else:
            page.locator(f'[name="answer-{each.code}"]').fill(value)
    if page.locator("#nonconforming").count():
        page.locator("#nonconforming").fill("0")
    page.locator("#seal").fill("jk-4471")
    page.locator("#sample_quantity").fill("25")
    page.locator("#sample_unit").select_option("g")


def stored(page: Page) -> dict[str, object]:
    """All bytes that the phone keeps for visits, as one text; and how many rows of each kind."""
    return page.evaluate(
        """() => new Promise((done) => {
            const asked = indexedDB.open("umeed-visits", 1);
            asked.onsuccess = () => {
              const all = asked.result.transaction("rows").objectStore("rows").getAll();
              all.onsuccess = () => {
                asked.result.close();
                const text = new TextDecoder("latin1");
                const bytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? text.decode(value) : String(value);
                done({
                  kinds: all.result.map((row) => row.kind).sort(),
                  text: all.result.map((row) => Object.values(row).map(bytes).join("|")).join("#")
                    + JSON.stringify(localStorage) + JSON.stringify(sessionStorage),
                });
              };
            };
        })"""
    )


def arrived(page: Page) -> Report:
    for _time in range(150):
        if Report.objects.exists():
            return Report.objects.get()
        page.wait_for_timeout(100)
    raise AssertionError("no report arrived")


def fill_in_off_the_road(page: Page, case: Case) -> None:
    """The place, the photographs that are asked for and two more, the answers and a note; then it is closed."""
    page.context.set_offline(True)
    begin(page, outcome="seen")
    expect(page.locator("#net")).to_be_visible()
    page.get_by_role("button", name="Note the place").click()
    expect(page.get_by_text("Place noted, to within 14 m.")).to_be_visible()
    for code in photos_asked(case):
        take(page, code, photograph(size=(2400, 1800)))
    take(page, "", photograph("navy"))
    take(page, "", photograph("gold"), shots=2)
    answer(page, case)
    page.locator("#note").fill("Two bowls were dusty")
    page.wait_for_timeout(700)
    page.close()


def open_again_and_finish(page: Page, shots: int) -> None:
    """The passphrase opens what was kept; of ``shots`` photographs one is dropped, and the visit waits."""
    page.goto(f"{VISITS}phone/")
    page.locator("#door-form[data-ready]").wait_for()
    lose_database(page, "umeed-visits")
    page.reload()
    unlock(page, "walnut river lamb")
    expect(page.locator("#door-error")).to_have_text("This is not the passphrase of this phone.")
    unlock(page)
    expect(page.locator(CARD)).to_have_text("Begun, kept on this phone")
    begin(page)
    expect(page.locator("#note")).to_have_value("Two bowls were dusty")
    expect(page.locator(".shot")).to_have_count(shots)
    page.locator(".shot").last.get_by_role("button").click()
    expect(page.locator(".shot")).to_have_count(shots - 1)
    page.locator("button[name=done]").click()
    expect(page.locator(CARD)).to_have_text("Waits for a network")
    assert not Report.objects.exists()


def find_nothing_readable(page: Page, case: Case, shots: int) -> None:
    """Whoever opens the phone's storage reads no name, no place and no picture."""
    kept = stored(page)
    assert kept["kinds"] == ["lock", *["photo"] * shots, "visit"]
    said = str(kept["text"])
    ours = ("Kanihama", "KZ09", "Parveena", case.number, case.title)
    for secret in (*ours, "dusty", "4471", "JFIF", "34.03", PHRASE):
        assert secret not in said, secret
    page.close()


def send_once(page: Page, case: Case, shots: int) -> None:
    """With a network it is sent by one request, whole, and the phone keeps only that it was."""
    page.goto(f"{VISITS}phone/")
    unlock(page)
    posts: list[str] = []
    page.context.on(
        "request", lambda request: posts.append(request.url) if request.method == "POST" else None
    )
    page.context.set_offline(False)
    expect(page.locator(CARD)).to_have_text("Sent")
    report = arrived(page)
    page.wait_for_timeout(500)
    assert len([each for each in posts if each.endswith("/report/")]) == 1
    assert (report.via, report.note, report.seal, report.accuracy_m) == (
        "phone",
        "Two bowls were dusty",
        "JK-4471",
        14,
    )
    assert Photo.objects.count() == shots
    sizes = [picture(each.picture_key) for each in Photo.objects.all()]
    assert max(max(each.width, each.height) for each in sizes) == 1600
    assert all(each.taken_at and each.latitude is not None for each in Photo.objects.all())
    assert {each.code for each in asked(case)} <= {each.code for each in findings(case.number)}
    assert visit_of(case.number) is not None
    assert stored(page)["kinds"] == ["lock", "visit"]


def test_a_visit_without_network_is_kept_unreadable_and_arrives_once(phone: Open, village: Village) -> None:
    """Taken along, filled in off the road, the browser closed and opened again, sent once when there is a network."""
    context, case = phone(), village.case
    page = open_phone(context)
    expect(page.locator("#rows h2")).to_have_text(case.title)
    worker_ready(page)

    shots = len(photos_asked(case)) + 2
    fill_in_off_the_road(page, case)
    page = context.new_page()
    open_again_and_finish(page, shots)
    find_nothing_readable(page, case, shots - 1)
    send_once(context.new_page(), case, shots - 1)


def test_an_answer_that_got_lost_is_asked_for_again_and_counts_once(phone: Open, village: Village) -> None:
    """The office has it, the phone did not hear: it sends the same report again."""
    context, case = phone(), village.case
    page = open_phone(context)
    begin(page, outcome="seen")
    for code in photos_asked(case):
        take(page, code, photograph())
    answer(page, case)
    heard: list[int] = []

    def lost(route) -> None:
        heard.append(1)
        if len(heard) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/report/", lost)
    page.locator("button[name=done]").click()
    expect(page.locator(CARD)).to_have_text("Waits for a network")
    first = arrived(page).received_at
    page.locator("#send").click()
    expect(page.locator(CARD)).to_have_text("Sent")
    assert len(heard) == 2
    assert Report.objects.get().received_at == first


def test_what_is_missing_is_said_on_the_phone_and_refusals_keep_everything(
    phone: Open, village: Village
) -> None:
    context, case = phone(), village.case
    page = open_phone(context)
    begin(page)
    page.locator("button[name=done]").click()
    expect(page.locator("#error-outcome")).to_have_text("Say whether the goods could be seen.")
    page.locator("input[name=outcome][value=seen]").check()
    page.locator("button[name=done]").click()
    expect(page.locator("#error-photos")).to_be_visible()
    expect(page.locator("#error-seal")).to_be_visible()
    for code in photos_asked(case):
        take(page, code, photograph())
    answer(page, case)
    page.locator("#seal").fill("Kanihama!")
    page.locator("button[name=done]").click()
    expect(page.locator(CARD)).to_have_text("Not taken: look at it")
    assert not Report.objects.exists()
    begin(page)
    expect(page.locator("#error-seal")).to_contain_text("capitals, figures, dashes")
    expect(page.locator(".shot")).to_have_count(len(photos_asked(case)))
    page.locator("#seal").fill("JK-555")
    page.locator("button[name=done]").click()
    expect(page.locator(CARD)).to_have_text("Sent")
    assert Report.objects.get().seal == "JK-555"


def test_passphrases_that_are_weak_are_refused_and_a_forgotten_one_erases(
    phone: Open, village: Village
) -> None:
    page = open_phone(phone(), "12345678901")
    expect(page.locator("#door-error")).to_contain_text("at least ten characters")
    unlock(page)
    expect(page.locator("#rows li")).to_have_count(1)
    page.locator("#lock").click()
    page.locator("#forget summary").click()
    page.locator("#forget-yes").click()
    page.locator("#again-box").wait_for()
    assert stored(page)["kinds"] == []


def test_another_inspector_on_the_phone_sends_nothing_of_hers(phone: Open, village: Village) -> None:
    context, case = phone(), village.case
    page = open_phone(context)
    worker_ready(page)
    begin(page)
    page.locator("input[name=outcome][value=not-possible]").check()
    page.locator("#note").fill("Nobody at home")
    context.set_offline(True)
    page.locator("button[name=done]").click()
    expect(page.locator(CARD)).to_have_text("Waits for a network")
    session = signed_in(village.people.other).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": village.url}])
    context.set_offline(False)
    expect(page.locator(CARD)).to_have_text("Waits until you sign in")
    expect(page.locator("#sign-in")).to_be_visible()
    assert not Report.objects.exists()
    session = signed_in(village.people.inspector).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": village.url}])
    page.locator("#send").click()
    expect(page.locator(CARD)).to_have_text("Sent")
    assert (Report.objects.get().outcome, case.number) == (
        "not-possible",
        Report.objects.get().visit.case_number,
    )


def test_without_script_the_form_does_it(phone: Open, village: Village) -> None:
    page = phone(script=False).new_page()
    page.goto(f"{VISITS}{village.visit.pk}/")
    page.get_by_role("link", name="Fill in the report here").click()
    page.locator("input[name=outcome][value=not-possible]").check()
    page.locator("#started_at").fill("2026-11-20T10:00")
    page.locator("#ended_at").fill("2026-11-20T10:20")
    page.locator("#note").fill("The road is closed")
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_url(re.compile(rf"/visits/{village.visit.pk}/$"))
    assert Report.objects.get().via == "form"


def test_pages_look_right(phone: Open, village: Village) -> None:
    found: list[str] = []

    def looked_at(page: Page, name: str) -> None:
        found.extend(f"{name}: {each}" for each in faults(page))

    for scheme in ("light", "dark"):
        context = phone()
        page = context.new_page()
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{VISITS}phone/")
        page.locator("#door-form[data-ready]").wait_for()
        looked_at(page, f"door {scheme}")
        unlock(page)
        expect(page.locator("#rows li")).to_have_count(1)
        looked_at(page, f"list {scheme}")
        begin(page)
        page.locator("input[name=outcome][value=seen]").check()
        take(page, "", photograph())
        page.locator("button[name=done]").click()
        looked_at(page, f"visit {scheme}")
        for address in ("", f"{village.visit.pk}/", f"{village.visit.pk}/fill/"):
            page.goto(VISITS + address)
            looked_at(page, f"{address or 'desk'} {scheme}")
    assert found == []
