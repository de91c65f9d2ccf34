"""From an empty bag to a paid order."""

from decimal import Decimal

from commerce.embedded.checkout.models import Checkout, CheckoutDelivery, CheckoutLine
from commerce.embedded.order.models import Order
from commerce.embedded.warehouse.models import Stock
from tests.embedded.selling import Shop


def test_a_buyer_pays_and_gets_one_order(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00", stock=3)
    checkout_id = shop.checkout((stole, 2))

    paid = shop.pay(checkout_id)
    assert paid["errors"] == []
    assert paid["transactionEvent"]["type"] == "CHARGE_SUCCESS"
    assert paid["transactionEvent"]["amount"]["amount"] == 12920.0
    done = shop.complete(checkout_id)

    assert done["errors"] == []
    assert done["order"]["status"] == "UNFULFILLED"
    assert done["order"]["chargeStatus"] == "FULL"
    assert done["order"]["total"] == {"gross": {"amount": 12920.0}, "tax": {"amount": 1389.74}}
    stock = Stock.objects.get(variant=stole)
    assert (stock.quantity, stock.quantity_allocated) == (3, 2)
    assert Checkout.objects.count() == CheckoutLine.objects.count() == CheckoutDelivery.objects.count() == 0
    order = Order.objects.get()
    assert order.total_gross == Decimal("12920.00")
    assert order.private_metadata["external_app_shipping_id"]
    assert shop.events() == [
        "CHECKOUT_FULLY_PAID",
        "CHECKOUT_FULLY_AUTHORIZED",
        "ORDER_CREATED",
        "ORDER_CONFIRMED",
        "ORDER_PAID",
        "ORDER_FULLY_PAID",
    ]


def test_completing_twice_returns_the_same_order(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00", stock=3)
    checkout_id = shop.checkout((stole, 1))
    shop.pay(checkout_id)

    first, second = shop.complete(checkout_id), shop.complete(checkout_id)

    assert second["errors"] == []
    assert first["order"]["id"] == second["order"]["id"]
    assert Order.objects.count() == 1
