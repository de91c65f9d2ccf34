"""Parcels that leave, parcels that never do, and where the buyer's money goes."""

from datetime import timedelta
from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
import sellers.orders.facade as orders
from commerce.client import TransactionActionEnum, TransactionEventTypeEnum
from commerce.facade import app_store, refuse_on
from commerce.payments.models import PaymentAttempt
from jkrlm.kernel.clock import now, today
from jkrlm.kernel.outbox import Event
from sellers.orders.models import SellerOrder
from sellers.orders.services.chase_unanswered import chase_unanswered
from tests.common.at_once import at_once
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.seller_orders.conftest import again, entries, event_of, forget, ordered, trial

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]

SADIA = orders.By("person:7", on_behalf_of="KZ09")


def cost(part: SellerOrder) -> Decimal:
    goods = sum((line.net + line.gst for line in part.lines.all()), Decimal(0))
    return goods + part.delivery_net + part.delivery_gst


def books(part: SellerOrder) -> ledger.OrderBooks:
    return ledger.orders_in_books([part.order_number])[part.order_number]


def refund(shop: LiveShop, amount: Decimal) -> None:
    (item,) = shop.order().transactions
    answer = app_store().transaction_request_action(
        id=item.id, action_type=TransactionActionEnum.REFUND, amount=amount
    )
    refuse_on(answer.transaction_request_action.errors)
    at_rest()


def cancel(part: SellerOrder) -> None:
    orders.cancel(part.code, group_codes=[part.group_code], by=SADIA, reason="The moths were faster")
    at_rest()


