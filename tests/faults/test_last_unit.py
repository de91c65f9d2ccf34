"""One piece is left and many buyers want it in the same moment, some by card and some in cash."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from commerce.facade import on_saleor
from commerce.payments.models import PaymentAttempt
from storefront.models import OrderAccess
from tests.common.at_once import at_once
from tests.common.books import paise
from tests.common.live import LiveShop, broken_clauses, live_shop, settled, words
from tests.journeys import Buyer

__all__ = ["live_shop"]

#: All of them press in the same moment; a Saleor with two processes serves no more of them in a minute.
BUYERS = 6 if on_saleor() else 12
REFUSED = ("This piece has just been sold", "We could not make your order", "Your payment is on its way back")

pytestmark = pytest.mark.story


def outcome(page: Any) -> str:
    """Return "order", "refused" or what else was seen."""
    if isinstance(page, httpx.Response):
        if page.status_code == 200 and "/orders/" in page.url.path and "<title>Order " in page.text:
            return "order"
        if any(sentence in page.text for sentence in REFUSED):
            return "refused"
        return f"{page.status_code} {page.url} {words(page)}"
    return repr(page)


def crowd(shop: LiveShop, slug: str) -> list[tuple[Buyer, Callable[[], httpx.Response]]]:
    """Bring many buyers to their last press: every third waits at the card company's page."""
    ready: list[tuple[Buyer, Callable[[], httpx.Response]]] = []
    for number in range(BUYERS):
        buyer = shop.buyer(f"buyer-{number}")
        buyer.add(slug)
        page = buyer.check_pin()
        if number % 3 == 0:
            at_stripe = buyer.place(page, "stripe")
            ready.append((buyer, lambda buyer=buyer, page=at_stripe: buyer.pay(page)))
        elif number % 3 == 1:
            ready.append((buyer, lambda buyer=buyer, page=page: buyer.place(page, "cash-on-delivery")))
        else:
            ready.append((buyer, lambda buyer=buyer, page=page: pay_at_once(buyer, page)))
    return ready


def pay_at_once(buyer: Buyer, page: httpx.Response) -> httpx.Response:
    """Press, and where that leads to the card company, pay there."""
    answer = buyer.place(page, "stripe")
    return buyer.pay(answer) if "/pay/" in answer.url.path else answer


def last_unit(shop: LiveShop, number: int) -> None:
    name = f"Walnut box {number}"
    shop.shop.piece(name, price="900", stock=1)
    orders_before = len(shop.orders())
    ready = crowd(shop, shop.shop.slug(name))

    pages = at_once(*[press for _buyer, press in ready])

    assert Counter(map(outcome, pages)) == {"order": 1, "refused": BUYERS - 1}
    assert len(shop.orders()) == orders_before + 1
    assert shop.stock(name) == (1, 1)
    settled(money_is_where_it_belongs(shop), "every payment has its order or went back")
    assert broken_clauses() == {}


def money_is_where_it_belongs(shop: LiveShop) -> Callable[[], bool]:
    """What the card company keeps is what orders were paid with, to the paisa."""

    def look() -> bool:
        charged = PaymentAttempt.objects.filter(method="stripe", state="CHARGED").exclude(order_id="")
        paid = sum(int(attempt.amount * 100) for attempt in charged)
        held = PaymentAttempt.objects.filter(state__in=("CHARGED", "AUTHORIZED", "RETURNING"), order_id="")
        return not held.exists() and shop.kept_paise() == paid

    return look


def test_many_buyers_and_one_piece(live_shop: LiveShop) -> None:
    for number in range(3):
        last_unit(live_shop, number)


@pytest.mark.slow
def test_many_buyers_and_one_piece_twenty_times(live_shop: LiveShop) -> None:
    for number in range(20):
        last_unit(live_shop, number)


