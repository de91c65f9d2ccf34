"""What an order is refused for, and what happens when the world changes on the way."""

from datetime import timedelta
from typing import Any

import pytest

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.services.expire import expire_checkouts
from commerce.embedded.order.invariants import CHECKS
from commerce.embedded.order.models import Order
from commerce.embedded.payment.models import TransactionItem
from commerce.embedded.product.models import ProductChannelListing
from commerce.embedded.warehouse.models import Stock
from jkrlm.kernel.clock import now
from tests.embedded.selling import COMPLETE, HOME, Shop, delivery, gid

EMAIL = (
    """mutation($id: ID!) { checkoutEmailUpdate(id: $id, email: "aarif@example.com") { errors { code } } }"""
)
SHIP = """mutation($id: ID!, $a: AddressInput!) {
  checkoutShippingAddressUpdate(id: $id, shippingAddress: $a) { errors { code } } }"""
BILL = """mutation($id: ID!, $a: AddressInput!) {
  checkoutBillingAddressUpdate(id: $id, billingAddress: $a) { errors { code } } }"""
METADATA = """mutation($id: ID!) { updateMetadata(id: $id, input: [{key: "umeed.delivery", value: "{}"}]) {
  errors { code } } }"""
PROBLEMS = "query($id: ID!) { checkout(id: $id) { problems { __typename } totalPrice { gross { amount } } } }"


def refusal(shop: Shop, checkout_id: str) -> tuple[str | None, str]:
    """Return field and code of the refused completion, after looking that nothing came of it."""
    done = shop.complete(checkout_id)
    assert done["order"] is None
    assert Order.objects.count() == 0
    assert not Stock.objects.filter(quantity_allocated__gt=0).exists()
    return done["errors"][0]["field"], done["errors"][0]["code"]


def test_what_is_missing_is_asked_for_in_saleors_order(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    empty = shop.checkout(ready=False)
    assert refusal(shop, empty) == ("lines", "NO_LINES")

    checkout_id = shop.checkout((stole, 1), ready=False)
    assert refusal(shop, checkout_id) == (None, "EMAIL_NOT_SET")
    shop.run(EMAIL, id=checkout_id)
    assert refusal(shop, checkout_id) == ("billingAddress", "BILLING_ADDRESS_NOT_SET")
    shop.run(BILL, id=checkout_id, a=HOME)
    assert refusal(shop, checkout_id) == ("shippingMethod", "SHIPPING_METHOD_NOT_SET")

    ready = shop.checkout((stole, 1))
    assert refusal(shop, ready) == (None, "CHECKOUT_NOT_FULLY_PAID")
    ProductChannelListing.objects.update(available_for_purchase_at=None)
    assert refusal(shop, ready) == ("lines", "UNAVAILABLE_VARIANT_IN_CHANNEL")
    shop.channel.is_active = False
    shop.channel.save()
    assert refusal(shop, ready) == ("channel", "CHANNEL_INACTIVE")


def test_a_plan_that_is_no_more_offered_is_refused(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    shop.pay(checkout_id)
    shop.run(SHIP, id=checkout_id, a={**HOME, "postalCode": "194101", "countryArea": "Ladakh", "city": "Leh"})
    stale = shop.run(PROBLEMS, id=checkout_id)["checkout"]["problems"]
    shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = lambda payload: []

    refused = refusal(shop, checkout_id)

    assert stale == [{"__typename": "CheckoutProblemDeliveryMethodStale"}]
    assert refused == ("shippingMethod", "INVALID_SHIPPING_METHOD")
    invalid = shop.run(PROBLEMS, id=checkout_id)["checkout"]["problems"]
    assert invalid == [{"__typename": "CheckoutProblemDeliveryMethodInvalid"}]


def test_a_plan_that_became_dearer_must_be_paid_for(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    shop.pay(checkout_id)
    shop.run(METADATA, id=checkout_id)
    shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = lambda payload: [
        {**delivery(payload)[0], "amount": "200.00"}
    ]

    assert refusal(shop, checkout_id) == (None, "CHECKOUT_NOT_FULLY_PAID")
    rest = shop.pay(checkout_id)
    done = shop.complete(checkout_id)

    assert rest["transactionEvent"]["amount"] == {"amount": 80.0}
    assert done["order"]["total"]["gross"] == {"amount": 6600.0}
    assert TransactionItem.objects.filter(order=Order.objects.get()).count() == 2


def test_bad_delivery_options_of_an_app_are_dropped(shop: Shop) -> None:
    def options(payload: dict[str, Any]) -> list[Any]:
        good = delivery(payload)[0]
        return [
            {**good, "id": "dollars", "currency": "USD"},
            {**good, "id": "gift", "amount": "-1"},
            {**good, "id": "never", "maximum_delivery_days": 99999},
            {"id": "nameless"},
            "nonsense",
            good,
        ]

    shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = options
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))

    document = "query($id: ID!) { checkout(id: $id) { shippingMethods { name } } }"
    assert shop.run(document, id=checkout_id)["checkout"]["shippingMethods"] == [{"name": "Economy"}]


def test_an_option_keeps_its_id_when_it_is_offered_again(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    document = (
        """mutation($id: ID!) { deliveryOptionsCalculate(id: $id) { deliveries { id } errors { code } } }"""
    )

    first = shop.run(document, id=checkout_id)
    shop.run(METADATA, id=checkout_id)

    assert shop.run(document, id=checkout_id) == first


def test_unpaid_orders_wait_where_the_channel_takes_them(shop: Shop) -> None:
    shop.channel.allow_unpaid_orders = True
    shop.channel.save()
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))

    done = shop.complete(checkout_id)
    assert (done["order"]["status"], done["order"]["chargeStatus"]) == ("UNCONFIRMED", "NONE")
    paid = shop.pay(done["order"]["id"])

    assert paid["errors"] == []
    order = Order.objects.get()
    assert order.status == "UNFULFILLED"
    assert shop.events()[-3:] == ["ORDER_PAID", "ORDER_FULLY_PAID", "ORDER_UPDATED"]


