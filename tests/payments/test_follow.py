"""Stripe speaks late, twice and out of order; the store hears the truth, once."""

import json

import pytest

from commerce.facade import StoreUnavailable
from commerce.payments.models import PaymentAction, PaymentAttempt, StripeEvent
from commerce.payments.services.follow_payment import follow_event
from commerce.payments.states import AttemptState
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxMessage
from tests.payments.fake_store import FakeStore, Transaction
from tests.payments.local_server import Buyer, Receiver, Webhook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heard", "stripe_here")]


def keep(webhook: Webhook) -> str:
    """Keep a webhook as the view does; returns the event's id."""
    body = json.loads(webhook.body)
    StripeEvent.objects.get_or_create(
        event_id=body["id"], defaults={"type": body["type"], "body": body, "received_at": now()}
    )
    return body["id"]


def follow(store: FakeStore, *webhooks: Webhook) -> None:
    for webhook in webhooks:
        follow_event(event_id=keep(webhook), store=store, now=now())


def attempt(transaction: Transaction) -> PaymentAttempt:
    return PaymentAttempt.objects.get(transaction_id=transaction.id)


def buy(store: FakeStore, buyer: Buyer, card: str = "4242 4242 4242 4242", **controls: str) -> Transaction:
    bought = store.begin()
    buyer.pay(store.initialize(bought)["data"]["redirectUrl"], card, **controls)
    return bought


