"""What staff do in the store itself, and what the card company does to refunds, arrive in the books."""

from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
import sellers.orders.facade as orders
from commerce.client import (
    FulfillmentCancelInput,
    OrderFulfillInput,
    OrderFulfillLineInput,
    OrderFulfillStockInput,
    OrderGrantRefundCreateInput,
    OrderGrantRefundCreateLineInput,
)
from commerce.facade import app_store, refuse_on
from jkrlm.people.facade import Role
from sellers.orders.models import Adjustment, RefundRequest, SellerOrder
from tests.common.at_once import at_once
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses, settled
from tests.seller_orders.conftest import again, entries, ordered, press, staff, trial
from tests.seller_orders.test_returns import books, cost, two_stoles

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]

#: Its refunds succeed first and fail some seconds later.
FAILING_CARD = "4000 0000 0000 5126"


def send_in_store(shop: LiveShop, part: SellerOrder, units: int) -> str:
    order = app_store().order_to_fulfil(id=part.order_id).order
    line = part.lines.get()
    (there,) = [each for each in order.lines if each.id == line.order_line_id]
    stock = OrderFulfillStockInput(warehouse=there.allocations[0].warehouse.id, quantity=units)
    answer = app_store().order_fulfill(
        order=part.order_id,
        input=OrderFulfillInput(
            lines=[OrderFulfillLineInput(order_line_id=line.order_line_id, stocks=[stock])],
            notify_customer=False,
            tracking_number="EJ482190336IN",
        ),
    )
    refuse_on(answer.order_fulfill.errors)
    at_rest()
    return answer.order_fulfill.fulfillments[0].id


def call_back_in_store(shop: LiveShop, fulfilment: str) -> None:
    back = FulfillmentCancelInput(warehouse_id=shop.shop.warehouse)
    answer = app_store().fulfillment_cancel(id=fulfilment, input=back)
    refuse_on(answer.order_fulfillment_cancel.errors)
    at_rest()


def grant_in_store(shop: LiveShop, part: SellerOrder, units: int, amount: Decimal) -> None:
    (item,) = shop.order().transactions
    given = OrderGrantRefundCreateInput(
        amount=amount,
        lines=[OrderGrantRefundCreateLineInput(id=part.lines.get().order_line_id, quantity=units)],
        reason="The moths were faster",
        transaction_id=item.id,
    )
    answer = app_store().order_grant_refund_create(id=part.order_id, input=given).order_grant_refund_create
    refuse_on(answer.errors)
    asked = app_store().transaction_request_refund_for_granted_refund(
        granted_refund_id=answer.granted_refund.id
    )
    refuse_on(asked.transaction_request_refund_for_granted_refund.errors)
    at_rest()


def test_one_is_sent_and_one_given_back_in_the_store(shop: LiveShop) -> None:
    stoles, tray = two_stoles(shop, "stripe")
    send_in_store(shop, stoles, 1)
    stoles.refresh_from_db()
    assert stoles.state == "new"

    grant_in_store(shop, stoles, 1, Decimal(3500))
    again()
    at_rest()

    stoles.refresh_from_db()
    assert (stoles.state, stoles.tracking_number) == ("handed-over", "EJ482190336IN")
    assert (stoles.lines.get().quantity_returned, bool(stoles.fulfilment_id)) == (1, True)
    kept = books(stoles)
    assert kept.shares[stoles.code].left.goods.amount == 3500
    assert kept.shares[tray.code].left.total.amount == cost(tray)
    assert kept.refunds_due.amount == 0
    (noted,) = Adjustment.objects.all()
    assert (noted.kind, noted.decided_by, noted.amount) == ("cancelled-lines", "store", 3500)
    assert len(shop.order().fulfillments) == 1
    assert trial() == 0
    assert broken_clauses() == {}


def test_one_is_given_back_in_the_store_and_the_group_cannot_send_the_other(shop: LiveShop) -> None:
    stoles, tray = two_stoles(shop, "stripe")
    grant_in_store(shop, stoles, 1, Decimal(3500))

    orders.cancel(stoles.code, group_codes=["KZ09"], by=orders.By("person:7"), reason="The moths were faster")
    at_rest()

    stoles.refresh_from_db()
    assert (stoles.state, stoles.lines.get().quantity_returned) == ("cancelled", 2)
    assert books(stoles).refunds_due.amount == 0
    assert shop.kept_paise() == int(cost(tray) * 100)
    granted = app_store().order_granted_refunds(id=stoles.order_id).order.granted_refunds
    assert [[row.quantity for row in each.lines] for each in granted] == [[1], [1]]
    assert broken_clauses() == {}


