"""A buyer pays by card at the till: she scans its code, pays on her own phone, and the tablet closes the bill."""

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

import exhibitions.stock.facade as stock
from commerce.payments.models import StallCard
from exhibitions.till.models import Bill
from jkrlm.kernel.money import Money
from tests.browser.test_till_pages import SMALL, SMALLEST, sound
from tests.common.looks import axe_faults
from tests.common.web import Web
from tests.exhibitions.stock.world import STAFF, deliver
from tests.exhibitions.till_client.world import Stall, Tablet, a_stall
from tests.payments.local_server import SECRET, LocalStripe, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

#: The exhibition has no such goods any more: they went home, were called back, or are another group's.
GONE = """(name) => {
  till.bundle.items = till.bundle.items.filter((each) => each.name.en !== name);
  till.goods.index(till.bundle);
  till.renewed();
}"""


@pytest.fixture
def stall(transactional_db: None, web: Web, card_company: LocalStripe, settings: Any) -> Stall:
    settings.UPI_VPA, settings.UPI_PAYEE_NAME = "umeed.sample@jkbank", "Umeed JKRLM"
    settings.PUBLIC_URL = web.url
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRET = web.pay_url, SECRET
    return a_stall(web.url)


@pytest.fixture
def page(browser: Browser, stall: Stall) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=stall.url)
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """The buyer's own phone, which knows nothing of the till."""
    context = browser.new_context(viewport={"width": 390, "height": 820})
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    context.close()


