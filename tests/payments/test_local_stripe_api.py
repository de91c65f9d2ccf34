"""The local server, driven through the real ``stripe`` library."""

import json
import time

import httpx
import pytest
import stripe

from tests.payments.local_server import Buyer, LocalStripe, Receiver, wait_until


@pytest.fixture
def api(stripe_here: LocalStripe) -> stripe.StripeClient:
    return stripe.StripeClient(
        "sk_test_anything",
        base_addresses={"api": stripe_here.address},
        http_client=stripe.HTTPXClient(timeout=10, allow_sync_methods=True),
        max_network_retries=0,
    )


def new_session(api: stripe.StripeClient, *, paise: int = 250_000, key: str | None = None, **more):
    params = {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "inr",
                    "unit_amount": paise,
                    "product_data": {"name": "Shawl <b>&</b>"},
                },
            }
        ],
        "success_url": "http://shop.test/back?s={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.test/left",
        "metadata": {"transaction": "T1"},
        **more,
    }
    return api.v1.checkout.sessions.create(params, {"idempotency_key": key} if key else {})


def look(api: stripe.StripeClient, session_id: str):
    return api.v1.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent.latest_charge"]})


def test_a_card_is_charged_once_however_often_the_button_is_pressed(
    api: stripe.StripeClient, buyer: Buyer, receiver: Receiver
) -> None:
    session = new_session(api)
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 250_000)
    secret = buyer.secret(session.url)
    form = {"secret": secret, "number": "4242424242424242", "expiry": "1/40", "cvc": "123"}
    answers = [buyer.browser.post(session.url, data=form) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert {answer.headers["location"] for answer in answers} == {f"http://shop.test/back?s={session.id}"}
    paid = look(api, session.id)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.payment_intent.status == "succeeded"
    assert paid.payment_intent.amount_received == 250_000
    assert len(api.v1.charges.list({"payment_intent": paid.payment_intent.id}).data) == 1
    intent = paid.payment_intent.id
    receiver.wait_for("checkout.session.completed", about=intent)
    assert sorted(receiver.kinds(intent)) == [
        "charge.succeeded",
        "checkout.session.completed",
        "payment_intent.succeeded",
    ]


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ("4000 0000 0000 0002", "Your card was declined."),
        ("4000 0000 0000 9995", "Your card has insufficient funds."),
    ],
)
def test_a_declined_card_leaves_the_page_open_for_another(
    api: stripe.StripeClient, buyer: Buyer, card: str, sentence: str
) -> None:
    session = new_session(api)
    declined = buyer.pay(session.url, card)
    assert declined.status_code == 402
    assert sentence in declined.text
    still = look(api, session.id)
    assert (still.status, still.payment_intent.last_payment_error.message) == ("open", sentence)
    assert buyer.pay(session.url).status_code == 303
    assert look(api, session.id).payment_status == "paid"


def test_the_bank_may_approve_or_refuse(api: stripe.StripeClient, buyer: Buyer) -> None:
    session = new_session(api)
    asked = buyer.pay(session.url, "4000002500003155")
    assert (asked.status_code, asked.headers["location"]) == (303, f"/pay/{session.id}/bank")
    assert look(api, session.id).payment_intent.status == "requires_action"
    refused = buyer.at_bank(session.url, "refuse")
    assert refused.status_code == 402
    assert "nothing was paid" in refused.text
    buyer.pay(session.url, "4000002500003155")
    assert buyer.at_bank(session.url, "approve").headers["location"].startswith("http://shop.test/back")
    assert look(api, session.id).payment_status == "paid"


def test_leaving_costs_nothing_and_the_session_can_be_closed(api: stripe.StripeClient, buyer: Buyer) -> None:
    session = new_session(api)
    assert 'href="http://shop.test/left"' in buyer.browser.get(session.url).text
    closed = api.v1.checkout.sessions.expire(session.id)
    assert (closed.status, closed.url) == ("expired", None)
    gone = buyer.browser.get(session.url)
    assert gone.status_code == 410
    assert "http://shop.test/left" in gone.text
    with pytest.raises(stripe.InvalidRequestError, match="status of expired"):
        api.v1.checkout.sessions.expire(session.id)


def test_a_paid_session_cannot_be_closed(api: stripe.StripeClient, buyer: Buyer) -> None:
    session = new_session(api)
    buyer.pay(session.url)
    with pytest.raises(stripe.InvalidRequestError, match="status of complete"):
        api.v1.checkout.sessions.expire(session.id)
    assert look(api, session.id).payment_status == "paid"


