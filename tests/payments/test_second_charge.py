"""An order whose money went back owes nothing: another charge of it is refused, or goes back by itself."""

from decimal import Decimal

import pytest

from commerce.payments import facade
from commerce.payments.gateways import stripe_checkout
from commerce.payments.models import PaymentAttempt
from commerce.payments.services.place_or_return import place_or_return, settle
from commerce.payments.services.settle_order_payment import settle_order_payments
from commerce.payments.states import AttemptState
from jkrlm.kernel.clock import now
from tests.payments.fake_store import FakeStore, Transaction
from tests.payments.local_server import Buyer
from tests.payments.test_place_or_return import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heard", "stripe_here")]

ORDER = "T3JkZXI6MQ=="
WHOLE = Decimal("1234.50")


def attempt(transaction: Transaction) -> PaymentAttempt:
    return PaymentAttempt.objects.get(transaction_id=transaction.id)


def refunded_at_stripe(transaction: Transaction) -> Decimal:
    return stripe_checkout.look_up(attempt(transaction).session_id).refunded


def ordered(store: FakeStore, buyer: Buyer) -> Transaction:
    bought = store.begin()
    buyer.pay(store.initialize(bought)["data"]["redirectUrl"])
    store.process(bought)
    bought.order = ORDER
    settle(checkout_id=bought.checkout, order_id=ORDER)
    return bought


def give_back(store: FakeStore, bought: Transaction, amount: str = "1234.50") -> None:
    store.book(bought, store.ask(bought, "REFUND", amount))


def opened_for_order(store: FakeStore, amount: str = "1234.50") -> tuple[Transaction, str]:
    again = store.begin(order=ORDER)
    return again, store.initialize(again, amount=amount)["data"]["redirectUrl"]


def sound() -> None:
    assert [fault for _, check in facade.invariants() for fault in check()] == []


@pytest.mark.parametrize("given_back", ["1234.50", "200.00"])
def test_an_order_of_which_anything_went_back_cannot_be_paid_again(
    store: FakeStore, buyer: Buyer, given_back: str
) -> None:
    give_back(store, ordered(store, buyer), given_back)

    refused = store.initialize(store.begin(order=ORDER), amount=given_back)

    assert (refused["result"], refused["message"]) == (
        "CHARGE_FAILURE",
        "Money of this order has gone back; it cannot be paid again. Nothing was taken.",
    )
    assert PaymentAttempt.objects.count() == 1


@pytest.mark.parametrize("by", ["event", "sweep"])
@pytest.mark.parametrize("over", ["refunded", "cancelled"])
def test_a_page_that_was_open_before_the_money_went_back_is_refunded(
    store: FakeStore, buyer: Buyer, by: str, over: str
) -> None:
    first = ordered(store, buyer)
    again, page = opened_for_order(store)
    if over == "refunded":
        give_back(store, first)
    else:
        store.order_cancel(ORDER)
    buyer.pay(page)
    store.process(again)
    assert refunded_at_stripe(again) == 0

    for _ in range(2):
        if by == "event":
            settle_order_payments(order_id=ORDER, store=store, now=now())
        else:
            sweep(store)

    assert (refunded_at_stripe(again), again.charged) == (WHOLE, 0)
    assert (attempt(again).state, attempt(again).return_reason) == (AttemptState.REFUNDED, "SECOND_CHARGE")
    assert refunded_at_stripe(first) == (WHOLE if over == "refunded" else 0)
    sound()


def test_what_pays_an_order_for_the_first_time_stays_and_what_is_above_it_goes_back(
    store: FakeStore, buyer: Buyer
) -> None:
    store.totals[ORDER] = "1500.00"
    paid = []
    for _ in range(2):
        bought, page = opened_for_order(store)
        buyer.pay(page)
        store.process(bought)
        settle_order_payments(order_id=ORDER, store=store, now=now())
        paid.append(bought)

    first, second = paid
    assert (attempt(first).state, attempt(first).order_id, first.charged) == ("CHARGED", ORDER, WHOLE)
    assert (attempt(second).state, attempt(second).order_id) == ("CHARGED", ORDER)
    assert refunded_at_stripe(second) == Decimal("969.00")
    sound()


def test_of_two_charges_of_one_bag_the_second_goes_back_although_the_first_has_gone_back(
    store: FakeStore, buyer: Buyer
) -> None:
    first = ordered(store, buyer)
    give_back(store, first)
    second = store.begin(first.checkout)
    buyer.pay(store.initialize(second)["data"]["redirectUrl"])
    store.process(second)
    second.order = ORDER

    settle(checkout_id=first.checkout, order_id=ORDER)
    place_or_return(checkout_id=first.checkout, store=store, now=now())

    assert refunded_at_stripe(second) == WHOLE
    assert (attempt(second).state, attempt(second).order_id) == (AttemptState.REFUNDED, "")
    assert "order_cancel" not in store.calls
    sound()