def test_a_webhook_tells_the_store_of_the_charge_once(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    bought = buy(store, buyer)
    (webhook,) = receiver.wait_for("checkout.session.completed", about=bought.id)
    follow(store, webhook, webhook)
    reference = attempt(bought).payment_intent_id
    assert [event[0] for event in bought.events] == ["CHARGE_ACTION_REQUIRED", "CHARGE_SUCCESS"]
    assert bought.events[-1][2] == reference
    assert (bought.charged, attempt(bought).state) == (attempt(bought).amount, AttemptState.CHARGED)
    # The buyer's own return says the same with the same reference.
    assert store.process(bought)["pspReference"] == reference
    assert bought.charged == attempt(bought).amount


def test_the_return_first_and_the_webhook_after_is_the_same(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    bought = buy(store, buyer, webhooks="late")
    store.process(bought)
    follow(store, *receiver.wait_for("checkout.session.completed", about=bought.id))
    assert store.already_processed == 1
    assert bought.charged == attempt(bought).amount


def test_an_expiry_is_a_failure_and_repeated_changes_nothing(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    from commerce.payments.gateways import stripe_checkout

    bought = store.begin()
    store.initialize(bought)
    stripe_checkout.expire_session(attempt(bought).session_id)
    (webhook,) = receiver.wait_for("checkout.session.expired", about=bought.id)
    follow(store, webhook, webhook)
    assert (bought.events[-1][0], bought.charged) == ("CHARGE_FAILURE", 0)
    assert attempt(bought).state == AttemptState.EXPIRED


def test_a_refund_heard_of_before_the_charge_gives_the_same_sum(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    """Refunded in Stripe's own dashboard; the webhooks arrive in the wrong order."""
    from commerce.payments.gateways import stripe_checkout

    bought = buy(store, buyer)
    (completed,) = receiver.wait_for("checkout.session.completed", about=bought.id)
    intent = stripe_checkout.look_up(attempt(bought).session_id).intent_id
    stripe_checkout.client().v1.refunds.create({"payment_intent": intent, "amount": 23_450})
    (refunded,) = receiver.wait_for("charge.refunded", about=intent)
    follow(store, refunded, completed, refunded)
    assert [event[0] for event in bought.events[1:]] == ["CHARGE_SUCCESS", "REFUND_SUCCESS"]
    assert str(bought.charged) == "1000.00"
    assert PaymentAction.objects.count() == 1


def test_a_refund_that_fails_later_is_reported_and_the_money_is_held_again(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    bought = buy(store, buyer, "4000000000005126")
    store.process(bought)
    store.book(bought, store.ask(bought, "REFUND", "1234.50"))
    assert attempt(bought).state == AttemptState.REFUNDED
    follow(store, *receiver.wait_for("refund.failed", about=attempt(bought).payment_intent_id))
    assert bought.events[-1][0] == "REFUND_FAILURE"
    assert bought.events[-1][2] == bought.events[-2][2]
    assert attempt(bought).state == AttemptState.CHARGED


def test_a_refund_that_failed_is_told_to_our_rooms_although_the_stores_answer_was_lost(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    bought = buy(store, buyer, "4000000000005126")
    store.process(bought)
    PaymentAttempt.objects.filter(transaction_id=bought.id).update(order_id="T3JkZXI6MQ==")
    store.book(bought, store.ask(bought, "REFUND", "1234.50"))
    (failed, *_) = receiver.wait_for("refund.failed", about=attempt(bought).payment_intent_id)
    told = OutboxMessage.objects.filter(name="RefundFailed")

    store.lost_after = "REFUND_FAILURE"
    with pytest.raises(StoreUnavailable):
        follow(store, failed)
    assert (bought.events[-1][0], told.count()) == ("REFUND_FAILURE", 0)

    store.lost_after = ""
    for _ in range(3):
        StripeEvent.objects.update(handled_at=None)
        follow(store, failed)
    (message,) = told
    assert message.payload == {"order": "T3JkZXI6MQ==", "reference": bought.events[-1][2]}


def test_a_slow_refund_is_reported_under_the_reference_that_the_store_was_given(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    bought = buy(store, buyer, "4000000000007726")
    store.process(bought)
    pending = store.ask(bought, "REFUND", "1234.50")
    follow(store, *receiver.wait_for("refund.updated", about=attempt(bought).payment_intent_id))
    assert bought.events[-1] == ("REFUND_SUCCESS", attempt(bought).amount, pending["pspReference"])
    assert attempt(bought).state == AttemptState.REFUNDED


def test_a_dispute_is_news_first_and_a_charge_back_when_it_is_lost(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    from commerce.payments.gateways import stripe_checkout

    bought = buy(store, buyer, "4000000000000259")
    store.process(bought)
    intent = attempt(bought).payment_intent_id
    (opened,) = receiver.wait_for("charge.dispute.created", about=intent)
    follow(store, opened)
    assert bought.events[-1][0] == "INFO"
    assert bought.charged == attempt(bought).amount
    stripe_checkout.client().v1.disputes.close(json.loads(opened.body)["data"]["object"]["id"])
    follow(store, *receiver.wait_for("charge.dispute.closed", about=intent))
    assert (bought.events[-1][0], bought.charged) == ("CHARGE_BACK", 0)


def test_a_slow_bank_is_no_news_before_it_has_decided(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    good = buy(store, buyer, settlement="slow-success")
    bad = buy(store, buyer, settlement="slow-failure")
    for bought in (good, bad):
        before = list(bought.events)
        follow(store, *receiver.wait_for("checkout.session.completed", about=bought.id))
        assert bought.events == before
    follow(store, *receiver.wait_for("checkout.session.async_payment_succeeded", about=good.id))
    follow(store, *receiver.wait_for("checkout.session.async_payment_failed", about=bad.id))
    assert good.events[-1][0] == "CHARGE_SUCCESS"
    assert bad.events[-1][0] == "CHARGE_FAILURE"
    assert (attempt(good).state, attempt(bad).state) == (AttemptState.CHARGED, AttemptState.FAILED)


def test_a_bank_that_refused_before_anybody_asked(store: FakeStore, buyer: Buyer, receiver: Receiver) -> None:
    """The first thing that we hear is the end: its event overtook the others."""
    bought = buy(store, buyer, settlement="slow-failure")

    follow(store, *receiver.wait_for("checkout.session.async_payment_failed", about=bought.id))

    assert (bought.events[-1][0], attempt(bought).state) == ("CHARGE_FAILURE", AttemptState.FAILED)


def test_a_store_that_does_not_answer_is_told_later(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    bought = buy(store, buyer)
    (webhook,) = receiver.wait_for("checkout.session.completed", about=bought.id)
    store.down = True
    with pytest.raises(StoreUnavailable):
        follow(store, webhook)
    assert (bought.charged, attempt(bought).state) == (0, AttemptState.CHARGED)
    assert StripeEvent.objects.get().handled_at is None
    store.down = False
    follow(store, webhook)
    assert bought.charged == attempt(bought).amount
    assert StripeEvent.objects.get().handled_at is not None


def test_money_for_a_transaction_that_the_store_lost_goes_back(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    from commerce.payments.gateways import stripe_checkout

    bought = buy(store, buyer)
    del store.transactions[bought.id]
    follow(store, *receiver.wait_for("checkout.session.completed", about=bought.id))
    held = attempt(bought)
    assert (held.state, held.return_reason) == (AttemptState.REFUNDED, "TRANSACTION_NOT_FOUND")
    assert stripe_checkout.look_up(held.session_id).refunded == held.amount
    assert OutboxMessage.objects.filter(name="PaymentReturned").count() == 1


def test_a_session_whose_opening_was_cut_short_is_found_by_its_metadata(
    store: FakeStore, buyer: Buyer, receiver: Receiver
) -> None:
    """The answer of Stripe was lost with the process; the same transaction asked again gets the same page."""
    bought = buy(store, buyer)
    PaymentAttempt.objects.update(session_id="", session_url="", state=AttemptState.CREATED)
    follow(store, *receiver.wait_for("checkout.session.completed", about=bought.id))
    assert (attempt(bought).state, bought.charged) == (AttemptState.CHARGED, attempt(bought).amount)
