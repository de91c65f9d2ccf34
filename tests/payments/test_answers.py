"""The six answers to the store, with the real library against the local server."""

from decimal import Decimal

import pytest

from commerce.payments import facade
from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.states import AttemptState
from tests.payments.fake_store import FakeStore, Transaction, session_payload
from tests.payments.local_server import Buyer, LocalStripe

pytestmark = pytest.mark.django_db


def url_of(answer: dict) -> str:
    assert answer["result"] == "CHARGE_ACTION_REQUIRED", answer
    return answer["data"]["redirectUrl"]


def attempt(transaction: Transaction) -> PaymentAttempt:
    return PaymentAttempt.objects.get(transaction_id=transaction.id)


def gateway(amount: object, pincode: str = "190001") -> dict:
    source = session_payload(Transaction("T", "C"), amount=amount, data=None, pincode=pincode)["sourceObject"]
    methods = facade.gateway_initialize({"amount": amount, "data": None, "sourceObject": source})
    return {row["id"]: row for row in methods["data"]["methods"]}


def test_the_gateway_says_what_this_checkout_may_use_and_why_not(stripe_here: LocalStripe, settings) -> None:
    both = gateway(1234.5)
    assert (both["stripe"]["allowed"], both["cash-on-delivery"]["allowed"]) == (True, True)
    assert (both["cash-on-delivery"]["minimum"], both["cash-on-delivery"]["maximum"]) == ("100", "5000")
    assert gateway(5000.01)["cash-on-delivery"]["reason"] == "Cash from ₹100 to ₹5,000."
    assert gateway("1234.50", pincode="194101")["cash-on-delivery"]["reason"] == "No cash to 194101."
    assert not gateway(1_000_000)["stripe"]["allowed"]
    settings.STRIPE_SECRET_KEY = ""
    assert gateway(1234)["stripe"]["reason"] == "Card payment is not set up."


def test_a_card_payment_from_start_to_charged(
    stripe_here: LocalStripe, store: FakeStore, buyer: Buyer
) -> None:
    bought = store.begin()
    started = store.initialize(bought, amount=1234.5)
    assert url_of(started).startswith(f"{stripe_here.address}/pay/cs_")
    assert started["actions"] == ["CANCEL"]
    assert store.process(bought)["result"] == "CHARGE_ACTION_REQUIRED"
    paid = buyer.pay(url_of(started))
    assert paid.headers["location"] == "http://testserver/checkout/return/?k=1&payment=done"
    charged = store.process(bought)
    assert (charged["result"], charged["amount"], charged["actions"]) == (
        "CHARGE_SUCCESS",
        "1234.50",
        ["REFUND"],
    )
    assert charged["pspReference"].startswith("pi_")
    assert store.process(bought) == charged
    held = attempt(bought)
    assert (held.state, held.payment_intent_id) == (AttemptState.CHARGED, charged["pspReference"])


def test_the_same_transaction_asked_twice_has_one_session(stripe_here: LocalStripe, store: FakeStore) -> None:
    bought = store.begin()
    assert url_of(store.initialize(bought)) == url_of(store.initialize(bought))
    assert PaymentAttempt.objects.count() == 1
    other = store.initialize(bought, amount="99.00")
    assert other["result"] == "CHARGE_FAILURE"
    assert attempt(bought).amount == Decimal("1234.50")


def test_declined_and_abandoned_are_still_open_expired_is_a_failure(
    stripe_here: LocalStripe, store: FakeStore, buyer: Buyer
) -> None:
    bought = store.begin()
    started = store.initialize(bought)
    buyer.pay(url_of(started), "4000000000000002")
    still = store.process(bought)
    assert (url_of(still), still["message"]) == (url_of(started), "Your card was declined.")
    from commerce.payments.gateways import stripe_checkout

    stripe_checkout.expire_session(attempt(bought).session_id)
    over = store.process(bought)
    assert (over["result"], attempt(bought).state) == ("CHARGE_FAILURE", AttemptState.EXPIRED)


def test_money_on_its_way_asks_for_nothing_and_covers_nothing(
    stripe_here: LocalStripe, store: FakeStore, buyer: Buyer
) -> None:
    bought = store.begin()
    buyer.pay(url_of(store.initialize(bought)), settlement="slow-success")
    waiting = store.process(bought)
    assert (waiting["result"], attempt(bought).state) == ("CHARGE_ACTION_REQUIRED", AttemptState.PROCESSING)
    assert "data" not in waiting
    assert bought.charged == 0


