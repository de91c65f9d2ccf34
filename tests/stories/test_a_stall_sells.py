"""
What a till sold is an order in the store, as it is in the tent: handed over, paid when the money was seen, and its
pieces gone from the fair's warehouse once; what came back and what was void stand on it.
"""

from decimal import Decimal
from typing import Any

import pytest

from commerce.client import OrderParts
from commerce.facade import app_store, stock_of
from commerce.payments.facade import BankCredit, see_credits
from exhibitions.stock.services.common import event_slug
from exhibitions.till.facade import flags
from exhibitions.till.models import Bill, Till
from jkrlm.kernel import clock
from sellers.orders.models import SellerOrder, SellerOrderLine
from storefront.models import MailMessage
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop
from tests.common.web import Web
from tests.exhibitions.till.world import Stall, Tablet, a_stall, upi_reference

__all__ = ["live_shop"]
pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stall(live_shop: LiveShop, web: Web, settings: Any) -> Stall:
    settings.PUBLIC_URL = web.url
    tag = live_shop.shop.tag
    return a_stall(tag, f"MELA-{tag.upper()}")


def order_of(bill: dict[str, Any]) -> OrderParts:
    found = app_store().order_of_bill(reference=bill["id"]).order
    assert found is not None
    order = app_store().order_details(id=found.id).order
    assert order is not None
    return order


def left(stall: Stall, group: str, name: str) -> int:
    """Return what the store has free at the fair."""
    variant = stall.variant(group, name)
    return stock_of([variant])[variant, event_slug(stall.code)].free


def sent(tablet: Tablet) -> None:
    assert {each["state"] for each in tablet.send()} <= {"kept", "known"}
    at_rest()
    assert set(Till.objects.values_list("stuck", flat=True)) == {""}


def notes_on(order: OrderParts) -> list[str]:
    told = app_store().order_notes(id=order.id).order
    assert told is not None
    return [event.message for event in told.events if event.message]


def test_a_bill_is_handed_over_and_paid_in_the_store_too(stall: Stall) -> None:
    tablet = stall.tablet()
    bill = tablet.sell(("KZ09", "Stole", 2), ("KZ11", "Box", 1), discount=10000)
    sent(tablet)
    order = order_of(bill)
    assert (order.status.value, order.charge_status.value) == ("FULFILLED", "FULL")
    (fulfilment,) = order.fulfillments
    assert sorted(line.quantity for line in fulfilment.lines or ()) == [1, 2]
    assert order.total.gross.amount == Decimal(bill["total"]) / 100
    assert (left(stall, "KZ09", "Stole"), left(stall, "KZ11", "Box")) == (3, 11)
    by_sku = {line.product_sku: line.id for line in order.lines}
    ours = SellerOrderLine.objects.filter(seller_order__order_id=order.id)
    assert {line.sku: line.order_line_id for line in ours} == by_sku
    assert set(SellerOrder.objects.values_list("state", flat=True)) == {"delivered"}
    sent(tablet)
    assert left(stall, "KZ09", "Stole") == 3
    assert not MailMessage.objects.exists()
    assert broken_clauses() == {}


def test_upi_is_paid_when_the_bank_has_shown_it(stall: Stall) -> None:
    tablet, reference = stall.tablet(), upi_reference()
    bill = tablet.sell(("KZ09", "Stole", 1), upi=reference)
    sent(tablet)
    assert (order_of(bill).status.value, order_of(bill).charge_status.value) == ("FULFILLED", "NONE")
    told = {"amount": Decimal(3500), "day": clock.today(), "narration": f"UPI/{reference}/x@ybl"}
    for feed_id in ("N1", "N1"):
        see_credits(credits=[BankCredit(**told, feed_id=feed_id)])
        at_rest()
    order = order_of(bill)
    assert order.charge_status.value == "FULL"
    assert [(each.name, each.charged_amount.amount) for each in order.transactions] == [
        ("UPI at a stall", Decimal(3500))
    ]
    assert broken_clauses() == {}


def test_what_came_back_and_what_was_void_stand_on_the_order(stall: Stall) -> None:
    tablet = stall.tablet()
    sold = tablet.sell(("KZ11", "Box", 3))
    wrong = tablet.sell(("JM09", "Honey", 2))
    tablet.void(wrong)
    tablet.give_back(sold, 0, 1)
    sent(tablet)
    assert (left(stall, "KZ11", "Box"), left(stall, "JM09", "Honey")) == (10, 24)
    back = Bill.objects.get(is_return=True)
    (said,) = notes_on(order_of(sold))
    assert back.number in said
    assert "1 × " in said
    (said,) = notes_on(order_of(wrong))
    assert "void" in said
    sent(tablet)
    assert len(notes_on(order_of(sold))) == 1
    assert broken_clauses() == {}


def test_more_sold_than_was_there_is_below_nothing_until_it_is_back(stall: Stall) -> None:
    first, second = stall.tablet(), stall.tablet()
    first.sell(("KZ09", "Shawl", 1))
    again = second.sell(("KZ09", "Shawl", 2))
    sent(first)
    sent(second)
    assert [flag.code for flag in flags(stall.code)] == ["oversold"]
    assert order_of(again).status.value == "FULFILLED"
    assert left(stall, "KZ09", "Shawl") == -2
    assert broken_clauses() == {}
    second.give_back(again, 0, 1)
    sent(second)
    assert left(stall, "KZ09", "Shawl") == -1
    assert broken_clauses() == {}