def test_the_same_key_gives_the_same_answer_and_another_body_is_refused(api: stripe.StripeClient) -> None:
    first = new_session(api, key="same-key")
    again = new_session(api, key="same-key")
    assert again.id == first.id
    with pytest.raises(stripe.IdempotencyError):
        new_session(api, key="same-key", paise=1)
    assert [each.id for each in api.v1.checkout.sessions.list({"limit": 1}).data] == [first.id]


def test_refunds_never_exceed_the_charge(api: stripe.StripeClient, buyer: Buyer, receiver: Receiver) -> None:
    session = new_session(api)
    buyer.pay(session.url)
    intent = look(api, session.id).payment_intent.id
    part = api.v1.refunds.create(
        {"payment_intent": intent, "amount": 100_000}, {"idempotency_key": f"r{intent}"}
    )
    same = api.v1.refunds.create(
        {"payment_intent": intent, "amount": 100_000}, {"idempotency_key": f"r{intent}"}
    )
    assert (part.status, same.id) == ("succeeded", part.id)
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.refunds.create({"payment_intent": intent, "amount": 150_001})
    rest = api.v1.refunds.create({"payment_intent": intent})
    assert rest.amount == 150_000
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.refunds.create({"payment_intent": intent})
    assert refused.value.code == "charge_already_refunded"
    listed = api.v1.refunds.list({"payment_intent": intent}).data
    assert [each.id for each in listed] == [rest.id, part.id]
    receiver.wait_for("charge.refunded", count=2, about=intent)


def test_a_refund_may_be_slow_or_fail_later(api: stripe.StripeClient, buyer: Buyer) -> None:
    for card, first, last in (
        ("4000000000007726", "pending", "succeeded"),
        ("4000000000005126", "succeeded", "failed"),
    ):
        session = new_session(api)
        buyer.pay(session.url, card)
        made = api.v1.refunds.create({"payment_intent": look(api, session.id).payment_intent.id})
        assert made.status == first
        wait_until(lambda made=made, last=last: api.v1.refunds.retrieve(made.id).status == last, last)


def test_a_dispute_comes_later_and_can_be_lost(
    api: stripe.StripeClient, buyer: Buyer, receiver: Receiver
) -> None:
    session = new_session(api)
    buyer.pay(session.url, "4000000000000259")
    receiver.wait_for("charge.dispute.created")
    charge = look(api, session.id).payment_intent.latest_charge
    assert charge.disputed
    (dispute,) = api.v1.disputes.list({"payment_intent": charge.payment_intent}).data
    assert (dispute.status, dispute.amount) == ("needs_response", 250_000)
    assert api.v1.disputes.close(dispute.id).status == "lost"
    receiver.wait_for("charge.dispute.closed")


def test_webhooks_late_twice_disordered_never(
    api: stripe.StripeClient, buyer: Buyer, receiver: Receiver
) -> None:
    def paid(webhooks: str) -> str:
        session = new_session(api)
        buyer.pay(session.url, webhooks=webhooks)
        return look(api, session.id).payment_intent.id

    started = time.time()
    (late,) = receiver.wait_for("checkout.session.completed", about=paid("late"))
    assert late.at - started >= 0.6

    first, second = receiver.wait_for("checkout.session.completed", count=2, about=paid("twice"))
    assert json.loads(first.body)["id"] == json.loads(second.body)["id"]

    intent = paid("disordered")
    receiver.wait_for("charge.succeeded", about=intent)
    assert receiver.kinds(intent) == [
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
    ]

    intent = paid("never")
    time.sleep(0.3)
    assert receiver.kinds(intent) == []
    newest = api.v1.events.list({"type": "checkout.session.completed", "limit": 1}).data[0]
    assert newest.data.object["payment_intent"] == intent


def test_a_slow_bank_pays_or_refuses_later(
    api: stripe.StripeClient, buyer: Buyer, receiver: Receiver
) -> None:
    good, bad = new_session(api), new_session(api)
    assert buyer.pay(good.url, settlement="slow-success").status_code == 303
    buyer.pay(bad.url, settlement="slow-failure")
    pending = look(api, good.id)
    assert (pending.status, pending.payment_status) == ("complete", "unpaid")
    assert pending.payment_intent.status == "processing"
    receiver.wait_for("checkout.session.async_payment_succeeded")
    receiver.wait_for("checkout.session.async_payment_failed")
    assert look(api, good.id).payment_status == "paid"
    assert look(api, bad.id).payment_status == "unpaid"


