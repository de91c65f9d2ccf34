"""Two tabs in one moment: who waited for the other's change sees all of it, the price of delivery too."""

from decimal import Decimal
from typing import Any

from commerce.embedded.checkout.models import Checkout, CheckoutDelivery
from tests.common.at_once import before_the_other
from tests.embedded.selling import Shop, delivery

EMAIL = """mutation($id: ID!) { checkoutEmailUpdate(id: $id, email: "new@example.com") {
  checkout { delivery { id } totalPrice { gross { amount } } } errors { code } } }"""


def two_plans(payload: dict[str, Any]) -> list[dict[str, Any]]:
    economy = delivery(payload)[0]
    return [economy, economy | {"id": "fastest-1", "name": "Fastest", "amount": "300.00"}]


def test_nobody_gets_free_delivery_by_being_second(busy_shop: Shop) -> None:
    busy_shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = two_plans
    checkout_id = busy_shop.checkout((busy_shop.product("Kani stole", "6400.00"), 1))
    fastest = CheckoutDelivery.objects.get(name="Fastest")

    with before_the_other(lambda: busy_shop.run(EMAIL, id=checkout_id)) as answers:
        mine = Checkout.objects.select_for_update().get()
        Checkout.objects.filter(pk=mine.pk).update(
            delivery=fastest, revision=mine.revision + 1, prices_expire_at=None
        )

    told = answers[0]["checkoutEmailUpdate"]["checkout"]
    assert told["totalPrice"]["gross"]["amount"] == 6700.0
    assert told["delivery"] is not None
    assert Checkout.objects.get().shipping_gross == Decimal("300.00")


def test_nobody_gets_yesterdays_price_of_delivery_by_being_second(busy_shop: Shop) -> None:
    checkout_id = busy_shop.checkout((busy_shop.product("Kani stole", "6400.00"), 1))

    with before_the_other(lambda: busy_shop.run(EMAIL, id=checkout_id)) as answers:
        mine = Checkout.objects.select_for_update().get()
        CheckoutDelivery.objects.filter(pk=mine.delivery_id).update(price_amount=Decimal(500))
        Checkout.objects.filter(pk=mine.pk).update(revision=mine.revision + 1, prices_expire_at=None)

    told = answers[0]["checkoutEmailUpdate"]["checkout"]
    assert told["totalPrice"]["gross"]["amount"] == 6900.0
    assert Checkout.objects.get().shipping_gross == Decimal("500.00")