def test_who_pays_after_the_piece_was_sold_gets_the_money_back_and_is_told(
    live_shop: LiveShop,
) -> None:
    live_shop.shop.piece("Kani stole", price="6400", stock=1)
    slow, quick = live_shop.buyer("slow"), live_shop.buyer("quick")
    slow.add(live_shop.shop.slug("Kani stole"))
    at_stripe = slow.place(slow.check_pin(), "stripe")
    quick.buy(live_shop.shop.slug("Kani stole"), "stripe")

    back = slow.pay(at_stripe)

    assert "We could not make your order" in words(back)
    assert "A piece was sold to somebody else while you paid." in words(back)
    (letter,) = live_shop.letters("payment-returned")
    assert letter.to == slow.contact["email"]
    assert "The whole amount is on its way back to you." in letter.text
    assert "Your payment is on its way back" in slow.web.get(str(back.url)).text
    assert sorted(each["refunded"] for each in live_shop.charges()) == [False, True]
    assert len(live_shop.orders()) == 1
    settled(money_is_where_it_belongs(live_shop), "the money is where it belongs")
    assert broken_clauses() == {}


def test_the_button_pressed_in_many_tabs_at_once_gives_one_order(live_shop: LiveShop) -> None:
    live_shop.shop.piece("Willow basket", price="700", stock=9)
    buyer = live_shop.buyer()
    buyer.add(live_shop.shop.slug("Willow basket"))
    page = buyer.check_pin()
    tabs = [tab_of(buyer) for _ in range(BUYERS)]

    pages = at_once(*[lambda tab=tab: tab.place(page, "cash-on-delivery") for tab in tabs])

    assert Counter(map(outcome, pages)) == {"order": BUYERS}
    assert len({str(each.url) for each in pages}) == 1
    assert len(live_shop.orders()) == 1
    assert OrderAccess.objects.filter(order_id=live_shop.order().id).count() == 1
    assert live_shop.stock("Willow basket") == (9, 1)


def tab_of(buyer: Buyer) -> Buyer:
    """Open the same browser's next tab."""
    tab = Buyer(buyer.url, **buyer.contact)
    tab.web.timeout = buyer.web.timeout
    tab.web.cookies.update(buyer.web.cookies)
    return tab


def test_card_in_one_tab_and_cash_in_the_other_give_one_order_paid_once(live_shop: LiveShop) -> None:
    live_shop.shop.piece("Willow basket", price="700", stock=9)
    buyer = live_shop.buyer()
    buyer.add(live_shop.shop.slug("Willow basket"))
    page = buyer.check_pin()
    other = tab_of(buyer)
    at_stripe = buyer.place(page, "stripe")

    at_once(*[lambda: buyer.pay(at_stripe), lambda: other.place(page, "cash-on-delivery")])

    settled(money_is_where_it_belongs(live_shop), "the money is where it belongs")
    order = live_shop.order()
    held = [paise(item.charged_amount) + paise(item.authorized_amount) for item in order.transactions]
    assert sum(held) == paise(order.total.gross)
    assert broken_clauses() == {}


def test_the_same_payment_coming_back_in_many_tabs_gives_one_order(live_shop: LiveShop) -> None:
    live_shop.shop.piece("Willow basket", price="700", stock=9)
    buyer = live_shop.buyer()
    buyer.add(live_shop.shop.slug("Willow basket"))
    at_stripe = buyer.place(buyer.check_pin(), "stripe")
    buyer.web.follow_redirects = False
    back = buyer.pay(at_stripe).headers["Location"]
    buyer.web.follow_redirects = True

    tabs = [tab_of(buyer) for _ in range(BUYERS)]

    pages = at_once(*[lambda tab=tab: tab.web.get(back) for tab in tabs])

    assert Counter(map(outcome, pages)) == {"order": BUYERS}
    assert len(live_shop.orders()) == 1
    assert [each["amount_refunded"] for each in live_shop.charges()] == [0]
    settled(money_is_where_it_belongs(live_shop), "the money is where it belongs")
