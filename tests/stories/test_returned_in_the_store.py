"""Staff note in Saleor's own dashboard that goods came back: sent ones, and ones that never left."""

from decimal import Decimal

import pytest

import sellers.orders.facade as orders
from commerce.facade import on_saleor
from sellers.orders.models import Adjustment
from tests.common.books import ask
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.seller_orders.conftest import again, ordered, trial
from tests.seller_orders.test_returns import books, cost
from tests.seller_orders.test_store_side import grant_in_store

pytestmark = [
    pytest.mark.story,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not on_saleor(), reason="the embedded store has no returns of its own"),
]

SADIA = orders.By("person:7", on_behalf_of="KZ09")


def returned(order_id: str, **lines: object) -> str:
    """Note a return without a refund; returns the status of the fulfilment that Saleor makes of it."""
    given = {**lines, "refund": False}
    answer = ask("ReturnProducts", of="returns", order=order_id, input=given)[
        "orderFulfillmentReturnProducts"
    ]
    assert answer["errors"] == []
    at_rest()
    return str(answer["returnFulfillment"]["status"])


def test_what_was_sent_comes_back_and_is_refunded_there(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    orders.hand_over(stole.code, group_codes=["KZ09"], by=SADIA)
    at_rest()
    (sent,) = ask("SentLines", of="sent", id=stole.order_id)["order"]["fulfillments"]
    back = [{"fulfillmentLineId": sent["lines"][0]["id"], "quantity": 1}]

    assert returned(stole.order_id, fulfillmentLines=back) == "RETURNED"
    again()
    assert books(stole).shares[stole.code].left.total.amount == cost(stole)
    grant_in_store(shop, stole, 1, Decimal(3500))
    again()
    at_rest()

    stole.refresh_from_db()
    assert (stole.state, stole.lines.get().quantity_returned) == ("handed-over", 1)
    (noted,) = Adjustment.objects.all()
    assert (noted.kind, noted.decided_by, noted.amount) == ("return", "store", 3500)
    assert books(stole).shares[tray.code].left.total.amount == cost(tray)
    assert trial() == 0
    assert broken_clauses() == {}


def test_what_never_left_is_freed_there_and_cancelled_here(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    assert shop.stock("Kani stole") == (5, 1)
    orders.cancel(stole.code, group_codes=["KZ09"], by=SADIA, reason="The moths were faster")
    at_rest()
    assert shop.stock("Kani stole") == (5, 1), "a parcel cancelled by its group stays allocated"
    freed = [{"orderLineId": stole.lines.get().order_line_id, "quantity": 1}]

    assert returned(stole.order_id, orderLines=freed) == "RETURNED"
    again()
    at_rest()

    assert shop.stock("Kani stole")[1] == 0
    stole.refresh_from_db()
    assert stole.state == "cancelled"
    assert shop.kept_paise() == int(cost(tray) * 100)
    orders.hand_over(tray.code, group_codes=["KZ11"], by=SADIA)
    at_rest()
    tray.refresh_from_db()
    assert tray.fulfilment_id
    assert broken_clauses() == {}
