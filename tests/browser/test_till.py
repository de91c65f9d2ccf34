"""The till on a tablet, before its cashier and our server: sold without a network, sent once, lost with nothing in it."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect

from exhibitions.till.models import Flag
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.common.web import Web
from tests.exhibitions.stock.world import deliver
from tests.exhibitions.till_client.world import Machine, Stall, Tablet, a_stall

pytestmark = pytest.mark.django_db(transaction=True)

DEATHS = 10
#: Bills one after the other, as fast as the tablet writes, until somebody takes its battery.
SELLING = """async () => {
  till.cashier = till.bundle.cashiers[0];
  const goods = till.bundle.items;
  for (let at = 0; ; at += 1) {
    await till.bill.fresh();
    till.bill.add(goods[at % goods.length]);
    till.bill.add(goods[(at + 2) % goods.length]);
    await till.bill.settle("cash", { tendered: 10000000 });
  }
}"""

#: The last entry as another hand would have signed it.
FORGED = """async () => {
  const entry = (await till.store.entries()).pop();
  entry.signature = "A".repeat(86);
  await till.store.run(["entries"], "readwrite", ({ entries }) => entries.put(entry));
  await till.book.load();
}"""


@pytest.fixture
def stall(transactional_db: None, web: Web, settings: Any) -> Stall:
    settings.UPI_VPA, settings.UPI_PAYEE_NAME = "umeed.sample@jkbank", "Umeed JKRLM"
    settings.PUBLIC_URL = web.url
    return a_stall(web.url)


@pytest.fixture
def tablets(browser: Browser, stall: Stall) -> Iterator[Any]:
    contexts = []

    def another(script: str = "") -> Tablet:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=stall.url)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if script:
            page.add_init_script(script)
        return Tablet(page)

    yield another
    for context in contexts:
        context.close()


def numbers_of(entries: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return each seller's numbers, in the order in which they were given."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        for paper in entry.get("documents", ()):
            found.setdefault(paper["seller"], []).append(paper["number"])
    return found


def in_one_row(sent: list[dict[str, Any]]) -> None:
    """No place in the chain and no number of a document is missing or there twice."""
    assert [each["seq"] for each in sent] == list(range(1, len(sent) + 1))
    for numbers in numbers_of(sent).values():
        assert numbers == [f"T01B/26-27/{at:05}" for at in range(1, len(numbers) + 1)]


def test_whatever_moment_the_battery_dies_no_number_and_no_bill_is_lost(
    stall: Stall, playwright: Playwright, tmp_path: Path
) -> None:
    assert CHROMIUM is not None
    machine = Machine(playwright, CHROMIUM, ARGUMENTS, tmp_path, stall.url)
    with machine.running() as page:
        tablet = Tablet(page, stall.url)
        tablet.start(stall.code())
        page.context.set_offline(True)
        tablet.tap("Stole", "Box")
        tablet.pay_cash()
        expect(page.locator("#net-text")).to_have_text("No network. 1 waiting to send")
    dice = random.Random(8)
    written = 0
    for _death in range(DEATHS):
        with machine.running() as page:
            written = max([written, *(each["seq"] for each in Tablet(page).kept())])
            # Not awaited: it goes on until the end.
            page.evaluate(f"() => {{ ({SELLING})(); }}")
            page.wait_for_timeout(dice.uniform(30, 700))
    with machine.running() as page:
        tablet = Tablet(page)
        # Seldom, chromium itself loses its database by such a death: then the copy had what was not sent.
        is_lost = page.evaluate("till.ended.is_lost()")
        if is_lost:
            expect(page.locator("#ended-none")).to_be_visible()
        else:
            tablet.wait_for_nothing()
        kept = tablet.kept()
    sent = stall.entries()
    in_one_row(sent)
    assert is_lost or [each["said"] for each in kept] == sent
    assert len(sent) >= max(written, 1 + 1 + (0 if is_lost else DEATHS))


@pytest.mark.parametrize("death", ["in the middle of a write", "with all that the browser kept"])
def test_a_tablet_that_lost_its_memory_sends_what_it_had_not_sent_and_is_paired_anew(
    stall: Stall, playwright: Playwright, tmp_path: Path, death: str
) -> None:
    assert CHROMIUM is not None
    machine = Machine(playwright, CHROMIUM, ARGUMENTS, tmp_path, stall.url)
    with machine.running() as page:
        tablet = Tablet(page, stall.url)
        tablet.start(stall.code())
        tablet.tap("Stole")
        tablet.pay_cash()
        tablet.wait_for_nothing()
        tablet.new_bill()
        page.context.set_offline(True)
        tablet.tap("Honey")
        tablet.pay_cash()
    machine.tear()
    with machine.running(offline=True) as page:
        tablet = Tablet(page)
        tablet.sign_in()
        tablet.tap("Box")
        tablet.pay_cash()
        expect(page.locator("#net-text")).to_have_text("No network. 2 waiting to send")
    if death == "with all that the browser kept":
        shutil.rmtree(machine.databases())
    assert len(stall.entries()) == 2
    with machine.running(offline=True) as page:
        expect(page.locator("#ended-title")).to_have_text("This tablet has lost its memory")
        expect(page.locator("#ended-left")).to_contain_text("2 entries wait to be sent.")
        expect(page.locator("#ended-pair")).to_be_disabled()
        page.context.set_offline(False)
        page.evaluate("till.sync.now()")
        expect(page.locator("#ended-none")).to_be_visible()
        in_one_row(stall.entries())
        assert [each["total"] for each in stall.entries()[1:]] == [350000, 48000, 90000]
        page.locator("#ended-pair").click()
        tablet = Tablet(page)
        page.locator("#pair-code").fill(stall.code("By the gate again"))
        page.locator("#pair-form button:not([type])").click()
        tablet.sign_in()
        tablet.open_day()
        tablet.tap("Honey")
        tablet.pay_cash()
        tablet.wait_for_nothing()
    assert [each["kind"] for each in stall.entries(2)] == ["open", "sale"]
    with machine.running() as page:
        expect(page.locator("#pin")).to_be_visible()


def test_a_tablet_that_was_signed_out_is_not_taken_for_a_lost_one(stall: Stall, tablets: Any) -> None:
    tablet = tablets()
    tablet.start(stall.code())
    tablet.wait_for_nothing()
    tablet.page.locator("#menu-open").click()
    tablet.page.locator("#menu-unpair").click()
    tablet.page.locator("#unpair-do").click()
    expect(tablet.page.locator("#pair-code")).to_be_visible()
    tablet.page.reload()
    expect(tablet.page.locator("#pair-code")).to_be_visible()
    assert tablet.page.evaluate("till.copy.read()") == {"device": None, "entries": []}


def sell_the_shawl_offline(*tablets: Tablet) -> None:
    """Each believes that the last piece is its own; none is left by its count then."""
    for tablet in tablets:
        tablet.page.context.set_offline(True)
        tablet.tap("Shawl")
        tablet.pay_cash()
        tablet.new_bill()
        expect(tablet.page.locator(".tile", has_text="Shawl")).to_contain_text("None left by our count")


def refuse_to_sign_out(tablet: Tablet) -> None:
    """Nobody signs a tablet out while it holds what was not sent."""
    tablet.page.locator("#menu-open").click()
    tablet.page.locator("#menu-unpair").click()
    expect(tablet.page.locator("#unpair-wait")).to_contain_text("1 entry was not sent yet.")
    expect(tablet.page.locator("#unpair-do")).to_be_disabled()
    tablet.page.keyboard.press("Escape")


def send_both_and_flag_the_second(stall: Stall, one: Tablet, two: Tablet) -> None:
    """Both bills are kept; the one that came second is shown for settling."""
    for tablet in (one, two):
        tablet.page.context.set_offline(False)
        tablet.wait_for_nothing()
        deliver()
    assert [each["total"] for number in (1, 2) for each in stall.entries(number)[1:]] == [1250000, 1250000]
    assert [(flag.code, flag.entry.till.number) for flag in Flag.objects.filter(code="oversold")] == [
        ("oversold", 2)
    ]
    two.wait_for_nothing()
    two.page.locator("#net-see").click()
    expect(two.page.locator("#flagged-list")).to_contain_text("/26-27/00001")
    two.page.keyboard.press("Escape")


def lose_a_tablet_with_a_bill_in_it(stall: Stall, tablet: Tablet) -> None:
    """Revoked, it neither reads nor sends, and gives the bill back only as a file."""
    tablet.page.context.set_offline(True)
    tablet.tap("Box")
    tablet.pay_cash()
    tablet.new_bill()
    stall.revoke(2)
    tablet.page.context.set_offline(False)
    tablet.page.evaluate("till.sync.now()")
    expect(tablet.page.locator("#ended-title")).to_be_visible()
    expect(tablet.page.locator("#ended-left")).to_contain_text("1 entry was never sent.")
    left = tablet.page.evaluate(
        "Promise.all([till.store.get('device'), till.store.get('bundle'), caches.has('umeed-till-pictures')])"
    )
    assert left == [None, None, False]
    assert [each["said"]["total"] for each in tablet.kept()] == [90000]
    expect(tablet.page.locator("#ended-pair")).to_be_disabled()
    with tablet.page.expect_download() as saved:
        tablet.page.locator("#ended-file").click()
    (entry,) = json.loads(Path(saved.value.path()).read_text())["entries"]
    assert json.loads(entry["payload"])["total"] == 90000
    expect(tablet.page.locator("#ended-pair")).to_be_enabled()
    assert len(stall.entries(2)) == 2
    assert len(stall.entries(1)) == 2


def show_what_the_server_does_not_take(tablet: Tablet) -> None:
    """A forged entry stays on the tablet."""
    tablet.page.context.set_offline(True)
    tablet.tap("Honey")
    tablet.pay_cash()
    tablet.new_bill()
    tablet.page.evaluate(FORGED)
    tablet.page.context.set_offline(False)
    tablet.page.evaluate("till.sync.now()")
    expect(tablet.page.locator("#net-text")).to_have_text("Online. 0 waiting to send · 1 not taken")
    tablet.page.locator("#net-see").click()
    expect(tablet.page.locator("#refused-list")).to_contain_text("The signature is not this tablet")
    assert [each["state"] for each in tablet.kept()] == ["kept", "kept", "refused"]


def test_two_tablets_sell_the_last_piece_and_one_is_flagged(stall: Stall, tablets: Any) -> None:
    one, two = tablets(), tablets("const right = Date.now; Date.now = () => right() + 86400000;")
    for tablet in (one, two):
        tablet.start(stall.code())
        tablet.wait_for_nothing()
    expect(two.page.locator("#clock")).to_have_text("This tablet’s clock is ahead by 24 hours. Set it right.")
    expect(one.page.locator("#clock")).to_be_hidden()

    sell_the_shawl_offline(one, two)
    refuse_to_sign_out(two)
    send_both_and_flag_the_second(stall, one, two)
    lose_a_tablet_with_a_bill_in_it(stall, two)
    show_what_the_server_does_not_take(one)
    assert len(stall.entries(1)) == 2
