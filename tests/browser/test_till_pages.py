"""A cashier's day before the till: every page of it sound, few taps, large targets, quick scans."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.translation import gettext, override
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from jkrlm.kernel import clock
from tests.common.looks import faults
from tests.common.web import Web
from tests.exhibitions.stock.world import deliver
from tests.exhibitions.till_client.world import FLOAT, PIN, Stall, Tablet, a_stall

pytestmark = pytest.mark.django_db(transaction=True)

SMALLEST, SCAN_MS = 56, 100
#: What a finger aims at: its label counts with a radio button.
SMALL = """(least) => [...document.querySelectorAll('button, a, input')]
  .filter((each) => !each.classList.contains('skip') && each.checkVisibility())
  .map((each) => [each, (each.type === 'radio' ? each.closest('label') : each).getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < least || box.height < least))
  .map(([each]) => each.outerHTML.slice(0, 120))"""
#: Before any listener of ours: when Enter came, and how long until the bill showed something new.
TIMED = """(() => {
  let entered = 0;
  window.took = [];
  addEventListener('keydown', (event) => { if (event.key === 'Enter') entered = performance.now(); }, true);
  addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
    if (entered) window.took.push(performance.now() - entered);
    entered = 0;
  }).observe(document.getElementById('lines') || document, { childList: true }));
})()"""


@pytest.fixture
def stall(transactional_db: None, web: Web, settings: Any) -> Stall:
    settings.UPI_VPA, settings.UPI_PAYEE_NAME = "umeed.sample@jkbank", "Umeed JKRLM"
    settings.PUBLIC_URL = web.url
    return a_stall(web.url)


@pytest.fixture
def page(browser: Browser, stall: Stall) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=stall.url)
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.add_init_script(TIMED)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda said: (
            faults.append(said.text)
            if "Content Security" in said.text or "Content-Security" in said.text
            else None
        ),
    )
    yield opened
    context.close()
    assert faults == []


def sound(page: Page, name: str) -> None:
    assert page.evaluate(SMALL, SMALLEST) == [], name
    assert faults(page) == [], name


def box(page: Page, opener: str, name: str) -> None:
    """A dialog opens, is sound, and is left by Escape."""
    page.locator(opener).click()
    sound(page, name)
    page.keyboard.press("Escape")


def become_till(stall: Stall, tablet: Tablet) -> None:
    """A code of the tab Tills makes the tablet a till; each page on the way is sound."""
    page, code = tablet.page, stall.code()
    page.goto("/pos/")
    expect(page.locator("#pair-title")).to_be_visible()
    sound(page, "pair")
    tablet.become_till(code)
    sound(page, "PIN")


def try_wrong_pins(page: Page) -> None:
    """A wrong PIN is told. After five there is a pause, which a reload does not end."""
    page.get_by_label("Cashier One").check()
    for digit in "1111":
        page.locator(f"#pad [data-key='{digit}']").click()
    page.locator("#pad .go").click()
    expect(page.locator("#pin-bad")).to_have_text("That is not the PIN.")
    page.evaluate("till.store.put('tries', { wrong: 5, at: Date.now() })")
    page.reload()
    page.get_by_label("Cashier One").check()
    page.locator("#pin").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#pin-bad")).to_contain_text("Too many wrong PINs. Wait ")
    page.evaluate("till.store.drop('tries')")


def count_the_float(page: Page) -> None:
    """A float that differs from what was handed out is told in rupees."""
    sound(page, "open the day")
    page.locator("#open-heap-500").fill("3")
    expect(page.locator("#open-differs")).to_contain_text("differs from the float by ₹500")


def sell_three_pieces_for_cash(tablet: Tablet) -> None:
    """Three pieces and cash: five taps."""
    page = tablet.page
    page.evaluate("addEventListener('pointerdown', () => { window.taps = (window.taps || 0) + 1; }, true)")
    tablet.tap("Stole", "Box", "Pickle")
    sound(page, "bill")
    assert page.evaluate("till.sync.refresh()") is False  # no new prices under an open bill
    tablet.pay_cash()
    assert page.evaluate("taps") <= 6
    sound(page, "receipt")
    expect(page.locator("#slip")).to_contain_text("T01B/26-27/00001")
    tablet.new_bill()


def scan_three_pieces(stall: Stall, tablet: Tablet) -> None:
    """A scanner types wherever the focus is; the line stands at once."""
    page = tablet.page
    page.locator("#sq").focus()
    for name, group in (("Honey", "JM09"), ("Tray", "KZ11"), ("Stole", "KZ09")):
        tablet.scan(stall.goods.shop.sku(name, group))
        expect(page.locator("#lines li", has_text=name)).to_be_visible()
    expect(page.locator("#sq")).to_have_value("")
    took = page.evaluate("took.slice(-3)")
    assert min(took) < SCAN_MS, took


def give_a_discount_above_the_limit(page: Page) -> None:
    """It is sold with, once there is a reason, and flagged."""
    page.locator("#discount").click()
    page.locator("#off-percent").fill("20")
    page.keyboard.press("Enter")
    expect(page.locator("#off-bad")).to_have_text("Say why there is a discount.")
    sound(page, "discount, refused")
    page.locator("#off-why").fill("A regular buyer")
    page.keyboard.press("Enter")
    expect(page.locator("#above")).to_contain_text("above what a cashier may give")
    sound(page, "above the limit")


def pay_by_upi(tablet: Tablet) -> str:
    """The code holds the exact sum and the bill’s reference, which is returned; nothing calls it paid."""
    page = tablet.page
    page.locator("#pay-upi").click()
    sound(page, "UPI")
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed: pip install zxing-cpp")
    picture = Image.open(io.BytesIO(page.locator("#upi-code svg").screenshot()))
    (read,) = zxingcpp.read_barcodes(picture)
    told = {name: value for name, (value,) in parse_qs(urlsplit(read.text).query).items()}
    assert (read.text.partition("?")[0], told["pa"], told["am"]) == (
        "upi://pay",
        "umeed.sample@jkbank",
        "4624.00",
    )
    page.locator("#upi-form button:not([type])").click()
    expect(page.locator("#slip")).to_contain_text("UPI, claimed")
    assert "paid" not in page.locator("#slip").inner_text().lower()
    tablet.new_bill()
    return told["tr"]


def see_the_flag(stall: Stall, tablet: Tablet, reference: str) -> None:
    """The bill is sent once under its reference, and the discount stands among what is flagged."""
    page = tablet.page
    tablet.wait_for_nothing()
    deliver()
    sale = stall.entries()[-1]
    assert sale["payments"][0]["reference"] == reference
    page.evaluate("till.sync.now()")
    page.locator("#net-see").click()
    expect(page.locator("#flagged-list li")).to_have_count(1)
    sound(page, "what waits")
    page.keyboard.press("Escape")


def hold_and_fetch(tablet: Tablet) -> None:
    """A bill is held, fetched, and cleared."""
    page = tablet.page
    tablet.tap("Honey")
    page.locator("#hold").click()
    expect(page.locator("#lines li")).to_have_count(0)
    page.locator("#fetch-held").click()
    sound(page, "on hold")
    page.locator("#held-list button").click()
    expect(page.locator("#lines li")).to_have_count(1)
    page.locator("#clear").click()


def take_one_piece_back(page: Page) -> None:
    """A piece is returned on its bill, which is found among the bills."""
    page.locator("#menu-open").click()
    sound(page, "menu")
    page.locator("#menu-bills").click()
    sound(page, "bills")
    page.locator("#bills-list button").last.click()
    page.locator("#receipt-back").click()
    page.locator("#back-lines li", has_text="Box").get_by_role("button", name="One more").click()
    page.locator("#back-why").fill("The lid is loose")
    sound(page, "return")
    page.locator("#back-do").click()
    expect(page.locator("#slip")).to_contain_text("T01C/26-27/00001")
    page.locator("#receipt-close").click()


def type_in_a_paper_bill(stall: Stall, tablet: Tablet) -> None:
    """Its day is one of the exhibition, and is signed with it; the mistake is cancelled again."""
    page, today = tablet.page, clock.today()
    page.locator("#menu-open").click()
    page.locator("#menu-paper").click()
    sound(page, "paper bill")
    day = page.locator("#paper-on")
    assert (day.input_value(), day.get_attribute("max")) == (today.isoformat(), today.isoformat())
    page.locator("#paper-number").fill("B-17")
    for wrong in ("", (today + timedelta(days=1)).isoformat(), (today - timedelta(days=1)).isoformat()):
        day.fill(wrong)
        page.locator("#paper-form button:not([type])").click()
        expect(page.locator("#told")).to_contain_text("Choose the day on the paper")
    day.fill(today.isoformat())
    page.locator("#paper-form button:not([type])").click()
    tablet.tap("Honey")
    tablet.pay_cash()
    expect(page.locator("#slip")).to_contain_text(f"{today.day} {today:%b}"[:6])
    page.locator("#receipt-void").click()
    page.locator("#void-why").fill("Typed in for practice")
    page.locator("#void-form button:not([type])").click()
    expect(page.locator("#told")).to_contain_text("Give back")
    tablet.wait_for_nothing()
    sale, void = stall.entries()[-2:]
    assert (sale["paper"], sale["paper_on"]) == ("B-17", today.isoformat())
    assert void["of"] == sale["id"]


def sell_in_one_tab_only(page: Page) -> None:
    """Of two tabs one sells: the other may take the till over."""
    other = page.context.new_page()
    other.goto("/pos/")
    expect(other.locator("#other-title")).to_be_visible()
    sound(other, "another tab")
    other.locator("#take-over").click()
    expect(other.locator("#pin")).to_be_visible()
    expect(page.locator("#other-title")).to_be_visible()
    other.close()
    page.locator("#take-over").click()


def close_fifty_rupees_short(stall: Stall, tablet: Tablet) -> None:
    """Said why: 2000 + 3500 + 900 + 220 − 900 should be there."""
    page = tablet.page
    page.locator("#menu-open").click()
    page.locator("#menu-close").click()
    for note, pieces in {"500": 11, "100": 1, "50": 1, "20": 1}.items():
        page.locator(f"#close-heap-{note}").fill(str(pieces))
    expect(page.locator("#close-off")).to_have_text("₹50 missing")
    sound(page, "close")
    page.locator("#close-why").fill("Wrong change once")
    page.locator("#close-form button:not([type])").click()
    expect(page.locator("#report-slip")).to_contain_text("Wrong change once")
    sound(page, "report")
    page.keyboard.press("Escape")
    tablet.wait_for_nothing()
    closed = stall.entries()[-1]
    assert (closed["cash_expected"], closed["cash_counted"], closed["kind"]) == (572000, 567000, "close")
    assert {each["state"] for each in tablet.kept()} == {"kept"}
    assert sum(int(note) * pieces for note, pieces in FLOAT.items()) == 2000


def test_a_day_at_the_till(stall: Stall, page: Page) -> None:
    tablet = Tablet(page)
    become_till(stall, tablet)
    try_wrong_pins(page)
    tablet.sign_in()
    count_the_float(page)
    tablet.open_day()

    sell_three_pieces_for_cash(tablet)
    scan_three_pieces(stall, tablet)
    give_a_discount_above_the_limit(page)
    see_the_flag(stall, tablet, pay_by_upi(tablet))
    hold_and_fetch(tablet)
    take_one_piece_back(page)
    type_in_a_paper_bill(stall, tablet)
    sell_in_one_tab_only(page)
    tablet.sign_in()

    close_fifty_rupees_short(stall, tablet)


def test_what_the_server_refuses_is_said_in_the_language_of_the_page(stall: Stall, browser: Browser) -> None:
    """The server speaks English: its code says it first, and its words stand behind."""
    context = browser.new_context(base_url=stall.url)
    page = context.new_page()
    page.goto("/pos/hi/#pair=AAAABBBBCCCC")
    page.locator("#pair-form button:not([type])").click()
    with override("hi"):
        ours = gettext("This code is too old or was used. Ask for a new one.")
        flagged = gettext("The price has changed since.")
    theirs = "This code is too old. Ask for a new one."
    expect(page.locator("#pair-bad-text")).to_have_text(f"{ours} ({theirs})")
    told = "till.book.flags({ flags: ['price-changed', { code: 'price-changed', message: 'Stole: ₹90' }] })"
    assert page.evaluate(told) == [flagged, f"{flagged} (Stole: ₹90)"]
    unknown = page.evaluate("till.ui.told({ code: 'of-another-year', message: 'Stop.' }, 'Else')")
    assert unknown == "Stop."
    context.close()


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("hi/", "dark", 1024), ("ur/", "light", 390), ("", "dark", 390)]
)
def test_in_every_language_light_and_dark(
    stall: Stall, browser: Browser, language: str, scheme: Any, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 820}, base_url=stall.url, color_scheme=scheme
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    tablet = Tablet(page)
    tablet.become_till(stall.code(), language)
    sound(page, "PIN")
    tablet.sign_in()
    tablet.open_day()
    page.locator("#tiles .tile").first.click()
    sound(page, "bill")
    for opener in ("#pay-cash", "#pay-upi", "#menu-open", "#discount", "#net-see"):
        box(page, opener, opener)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ur/" else "ltr")
    context.close()
