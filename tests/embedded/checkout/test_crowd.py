"""Many buyers at once: nothing is sold twice, nobody gets two orders."""

from collections import Counter
from typing import Any

import pytest

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.order.models import Order
from commerce.embedded.warehouse.models import Stock
from tests.common.at_once import at_once
from tests.embedded.selling import Shop

BUYERS = 12


def outcome(result: Any) -> str:
    """Return "order", or the code of the refusal."""
    if isinstance(result, Exception):
        raise result
    return "order" if result["order"] else str(result["errors"][0]["code"])


def last_unit(shop: Shop, round_number: int) -> None:
    ring = shop.product(f"Walnut box {round_number}", "900.00", stock=1)
    checkouts = [shop.checkout((ring, 1)) for _ in range(BUYERS)]
    for checkout_id in checkouts:
        assert shop.pay(checkout_id)["errors"] == []

    results = at_once(*[lambda pk=pk: shop.complete(pk) for pk in checkouts])  # type: ignore[misc]

    assert Counter(map(outcome, results)) == {"order": 1, "INSUFFICIENT_STOCK": BUYERS - 1}
    stock = Stock.objects.get(variant=ring)
    assert (stock.quantity, stock.quantity_allocated) == (1, 1)
    assert Order.objects.filter(lines__variant=ring).count() == 1
    assert Checkout.objects.filter(lines__variant=ring).count() == BUYERS - 1


@pytest.mark.parametrize("round_number", range(3))
def test_twelve_buyers_and_one_unit(busy_shop: Shop, round_number: int) -> None:
    last_unit(busy_shop, round_number)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twelve_buyers_and_one_unit_twenty_times(busy_shop: Shop) -> None:
    for round_number in range(20):
        last_unit(busy_shop, round_number)


def test_the_same_checkout_completed_at_once_makes_one_order(busy_shop: Shop) -> None:
    stole = busy_shop.product("Kani stole", "6400.00", stock=5)
    checkout_id = busy_shop.checkout((stole, 1))
    busy_shop.pay(checkout_id)

    results = at_once(*[lambda: busy_shop.complete(checkout_id) for _ in range(6)])

    assert [outcome(result) for result in results] == ["order"] * 6
    assert len({result["order"]["number"] for result in results}) == 1
    assert Order.objects.count() == 1
    assert Stock.objects.get(variant=stole).quantity_allocated == 1


def test_two_goods_bought_crosswise_do_not_block_each_other(busy_shop: Shop) -> None:
    first, second = (
        busy_shop.product("Papier-mâché egg", "250.00"),
        busy_shop.product("Willow basket", "700.00"),
    )
    checkouts = [
        busy_shop.checkout((first, 1), (second, 1))
        if place % 2
        else busy_shop.checkout((second, 1), (first, 1))
        for place in range(8)
    ]
    for checkout_id in checkouts:
        busy_shop.pay(checkout_id)

    results = at_once(*[lambda pk=pk: busy_shop.complete(pk) for pk in checkouts])  # type: ignore[misc]

    assert [outcome(result) for result in results] == ["order"] * 8
    assert list(Stock.objects.order_by("id").values_list("quantity_allocated", flat=True)) == [8, 8]


def test_one_key_begins_one_payment_however_often_it_is_sent(busy_shop: Shop) -> None:
    stole = busy_shop.product("Kani stole", "6400.00", stock=5)
    checkout_id = busy_shop.checkout((stole, 1))

    results = at_once(*[lambda: busy_shop.pay(checkout_id, key="bag-1") for _ in range(6)])

    assert all(not isinstance(result, Exception) for result in results), results
    assert len({result["transaction"]["id"] for result in results}) == 1
    assert {result["transactionEvent"]["type"] for result in results} <= {"CHARGE_SUCCESS"}


def test_a_report_and_the_order_meet_and_neither_is_lost(busy_shop: Shop) -> None:
    busy_shop.answers["TRANSACTION_INITIALIZE_SESSION"] = lambda payload: {
        "pspReference": "COD-1",
        "result": "AUTHORIZATION_SUCCESS",
        "amount": payload["action"]["amount"],
    }
    checkout_id = busy_shop.checkout((busy_shop.product("Kani stole", "6400.00"), 1))
    item = busy_shop.pay(checkout_id)["transaction"]["id"]
    report = """mutation($id: ID!) { transactionEventReport(id: $id, type: CHARGE_SUCCESS, amount: 6520,
      pspReference: "CASH-1") { alreadyProcessed errors { code } } }"""

    def charge() -> Any:
        return busy_shop.run(report, caller=busy_shop.payments, id=item)["transactionEventReport"]

    results = at_once(*[lambda: busy_shop.complete(checkout_id), charge, charge])

    assert outcome(results[0]) == "order"
    assert sorted(result["alreadyProcessed"] for result in results[1:]) == [False, True]
    order = Order.objects.get()
    assert [(row.charged, row.authorized) for row in order.transactions.all()] == [(order.total_gross, 0)]
    assert busy_shop.events().count("ORDER_FULLY_PAID") == 1
