"""A buyer without an account pays and follows the order: phone and desk, with script and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from storefront.models import MailMessage
from tests.browser.conftest import BOX, STOLE, Store
from tests.browser.pictures import picture
from tests.common.looks import axe_faults, too_wide
from tests.payments.local_server import wait_until

PHONE, DESK = 390, 1280


def put_in_bag(page: Page, *pieces: str) -> None:
    """Find each piece, by its address, in the listing, open it, and add it."""
    for piece in pieces:
        page.goto("/products/")
        picture(page, "listing")
        page.locator(f'a[href="{piece}"]').first.click()
        page.wait_for_url(f"**{piece}")
        picture(page, "product")
        page.get_by_role("button", name=re.compile("bag", re.IGNORECASE)).first.click()
        if not page.url.endswith("/cart/"):
            page.get_by_role("link", name=re.compile("See your bag")).click()
        expect(page.locator("h1")).to_have_text("Your bag")


def fill_in(page: Page, pin: str) -> None:
    page.get_by_role("textbox", name="Mobile", exact=True).fill("98450 12345")
    page.get_by_role("textbox", name="Email", exact=True).fill("ananya@example.in")
    page.get_by_role("textbox", name="PIN code", exact=True).fill(pin)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".parcel").first).to_be_visible()
    page.get_by_role("textbox", name="Full name", exact=True).fill("Ananya Rao")
    page.get_by_role("textbox", name="House and street", exact=True).fill("12, 4th Cross, 3rd Block")
    page.get_by_role("textbox", name="Town or city", exact=True).fill("Bengaluru")


def press_place_order(page: Page) -> None:
    page.locator("button:visible", has_text="Place order").first.click()


def whole_price(page: Page) -> str:
    """Return what is to pay, as the page says it to this buyer before paying, with its GST."""
    if page.locator("details.only-narrow").is_visible():
        page.locator("details.only-narrow summary").click()
    summary = page.locator("dl.sum:visible").first
    expect(summary).to_contain_text(re.compile(r"GST"))
    expect(summary).to_contain_text(re.compile(r"Parcel 1, "))
    return summary.locator(".tot dd").inner_text()


def check_order(page: Page, paid: str, total: str, piece: str) -> None:
    expect(page.locator("h1")).to_have_text(re.compile("comes?"))
    expect(page.locator("main")).to_contain_text(piece)
    expect(page.locator(".tot")).to_contain_text(paid)
    expect(page.locator(".tot")).to_contain_text(total)
    path = page.url.split("/orders/")[1]
    wait_until(
        lambda: MailMessage.objects.filter(text__contains=path, state="sent").exists(), "the mail", seconds=20
    )


@pytest.mark.story
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_by_card(open_page, store: Store, width: int, script: bool) -> None:
    page = open_page(width, script=script)
    put_in_bag(page, store.stole, store.box)
    page.get_by_role("link", name="Check out").click()
    fill_in(page, "560034")
    total = whole_price(page)
    page.locator('input[name="method"][value="stripe"]').check()
    picture(page, "checkout")
    press_place_order(page)
    page.wait_for_url(f"{store.pay_url}/pay/**")
    page.locator('input[name="number"]').fill("4242 4242 4242 4242")
    page.locator('input[name="expiry"]').fill("12 / 34")
    page.locator('input[name="cvc"]').fill("123")
    page.locator("form button").first.click()
    page.wait_for_url("**/orders/**")
    check_order(page, "Paid by card", total, STOLE)
    picture(page, "order")


@pytest.mark.story
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_by_cash_on_delivery(open_page, store: Store, width: int, script: bool) -> None:
    page = open_page(width, script=script)
    put_in_bag(page, store.box)
    page.get_by_role("link", name="Check out").click()
    fill_in(page, "190001")
    total = whole_price(page)
    page.locator('input[name="method"][value="cash-on-delivery"]').check()
    press_place_order(page)
    page.wait_for_url("**/orders/**")
    check_order(page, "To pay in cash at the door", total, BOX)


def test_giving_up_on_the_pay_page_brings_the_bag_back(open_page, store: Store) -> None:
    page = open_page(PHONE)
    put_in_bag(page, store.stole)
    page.get_by_role("link", name="Check out").click()
    fill_in(page, "560034")
    page.locator('input[name="method"][value="stripe"]').check()
    press_place_order(page)
    page.wait_for_url(f"{store.pay_url}/pay/**")
    page.get_by_role("link", name=re.compile("back to the shop|without paying", re.IGNORECASE)).click()
    page.wait_for_url("**/checkout/**")
    expect(page.locator("main")).to_contain_text("You came back without paying.")
    expect(page.get_by_role("textbox", name="Full name", exact=True)).to_have_value("Ananya Rao")


def test_choosing_a_faster_day_shows_its_price_at_once(open_page, store: Store) -> None:
    page = open_page(DESK)
    put_in_bag(page, store.stole)
    page.get_by_role("link", name="Check out").click()
    fill_in(page, "560034")
    before = whole_price(page)
    options = page.locator(".parcel").first.locator("input[type=radio]")
    options.nth(options.count() - 1).check()
    expect(page.locator("dl.sum:visible .tot dd").first).not_to_have_text(before)
    expect(page.get_by_role("textbox", name="Full name", exact=True)).to_have_value("Ananya Rao")


def test_every_page_of_the_way_is_accessible_and_fits_from_320_px(open_page, store: Store) -> None:
    page = open_page(DESK)
    put_in_bag(page, store.stole, store.box)
    found = faults(page, "bag")
    page.get_by_role("link", name="Check out").click()
    page.wait_for_url("**/checkout/**")
    found += faults(page, "checkout, empty")
    press_place_order(page)
    expect(page.locator(".errs")).to_be_visible()
    found += faults(page, "checkout, refused")
    fill_in(page, "190001")
    page.locator('input[name="method"][value="cash-on-delivery"]').check()
    found += faults(page, "checkout")
    press_place_order(page)
    page.wait_for_url("**/orders/**")
    found += faults(page, "order")
    for path in ("/demo/", "/demo/outbox/", "/cart/"):
        page.goto(path)
        found += faults(page, path)
    assert found == []


def faults(page: Page, name: str) -> list[str]:
    """Return what axe finds at desk and phone width, and the widths at which the page is too wide."""
    found = []
    for width in (320, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        if excess := too_wide(page):
            found.append(f"{name}: {excess} px too wide at {width}")
        if width != PHONE:
            found += [f"{name}, {width}: {each}" for each in axe_faults(page)]
    return found
