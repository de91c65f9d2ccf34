"""The embedded store asks for taxes anew, by a clock turned by hand, and gets no answer."""

from collections.abc import Callable
from typing import Any

import pytest

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.order.models import Order
from commerce.facade import set_sync_answers
from commerce.payments.models import PaymentAttempt
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxDelivery
from jkrlm.wiring import ANSWERS
from storefront.models import OrderAccess
from tests.common.buyer import Shopper, text
from tests.common.shop_world import Shop
from tests.payments.local_server import LocalStripe

pytestmark = pytest.mark.django_db


def test_a_tax_room_that_stumbles_as_the_buyer_comes_back_loses_nothing(
    shop: Shop, shopper: Shopper, card_payments: LocalStripe, deliver_events: Callable[[], int]
) -> None:
    """The page says that it confirms, not that the money goes back: a moment later there is an order."""
    shopper.add(shop.piece("Kani shawl", price="3500"))
    shopper.check_pin()
    back = shopper.pay_by_card(shopper.place("stripe")["Location"])

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
    assert "Order" in text(shopper.get(f"/orders/{OrderAccess.objects.get().token}/"))
