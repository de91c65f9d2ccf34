"""No money without an order or a refund: completion, refusal, crash points, the sweep."""

from datetime import datetime, timedelta

import pytest

from commerce.facade import StoreUnavailable
from commerce.payments import facade
from commerce.payments.errors import CompletionPostponed
from commerce.payments.gateways import stripe_checkout
from commerce.payments.models import PaymentAttempt
from commerce.payments.services.place_or_return import place_or_return, settle
from commerce.payments.services.settle_abandoned import settle_abandoned
from commerce.payments.states import AttemptState
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxMessage
from tests.payments.fake_store import FakeStore, Transaction
from tests.payments.local_server import Buyer, LocalStripe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heard", "stripe_here")]


def attempt(transaction: Transaction) -> PaymentAttempt:
    return PaymentAttempt.objects.get(transaction_id=transaction.id)


def at_stripe(transaction: Transaction) -> tuple[str, str]:
    """Return (outcome, what went back) as Stripe has it."""
    facts = stripe_checkout.look_up(attempt(transaction).session_id)
    return facts.outcome, str(facts.refunded)


def paid(store: FakeStore, buyer: Buyer, *, told: bool = True, **controls: str) -> Transaction:
    bought = store.begin()
    buyer.pay(store.initialize(bought)["data"]["redirectUrl"], **controls)
    if told:
        store.process(bought)
    return bought


def returned() -> list[dict]:
    return [message.payload for message in OutboxMessage.objects.filter(name="PaymentReturned")]


def sweep(store: FakeStore, *, after: timedelta = timedelta(minutes=5)) -> datetime:
    at = now() + after
    assert settle_abandoned(store=store, now=at).failed == []
    return at


def test_a_paid_checkout_becomes_an_order_once(store: FakeStore, buyer: Buyer) -> None:
    bought = paid(store, buyer)
    for _ in range(3):
        place_or_return(checkout_id=bought.checkout, store=store, now=now())
    assert store.calls.count("checkout_complete") == 1
    assert attempt(bought).order_id == bought.order
    assert at_stripe(bought) == ("paid", "0")
    assert returned() == []


def test_an_order_that_the_store_made_itself_is_taken_note_of(store: FakeStore, buyer: Buyer) -> None:
    bought = paid(store, buyer)
    store.checkout_complete(bought.checkout)
    store.calls.clear()
    place_or_return(checkout_id=bought.checkout, store=store, now=now())
    assert store.calls == ["transaction_details"]
    assert attempt(bought).order_id == bought.order

    noted = paid(store, buyer)
    settle(checkout_id=noted.checkout, order_id="ORDER")
    assert attempt(noted).order_id == "ORDER"


@pytest.mark.parametrize("code", ["INSUFFICIENT_STOCK", "CHECKOUT_NOT_FULLY_PAID", "NOT_FOUND", "UNHEARD_OF"])
def test_what_is_refused_for_good_goes_back_whole_and_the_buyer_is_told(
    store: FakeStore, buyer: Buyer, code: str
) -> None:
    bought = paid(store, buyer)
    store.refuse_always = code
    for _ in range(2):
        place_or_return(checkout_id=bought.checkout, store=store, now=now())
    assert store.calls.count("transaction_request_action:REFUND") == 1
    assert at_stripe(bought) == ("paid", "1234.50")
    assert (attempt(bought).state, bought.charged) == (AttemptState.REFUNDED, 0)
    assert returned() == [
        {
            "transaction_id": bought.id,
            "checkout_id": bought.checkout,
            "order_id": "",
            "method": "stripe",
            "amount": "1234.50",
            "currency": "INR",
            "reason": code,
        }
    ]


def test_a_refusal_that_may_pass_is_tried_again_and_goes_back_after_an_hour(
    store: FakeStore, buyer: Buyer
) -> None:
    bought, unlucky = paid(store, buyer), paid(store, buyer)
    store.refusals = ["TAX_ERROR"]
    with pytest.raises(CompletionPostponed):
        place_or_return(checkout_id=bought.checkout, store=store, now=now())
    assert (attempt(bought).state, at_stripe(bought)) == (AttemptState.CHARGED, ("paid", "0"))
    place_or_return(checkout_id=bought.checkout, store=store, now=now())
    assert attempt(bought).order_id

    store.refuse_always = "TAX_ERROR"
    settled = settle_abandoned(store=store, now=now() + timedelta(minutes=5))
    assert settled.failed == [attempt(unlucky).pk]
    sweep(store, after=timedelta(hours=2))
    assert at_stripe(unlucky) == ("paid", "1234.50")
    assert [row["reason"] for row in returned()] == ["TOO_LONG"]


