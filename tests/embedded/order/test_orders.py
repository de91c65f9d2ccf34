"""Orders after they are placed: seen, sent, called back, cancelled."""

from typing import Any

import pytest

from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.engine.execution import run
from commerce.embedded.order.invariants import CHECKS
from commerce.embedded.order.models import Fulfillment, FulfillmentStatus, Order, OrderLine, OrderStatus
from commerce.embedded.order.rules import Quantities, order_status, quantities
from commerce.embedded.warehouse.models import Stock
from jkrlm.kernel.clock import now
from tests.embedded.selling import Shop, gid

FULFILL = """mutation($order: ID!, $input: OrderFulfillInput!) { orderFulfill(order: $order, input: $input) {
  fulfillments { id status trackingNumber lines { quantity orderLine { quantityFulfilled } } }
  order { status }
  errors { field message code warehouse orderLines } } }"""
CALL_BACK = """mutation($id: ID!, $input: FulfillmentCancelInput) { orderFulfillmentCancel(id: $id, input: $input) {
  fulfillment { status } order { status } errors { field code } } }"""
TRACK = """mutation($id: ID!) { orderFulfillmentUpdateTracking(id: $id, input: {trackingNumber: "AWB2"}) {
  fulfillment { trackingNumber } errors { code } } }"""
CANCEL = """mutation($id: ID!) { orderCancel(id: $id) { order { status } errors { field message code } } }"""
READ = """query($id: ID!) { order(id: $id) {
  number status statusDisplay checkoutId userEmail shippingMethodName
  deliveryMethod { __typename ... on ShippingMethod { id name metadata { key value } } }
  subtotal { gross { amount } } shippingPrice { gross { amount } } shippingTaxRate total { gross { amount } }
  lines { productName productSku quantity taxRate unitPrice { net { amount } } variant { product { slug } }
    allocations { quantity warehouse { slug } } } events { type } fulfillments { id } } }"""


def wish(shop: Shop, line: OrderLine, quantity: int, **more: Any) -> dict[str, Any]:
    stocks = [{"quantity": quantity, "warehouse": gid(shop.warehouse)}]
    return {"lines": [{"orderLineId": gid(line), "stocks": stocks}], "trackingNumber": "AWB1", **more}


def sound() -> bool:
    """All invariants hold."""
    return not any(check(now()) for check in CHECKS.values())


