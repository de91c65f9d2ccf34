"""What Stripe tells us may be late, doubled, disordered, or all there is."""

import re
from datetime import timedelta
from html import unescape

import httpx
import pytest

from commerce.payments.facade import settle_abandoned
from commerce.payments.models import StripeEvent
from jkrlm.kernel.clock import now
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses, settled, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story


def test_the_webhook_is_late_and_the_order_is_there_when_he_comes_back(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response
) -> None:
    page = aarif.pay(at_the_pay_page, webhooks="late")

    assert "Paid by card" in words(page)
    assert len(shop.orders()) == 1
    settled(lambda: StripeEvent.objects.exclude(handled_at=None).exists(), "the late webhook")
    assert len(shop.orders()) == 1
    assert len(shop.letters("placed")) == 1
    assert broken_clauses() == {}


def test_he_closes_the_browser_after_paying_and_the_webhook_makes_the_order(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response
) -> None:
    aarif.web.follow_redirects = False
    aarif.pay(at_the_pay_page)

    settled(lambda: bool(shop.orders()), "the order made by the event alone")

    (letter,) = shop.letters("placed")
    assert letter.to == aarif.contact["email"]
    link = next(word for word in letter.text.split() if "/orders/" in word)
    assert "Paid by card" in words(httpx.get(link, follow_redirects=True))
    assert shop.kept_paise() == paise(shop.order().total.gross)
    assert broken_clauses() == {}


def test_he_closes_the_browser_and_no_webhook_ever_comes_so_the_sweep_makes_the_order(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response
) -> None:
    aarif.web.follow_redirects = False
    aarif.pay(at_the_pay_page, webhooks="never")
    assert shop.orders() == []

    sweep_after_minutes(10)

    assert len(shop.orders()) == 1
    assert len(shop.letters("placed")) == 1
    assert broken_clauses() == {}


def sweep_after_minutes(minutes: int) -> None:
    assert settle_abandoned(now() + timedelta(minutes=minutes)).failed == []


@pytest.mark.parametrize("webhooks", ["twice", "disordered"])
def test_events_that_come_twice_or_in_the_wrong_order_give_one_order(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response, webhooks: str
) -> None:
    page = aarif.pay(at_the_pay_page, webhooks=webhooks)

    settled(lambda: StripeEvent.objects.exclude(handled_at=None).count() >= 2, "the events")
    assert "Paid by card" in words(page)
    assert len(shop.orders()) == 1
    assert len(shop.letters("placed")) == 1
    assert shop.kept_paise() == paise(shop.order().total.gross)
    assert broken_clauses() == {}


@pytest.mark.parametrize(("settlement", "orders"), [("slow-success", 1), ("slow-failure", 0)])
def test_a_bank_that_says_later_whether_it_pays(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response, settlement: str, orders: int
) -> None:
    shop.stripe.stop()
    shop.stripe.late_seconds = 6  # both looks below come before it, however busy the machine is
    shop.stripe.start()
    page = aarif.pay(at_the_pay_page, settlement=settlement)
    assert "We are confirming your payment" in words(page)
    assert shop.orders() == []
    look_again = re.search(r'href="(/checkout/return/[^"]+)"', page.text)
    assert look_again is not None
    assert "We are confirming your payment" in words(aarif.web.get(unescape(look_again[1])))

    settled(lambda: StripeEvent.objects.filter(type__contains="async_payment").exists(), "the bank")

    settled(lambda: StripeEvent.objects.filter(handled_at=None).count() == 0, "what the bank decided")
    settled(lambda: len(shop.orders()) == orders, "the order, or none")
    at_rest()
    assert len(shop.orders()) == orders
    shown = words(aarif.web.get(unescape(look_again[1])))
    assert ("Paid by card" in shown) is bool(orders)
    assert ("The payment was declined. Nothing was taken" in shown) is not bool(orders)
    assert shop.kept_paise() == sum(paise(order.total.gross) for order in shop.orders())
    assert broken_clauses() == {}
