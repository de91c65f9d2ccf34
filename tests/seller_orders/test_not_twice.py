"""Nothing goes back twice: not by card and by bank, not because it was refused, not because it was pressed."""

from datetime import timedelta
from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
import sellers.orders.facade as orders
from commerce.client import TransactionEventTypeEnum
from commerce.embedded.order.models import Fulfillment
from commerce.facade import app_store, refuse_on
from commerce.payments.models import PaymentAction
from jkrlm.kernel import clock
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxMessage
from jkrlm.people.facade import Role
from sellers.orders.models import Adjustment, RefundRequest, SellerOrder
from sellers.orders.reactions import look_after_refunds
from tests.common.live import LiveShop, at_rest, broken_clauses, settled
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
from tests.seller_orders.test_cash import listed
from tests.seller_orders.test_returns import books, cost, two_stoles
from tests.seller_orders.test_store_side import (
    FAILING_CARD,
    call_back_in_store,
    failed_refund,
    send_in_store,
)

pytestmark = pytest.mark.django_db(transaction=True)

SADIA = orders.By("person:7")


def given_back_by_bank(stole: SellerOrder) -> dict[str, str]:
    return {"amount": str(cost(stole)), "utr": "SBIN0000000001", "reason": "The card is closed"}


def asked_of_the_card() -> list[Decimal]:
    rows = PaymentAction.objects.filter(kind="REFUND").order_by("pk")
    return list(rows.values_list("amount", flat=True))


def refused_requests() -> list[tuple[str, int]]:
    return list(RefundRequest.objects.filter(state="refused").values_list("reference", "tries"))


def test_what_the_bank_paid_is_not_asked_of_the_card_when_the_rest_is_cancelled(shop: LiveShop) -> None:
    stole, tray = failed_refund(shop)
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    address = f"refunds/{stole.order_number}/bank/"
    assert press(maker, address, **given_back_by_bank(stole)).status_code == 302
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    assert refused_requests() == []
    press(maker, f"refunds/{stole.order_number}/again/")
    again()
    at_rest()
    assert asked_of_the_card() == [cost(stole)]
    assert books(stole).refunds_due.amount == 0

    orders.cancel(tray.code, group_codes=["KZ11"], by=SADIA, reason="moths")
    at_rest()
    again()
    at_rest()

    assert asked_of_the_card() == [cost(stole), cost(tray)]
    assert shop.order().status.value == "CANCELED"


def test_a_refused_refund_of_a_whole_order_waits_until_somebody_asks_again(shop: LiveShop) -> None:
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani stole"))
    buyer.add(shop.shop.slug("Walnut tray", "KZ11"))
    pay_page = buyer.place(buyer.check_pin(), "stripe")
    buyer.pay(pay_page, FAILING_CARD)
    settled(lambda: SellerOrder.objects.count() == 2, "the order split")
    at_rest()
    stole, tray = SellerOrder.objects.order_by("group_code")
    for part in (stole, tray):
        orders.cancel(part.code, group_codes=[part.group_code], by=SADIA, reason="moths")
    settled(lambda: bool(refused_requests()), "the refund refused")
    for _ in range(2):
        at_rest()
        look_after_refunds()
        again()
    at_rest()

    assert refused_requests() == [(stole.order_number, 1)]
    assert asked_of_the_card() == [cost(stole) + cost(tray)]
    assert books(stole).refunds_due.amount == cost(stole) + cost(tray)
    assert broken_clauses() == {}

    maker = staff(Role.FINANCE_MAKER)
    press(maker, f"refunds/{stole.order_number}/again/")
    failures = OutboxMessage.objects.filter(name="RefundFailed")
    settled(lambda: failures.count() == 2 and bool(refused_requests()), "the refund refused again")
    at_rest()
    again()
    at_rest()
    assert refused_requests() == [(stole.order_number, 2)]
    assert asked_of_the_card() == [cost(stole) + cost(tray)] * 2
    assert trial() == 0


def test_a_bank_refund_waits_for_the_cards_answer(shop: LiveShop) -> None:
    stole, _tray = failed_refund(shop)
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    address = f"refunds/{stole.order_number}/bank/"
    assert press(maker, address, **given_back_by_bank(stole)).status_code == 302
    press(maker, f"refunds/{stole.order_number}/again/")
    assert RefundRequest.objects.get().state == "asked"

    assert press(checker, waiting_decision(), to="approved").status_code == 422
    assert press(checker, waiting_decision(), to="refused", words="The card is asked").status_code == 302
    assert press(maker, address, **given_back_by_bank(stole)).status_code == 422
    assert books(stole).refunds_due.amount == cost(stole)


def test_the_second_piece_is_sent_although_staff_sent_the_first(shop: LiveShop) -> None:
    stoles, _tray = two_stoles(shop, "stripe")
    send_in_store(shop, stoles, 1)
    orders.accept(stoles.code, group_codes=["KZ09"], by=SADIA)
    orders.hand_over(stoles.code, group_codes=["KZ09"], by=SADIA)
    at_rest()
    again()
    at_rest()

    sent = shop.order().fulfillments
    assert [row.quantity for each in sent for row in each.lines] == [1, 1]
    stoles.refresh_from_db()
    assert stoles.fulfilment_id in {each.id for each in sent}
    assert broken_clauses() == {}


