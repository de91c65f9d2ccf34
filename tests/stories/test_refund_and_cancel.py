from decimal import Decimal

import httpx

from commerce.client import TransactionActionEnum
from commerce.embedded.order.models import Order
from commerce.embedded.warehouse.models import Stock
from commerce.facade import app_store, refuse_on
from jkrlm.kernel.ids import global_id
from tests.common.live import LiveShop, broken_clauses, letters, settled, words
from tests.journeys import Buyer


def refund(order: Order, amount: Decimal) -> None:
    item = order.transactions.get()
    answer = app_store().transaction_request_action(
        id=global_id("TransactionItem", item.pk), action_type=TransactionActionEnum.REFUND, amount=amount
    )
    refuse_on(answer.transaction_request_action.errors)


def test_part_of_the_money_goes_back_and_mail_and_page_say_it(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy("kz09-kani-stole", "stripe")
    order = Order.objects.get()

    refund(order, Decimal("500.00"))

    settled(lambda: bool(letters("refunded")), "the mail about the refund")
    (letter,) = letters("refunded")
    assert "₹500" in letter.text
    assert "Returned to you: ₹500" in words(aarif.web.get(page.url.path))
    (charge,) = shop.charges()
    assert charge["amount_refunded"] == 50_000
    assert broken_clauses() == {}


def test_a_cancelled_order_frees_its_goods_and_gives_everything_back(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy("kz09-kani-stole", "stripe")
    order = Order.objects.get()

    refuse_on(app_store().order_cancel(id=global_id("Order", order.pk)).order_cancel.errors)
    refund(order, order.total_gross)

    settled(lambda: bool(letters("refunded")), "the mail about the refund")
    assert len(letters("cancelled")) == 1
    shown = words(aarif.web.get(page.url.path))
    assert "This order is cancelled" in shown
    assert "Returned to you: ₹" in shown
    assert shop.kept_paise() == 0
    assert Stock.objects.get(variant__sku="KZ09-KANI-STOLE").quantity_allocated == 0
    assert broken_clauses() == {}


def test_a_refund_that_is_asked_for_twice_is_made_once(shop: LiveShop, aarif: Buyer) -> None:
    aarif.buy("kz09-kani-stole", "stripe")
    order = Order.objects.get()

    refund(order, order.total_gross)
    again = app_store().transaction_request_action(
        id=global_id("TransactionItem", order.transactions.get().pk),
        action_type=TransactionActionEnum.REFUND,
        amount=order.total_gross,
    )

    assert shop.kept_paise() == 0
    (charge,) = shop.charges()
    assert charge["amount_refunded"] == charge["amount"]
    assert order.transactions.get().refunded == order.total_gross
    assert again.transaction_request_action is not None


def test_nobody_opens_an_order_by_guessing(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy("kz09-kani-stole", "cash-on-delivery")

    assert httpx.get(str(page.url)[:-2] + "x/").status_code == 404