def test_a_paid_checkout_completes_by_itself_where_the_channel_says_so(shop: Shop) -> None:
    shop.channel.automatically_complete_fully_paid_checkouts = True
    shop.channel.save()
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))

    shop.pay(checkout_id)
    again = shop.complete(checkout_id)

    assert Order.objects.get().events.first().type == "PLACED_AUTOMATICALLY_FROM_PAID_CHECKOUT"  # type: ignore[union-attr]
    assert again["errors"] == []


def test_where_it_cannot_complete_by_itself_the_event_stays_behind(shop: Shop) -> None:
    shop.channel.automatically_complete_fully_paid_checkouts = True
    shop.channel.save()
    stole = shop.product("Kani stole", "6400.00", stock=1)
    checkout_id = shop.checkout((stole, 1))
    Stock.objects.update(quantity=0)

    paid = shop.pay(checkout_id)

    assert paid["errors"] == []
    assert Order.objects.count() == 0
    assert "CHECKOUT_FULLY_PAID" in shop.events()
    assert Checkout.objects.count() == 1


def test_a_pending_charge_lets_the_order_through(shop: Shop) -> None:
    shop.answers["TRANSACTION_INITIALIZE_SESSION"] = lambda payload: {
        "pspReference": "UPI-1",
        "result": "CHARGE_REQUEST",
        "amount": payload["action"]["amount"],
    }
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    shop.pay(checkout_id)

    done = shop.complete(checkout_id)

    assert (done["order"]["chargeStatus"], done["order"]["authorizeStatus"]) == ("NONE", "NONE")
    assert done["order"]["status"] == "UNFULFILLED"


def test_an_action_that_is_still_required_does_not(shop: Shop) -> None:
    shop.answers["TRANSACTION_INITIALIZE_SESSION"] = lambda payload: {
        "result": "CHARGE_ACTION_REQUIRED",
        "data": {"redirect": "https://pay.invalid/1"},
    }
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))

    paid = shop.pay(checkout_id)

    assert paid["data"] == {"redirect": "https://pay.invalid/1"}
    assert refusal(shop, checkout_id) == (None, "CHECKOUT_NOT_FULLY_PAID")


def test_an_unknown_checkout_is_not_found(shop: Shop) -> None:
    for unknown in ("Q2hlY2tvdXQ6MWYzODk0NTAtM2YzNS00YzU4LTlhYTAtMDBkZDAxMGEyMzNj", "nonsense"):
        done = shop.run(COMPLETE, id=unknown)["checkoutComplete"]
        assert [error["code"] for error in done["errors"]] == ["NOT_FOUND"]


def test_forgotten_bags_go_paid_ones_stay(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    empty, full, paid = shop.checkout(ready=False), shop.checkout((stole, 1)), shop.checkout((stole, 1))
    shop.pay(paid)
    Checkout.objects.update(updated_at=now() - timedelta(days=31))
    fresh = shop.checkout((stole, 1))

    assert expire_checkouts(now()) == 2

    left = {gid(checkout) for checkout in Checkout.objects.all()}
    assert left == {paid, fresh}
    assert not left & {empty, full}


def test_all_invariants_hold_after_a_day_of_selling(shop: Shop) -> None:
    stole, box = shop.product("Kani stole", "6400.00"), shop.product("Walnut box", "900.00")
    for wanted in (((stole, 1),), ((stole, 2), (box, 1)), ((box, 3),)):
        shop.order(*wanted)
    shop.checkout((box, 1))

    assert {name: check(now()) for name, check in CHECKS.items()} == {name: [] for name in CHECKS}


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("order total is the sum of its parts", lambda: Order.objects.get().lines.update(total_gross=1)),
        ("transaction amounts come from events", lambda: TransactionItem.objects.update(charged=1)),
        ("every transaction is for something", lambda: TransactionItem.objects.update(order=None)),
        ("stock is allocated as promised", lambda: Stock.objects.update(quantity_allocated=3)),
        ("allocations are of open orders", lambda: Order.objects.update(status="CANCELED")),
        ("order status is what quantities say", lambda: Order.objects.update(status="FULFILLED")),
    ],
)
def test_a_broken_invariant_is_found(shop: Shop, name: str, spoil: Any) -> None:
    shop.order((shop.product("Kani stole", "6400.00"), 1))
    assert CHECKS[name](now()) == []

    spoil()

    assert len(CHECKS[name](now())) == 1


def test_money_that_waits_too_long_in_a_checkout_is_found(shop: Shop) -> None:
    shop.pay(shop.checkout((shop.product("Kani stole", "6400.00"), 1)))

    assert CHECKS["paid checkouts end"](now()) == []
    assert len(CHECKS["paid checkouts end"](now() + timedelta(hours=1))) == 1
