"""Goods that come back, pieces left out, prices lowered: two people, the right share, to the paisa."""

from datetime import timedelta
from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
import sellers.orders.facade as orders
from commerce.facade import app_store
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, audit_trail
from sellers.orders.models import Adjustment, SellerOrder
from tests.bad_input.unchanged import nothing_changes
from tests.common.at_once import at_once
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.seller_orders.conftest import (
    again,
    entries,
    ordered,
    press,
    sent_and_delivered,
    staff,
    trial,
    waiting_decision,
)

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]


def cost(part: SellerOrder) -> Decimal:
    goods = sum((line.net + line.gst for line in part.lines.all()), Decimal(0))
    return goods + part.delivery_net + part.delivery_gst


def books(part: SellerOrder) -> ledger.OrderBooks:
    return ledger.orders_in_books([part.order_number])[part.order_number]


def two_stoles(shop: LiveShop, method: str) -> tuple[SellerOrder, SellerOrder]:
    """Two stoles of KZ09 and a tray of KZ11; returns both parts."""
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani stole"), quantity=2)
    buyer.buy(shop.shop.slug("Walnut tray", "KZ11"), method)
    at_rest()
    stoles, tray = SellerOrder.objects.order_by("group_code")
    assert stoles.lines.get().quantity == 2
    return stoles, tray


def test_one_of_two_comes_back_and_the_card_is_given_half(shop: LiveShop) -> None:
    stoles, tray = two_stoles(shop, "stripe")
    sent_and_delivered(stoles)
    line = stoles.lines.get()
    logistics, checker = staff(Role.LOGISTICS), staff(Role.FINANCE_CHECKER, name="Checker")
    given = {f"units_{line.pk}": 1, "why": "damaged", "bearer": "group", "reason": "A tear at the hem"}

    refused = press(logistics, f"parcels/{stoles.code}/return/", **given | {f"units_{line.pk}": 3})
    assert refused.status_code == 422
    assert press(logistics, f"parcels/{stoles.code}/return/", **given).status_code == 302
    assert books(stoles).refunds_due.amount == 0
    assert press(logistics, waiting_decision(), to="approved").status_code == 422
    assert press(checker, waiting_decision(), to="approved", words="Seen on the picture").status_code == 302
    at_rest()
    again()
    at_rest()

    order = shop.order()
    assert Decimal(paise(order.total_refunded)) / 100 == Decimal(3500)
    assert books(stoles).refunds_due.amount == 0
    assert books(stoles).shares[stoles.code].left.goods.amount == 3500
    stoles.refresh_from_db()
    assert (stoles.state, stoles.lines.get().quantity_returned) == ("delivered", 1)
    (granted,) = app_store().order_granted_refunds(id=order.id).order.granted_refunds
    assert granted.reason == f"{Adjustment.objects.get().reference}: A tear at the hem"
    assert [row.quantity for row in granted.lines] == [1]
    assert ledger.positions(["KZ09"])["KZ09"].held.amount == Decimal("3166.10")
    assert tray.state == "new"
    assert trial() == 0
    assert broken_clauses() == {}
    acts = [row.verb for row in audit_trail(f"seller order {stoles.code}", most=10)]
    assert acts == ["order.return"]
    page = checker.get(f"/staff/orders/parcels/{stoles.code}/").content.decode()
    assert "A tear at the hem" in page
    assert "Came back after delivery: 3500.00" in page


