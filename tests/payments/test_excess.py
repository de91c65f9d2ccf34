"""Nobody pays more than the order: what is above its total goes back, once."""

from datetime import timedelta
from decimal import Decimal

import pytest

from commerce.payments.errors import PaymentNotPossible
from commerce.payments.gateways import stripe_checkout
from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.payloads import read_session_request
from commerce.payments.services import start_payment
from commerce.payments.services.check_promise import check_promise
from commerce.payments.services.place_or_return import place_or_return, settle
from commerce.payments.services.return_excess import return_excess
from commerce.payments.states import AttemptState
from jkrlm.kernel.clock import now
from tests.payments.fake_store import FakeStore, Transaction, session_payload
from tests.payments.local_server import Buyer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heard", "stripe_here")]

ORDER = "T3JkZXI6MQ=="


def attempt(transaction: Transaction) -> PaymentAttempt:
    return PaymentAttempt.objects.get(transaction_id=transaction.id)


def refunded_at_stripe(transaction: Transaction) -> Decimal:
    return stripe_checkout.look_up(attempt(transaction).session_id).refunded


def paid(store: FakeStore, buyer: Buyer, checkout: str = "") -> Transaction:
    bought = store.begin(checkout)
    buyer.pay(store.initialize(bought)["data"]["redirectUrl"])
    store.process(bought)
    return bought


def ordered(store: FakeStore, bought: Transaction, total: str) -> None:
    """The store made an order of this total, and tells us, more than once."""
    bought.order = ORDER
    for _ in range(3):
        settle(checkout_id=bought.checkout, order_id=ORDER)
        return_excess(order_id=ORDER, total=Decimal(total), store=store, now=now())


def test_a_bag_that_became_cheaper_while_the_buyer_paid(store: FakeStore, buyer: Buyer) -> None:
    bought = paid(store, buyer)

    ordered(store, bought, "1000.00")

    assert refunded_at_stripe(bought) == Decimal("234.50")
    assert bought.charged == Decimal("1000.00")
    assert attempt(bought).state == AttemptState.CHARGED
    assert PaymentAction.objects.count() == 1


def test_what_was_paid_exactly_stays(store: FakeStore, buyer: Buyer) -> None:
    bought = paid(store, buyer)

    ordered(store, bought, "1234.50")

    assert refunded_at_stripe(bought) == 0
    assert PaymentAction.objects.count() == 0


def test_a_refund_of_the_staff_is_not_taken_for_an_excess(store: FakeStore, buyer: Buyer) -> None:
    bought = paid(store, buyer)
    store.book(bought, store.ask(bought, "REFUND", "500.00"))

    ordered(store, bought, "1000.00")

    assert refunded_at_stripe(bought) == Decimal("500.00")


def test_stripe_away_for_a_moment_gives_the_excess_back_once_it_is_there(
    store: FakeStore, buyer: Buyer, settings
) -> None:
    bought = paid(store, buyer)
    settle(checkout_id=bought.checkout, order_id=ORDER)
    here = settings.STRIPE_API_BASE
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(stripe_checkout.ProviderUnavailable):
        return_excess(order_id=ORDER, total=Decimal("1000.00"), store=store, now=now())
    settings.STRIPE_API_BASE = here

    ordered(store, bought, "1000.00")

    assert refunded_at_stripe(bought) == Decimal("234.50")
    assert bought.charged == Decimal("1000.00")


def test_cash_is_promised_for_no_more_than_the_order(store: FakeStore) -> None:
    bought = store.begin()
    store.initialize(bought, method="cash-on-delivery", amount="1000.00")

    ordered(store, bought, "700.00")

    assert bought.authorized == Decimal("700.00")
    assert attempt(bought).state == AttemptState.AUTHORIZED
    assert store.ask(bought, "CHARGE", "800.00")["result"] == "CHARGE_FAILURE"
    assert store.ask(bought, "CHARGE", "700.00")["result"] == "CHARGE_SUCCESS"


@pytest.mark.parametrize(("pincode", "total"), [("194101", "1000.00"), ("190001", "60.00")])
def test_cash_for_an_order_that_may_not_have_it_is_let_go_with_the_order(
    store: FakeStore, pincode: str, total: str
) -> None:
    """Promised for one bag and address; before the order was made, somebody sent it elsewhere."""
    bought = store.begin()
    store.initialize(bought, method="cash-on-delivery", amount="1000.00")
    bought.order = ORDER
    settle(checkout_id=bought.checkout, order_id=ORDER)

    for _ in range(2):
        check_promise(
            order_id=ORDER, pincode=pincode, total=Decimal(total), store=store, ordered_at=now(), now=now()
        )

    assert (bought.authorized, attempt(bought).state) == (0, AttemptState.CANCELED)
    assert store.cancelled == [ORDER]


def test_cash_that_was_allowed_stays_whatever_the_limits_are_later(store: FakeStore) -> None:
    bought = store.begin()
    store.initialize(bought, method="cash-on-delivery", amount="1000.00")
    bought.order = ORDER
    settle(checkout_id=bought.checkout, order_id=ORDER)

    for pincode, ordered_at in (("190001", now()), ("194101", now() - timedelta(days=3))):
        check_promise(
            order_id=ORDER,
            pincode=pincode,
            total=Decimal("1000.00"),
            store=store,
            ordered_at=ordered_at,
            now=now(),
        )

    assert (bought.authorized, attempt(bought).state) == (Decimal("1000.00"), AttemptState.AUTHORIZED)
    assert store.cancelled == []


def test_cash_that_has_its_order_makes_a_card_the_second_charge(store: FakeStore, buyer: Buyer) -> None:
    """Two tabs in one moment: the promise was kept, so the card's money goes back."""
    card = paid(store, buyer)
    cash = store.begin()
    store.initialize(cash, method="cash-on-delivery", amount="1000.00")
    PaymentAttempt.objects.filter(transaction_id=cash.id).update(source_id=card.checkout, order_id=ORDER)
    card.order = cash.order = ORDER

    place_or_return(checkout_id=card.checkout, store=store, now=now())

    assert refunded_at_stripe(card) == Decimal("1234.50")
    assert attempt(card).return_reason == "SECOND_CHARGE"
    assert (attempt(cash).state, attempt(cash).order_id) == (AttemptState.AUTHORIZED, ORDER)
    assert store.cancelled == []


def test_no_second_way_to_pay_begins_beside_a_promise_that_has_just_been_given(store: FakeStore) -> None:
    """Between looking for others and writing ours, the other tab promised cash."""
    cash = store.begin()
    store.initialize(cash, method="cash-on-delivery", amount="1000.00")
    card = store.begin(cash.checkout)
    request = read_session_request(
        session_payload(
            card, amount="1000.00", data={"method": "stripe", "returnUrl": "http://testserver/checkout/"}
        )
    )

    with pytest.raises(PaymentNotPossible) as refused:
        start_payment._write(request, now=now())

    assert refused.value.code == "ALREADY_PAID"
    assert not PaymentAttempt.objects.filter(transaction_id=card.id).exists()
