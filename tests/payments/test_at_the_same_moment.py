"""Two of everything at once: one payable page, one refund, one event."""

import json

import pytest

from commerce.payments.errors import SessionNotOpen, TransitionRefused
from commerce.payments.gateways import stripe_checkout
from commerce.payments.models import PaymentAction, PaymentAttempt, StripeEvent
from commerce.payments.services import start_payment
from commerce.payments.services.receive_stripe_event import receive_stripe_event
from commerce.payments.states import AttemptState
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxMessage
from tests.common.at_once import at_once
from tests.payments.fake_store import FakeStore
from tests.payments.local_server import Buyer, LocalStripe
from tests.payments.test_webhook import event, sign

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("heard", "stripe_here"),
]


def test_two_payments_of_one_checkout_started_at_once_leave_one_page(store: FakeStore, buyer: Buyer) -> None:
    for _ in range(3):
        first = store.begin()
        others = [first, *(store.begin(first.checkout) for _ in range(3))]
        answers = at_once(*(lambda each=each: store.initialize(each) for each in others))
        payable = PaymentAttempt.objects.filter(source_id=first.checkout, state=AttemptState.OPEN)
        assert payable.count() <= 1
        pages = [answer["data"]["redirectUrl"] for answer in answers if "data" in answer]
        open_pages = [page for page in pages if buyer.browser.get(page).status_code == 200]
        assert open_pages == [attempt.session_url for attempt in payable]
        for answer in answers:
            assert answer["result"] in ("CHARGE_ACTION_REQUIRED", "CHARGE_FAILURE")


def test_the_same_payment_started_at_once_is_one_session(store: FakeStore) -> None:
    bought = store.begin()
    answers = at_once(*(lambda: store.initialize(bought) for _ in range(4)))
    assert len({answer["data"]["redirectUrl"] for answer in answers}) == 1
    assert PaymentAttempt.objects.count() == 1


def test_the_same_refund_asked_at_once_is_sent_once(store: FakeStore, buyer: Buyer) -> None:
    bought = store.begin()
    buyer.pay(store.initialize(bought)["data"]["redirectUrl"])
    store.process(bought)
    answers = at_once(*(lambda: store.ask(bought, "REFUND", "700.00") for _ in range(4)))
    assert {answer["result"] for answer in answers} == {"REFUND_SUCCESS"}
    assert len({answer["pspReference"] for answer in answers}) == 1
    assert PaymentAction.objects.count() == 1


def test_the_same_event_received_at_once_is_kept_once() -> None:
    body = event("evt_at_once")
    header = sign(body)
    news = at_once(
        *(lambda: receive_stripe_event(body=body.encode(), signature=header, now=now()) for _ in range(6))
    )
    assert sorted(news) == [False] * 5 + [True]
    assert StripeEvent.objects.count() == 1
    assert OutboxMessage.objects.filter(payload__event_id=json.loads(body)["id"]).count() == 1


def test_a_page_opened_for_a_payment_that_was_closed_meanwhile_is_closed(
    store: FakeStore, buyer: Buyer, stripe_here: LocalStripe, settings
) -> None:
    """The slow first request finds its attempt replaced: its page is never handed out and cannot be paid."""
    from commerce.payments.errors import PaymentNotPossible
    from commerce.payments.gateways import stripe_checkout

    slow = store.begin()
    here = settings.STRIPE_API_BASE
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    store.initialize(slow)
    settings.STRIPE_API_BASE = here
    stale = PaymentAttempt.objects.get(transaction_id=slow.id)
    quick = store.initialize(store.begin(slow.checkout))
    assert quick["result"] == "CHARGE_ACTION_REQUIRED"
    stale_session = stripe_checkout.open_session(
        stripe_checkout.NewSession(
            transaction_id=slow.id,
            source_id=slow.checkout,
            amount=stale.amount,
            currency="INR",
            title="Umeed order",
            email="",
            success_url=stale.return_url,
            cancel_url=stale.cancel_url,
            expires_at=stale.created_at + start_payment.SESSION_LIFE,
        )
    )
    with pytest.raises(PaymentNotPossible):
        start_payment._hand_out(stale, stale_session, now=now())
    assert buyer.browser.get(stale_session.url).status_code == 410
    assert store.initialize(slow)["result"] == "CHARGE_FAILURE"
    assert buyer.browser.get(quick["data"]["redirectUrl"]).status_code == 200


def test_a_page_opened_since_we_looked_is_closed_not_forgotten(store: FakeStore, buyer: Buyer) -> None:
    """Who gives an attempt up because it has no session yet must look again, or two pages could be paid."""
    bought = store.begin()
    page = store.initialize(bought)["data"]["redirectUrl"]
    seen_before = PaymentAttempt.objects.get(transaction_id=bought.id)
    seen_before.session_id, seen_before.state = "", AttemptState.CREATED
    with pytest.raises(TransitionRefused):
        start_payment._close(seen_before, now=now(), reason="another way to pay was chosen")
    assert PaymentAttempt.objects.get(pk=seen_before.pk).state == AttemptState.OPEN
    assert buyer.browser.get(page).status_code == 200

    again = start_payment.close_attempt(
        attempt=seen_before, now=now(), reason="another way to pay was chosen"
    )
    assert again.state == AttemptState.CANCELED
    assert buyer.browser.get(page).status_code == 410


def test_a_page_that_stripe_would_not_close_stays_the_only_way_to_pay(
    store: FakeStore, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 400 for another reason than that it is over: the page can be paid, so nothing is started beside it."""
    first = store.begin()
    page = store.initialize(first)["data"]["redirectUrl"]

    def refused(session_id: str) -> None:
        raise SessionNotOpen("This account cannot do that now.")

    with monkeypatch.context() as stripe_says:
        stripe_says.setattr(stripe_checkout, "expire_session", refused)
        answer = store.initialize(store.begin(first.checkout))
        assert store.ask(first, "CANCEL", None)["result"] == "CANCEL_FAILURE"
    assert answer["result"] == "CHARGE_FAILURE" and "data" not in answer
    assert PaymentAttempt.objects.get(transaction_id=first.id).state == AttemptState.OPEN
    assert buyer.browser.get(page).status_code == 200

    other = store.initialize(store.begin(first.checkout))["data"]["redirectUrl"]
    assert [buyer.browser.get(each).status_code for each in (page, other)] == [410, 200]