def test_part_of_a_card_order_goes_back_with_its_delivery_and_the_rest_is_sent(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    total = cost(stole) + cost(tray)
    with pytest.raises(orders.ReasonMissing):
        orders.cancel(stole.code, group_codes=["KZ09"], by=SADIA, reason=" ")

    cancel(stole)
    again()
    at_rest()

    order = shop.order()
    assert Decimal(paise(order.total_refunded)) / 100 == cost(stole)
    assert shop.kept_paise() == int(cost(tray) * 100)
    (granted,) = app_store().order_granted_refunds(id=order.id).order.granted_refunds
    assert granted.reason == f"{stole.code}: The moths were faster"
    assert (order.status.value, order.charge_status.value) == ("UNFULFILLED", "FULL")
    assert entries(order.number) == ["sale", "sale", "payment", "refund", "refund-payment"]
    kept = books(stole)
    assert (kept.left.amount, kept.refunded.amount, kept.due.amount) == (cost(tray), cost(stole), 0)
    assert kept.received.amount == total
    assert ledger.positions(["KZ09"])["KZ09"].held.amount == 0
    stole.refresh_from_db()
    assert (stole.state, stole.lines.get().quantity_returned) == ("cancelled", 1)

    orders.accept(tray.code, group_codes=["KZ11"], by=SADIA)
    orders.pack(tray.code, group_codes=["KZ11"], by=SADIA)
    orders.hand_over(tray.code, group_codes=["KZ11"], by=SADIA, tracking_number="EJ482190336IN")
    orders.hand_over(tray.code, group_codes=["KZ11"], by=SADIA)
    at_rest()
    again()
    (sent,) = shop.order().fulfillments
    tray.refresh_from_db()
    assert (sent.id, sent.tracking_number) == (tray.fulfilment_id, "EJ482190336IN")
    with pytest.raises(orders.WrongState):
        orders.cancel(tray.code, group_codes=["KZ11"], by=SADIA, reason="x")
    orders.deliver(tray.code, by=orders.By("store"), delivered_on=today())
    assert [each.state for each in tray.changes.order_by("id")] == [
        "new",
        "accepted",
        "packed",
        "handed-over",
        "delivered",
    ]
    assert trial() == 0
    assert broken_clauses() == {}


def test_both_groups_cannot_and_the_whole_card_order_is_cancelled(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    refund(shop, Decimal(100))  # for goodwill: both bear it
    assert books(stole).left.amount == cost(stole) + cost(tray) - 100

    cancel(stole)
    cancel(tray)
    again()
    at_rest()

    order = shop.order()
    assert order.status.value == "CANCELED"
    assert paise(order.total_refunded) == paise(order.total.gross)
    assert shop.kept_paise() == 0
    kept = books(stole)
    assert (kept.left.amount, kept.due.amount, kept.refunds_due.amount) == (0, 0, 0)
    assert trial() == 0
    assert broken_clauses() == {}
    with pytest.raises(orders.WrongState):
        orders.accept(stole.code, group_codes=["KZ09"], by=SADIA)


def test_of_cash_only_the_other_parcels_part_stays_promised(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery")

    cancel(stole)
    again()
    at_rest()

    order = shop.order()
    assert Decimal(paise(order.total_authorized)) / 100 == tray.cash_to_collect == cost(tray)
    assert entries(order.number) == ["sale", "sale", "cash-promise", "cash-promise", "cash-return", "refund"]
    kept = books(stole)
    assert (kept.left.amount, kept.received.amount, kept.due.amount) == (cost(tray), cost(tray), 0)
    orders.hand_over(tray.code, group_codes=["KZ11"], by=SADIA)
    at_rest()
    tray.refresh_from_db()
    assert tray.fulfilment_id
    assert broken_clauses() == {}


def test_nobody_answers_and_the_clock_gives_the_cash_free(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "cash-on-delivery")
    orders.accept(stole.code, group_codes=["KZ09"], by=SADIA)

    chase_unanswered(now=now() + timedelta(hours=47))
    assert not SellerOrder.objects.exclude(unanswered_at=None)
    chase_unanswered(now=now() + timedelta(hours=49))
    chase_unanswered(now=now() + timedelta(hours=50))
    (tray,) = SellerOrder.objects.exclude(unanswered_at=None)
    assert (tray.group_code, tray.unanswered_at < now() + timedelta(hours=49, minutes=1)) == ("KZ11", True)
    chase_unanswered(now=now() + timedelta(days=60))
    at_rest()

    tray.refresh_from_db()
    stole.refresh_from_db()
    assert (tray.state, stole.state) == ("cancelled", "accepted")
    last = tray.changes.latest("id")
    assert (last.actor, last.reason) == ("clock", "the maker did not answer in time")
    assert Decimal(paise(shop.order().total_authorized)) / 100 == stole.cash_to_collect
    orders.cancel(stole.code, group_codes=["KZ09"], by=SADIA, reason="Then I cannot either")
    at_rest()
    assert shop.order().status.value == "CANCELED"
    assert paise(shop.order().total_authorized) == 0
    assert books(stole).received.amount == 0
    assert broken_clauses() == {}


def test_a_parcel_whose_money_went_back_stays_with_the_group(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    refund(shop, cost(stole) + cost(tray))

    with pytest.raises(orders.NotCovered):
        orders.hand_over(stole.code, group_codes=["KZ09"], by=SADIA)

    stole.refresh_from_db()
    assert (stole.state, shop.order().fulfillments) == ("new", [])
    assert books(stole).left.amount == 0
    assert broken_clauses() == {}


def test_cancelled_and_given_back_in_the_store_before_our_rooms_heard_of_the_order(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    order = shop.order()
    refuse_on(app_store().order_cancel(id=order.id).order_cancel.errors)
    at_rest()
    assert set(SellerOrder.objects.values_list("state", flat=True)) == {"cancelled"}
    assert books(stole).refunds_due.amount == books(stole).received.amount > 0
    refund(shop, Decimal(paise(order.total.gross)) / 100)
    expected = entries(order.number)
    forget(order.number)

    orders.on_order_cancelled(event_of("ORDER_CANCELLED", order.id))
    orders.on_order_money(event_of("ORDER_REFUNDED", order.id))
    assert (SellerOrder.objects.count(), entries(order.number)) == (0, [])
    orders.on_order_confirmed(event_of("ORDER_CONFIRMED", order.id))
    at_rest()

    assert entries(order.number) == expected
    assert set(SellerOrder.objects.values_list("state", flat=True)) == {"cancelled"}
    kept = books(stole)
    assert (kept.left.amount, kept.due.amount, kept.refunds_due.amount) == (0, 0, 0)
    assert shop.kept_paise() == 0
    assert broken_clauses() == {}


def test_two_workers_at_once_let_go_of_a_promise_once(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery")
    orders.cancel(stole.code, group_codes=["KZ09"], by=SADIA, reason="The moths were faster")
    moved = Event(1, "SellerOrderMoved", {"code": stole.code, "state": "cancelled"}, now())

    assert at_once(*[lambda: orders.on_seller_order_moved(moved)] * 3) == [None] * 3
    at_rest()

    assert Decimal(paise(shop.order().total_authorized)) / 100 == tray.cash_to_collect
    assert books(stole).received.amount == tray.cash_to_collect
    assert broken_clauses() == {}


def test_what_was_paid_beyond_the_total_goes_back_from_no_groups_share(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    (item,) = shop.order().transactions
    for kind, reference in (("CHARGE_SUCCESS", "pi_twice"), ("REFUND_SUCCESS", "re_twice")):
        told = app_store().transaction_event_report(
            id=item.id, type_=TransactionEventTypeEnum(kind), amount=Decimal(100), psp_reference=reference
        )
        refuse_on(told.transaction_event_report.errors)
    at_rest()
    again()

    assert entries(stole.order_number) == ["sale", "sale", "payment", "payment", "journal"]
    kept = books(stole)
    assert (kept.left.amount, kept.due.amount, kept.refunded.amount) == (cost(stole) + cost(tray), 0, 0)
    assert trial() == 0


def test_money_of_another_source_is_not_booked_and_staff_see_it(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    forget(stole.order_number)
    PaymentAttempt.objects.update(transaction_id="elsewhere")

    again()

    assert entries(stole.order_number) == ["sale", "sale"]
    reason = "It was paid in a way that is not the shop's own."
    assert orders.unsplit() == ((stole.order_number, reason),)
    assert books(stole).due.amount > 0
