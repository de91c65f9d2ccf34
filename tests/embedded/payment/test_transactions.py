"""Money through an app: sessions, reports, refunds, and who may do what."""

from decimal import Decimal
from typing import Any

import pytest

from commerce.embedded.account.models import App
from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.engine.execution import run
from commerce.embedded.order.models import Order, OrderLine
from commerce.embedded.page.models import Page, PageType
from commerce.embedded.payment.models import OrderGrantedRefund, TransactionEvent, TransactionItem
from tests.embedded.selling import GATEWAY, OPENED, PAY, Shop, gid

GATEWAYS = """mutation($id: ID!) { paymentGatewayInitialize(id: $id) {
  gatewayConfigs { id data errors { code } } errors { field message code } } }"""
PROCESS = """mutation($id: ID) { transactionProcess(id: $id) { transaction { id } transactionEvent { type }
  data errors { field message code } } }"""
CREATE = """mutation($id: ID!, $t: TransactionCreateInput!) { transactionCreate(id: $id, transaction: $t) {
  transaction { id pspReference } errors { field message code } } }"""
REPORT = """mutation($id: ID!, $type: TransactionEventTypeEnum!, $amount: PositiveDecimal, $ref: String!) {
  transactionEventReport(id: $id, type: $type, amount: $amount, pspReference: $ref) {
    alreadyProcessed transaction { chargedAmount { amount } authorizedAmount { amount } }
    transactionEvent { type } errors { field code } } }"""
ACTION = """mutation($id: ID!, $action: TransactionActionEnum!, $amount: PositiveDecimal, $reason: ID) {
  transactionRequestAction(id: $id, actionType: $action, amount: $amount, refundReasonReference: $reason) {
    transaction { events { type amount { amount } } refundedAmount { amount } chargedAmount { amount } }
    errors { field message code } } }"""
GRANT = """mutation($id: ID!, $input: OrderGrantRefundCreateInput!) {
  orderGrantRefundCreate(id: $id, input: $input) {
  grantedRefund { id amount { amount } status lines { quantity } } errors { field code } } }"""
REFUND = """mutation($id: ID!) { transactionRequestRefundForGrantedRefund(grantedRefundId: $id) {
  transaction { refundedAmount { amount } } errors { field code } } }"""
MONEY = """query($id: ID!) { order(id: $id) { chargeStatus authorizeStatus paymentStatus isPaid
  totalCharged { amount } totalRefunded { amount } totalBalance { amount }
  totalGrantedRefund { amount } } }"""


def on_delivery(payload: dict[str, Any]) -> dict[str, Any]:
    """Cash on delivery holds the whole without charging it."""
    return {"pspReference": "COD-1", "result": "AUTHORIZATION_SUCCESS", "amount": payload["action"]["amount"]}


def test_the_gateway_says_what_it_offers(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))

    data = shop.run(GATEWAYS, id=checkout_id)["paymentGatewayInitialize"]

    assert data == {
        "gatewayConfigs": [{"id": GATEWAY, "data": {"methods": ["stripe"]}, "errors": []}],
        "errors": [],
    }
    assert shop.asked[-1][1]["amount"] == 6520.0
    assert shop.asked[-1][1]["sourceObject"]["totalPrice"] == {"gross": {"amount": 6520.0, "currency": "INR"}}


def test_an_unknown_or_sleeping_gateway_is_refused(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    App.objects.update(is_active=False)

    refused = shop.pay(checkout_id)

    assert refused["errors"] == [
        {"field": "paymentGateway", "message": "App with provided identifier not found.", "code": "NOT_FOUND"}
    ]
    assert TransactionItem.objects.count() == 0


def test_the_app_hears_who_pays_for_what(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))

    shop.pay(checkout_id, key="bag-7")

    name, payload = shop.asked[-1]
    item = TransactionItem.objects.get()
    assert name == "TRANSACTION_INITIALIZE_SESSION"
    assert payload["merchantReference"] == payload["transaction"]["id"] == gid(item)
    assert payload["idempotencyKey"] == "bag-7"
    assert payload["action"] == {"amount": 6520.0, "currency": "INR", "actionType": "CHARGE"}
    assert payload["data"] == {"method": "stripe"}
    assert payload["sourceObject"]["email"] == "aarif@example.com"


