"""What a code takes off, what it needs, and what an order remembers of it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from commerce.embedded.discount.models import Voucher, VoucherCode, VoucherCustomer
from commerce.embedded.order.models import Order
from commerce.embedded.product.models import Category, Product
from jkrlm.kernel.clock import now
from jkrlm.kernel.money import spread_discount
from tests.embedded.discount.vouchers import (
    AGAIN,
    CHANGE,
    LIST,
    MAKE,
    MANAGER,
    REMOVE,
    USED,
    add,
    gross,
    line_totals,
    refused,
    seen,
    voucher,
)
from tests.embedded.selling import Shop, gid

ORDER = """query($id: ID!) { order(id: $id) {
  voucherCode voucher { id } discounts { type valueType value total { amount } name }
  undiscountedTotal { gross { amount } } undiscountedShippingPrice { amount } total { gross { amount } }
  lines { voucherCode unitDiscount { amount } unitDiscountReason undiscountedTotalPrice { gross { amount } }
    undiscountedUnitPrice { gross { amount } } totalPrice { gross { amount } }
    discounts { total { amount } valueType value } } } }"""
LINES = """mutation($id: ID!, $lines: [CheckoutLineUpdateInput!]!) {
  checkoutLinesUpdate(id: $id, lines: $lines) { errors { code } } }"""


def test_a_percentage_of_the_whole_order_is_spread_and_the_last_line_takes_the_rest(shop: Shop) -> None:
    shop.answers["CHECKOUT_CALCULATE_TAXES"] = _as_asked
    wanted = [(shop.product(name, "33.33"), 1) for name in ("Bowl", "Cup", "Spoon")]
    checkout_id = shop.checkout(*wanted)
    voucher(shop, "TEN", "10")

    added = add(shop, checkout_id, "TEN")

    assert added["errors"] == []
    now_seen = seen(shop, checkout_id)
    assert (now_seen["voucherCode"], now_seen["discountName"]) == ("TEN", "Ten")
    assert now_seen["discount"]["amount"] == 10.00
    assert line_totals(now_seen) == [30.00, 30.00, 29.99]
    assert (gross(now_seen, "subtotalPrice"), gross(now_seen)) == (89.99, 209.99)
    assert [line["undiscountedTotalPrice"]["amount"] for line in now_seen["lines"]] == [33.33] * 3
    (told,) = shop.asked[-1][1]["taxBase"]["discounts"]
    assert told == {"name": "Ten", "amount": {"amount": 10.0}}


def test_an_order_remembers_what_was_taken_off(shop: Shop) -> None:
    shop.answers["CHECKOUT_CALCULATE_TAXES"] = _as_asked
    stole, egg = shop.product("Kani stole", "900.00"), shop.product("Egg", "100.00")
    checkout_id = shop.checkout((stole, 2), (egg, 1))
    voucher_id = voucher(
        shop, "STOLE", "50", discountValueType="FIXED", type="SPECIFIC_PRODUCT", products=[gid(stole.product)]
    )
    assert add(shop, checkout_id, "STOLE")["errors"] == []
    shop.run(AGAIN, id=checkout_id)
    assert shop.pay(checkout_id)["errors"] == []

    done = shop.complete(checkout_id)

    assert done["errors"] == [], done
    order = shop.run(ORDER, caller=shop.staff, id=done["order"]["id"])["order"]
    assert (order["voucherCode"], order["voucher"], order["discounts"]) == ("STOLE", {"id": voucher_id}, [])
    assert order["total"]["gross"]["amount"] == 1920.00
    assert order["undiscountedTotal"]["gross"]["amount"] == 2020.00
    first, second = order["lines"]
    assert (first["voucherCode"], first["unitDiscount"]["amount"]) == ("STOLE", 50.00)
    assert first["unitDiscountReason"] == "Voucher code: STOLE"
    assert first["undiscountedTotalPrice"]["gross"]["amount"] == 1800.00
    assert first["undiscountedUnitPrice"]["gross"]["amount"] == 900.00
    assert first["discounts"] == [{"total": {"amount": 100.0}, "valueType": "FIXED", "value": 50.0}]
    assert (second["voucherCode"], second["unitDiscount"]["amount"], second["discounts"]) == (None, 0.0, [])


def _as_asked(payload):
    """No tax; what is taken off the whole order is spread as Saleor does."""
    base = payload["taxBase"]
    totals = [Decimal(str(line["totalPrice"]["amount"])) for line in base["lines"]]
    whole = sum((Decimal(str(each["amount"]["amount"])) for each in base["discounts"]), Decimal(0))
    totals = [total - part for total, part in zip(totals, spread_discount(whole, totals, "INR"), strict=True)]
    return {
        "shipping_tax_rate": 0,
        "shipping_price_gross_amount": base["shippingPrice"]["amount"],
        "shipping_price_net_amount": base["shippingPrice"]["amount"],
        "lines": [
            {
                "tax_rate": 0,
                "total_gross_amount": str(total),
                "total_net_amount": str(total),
            }
            for total in totals
        ],
    }


def test_once_per_order_makes_one_unit_of_the_cheapest_line_cheaper(shop: Shop) -> None:
    shop.answers["CHECKOUT_CALCULATE_TAXES"] = _as_asked
    dear, cheap = shop.product("Carpet", "500.00"), shop.product("Spoon", "80.00")
    checkout_id = shop.checkout((dear, 1), (cheap, 3))
    voucher(shop, "HALF", "50", applyOncePerOrder=True)

    assert add(shop, checkout_id, "HALF")["errors"] == []

    now_seen = seen(shop, checkout_id)
    assert line_totals(now_seen) == [500.00, 200.00]
    assert now_seen["discount"]["amount"] == 40.00


def test_free_delivery_wants_a_delivery_and_leaves_the_goods_alone(shop: Shop) -> None:
    stole = shop.product("Kani stole", "900.00")
    voucher(shop, "FREE", "100", type="SHIPPING", countries=["IN"])
    early = shop.checkout((stole, 1), ready=False)
    assert refused(add(shop, early, "FREE")) == ("promoCode", "VOUCHER_NOT_APPLICABLE")

    checkout_id = shop.checkout((stole, 1))
    assert add(shop, checkout_id, "FREE")["errors"] == []

    now_seen = seen(shop, checkout_id)
    assert (gross(now_seen, "shippingPrice"), gross(now_seen, "subtotalPrice")) == (0.0, 900.0)
    assert now_seen["discount"]["amount"] == 120.0
    assert shop.asked[-1][1]["taxBase"]["discounts"] == []
    assert now_seen["problems"] == [{"__typename": "CheckoutProblemDeliveryMethodStale"}]


def test_abroad_a_delivery_voucher_for_india_is_refused(shop: Shop) -> None:
    voucher(shop, "NEPAL", "100", type="SHIPPING", countries=["NP"])
    checkout_id = shop.checkout((shop.product("Kani stole", "900.00"), 1))
    assert refused(add(shop, checkout_id, "NEPAL")) == ("promoCode", "VOUCHER_NOT_APPLICABLE")
    assert seen(shop, checkout_id)["voucherCode"] is None


@pytest.mark.parametrize(
    ("conditions", "least"),
    [
        ({}, "900.01"),
        ({"minCheckoutItemsQuantity": 2}, None),
        ({"onlyForStaff": True}, None),
        ({"type": "SPECIFIC_PRODUCT", "elsewhere": True}, None),
    ],
    ids=["minimum", "pieces", "staff", "other goods"],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(shop: Shop, conditions, least) -> None:
    stole, other = shop.product("Kani stole", "900.00"), shop.product("Other", "1.00")
    given = dict(conditions)
    if given.pop("elsewhere", False):
        given["products"] = [gid(other.product)]
    voucher(shop, "TEN", "10", least=least, **given)
    checkout_id = shop.checkout((stole, 1))
    before = seen(shop, checkout_id)

    assert refused(add(shop, checkout_id, "TEN")) == ("promoCode", "VOUCHER_NOT_APPLICABLE")

    assert seen(shop, checkout_id) == before


def test_what_is_no_code_is_invalid(shop: Shop) -> None:
    voucher_id = voucher(shop, "TEN", "10")
    checkout_id = shop.checkout((shop.product("Kani stole", "900.00"), 1))
    for code in ("ten", "GIFT-CARD", "", "\x00", "ß" * 300):
        assert refused(add(shop, checkout_id, code)) == ("promoCode", "INVALID")
    yesterday = (now() - timedelta(days=1)).isoformat()
    started = (now() - timedelta(days=2)).isoformat()
    ended = shop.run(
        CHANGE, caller=MANAGER, id=voucher_id, input={"startDate": started, "endDate": yesterday}
    )
    assert ended["voucherUpdate"]["errors"] == []
    assert refused(add(shop, checkout_id, "TEN")) == ("promoCode", "INVALID")


def test_a_voucher_that_fits_no_more_comes_off_by_itself(shop: Shop) -> None:
    shop.answers["CHECKOUT_CALCULATE_TAXES"] = _as_asked
    stole, egg = shop.product("Kani stole", "900.00"), shop.product("Egg", "200.00")
    voucher(shop, "TEN", "10", least="1000")
    checkout_id = shop.checkout((stole, 1), (egg, 1))
    assert add(shop, checkout_id, "TEN")["checkout"]["totalPrice"]["gross"]["amount"] == 1110.00

    shop.run(LINES, id=checkout_id, lines=[{"variantId": gid(egg), "quantity": 0}])

    left = seen(shop, checkout_id)
    assert (left["voucherCode"], left["discount"]["amount"], gross(left)) == (None, 0.0, 1020.00)


def test_one_that_ended_meanwhile_stays_and_the_order_is_refused(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "900.00"), 1))
    voucher(shop, "TEN", "10")
    add(shop, checkout_id, "TEN")
    shop.run(AGAIN, id=checkout_id)
    assert shop.pay(checkout_id)["errors"] == []
    Voucher.objects.update(start_date=now() - timedelta(days=3), end_date=now() - timedelta(days=1))

    done = shop.complete(checkout_id)

    assert (done["order"], done["errors"][0]["code"]) == (None, "VOUCHER_NOT_APPLICABLE")
    assert Order.objects.count() == 0
    assert seen(shop, checkout_id)["voucherCode"] == "TEN"


def test_it_is_taken_off_by_any_of_its_codes_or_its_id(shop: Shop) -> None:
    voucher_id = _two_codes(shop)
    other = voucher(shop, "OTHER", "5")
    checkout_id = shop.checkout((shop.product("Kani stole", "900.00"), 1))

    def remove(**by: str):
        return shop.run(REMOVE, id=checkout_id, **by)["checkoutRemovePromoCode"]

    assert refused(remove(code="ONE")) == ("promoCode", "INVALID")
    add(shop, checkout_id, "ONE")
    assert refused(remove(code="OTHER")) == ("promoCode", "INVALID")
    assert refused(remove(code="NONE")) == ("promoCode", "NOT_FOUND")
    assert refused(remove(voucher=other)) == ("promoCodeId", "NOT_FOUND")
    assert refused(remove(voucher=checkout_id)) == ("promoCodeId", "NOT_FOUND")
    assert refused(remove()) == (None, "GRAPHQL_ERROR")
    assert seen(shop, checkout_id)["voucherCode"] == "ONE"

    assert remove(code="TWO")["checkout"]["voucherCode"] is None
    add(shop, checkout_id, "ONE")
    off = remove(voucher=voucher_id)
    assert off["checkout"] == {
        "voucherCode": None,
        "discount": {"amount": 0.0},
        "totalPrice": {"gross": {"amount": 1020.0}},
    }


def _two_codes(shop: Shop) -> str:
    made = shop.run(
        MAKE, caller=MANAGER, input={"addCodes": ["ONE", "TWO"], "discountValueType": "PERCENTAGE"}
    )
    voucher_id: str = made["voucherCreate"]["voucher"]["id"]
    listing = [{"channelId": gid(shop.channel), "discountValue": 10}]
    shop.run(LIST, caller=MANAGER, id=voucher_id, input={"addChannels": listing})
    return voucher_id


def test_a_category_is_meant_itself_not_its_children(shop: Shop) -> None:
    above = Category.objects.create(name="Textiles", slug="textiles")
    below = Category.objects.create(name="Shawls", slug="shawls", parent=above)
    stole, robe = shop.product("Kani stole", "900.00"), shop.product("Robe", "100.00")
    Product.objects.filter(pk=stole.product_id).update(category=below)
    Product.objects.filter(pk=robe.product_id).update(category=above)
    shop.answers["CHECKOUT_CALCULATE_TAXES"] = _as_asked
    voucher(shop, "TEXTILES", "10", type="SPECIFIC_PRODUCT", categories=[gid(above)])
    checkout_id = shop.checkout((stole, 1), (robe, 1))

    add(shop, checkout_id, "TEXTILES")

    assert line_totals(seen(shop, checkout_id)) == [900.00, 90.00]


def test_a_code_of_one_use_is_over_after_it_and_a_customer_has_one(shop: Shop) -> None:
    stole = shop.product("Kani stole", "900.00")
    single = voucher(shop, "SINGLE", "10", singleUse=True)
    once = voucher(shop, "ONCE", "10", applyOncePerCustomer=True)
    for code in ("SINGLE", "ONCE"):
        checkout_id = shop.checkout((stole, 1))
        add(shop, checkout_id, code)
        shop.run(AGAIN, id=checkout_id)
        shop.pay(checkout_id)
        assert shop.complete(checkout_id)["errors"] == []

    again = shop.checkout((stole, 1))
    assert refused(add(shop, again, "SINGLE")) == ("promoCode", "INVALID")
    assert refused(add(shop, again, "ONCE")) == ("promoCode", "VOUCHER_NOT_APPLICABLE")
    assert VoucherCode.objects.get(code="SINGLE").is_active is False
    assert VoucherCustomer.objects.get().customer_email == "aarif@example.com"
    # As in Saleor uses are counted where there is a limit.
    assert [shop.run(USED, caller=MANAGER, id=pk)["voucher"]["used"] for pk in (single, once)] == [0, 0]
