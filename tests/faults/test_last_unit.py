"""One piece is left and twelve buyers want it in the same moment, some by card and some in cash."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from commerce.embedded.channel.models import Channel
from commerce.embedded.order.models import Order
from commerce.embedded.warehouse.models import Reservation, Stock
from commerce.payments.models import PaymentAttempt
from jkrlm.kernel.clock import now
from storefront.models import MailMessage, OrderAccess
from tests.common.live import LiveShop, broken_clauses, live_shop, settled, together, words
from tests.journeys import Buyer

__all__ = ["live_shop"]

BUYERS = 12
REFUSED = ("This piece has just been sold", "We could not make your order", "Your payment is on its way back")

pytestmark = pytest.mark.django_db(transaction=True)


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
    """Bring twelve buyers to their last press: every third waits at the card company's page."""
    ready: list[tuple[Buyer, Callable[[], httpx.Response]]] = []
    for number in range(BUYERS):
        buyer = Buyer(shop.url, email=f"buyer-{number}@example.com")
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
    variant = shop.shop.piece(f"Walnut box {number}", price="900", stock=1)
    orders_before = Order.objects.count()
    ready = crowd(shop, f"kz09-walnut-box-{number}")

    pages = together([press for _buyer, press in ready])

    assert Counter(map(outcome, pages)) == {"order": 1, "refused": BUYERS - 1}
    assert Order.objects.count() == orders_before + 1
    stock = Stock.objects.get(variant__sku=f"KZ09-WALNUT-BOX-{number}")
    assert (stock.quantity, stock.quantity_allocated) == (1, 1), variant
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


def test_twelve_buyers_and_one_piece(live_shop: LiveShop) -> None:
    for number in range(3):
        last_unit(live_shop, number)


@pytest.mark.slow
def test_twelve_buyers_and_one_piece_twenty_times(live_shop: LiveShop) -> None:
    for number in range(20):
        last_unit(live_shop, number)


def test_who_pays_after_the_piece_was_sold_gets_the_money_back_and_is_told(
    live_shop: LiveShop,
) -> None:
    live_shop.shop.piece("Kani stole", price="6400", stock=1)
    slow, quick = Buyer(live_shop.url, email="slow@example.com"), Buyer(live_shop.url)
    slow.add("kz09-kani-stole")
    at_stripe = slow.place(slow.check_pin(), "stripe")
    quick.buy("kz09-kani-stole", "stripe")

    back = slow.pay(at_stripe)

    assert "We could not make your order" in words(back)
    assert "A piece was sold to somebody else while you paid." in words(back)
    settled(lambda: MailMessage.objects.filter(kind="payment-returned").exists(), "the mail")
    letter = MailMessage.objects.get(kind="payment-returned")
    assert letter.to == "slow@example.com"
    assert "The whole amount is on its way back to you." in letter.text
    assert "Your payment is on its way back" in slow.web.get(str(back.url)).text
    assert sorted(each["refunded"] for each in live_shop.charges()) == [False, True]
    assert Order.objects.count() == 1
    settled(money_is_where_it_belongs(live_shop), "the money is where it belongs")
    assert broken_clauses() == {}


def test_the_reservation_ran_out_while_he_paid_and_somebody_else_bought(live_shop: LiveShop) -> None:
    Channel.objects.update(reserve_stock_minutes=5)
    live_shop.shop.piece("Kani stole", price="6400", stock=1)
    slow, quick = Buyer(live_shop.url, email="slow@example.com"), Buyer(live_shop.url)
    slow.add("kz09-kani-stole")
    at_stripe = slow.place(slow.check_pin(), "stripe")
    assert 'action="/cart/add/"' not in quick.web.get("/products/kz09-kani-stole/").text
    Reservation.objects.update(reserved_until=now())
    quick.buy("kz09-kani-stole", "cash-on-delivery")

    back = slow.pay(at_stripe)

    assert "We could not make your order" in words(back)
    settled(money_is_where_it_belongs(live_shop), "the money went back")
    assert live_shop.kept_paise() == 0
    settled(lambda: MailMessage.objects.filter(kind="payment-returned").exists(), "the mail")
    assert Order.objects.get().user_email == "buyer@example.com"
    assert broken_clauses() == {}


def test_the_button_pressed_in_twelve_tabs_at_once_gives_one_order(live_shop: LiveShop) -> None:
    live_shop.shop.piece("Willow basket", price="700", stock=9)
    buyer = Buyer(live_shop.url)
    buyer.add("kz09-willow-basket")
    page = buyer.check_pin()
    tabs = [tab_of(buyer) for _ in range(12)]

    pages = together([lambda tab=tab: tab.place(page, "cash-on-delivery") for tab in tabs])

    assert Counter(map(outcome, pages)) == {"order": 12}
    assert len({str(each.url) for each in pages}) == 1
    assert Order.objects.count() == 1
    assert OrderAccess.objects.count() == 1
    assert Stock.objects.get(variant__sku="KZ09-WILLOW-BASKET").quantity_allocated == 1


def tab_of(buyer: Buyer) -> Buyer:
    """Open the same browser's next tab."""
    tab = Buyer(buyer.url)
    tab.web.cookies.update(buyer.web.cookies)
    return tab


def test_card_in_one_tab_and_cash_in_the_other_give_one_order_paid_once(live_shop: LiveShop) -> None:
    live_shop.shop.piece("Willow basket", price="700", stock=9)
    buyer = Buyer(live_shop.url)
    buyer.add("kz09-willow-basket")
    page = buyer.check_pin()
    other = tab_of(buyer)
    at_stripe = buyer.place(page, "stripe")

    together([lambda: buyer.pay(at_stripe), lambda: other.place(page, "cash-on-delivery")])

    settled(money_is_where_it_belongs(live_shop), "the money is where it belongs")
    order = Order.objects.get()
    held = [item.charged + item.authorized for item in order.transactions.all()]
    assert sum(held) == order.total_gross
    assert broken_clauses() == {}


def test_the_same_payment_coming_back_in_twelve_tabs_gives_one_order(live_shop: LiveShop) -> None:
    live_shop.shop.piece("Willow basket", price="700", stock=9)
    buyer = Buyer(live_shop.url)
    buyer.add("kz09-willow-basket")
    at_stripe = buyer.place(buyer.check_pin(), "stripe")
    buyer.web.follow_redirects = False
    back = buyer.pay(at_stripe).headers["Location"]
    buyer.web.follow_redirects = True

    tabs = [tab_of(buyer) for _ in range(12)]

    pages = together([lambda tab=tab: tab.web.get(back) for tab in tabs])

    assert Counter(map(outcome, pages)) == {"order": 12}
    assert Order.objects.count() == 1
    assert [each["amount_refunded"] for each in live_shop.charges()] == [0]
    settled(money_is_where_it_belongs(live_shop), "the money is where it belongs")
