"""What an operator watches: counted by route, told to who has the token, and to nobody else."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from commerce.payments.models import PaymentAttempt
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery, OutboxMessage
from jkrlm.kernel.version import VERSION
from jkrlm.metrics import FIGURES
from jkrlm.people.models import SmsMessage
from storefront.models import MailMessage, OrderAccess

pytestmark = pytest.mark.django_db
TOKEN = "watch-me-if-you-can"
ROOT = Path(__file__).resolve().parent.parent.parent


def read(client: Client, token: str = TOKEN) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain")
    lines = [line for line in answer.content.decode().splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


def test_strangers_find_nothing(client: Client, settings) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for shown in ("", "Bearer ", "Bearer wrong", f"Basic {TOKEN}"):
        assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404
    assert client.post("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 405


def test_requests_are_counted_by_route_and_never_by_address(client: Client, settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    secret = "Zk3-9vQm1xT0aPq_LrW8sY"
    key = 'umeed_requests_total{method="GET",route="storefront:order",status="404"}'
    before = read(client).get(key, 0)
    client.get(f"/orders/{secret}/")
    found = read(client)
    assert found[key] == before + 1
    assert not any(secret in name for name in found)


def test_what_waits_is_told(client: Client, settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert read(client)["umeed_events_dead"] == 0
    message = OutboxMessage.objects.create(name="PayoutPaid", payload={})
    OutboxDelivery.objects.create(message=message, reaction="nobody", state=DeliveryState.DEAD)
    OutboxDelivery.objects.create(message=message, reaction="somebody")
    found = read(client)
    assert (found["umeed_events_dead"], found["umeed_events_waiting"]) == (1, 1)
    assert found["umeed_events_late_seconds"] >= 0 == found["umeed_tasks_failed"]


def test_orders_payments_and_what_did_not_leave_are_told_by_state(client: Client, settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    OrderAccess.objects.create(checkout_id="C1", order_id="O1")
    OrderAccess.objects.create(checkout_id="C2")
    long_ago = now() - timedelta(hours=1)
    for place, (state, ago) in enumerate((("FAILED", now()), ("CHARGED", now()), ("CHARGED", long_ago))):
        PaymentAttempt.objects.create(
            transaction_id=f"T{place}",
            source_id=f"C{place}",
            source_kind="Checkout",
            method="stripe",
            amount=100,
            currency="INR",
            state=state,
            payment_intent_id=f"pi_{place}",
            session_id=f"cs_{place}",
            changed_at=ago,
        )
    SmsMessage.objects.create(to="+919419000001", template="sign-in-code", language="en", state="refused")
    MailMessage.objects.create(kind="account", reference="letter:1", to="a@b.example", created_at=long_ago)
    message = OutboxMessage.objects.create(name="PayoutPaid", payload={}, issued_at=long_ago)
    OutboxDelivery.objects.create(message=message, reaction="x", next_at=now() + timedelta(hours=6))
    found = read(client)
    assert found["umeed_orders"] == 1
    assert found['umeed_payments{method="stripe",state="FAILED"}'] == 1
    assert found['umeed_payments{method="stripe",state="CHARGED"}'] == 2
    assert found["umeed_payments_without_order"] == 1
    assert found['umeed_sms{channel="sms",state="refused"}'] == 1
    assert found["umeed_mails_waiting"] == 1 and found["umeed_mails_late_seconds"] >= 3590
    assert found["umeed_events_oldest_seconds"] >= 3590 > found["umeed_events_late_seconds"]
    assert found[f'umeed_info{{version="{VERSION}"}}'] == 1
    assert not [name for name in found if "9419" in name or "@" in name or "O1" in name]


def test_every_figure_is_in_the_operators_list() -> None:
    listed = set(
        re.findall(r"^\| `(umeed_[a-z_]+)", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    )
    told = {figure.name for figure in FIGURES} | {
        "umeed_info",
        "umeed_requests_total",
        "umeed_request_seconds",
    }
    assert listed == told
