"""
A lot of saffron on its whole way: asked for, completed, seen by an inspector without a network, measured twice,
granted its second grade, labelled, sold, scanned; suspended and taken back while the group is on holiday.
"""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import certification.cases.facade as cases
import certification.certificates.facade as certificates
import certification.labels.facade as labels
import certification.lots.facade as lots
from catalogue.facade import BlockReason
from certification.labels.models import Batch
from jkrlm.kernel import clock
from sellers.orders.models import SellerOrder
from tests.browser.conftest import browser
from tests.certification.inspection.test_phone import (
    CARD,
    answer,
    arrived,
    begin,
    open_phone,
    take,
    worker_ready,
)
from tests.certification.inspection.test_phone import unlock as unlock_visits
from tests.certification.inspection.world import VISITS, photograph, photos_asked, visit_of_case
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop
from tests.common.pdf import words_of
from tests.stories.certifiers import (
    CASES,
    CERTIFICATES,
    LABELS,
    TEXTS,
    Certifiers,
    asked_and_completed,
    at_the_laboratory,
    blocks,
    certifiers,
    measure,
    mine,
    newest_sample,
    on_sale,
    saffron_in_the_shop,
    staff,
)
from tests.stories.desks import Staff
from tests.stories.seller_phones import MARKS

__all__ = ["browser", "certifiers", "live_shop", "staff"]
pytestmark = [*MARKS, pytest.mark.story]

CERTIFIED = 18
#: What the laboratory finds: the first time too moist; colour and bitterness are of the second grade.
FOUND = {"crocin": "168", "picrocrocin": "61", "safranal": "31"}


@pytest.fixture
def phones(browser: Browser, live_shop: LiveShop) -> Iterator[list[BrowserContext]]:
    """Two telephones, 390 px wide: the inspector's, and a buyer's whose browser runs no script."""
    made = [
        browser.new_context(
            viewport={"width": 390, "height": 844}, base_url=live_shop.url, java_script_enabled=script
        )
        for script in (True, False)
    ]
    for each in made:
        each.set_default_timeout(20_000)
    yield made
    for each in made:
        each.close()


def certified_in_the_shop(live: LiveShop, held: certificates.Certificate) -> bool:
    """Return whether the goods' page tells of the certificate; badge and filter must say the same."""
    web = live.buyer("reader").web
    page = web.get(f"/products/{mine().slug}/").text
    told = held.number in page
    assert ("Certified</span>" in page) is told
    assert (f"/products/{mine().slug}/" in web.get("/products/?certified=1").text) is told
    assert "GI tag</span>" not in page  # she is no authorised user
    return told


def seen_without_network(context: BrowserContext, url: str, they: Certifiers, case: cases.Case) -> None:
    """The visit is taken along, filled in where there is no network, and arrives when there is one."""
    assert visit_of_case(case).inspector_id == they.inspector.user.pk
    session = they.inspector.client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page = open_phone(context)
    expect(page.locator("#rows h2")).to_have_text(case.title)
    worker_ready(page)
    context.set_offline(True)
    begin(page, outcome="seen")
    for code in photos_asked(case):
        take(page, code, photograph())
    answer(page, case)
    page.locator("button[name=done]").click()
    expect(page.locator(CARD)).to_have_text("Waits for a network")
    page.close()
    page = context.new_page()
    page.goto(f"{VISITS}phone/")
    unlock_visits(page)
    context.set_offline(False)
    expect(page.locator(CARD)).to_have_text("Sent")
    assert arrived(page).via == "phone"
    page.close()
    at_rest()


def measured_twice(they: Certifiers, case: cases.Case) -> None:
    """Too moist: nothing can be granted. An officer has what was kept measured again: the second grade."""
    first = newest_sample(case.number)
    at_the_laboratory(they, first)
    measure(they, first, **FOUND, moisture="13.4")
    at = f"{CASES}{case.number}/"
    failed = cases.assessment(case.number)
    assert (failed.passes, failed.grade) == (False, None)
    assert "Nothing can be granted as it stands" in they.second.page(at).text
    signed = {"outcome": "grant", "note": "It looks good.", "sure": "on"}
    they.second.press(at, signed, to="decide", status=422)
    again = {"material": "kept", "reason": "The bag stood open on the bench."}
    they.officer.press(at, again, to="retest")
    at_rest()
    retest = newest_sample(case.number)
    assert (retest.retest_of_id, retest.code != first.code) == (first.pk, True)
    measure(they, retest, **FOUND, moisture="10.6")
    passed = cases.assessment(case.number)
    assert passed.grade is not None
    assert (passed.passes, passed.grade.code) == (True, "II")


def granted(they: Certifiers, case: cases.Case) -> certificates.Certificate:
    """An officer who saw nothing of it signs, for all but two that were opened."""
    at = f"{CASES}{case.number}/"
    for each in (they.inspector, they.lab, they.verifier):
        assert cases.may_decide(case.number, each.user) is not None
    signed = {"outcome": "grant-part", "quantity": str(CERTIFIED), "note": "Two were opened.", "sure": "on"}
    they.second.press(at, signed, to="decide")
    at_rest()
    (held,) = certificates.certificates_of_case(case.number)
    assert (held.state, held.grade_code, held.quantity) == ("valid", "II", CERTIFIED)
    assert lots.lot(case.lot_number).certified_quantity == CERTIFIED
    return held