def test_a_webhook_that_is_not_taken_comes_again_and_is_signed_each_time(
    api: stripe.StripeClient, buyer: Buyer, receiver: Receiver
) -> None:
    receiver.statuses[:] = [500, 302, 500]
    session = new_session(api)
    buyer.pay(session.url)
    wait_until(lambda: len(receiver.received) >= 6, "three events, three of them again")
    for webhook in receiver.received:
        assert stripe.WebhookSignature.verify_header(webhook.body, webhook.signature, "whsec_test", 300)


def test_what_was_done_survives_kill_9(
    api: stripe.StripeClient, stripe_here: LocalStripe, buyer: Buyer, receiver: Receiver
) -> None:
    receiver.statuses[:] = [500] * 3
    session = new_session(api, key="before-the-kill")
    buyer.pay(session.url)
    stripe_here.kill()
    stripe_here.start()
    assert look(api, session.id).payment_status == "paid"
    assert new_session(api, key="before-the-kill").id == session.id
    receiver.statuses.clear()
    receiver.wait_for("checkout.session.completed", seconds=45)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"mode": "subscription"}, "mode"),
        ({"line_items": []}, "line_items"),
        ({"success_url": "javascript:alert(1)"}, "success_url"),
        ({"success_url": "http://[::1"}, "success_url"),
        ({"customer_email": "nobody"}, "customer_email"),
        ({"expires_at": 12}, "expires_at"),
        ({"surprise": "1"}, "surprise"),
    ],
)
def test_bad_parameters_are_refused_as_stripe_refuses(
    api: stripe.StripeClient, params: dict, field: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        new_session(api, **params)
    assert refused.value.http_status == 400
    assert refused.value.param == field


@pytest.mark.parametrize("paise", [-5, 0, 49, 100_000_000])
def test_an_amount_that_no_card_takes_is_refused(api: stripe.StripeClient, paise: int) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        new_session(api, paise=paise)


def test_keys_are_asked_for_and_live_keys_kept_out(stripe_here: LocalStripe) -> None:
    for headers in ({}, {"Authorization": "Bearer sk_live_x"}, {"Authorization": "Basic !!!"}):
        answer = httpx.get(f"{stripe_here.address}/v1/events", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["error"]["type"] == "invalid_request_error"


def test_nonsense_is_refused_and_never_an_error_of_ours(stripe_here: LocalStripe) -> None:
    key = {"Authorization": "Bearer sk_test_x", "Content-Type": "application/x-www-form-urlencoded"}
    address = stripe_here.address

    def post(path: str, body: bytes) -> int:
        return httpx.post(f"{address}{path}", content=body, headers=key).status_code

    assert post("/v1/checkout/sessions", b"\xff\xfe") == 400
    assert post("/v1/checkout/sessions", b"mode=%ff%fe") == 400
    assert post("/v1/checkout/sessions", b"a[b]=1&a=2") == 400
    assert post("/v1/checkout/sessions", b"a=2&a[b]=1") == 400
    assert post("/v1/checkout/sessions", b"a[b][c][d][e][f][g]=1") == 400
    assert post("/v1/checkout/sessions", b"&".join(b"a%d=1" % n for n in range(900))) == 400
    assert post("/v1/refunds", b"payment_intent=pi_nobody") == 404
    assert post("/v1/refunds", b"payment_intent[x]=pi_nobody") == 400
    assert post("/v1/checkout/sessions/cs_no/expire", b"") == 404
    assert post("/v1/nothing", b"") == 404
    assert post("/v1/checkout/sessions", b"x" * 300_000) == 413
    for path in (
        "/v1/refunds/re_no",
        "/v1/checkout/sessions/%00",
        "/v1/",
        "/nothing",
        "/pay/cs_no",
        "/pay/%f0",
    ):
        assert httpx.get(f"{address}{path}", headers=key).status_code == 404
    assert httpx.get(f"{address}/v1/events?limit=9999", headers=key).status_code == 400
    assert httpx.get(f"{address}/v1/events?starting_after=evt_no", headers=key).status_code == 404
    assert httpx.request("PATCH", f"{address}/pay/x").status_code == 501
    assert httpx.put(f"{address}/pay/x").status_code == 405
