"""A buyer who pays once more for an order that was given back gets that back as well, without anybody's hand."""

import pytest

import sellers.orders.facade as orders
from commerce.client import PaymentGatewayToInitialize
from commerce.facade import app_store, public_store, refuse_on
from commerce.payments.models import PaymentAction, PaymentAttempt
from sellers.orders.models import SellerOrder
from tests.common.live import LiveShop, at_rest, broken_clauses, settled
from tests.payments.local_server import Buyer as CardHolder
from tests.seller_orders.conftest import again, ordered, trial
from tests.seller_orders.test_money_back import SADIA, books, refund

pytestmark = pytest.mark.django_db(transaction=True)


def begin(shop: LiveShop):
    """The buyer begins to pay the order, as the store's own page for orders would."""
    gateway = PaymentGatewayToInitialize(
        id="umeed.payments",
        data={"method": "stripe", "returnUrl": f"{shop.url}/checkout/return/"},
    )
    answer = public_store().transaction_initialize(
        id=shop.order().id, payment_gateway=gateway, idempotency_key=f"again-{PaymentAttempt.objects.count()}"
    )
    refuse_on(answer.transaction_initialize.errors)
    return answer.transaction_initialize


def begun_before_the_refund(shop: LiveShop) -> str:
    """A page that was opened while nothing had gone back yet; returns its address."""
    PaymentAction.objects.update(state="FAILED")
    try:
        return begin(shop).data["redirectUrl"]
    finally:
        PaymentAction.objects.update(state="SUCCEEDED")


def gone(shop: LiveShop, by: str) -> SellerOrder:
    _buyer, stole, tray = ordered(shop, "stripe")
    if by == "the groups":
        for part in (stole, tray):
            orders.cancel(part.code, group_codes=[part.group_code], by=SADIA, reason="moths")
        at_rest()
    else:
        refund(shop, shop.order().total.gross.amount)
        if by == "staff, cancelled":
            app_store().order_cancel(id=shop.order().id)
            at_rest()
    assert shop.kept_paise() == 0
    return stole


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ("the groups", "There is nothing to pay."),
        ("staff", "Money of this order has gone back; it cannot be paid again. Nothing was taken."),
        (
            "staff, cancelled",
            "Money of this order has gone back; it cannot be paid again. Nothing was taken.",
        ),
    ],
)
def test_the_door_refuses_another_payment(shop: LiveShop, by: str, sentence: str) -> None:
    gone(shop, by)

    refused = begin(shop)

    assert refused.transaction_event.type_.value == "CHARGE_FAILURE"
    assert refused.transaction_event.message == sentence
    at_rest()
    assert shop.kept_paise() == 0
    assert broken_clauses() == {}


@pytest.mark.parametrize("by", ["staff", "staff, cancelled"])
def test_a_page_that_was_open_already_is_paid_and_given_back_by_itself(shop: LiveShop, by: str) -> None:
    stole = gone(shop, by)
    page = begun_before_the_refund(shop)

    CardHolder().pay(page)

    settled(lambda: len(shop.charges()) == 2 and shop.kept_paise() == 0, "the second charge given back")
    at_rest()
    again()
    at_rest()
    first, second = PaymentAttempt.objects.order_by("pk")
    assert (first.state, second.state) == ("REFUNDED", "REFUNDED")
    kept = books(stole)
    assert (kept.left.amount, kept.due.amount, kept.refunds_due.amount) == (0, 0, 0)
    assert shop.kept_paise() == 0
    assert trial() == 0
    PaymentAttempt.objects.update(changed_at=first.created_at.replace(year=2020))
    assert broken_clauses() == {}
