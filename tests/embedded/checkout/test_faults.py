"""What must not cost a buyer the order: an app that stumbles for a moment, goods that vanish meanwhile."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from commerce.embedded.checkout.models import Checkout, CheckoutDelivery
from commerce.embedded.engine.caller import Caller
from commerce.embedded.order.models import Order, OrderLine
from commerce.payments.rules import refusal_is_final
from jkrlm.kernel.clock import now
from tests.embedded.selling import OPTIONS, Shop, delivery, gid, taxes

QUANTITY = """mutation($id: ID!, $lines: [CheckoutLineUpdateInput!]!) {
  checkoutLinesUpdate(id: $id, lines: $lines) { errors { field code } } }"""
DELETE = """mutation($id: ID!) { productDelete(id: $id) { errors { code } } }"""


def stumbles(payload: dict[str, Any]) -> Any:
    """An app that has lost its database for a moment."""
    raise ConnectionError("no answer")


def codes(done: dict[str, Any]) -> list[str]:
    return [error["code"] for error in done["errors"]]


def touched(shop: Shop, checkout_id: str, variant: Any, quantity: int) -> None:
    """Set a line's quantity to what it is: the delivery options must be asked for again."""
    lines = [{"variantId": gid(variant), "quantity": quantity}]
    assert shop.run(QUANTITY, id=checkout_id, lines=lines)["checkoutLinesUpdate"]["errors"] == []


def test_a_tax_app_that_stumbles_once_does_not_block_the_order_for_an_hour(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    checkout_id = shop.checkout((stole, 1))
    assert shop.pay(checkout_id)["transactionEvent"]["type"] == "CHARGE_SUCCESS"
    touched(shop, checkout_id, stole, 1)
    shop.answers["CHECKOUT_CALCULATE_TAXES"] = stumbles
    assert codes(shop.complete(checkout_id)) == ["TAX_ERROR"]

    shop.answers["CHECKOUT_CALCULATE_TAXES"] = taxes
    left = Checkout.objects.get().prices_expire_at
    assert left is not None
    assert left - now() < timedelta(seconds=10)
    Checkout.objects.update(prices_expire_at=now())

    assert codes(shop.complete(checkout_id)) == []
    assert Order.objects.get().total_gross == Decimal("6520.00")


def test_a_delivery_app_that_stumbles_once_leaves_what_was_chosen(shop: Shop) -> None:
    """Paid for, and the only plan seems gone: that is not known, so nothing final may be said."""
    stole = shop.product("Kani stole", "6400.00")
    checkout_id = shop.checkout((stole, 1))
    shop.pay(checkout_id)
    touched(shop, checkout_id, stole, 1)
    shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = stumbles

    refused = codes(shop.complete(checkout_id))

    assert len(refused) == 1
    assert not refusal_is_final(refused[0])
    assert CheckoutDelivery.objects.get().is_valid
    assert Order.objects.count() == 0

    shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = delivery
    assert codes(shop.complete(checkout_id)) == []
    assert Order.objects.get().shipping_method_name == "Economy"


def test_a_delivery_app_that_stumbles_offers_nothing_and_forgets_nothing(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = stumbles

    offered = shop.run(OPTIONS, id=checkout_id)["deliveryOptionsCalculate"]

    assert offered == {"deliveries": [], "errors": []}
    assert CheckoutDelivery.objects.get().is_valid
    shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = delivery
    shop.pay(checkout_id)
    assert codes(shop.complete(checkout_id)) == []


def test_a_delivery_that_is_really_gone_is_refused_for_good(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    checkout_id = shop.checkout((stole, 1))
    shop.pay(checkout_id)
    touched(shop, checkout_id, stole, 1)
    shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = lambda payload: []

    assert codes(shop.complete(checkout_id)) == ["INVALID_SHIPPING_METHOD"]
    assert refusal_is_final("INVALID_SHIPPING_METHOD")


def test_nobody_pays_for_a_product_that_was_deleted_meanwhile(shop: Shop) -> None:
    stole, box = shop.product("Kani stole", "6400.00"), shop.product("Walnut box", "900.00")
    checkout_id = shop.checkout((stole, 1), (box, 1))
    paid = shop.pay(checkout_id)
    assert paid["transactionEvent"]["amount"] == {"amount": 7420.0}
    editor = Caller(permissions=frozenset({"MANAGE_PRODUCTS"}))
    assert shop.run(DELETE, caller=editor, id=gid(box.product))["productDelete"]["errors"] == []

    done = shop.complete(checkout_id)

    assert done["errors"] == []
    order = Order.objects.get()
    assert (order.subtotal_gross, order.total_gross) == (Decimal("6400.00"), Decimal("6520.00"))
    assert sum(OrderLine.objects.values_list("total_gross", flat=True)) == order.subtotal_gross
    assert done["order"]["chargeStatus"] == "OVERCHARGED"


@pytest.mark.parametrize("changes", [3])
def test_a_bag_that_keeps_changing_is_no_reason_to_give_the_money_back(shop: Shop, changes: int) -> None:
    """Each time that the store asks for tax, somebody's other tab changes the bag."""
    stole = shop.product("Kani stole", "6400.00")
    checkout_id = shop.checkout((stole, 1))
    shop.pay(checkout_id)
    left = [changes]

    def meanwhile(payload: dict[str, Any]) -> Any:
        if left[0]:
            left[0] -= 1
            touched(shop, checkout_id, stole, 1)
        return taxes(payload)

    touched(shop, checkout_id, stole, 1)
    shop.answers["CHECKOUT_CALCULATE_TAXES"] = meanwhile

    refused = codes(shop.complete(checkout_id))

    assert len(refused) == 1
    assert not refusal_is_final(refused[0])
    assert codes(shop.complete(checkout_id)) == []
