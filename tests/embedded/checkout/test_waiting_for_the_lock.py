"""Two tabs in one moment: who waited for the other's change sees all of it, the price of delivery too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from threading import Thread
from typing import Any

from django.db import connection, transaction

from commerce.embedded.checkout.models import Checkout, CheckoutDelivery
from tests.embedded.selling import Shop, delivery
from tests.payments.local_server import wait_until

EMAIL = """mutation($id: ID!) { checkoutEmailUpdate(id: $id, email: "new@example.com") {
  checkout { delivery { id } totalPrice { gross { amount } } } errors { code } } }"""
BLOCKED = """SELECT count(*) FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event_type = 'Lock'"""


def two_plans(payload: dict[str, Any]) -> list[dict[str, Any]]:
    economy = delivery(payload)[0]
    return [economy, economy | {"id": "fastest-1", "name": "Fastest", "amount": "300.00"}]


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(BLOCKED)
        return bool(cursor.fetchone()[0])


@contextmanager
def before_the_other(call: Callable[[], Any]) -> Iterator[list[Any]]:
    """Commit what the block does while another connection waits for the checkout with ``call``."""
    answers: list[Any] = []

    def work() -> None:
        try:
            answers.append(call())
        finally:
            connection.close()

    other = Thread(target=work)
    with transaction.atomic():
        yield answers
        other.start()
        wait_until(somebody_waits, "the other one waits for our locks", seconds=20)
    other.join(timeout=30)


def test_nobody_gets_free_delivery_by_being_second(busy_shop: Shop) -> None:
    busy_shop.answers["SHIPPING_LIST_METHODS_FOR_CHECKOUT"] = two_plans
    checkout_id = busy_shop.checkout((busy_shop.product("Kani stole", "6400.00"), 1))
    fastest = CheckoutDelivery.objects.get(name="Fastest")

    with before_the_other(lambda: busy_shop.run(EMAIL, id=checkout_id)) as answers:
        mine = Checkout.objects.select_for_update().get()
        Checkout.objects.filter(pk=mine.pk).update(
            delivery=fastest, revision=mine.revision + 1, prices_expire_at=None
        )

    told = answers[0]["checkoutEmailUpdate"]["checkout"]
    assert told["totalPrice"]["gross"]["amount"] == 6700.0
    assert told["delivery"] is not None
    assert Checkout.objects.get().shipping_gross == Decimal("300.00")


def test_nobody_gets_yesterdays_price_of_delivery_by_being_second(busy_shop: Shop) -> None:
    checkout_id = busy_shop.checkout((busy_shop.product("Kani stole", "6400.00"), 1))

    with before_the_other(lambda: busy_shop.run(EMAIL, id=checkout_id)) as answers:
        mine = Checkout.objects.select_for_update().get()
        CheckoutDelivery.objects.filter(pk=mine.delivery_id).update(price_amount=Decimal(500))
        Checkout.objects.filter(pk=mine.pk).update(revision=mine.revision + 1, prices_expire_at=None)

    told = answers[0]["checkoutEmailUpdate"]["checkout"]
    assert told["totalPrice"]["gross"]["amount"] == 6900.0
    assert Checkout.objects.get().shipping_gross == Decimal("500.00")
