"""The button pressed several times at the same moment, on threads with connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from commerce.facade import app_store
from storefront.bag.cookie import COOKIE
from storefront.models import OrderAccess
from tests.common.buyer import Shopper, fields
from tests.common.shop_world import open_shop
from tests.payments.local_server import LocalStripe

PRESSES = 4


def press_at_once(shopper: Shopper, method: str) -> list[str]:
    """Return where each press led."""
    assert shopper.last is not None
    form = fields(shopper.last) | {"method": method}
    cookie = shopper.client.cookies[COOKIE].value
    together = Barrier(PRESSES)

    def press(_number: int) -> str:
        finger = Shopper()
        finger.client.cookies[COOKIE] = cookie
        together.wait(timeout=30)
        try:
            answer = finger.client.post("/checkout/place/", form)
            return f"{answer.status_code} {answer.headers.get('Location', '')}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PRESSES) as fingers:
        return list(fingers.map(press, range(PRESSES)))


@pytest.fixture
def ready(transactional_db: None) -> Shopper:
    shop = open_shop()
    shopper = Shopper()
    shopper.add(shop.piece("Kani shawl", price="3500", stock=1))
    shopper.check_pin()
    return shopper


def test_by_cash_it_is_one_order(ready: Shopper) -> None:
    led_to = set(press_at_once(ready, "cash-on-delivery"))

    access = OrderAccess.objects.get()
    assert access.order_id is not None
    assert f"303 /orders/{access.token}/" in led_to
    assert {answer.split()[0] for answer in led_to} <= {"303", "402", "409"}
    order = app_store().order_details(id=access.order_id).order
    assert order is not None
    assert order.total_authorized.fractional_amount == order.total.gross.fractional_amount
    assert ready.get("/checkout/")["Location"] == f"/orders/{access.token}/"


def test_by_card_it_is_one_pay_page(ready: Shopper, card_payments: LocalStripe) -> None:
    led_to = press_at_once(ready, "stripe")

    pages = {answer.split()[1] for answer in led_to if answer.startswith(f"303 {card_payments.address}")}
    assert len(pages) == 1
    ready.client.get(ready.pay_by_card(pages.pop()))
    access = OrderAccess.objects.get()
    order = app_store().order_details(id=access.order_id or "").order
    assert order is not None
    assert order.total_charged.fractional_amount == order.total.gross.fractional_amount
