"""Third parties are told: signed, again and again when they do not listen, and never inside our own net."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from commerce.embedded.account.models import App
from commerce.embedded.account.services.apps import create_app
from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.execution import run
from commerce.embedded.order.models import Order
from commerce.embedded.webhook import addresses
from commerce.embedded.webhook.deliver import Undelivered, deliver
from commerce.embedded.webhook.models import DeliveryStatus, EventDelivery, EventDeliveryAttempt, Webhook
from commerce.embedded.webhook.services import emit
from commerce.embedded.webhook.tasks import KEPT_FOR, RETRIES, forget_old_deliveries
from jkrlm.kernel.clock import now
from tests.common.receiver import Receiver, listening_at
from tests.embedded.selling import Shop, answering, gid, open_shop

ORDERS = """subscription { event { __typename issuedAt recipient { id } issuingPrincipal { __typename }
  ... on OrderFullyPaid { order { number userEmail total { gross { amount currency } } } }
  ... on OrderCreated { order { id } } } }"""
CREATE = """mutation($i: WebhookCreateInput!) { webhookCreate(input: $i) {
  webhook { id isActive asyncEvents { eventType } syncEvents { eventType } }
  errors { field message code } } }"""
LOG = """query($id: ID!) { webhook(id: $id) { eventDeliveries(first: 10) { edges { node {
  id status eventType payload attempts(first: 10) { edges { node { status responseStatusCode response
  requestHeaders } } } } } } } }"""
RETRY = """mutation($id: ID!) { eventDeliveryRetry(id: $id) { delivery { status } errors { code } } }"""


@pytest.fixture
def shop(db: None) -> Iterator[Shop]:
    yield from answering(open_shop())


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.STORE_WEBHOOKS_PRIVATE = True
    with listening_at() as found:
        yield found


@pytest.fixture
def books(db: None) -> App:
    return create_app(identifier="books", name="Books", permissions=["MANAGE_ORDERS"], now=now())


def hook(app: App, receiver: Receiver, **more: Any) -> Webhook:
    given = {"subscription_query": ORDERS, "async_events": ["ORDER_CREATED", "ORDER_FULLY_PAID"], **more}
    return Webhook.objects.create(app=app, name="books", target_url=f"{receiver.address}/in", **given)


def paid_order(shop: Shop) -> Order:
    shop.order((shop.product("Kani stole", "6400.00"), 1))
    return Order.objects.get()


def send_all(*, is_last: bool = False) -> None:
    for pk in EventDelivery.objects.order_by("pk").values_list("pk", flat=True):
        deliver(delivery_id=pk, is_last=is_last)


def test_an_order_is_told_to_who_asked(shop: Shop, books: App, receiver: Receiver) -> None:
    hook(books, receiver)
    order = paid_order(shop)
    assert list(EventDelivery.objects.values_list("event_type", flat=True)) == [
        "ORDER_CREATED",
        "ORDER_FULLY_PAID",
    ]
    queued = ProcrastinateJob.objects.filter(task_name="commerce.deliver_webhook")
    assert queued.count() == 2
    send_all()
    created, paid = receiver.calls
    assert paid.json["order"] == {
        "number": str(order.number),
        "userEmail": "aarif@example.com",
        "total": {"gross": {"amount": 6520.0, "currency": "INR"}},
    }
    assert (created.json["recipient"], created.json["issuingPrincipal"]) == ({"id": gid(books)}, None)
    assert created.headers["Saleor-Event"] == "order_created"
    assert created.headers["User-Agent"] == "Saleor/3.24"
    assert EventDelivery.objects.count() == 0, "what has arrived leaves the log, as in Saleor"


def test_who_may_not_know_is_not_told(shop: Shop, receiver: Receiver) -> None:
    others = create_app(identifier="others", name="Others", permissions=["MANAGE_PRODUCTS"], now=now())
    hook(others, receiver)
    asleep = create_app(identifier="asleep", name="Asleep", permissions=["MANAGE_ORDERS"], now=now())
    hook(asleep, receiver)
    App.objects.filter(pk=asleep.pk).update(is_active=False)
    books = create_app(identifier="b", name="B", permissions=["MANAGE_ORDERS"], now=now())
    hook(books, receiver, is_active=False)
    paid_order(shop)
    assert EventDelivery.objects.count() == 0


def test_a_failed_subscription_never_undoes_the_sale(shop: Shop, books: App, receiver: Receiver) -> None:
    hook(books, receiver, subscription_query="subscription { event { nonsense } }")
    assert paid_order(shop).status == "UNFULFILLED"
    assert EventDelivery.objects.count() == 0


def test_what_is_rolled_back_is_not_told(shop: Shop, books: App, receiver: Receiver) -> None:
    order = paid_order(shop)
    hook(books, receiver)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        emit("ORDER_CREATED", order=order)
        assert EventDelivery.objects.count() == 1
        raise ZeroDivisionError
    assert EventDelivery.objects.count() == 0


def test_tried_again_then_failed_then_asked_to_try_once_more(
    shop: Shop, books: App, receiver: Receiver
) -> None:
    made = hook(books, receiver, async_events=["ORDER_CREATED"])
    paid_order(shop)
    receiver.statuses = [500] * (RETRIES + 1)
    (delivery,) = EventDelivery.objects.all()
    for _ in range(RETRIES):
        with pytest.raises(Undelivered):
            deliver(delivery_id=delivery.pk, is_last=False)
    deliver(delivery_id=delivery.pk, is_last=True)
    assert len(receiver.calls) == 1 + RETRIES == 6

    manager = Caller(permissions=frozenset({"MANAGE_APPS"}))
    (edge,) = shop.run(LOG, caller=manager, id=gid(made))["webhook"]["eventDeliveries"]["edges"]
    shown = edge["node"]
    assert (shown["status"], shown["eventType"]) == ("FAILED", "ORDER_CREATED")
    attempts = shown["attempts"]["edges"]
    assert len(attempts) == 6
    assert {each["node"]["responseStatusCode"] for each in attempts} == {500}
    assert "Signature" not in attempts[0]["node"]["requestHeaders"]

    again = shop.run(RETRY, caller=manager, id=shown["id"])["eventDeliveryRetry"]
    assert again == {"delivery": {"status": "PENDING"}, "errors": []}
    deliver(delivery_id=delivery.pk, is_last=False)
    assert (len(receiver.calls), EventDelivery.objects.count(), EventDeliveryAttempt.objects.count()) == (
        7,
        0,
        0,
    )


def test_an_event_is_looked_for_once_in_a_transaction(shop: Shop, books: App, receiver: Receiver) -> None:
    """Five events of a sale cost one question, whatever nobody wants to hear costs nothing more."""
    order = paid_order(shop)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        for event in ("ORDER_CREATED", "ORDER_CONFIRMED", "ORDER_PAID", "ORDER_FULLY_PAID", "ORDER_UPDATED"):
            emit(event, order=order)
    assert sum("store_webhook_webhook" in query["sql"] for query in asked) == 1


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"targetUrl": "http://example.com/in"}, "targetUrl", "INVALID"),
        ({"targetUrl": "https://127.0.0.1/in"}, "targetUrl", "INVALID"),
        ({"targetUrl": "https://[::ffff:10.0.0.1]/in"}, "targetUrl", "INVALID"),
        ({"targetUrl": "https://169.254.169.254/latest"}, "targetUrl", "INVALID"),
        ({"targetUrl": "https://user:word@example.com/"}, "targetUrl", "INVALID"),
        ({"targetUrl": "ftp://example.com/"}, "targetUrl", "INVALID"),
        ({"targetUrl": ""}, "targetUrl", "INVALID"),
        ({"query": "subscription {"}, "query", "SYNTAX"),
        ({"query": "{ shop { name } }"}, "query", "UNABLE_TO_PARSE"),
        ({"query": "subscription { event { nothing } }"}, "query", "INVALID"),
        ({"asyncEvents": [], "query": None}, "asyncEvents", "MISSING_EVENT"),
        ({"syncEvents": ["CHECKOUT_CALCULATE_TAXES"]}, "syncEvents", "INVALID"),
        ({"customHeaders": '{"Host": "elsewhere"}'}, "customHeaders", "INVALID_CUSTOM_HEADERS"),
        ({"customHeaders": '{"X-A": "b\\r\\nHost: elsewhere"}'}, "customHeaders", "INVALID_CUSTOM_HEADERS"),
    ],
)
def test_what_cannot_be_a_webhook(
    shop: Shop, books: App, given: dict[str, Any], field: str, code: str
) -> None:
    wanted = {
        "name": "w",
        "targetUrl": "https://example.com/in",
        "asyncEvents": ["ORDER_CREATED"],
        "query": ORDERS,
    }
    result = run(CREATE, caller=Caller(app=books), variables={"i": {**wanted, **given}})
    assert result.data is not None
    (error,) = result.data["webhookCreate"]["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert Webhook.objects.count() == 0


def test_an_app_makes_its_own_webhook_from_its_subscription_alone(shop: Shop, books: App) -> None:
    given = {"targetUrl": "https://example.com/in", "query": ORDERS}
    payload = shop.run(CREATE, caller=Caller(app=books), i=given)["webhookCreate"]
    assert payload["errors"] == []
    assert [each["eventType"] for each in payload["webhook"]["asyncEvents"]] == [
        "ORDER_CREATED",
        "ORDER_FULLY_PAID",
    ]
    assert Webhook.objects.get().app == books


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1",
        "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "fc00::1", "fe80::1", "ff02::1",
    ],
)  # fmt: skip
def test_no_address_of_our_own_net_is_called(settings: Any, address: str) -> None:
    settings.STORE_WEBHOOKS_PRIVATE = False
    shown = f"[{address}]" if ":" in address else address
    with pytest.raises(addresses.NotAllowed):
        addresses.target(f"https://{shown}/")


def test_a_name_that_leads_into_our_net_is_not_called(
    shop: Shop, books: App, receiver: Receiver, settings: Any
) -> None:
    made = hook(books, receiver)
    port = receiver.address.rpartition(":")[2]
    Webhook.objects.filter(pk=made.pk).update(target_url=f"https://localhost:{port}/in")
    paid_order(shop)
    settings.STORE_WEBHOOKS_PRIVATE = False
    send_all(is_last=True)
    assert receiver.calls == []
    assert set(EventDelivery.objects.values_list("status", flat=True)) == {DeliveryStatus.FAILED}
    assert "private net" in EventDeliveryAttempt.objects.first().response  # type: ignore[union-attr]


def test_a_redirect_is_not_followed(shop: Shop, books: App, receiver: Receiver) -> None:
    hook(books, receiver, async_events=["ORDER_CREATED"])
    paid_order(shop)
    receiver.statuses, receiver.headers = [302], {"Location": f"{receiver.address}/elsewhere"}
    send_all(is_last=True)
    assert [call.path for call in receiver.calls] == ["/in"]
    assert EventDelivery.objects.get().status == DeliveryStatus.FAILED


def test_an_answer_without_end_is_cut(shop: Shop, books: App, receiver: Receiver) -> None:
    hook(books, receiver, async_events=["ORDER_CREATED"])
    paid_order(shop)
    receiver.pages["/in"] = "x" * 200_000
    send_all(is_last=True)
    attempt = EventDeliveryAttempt.objects.get()
    assert "larger than 65536 bytes" in attempt.response
    assert len(attempt.response) < 1100


def test_what_nobody_took_is_forgotten_after_a_month(shop: Shop, books: App, receiver: Receiver) -> None:
    made = hook(books, receiver)
    for age in (KEPT_FOR + timedelta(days=1), timedelta(days=1)):
        EventDelivery.objects.create(
            webhook=made, event_type="ORDER_CREATED", payload="{}", status="FAILED", created_at=now() - age
        )
    forget_old_deliveries(timestamp=0)
    assert EventDelivery.objects.count() == 1


def test_only_who_manages_apps_sees_the_log(shop: Shop, books: App, receiver: Receiver) -> None:
    made = hook(books, receiver)
    other = create_app(identifier="other", name="Other", permissions=["MANAGE_ORDERS"], now=now())
    assert shop.run(LOG, caller=Caller(app=other), id=gid(made)) == {"webhook": None}
    result = run(LOG, caller=Caller(), variables={"id": gid(made)})
    assert [error["extensions"]["exception"]["code"] for error in result.errors] == ["PermissionDenied"]
    assert shop.run(LOG, caller=Caller(app=books), id=gid(made))["webhook"] == {
        "eventDeliveries": {"edges": []}
    }
    assert json.dumps(made.custom_headers) == "{}"