@pytest.mark.parametrize("key", ["", "k" * 513])
def test_a_key_that_cannot_be_kept_begins_nothing(shop: Shop, key: str) -> None:
    refused = shop.pay(shop.checkout((shop.product("Kani stole", "6400.00"), 1)), key=key)

    assert [(error["field"], error["code"]) for error in refused["errors"]] == [("idempotencyKey", "INVALID")]
    assert TransactionItem.objects.count() == 0


def test_a_finished_session_is_not_begun_again(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    first = shop.pay(checkout_id, key="bag-7")
    asked = len(shop.asked)

    second = shop.pay(checkout_id, key="bag-7")
    other = shop.pay(shop.checkout((shop.product("Walnut box", "900.00"), 1)), key="bag-7")

    assert second["transaction"]["id"] == first["transaction"]["id"]
    assert second["transactionEvent"]["type"] == "CHARGE_SUCCESS"
    assert [event for event, _ in shop.asked[asked:]].count("TRANSACTION_INITIALIZE_SESSION") == 0
    assert [error["code"] for error in other["errors"]] == ["UNIQUE"]
    assert TransactionItem.objects.count() == 1


def test_an_open_session_goes_on(shop: Shop) -> None:
    shop.answers["TRANSACTION_INITIALIZE_SESSION"] = lambda payload: {
        "pspReference": "CS-1",
        "result": "CHARGE_ACTION_REQUIRED",
        "data": {"url": "https://pay.invalid/cs-1"},
    }
    shop.answers["TRANSACTION_PROCESS_SESSION"] = lambda payload: {
        "pspReference": "CS-1",
        "result": "CHARGE_SUCCESS",
        "amount": payload["action"]["amount"],
    }
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    begun = shop.pay(checkout_id, key="bag-7")
    again = shop.pay(checkout_id, key="bag-7")

    done = shop.run(PROCESS, id=begun["transaction"]["id"])["transactionProcess"]
    after = shop.run(PROCESS, id=begun["transaction"]["id"])["transactionProcess"]

    assert begun["transactionEvent"]["type"] == "CHARGE_ACTION_REQUIRED"
    assert again["data"] == {"url": "https://pay.invalid/cs-1"}
    assert done["transactionEvent"]["type"] == after["transactionEvent"]["type"] == "CHARGE_SUCCESS"
    assert TransactionItem.objects.get().charged == Decimal("6520.00")
    types = list(TransactionEvent.objects.order_by("id").values_list("type", flat=True))
    assert sorted(types) == ["CHARGE_ACTION_REQUIRED", "CHARGE_REQUEST", "CHARGE_SUCCESS"]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {"result": "CHARGE_SUCCESS"},
        {"result": "PAID", "pspReference": "X"},
        {"result": "CHARGE_SUCCESS", "pspReference": "X", "amount": "-1"},
        {"result": "CHARGE_SUCCESS", "pspReference": "X", "amount": "much"},
    ],
)
def test_an_answer_without_sense_is_a_failure_and_no_money(shop: Shop, answer: Any) -> None:
    shop.answers["TRANSACTION_INITIALIZE_SESSION"] = lambda payload: answer
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))

    paid = shop.pay(checkout_id)

    assert paid["errors"] == []
    assert paid["transactionEvent"]["type"] == "CHARGE_FAILURE"
    item = TransactionItem.objects.get()
    assert (item.charged, item.charge_pending) == (0, 0)


def test_an_app_that_breaks_is_a_failure_too(shop: Shop) -> None:
    def broken(payload: dict[str, Any]) -> Any:
        raise RuntimeError("out of order")

    shop.answers["TRANSACTION_INITIALIZE_SESSION"] = broken
    paid = shop.pay(shop.checkout((shop.product("Kani stole", "6400.00"), 1)))

    assert paid["transactionEvent"] == {
        "type": "CHARGE_FAILURE",
        "message": "Failed to delivery request.",
        "pspReference": "",
        "amount": {"amount": 6520.0},
    }


