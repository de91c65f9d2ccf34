"""What an operator watches: counted by route, told to who has the token, and to nobody else."""

import pytest
from django.test import Client

from jkrlm.kernel.models import DeliveryState, OutboxDelivery, OutboxMessage

pytestmark = pytest.mark.django_db
TOKEN = "watch-me-if-you-can"


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