def test_cash_that_makes_no_order_is_let_go(store: FakeStore) -> None:
    kept, lost = store.begin(), store.begin()
    for bought in (kept, lost):
        store.initialize(bought, method="cash-on-delivery", amount="1000.00")
    place_or_return(checkout_id=kept.checkout, store=store, now=now())
    assert attempt(kept).order_id == kept.order
    store.refuse_always = "INSUFFICIENT_STOCK"
    place_or_return(checkout_id=lost.checkout, store=store, now=now())
    assert (attempt(lost).state, lost.authorized) == (AttemptState.CANCELED, 0)
    assert [(row["method"], row["reason"]) for row in returned()] == [
        ("cash-on-delivery", "INSUFFICIENT_STOCK")
    ]


def test_a_promise_that_the_page_took_back_makes_no_order(store: FakeStore) -> None:
    bought = store.begin()
    store.initialize(bought, method="cash-on-delivery", amount="1000.00")
    store.ask(bought, "CANCEL", None)
    place_or_return(checkout_id=bought.checkout, store=store, now=now())
    assert store.calls == []
    assert returned() == []


def test_a_checkout_that_others_paid_is_not_ours(store: FakeStore) -> None:
    place_or_return(checkout_id="Q2hlY2tvdXQ6c3RyYW5nZXI=", store=store, now=now())
    assert store.calls == []


def test_an_order_that_came_while_the_money_went_back_is_cancelled(store: FakeStore, buyer: Buyer) -> None:
    bought = paid(store, buyer)
    store.refuse_always = "INSUFFICIENT_STOCK"
    give_back = store.transaction_request_action

    def meanwhile(**asked: object) -> object:
        answer = give_back(**asked)  # type: ignore[arg-type]
        bought.order = "T3JkZXI6bGF0ZQ=="
        return answer

    store.transaction_request_action = meanwhile  # type: ignore[method-assign, assignment]
    place_or_return(checkout_id=bought.checkout, store=store, now=now())
    assert store.cancelled == ["T3JkZXI6bGF0ZQ=="]
    assert at_stripe(bought) == ("paid", "1234.50")


def test_a_second_charge_of_one_checkout_goes_back_and_the_first_stays(
    store: FakeStore, buyer: Buyer
) -> None:
    """Cannot happen while Stripe keeps a closed page closed; if it does, only the second goes back."""
    first, second = paid(store, buyer), paid(store, buyer)
    PaymentAttempt.objects.filter(transaction_id=second.id).update(source_id=first.checkout)
    second.checkout = first.checkout
    place_or_return(checkout_id=first.checkout, store=store, now=now())
    assert (at_stripe(first), at_stripe(second)) == (("paid", "0"), ("paid", "1234.50"))
    assert attempt(first).order_id == first.order
    assert store.cancelled == []
    assert [row["reason"] for row in returned()] == ["SECOND_CHARGE"]


def test_paid_and_no_webhook_ever_came(store: FakeStore, buyer: Buyer) -> None:
    bought = paid(store, buyer, told=False, webhooks="never")
    assert settle_abandoned(store=store, now=now()).looked_at == 0
    at = sweep(store)
    assert (bought.charged, attempt(bought).order_id) == (attempt(bought).amount, bought.order)
    assert settle_abandoned(store=store, now=at + timedelta(hours=2)).looked_at == 0


def test_paid_no_webhook_and_sold_out_goes_back(store: FakeStore, buyer: Buyer) -> None:
    bought = paid(store, buyer, told=False, webhooks="never")
    store.refuse_always = "INSUFFICIENT_STOCK"
    sweep(store)
    assert (at_stripe(bought), bought.charged) == (("paid", "1234.50"), 0)
    assert len(returned()) == 1