def test_cash_on_delivery_is_charged_when_it_comes_in(shop: Shop) -> None:
    shop.answers["TRANSACTION_INITIALIZE_SESSION"] = on_delivery
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 1))
    item = gid(TransactionItem.objects.get())
    held = shop.run(MONEY, caller=shop.staff, id=order_id)["order"]

    reported = shop.run(
        REPORT, caller=shop.payments, id=item, type="CHARGE_SUCCESS", amount=6520, ref="CASH-1"
    )
    money = shop.run(MONEY, caller=shop.staff, id=order_id)["order"]

    assert (held["chargeStatus"], held["authorizeStatus"], held["isPaid"]) == ("NONE", "FULL", False)
    assert reported["transactionEventReport"]["transaction"] == {
        "chargedAmount": {"amount": 6520.0},
        "authorizedAmount": {"amount": 0.0},
    }
    assert (money["chargeStatus"], money["isPaid"], money["totalBalance"]) == ("FULL", True, {"amount": 0.0})
    assert shop.events()[-3:] == ["ORDER_PAID", "ORDER_FULLY_PAID", "ORDER_UPDATED"]


def test_the_same_report_twice_changes_nothing(shop: Shop) -> None:
    shop.answers["TRANSACTION_INITIALIZE_SESSION"] = on_delivery
    shop.order((shop.product("Kani stole", "6400.00"), 1))
    item = gid(TransactionItem.objects.get())

    def report(kind: str, amount: Any, reference: str) -> dict[str, Any]:
        data = shop.run(REPORT, caller=shop.payments, id=item, type=kind, amount=amount, ref=reference)
        answer: dict[str, Any] = data["transactionEventReport"]
        return answer

    first = report("CHARGE_SUCCESS", 6520, "CASH-1")
    events = shop.events()
    second = report("CHARGE_SUCCESS", 6520, "CASH-1")
    other = report("CHARGE_SUCCESS", 1, "CASH-1")
    authorised = report("AUTHORIZATION_SUCCESS", 1, "COD-2")
    without = report("REFUND_SUCCESS", None, "R-1")

    assert (first["alreadyProcessed"], second["alreadyProcessed"]) == (False, True)
    assert other["errors"] == [{"field": "pspReference", "code": "INCORRECT_DETAILS"}]
    assert authorised["errors"] == [{"field": "type", "code": "ALREADY_EXISTS"}]
    assert without["errors"] == [{"field": "amount", "code": "REQUIRED"}]
    assert shop.events() == events
    assert TransactionItem.objects.get().charged == Decimal("6520.00")


def test_a_transaction_brought_by_an_app(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    money = {"amount": 6520, "currency": "INR"}

    dollars = shop.run(
        CREATE, caller=shop.payments, id=checkout_id, t={"amountCharged": {"amount": 1, "currency": "USD"}}
    )["transactionCreate"]
    made = shop.run(
        CREATE, caller=shop.payments, id=checkout_id, t={"pspReference": "UPI-1", "amountCharged": money}
    )["transactionCreate"]
    again = shop.run(CREATE, caller=shop.payments, id=checkout_id, t={"pspReference": "UPI-1"})

    assert [error["code"] for error in dollars["errors"]] == ["INCORRECT_CURRENCY"]
    assert made["errors"] == []
    assert [error["code"] for error in again["transactionCreate"]["errors"]] == ["UNIQUE"]
    assert shop.events() == ["CHECKOUT_FULLY_PAID", "CHECKOUT_FULLY_AUTHORIZED"]
    assert shop.complete(checkout_id)["order"]["chargeStatus"] == "FULL"


def test_money_goes_back(shop: Shop) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 1))
    item = gid(TransactionItem.objects.get())

    part = shop.run(ACTION, caller=shop.staff, id=item, action="REFUND", amount=20)
    rest = shop.run(ACTION, caller=shop.staff, id=item, action="REFUND", amount=99_999)
    money = shop.run(MONEY, caller=shop.staff, id=order_id)["order"]

    events = part["transactionRequestAction"]["transaction"]["events"]
    assert [event["type"] for event in events[:2]] == ["REFUND_SUCCESS", "REFUND_REQUEST"]
    assert rest["transactionRequestAction"]["transaction"]["refundedAmount"] == {"amount": 6520.0}
    assert (money["chargeStatus"], money["paymentStatus"]) == ("NONE", "FULLY_REFUNDED")
    assert shop.events().count("ORDER_REFUNDED") == 2


