"""A confirmed order becomes one order for each group, and the ledger has it to the paisa."""

from decimal import Decimal

import pytest
from django.db import Error, connection, transaction

import sellers.ledger.facade as ledger
import sellers.orders.facade as orders
from commerce.embedded.checkout.models import Checkout
from jkrlm.kernel.money import Money
from sellers.ledger.facade import Component
from sellers.orders.models import CommissionRule, SellerOrder, SellerOrderChange, UnsplitOrder
from sellers.tax.facade import seller_of_record
from sellers.tax.models import TaxAnswer
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.seller_orders.conftest import BENGALURU, again, entries, event_of, forget, ordered, trial

pytestmark = pytest.mark.django_db(transaction=True)


def gross(part: SellerOrder) -> int:
    goods = sum((line.net + line.gst for line in part.lines.all()), Decimal(0))
    return int((goods + part.delivery_net + part.delivery_gst) * 100)


def sold(part: SellerOrder) -> dict[Component, Decimal]:
    books = ledger.orders_in_books([part.order_number])[part.order_number]
    return {component: money.amount for component, money in books.shares[part.code].sold.items()}


def test_within_the_territory_each_group_sells_itself_without_tax(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")

    order = shop.order()
    assert (stole.code, tray.code) == (f"{order.number}-KZ09", f"{order.number}-KZ11")
    assert gross(stole) + gross(tray) == paise(order.total.gross)
    assert stole.delivery_net + tray.delivery_net == Decimal(paise(order.shipping_price.gross)) / 100
    (line,) = stole.lines.all()
    assert (line.net, line.gst, line.commission_percent) == (Decimal(3500), 0, 8)
    assert (line.commission, line.commission_gst, line.tcs) == (Decimal(280), Decimal("50.40"), 0)
    assert (stole.seller_kind, stole.charges_tax, stole.state) == ("group", False, "new")
    assert stole.pack_by <= stole.ship_on <= stole.earliest <= stole.latest
    assert sold(stole)[Component.GOODS] == 3500
    assert (
        sold(stole)[Component.COMMISSION_CGST] == sold(stole)[Component.COMMISSION_SGST] == Decimal("25.20")
    )
    assert entries(order.number) == ["sale", "sale", "payment"]
    assert trial() == 0
    assert broken_clauses() == {}


def test_a_buyer_cannot_hide_her_order_from_its_group(shop: LiveShop) -> None:
    """What she writes into her bag's metadata her order keeps; the till's own mark there means nothing."""
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani stole"))
    Checkout.objects.update(metadata={"umeed.bill": "anything"})
    buyer.buy(shop.shop.slug("Walnut tray", "KZ11"), "stripe")
    at_rest()
    assert any(each.key == "umeed.bill" for each in shop.order().metadata)
    assert SellerOrder.objects.count() == 2


def test_beyond_it_federations_sell_and_the_tax_is_igst(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery", **BENGALURU)

    order = shop.order()
    assert gross(stole) + gross(tray) == paise(order.total.gross)
    assert (stole.seller_kind, stole.charges_tax, bool(stole.seller_gstin)) == ("federation", True, True)
    frozen = sum((line.gst for line in stole.lines.all()), Decimal(0))
    assert sold(stole)[Component.GOODS_IGST] == frozen > 0
    assert sold(stole)[Component.DELIVERY_IGST] == stole.delivery_gst > 0
    assert Component.GOODS_CGST not in sold(stole)
    assert sold(stole)[Component.TCS_IGST] == sum((line.tcs for line in stole.lines.all()), Decimal(0)) > 0
    assert int((stole.cash_to_collect + tray.cash_to_collect) * 100) == paise(order.total.gross)
    assert int(stole.cash_to_collect * 100) == gross(stole)
    assert entries(order.number) == ["sale", "sale", "cash-promise", "cash-promise"]
    assert trial() == 0
    assert broken_clauses() == {}


def test_a_commission_that_changes_later_changes_nothing_here(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "cash-on-delivery")

    CommissionRule.objects.create(
        group_code="KZ09", rate_percent=12, gst_percent=18, valid_from="2025-10-01", status="confirmed"
    )
    assert again() > 0

    assert stole.lines.get().commission_percent == 8
    seller = orders.earning_of(
        price=Money(Decimal(3500), "INR"),
        net=Money(Decimal(3500), "INR"),
        group_code="KZ09",
        craft="",
        category="shawl",
        seller=seller_of_record(group_code="KZ09", to_state="Jammu and Kashmir"),
    )
    assert seller.commission_percent == 12


def test_every_event_again_changes_nothing(shop: LiveShop) -> None:
    ordered(shop, "stripe")
    before = (list(SellerOrder.objects.order_by("id").values()), entries(shop.order().number))

    assert again() == again() > 0

    assert (list(SellerOrder.objects.order_by("id").values()), entries(shop.order().number)) == before
    assert SellerOrderChange.objects.count() == 2


def test_a_total_that_disagrees_is_for_staff_and_nothing_is_booked(shop: LiveShop) -> None:
    buyer = shop.buyer()
    buyer.buy(shop.shop.slug("Kani stole"), "stripe")
    at_rest()
    order = shop.order()
    forget(order.number)
    kept = TaxAnswer.objects.order_by("-last_asked_at", "-id").filter(checkout_id=order.checkout_id)
    for answer in kept:
        right = answer.content["lines"][0]["gross"]
        answer.content["lines"][0]["gross"] = str(Decimal(right) - Decimal("0.01"))
        answer.save()

    orders.on_order_confirmed(event_of("ORDER_CONFIRMED", order.id))
    orders.on_order_confirmed(event_of("ORDER_CONFIRMED", order.id))

    total = (Decimal(paise(order.total.gross)) / 100).quantize(Decimal("0.01"))
    sentence = f"Order {order.number} costs {total}, its parts add up to {total - Decimal('0.01')}."
    assert orders.unsplit() == ((order.number, sentence),)
    assert (SellerOrder.objects.count(), entries(order.number)) == (0, [])

    for answer in kept:
        answer.content["lines"][0]["gross"] = right
        answer.save()
    orders.on_order_confirmed(event_of("ORDER_CONFIRMED", order.id))
    assert orders.unsplit() == ()
    assert UnsplitOrder.objects.get().settled_at is not None
    assert entries(order.number) == ["sale", "payment"]


def test_a_group_sees_its_own_alone(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery")

    (card,) = orders.cards_of_group(["KZ09"])
    assert (card.code, card.pieces[0].name, card.cash.amount) == (
        stole.code,
        "Kani stole",
        stole.cash_to_collect,
    )
    assert card.group_gets == Money(Decimal("3166.10"), "INR")  # 3,500 less 8 % and its GST, less 0.1 % TDS
    with pytest.raises(orders.SellerOrderUnknown):
        orders.card(tray.code, group_codes=["KZ09"])
    with pytest.raises(orders.SellerOrderUnknown):
        orders.accept(tray.code, group_codes=["KZ09"], by=orders.By("person:1"))
    with pytest.raises(orders.SellerOrderUnknown):
        orders.cancel(tray.code, group_codes=["KZ09"], by=orders.By("person:1"), reason="x")
    tray.refresh_from_db()
    assert (tray.state, tray.changes.count()) == ("new", 1)


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_history_is_only_added_to(db: None, statement: str) -> None:
    with pytest.raises(Error, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("seller_orders_sellerorderchange"))
