"""In a browser: the pages of a buyer's account, on phone and desk, dark and light, in English and Urdu."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from storefront.accounts.cookies import ASKED, SESSION
from storefront.accounts.models import Contact, DataExport, Wish
from storefront.accounts.services.export import make_export
from tests.accounts.test_addresses import add
from tests.accounts.world import HOME, PHONE, Browser, newest_code
from tests.common.looks import axe_faults, faults
from tests.common.shop_world import Shop, open_shop
from tests.common.web import Web

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@dataclass
class Account:
    url: str
    shop: Shop
    buyer: Browser
    product: str


@pytest.fixture
def account(transactional_db: None, web: Web, settings) -> Account:
    """An account with an order, another one to adopt, two addresses, a wish and a finished copy of its data."""
    settings.PUBLIC_URL = web.url
    shop = open_shop()
    variant = shop.piece("Kani stole", price="900", stock=8)
    Browser().buys(variant, **HOME)
    buyer = Browser().sign_in()
    buyer.buys(variant, **HOME)
    add(buyer)
    add(buyer, line1="4 Raghunath Bazaar", pin="180001", city="Jammu")
    user = Contact.objects.get(value=buyer.contact).user
    Wish.objects.create(user=user, product_id=shop.products[variant])
    key = "00000000-0000-4000-8000-000000000001"
    buyer.client.post("/account/data/export/", {"key": key})
    make_export(DataExport.objects.get().pk)
    return Account(web.url, shop, buyer, f"/products/{shop.slug('Kani stole')}/")


@pytest.fixture
def opened(browser: Chromium, account: Account) -> Iterator:
    contexts = []
    faults: list[str] = []

    def make(width: int, *, dark: bool = False, signed_in: bool = True, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            base_url=account.url,
        )
        contexts.append(context)
        for name in (SESSION, ASKED) if signed_in else ():
            if name in account.buyer.client.cookies:
                value = account.buyer.client.cookies[name].value
                context.add_cookies([{"name": name, "value": value, "url": account.url}])
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []


INSIDE = (
    "/account/",
    "/account/settings/",
    "/account/addresses/",
    "/account/addresses/new/",
    "/account/data/",
    "/account/data/export/00000000-0000-4000-8000-000000000001/",
    "/wishlist/",
    "/account/settings/confirm/",
)


@pytest.mark.parametrize(
    ("prefix", "width", "dark"), [("", 390, False), ("/ur", 390, True), ("", 1280, True)]
)
def test_no_page_of_the_account_breaks_an_accessibility_rule(
    account: Account, opened, prefix: str, width: int, dark: bool
) -> None:
    account.buyer.client.post("/account/settings/contact/", {"contact": PHONE})
    page = opened(width, dark=dark)
    found = {}
    for path in INSIDE:
        page.goto(prefix + path)
        assert page.url.endswith(prefix + path), page.url
        if wrong := faults(page):
            found[path] = wrong
    assert found == {}


@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_signing_in_by_a_code_in_a_browser(account: Account, opened, prefix: str) -> None:
    page = opened(390, signed_in=False)
    page.goto(f"{prefix}/account/")
    assert axe_faults(page) == []
    page.locator("#id_contact").fill("rukhsana@example.in")
    page.locator("form[method=post] button").last.click()
    page.locator("#id_otp").fill("000000")
    page.locator("form[method=post] button").last.click()
    expect(page.locator("#id_otp_error")).to_be_visible()
    assert axe_faults(page) == []
    page.locator("#id_otp").fill(newest_code("rukhsana@example.in"))
    page.locator("form[method=post] button").last.click()
    expect(page.locator(".acct-nav")).to_be_visible()
    assert page.url.endswith(f"{prefix}/account/")


@pytest.mark.parametrize("script", [True, False])
def test_the_heart_works_with_and_without_script(account: Account, opened, script: bool) -> None:
    page = opened(390, signed_in=False, script=script)
    page.goto(account.product)
    page.locator("button[form=wish]").first.click()
    expect(page.get_by_text("On your wishlist.")).to_be_visible()
    assert page.url.endswith(account.product)
    page.goto("/wishlist/")
    expect(page.get_by_role("heading", name="Kani stole")).to_be_visible()


def test_the_link_to_the_account_stays_when_a_piece_goes_into_the_bag(account: Account, opened) -> None:
    page = opened(390, signed_in=False)
    page.goto(account.product)
    page.get_by_role("button", name="Add to bag").click()
    expect(page.get_by_role("link", name="Bag, 1 piece", exact=True)).to_have_count(1)
    expect(page.get_by_role("link", name="Account", exact=True)).to_have_count(1)


def test_an_address_is_chosen_at_the_checkout(account: Account, opened) -> None:
    page = opened(390)
    page.goto(account.product)
    page.get_by_role("button", name="Add to bag").click()
    expect(page.get_by_text("In your bag.")).to_be_visible()
    page.goto("/checkout/")
    expect(page.locator("#id_line1")).to_have_value("12 Residency Road")
    assert axe_faults(page) == []
    page.get_by_role("button", name="4 Raghunath Bazaar").click()
    expect(page.locator("#id_line1")).to_have_value("4 Raghunath Bazaar")
    expect(page.get_by_text("Jammu, Jammu and Kashmir").first).to_be_visible()
