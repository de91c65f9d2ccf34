"""The page on which somebody pays by UPI: three languages, light and dark, phone and desk, with and without script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import commerce.payments.facade as payments
from commerce.payments.facade import BankCredit
from commerce.payments.models import UpiClaim
from jkrlm.kernel.clock import today
from tests.browser.conftest import Store
from tests.browser.test_buying import press_place_order, put_in_bag
from tests.common.looks import axe_faults, too_wide

RRN = "632512345678"


@pytest.fixture(autouse=True)
def upi_here(settings: Any) -> None:
    settings.UPI_VPA = "umeed@jkbank"
    settings.UPI_PAYEE_NAME = "Umeed JKRLM"


def fill_in(page: Page) -> None:
    page.locator("#id_phone").fill("98450 12345")
    page.locator("#id_email").fill("ananya@example.in")
    page.locator("#id_pin").fill("560034")
    page.locator("#check-pin").click()
    expect(page.locator(".parcel").first).to_be_visible()
    page.locator("#id_name").fill("Ananya Rao")
    page.locator("#id_line1").fill("12, 4th Cross, 3rd Block")
    page.locator("#id_city").fill("Bengaluru")


def at_the_pay_page(page: Page, store: Store) -> UpiClaim:
    put_in_bag(page, store.stole)
    page.goto("/checkout/")
    fill_in(page)
    page.locator("input[value=upi]").check()
    press_place_order(page)
    page.wait_for_url("**/upi/")
    return UpiClaim.objects.order_by("-id")[0]


def comes(claim: UpiClaim) -> None:
    words = f"UPI/CR/{RRN}/ANANYA/{claim.reference}"
    payments.see_credits(
        [
            BankCredit(
                amount=claim.amount, day=today(), reference=RRN, narration=words, feed_id=claim.reference
            )
        ]
    )


def accessible(page: Page) -> None:
    assert axe_faults(page) == []


def fits(page: Page) -> None:
    assert too_wide(page) == 0


def test_the_page_is_clear_in_every_language_and_becomes_the_order_by_itself(
    store: Store, open_page: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = open_page(390)
    claim = at_the_pay_page(page, store)
    path = page.url.removeprefix(store.url)
    expect(page.locator(".qr svg")).to_be_visible()
    page.screenshot(path=str(tmp_path_factory.mktemp("upi") / "upi-390.png"), full_page=True)
    for language in ("", "/hi", "/ur"):
        page.goto(f"{language}{path}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            accessible(page)
            fits(page)
    page.goto(path)
    page.get_by_label("Reference number from your app").fill("1234")
    page.get_by_role("button", name="I have paid").click()
    expect(page.locator("#errors")).to_contain_text("12 digits")
    expect(page.get_by_label("Reference number from your app")).to_have_value("1234")
    accessible(page)
    page.get_by_label("Reference number from your app").fill(RRN)
    page.get_by_role("button", name="I have paid").click()
    expect(page.locator("h1")).to_have_text("We are looking for your payment")
    accessible(page)

    comes(claim)

    expect(page.locator(".tot")).to_contain_text("Paid by UPI", timeout=30_000)


def test_without_script_the_page_works_too(store: Store, open_page: Callable[..., Page]) -> None:
    page = open_page(1280, script=False)
    page.goto(store.stole)
    page.get_by_role("button", name=re.compile("bag", re.IGNORECASE)).first.click()
    page.goto("/checkout/")
    fill_in(page)
    page.locator("input[value=upi]").check()
    press_place_order(page)
    page.wait_for_url("**/upi/")
    claim = UpiClaim.objects.order_by("-id")[0]
    page.get_by_role("button", name="give up this payment").click()
    expect(page.locator("h1")).to_have_text("This payment was given up")
    assert claim.reference not in page.content()