def test_a_refund_that_fails_leaves_the_money_where_it_is(shop: Shop) -> None:
    shop.order((shop.product("Kani stole", "6400.00"), 1))
    item = TransactionItem.objects.get()
    for answer in (None, {"pspReference": "R-1", "result": "REFUND_FAILURE", "message": "no such card"}):
        shop.answers["TRANSACTION_REFUND_REQUESTED"] = lambda payload, answer=answer: answer
        shop.run(ACTION, caller=shop.staff, id=gid(item), action="REFUND", amount=20)

    item.refresh_from_db()
    assert (item.charged, item.refunded, item.refund_pending) == (Decimal("6520.00"), 0, 0)
    assert "ORDER_REFUNDED" not in shop.events()


def test_a_refund_on_its_way_is_pending_until_reported(shop: Shop) -> None:
    shop.answers["TRANSACTION_REFUND_REQUESTED"] = lambda payload: {"pspReference": "R-1"}
    shop.order((shop.product("Kani stole", "6400.00"), 1))
    item = TransactionItem.objects.get()
    shop.run(ACTION, caller=shop.staff, id=gid(item), action="REFUND", amount=20)
    item.refresh_from_db()
    pending = item.refund_pending

    shop.run(REPORT, caller=shop.payments, id=gid(item), type="REFUND_SUCCESS", amount=20, ref="R-1")
    item.refresh_from_db()

    assert pending == Decimal("20.00")
    assert (item.refunded, item.refund_pending) == (Decimal("20.00"), 0)


def test_an_amount_may_be_granted_for_lines_and_is_listed(shop: Shop) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 1))
    line, item = gid(OrderLine.objects.get()), gid(TransactionItem.objects.get())
    wish = {"reason": "1042-KZ09: torn", "lines": [{"id": line, "quantity": 1}], "transactionId": item}

    for amount, code in (("0", "INVALID"), ("9999", "AMOUNT_GREATER_THAN_AVAILABLE")):
        refused = shop.run(GRANT, caller=shop.staff, id=order_id, input={**wish, "amount": amount})
        assert [error["code"] for error in refused["orderGrantRefundCreate"]["errors"]] == [code]
    assert OrderGrantedRefund.objects.count() == 0
    shop.run(GRANT, caller=shop.staff, id=order_id, input={**wish, "amount": "6342.50"})

    listed = "query($id: ID!) { order(id: $id) { grantedRefunds { reason amount { amount } status } } }"
    assert shop.run(listed, caller=shop.staff, id=order_id)["order"]["grantedRefunds"] == [
        {"reason": "1042-KZ09: torn", "amount": {"amount": 6342.5}, "status": "NONE"}
    ]


def test_a_granted_refund_is_paid_out_once(shop: Shop) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 2))
    line, item = gid(OrderLine.objects.get()), gid(TransactionItem.objects.get())
    wish = {"reason": "torn", "lines": [{"id": line, "quantity": 1}], "transactionId": item}

    granted = shop.run(GRANT, caller=shop.staff, id=order_id, input=wish)["orderGrantRefundCreate"]
    greedy = shop.run(
        GRANT, caller=shop.staff, id=order_id, input={**wish, "lines": [{"id": line, "quantity": 2}]}
    )["orderGrantRefundCreate"]
    paid = shop.run(REFUND, caller=shop.staff, id=granted["grantedRefund"]["id"])
    twice = shop.run(REFUND, caller=shop.staff, id=granted["grantedRefund"]["id"])

    assert granted["grantedRefund"]["amount"] == {"amount": 6400.0}
    assert granted["grantedRefund"]["status"] == "NONE"
    assert [error["code"] for error in greedy["errors"]] == ["INVALID"]
    assert paid["transactionRequestRefundForGrantedRefund"]["errors"] == []
    assert [error["code"] for error in twice["transactionRequestRefundForGrantedRefund"]["errors"]] == [
        "REFUND_ALREADY_PROCESSED"
    ]
    assert OrderGrantedRefund.objects.get().status == "SUCCESS"
    money = shop.run(MONEY, caller=shop.staff, id=order_id)["order"]
    assert (money["totalRefunded"], money["totalGrantedRefund"]) == ({"amount": 6400.0}, {"amount": 6400.0})
    assert (money["chargeStatus"], money["totalBalance"]) == ("FULL", {"amount": 0.0})