def test_unpaid_pages_are_left_open_and_fail_when_they_expire(store: FakeStore, buyer: Buyer) -> None:
    bought = store.begin()
    store.initialize(bought)
    sweep(store)
    assert attempt(bought).state == AttemptState.OPEN
    stripe_checkout.expire_session(attempt(bought).session_id)
    sweep(store, after=timedelta(hours=2))
    assert (attempt(bought).state, bought.events[-1][0]) == (AttemptState.EXPIRED, "CHARGE_FAILURE")


def test_a_page_that_was_never_opened_is_given_up(store: FakeStore, settings) -> None:
    bought = store.begin()
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    store.initialize(bought)
    sweep(store)
    assert attempt(bought).state == AttemptState.CREATED
    sweep(store, after=timedelta(minutes=30))
    assert attempt(bought).state == AttemptState.FAILED


def test_cut_short_between_our_note_and_the_store(store: FakeStore, buyer: Buyer) -> None:
    """Killed after the attempt is CHARGED and before the store is told: the sweep tells it."""
    bought = paid(store, buyer, told=False)
    store.down = True
    at = now() + timedelta(minutes=5)
    assert settle_abandoned(store=store, now=at).failed == [attempt(bought).pk]
    assert (attempt(bought).state, bought.charged) == (AttemptState.CHARGED, 0)
    store.down = False
    sweep(store, after=timedelta(hours=1))
    assert (bought.charged, bool(bought.order)) == (attempt(bought).amount, True)


def test_cut_short_while_the_money_goes_back(store: FakeStore, buyer: Buyer, settings) -> None:
    """Killed at RETURNING: before the store is asked, and while Stripe cannot be reached."""
    bought = paid(store, buyer)
    store.refuse_always = "INSUFFICIENT_STOCK"
    request = store.transaction_request_action

    def down(**_asked: object) -> object:
        raise StoreUnavailable("no answer")

    store.transaction_request_action = down  # type: ignore[method-assign, assignment]
    with pytest.raises(StoreUnavailable):
        place_or_return(checkout_id=bought.checkout, store=store, now=now())
    assert attempt(bought).state == AttemptState.RETURNING
    second = store.initialize(store.begin(bought.checkout))
    assert second["message"].startswith("Your first payment is on its way back")

    store.transaction_request_action = request  # type: ignore[method-assign]
    here = settings.STRIPE_API_BASE
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    assert set(store.ask(bought, "REFUND", "1234.50")) == {"pspReference"}
    assert (attempt(bought).state, returned()) == (AttemptState.RETURNING, [])
    settings.STRIPE_API_BASE = here
    sweep(store)
    assert (at_stripe(bought), attempt(bought).state) == (("paid", "1234.50"), AttemptState.REFUNDED)
    sweep(store, after=timedelta(hours=3))
    assert at_stripe(bought) == ("paid", "1234.50")
    assert len(returned()) == 1


def test_one_payment_that_fails_does_not_stop_the_others(store: FakeStore, buyer: Buyer) -> None:
    broken = paid(store, buyer, told=False, webhooks="never")
    PaymentAttempt.objects.filter(transaction_id=broken.id).update(session_id="cs_test_of_nobody")
    good = paid(store, buyer, told=False, webhooks="never")
    settled = settle_abandoned(store=store, now=now() + timedelta(minutes=5))
    assert (settled.looked_at, settled.failed) == (2, [attempt(broken).pk])
    assert attempt(good).order_id == good.order


def test_the_local_server_dead_for_a_while_loses_nothing(
    store: FakeStore, buyer: Buyer, stripe_here: LocalStripe
) -> None:
    bought = paid(store, buyer, told=False, webhooks="never")
    stripe_here.kill()
    assert settle_abandoned(store=store, now=now() + timedelta(minutes=5)).failed == [attempt(bought).pk]
    assert attempt(bought).state == AttemptState.OPEN
    stripe_here.start()
    sweep(store, after=timedelta(hours=1))
    assert (bought.charged, bool(bought.order)) == (attempt(bought).amount, True)


def test_the_facade_is_the_only_door() -> None:
    assert set(facade.__all__) >= {
        "gateway_initialize",
        "transaction_initialize",
        "transaction_process",
        "charge_requested",
        "refund_requested",
        "cancelation_requested",
        "on_stripe_event",
        "on_checkout_fully_paid",
        "settle_abandoned",
    }
