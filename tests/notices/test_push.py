"""Push messages: encrypted for one browser, signed by us, to services that we know and to no other address."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from jkrlm.kernel import clock, relay
from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from jkrlm.kernel.outbox import Event
from sellers.notices import facade
from sellers.notices.models import Notice, PushDevice
from sellers.notices.services.push_notice import push_notice
from tests.notices.conftest import Browser, PushService
from tests.portal.world import OFFICER, Phone, Village

pytestmark = pytest.mark.django_db

DEVICE = "/sell/notices/device/"


def subscribe(phone: Phone, given: object, method: str = "post"):
    return getattr(phone.client, method)(DEVICE, json.dumps(given), content_type="application/json")


def returned(reference: str = "PO-1") -> None:
    payload = {"group": "KZ09", "reference": reference, "amount": "700"}
    facade.on_payout_returned(Event(1, "PayoutReturned", payload, clock.now()))


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_notice_is_shown_by_her_phone(village: Village, crp: Phone, push_service: PushService) -> None:
    browser = Browser()
    assert subscribe(crp, browser.subscription(push_service.url)).status_code == 204
    assert subscribe(crp, browser.subscription(push_service.url)).status_code == 204
    assert PushDevice.objects.count() == 1
    assert browser.secret.hex() not in bytes(PushDevice.objects.get().secret).hex()

    returned()
    relay.drain()

    ((headers, body),) = push_service.received
    message = browser.read(body)
    assert message["title"] == "A payment came back"
    assert "₹700" in message["body"]
    assert headers["ttl"] == "86400"
    assert headers["content-encoding"] == "aes128gcm"
    token = headers["authorization"].removeprefix("vapid t=").split(",")[0]
    head, claims, signature = token.split(".")
    said = json.loads(unpadded(claims))
    assert said["aud"] == "https://fcm.googleapis.com"
    point = unpadded(facade.public_key())
    raw = unpadded(signature)
    dss = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    key.verify(dss, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize("answer", [404, 410, 403])
def test_a_browser_that_takes_no_more_is_forgotten(
    village: Village, crp: Phone, push_service: PushService, answer: int
) -> None:
    subscribe(crp, Browser().subscription(push_service.url))
    push_service.answer = answer
    returned()
    relay.drain()
    assert not PushDevice.objects.exists()
    assert (
        not OutboxDelivery.objects.exclude(state=DeliveryState.DONE)
        .filter(reaction__contains="on_notice")
        .exists()
    )


def test_a_service_that_is_down_is_asked_again(
    village: Village, crp: Phone, push_service: PushService
) -> None:
    browser = Browser()
    subscribe(crp, browser.subscription(push_service.url))
    push_service.answer = 503
    returned()
    with pytest.raises(facade.PushUnavailable):
        push_notice(notice_id=Notice.objects.get(person=village.people["Shazia Bano"]).pk)
    assert PushDevice.objects.count() == 1
    push_service.answer = 201
    assert push_notice(notice_id=Notice.objects.get(person=village.people["Shazia Bano"]).pk) == 1


def test_what_she_has_seen_is_not_pushed_any_more(
    village: Village, crp: Phone, push_service: PushService
) -> None:
    subscribe(crp, Browser().subscription(push_service.url))
    returned()
    crp.client.get("/sell/notices/")
    relay.drain()
    assert push_service.received == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8080/x",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "https://[",
        "",
    ],
)
def test_a_browser_cannot_send_us_to_another_address(village: Village, crp: Phone, endpoint: str) -> None:
    assert subscribe(crp, Browser().subscription(endpoint)).status_code in (400, 422)
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        [],
        "x",
        None,
        {"endpoint": "https://fcm.googleapis.com/x"},
        {"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": 7, "auth": []}},
        {"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "é", "auth": "é"}},
    ],
)
def test_what_is_no_subscription_is_refused(village: Village, crp: Phone, given: object) -> None:
    assert subscribe(crp, given).status_code in (400, 422)
    assert not PushDevice.objects.exists()


def test_a_phone_is_taken_off_by_its_owner_alone(
    village: Village, crp: Phone, push_service: PushService
) -> None:
    browser = Browser()
    subscribe(crp, browser.subscription(push_service.url))
    officer = Phone(OFFICER).trust()
    assert subscribe(officer, browser.subscription(push_service.url), "delete").status_code == 204
    officer.client.post("/sell/notices/no-devices/")
    assert PushDevice.objects.count() == 1
    assert subscribe(crp, browser.subscription(push_service.url), "delete").status_code == 204
    assert not PushDevice.objects.exists()
    for number in range(7):
        subscribe(crp, browser.subscription(f"{push_service.url}-{number}"))
    assert PushDevice.objects.count() == 5
    crp.client.post("/sell/notices/no-devices/")
    assert not PushDevice.objects.exists()