def test_lines_of_a_refused_refund_stay_granted(shop: Shop) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 1))
    item, line = TransactionItem.objects.get(), gid(OrderLine.objects.get())
    wish = {"reason": "torn", "lines": [{"id": line, "quantity": 1}], "transactionId": gid(item)}
    shop.run(GRANT, caller=shop.staff, id=order_id, input=wish)
    OrderGrantedRefund.objects.update(status="FAILURE")

    more = shop.run(GRANT, caller=shop.staff, id=order_id, input=wish)["orderGrantRefundCreate"]
    again = shop.run(REFUND, caller=shop.staff, id=gid(OrderGrantedRefund.objects.get()))

    assert [error["code"] for error in more["errors"]] == ["INVALID"]
    assert again["transactionRequestRefundForGrantedRefund"]["errors"] == []


def test_a_shop_may_want_a_page_that_names_the_reason(shop: Shop, settings: Any) -> None:
    settings.STORE_REFUND_REASON_PAGE_TYPE = "refund-reason"
    kind = PageType.objects.create(name="Refund reason", slug="refund-reason")
    torn = Page.objects.create(page_type=kind, slug="torn", title="Torn", created_at=OPENED)
    shop.order((shop.product("Kani stole", "6400.00"), 1))
    item = gid(TransactionItem.objects.get())

    without = shop.run(ACTION, caller=shop.staff, id=item, action="REFUND", amount=20)
    wrong = shop.run(ACTION, caller=shop.staff, id=item, action="REFUND", amount=20, reason=item)
    good = shop.run(ACTION, caller=shop.staff, id=item, action="REFUND", amount=20, reason=gid(torn))

    assert [error["code"] for error in without["transactionRequestAction"]["errors"]] == ["REQUIRED"]
    assert [error["code"] for error in wrong["transactionRequestAction"]["errors"]] == ["INVALID"]
    assert good["transactionRequestAction"]["errors"] == []


STRANGERS = [
    PUBLIC,
    Caller(permissions=frozenset({"MANAGE_PRODUCTS"})),
    Caller(permissions=frozenset({"MANAGE_CHECKOUTS"})),
]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_move_no_money(shop: Shop, stranger: Caller) -> None:
    order_id = shop.order((shop.product("Kani stole", "6400.00"), 1))
    item = gid(TransactionItem.objects.get())
    before = TransactionEvent.objects.count()
    wish = {"lines": [], "transactionId": item}

    for document, variables in (
        (ACTION, {"id": item, "action": "REFUND"}),
        (REPORT, {"id": item, "type": "REFUND_SUCCESS", "amount": 1, "ref": "X"}),
        (CREATE, {"id": order_id, "t": {"amountCharged": {"amount": 1, "currency": "INR"}}}),
        (GRANT, {"id": order_id, "input": wish}),
        (REFUND, {"id": "T3JkZXJHcmFudGVkUmVmdW5kOjE="}),
        ("query($id: ID!) { transaction(id: $id) { id } }", {"id": item}),
    ):
        result = run(document, caller=stranger, variables=variables)
        assert [error["extensions"]["exception"]["code"] for error in result.errors] == ["PermissionDenied"]

    assert TransactionEvent.objects.count() == before
    assert TransactionItem.objects.count() == 1


def test_another_app_does_not_report_on_this_ones_money(shop: Shop) -> None:
    shop.order((shop.product("Kani stole", "6400.00"), 1))
    item = TransactionItem.objects.get()
    rival = App.objects.create(identifier="rival", name="Rival", created_at=OPENED)
    caller = Caller(permissions=frozenset({"HANDLE_PAYMENTS"}), app=rival)

    result = run(
        REPORT, caller=caller, variables={"id": gid(item), "type": "REFUND_SUCCESS", "amount": 1, "ref": "X"}
    )

    assert result.errors[0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert not item.events.filter(type="REFUND_SUCCESS").exists()


def test_a_buyer_does_not_choose_the_address_he_seems_to_come_from(shop: Shop) -> None:
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))
    document = PAY.replace("idempotencyKey: $key", 'idempotencyKey: $key, customerIpAddress: "10.0.0.1"')

    result = run(document, caller=PUBLIC, variables={"id": checkout_id, "gateway": {"id": GATEWAY}})

    assert result.errors[0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert TransactionItem.objects.count() == Order.objects.count() == 0
