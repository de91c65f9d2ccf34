"""The webhook view: only Stripe is heard, once, and quickly."""

import json
import time

import pytest
import stripe
from django.test import Client

from commerce.payments.models import StripeEvent
from jkrlm.kernel.models import OutboxMessage
from tests.payments.fake_store import FakeStore
from tests.payments.local_server import SECRET, Buyer, LocalStripe, Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heard", "stripe_here")]

URL = "/payments/stripe/webhook/"


def event(identifier: str = "evt_1", kind: str = "checkout.session.completed") -> str:
    subject = {"id": "cs_1", "object": "checkout.session"}
    return json.dumps({"id": identifier, "object": "event", "type": kind, "data": {"object": subject}})


def sign(body: str, *, secret: str = SECRET, at: int | None = None) -> str:
    return stripe.WebhookSignature.generate_signature_header(body, secret, at)


def post(client: Client, body: str | bytes, signature: str | None) -> int:
    headers = {} if signature is None else {"Stripe-Signature": signature}
    return client.post(URL, data=body, content_type="application/json", headers=headers).status_code


def kept() -> tuple[int, int]:
    return StripeEvent.objects.count(), OutboxMessage.objects.filter(name="StripeEventReceived").count()


def test_an_event_is_kept_once_with_its_outbox_row(client: Client) -> None:
    body = event()
    assert [post(client, body, sign(body)) for _ in range(3)] == [200, 200, 200]
    assert kept() == (1, 1)
    assert OutboxMessage.objects.get().payload == {"event_id": "evt_1", "type": "checkout.session.completed"}
    assert StripeEvent.objects.get().handled_at is None


def test_a_csrf_cookie_is_not_asked_for() -> None:
    body = event()
    assert post(Client(enforce_csrf_checks=True), body, sign(body)) == 200


def test_what_the_local_server_sends_is_taken_as_it_came(
    client: Client, store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    bought = store.begin()
    buyer.pay(store.initialize(bought)["data"]["redirectUrl"])
    (webhook,) = receiver.wait_for("checkout.session.completed", about=bought.id)
    assert post(client, webhook.body, webhook.signature) == 200
    assert kept() == (1, 1)


def test_an_event_that_nobody_acts_on_is_kept_and_left_alone(client: Client) -> None:
    body = event(kind="customer.created")
    assert post(client, body, sign(body)) == 200
    assert kept() == (1, 0)
    assert StripeEvent.objects.get().handled_at is not None


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "nonsense",
        "t=1,v1=",
        "t=x,v1=ff",
        f"t={2**70},v1=ff",
        "v1=ff",
        "t=1,v1=caf\u00e9",
        "another secret",
        "another body",
        "too old",
    ],
)
def test_a_forged_old_or_missing_signature_is_refused(client: Client, signature: str | None) -> None:
    made = {
        "another secret": sign(event(), secret="whsec_other"),
        "another body": sign(event("evt_2")),
        "too old": sign(event(), at=int(time.time()) - 301),
    }
    signature = made.get(signature or "", signature)
    assert post(client, event(), signature) == 400
    assert kept() == (0, 0)


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        "[]",
        "{}",
        "null",
        '{"id": "evt_1", "type": "x"}',
        '{"id": 5, "type": "x", "data": {"object": {}}}',
        '{"id": "evt_1", "type": "x", "data": {"object": {"n": NaN}}}',
        '{"id": "evt_1", "type": "x", "data": {"object": {"n": "\\u0000"}}}',
        "[" * 50_000,
    ],
)
def test_what_is_signed_and_still_no_event_is_refused(client: Client, body: str) -> None:
    assert post(client, body, sign(body)) == 400
    assert kept() == (0, 0)


def test_broken_utf8_too_much_and_the_wrong_method(client: Client) -> None:
    assert post(client, b"\xff\xfe{}", "t=1,v1=ff") == 400
    large = event() + " " * (256 * 1024)
    assert post(client, large, sign(large)) == 413
    assert client.get(URL).status_code == 405
    assert kept() == (0, 0)


def test_no_secret_means_no_webhook(client: Client, settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert post(client, event(), sign(event(), secret=" ")) == 400
    assert kept() == (0, 0)


def test_without_a_session_there_is_no_such_payment_of_ours(
    client: Client, store: FakeStore, stripe_here: LocalStripe
) -> None:
    from commerce.payments.services.follow_payment import follow_event
    from jkrlm.kernel.clock import now

    body = event()
    post(client, body, sign(body))
    follow_event(event_id="evt_1", store=store, now=now())
    assert StripeEvent.objects.get().handled_at is not None
    assert store.calls == []
