"""On a phone that three women share, in Urdu: the code comes, one says who she is, chooses a PIN, leaves."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from jkrlm.kernel import relay
from tests.common.looks import faults
from tests.common.web import Web
from tests.portal.world import CRP, PIN, SHARED, Village, open_village

NARROW, PHONE = 320, 390


@dataclass
class Portal:
    url: str
    village: Village


@pytest.fixture
def portal(transactional_db: None, web: Web) -> Iterator[Portal]:
    """The roll of a village, and the worker that hands messages to the gateway."""
    found = Portal(web.url, open_village())
    stop = threading.Event()
    worker = threading.Thread(target=relay.run_forever, args=(stop,), daemon=True)
    worker.start()
    yield found
    stop.set()
    worker.join(timeout=15)
    assert not worker.is_alive()


OpenPhone = Callable[..., Page]


@pytest.fixture
def phone(browser: Browser, portal: Portal) -> Iterator[OpenPhone]:
    contexts = []
    faults: list[str] = []

    def opened(*, width: int = PHONE, script: bool = True, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            color_scheme=scheme,
            base_url=portal.url,
            is_mobile=True,
            has_touch=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []


def looked_at(page: Page, found: list[str]) -> None:
    """Note what axe finds, what sticks out sideways, and what is too small for a thumb."""
    name = page.url.partition("/sell/")[2] or "home"
    found += [f"{name}: {each}" for each in faults(page)]
    for target in page.locator(
        "main :is(a, button, input:not([type=hidden]):not([type=radio])), .dock a"
    ).all():
        box = target.bounding_box()
        if box is not None and box["height"] < 44:
            found.append(f"{name}: {target.inner_text() or 'a field'} is {box['height']:.0f} px high")


def code_from_outbox(page: Page, number: str) -> str:
    """Read the newest message to this phone, as the demo's outbox shows it."""
    outbox = page.context.new_page()
    try:
        for _time in range(40):
            outbox.goto("/demo/outbox/")
            letter = outbox.locator("li.sect", has_text=number).filter(has_text="Sent").first
            if letter.count():
                assert "sign-in-code:" in letter.inner_text()
                found = re.search(r"\d{6}", letter.locator("p").first.inner_text())
                assert found
                return found[0]
            outbox.wait_for_timeout(250)
    finally:
        outbox.close()
    raise AssertionError("no code came")


def give_code(page: Page, number: str, language: str = "/ur") -> None:
    page.goto(f"{language}/sell/")
    page.wait_for_url(f"**{language}/sell/sign-in/**")
    page.locator("#id_phone").fill(number.removeprefix("+91"))
    page.locator("main button").first.click()
    page.wait_for_url("**/sign-in/code/")
    page.locator("#id_otp").fill(code_from_outbox(page, number))
    page.locator("main button").first.click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_shared_phone_in_urdu(phone: OpenPhone, portal: Portal, script: bool) -> None:
    page = phone(script=script)
    give_code(page, SHARED)
    page.wait_for_url("**/ur/sell/who/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_text("آپ کون ہیں؟")
    expect(page.locator(".names a")).to_have_count(3)

    page.get_by_role("link", name="Haseena Begum").click()
    page.locator("#id_passcode").fill(PIN)
    page.locator("#id_passcode_again").fill(PIN)
    page.locator("main button").first.click()
    page.wait_for_url("**/ur/sell/")
    expect(page.locator("h1")).to_contain_text("کنیہامہ توجی ایس ایچ جی")
    expect(page.locator(".lane p").first).to_contain_text("پیک کرنے ہیں")

    page.locator(".dock a").last.click()
    page.wait_for_url("**/ur/sell/help/")
    expect(page.locator("main")).to_contain_text("Shazia Bano")
    page.get_by_role("button", name="بند کریں، تاکہ دوسری چلا سکیں").click()
    page.wait_for_url("**/ur/sell/who/")
    page.go_back()
    page.reload()
    page.wait_for_url("**/ur/sell/who/?next=**")

    page.get_by_role("link", name="Haseena Begum").click()
    page.locator("#id_passcode").fill("9999")
    page.locator("main button").first.click()
    expect(page.locator(".fieldbox .err")).to_contain_text("یہ پن درست نہیں۔ 4 بار")
    page.locator("#id_passcode").fill(PIN)
    page.locator("main button").first.click()
    page.wait_for_url("**/ur/sell/help/")


def test_a_resource_person_asks_for_consent(phone: OpenPhone, portal: Portal) -> None:
    page = phone()
    give_code(page, CRP, "/hi")
    page.wait_for_url("**/hi/sell/")
    expect(page.locator("section h2")).to_have_text(["Kanihama Tuji SHG", "Harwan Naqqashi SHG"])
    page.get_by_role("link", name="आप किसकी ओर से काम करती हैं?").click()
    page.get_by_role("link", name="कोई सहमत है").first.click()
    expect(page.locator(".said")).to_contain_text("मैं सहमत हूँ कि Shazia Bano")
    page.get_by_label("Haseena Begum").check()
    page.get_by_label("काग़ज़ पर अँगूठा लगाया").check()
    page.get_by_role("button", name="वह सहमत हैं").click()
    page.wait_for_url("**/hi/sell/")
    expect(page.locator(".strip")).to_contain_text("Haseena Begum")


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(PHONE, "light", "/ur"), (PHONE, "dark", ""), (NARROW, "light", "/hi")],
    ids=["urdu", "dark", "narrow"],
)
def test_every_page_can_be_read_and_pressed(
    phone: OpenPhone, portal: Portal, width: int, scheme: str, language: str
) -> None:
    page, found = phone(width=width, scheme=scheme), []
    haseena, shameema = (portal.village.people[name] for name in ("Haseena Begum", "Shameema Akhter"))
    page.goto(f"{language}/sell/sign-in/")
    looked_at(page, found)
    page.locator("main button").first.click()
    looked_at(page, found)
    give_code(page, SHARED, language)
    page.wait_for_url("**/sell/who/")
    looked_at(page, found)
    page.goto(f"{language}/sell/who/{haseena}/")
    looked_at(page, found)
    page.locator("main button").first.click()
    looked_at(page, found)
    page.locator("#id_passcode").fill(PIN)
    page.locator("#id_passcode_again").fill(PIN)
    page.locator("main button").first.click()
    page.wait_for_url("**/sell/")
    for path in ("", "help/", f"who/{haseena}/", f"who/{haseena}/new-pin/", f"who/{shameema}/"):
        page.goto(f"{language}/sell/{path}")
        looked_at(page, found)
    page.goto(f"{language}/sell/help/")
    page.locator(".tongues summary").click()
    looked_at(page, found)

    helper = phone(width=width, scheme=scheme)
    give_code(helper, CRP, language)
    helper.wait_for_url("**/sell/")
    for path in ("", "for/", "for/KZ09/"):
        helper.goto(f"{language}/sell/{path}")
        looked_at(helper, found)
    helper.locator("main button").last.click()
    looked_at(helper, found)
    assert found == []
