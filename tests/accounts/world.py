"""A buyer before a browser: signs in by real codes, buys, looks at her account."""

import re
from dataclasses import dataclass, field
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from jkrlm.kernel import relay
from jkrlm.people.models import Letter, SmsMessage
from jkrlm.people.selectors import letters, sms_messages
from storefront.accounts.cookies import SESSION
from storefront.models import OrderAccess
from tests.common.buyer import ADDRESS, Shopper, text
from tests.common.shop_world import Shop

EMAIL, PHONE = "ananya@example.in", "+919845012345"


def newest_code(to: str) -> str:
    """Return the code of the newest message to a mailbox or a phone, as its owner reads it."""
    rows = letters(most=100) if "@" in to else sms_messages(most=100)
    found = next(row for row in rows if row.to == to)
    code = re.search(r"\d{6}", found.text)
    assert code, found
    return code[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def messages_sent() -> int:
    return Letter.objects.count() + SmsMessage.objects.count()


@dataclass
class Browser(Shopper):
    """One browser of a buyer; ``contact`` signs her in."""

    contact: str = EMAIL
    client: Client = field(default_factory=Client)

    def ask(self, contact: str = "", **more: str) -> HttpResponse:
        sent = {"contact": contact or self.contact, **more}
        return self.client.post(f"{self.prefix}/account/sign-in/", sent)

    prefix: str = ""

    def give(self, code: str = "") -> HttpResponse:
        code = code or newest_code(self.contact)
        return self.client.post(f"{self.prefix}/account/sign-in/code/", {"otp": code})

    def sign_in(self, contact: str = "") -> "Browser":
        self.contact = contact or self.contact
        assert self.ask().status_code == 303
        assert self.give().status_code == 303
        relay.drain()
        return self

    def is_in(self) -> bool:
        return self.client.get("/account/").status_code == 200

    def account(self) -> str:
        return text(self.get("/account/"))

    def cookie(self) -> str:
        return self.client.cookies[SESSION].value

    def buys(self, variant: str, **typed: str) -> OrderAccess:
        """Place an order, cash on delivery, as the pages offer it."""
        self.add(variant)
        self.check_pin(**typed)
        page = self.place("cash-on-delivery", **typed)
        assert page.status_code == 303, text(page)
        relay.drain()
        token = page["Location"].rstrip("/").rpartition("/")[2]
        return OrderAccess.objects.get(token=token)


#: Near enough to pay at the door.
HOME = ADDRESS | {"pin": "190001", "city": "Srinagar", "line1": "12 Residency Road", "line2": ""}


def hidden(page: HttpResponse, name: str, action: str = "") -> str:
    """Return the value of a hidden field of the form to ``action``."""
    body = page.content.decode()
    if action:
        body = body[body.index(f'action="{action}') :]
    found = re.search(rf'name="{name}" value="([^"]*)"', body)
    assert found, body[:500]
    return unescape(found[1])


@pytest.fixture
def browser(shop: Shop) -> Browser:
    return Browser()


@pytest.fixture
def piece(shop: Shop) -> str:
    """A stole that may be paid for at the door."""
    return shop.piece("Kani stole", price="900", stock=8)
