"""Somebody who is not Stripe tells us that an order is paid."""

import json
import time

import httpx
import pytest
import stripe
from django.test import Client

from storefront.models import OrderAccess
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import Shopper
from tests.common.shop_world import Shop
from tests.payments.local_server import SECRET, LocalStripe

URL = "/payments/stripe/webhook/"


def claim(session: str = "cs_forged") -> str:
    """Return what Stripe would say of a session that was paid."""
    subject = {"id": session, "object": "checkout.session", "payment_status": "paid", "status": "complete"}
    event = {"id": "evt_forged", "object": "event", "type": "checkout.session.completed"}
    return json.dumps({**event, "data": {"object": subject}})


def signed(body: str, secret: str = SECRET, at: int | None = None) -> str:
    return stripe.WebhookSignature.generate_signature_header(body, secret, at)


FORGED = {
    "no signature": lambda body: None,
    "an empty signature": lambda body: "",
    "another secret": lambda body: signed(body, "whsec_guessed"),
    "an old signature": lambda body: signed(body, at=int(time.time()) - 3600),
    "a signature of tomorrow's": lambda body: signed(body, at=int(time.time()) + 86_400).replace(
        "v1=", "v0="
    ),
    "a signature of another body": lambda body: signed(body + " "),
    "a signature cut short": lambda body: signed(body)[:-1],
    "garbage": lambda body: "t=x,v1=" + "0" * 64,
    "a flood": lambda body: ",".join(f"v1={number:064x}" for number in range(500)),
}


@pytest.mark.parametrize("how", list(FORGED))
def test_a_forged_claim_is_refused_and_nothing_changes(shop: Shop, how: str) -> None:
    body = claim()
    signature = FORGED[how](body)
    headers = {} if signature is None else {"Stripe-Signature": signature}
    client = Client(raise_request_exception=False)

    with nothing_changes():
        answer = client.post(URL, body, content_type="application/json", headers=headers)

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body", ["", "x", "[]", "1", "null", '{"id": 1}', '{"id": "evt_1", "type": []}', "{" * 9000]
)
def test_signed_but_no_event_is_refused_and_nothing_changes(shop: Shop, body: str) -> None:
    client = Client(raise_request_exception=False)
    with nothing_changes():
        headers = {"Stripe-Signature": signed(body)}
        answer = client.post(URL, body, content_type="application/json", headers=headers)
    assert answer.status_code == 400


def test_a_true_signature_on_a_lie_makes_no_order(
    shopper: Shopper, shop: Shop, card_payments: LocalStripe, deliver_events
) -> None:
    """Whoever stole the secret still cannot say that money came: Stripe itself is asked."""
    shopper.add(shop.piece("Kani shawl", price="3500"))
    shopper.check_pin()
    page = shopper.place("stripe")["Location"]
    session = page.rsplit("/", 1)[1]
    body = claim(session)

    answer = shopper.client.post(
        URL, body, content_type="application/json", headers={"Stripe-Signature": signed(body)}
    )
    deliver_events()

    assert answer.status_code == 200
    assert OrderAccess.objects.get().order_id is None
    assert httpx.get(page).status_code == 200
