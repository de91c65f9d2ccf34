"""Orders put right by hand, written about, and taken over from elsewhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commerce.embedded.account.models import User
from commerce.embedded.engine.caller import Caller
from commerce.embedded.order.invariants import CHECKS
from commerce.embedded.order.models import Order, OrderEvent
from commerce.embedded.order.services import fulfill
from commerce.embedded.payment.models import TransactionItem
from commerce.embedded.warehouse.models import Stock
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.models import OutboxMessage
from tests.embedded.selling import EVENTS, HOME, Shop, gid, heard

PAID = """mutation($id: ID!, $r: String) { orderMarkAsPaid(id: $id, transactionReference: $r) {
  order { chargeStatus status transactions { pspReference chargedAmount { amount } } } errors { field code } } }"""
NOTE = """mutation($id: ID!, $m: String!) { orderNoteAdd(order: $id, input: {message: $m}) {
  order { number } event { id type message user { email } } errors { field code } } }"""
CORRECT = """mutation($id: ID!, $m: String!) { orderNoteUpdate(note: $id, input: {message: $m}) {
  event { type message related { message } } errors { field code } } }"""
UPDATE = """mutation($id: ID, $x: String, $i: OrderUpdateInput!) {
  orderUpdate(id: $id, externalReference: $x, input: $i) {
  order { userEmail externalReference shippingAddress { city postalCode } total { gross { amount } } }
  errors { field code } } }"""
SHIPPING = """mutation($id: ID!, $m: ID) { orderUpdateShipping(order: $id, input: {shippingMethod: $m}) {
  order { shippingMethodName total { gross { amount } } } errors { field code } } }"""
CANCEL = "mutation($ids: [ID!]!) { orderBulkCancel(ids: $ids) { count errors { field code } } }"
IMPORT = """mutation($o: [OrderBulkCreateInput!]!, $e: ErrorPolicyEnum, $s: StockUpdatePolicyEnum) {
  orderBulkCreate(orders: $o, errorPolicy: $e, stockUpdatePolicy: $s) { count
    results { order { externalReference status chargeStatus total { gross { amount } } lines { quantity } }
      errors { path code } } errors { path code } } }"""


@pytest.fixture
def importer() -> Caller:
    permissions = {"MANAGE_ORDERS_IMPORT", "MANAGE_ORDERS", "HANDLE_PAYMENTS"}
    return Caller(permissions=frozenset(permissions))


def unpaid_order(shop: Shop) -> str:
    shop.channel.allow_unpaid_orders = True
    shop.channel.save()
    return str(shop.complete(shop.checkout((shop.product("Kani stole", "6400.00"), 1)))["order"]["id"])


def sound() -> bool:
    return not any(check(now()) for check in CHECKS.values())


def test_money_that_came_another_way(shop: Shop) -> None:
    order_id = unpaid_order(shop)
    assert Order.objects.get().status == "UNCONFIRMED"
    payload = shop.run(PAID, caller=shop.staff, id=order_id, r="COD-7")["orderMarkAsPaid"]
    assert payload["order"]["chargeStatus"] == "FULL"
    assert payload["order"]["transactions"] == [
        {"pspReference": "COD-7", "chargedAmount": {"amount": 6520.0}}
    ]
    assert {"ORDER_PAID", "ORDER_FULLY_PAID"} <= set(shop.events())
    again = shop.run(PAID, caller=shop.staff, id=order_id, r="COD-8")["orderMarkAsPaid"]
    assert again["errors"] == [{"field": "payment", "code": "PAYMENT_ERROR"}]
    assert TransactionItem.objects.count() == 1
    assert sound()


def test_notes_are_added_and_corrected_and_both_stay(shop: Shop) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 1))
    clerk = User.objects.create(email="clerk@example.com", is_staff=True)
    caller = Caller(user=clerk, permissions=frozenset({"MANAGE_ORDERS", "MANAGE_STAFF"}))
    noted = shop.run(NOTE, caller=caller, id=order_id, m=" Call before delivery. ")["orderNoteAdd"]["event"]
    assert (noted["message"], noted["user"]) == ("Call before delivery.", {"email": "clerk@example.com"})
    corrected = shop.run(CORRECT, caller=caller, id=noted["id"], m="Call after six.")["orderNoteUpdate"][
        "event"
    ]
    assert corrected == {
        "type": "NOTE_UPDATED",
        "message": "Call after six.",
        "related": {"message": "Call before delivery."},
    }
    refused = shop.run(NOTE, caller=caller, id=order_id, m="  ")["orderNoteAdd"]
    assert refused["errors"] == [{"field": "message", "code": "REQUIRED"}]
    unknown = shop.run(CORRECT, caller=caller, id=gid(OrderEvent.objects.earliest("id")), m="x")[
        "orderNoteUpdate"
    ]
    assert unknown["errors"] == [{"field": "id", "code": "NOT_FOUND"}]
    assert OrderEvent.objects.filter(type__startswith="NOTE").count() == 2


def test_what_of_an_order_can_be_put_right(shop: Shop) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 1))
    given = {
        "userEmail": "wani@example.com",
        "externalReference": "BILL-1",
        "shippingAddress": {**HOME, "postalCode": "190008"},
    }
    order = shop.run(UPDATE, caller=shop.staff, id=order_id, i=given)["orderUpdate"]["order"]
    assert order == {
        "userEmail": "wani@example.com",
        "externalReference": "BILL-1",
        "shippingAddress": {"city": "SRINAGAR", "postalCode": "190008"},
        "total": {"gross": {"amount": 6520.0}},
    }
    by_reference = shop.run(UPDATE, caller=shop.staff, x="BILL-1", i={"userEmail": "no address"})[
        "orderUpdate"
    ]
    assert by_reference["errors"] == [{"field": "userEmail", "code": "INVALID"}]
    assert Order.objects.get().user_email == "wani@example.com"


def test_delivery_stays_once_an_order_is_confirmed(shop: Shop) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 1))
    refused = shop.run(SHIPPING, caller=shop.staff, id=order_id, m=None)["orderUpdateShipping"]
    assert refused == {"order": None, "errors": [{"field": "id", "code": "NOT_EDITABLE"}]}


def test_delivery_of_an_order_that_waits(shop: Shop) -> None:
    order_id = unpaid_order(shop)
    changed = shop.run(SHIPPING, caller=shop.staff, id=order_id, m=None)["orderUpdateShipping"]
    assert changed["order"] == {"shippingMethodName": None, "total": {"gross": {"amount": 6400.0}}}
    unknown = shop.run(SHIPPING, caller=shop.staff, id=order_id, m="U2hpcHBpbmdNZXRob2Q6OQ==")
    assert unknown["orderUpdateShipping"]["errors"] == [
        {"field": "shippingMethod", "code": "SHIPPING_METHOD_NOT_APPLICABLE"}
    ]
    assert sound()


def test_several_cancelled_at_once(shop: Shop) -> None:
    stole = shop.product("Kani stole", "6400.00")
    first, second = shop.order((stole, 1)), shop.order((stole, 1))
    shop.run(CANCEL, caller=shop.staff, ids=[first])
    done = shop.run(CANCEL, caller=shop.staff, ids=[first, second])["orderBulkCancel"]
    assert done == {"count": 1, "errors": [{"field": first, "code": "CANNOT_CANCEL_ORDER"}]}
    assert set(Order.objects.values_list("status", flat=True)) == {"CANCELED"}


def bill(shop: Shop, variant: Any, number: str, quantity: int = 2, **more: Any) -> dict[str, Any]:
    """A bill of a till, as an exhibition sends it."""
    return {
        "externalReference": number,
        "channel": "online",
        "createdAt": (now() - timedelta(hours=1)).isoformat(),
        "user": {"email": "walk-in@example.com"},
        "billingAddress": HOME,
        "currency": "INR",
        "languageCode": "EN",
        "lines": [
            {
                "variantId": gid(variant),
                "createdAt": now().isoformat(),
                "isShippingRequired": False,
                "isGiftCard": False,
                "quantity": quantity,
                "totalPrice": {"gross": "1120.00", "net": "1000.00"},
                "undiscountedTotalPrice": {"gross": "1120.00", "net": "1000.00"},
                "warehouse": gid(shop.warehouse),
                "taxRate": "0.12",
            }
        ],
        "transactions": [
            {"pspReference": f"CASH-{number}", "amountCharged": {"amount": "1120.00", "currency": "INR"}}
        ],
        **more,
    }


def test_bills_are_taken_over_once_and_told_together(shop: Shop, importer: Caller) -> None:
    from jkrlm.kernel import outbox

    outbox.set_reactions(dict.fromkeys((*EVENTS, "ORDER_BULK_CREATED"), (heard,)))
    stole = shop.product("Kani stole", "560.00", stock=10)
    bills = [bill(shop, stole, f"T1-{number}") for number in (1, 2)]
    with CaptureQueriesContext(connection) as asked:
        made = shop.run(IMPORT, caller=importer, o=bills)["orderBulkCreate"]
    assert (made["count"], made["errors"]) == (2, [])
    assert made["results"][0]["order"] == {
        "externalReference": "T1-1",
        "status": "UNFULFILLED",
        "chargeStatus": "FULL",
        "total": {"gross": {"amount": 1120.0}},
        "lines": [{"quantity": 2}],
    }
    assert (Stock.objects.get().quantity, Stock.objects.get().quantity_allocated) == (10, 4)
    assert [name for name in shop.events() if name.startswith("ORDER")] == ["ORDER_BULK_CREATED"]
    assert len(OutboxMessage.objects.get(name="ORDER_BULK_CREATED").payload["orders"]) == 2
    assert sound()
    again = shop.run(IMPORT, caller=importer, o=bills[:1])["orderBulkCreate"]
    assert (again["count"], again["errors"]) == (0, [{"path": "externalReference", "code": "UNIQUE"}])
    assert Order.objects.count() == 2
    assert len(asked) < 60


@pytest.mark.parametrize(
    ("policy", "allocated", "made"), [("SKIP", 0, 1), ("UPDATE", 0, 0), ("FORCE", 12, 1)]
)
def test_more_than_there_is(shop: Shop, importer: Caller, policy: str, allocated: int, made: int) -> None:
    stole = shop.product("Kani stole", "560.00", stock=10)
    done = shop.run(IMPORT, caller=importer, o=[bill(shop, stole, "T1", quantity=12)], s=policy)[
        "orderBulkCreate"
    ]
    stock = Stock.objects.get()
    assert (done["count"], stock.quantity_allocated) == (made, allocated)
    assert stock.shortage_accepted is (policy == "FORCE")


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"channel": "nowhere"}, "channel", "NOT_FOUND"),
        ({"currency": "USD"}, "currency", "INCORRECT_CURRENCY"),
        ({"createdAt": "2999-01-01T00:00:00Z"}, "createdAt", "FUTURE_DATE"),
        ({"user": {}}, "user", "REQUIRED"),
        ({"user": {"id": "VXNlcjo5", "email": "a@example.com"}}, "user", "TOO_MANY_IDENTIFIERS"),
        ({"user": {"id": "VXNlcjo5OTk="}}, "user", "NOT_FOUND"),
        ({"lines": []}, "lines", "REQUIRED"),
        ({"status": "FULFILLED"}, "status", "INVALID"),
        ({"notes": [{"message": "x" * 300}]}, "notes.[0].message", "NOTE_LENGTH"),
        ({"billingAddress": {"country": "IN"}}, "billingAddress.postalCode", "INVALID"),
    ],
)
def test_a_faulty_bill_leaves_nothing(
    shop: Shop, importer: Caller, more: dict[str, Any], path: str, code: str
) -> None:
    stole = shop.product("Kani stole", "560.00")
    faulty = {**bill(shop, stole, "T2"), **more}
    done = shop.run(IMPORT, caller=importer, o=[bill(shop, stole, "T1"), faulty])["orderBulkCreate"]
    assert (done["count"], [error["code"] for error in done["errors"]]) == (0, [code])
    assert done["errors"][0]["path"].split(".")[0] == path.split(".")[0]
    assert (Order.objects.count(), Stock.objects.get().quantity_allocated) == (0, 0)
    kept = shop.run(IMPORT, caller=importer, o=[bill(shop, stole, "T1"), faulty], e="REJECT_FAILED_ROWS")
    assert kept["orderBulkCreate"]["count"] == 1


def handed_over(shop: Shop, variant: Any, *quantities: int, **more: Any) -> dict[str, Any]:
    """Of the bill's only line so many left at once, in one fulfilment each."""
    gone = [
        {
            "trackingCode": f"T{quantity}",
            "lines": [
                {
                    "variantId": gid(variant),
                    "quantity": quantity,
                    "warehouse": gid(shop.warehouse),
                    "orderLineIndex": 0,
                    **more,
                }
            ],
        }
        for quantity in quantities
    ]
    return {"fulfillments": gone}