def test_more_than_the_lines_takes_the_delivery_and_then_everybody(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")

    grant_in_store(shop, stole, 1, cost(stole) + 100)

    kept = books(stole)
    assert kept.shares[stole.code].left.total.amount == 0
    assert kept.shares[tray.code].left.total.amount == cost(tray) - 100
    stole.refresh_from_db()
    assert stole.state == "cancelled"
    assert broken_clauses() == {}


def test_sent_in_the_store_and_called_back_there(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    fulfilment = send_in_store(shop, stole, 1)
    stole.refresh_from_db()
    assert (stole.state, stole.fulfilment_id) == ("handed-over", fulfilment)

    call_back_in_store(shop, fulfilment)
    again()

    stole.refresh_from_db()
    assert (stole.state, stole.fulfilment_id) == ("packed", "")
    assert [each.status.value for each in shop.order().fulfillments] == ["CANCELED"]
    orders.hand_over(stole.code, group_codes=["KZ09"], by=orders.By("person:7"))
    at_rest()
    stole.refresh_from_db()
    assert stole.fulfilment_id not in ("", fulfilment)
    assert broken_clauses() == {}


def failed_refund(shop: LiveShop) -> tuple[SellerOrder, SellerOrder]:
    """A stole is cancelled, its refund succeeds and then fails; returns it and the tray."""
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani stole"))
    buyer.add(shop.shop.slug("Walnut tray", "KZ11"))
    pay_page = buyer.place(buyer.check_pin(), "stripe")
    buyer.pay(pay_page, FAILING_CARD)
    settled(lambda: SellerOrder.objects.count() == 2, "the order split")
    at_rest()
    stole, tray = SellerOrder.objects.order_by("group_code")
    orders.cancel(stole.code, group_codes=["KZ09"], by=orders.By("person:7"), reason="The moths were faster")
    settled(lambda: RefundRequest.objects.filter(state="refused").exists(), "the refund refused")
    at_rest()
    return stole, tray


def test_a_refund_that_fails_is_due_again_shown_and_asked_again_once(shop: LiveShop) -> None:
    stole, _tray = failed_refund(shop)
    assert books(stole).refunds_due.amount == cost(stole)
    assert entries(stole.order_number)[-2:] == ["refund-payment", "reversal"]
    assert broken_clauses() == {}
    makers = [staff(Role.FINANCE_MAKER, name=f"Maker {name}") for name in ("A", "B")]
    page = makers[0].get("/staff/orders/refunds/").content.decode()
    assert stole.order_number in page
    assert "Ask again" in page
    before = len(
        app_store().order_granted_refunds(id=stole.order_id).order.granted_refunds[0].transaction_events
    )

    address = f"refunds/{stole.order_number}/again/"
    at_once(*[lambda who=who: press(who, address).status_code for who in makers])
    at_rest()

    request = RefundRequest.objects.get()
    assert request.tries == 2
    events = app_store().order_granted_refunds(id=stole.order_id).order.granted_refunds[0].transaction_events
    asked = [each for each in events if each.type_.value == "REFUND_REQUEST"]
    assert (len(asked), len(events) > before) == (2, True)
    assert trial() == 0


def test_what_a_card_refuses_is_paid_from_the_bank_by_two_people(shop: LiveShop) -> None:
    stole, _tray = failed_refund(shop)
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    address = f"refunds/{stole.order_number}/bank/"
    given = {"amount": str(cost(stole)), "utr": "SBIN0000000001", "reason": "The card is closed"}

    too_much = press(maker, address, **given | {"amount": str(cost(stole) + 1)})
    assert too_much.status_code == 422
    assert press(maker, address, **given).status_code == 302
    assert press(maker, address, **given).status_code == 422
    number = Adjustment.objects.get(kind="bank-refund").pk
    assert press(maker, f"decisions/adjustment/{number}/", to="approved").status_code == 422
    assert press(checker, f"decisions/adjustment/{number}/", to="approved").status_code == 302

    assert books(stole).refunds_due.amount == 0
    assert ledger.balance(ledger.account_of("bank")).amount == -cost(stole)
    assert "Nobody waits for money" in checker.get("/staff/orders/refunds/").content.decode()
    assert int(paise(shop.order().total_charged)) > 0
    assert trial() == 0