def test_an_order_remembers_what_was_bought(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    order_id = shop.order((stole, 2))
    stole.product.name = "Renamed"
    stole.product.save()

    order = shop.run(READ, caller=shop.staff, id=order_id)["order"]

    assert order["lines"] == [
        {
            "productName": "Kani stole",
            "productSku": stole.sku,
            "quantity": 2,
            "taxRate": 0.12,
            "unitPrice": {"net": {"amount": 5714.28}},
            "variant": {"product": {"slug": "kani-stole"}},
            "allocations": [{"quantity": 2, "warehouse": {"slug": "srinagar"}}],
        }
    ]
    assert order["deliveryMethod"]["name"] == order["shippingMethodName"] == "Economy"
    assert order["deliveryMethod"]["metadata"] == [{"key": "umeed.plan", "value": "economy-1"}]
    assert order["shippingTaxRate"] == 0.18
    assert order["total"]["gross"]["amount"] == 12920.0
    assert [event["type"] for event in order["events"]] == ["PLACED", "CONFIRMED"]


def test_goods_leave_in_parts(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00", stock=5)
    order_id = shop.order((stole, 3))
    line = OrderLine.objects.get()

    first = shop.run(FULFILL, caller=shop.staff, order=order_id, input=wish(shop, line, 1))["orderFulfill"]
    assert first["errors"] == []
    assert first["order"]["status"] == "PARTIALLY_FULFILLED"
    assert first["fulfillments"][0]["trackingNumber"] == "AWB1"
    too_many = shop.run(FULFILL, caller=shop.staff, order=order_id, input=wish(shop, line, 3))["orderFulfill"]
    assert too_many["errors"][0]["code"] == "FULFILL_ORDER_LINE"
    assert too_many["errors"][0]["message"] == "Only 2 items remaining to fulfill: Kani stole."
    last = shop.run(FULFILL, caller=shop.staff, order=order_id, input=wish(shop, line, 2))["orderFulfill"]

    assert last["order"]["status"] == "FULFILLED"
    stock = Stock.objects.get()
    assert (stock.quantity, stock.quantity_allocated) == (2, 0)
    assert shop.events()[-3:] == ["FULFILLMENT_CREATED", "ORDER_FULFILLED", "ORDER_UPDATED"]
    assert sound()


def test_a_parcel_is_called_back(shop: Shop) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00", stock=5), 2))
    line = OrderLine.objects.get()
    sent = shop.run(FULFILL, caller=shop.staff, order=order_id, input=wish(shop, line, 2))["orderFulfill"]
    parcel = sent["fulfillments"][0]["id"]

    refused = shop.run(CANCEL, caller=shop.staff, id=order_id)["orderCancel"]
    tracked = shop.run(TRACK, caller=shop.staff, id=parcel)["orderFulfillmentUpdateTracking"]
    nowhere = shop.run(CALL_BACK, caller=shop.staff, id=parcel)["orderFulfillmentCancel"]
    here = {"warehouseId": gid(shop.warehouse)}
    back = shop.run(CALL_BACK, caller=shop.staff, id=parcel, input=here)["orderFulfillmentCancel"]
    twice = shop.run(CALL_BACK, caller=shop.staff, id=parcel, input=here)["orderFulfillmentCancel"]

    assert refused["errors"] == [
        {"field": "order", "message": "This order can't be canceled.", "code": "CANNOT_CANCEL_ORDER"}
    ]
    assert tracked["fulfillment"]["trackingNumber"] == "AWB2"
    assert nowhere["errors"] == [{"field": "warehouseId", "code": "REQUIRED"}]
    assert back == {"fulfillment": {"status": "CANCELED"}, "order": {"status": "UNFULFILLED"}, "errors": []}
    assert twice["errors"] == [{"field": "fulfillment", "code": "CANNOT_CANCEL_FULFILLMENT"}]
    stock = Stock.objects.get()
    assert (stock.quantity, stock.quantity_allocated) == (5, 2)
    assert sound()


def test_a_cancelled_order_gives_its_stock_back_once(shop: Shop) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00", stock=5), 2))

    done = shop.run(CANCEL, caller=shop.staff, id=order_id)["orderCancel"]
    twice = shop.run(CANCEL, caller=shop.staff, id=order_id)["orderCancel"]
    send = shop.run(FULFILL, caller=shop.staff, order=order_id, input=wish(shop, OrderLine.objects.get(), 1))[
        "orderFulfill"
    ]

    assert done["order"]["status"] == "CANCELED"
    assert [error["code"] for error in twice["errors"]] == ["CANNOT_CANCEL_ORDER"]
    assert [error["code"] for error in send["errors"]] == ["INVALID"]
    assert Stock.objects.get().quantity_allocated == 0
    assert shop.events().count("ORDER_CANCELLED") == 1
    assert sound()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda given: given["lines"].append(given["lines"][0]), "DUPLICATED_INPUT_ITEM"),
        (
            lambda given: given["lines"][0]["stocks"].append(given["lines"][0]["stocks"][0]),
            "DUPLICATED_INPUT_ITEM",
        ),
        (lambda given: given["lines"][0]["stocks"][0].update(quantity=0), "ZERO_QUANTITY"),
        (lambda given: given["lines"][0].update(orderLineId="T3JkZXJMaW5lOjE="), "NOT_FOUND"),
        (lambda given: given["lines"][0]["stocks"][0].update(warehouse="x"), "NOT_FOUND"),
    ],
)
def test_a_fulfilment_that_makes_no_sense_changes_nothing(shop: Shop, spoil: Any, code: str) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00", stock=5), 2))
    given = wish(shop, OrderLine.objects.get(), 1)
    spoil(given)

    refused = shop.run(FULFILL, caller=shop.staff, order=order_id, input=given)["orderFulfill"]

    assert [error["code"] for error in refused["errors"]] == [code]
    assert refused["fulfillments"] is None
    assert Fulfillment.objects.count() == 0
    assert Stock.objects.get().quantity == 5