def code_on(page: Page) -> str:
    """Read the code on the tablet, as a phone's camera does."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed: pip install zxing-cpp")
    expect(page.locator("#card-code svg")).to_be_visible()
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.locator("#card-code svg").screenshot())))
    return str(read.text)


def pay_on(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.locator("#number").fill("4242 4242 4242 4242")
    phone.locator("#expiry").fill("12 / 34")
    phone.locator("#cvc").fill("123")
    phone.get_by_role("button", name="Pay ").click()


def test_she_pays_on_her_phone_and_the_bill_closes_by_itself(stall: Stall, page: Page, phone: Page) -> None:
    tablet = Tablet(page)
    tablet.start(stall.code())
    tablet.tap("Stole")
    goods, bar = page.locator("main").bounding_box(), page.locator("body > header").bounding_box()
    assert goods and bar
    assert abs(goods["y"] - bar["y"] - bar["height"]) <= 1
    page.locator("#pay-card").click()
    address = code_on(page)
    expect(page.locator("#card-state")).to_contain_text("Waiting until it is paid")
    sound(page, "card")
    page.set_viewport_size({"width": 390, "height": 820})
    sound(page, "card on a phone")
    page.set_viewport_size({"width": 1024, "height": 768})

    # The battery goes flat while she types: the bill waits for its card all the same, with the same code.
    page.reload()
    tablet.sign_in()
    assert code_on(page) == address
    pay_on(phone, address)
    expect(phone.get_by_role("heading")).to_have_text("The card was taken")
    assert axe_faults(phone) == []

    expect(page.locator("#slip")).to_contain_text("T01B/26-27/00001")
    expect(page.locator("#slip")).to_contain_text("Card")
    tablet.new_bill()
    tablet.wait_for_nothing()
    deliver()
    (paid,) = stall.entries()[-1]["payments"]
    card = StallCard.objects.get()
    assert (paid["method"], paid["amount"], paid["reference"]) == ("card", 350000, card.payment_intent_id)
    assert (card.state, card.billed_as) == ("paid", Bill.objects.get().order_number)

    # It comes back to the card, and to nothing else.
    page.locator("#menu-open").click()
    page.locator("#menu-bills").click()
    page.locator("#bills-list button").first.click()
    page.locator("#receipt-back").click()
    assert page.locator("#back-form input[name=method]:visible").count() == 1
    page.locator("#back-why").fill("Too long")
    sound(page, "return to the card")
    page.locator("#back-do").click()
    expect(page.locator("#slip")).to_contain_text("Back to the card")
    page.locator("#receipt-close").click()
    tablet.wait_for_nothing()
    deliver()
    assert card.refunds.get().state == "SUCCEEDED"


def test_cancelled_for_cash_and_run_out_of_network_while_she_pays(
    stall: Stall, page: Page, phone: Page
) -> None:
    tablet = Tablet(page)
    tablet.start(stall.code())
    tablet.tap("Honey")
    page.locator("#pay-card").click()
    dead = code_on(page)
    page.locator("#card-cancel").click()
    expect(page.locator("#card")).to_be_hidden()
    phone.goto(dead)
    expect(phone.get_by_role("heading")).to_have_text("Nothing was paid")
    tablet.pay_cash()
    tablet.new_bill()

    # No network while she pays: the bill cannot be paid otherwise, but it can wait aside; others are served.
    tablet.tap("Box")
    page.locator("#pay-card").click()
    address = code_on(page)
    page.context.set_offline(True)
    page.locator("#card-cancel").click()
    expect(page.locator("#told")).to_contain_text("It can still be paid on her phone")
    expect(page.locator("#card")).to_be_visible()
    expect(page.locator("#card-state")).to_contain_text("No network.")
    page.locator("#card-hold").click()
    tablet.tap("Honey")
    expect(page.locator("#no-card")).to_have_text("needs network")
    expect(page.locator("#pay-card")).to_be_disabled()
    tablet.pay_cash()
    tablet.new_bill()
    pay_on(phone, address)
    expect(phone.get_by_role("heading")).to_have_text("The card was taken")
    page.context.set_offline(False)
    tablet.wait_for_nothing()
    page.locator("#fetch-held").click()
    page.locator("#held-list button").click()
    expect(page.locator("#slip")).to_contain_text("Card")
    tablet.new_bill()
    tablet.wait_for_nothing()
    deliver()
    methods = [each["payments"][0]["method"] for each in stall.entries() if each["kind"] == "sale"]
    assert methods == ["cash", "cash", "card"]
    assert sorted(StallCard.objects.values_list("state", flat=True)) == ["canceled", "paid"]


def test_in_urdu_in_the_dark_and_without_stripe(
    stall: Stall, browser: Browser, card_company: LocalStripe, settings: Any
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 820}, base_url=stall.url, color_scheme="dark"
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    tablet = Tablet(page)
    tablet.become_till(stall.code(), "ur/")
    tablet.sign_in()
    tablet.open_day()
    page.locator("#tiles .tile").first.click()
    page.locator("#pay-card").click()
    expect(page.locator("#card-code svg")).to_be_visible()
    sound(page, "card in Urdu")
    assert page.evaluate(SMALL, SMALLEST) == []
    page.locator("#card-cancel").click()
    expect(page.locator("#card")).to_be_hidden()
    settings.STRIPE_SECRET_KEY = ""
    page.locator("#clear").click()
    page.evaluate("till.sync.refresh()")
    page.locator("#tiles .tile").first.click()
    expect(page.locator("#pay-card")).to_be_disabled()
    context.close()


def test_a_bill_set_aside_stays_what_was_agreed_when_its_code_was_shown(
    stall: Stall, page: Page, phone: Page
) -> None:
    """₹480 and ₹900 are agreed; then the honey costs ₹450, and of the boxes there are none here any more."""
    tablet = Tablet(page)
    tablet.start(stall.code())
    tablet.tap("Honey", "Box")
    page.locator("#pay-card").click()
    address = code_on(page)
    page.context.set_offline(True)
    page.locator("#card-hold").click()
    expect(page.locator("#lines li")).to_have_count(0)
    pay_on(phone, address)
    expect(phone.get_by_role("heading")).to_have_text("The card was taken")

    honey = {stall.goods.variants["JM09", "Honey"]: Money(Decimal("450"), "INR")}
    stock.name_prices(exhibition_code=stall.fair.code, group_code="JM09", prices=honey, by=STAFF)
    deliver()
    page.context.set_offline(False)
    page.evaluate("till.sync.refresh()")
    expect(page.locator("#tiles .tile", has_text="Honey")).to_contain_text("₹450")
    box = page.evaluate("till.bundle.items.map(({ name }) => name.en).find((name) => name.includes('Box'))")
    page.evaluate(GONE, box)
    expect(page.locator("#tiles .tile", has_text="Box")).to_have_count(0)

    page.locator("#fetch-held").click()
    expect(page.locator("#held-list button")).to_contain_text("₹1,380")
    expect(page.locator("#held-list button")).to_contain_text(box)
    page.locator("#held-list button").click()
    expect(page.locator("#slip")).to_contain_text("Card")
    tablet.new_bill()
    tablet.wait_for_nothing()
    deliver()
    sale = stall.entries()[-1]
    assert sale["total"] == sale["payments"][0]["amount"] == 138000
    assert sorted(line["unit_price"] for line in sale["lines"]) == [48000, 90000]
    assert StallCard.objects.get().billed_as == Bill.objects.get().order_number


def test_a_bill_whose_card_is_dead_goes_by_the_prices_of_now(stall: Stall, page: Page) -> None:
    tablet = Tablet(page)
    tablet.start(stall.code())
    tablet.tap("Honey", "Box")
    page.locator("#pay-card").click()
    code_on(page)
    page.evaluate(GONE, page.evaluate("till.bundle.items.find(({ price }) => price === 90000).name.en"))
    expect(page.locator("#card-total")).to_contain_text("₹1,380")
    page.locator("#card-cancel").click()
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#lines li")).to_have_count(1)
    expect(page.locator("#total")).to_have_text("₹480")


def test_only_what_has_ended_lets_go_and_only_the_right_sum_is_shown(stall: Stall, page: Page) -> None:
    tablet = Tablet(page)
    tablet.start(stall.code())
    tablet.tap("Honey")
    wrong: list[str] = []

    def another_sum(route: Route) -> None:
        told = route.fetch().json()
        wrong.append(route.request.post_data or "")
        route.fulfill(json={**told, "amount": 45000})

    page.context.route("**/pos/card/", another_sum)
    page.locator("#pay-card").click()
    page.wait_for_timeout(4_500)
    expect(page.locator("#card-code svg")).to_have_count(0)
    assert len(wrong) >= 2
    assert {json.loads(each)["amount"] for each in wrong} == {48000}
    page.context.unroute("**/pos/card/")
    code_on(page)

    still = {"state": "open", "amount": 48000, "url": "https://umeed.example/pos/card/1/", "reference": ""}
    page.context.route("**/pos/card/cancel/", lambda route: route.fulfill(json=still))
    page.locator("#card-cancel").click()
    expect(page.locator("#told")).to_contain_text("It can still be paid on her phone")
    expect(page.locator("#card")).to_be_visible()
    assert page.evaluate("Boolean(till.bill.open().card)")
    page.context.unroute("**/pos/card/cancel/")
    page.locator("#card-cancel").click()
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#pay-cash")).to_be_enabled()


def test_paid_behind_the_lock_it_is_shown_after_the_pin(stall: Stall, page: Page, phone: Page) -> None:
    """The till asks on while it is locked: then no network is wanted any more."""
    tablet = Tablet(page)
    tablet.start(stall.code())
    tablet.tap("Stole")
    page.locator("#pay-card").click()
    address = code_on(page)
    page.evaluate("till.lock()")
    expect(page.locator("#pin")).to_be_visible()
    pay_on(phone, address)
    expect(phone.get_by_role("heading")).to_have_text("The card was taken")
    wait_until(
        lambda: bool(page.evaluate("till.bill.open().card.paid?.amount === 350000")), "the money", seconds=20
    )
    page.context.set_offline(True)
    tablet.sign_in()
    expect(page.locator("#slip")).to_contain_text("Card")
    page.context.set_offline(False)
    tablet.new_bill()
    tablet.wait_for_nothing()
    deliver()
    assert StallCard.objects.get().billed_as == Bill.objects.get().order_number