def test_all_of_it_comes_back_with_its_delivery_after_it_was_paid_out(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    sent_and_delivered(stole)
    day = clock.today()
    ledger.clear_shares([ledger.Clearing(order=stole.order_number, item=stole.code, occurred_on=day)])
    position = ledger.positions(["KZ09"])["KZ09"]
    ledger.send_payouts([ledger.Payout("P-1", "KZ09", position.payable, day)])
    ledger.confirm_payouts([ledger.PayoutPaid("P-1", "UTR1", day)])
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    line = stole.lines.get()

    given = {f"units_{line.pk}": 1, "why": "changed-mind", "bearer": "group", "with_delivery": "on"}
    assert press(maker, f"parcels/{stole.code}/return/", **given, reason="Too small").status_code == 302
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()

    stole.refresh_from_db()
    assert (stole.state, stole.delivered_on) == ("returned", day)
    assert Decimal(paise(shop.order().total_refunded)) / 100 == cost(stole)
    carried = ledger.positions(["KZ09"])["KZ09"]
    assert (carried.payable.amount, carried.due) == (0, position.payable)
    assert broken_clauses() == {}


def test_what_the_operator_bears_costs_the_group_nothing(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    sent_and_delivered(stole)
    line = stole.lines.get()
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")

    given = {f"amount_{line.pk}": "500.00", "bearer": "operator", "reason": "Late by a week"}
    assert press(maker, f"parcels/{stole.code}/allowance/", **given).status_code == 302
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()

    position = ledger.positions(["KZ09"])["KZ09"]
    assert (position.held.amount + position.payable.amount) == Decimal("3166.10")
    assert Decimal(paise(shop.order().total_refunded)) / 100 == 500
    assert (stole.lines.get().quantity_returned, trial()) == (0, 0)
    assert broken_clauses() == {}


def test_the_buyers_wish_has_a_window_and_food_is_not_in_it(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    sent_and_delivered(stole)
    line = stole.lines.get()
    logistics = staff(Role.LOGISTICS)
    given = {f"units_{line.pk}": 1, "bearer": "group", "reason": "x"}
    SellerOrder.objects.filter(pk=stole.pk).update(delivered_on=clock.today() - timedelta(days=8))

    late = press(logistics, f"parcels/{stole.code}/return/", why="changed-mind", **given)
    assert late.status_code == 422
    assert "It could come back until" in late.content.decode()
    SellerOrder.objects.filter(pk=stole.pk).update(delivered_on=clock.today() - timedelta(days=7))
    stole.lines.update(return_days=0)
    food = press(logistics, f"parcels/{stole.code}/return/", why="changed-mind", **given)
    assert "food or was made to order" in food.content.decode()
    assert not Adjustment.objects.exists()
    assert press(logistics, f"parcels/{stole.code}/return/", why="damaged", **given).status_code == 302


def test_one_stole_cannot_be_sent_and_the_other_goes_out(shop: LiveShop) -> None:
    stoles, tray = two_stoles(shop, "cash-on-delivery")
    collected = stoles.cash_to_collect

    for _ in range(2):
        orders.cancel_lines(
            stoles.code,
            group_codes=["KZ09"],
            by=orders.By("person:7"),
            quantities={stoles.lines.get().sku: 1},
            reason="One has a stain",
            key="once",
        )
    at_rest()

    stoles.refresh_from_db()
    assert collected - stoles.cash_to_collect == 3500
    assert (
        Decimal(paise(shop.order().total_authorized)) / 100 == stoles.cash_to_collect + tray.cash_to_collect
    )
    assert books(stoles).received.amount == stoles.cash_to_collect + tray.cash_to_collect
    orders.hand_over(stoles.code, group_codes=["KZ09"], by=orders.By("person:7"))
    at_rest()
    (sent,) = shop.order().fulfillments
    assert [row.quantity for row in sent.lines] == [1]
    assert broken_clauses() == {}
    orders.refuse(stoles.code, by=orders.By("person:7"), reason="Nobody at home")
    at_rest()
    assert Decimal(paise(shop.order().total_authorized)) / 100 == tray.cash_to_collect
    assert books(stoles).received.amount == tray.cash_to_collect
    assert trial() == 0
    assert broken_clauses() == {}


def test_one_piece_left_out_of_a_card_order_then_all_of_it(shop: LiveShop) -> None:
    stoles, tray = two_stoles(shop, "stripe")
    logistics = staff(Role.LOGISTICS)
    line = stoles.lines.get()

    assert (
        press(
            logistics, f"parcels/{stoles.code}/leave-out/", **{f"units_{line.pk}": 1}, reason="A stain"
        ).status_code
        == 302
    )
    at_rest()
    assert Decimal(paise(shop.order().total_refunded)) / 100 == 3500
    assert press(logistics, f"parcels/{stoles.code}/cancel/", reason="The other as well").status_code == 302
    at_rest()
    again()
    at_rest()

    assert Decimal(paise(shop.order().total_refunded)) / 100 == cost(stoles)
    assert shop.kept_paise() == int(cost(tray) * 100)
    assert books(stoles).refunds_due.amount == 0
    assert broken_clauses() == {}


def test_two_approve_at_once_and_it_is_booked_once(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    sent_and_delivered(stole)
    line = stole.lines.get()
    maker = staff(Role.FINANCE_MAKER)
    checkers = [staff(Role.FINANCE_CHECKER, name=f"Checker {name}") for name in ("A", "B", "C")]
    given = {f"amount_{line.pk}": "500.00", "bearer": "group", "reason": "A stain"}
    assert press(maker, f"parcels/{stole.code}/allowance/", **given).status_code == 302
    address = waiting_decision()

    answers = at_once(*[lambda who=who: press(who, address, to="approved").status_code for who in checkers])
    at_rest()

    assert sorted(answers) == [302, 422, 422]
    assert entries(stole.order_number).count("refund") == 1
    assert Decimal(paise(shop.order().total_refunded)) / 100 == 500
    assert broken_clauses() == {}


def test_what_is_refused_or_withdrawn_changes_no_money(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    sent_and_delivered(stole)
    line = stole.lines.get()
    maker = staff(Role.FINANCE_MAKER)
    checker = staff(Role.FINANCE_CHECKER, name="Checker")
    given = {f"amount_{line.pk}": "3500.00", "bearer": "group", "reason": "A stain"}
    assert press(maker, f"parcels/{stole.code}/allowance/", **given).status_code == 302
    with nothing_changes():
        too_much = press(maker, f"parcels/{stole.code}/allowance/", **given)
    assert too_much.status_code == 422
    assert press(maker, waiting_decision(), to="withdrawn").status_code == 302
    assert press(maker, f"parcels/{stole.code}/allowance/", **given).status_code == 302
    assert press(checker, waiting_decision(), to="refused", words="No picture").status_code == 302
    with nothing_changes():
        assert press(checker, waiting_decision(), to="approved").status_code == 422
    at_rest()
    assert entries(stole.order_number).count("refund") == 0
