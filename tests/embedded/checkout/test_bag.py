"""What goes into a bag, what does not, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest

from commerce.embedded.checkout.models import Checkout, CheckoutLine
from commerce.embedded.product.models import ProductChannelListing, ProductVariantChannelListing
from commerce.embedded.warehouse.models import Reservation, Stock
from jkrlm.kernel.clock import now
from tests.embedded.selling import HOME, Shop, gid

ADD = """mutation($id: ID!, $lines: [CheckoutLineInput!]!) { checkoutLinesAdd(id: $id, lines: $lines) {
  checkout { quantity lines { id quantity totalPrice { gross { amount } } } }
  errors { field message code variants } } }"""
UPDATE = """mutation($id: ID!, $lines: [CheckoutLineUpdateInput!]!) {
  checkoutLinesUpdate(id: $id, lines: $lines) {
  checkout { quantity subtotalPrice { gross { amount } } } errors { field message code } } }"""
DELETE = """mutation($id: ID!, $lines: [ID!]!) { checkoutLinesDelete(id: $id, linesIds: $lines) {
  checkout { quantity } errors { field message code lines } } }"""
READ = """query($id: ID!) { checkout(id: $id) { quantity stockReservationExpires isShippingRequired
  subtotalPrice { gross { amount } net { amount } } totalPrice { gross { amount } } totalBalance { amount }
  chargeStatus authorizeStatus
  problems { __typename ... on CheckoutLineProblemInsufficientStock { availableQuantity line { quantity } } }
  lines { id quantity unitPrice { gross { amount } } variant { sku quantityAvailable } } } }"""


def add(shop: Shop, checkout_id: str, *wanted: tuple[Any, int], **more: Any) -> dict[str, Any]:
    lines = [{"variantId": gid(row), "quantity": quantity, **more} for row, quantity in wanted]
    data: dict[str, Any] = shop.run(ADD, id=checkout_id, lines=lines)["checkoutLinesAdd"]
    return data


def test_adding_the_same_thing_again_makes_its_line_longer(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    checkout_id = shop.checkout((stole, 1), ready=False)

    first = add(shop, checkout_id, (stole, 2))
    second = add(shop, checkout_id, (stole, 1), forceNewLine=True)

    assert [line["quantity"] for line in first["checkout"]["lines"]] == [3]
    assert [line["quantity"] for line in second["checkout"]["lines"]] == [3, 1]
    assert second["checkout"]["lines"][1]["totalPrice"]["gross"]["amount"] == 6400.0


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        (0, "ZERO_QUANTITY"),
        (-1, "ZERO_QUANTITY"),
        (11, "INSUFFICIENT_STOCK"),
        (51, "QUANTITY_GREATER_THAN_LIMIT"),
    ],
)
def test_quantities_that_are_refused_change_nothing(shop: Shop, quantity: int, code: str) -> None:
    stole = shop.product("Kani stole", "6400.00", stock=10)
    checkout_id = shop.checkout(ready=False)

    refused = add(shop, checkout_id, (stole, quantity))

    assert [error["code"] for error in refused["errors"]] == [code]
    assert refused["checkout"] is None
    assert CheckoutLine.objects.count() == 0
    assert Checkout.objects.get().revision == 1


def test_more_than_is_there_is_said_with_what_is_there(shop: Shop) -> None:
    saffron = shop.product("Pampore saffron", "480.00", stock=3)
    checkout_id = shop.checkout((saffron, 2), ready=False)

    refused = add(shop, checkout_id, (saffron, 2))

    assert refused["errors"] == [
        {
            "field": "quantity",
            "message": "Could not add items Pampore saffron. Only 3 remaining in stock.",
            "code": "INSUFFICIENT_STOCK",
            "variants": [gid(saffron)],
        }
    ]
    assert CheckoutLine.objects.get().quantity == 2


@pytest.mark.parametrize(
    ("hide", "code"),
    [
        ({"available_for_purchase_at": None}, "PRODUCT_UNAVAILABLE_FOR_PURCHASE"),
        ({"is_published": False}, "PRODUCT_NOT_PUBLISHED"),
    ],
)
def test_what_is_not_on_sale_cannot_be_added(shop: Shop, hide: dict[str, Any], code: str) -> None:
    stole = shop.product("Kani stole", "6400.00")
    ProductChannelListing.objects.update(**hide)

    refused = add(shop, shop.checkout(ready=False), (stole, 1))

    assert [error["code"] for error in refused["errors"]] == [code]
    assert CheckoutLine.objects.count() == 0


def test_what_has_no_price_in_the_channel_cannot_be_added(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    ProductVariantChannelListing.objects.all().delete()

    refused = add(shop, shop.checkout(ready=False), (stole, 1))

    assert [error["code"] for error in refused["errors"]] == ["UNAVAILABLE_VARIANT_IN_CHANNEL"]


def test_lines_are_changed_and_taken_out(shop: Shop) -> None:
    stole, box = shop.product("Kani stole", "6400.00"), shop.product("Walnut box", "900.00")
    checkout_id = shop.checkout((stole, 1), (box, 2), ready=False)

    fewer = shop.run(UPDATE, id=checkout_id, lines=[{"variantId": gid(stole), "quantity": 0}])
    line = CheckoutLine.objects.get()
    more = shop.run(UPDATE, id=checkout_id, lines=[{"lineId": gid(line), "quantity": 5}])
    stranger = shop.run(DELETE, id=shop.checkout(ready=False), lines=[gid(line)])["checkoutLinesDelete"]
    none = shop.run(DELETE, id=checkout_id, lines=[gid(line)])

    assert fewer["checkoutLinesUpdate"]["checkout"] == {
        "quantity": 2,
        "subtotalPrice": {"gross": {"amount": 1800.0}},
    }
    assert more["checkoutLinesUpdate"]["checkout"]["quantity"] == 5
    assert stranger["errors"][0]["code"] == "INVALID"
    assert none["checkoutLinesDelete"]["checkout"]["quantity"] == 0


def test_a_reservation_keeps_others_away_until_it_runs_out(shop: Shop) -> None:
    shop.channel.reserve_stock_minutes = 20
    shop.channel.save()
    carpet = shop.product("Namda rug", "3200.00", stock=1)
    checkout_id = shop.checkout((carpet, 1), ready=False)

    mine = shop.run(READ, id=checkout_id)["checkout"]
    other = add(shop, shop.checkout(ready=False), (carpet, 1))
    Reservation.objects.update(reserved_until=now() - timedelta(seconds=1))
    later = add(shop, shop.checkout(ready=False), (carpet, 1))

    assert mine["stockReservationExpires"] is not None
    assert mine["problems"] == []
    assert [error["code"] for error in other["errors"]] == ["INSUFFICIENT_STOCK"]
    assert later["errors"] == []


def test_prices_follow_the_list_until_payment(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    checkout_id = shop.checkout((stole, 1))
    before = shop.run(READ, id=checkout_id)["checkout"]
    ProductVariantChannelListing.objects.update(price_amount=7000, discounted_price_amount=7000)

    still = shop.run(READ, id=checkout_id)["checkout"]
    Checkout.objects.update(prices_expire_at=now())
    after = shop.run(READ, id=checkout_id)["checkout"]

    assert before["totalPrice"] == still["totalPrice"] == {"gross": {"amount": 6520.0}}
    assert after["totalPrice"] == {"gross": {"amount": 7120.0}}
    assert after["lines"][0]["unitPrice"] == {"gross": {"amount": 7000.0}}
    assert after["totalBalance"] == {"amount": -7120.0}


def test_taxes_are_asked_once_until_something_changes(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    checkout_id = shop.checkout((stole, 1))
    shop.asked.clear()

    shop.run(READ, id=checkout_id)
    shop.run(READ, id=checkout_id)
    assert [name for name, _ in shop.asked] == []
    add(shop, checkout_id, (stole, 1))

    assert [name for name, _ in shop.asked] == ["CHECKOUT_CALCULATE_TAXES"]
    base = shop.asked[0][1]["taxBase"]
    assert base["address"] == {
        "postalCode": "190001",
        "countryArea": "Jammu and Kashmir",
        "country": {"code": "IN"},
    }
    assert base["lines"][0]["totalPrice"] == {"amount": 12800.0}
    assert base["lines"][0]["sourceLine"]["variant"]["product"]["metafields"] == {"umeed.maker": "KZ09"}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"lines": []},
        {
            "shipping_tax_rate": 18,
            "shipping_price_net_amount": 1,
            "shipping_price_gross_amount": 1,
            "lines": [{"tax_rate": 12, "total_net_amount": 2, "total_gross_amount": 1}],
        },
        {
            "shipping_tax_rate": "NaN",
            "shipping_price_net_amount": 1,
            "shipping_price_gross_amount": 1,
            "lines": [{"tax_rate": 12, "total_net_amount": 1, "total_gross_amount": 1}],
        },
    ],
)
def test_without_a_good_tax_answer_there_is_a_price_but_no_order(shop: Shop, answer: Any) -> None:
    stole = shop.product("Kani stole", "6400.00")
    checkout_id = shop.checkout((stole, 1))
    shop.pay(checkout_id)
    shop.answers["CHECKOUT_CALCULATE_TAXES"] = lambda payload: answer
    Checkout.objects.update(prices_expire_at=None)

    read = shop.run(READ, id=checkout_id)["checkout"]
    done = shop.complete(checkout_id)

    assert read["subtotalPrice"] == {"gross": {"amount": 6400.0}, "net": {"amount": 6400.0}}
    assert [error["code"] for error in done["errors"]] == ["TAX_ERROR"]
    assert done["order"] is None
    assert Stock.objects.get().quantity_allocated == 0


def test_problems_say_what_the_order_would_be_refused_for(shop: Shop) -> None:
    stole, box = shop.product("Kani stole", "6400.00", stock=2), shop.product("Walnut box", "900.00")
    checkout_id = shop.checkout((stole, 2), (box, 1))
    Stock.objects.filter(variant=stole).update(quantity=1)
    ProductChannelListing.objects.filter(product=box.product).update(available_for_purchase_at=None)

    problems = shop.run(READ, id=checkout_id)["checkout"]["problems"]

    assert problems == [
        {
            "__typename": "CheckoutLineProblemInsufficientStock",
            "availableQuantity": 1,
            "line": {"quantity": 2},
        },
        {"__typename": "CheckoutLineProblemVariantNotAvailable"},
    ]


def test_an_address_may_be_kept_unchecked_but_no_order_comes_of_it(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    checkout_id = shop.checkout((stole, 1))
    half = {"country": "IN", "countryArea": "Jammu and Kashmir", "postalCode": "190001"}
    document = """mutation($id: ID!, $a: AddressInput!, $rules: CheckoutAddressValidationRules) {
      checkoutShippingAddressUpdate(id: $id, shippingAddress: $a, validationRules: $rules) {
        checkout { shippingAddress { postalCode city } } errors { field code addressType } } }"""

    strict = shop.run(document, id=checkout_id, a=half)["checkoutShippingAddressUpdate"]
    lax = shop.run(document, id=checkout_id, a=half, rules={"checkRequiredFields": False})
    shop.pay(checkout_id)
    done = shop.complete(checkout_id)

    assert {(error["field"], error["code"]) for error in strict["errors"]} >= {("city", "REQUIRED")}
    assert lax["checkoutShippingAddressUpdate"]["errors"] == []
    assert {error["code"] for error in done["errors"]} == {"REQUIRED"}


def test_making_a_checkout_checks_all_it_is_given(shop: Shop) -> None:
    document = """mutation($i: CheckoutCreateInput!) { checkoutCreate(input: $i) {
      checkout { id } errors { field code } } }"""

    def refused(**given: Any) -> list[dict[str, str]]:
        data = shop.run(document, i=given)["checkoutCreate"]
        assert data["checkout"] is None
        errors: list[dict[str, str]] = data["errors"]
        return errors

    assert refused() == [{"field": "channel", "code": "MISSING_CHANNEL_SLUG"}]
    assert refused(channel="moon") == [{"field": "channel", "code": "NOT_FOUND"}]
    assert refused(channel="online", email="nobody") == [{"field": "email", "code": "INVALID"}]
    assert (
        refused(channel="online", shippingAddress={**HOME, "countryArea": "Nowhere"})[0]["code"] == "INVALID"
    )
    assert refused(channel="online", lines=[{"variantId": "x", "quantity": 1}]) == [
        {"field": "variantId", "code": "NOT_FOUND"}
    ]
    shop.channel.is_active = False
    shop.channel.save()
    assert refused(channel="online") == [{"field": "channel", "code": "CHANNEL_INACTIVE"}]
    assert Checkout.objects.count() == 0
