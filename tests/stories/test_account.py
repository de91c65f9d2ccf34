"""Aarif buys as a guest, later signs in with his mailbox: his order is offered, and the next one is his at once."""

import re
from urllib.parse import urljoin

import httpx
import pytest

from jkrlm.kernel import relay
from jkrlm.people.selectors import letters
from storefront.accounts.facade import orders_of
from storefront.accounts.models import Contact
from tests.common.live import LiveShop, broken_clauses, settled, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story


def sign_in(buyer: Buyer) -> httpx.Response:
    """Ask for a code on the page, read the mail, type it."""
    mailbox = buyer.contact["email"]
    asked = buyer.send(buyer.web.get("/account/"), "/account/sign-in/", {"contact": mailbox})
    relay.drain()
    code = next(row.text[:6] for row in letters(most=50) if row.to == mailbox)
    return buyer.send(asked, "/account/sign-in/code/", {"otp": code})


def test_aarif_gets_an_account_with_the_order_he_placed_before(shop: LiveShop, aarif: Buyer) -> None:
    stole = shop.shop.slug("Kani stole")
    aarif.add(stole)
    page = aarif.place(aarif.check_pin(), "cash-on-delivery")
    token = str(page.url).rstrip("/").rpartition("/")[2]
    shop.letters("placed")

    account = sign_in(aarif)
    assert "No orders yet." in words(account) and "Are these yours, too?" in words(account)
    account = aarif.send(account, "/account/orders/add-proven/")
    assert f"Order {shop.order().number}" in words(account)
    assert f'href="/orders/{token}/"' in account.text

    user = Contact.objects.get(value=aarif.contact["email"]).user
    settled(lambda: bool(type(user).objects.get(pk=user.pk).customer_id), "the store's customer")
    address = {**{name: aarif.contact[name] for name in ("name", "phone", "pin", "line1", "line2", "city")}}
    saved = aarif.send(aarif.web.get("/account/addresses/new/"), "/account/addresses/new/", address)
    assert "12 Residency Road" in words(saved) and "Usual address" in words(saved)

    again = aarif.send(account, f"/account/orders/{token}/again/")
    assert "1 piece is in your bag, at today’s price." in words(again)
    checkout = aarif.web.get("/checkout/")
    assert 'value="12 Residency Road"' in checkout.text
    assert checkout.status_code == 200
    aarif.place(aarif.check_pin(), "cash-on-delivery")
    settled(lambda: len(orders_of(user)) == 2, "both orders in the account")
    listed = re.findall(r'href="(/orders/[^"]+)"', aarif.web.get("/account/").text)
    assert len(listed) == 2
    assert aarif.web.get(urljoin(shop.url, listed[0])).status_code == 200
    assert broken_clauses() == {}
