"""The buyer is at the card company's page, and something else happens to the bag meanwhile."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.order.models import Order
from commerce.embedded.payment.models import TransactionItem
from commerce.embedded.warehouse.models import Stock
from commerce.facade import set_sync_answers
from commerce.payments.models import PaymentAttempt
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxDelivery
from jkrlm.wiring import ANSWERS
from storefront.models import MailMessage, OrderAccess
from tests.common.buyer import Shopper, text
from tests.common.live import broken_clauses
from tests.common.shop_world import Shop
from tests.payments.local_server import LocalStripe

pytestmark = pytest.mark.django_db


def kept_paise(stripe: LocalStripe, *, payments: set[str]) -> int:
    """Return what the card company holds of these payments."""
    page = httpx.get(
        f"{stripe.address}/v1/charges", params={"limit": 100}, auth=("sk_test_stories", ""), timeout=10
    ).json()
    return sum(
        each["amount"] - each["amount_refunded"]
        for each in page["data"]
        if each["status"] == "succeeded" and each["payment_intent"] in payments
    )


def intents() -> set[str]:
    return set(
        PaymentAttempt.objects.exclude(payment_intent_id="").values_list("payment_intent_id", flat=True)
    )


def at_stripe(shopper: Shopper) -> str:
    """Go as far as the card company's page; return its address."""
    shopper.check_pin()
    placed = shopper.place("stripe")
    assert placed.status_code == 303, text(placed)
    return placed["Location"]


def line_ids(shopper: Shopper) -> list[str]:
    page = shopper.get("/cart/").content.decode()
    found = []
    for part in page.split('name="line" value="')[1:]:
        if part.split('"')[0] not in found:
            found.append(part.split('"')[0])
    return found


def test_a_piece_taken_out_while_paying_is_not_paid_for(
    shop: Shop, shopper: Shopper, card_payments: LocalStripe, deliver_events: Callable[[], int]
) -> None:
    shopper.add(shop.piece("Kani shawl", price="3500"))
    shopper.add(shop.piece("Walnut box", price="900"))
    page = at_stripe(shopper)
    started = PaymentAttempt.objects.get().amount
    tab = Shopper(shopper.client)
    tab.client.post("/cart/remove/", {"line": line_ids(tab)[-1]})
    tab.check_pin()

    back = shopper.pay_by_card(page)
    deliver_events()
    shopper.get(back)
    deliver_events()

    order = Order.objects.get()
    assert order.total_gross < started
    assert kept_paise(card_payments, payments=intents()) == int(order.total_gross * 100)
    assert TransactionItem.objects.get().charged == order.total_gross
    assert MailMessage.objects.filter(kind="refunded").count() == 1
    assert broken_clauses() == {}


def sold_while_paying(shop: Shop, shopper: Shopper, deliver_events: Callable[[], int]) -> str:
    """The shawl of the bag is sold to somebody else; its buyer pays and gets the money back."""
    shawl = shop.piece("Kani shawl", price="3500", stock=1)
    shopper.add(shawl)
    shopper.add(shop.piece("Walnut box", price="900"))
    page = at_stripe(shopper)
    other = Shopper()
    other.add(shawl)
    other.check_pin()
    assert other.place("cash-on-delivery")["Location"].startswith("/orders/")
    back = shopper.pay_by_card(page)
    assert "We could not make your order" in text(shopper.client.get(back, follow=True))
    deliver_events()
    access = OrderAccess.objects.get(order_id=None)
    assert access.payment_returned_at is not None
    return access.token


@pytest.mark.parametrize("method", ["stripe", "cash-on-delivery"])
def test_who_got_the_money_back_can_buy_the_rest(
    shop: Shop,
    shopper: Shopper,
    card_payments: LocalStripe,
    deliver_events: Callable[[], int],
    method: str,
) -> None:
    token = sold_while_paying(shop, shopper, deliver_events)
    lines = line_ids(shopper)
    shopper.client.post("/cart/remove/", {"line": lines[0]})
    assert "Kani shawl" not in shopper.bag()
    shopper.check_pin()

    placed = shopper.place(method)

    assert placed.status_code == 303, text(placed)
    if method == "stripe":
        waiting = text(shopper.get(f"/orders/{token}/"))
        assert "Your payment is on its way back" not in waiting
        placed = shopper.client.get(shopper.pay_by_card(placed["Location"]))
    assert placed["Location"] == f"/orders/{token}/"
    deliver_events()
    order = Order.objects.exclude(number=1).order_by("-number")[0]
    assert [line.product_name for line in order.lines.all()] == ["Walnut box"]
    expected = int(order.total_gross * 100) if method == "stripe" else 0
    assert kept_paise(card_payments, payments=intents()) == expected
    assert broken_clauses() == {}
    assert OrderAccess.objects.get(token=token).order_id is not None


def test_who_got_the_money_back_can_buy_the_same_again_when_it_is_there(
    shop: Shop, shopper: Shopper, card_payments: LocalStripe, deliver_events: Callable[[], int]
) -> None:
    token = sold_while_paying(shop, shopper, deliver_events)
    Stock.objects.filter(variant__sku="KZ09-KANI-SHAWL").update(quantity=2)
    shopper.check_pin()

    placed = shopper.place("stripe")

    assert placed.status_code == 303, text(placed)
    back = shopper.client.get(shopper.pay_by_card(placed["Location"]))
    assert back["Location"] == f"/orders/{token}/"
    deliver_events()
    assert OrderAccess.objects.get(token=token).order_id is not None
    assert Checkout.objects.count() == 0
    assert broken_clauses() == {}


def test_a_tax_room_that_stumbles_as_the_buyer_comes_back_loses_nothing(
    shop: Shop, shopper: Shopper, card_payments: LocalStripe, deliver_events: Callable[[], int]
) -> None:
    """The page says that it confirms, not that the money goes back: a moment later there is an order."""
    shopper.add(shop.piece("Kani shawl", price="3500"))
    back = shopper.pay_by_card(at_stripe(shopper))

    def stumbles(payload: dict[str, Any]) -> dict[str, Any]:
        raise ConnectionError("no answer")

    Checkout.objects.update(prices_expire_at=now())
    set_sync_answers(ANSWERS | {"CHECKOUT_CALCULATE_TAXES": stumbles})
    try:
        page = text(shopper.client.get(back, follow=True))
        deliver_events()
    finally:
        set_sync_answers(ANSWERS)

    assert "We are confirming your payment" in page
    assert OrderAccess.objects.get().refusal == ""
    Checkout.objects.update(prices_expire_at=now())
    OutboxDelivery.objects.update(next_at=now())
    deliver_events()
    assert Order.objects.get().total_gross == PaymentAttempt.objects.get().amount
    assert kept_paise(card_payments, payments=intents()) == int(Order.objects.get().total_gross * 100)
    assert "Order" in text(shopper.get(f"/orders/{OrderAccess.objects.get().token}/"))
