from decimal import Decimal

import httpx
import pytest

from commerce.client import OrderParts, TransactionActionEnum
from commerce.facade import app_store, refuse_on
from tests.common.books import paise
from tests.common.live import LiveShop, broken_clauses, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story


def refund(order: OrderParts, amount: Decimal) -> None:
    (item,) = order.transactions
    answer = app_store().transaction_request_action(
        id=item.id, action_type=TransactionActionEnum.REFUND, amount=amount
    )
    refuse_on(answer.transaction_request_action.errors)


def total_of(order: OrderParts) -> Decimal:
    return Decimal(paise(order.total.gross)) / 100


def test_part_of_the_money_goes_back_and_mail_and_page_say_it(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy(shop.shop.slug("Kani stole"), "stripe")
    order = shop.order()

    refund(order, Decimal("500.00"))

    (letter,) = shop.letters("refunded")
    assert "₹500" in letter.text
    assert "Returned to you: ₹500" in words(aarif.web.get(page.url.path))
    (charge,) = shop.charges()
    assert charge["amount_refunded"] == 50_000
    assert broken_clauses() == {}


def test_a_cancelled_order_frees_its_goods_and_gives_everything_back(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy(shop.shop.slug("Kani stole"), "stripe")
    order = shop.order()

    refuse_on(app_store().order_cancel(id=order.id).order_cancel.errors)
    refund(order, total_of(order))

    assert len(shop.letters("refunded")) == 1
    assert len(shop.letters("cancelled")) == 1
    shown = words(aarif.web.get(page.url.path))
    assert "This order is cancelled" in shown
    assert "Returned to you: ₹" in shown
    assert shop.kept_paise() == 0
    assert shop.stock("Kani stole") == (5, 0)
    assert broken_clauses() == {}


def test_a_refund_that_is_asked_for_twice_is_made_once(shop: LiveShop, aarif: Buyer) -> None:
    aarif.buy(shop.shop.slug("Kani stole"), "stripe")
    order = shop.order()

    refund(order, total_of(order))
    again = app_store().transaction_request_action(
        id=order.transactions[0].id,
        action_type=TransactionActionEnum.REFUND,
        amount=total_of(order),
    )

    assert shop.kept_paise() == 0
    (charge,) = shop.charges()
    assert charge["amount_refunded"] == charge["amount"]
    assert paise(shop.order().total_refunded) == paise(order.total.gross)
    assert again.transaction_request_action is not None


def test_nobody_opens_an_order_by_guessing(shop: LiveShop, aarif: Buyer) -> None:
    page = aarif.buy(shop.shop.slug("Kani stole"), "cash-on-delivery")

    assert httpx.get(str(page.url)[:-2] + "x/").status_code == 404