def test_choosing_again_closes_the_first_page(
    stripe_here: LocalStripe, store: FakeStore, buyer: Buyer
) -> None:
    first = store.begin()
    page = url_of(store.initialize(first))
    second = store.begin(first.checkout)
    answer = store.initialize(second, method="cash-on-delivery")
    assert answer["result"] == "AUTHORIZATION_SUCCESS"
    assert attempt(first).state == AttemptState.CANCELED
    assert buyer.browser.get(page).status_code == 410
    third = store.begin(first.checkout)
    assert store.initialize(third)["result"] == "CHARGE_FAILURE"
    assert not PaymentAttempt.objects.filter(transaction_id=third.id).exists()


def test_a_checkout_that_is_paid_cannot_be_paid_again(
    stripe_here: LocalStripe, store: FakeStore, buyer: Buyer
) -> None:
    first = store.begin()
    buyer.pay(url_of(store.initialize(first)))
    second = store.begin(first.checkout)
    refused = store.initialize(second)
    assert refused["result"] == "CHARGE_FAILURE"
    assert refused["message"] == "This order is already paid. Nothing more was taken."
    assert attempt(first).state == AttemptState.CHARGED
    assert not PaymentAttempt.objects.filter(transaction_id=second.id).exists()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"method": "cheque"}, "This way to pay is not known here: cheque."),
        ({"method": "x" * 500}, "This way to pay is not known here: –."),
        ({"return_url": "https://evil.test/"}, "The return address is not of this shop."),
        ({"return_url": ""}, "The return address is not of this shop."),
        ({"cancelUrl": "//evil.test"}, "The return address is not of this shop."),
        ({"amount": "0"}, "There is nothing to pay."),
        ({"amount": -1}, "There is nothing to pay."),
        ({"amount": "1.005"}, "This amount is not a whole number of paise."),
        ({"amount": "much"}, "The amount is not a number."),
        ({"amount": None}, "The amount is not a number."),
        ({"amount": True}, "The amount is not a number."),
        ({"amount": 1_000_000}, "This amount is more than a card payment may be."),
        ({"amount": 20, "total": 10}, "This is more than there is to pay."),
        ({"currency": "USD"}, "This shop takes Indian rupees only."),
        ({"method": "cash-on-delivery", "amount": 5001}, "Cash from ₹100 to ₹5,000."),
        (
            {"method": "cash-on-delivery", "amount": 500, "total": 600},
            "Cash on delivery is for the whole order.",
        ),
    ],
)
def test_what_cannot_be_paid_is_refused_in_a_sentence_and_leaves_nothing(
    stripe_here: LocalStripe, store: FakeStore, asked: dict, sentence: str
) -> None:
    answer = store.initialize(store.begin(), **asked)
    assert (answer["result"], answer["message"]) == ("CHARGE_FAILURE", sentence)
    assert PaymentAttempt.objects.count() == 0


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"transaction": None, "action": None, "data": "text", "sourceObject": []},
        {"transaction": {"id": "T"}, "action": {"amount": "NaN", "currency": "INR"}},
        {"transaction": {"id": "T"}, "action": {"amount": 5, "currency": "INR"}, "sourceObject": {"id": 7}},
        {"transaction": {"id": "T\x00"}, "action": {"amount": {}, "currency": []}},
    ],
)
def test_a_payload_that_makes_no_sense_is_a_failure_and_not_an_error(payload: dict) -> None:
    assert facade.transaction_initialize(payload)["result"] == "CHARGE_FAILURE"
    assert facade.transaction_process(payload)["result"] == "CHARGE_FAILURE"
    assert facade.refund_requested(payload)["result"] == "REFUND_FAILURE"
    assert facade.charge_requested(payload)["result"] == "CHARGE_FAILURE"
    assert facade.cancelation_requested(payload)["result"] == "CANCEL_FAILURE"
    assert PaymentAttempt.objects.count() == 0
    assert len(facade.gateway_initialize(payload)["data"]["methods"]) == 2


def test_stripe_out_of_reach_is_never_a_guess(
    stripe_here: LocalStripe, store: FakeStore, buyer: Buyer, settings
) -> None:
    bought, unlucky = store.begin(), store.begin()
    started = store.initialize(bought)
    buyer.pay(url_of(started))
    here = settings.STRIPE_API_BASE
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    asked = store.process(bought)
    assert (asked["result"], attempt(bought).state) == ("CHARGE_ACTION_REQUIRED", AttemptState.OPEN)
    refused = store.initialize(unlucky)
    assert (refused["result"], attempt(unlucky).state) == ("CHARGE_FAILURE", AttemptState.CREATED)
    pending = store.ask(bought, "REFUND", "5.00")
    assert pending["result"] == "REFUND_FAILURE"
    settings.STRIPE_API_BASE = here
    assert store.process(bought)["result"] == "CHARGE_SUCCESS"
    assert url_of(store.initialize(unlucky))