def test_refunds_that_were_looked_at_go_to_the_end_of_the_queue(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    for part in (stole, tray):
        orders.cancel(part.code, group_codes=[part.group_code], by=SADIA, reason="moths")
    at_rest()
    (request,) = RefundRequest.objects.exclude(reference__in=[stole.code, tray.code])
    assert (request.reference, request.state, request.amount) == (
        stole.order_number,
        "paid",
        cost(stole) + cost(tray),
    )
    before = now() - timedelta(days=3)
    RefundRequest.objects.update(state="asked", changed_at=before)
    look_after_refunds()
    assert RefundRequest.objects.get(pk=request.pk).state == "paid"

    lost = RefundRequest.objects.create(
        reference="lost",
        order_id=stole.order_id,
        order_number="x",
        amount=1,
        state="asked",
        changed_at=before,
    )
    look_after_refunds()
    lost.refresh_from_db()
    assert (lost.state, lost.changed_at > before) == ("asked", True)


def test_a_failed_refund_beyond_the_total_is_no_longer_booked(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    (item,) = shop.order().transactions
    for kind, reference in (
        ("CHARGE_SUCCESS", "pi_twice"),
        ("REFUND_SUCCESS", "re_twice"),
        ("REFUND_FAILURE", "re_twice"),
    ):
        told = app_store().transaction_event_report(
            id=item.id, type_=TransactionEventTypeEnum(kind), amount=Decimal(100), psp_reference=reference
        )
        refuse_on(told.transaction_event_report.errors)
        at_rest()
    again()

    assert entries(stole.order_number)[-2:] == ["journal", "reversal"]
    assert books(stole).due.amount == -100
    assert trial() == 0


def test_cash_that_was_handed_in_does_not_come_back_from_the_carrier(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery")
    fulfilment = send_in_store(shop, stole, 1)
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    rows = f"{stole.code},{stole.cash_to_collect}"
    assert press(maker, "cash/hand-in/", **listed(stole, rows)).status_code == 302
    assert press(checker, waiting_decision("remittance"), to="approved").status_code == 302
    at_rest()
    call_back_in_store(shop, fulfilment)

    orders.cancel(stole.code, group_codes=["KZ09"], by=SADIA, reason="moths")
    at_rest()

    assert entries(stole.order_number).count("cash-return") == 0
    assert books(stole).refunds_due.amount == cost(stole)
    assert books(stole).shares[tray.code].left.total.amount == cost(tray)
    assert ledger.balance(ledger.account_of("bank")).amount == stole.cash_to_collect
    assert trial() == 0
    assert broken_clauses() == {}


def test_a_card_says_what_the_group_gets_of_what_is_left(shop: LiveShop) -> None:
    stoles, tray = two_stoles(shop, "stripe")
    whole = orders.card(stoles.code, group_codes=["KZ09"]).group_gets
    cancelled = {"quantities": {stoles.lines.get().sku: 1}, "reason": "A stain", "key": "once"}
    orders.cancel_lines(stoles.code, group_codes=["KZ09"], by=SADIA, **cancelled)
    at_rest()

    assert orders.card(stoles.code, group_codes=["KZ09"]).group_gets.amount == whole.amount / 2
    cards = orders.cards_of_group(["KZ09", "KZ11"])
    assert {each.code: each.group_gets for each in cards} == {
        code: books(stoles).shares[code].group for code in (stoles.code, tray.code)
    }


def test_all_pieces_left_out_twice_is_done(shop: LiveShop) -> None:
    stoles, _tray = two_stoles(shop, "stripe")
    for _ in range(2):
        orders.cancel_lines(
            stoles.code,
            group_codes=["KZ09"],
            by=SADIA,
            quantities={stoles.lines.get().sku: 2},
            reason="Both have a stain",
            key="once",
        )
    stoles.refresh_from_db()
    assert stoles.state == "cancelled"
    assert not Adjustment.objects.exists()


def test_the_administrator_looks_and_moves_no_money(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "cash-on-delivery")
    sent_and_delivered(stole, on=clock.today())
    maker, chief = staff(Role.FINANCE_MAKER), staff(Role.ADMINISTRATOR, name="Chief")
    line = stole.lines.get()
    given = {f"units_{line.pk}": 1, "why": "damaged", "bearer": "group", "reason": "A tear"}
    assert press(maker, f"parcels/{stole.code}/return/", **given).status_code == 302

    for address in ("", f"parcels/{stole.code}/", "decisions/", waiting_decision(), "refunds/", "cash/"):
        assert chief.get(f"/staff/orders/{address}").status_code == 200, address
    assert press(chief, waiting_decision(), to="approved").status_code == 422
    number = stole.order_number
    acts = (
        f"parcels/{stole.code}/return/",
        f"parcels/{stole.code}/allowance/",
        f"refunds/{number}/bank/",
        f"refunds/{number}/again/",
        "cash/hand-in/",
    )
    for address in acts:
        assert press(chief, address, **given).status_code == 403, address


def test_goods_that_came_back_in_the_store_are_not_sent_again(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    orders.hand_over(stole.code, group_codes=["KZ09"], by=SADIA)
    at_rest()
    Fulfillment.objects.update(status="RETURNED")

    again()
    kept = SellerOrder.objects.get(pk=stole.pk).fulfilment_id
    assert [each.id for each in shop.order().fulfillments] == [kept]

    stole.lines.update(quantity_returned=1)
    again()
    assert [each.id for each in shop.order().fulfillments] == [kept]
