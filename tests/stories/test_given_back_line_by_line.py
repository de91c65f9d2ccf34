"""Staff give back line by line, at the desk and in the store; the makers send the rest; the money is proven."""

from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
from jkrlm.people.facade import Role
from sellers.orders.models import Adjustment, SellerOrder
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses, words
from tests.seller_orders.conftest import again, press, sent_and_delivered, staff, trial, waiting_decision
from tests.seller_orders.test_returns import books, cost
from tests.seller_orders.test_store_side import grant_in_store

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]


def refunded(shop: LiveShop) -> Decimal:
    return Decimal(paise(shop.order().total_refunded)) / 100


def test_two_lines_are_cut_and_the_rest_of_both_parcels_is_sent(shop: LiveShop) -> None:
    shop.shop.piece("Sozni shawl", price="2600")
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani stole"), quantity=2)
    buyer.add(shop.shop.slug("Sozni shawl"))
    buyer.add(shop.shop.slug("Walnut tray", "KZ11"), quantity=2)
    page = buyer.pay(buyer.place(buyer.check_pin(), "stripe"))
    at_rest()
    weavers, carvers = SellerOrder.objects.order_by("group_code")
    whole = cost(weavers) + cost(carvers)
    stoles, shawl = weavers.lines.order_by("-quantity")
    logistics = staff(Role.LOGISTICS)

    one_stole = {f"units_{stoles.pk}": 1, f"units_{shawl.pk}": 0, "reason": "A knot in the weave"}
    key = {"key": "pressed-twice-at-the-desk"}
    for _press in range(2):
        answer = press(logistics, f"parcels/{weavers.code}/leave-out/", **one_stole, **key)
        assert answer.status_code == 302, answer.content.decode()
        at_rest()
    assert refunded(shop) == 3500
    grant_in_store(shop, carvers, 1, Decimal(1200))
    again()
    at_rest()
    assert refunded(shop) == 4700
    assert broken_clauses() == {}

    said = words(buyer.web.get(page.url.path))
    assert said.count("1 cancelled or sent back") == 2
    for part in (weavers, carvers):
        sent_and_delivered(part)
        part.refresh_from_db()
        assert part.state == "delivered"
    left = {line.product_name: line.quantity_fulfilled for line in shop.order().lines}
    assert left == {"Kani stole": 1, "Sozni shawl": 1, "Walnut tray": 1}

    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    lowered = {f"amount_{shawl.pk}": "300.00", "bearer": "group", "reason": "A loose thread"}
    assert press(maker, f"parcels/{weavers.code}/allowance/", **lowered).status_code == 302
    assert refunded(shop) == 4700, "one person moves no money"
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()
    again()
    at_rest()

    assert refunded(shop) == 5000
    assert shop.kept_paise() == int((whole - 5000) * 100)
    kept = books(weavers)
    assert kept.refunds_due.amount == 0
    assert kept.shares[weavers.code].left.goods.amount == 3500 + 2600 - 300
    assert kept.shares[carvers.code].left.goods.amount == 1200
    assert Adjustment.objects.count() == 3
    assert len(shop.letters("refunded", 3)) == 3
    shown = words(buyer.web.get(page.url.path))
    assert "Returned to you: ₹5,000" in shown
    assert "Everything has come" in shown
    assert ledger.balance(ledger.account_of("refunds-due")).amount == 0
    assert trial() == 0
    assert broken_clauses() == {}
