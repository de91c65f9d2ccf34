"""An order without goods is undone: money or promise first, then the order, however often it is asked."""

import pytest

from commerce.facade import StoreUnavailable
from commerce.payments.models import PaymentAttempt
from commerce.payments.services.place_or_return import settle
from commerce.payments.services.undo_orders import undo_orders
from commerce.payments.states import AttemptState
from tests.payments.fake_store import FakeStore, Transaction
from tests.payments.local_server import Buyer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heard", "stripe_here")]

ORDER = "T3JkZXI6MQ=="


def ordered(store: FakeStore, buyer: Buyer, method: str) -> Transaction:
    bought = store.begin()
    started = store.initialize(bought, method=method)
    if method == "stripe":
        buyer.pay(started["data"]["redirectUrl"])
        store.process(bought)
    bought.order = ORDER
    settle(checkout_id=bought.checkout, order_id=ORDER)
    return bought


@pytest.mark.parametrize(
    ("method", "after"),
    [("stripe", AttemptState.REFUNDED), ("cash-on-delivery", AttemptState.CANCELED)],
)
def test_what_was_paid_or_promised_goes_back_once_and_the_order_is_cancelled(
    store: FakeStore, buyer: Buyer, method: str, after: AttemptState
) -> None:
    bought = ordered(store, buyer, method)

    for _ in range(2):
        undo_orders(order_ids=[ORDER], store=store)

    assert (bought.charged if method == "stripe" else bought.authorized) == 0
    assert PaymentAttempt.objects.get().state == after
    assert sum(call.startswith("transaction_request_action") for call in store.calls) == 1
    assert set(store.cancelled) == {ORDER}


def test_stopped_between_money_and_order_it_goes_on(store: FakeStore, buyer: Buyer) -> None:
    bought = ordered(store, buyer, "stripe")
    cancel, store.order_cancel = store.order_cancel, _away  # type: ignore[method-assign]
    with pytest.raises(StoreUnavailable):
        undo_orders(order_ids=[ORDER], store=store)
    assert (bought.charged, store.cancelled) == (0, [])

    store.order_cancel = cancel  # type: ignore[method-assign]
    undo_orders(order_ids=[ORDER], store=store)

    assert store.cancelled == [ORDER]
    assert PaymentAttempt.objects.get().state == AttemptState.REFUNDED


def _away(id: str) -> object:
    raise StoreUnavailable("no answer")


def test_an_order_that_was_not_paid_through_us_is_left_alone(store: FakeStore) -> None:
    undo_orders(order_ids=["T3JkZXI6Mg=="], store=store)

    assert store.calls == []