def test_a_shop_may_refuse_to_send_what_is_not_paid(shop: Shop, settings: Any) -> None:
    settings.STORE_FULFILLMENT_ALLOW_UNPAID = False
    shop.channel.allow_unpaid_orders = True
    shop.channel.save()
    done = shop.complete(shop.checkout((shop.product("Kani stole", "6400.00"), 1)))

    given = wish(shop, OrderLine.objects.get(), 1)
    refused = shop.run(FULFILL, caller=shop.staff, order=done["order"]["id"], input=given)["orderFulfill"]

    assert [error["code"] for error in refused["errors"]] == ["CANNOT_FULFILL_UNPAID_ORDER"]
    assert Fulfillment.objects.count() == 0


def test_newest_orders_come_first(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    for _ in range(3):
        shop.order((stole, 1))
    document = """query($after: String) { orders(first: 2, after: $after) { totalCount
      pageInfo { hasNextPage endCursor } edges { node { number } } } }"""

    first = shop.run(document, caller=shop.staff)["orders"]
    rest = shop.run(document, caller=shop.staff, after=first["pageInfo"]["endCursor"])["orders"]

    numbers = [int(edge["node"]["number"]) for edge in first["edges"] + rest["edges"]]
    assert numbers == sorted(numbers, reverse=True)
    assert (first["totalCount"], len(numbers)) == (3, 3)


@pytest.mark.parametrize("stranger", [PUBLIC, Caller(permissions=frozenset({"HANDLE_PAYMENTS"}))])
def test_strangers_neither_list_nor_send_nor_cancel(shop: Shop, stranger: Caller) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 1))
    given = wish(shop, OrderLine.objects.get(), 1)

    for document, variables in (
        (FULFILL, {"order": order_id, "input": given}),
        (CANCEL, {"id": order_id}),
        (CALL_BACK, {"id": "x"}),
        (TRACK, {"id": "x"}),
        ("{ orders(first: 1) { totalCount } }", {}),
    ):
        result = run(document, caller=stranger, variables=variables)
        assert [error["extensions"]["exception"]["code"] for error in result.errors] == ["PermissionDenied"]

    assert Order.objects.get().status == "UNFULFILLED"
    assert Fulfillment.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (Quantities(3, 0), "UNFULFILLED"),
        (Quantities(3, 1), "PARTIALLY_FULFILLED"),
        (Quantities(3, 3), "FULFILLED"),
        (Quantities(3, 2, replaced=1), "FULFILLED"),
        (Quantities(3, 3, returned=1), "PARTIALLY_RETURNED"),
        (Quantities(3, 3, returned=3), "RETURNED"),
    ],
)
def test_the_status_follows_from_quantities(facts: Quantities, status: str) -> None:
    assert order_status(OrderStatus.UNFULFILLED, facts) == status
    for settled in (OrderStatus.CANCELED, OrderStatus.UNCONFIRMED, OrderStatus.DRAFT, OrderStatus.EXPIRED):
        assert order_status(settled, facts) == settled


def test_cancelled_fulfilments_count_for_nothing() -> None:
    sent = [
        (FulfillmentStatus.FULFILLED, 1),
        (FulfillmentStatus.CANCELED, 2),
        (FulfillmentStatus.RETURNED, 1),
    ]
    assert quantities([3, 1], sent) == Quantities(ordered=4, fulfilled=2, returned=1)