@pytest.mark.parametrize(
    ("gone", "status", "quantity", "allocated"),
    [((2,), "FULFILLED", 8, 0), ((1, 1), "FULFILLED", 8, 0), ((1,), "PARTIALLY_FULFILLED", 9, 1)],
)
def test_what_left_with_the_bill_leaves_the_stock_once(
    shop: Shop, importer: Caller, gone: tuple[int, ...], status: str, quantity: int, allocated: int
) -> None:
    stole = shop.product("Kani stole", "560.00", stock=10)
    given = bill(shop, stole, "T1", status=status, **handed_over(shop, stole, *gone))
    made = shop.run(IMPORT, caller=importer, o=[given], s="FORCE")["orderBulkCreate"]
    assert (made["errors"], made["results"][0]["order"]["status"]) == ([], status)
    order = Order.objects.get()
    assert [each.tracking_number for each in order.fulfillments.all()] == [f"T{each}" for each in gone]
    assert order.lines.get().quantity_fulfilled == sum(gone)
    assert (Stock.objects.get().quantity, Stock.objects.get().quantity_allocated) == (quantity, allocated)
    again = shop.run(IMPORT, caller=importer, o=[given], s="FORCE")["orderBulkCreate"]
    assert again["count"] == 0
    assert Stock.objects.get().quantity == quantity
    assert sound()