def test_refunds_are_sent_once_per_request(stripe_here: LocalStripe, store: FakeStore, buyer: Buyer) -> None:
    bought = store.begin()
    buyer.pay(url_of(store.initialize(bought)))
    store.process(bought)
    first = store.ask(bought, "REFUND", "100.00")
    again = store.ask(bought, "REFUND", "100.00")
    assert first == again
    assert first["result"] == "REFUND_SUCCESS"
    store.book(bought, first)
    second = store.ask(bought, "REFUND", "100.00")
    assert second["result"] == "REFUND_SUCCESS"
    assert second["pspReference"] != first["pspReference"]
    store.book(bought, second)
    too_much = store.ask(bought, "REFUND", "1034.51")
    assert too_much["result"] == "REFUND_FAILURE"
    assert PaymentAction.objects.count() == 2
    store.book(bought, store.ask(bought, "REFUND", "1034.50"))
    assert (attempt(bought).state, bought.charged) == (AttemptState.REFUNDED, 0)


def test_a_refund_that_takes_time_is_pending_and_asked_again_under_the_same_key(
    stripe_here: LocalStripe, store: FakeStore, buyer: Buyer, settings
) -> None:
    slow = store.begin()
    buyer.pay(url_of(store.initialize(slow)), "4000000000007726")
    store.process(slow)
    assert set(store.ask(slow, "REFUND", "100.00")) == {"pspReference"}

    lost = store.begin()
    buyer.pay(url_of(store.initialize(lost)))
    store.process(lost)
    here = settings.STRIPE_API_BASE
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    unknown = store.ask(lost, "REFUND", "100.00")
    assert set(unknown) == {"pspReference"}
    settings.STRIPE_API_BASE = here
    known = store.ask(lost, "REFUND", "100.00")
    assert (known["result"], known["pspReference"]) == ("REFUND_SUCCESS", unknown["pspReference"])


def test_a_cancelled_page_cannot_be_paid_and_a_paid_one_cannot_be_cancelled(
    stripe_here: LocalStripe, store: FakeStore, buyer: Buyer
) -> None:
    left, paid = store.begin(), store.begin()
    page = url_of(store.initialize(left))
    assert store.ask(left, "CANCEL", None)["result"] == "CANCEL_SUCCESS"
    assert store.ask(left, "CANCEL", None)["result"] == "CANCEL_SUCCESS"
    assert buyer.browser.get(page).status_code == 410
    assert store.process(left)["result"] == "CHARGE_FAILURE"
    buyer.pay(url_of(store.initialize(paid)))
    assert store.ask(paid, "CANCEL", None)["result"] == "CANCEL_FAILURE"
    assert attempt(paid).state == AttemptState.CHARGED
    assert store.ask(paid, "CHARGE", "5.00")["result"] == "CHARGE_FAILURE"


def test_cash_is_promised_remitted_and_cancelled_in_parts(store: FakeStore) -> None:
    bought = store.begin()
    promised = store.initialize(bought, method="cash-on-delivery", amount="1000.00", return_url="")
    assert (promised["result"], promised["amount"]) == ("AUTHORIZATION_SUCCESS", "1000.00")
    assert store.initialize(bought, method="cash-on-delivery", amount="1000.00") == promised
    assert store.process(bought, amount="1000.00") == promised
    remitted = store.ask(bought, "CHARGE", "600.00")
    assert store.ask(bought, "CHARGE", "600.00") == remitted
    assert remitted["result"] == "CHARGE_SUCCESS"
    store.book(bought, remitted)
    assert store.ask(bought, "CHARGE", "400.01")["result"] == "CHARGE_FAILURE"
    refused = store.ask(bought, "CANCEL", "400.00")
    assert refused["result"] == "CANCEL_SUCCESS"
    assert attempt(bought).state == AttemptState.CHARGED
    assert store.ask(bought, "REFUND", "10.00")["result"] == "REFUND_FAILURE"


def test_cash_that_is_cancelled_whole_is_over(store: FakeStore) -> None:
    bought = store.begin()
    store.initialize(bought, method="cash-on-delivery", amount="1000.00")
    assert store.ask(bought, "CANCEL", None)["result"] == "CANCEL_SUCCESS"
    assert attempt(bought).state == AttemptState.CANCELED
    assert store.ask(bought, "CANCEL", None)["result"] == "CANCEL_SUCCESS"
    again = store.initialize(store.begin(bought.checkout), method="cash-on-delivery", amount="1000.00")
    assert again["result"] == "AUTHORIZATION_SUCCESS"
