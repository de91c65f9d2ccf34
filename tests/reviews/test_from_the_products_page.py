"""Who is signed in and had the piece in hand writes from its page; everybody sees the same link."""

import pytest
from django.test import Client

from storefront.accounts.facade import adopt
from storefront.accounts.models import Contact
from storefront.reviews.models import Review
from tests.accounts.world import Browser
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.reviews.world import Bought, buy

pytestmark = pytest.mark.django_db


def here(bought: Bought) -> str:
    return f"{bought.page}reviews/write/"


def test_the_link_leads_to_the_form_of_her_own_order(bought: Bought) -> None:
    address = here(bought)
    assert f'href="{address}"' in Client().get(bought.page).content.decode()
    browser = Browser()
    stranger = browser.client.get(address)
    assert stranger["Location"] == f"/account/sign-in/?next={address}"
    assert "no-store" in stranger["Cache-Control"]
    browser.sign_in()
    adopt(Contact.objects.get().user, bought.access)

    led = browser.client.get(address)

    assert led["Location"] == bought.address
    bought.client = browser.client
    assert bought.write(shown_name="Meera").status_code == 303
    assert Review.objects.get().access == bought.access
    assert browser.client.get(address)["Location"] == bought.address, "she may change what she wrote"


def test_what_has_not_come_or_is_another_buyers_cannot_be_written_about(
    shop, shopper, bought: Bought
) -> None:
    coming = buy(shop, shopper, "Walnut tray", arrives=False)
    browser, other = Browser().sign_in(), Browser(contact="other@example.in").sign_in()
    adopt(Contact.objects.get(value=browser.contact).user, coming.access)
    adopt(Contact.objects.get(value=other.contact).user, bought.access)

    for wanted in (coming, bought):
        with nothing_changes(but=frozenset({"shop_accounts_buyersession"})):
            answer = browser.client.get(here(wanted))
        assert answer["Location"] == f"{wanted.page}#reviews"
        assert "once it has come" in text(browser.client.get(wanted.page))
    assert browser.client.get("/products/no-such-piece/reviews/write/").status_code == 404
    assert browser.client.post(here(bought)).status_code == 405


def test_the_second_order_of_a_piece_is_written_about_after_the_first(shop, shopper, bought: Bought) -> None:
    again = buy(shop, shopper, "Kani shawl")
    browser = Browser().sign_in()
    for each in (bought, again):
        adopt(Contact.objects.get().user, each.access)
    assert browser.client.get(here(bought))["Location"] == again.address

    again.write()

    assert browser.client.get(here(bought))["Location"] == bought.address