def labelled(they: Certifiers, held: certificates.Certificate) -> str:
    """Labels are made, printed and put on the packs; return what the QR of one says."""
    wanted = {"certificate": held.number, "count": str(CERTIFIED), "layout": "a4-24"}
    they.officer.press(LABELS, wanted, field="layout")
    batch = Batch.objects.get()
    labels.make_batch(batch_id=batch.pk)
    codes = labels.codes_of_batch(batch.pk)
    assert len(codes) == CERTIFIED
    sheet = they.officer.page(f"{LABELS}batches/{batch.pk}/1.pdf")
    assert labels.shown(codes[0]) in words_of(sheet.content)
    they.officer.press(f"{LABELS}batches/{batch.pk}/", to="attach")
    link = labels.label(codes[0]).address.link
    assert re.search(rf"/01/[0-9]{{14}}/10/{held.lot_number}/21/{codes[0]}$", link)
    return link


def bought(live: LiveShop, they: Certifiers, held: certificates.Certificate, link: str) -> None:
    """A buyer in Srinagar pays for a pack; she scans the label of the one that goes into the parcel."""
    live.buyer(pin="190001").buy(mine().slug, "stripe")
    at_rest()
    order = SellerOrder.objects.get()
    they.seller.press("/sell/orders/", to=f"{order.code}/accept/")
    they.seller.press(f"/sell/orders/{order.code}/", {"labels": link}, field="labels")
    at_rest()
    (sold,) = lots.orders_of_lot(held.lot_number)
    assert (sold.order_code, sold.quantity, sold.serials) == (order.code, 1, (link.rpartition("/")[2],))


def scan(page: Page, link: str) -> str:
    """Return the word that stands above all; the page is reached from what the QR says."""
    page.goto(link)
    return page.locator("h1").inner_text()


def scanned_within_seconds(page: Page, link: str, word: str) -> None:
    """However often somebody looked before, the word is true five seconds after the officer's page."""
    since = time.monotonic()
    seen = scan(page, link)
    while seen != word and time.monotonic() - since < 5:
        page.wait_for_timeout(200)
        seen = scan(page, link)
    assert seen == word
    assert time.monotonic() - since < 5


def test_a_lot_is_proven_sold_suspended_and_taken_back(
    live_shop: LiveShop, staff: Staff, certifiers: Certifiers, phones: list[BrowserContext]
) -> None:
    they, (inspector, buyer) = certifiers, phones
    row = saffron_in_the_shop(live_shop, staff, they)
    case = asked_and_completed(they, row)
    seen_without_network(inspector, live_shop.url, they, case)
    measured_twice(they, case)
    assert not on_sale(live_shop)
    held = granted(they, case)
    link = labelled(they, held)
    assert blocks() == set()
    assert on_sale(live_shop)
    assert certified_in_the_shop(live_shop, held)
    bought(live_shop, they, held, link)

    page = buyer.new_page()
    assert scan(page, link) == "GENUINE"
    told = page.locator("main")
    sold_in = f"{clock.today():%B %Y}"
    for words in (TEXTS["title"], "Kanihama Tuji SHG", "Grade II", held.number, "JKTPO", sold_in):
        expect(told).to_contain_text(words)
    late = live_shop.buyer("late")
    late.add(mine().slug)
    at_the_till = late.check_pin()

    at = f"{CERTIFICATES}{held.number}/"
    assert scan(page, link) == "GENUINE"
    they.officer.press(at, {"suspend-reason": "complaint"}, field="suspend-key")
    scanned_within_seconds(page, link, "SUSPENDED")
    at_rest()
    assert blocks() == {BlockReason.CERTIFICATE}
    assert not on_sale(live_shop)
    assert not certified_in_the_shop(live_shop, held)
    assert late.place(at_the_till, "cash-on-delivery").status_code == 409
    assert SellerOrder.objects.count() == 1

    today = clock.today()
    days = {"since": today.isoformat(), "until": (today + timedelta(days=3)).isoformat()}
    they.seller.press("/sell/products/", days, to="days-off")
    at_rest()
    assert blocks() == {BlockReason.CERTIFICATE, BlockReason.HOLIDAY}
    they.officer.press(at, {"reinstate-reason": "cleared"}, field="reinstate-key")
    scanned_within_seconds(page, link, "GENUINE")
    at_rest()
    assert blocks() == {BlockReason.HOLIDAY}
    assert not on_sale(live_shop)
    page.goto("/verify/")
    page.locator("#no").fill(labels.shown(link.rpartition("/")[2]).lower())
    page.locator("#no").press("Enter")
    expect(page.locator("h1")).to_have_text("GENUINE")

    they.seller.press("/sell/products/", {"end": "1"}, to="days-off")
    at_rest()
    assert on_sale(live_shop)
    assert certified_in_the_shop(live_shop, held)
    assert broken_clauses() == {}