def test_more_left_than_there_was_and_comes_back(shop: Shop, importer: Caller) -> None:
    stole = shop.product("Kani stole", "560.00", stock=1)
    given = bill(shop, stole, "T1", **handed_over(shop, stole, 2))
    refused = shop.run(IMPORT, caller=importer, o=[given], s="UPDATE")["orderBulkCreate"]
    assert [error["code"] for error in refused["errors"]] == ["INSUFFICIENT_STOCK"]
    made = shop.run(IMPORT, caller=importer, o=[given], s="FORCE")["orderBulkCreate"]
    assert made["count"] == 1
    stock = Stock.objects.get()
    assert (stock.quantity, stock.quantity_allocated, stock.shortage_accepted) == (-1, 0, True)
    assert sound()
    fulfilment = Order.objects.get().fulfillments.get()
    fulfill.cancel_fulfillment(
        gid=global_id("Fulfillment", fulfilment.pk),
        warehouse_gid=gid(shop.warehouse),
        caller=importer,
        now=now(),
    )
    stock.refresh_from_db()
    assert (stock.quantity, stock.quantity_allocated, stock.shortage_accepted) == (1, 2, True)
    assert sound()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"orderLineIndex": -1}, "NEGATIVE_INDEX"),
        ({"orderLineIndex": 1}, "NO_RELATED_ORDER_LINE"),
        ({"quantity": 3}, "INVALID_QUANTITY"),
        ({"quantity": 0}, "INVALID_QUANTITY"),
        ({"variantId": "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5"}, "ORDER_LINE_FULFILLMENT_LINE_MISMATCH"),
        ({"variantId": None}, "REQUIRED"),
    ],
)
def test_a_fulfilment_that_is_not_of_the_bill(
    shop: Shop, importer: Caller, line: dict[str, Any], code: str
) -> None:
    stole = shop.product("Kani stole", "560.00", stock=10)
    given = bill(shop, stole, "T1", **handed_over(shop, stole, 2, **line))
    done = shop.run(IMPORT, caller=importer, o=[given])["orderBulkCreate"]
    assert (done["count"], [error["code"] for error in done["errors"]]) == (0, [code])
    assert Stock.objects.get().quantity == 10


@pytest.mark.parametrize(("status", "gone"), [("UNFULFILLED", (2,)), ("FULFILLED", (1,)), ("CANCELED", ())])
def test_a_status_that_the_quantities_contradict(
    shop: Shop, importer: Caller, status: str, gone: tuple[int, ...]
) -> None:
    stole = shop.product("Kani stole", "560.00", stock=10)
    given = bill(shop, stole, "T1", status=status, **handed_over(shop, stole, *gone))
    done = shop.run(IMPORT, caller=importer, o=[given])["orderBulkCreate"]
    assert [(error["path"], error["code"]) for error in done["errors"]] == [("status", "INVALID")]


def test_no_more_than_fifty_at_once(shop: Shop, importer: Caller) -> None:
    stole = shop.product("Kani stole", "560.00")
    done = shop.run(IMPORT, caller=importer, o=[bill(shop, stole, "T")] * 51)["orderBulkCreate"]
    assert (done["count"], done["errors"]) == (0, [{"path": "orders", "code": "BULK_LIMIT"}])
