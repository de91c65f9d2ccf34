"""The demo's buyer has a filled account: orders, addresses, a wishlist."""

import pytest

import logistics.facade as logistics
import sellers.tax.facade as tax
from catalogue.facade import load_demo
from jkrlm.kernel import relay
from jkrlm.people.facade import User
from storefront.accounts.facade import addresses_of, orders_of
from storefront.accounts.models import Contact, Wish
from storefront.demo.account import load_demo_account
from storefront.shop.known_makers import forget_makers
from tests.accounts.world import Browser

pytestmark = pytest.mark.django_db


def test_one_press_opens_a_filled_account_and_loading_twice_changes_nothing() -> None:
    forget_makers()
    logistics.load_reference_data()
    tax.load_reference_data()
    tax.load_demo_registrations()
    load_demo()
    for _time in range(2):
        load_demo_account(lambda _said: None)
        relay.drain()

    buyer = User.objects.get(email="buyer@demo.invalid")
    assert (len(orders_of(buyer)), len(addresses_of(buyer)), Wish.objects.count()) == (1, 2, 3)
    assert Contact.objects.filter(user=buyer).count() == 2
    browser = Browser()
    assert browser.client.post("/demo/", {"person": "buyer"})["Location"] == "/account/"
    page = browser.account()
    assert "Hello Ananya Rao" in page and "Are these yours, too?" in page and "Being packed" in page
    browser.client.post("/demo/", {"person": ""})
    assert not browser.is_in()
    forget_makers()
