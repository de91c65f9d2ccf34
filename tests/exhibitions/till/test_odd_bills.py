"""What was sold without us and ought not to have been: sold all the same, and shown to staff."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

import exhibitions.stock.facade as stock
import sellers.ledger.facade as ledger
from commerce.payments.facade import BankCredit, see_credits
from commerce.payments.models import UpiCredit
from exhibitions.till.facade import bills, flags, look_after_tills
from exhibitions.till.models import Bill
from exhibitions.till.services.set_pin import end_pin
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from sellers.orders.clearing import clear_due_shares
from sellers.orders.models import SellerOrder
from sellers.registry.models import Group
from sellers.tax.models import TaxDocument
from tests.exhibitions.till.world import Stall, Tablet, all_hold, upi_reference, work
from tests.exhibitions.world import person, signed_in

pytestmark = pytest.mark.django_db


def codes(stall: Stall) -> list[str]:
    return [each.code for each in flags(stall.code)]


def sent(tablet: Tablet) -> None:
    tablet.send()
    work()


def credit(reference: str, rupees: str, feed_id: str) -> None:
    day = clock.today()
    see_credits(
        credits=[
            BankCredit(amount=Decimal(rupees), day=day, narration=f"UPI/{reference}/x@ybl", feed_id=feed_id)
        ]
    )
    work()


def test_two_tablets_sell_the_last_piece_and_one_bill_is_flagged(stall: Stall) -> None:
    first, second = stall.tablet(), stall.tablet()
    first.sell(("KZ09", "Shawl", 1))
    second.sell(("KZ09", "Shawl", 1))
    second.send()
    first.send()
    work()
    assert len(bills(stall.code)) == 2
    (flag,) = flags(stall.code)
    assert (flag.code, flag.till) == ("oversold", 1)
    (there,) = [
        each for each in stock.goods_at(stall.code) if each.variant_id == stall.variant("KZ09", "Shawl")
    ]
    assert there.quantity == -1
    assert {each.order_number for each in bills(stall.code)} == set(
        SellerOrder.objects.values_list("order_number", flat=True)
    )
    all_hold()


def test_price_discount_clock_and_cashier_are_looked_at(stall: Stall) -> None:
    tablet = stall.tablet()
    stole = stall.variant("KZ09", "Stole")
    tablet.bill([tablet.line(stole, 1, unit_price=300000, gross=300000)])
    tablet.sell(("KZ09", "Stole", 1), discount=18000)
    tablet.cashier = "999999"
    tablet.sell(("JM09", "Honey", 1))
    sent(tablet)
    assert codes(stall) == ["price-changed", "discount-above-limit", "revoked-cashier"]
    assert "5.14 % off" in flags(stall.code)[1].message

    late = stall.tablet(skew=timedelta(days=1))
    late.sell(("JM09", "Honey", 1))
    sent(late)
    assert codes(stall)[3:] == ["clock-wrong"]
    bill = Bill.objects.get(till=late.row)
    assert bill.sold_on == clock.today()  # tomorrow is no day for a document
    assert TaxDocument.objects.order_by("-pk").values_list("issued_on", flat=True).first() == clock.today()
    all_hold()


def test_a_cashier_whose_pin_was_ended_is_flagged_from_then_on(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("JM09", "Honey", 1))
    end_pin(exhibition=stall.code, user_id=int(tablet.cashier), by=stall.fair.manager, now=clock.now())
    tablet.sell(("JM09", "Honey", 1))
    sent(tablet)
    assert codes(stall) == ["revoked-cashier"]


def test_what_nobody_brought_here_is_sold_and_its_money_is_the_groups(stall: Stall) -> None:
    tablet = stall.tablet()
    line = tablet.line(stall.variant("KZ09", "Stole"), 1)
    tablet.bill([{**line, "variant": "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5", "sku": "NOBODYS"}])
    sent(tablet)
    assert set(codes(stall)) == {"unknown-item", "oversold"}
    (bill,) = bills(stall.code)
    assert (
        bill.order_number == f"T01-{tablet.row.year % 100}-1"
    )  # a number of a till comes again in later years
    held = ledger.balance(ledger.account_of("held-for-seller", "KZ09"))
    assert held.amount > 0
    all_hold()


def test_a_paper_bill_is_typed_in_once(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("JM09", "Honey", 1), paper="P 017")
    tablet.sell(("JM09", "Honey", 1), paper="P  017")
    sent(tablet)
    assert codes(stall) == ["paper-twice"]
    assert list(Bill.objects.order_by("pk").values_list("paper", flat=True)) == ["P 017", ""]


def test_upi_settles_when_the_bank_shows_it_once(stall: Stall) -> None:
    tablet, reference = stall.tablet(), upi_reference()
    tablet.sell(("KZ09", "Stole", 1), upi=reference)
    sent(tablet)
    assert [each.state for each in bills(stall.code)] == ["waiting"]
    assert tablet.state()["upi"][0]["matched"] is False
    SellerOrder.objects.update(delivered_on=clock.today() - timedelta(days=60))
    assert clear_due_shares(now=clock.now()) == 0
    all_hold()

    credit(reference, "3400.00", "f1")  # another amount pays nothing
    assert [each.state for each in bills(stall.code)] == ["waiting"]
    credit(reference, "3500.00", "f2")
    assert [each.state for each in bills(stall.code)] == ["settled"]
    assert tablet.state()["upi"][0]["matched"] is True
    assert ledger.balance(ledger.account_of("upi-clearing")).amount == Decimal("3500.00")
    credit(reference, "3500.00", "f3")  # paid twice: what pays nothing goes back
    states = UpiCredit.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["returning", "stall", "returning"]
    assert clear_due_shares(now=clock.now()) == 1
    all_hold()


def test_upi_that_was_in_the_bank_before_its_bill_came_is_found(stall: Stall) -> None:
    tablet, reference = stall.tablet(), upi_reference()
    tablet.sell(("KZ09", "Stole", 1), upi=reference)
    credit(reference, "3500.00", "f1")
    sent(tablet)
    assert [each.state for each in bills(stall.code)] == ["settled"]
    all_hold()


def test_upi_that_never_came_is_borne_by_finances_word_alone(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1), upi=upi_reference())
    sent(tablet)
    Bill.objects.update(booked_at=clock.now() - timedelta(days=2))
    look_after_tills()
    (flag,) = flags(stall.code)
    assert flag.code == "upi-missing"
    url = f"/staff/exhibitions/{stall.code}/tills/flags/{flag.id}/"
    told = {"outcome": "operator-bears", "reason": "The buyer showed a forged screen"}
    assert stall.fair.desk().post(url, told).status_code == 422
    assert flags(stall.code) == (flag,)
    finance = signed_in(person("Finance", Role.FINANCE_MAKER))
    assert finance.post(url, told).status_code == 302
    assert flags(stall.code) == ()
    assert [each.state for each in bills(stall.code)] == ["settled"]
    assert ledger.balance(ledger.account_of("cash-differences")).amount == Decimal("3500.00")
    all_hold()


def test_a_void_bill_by_upi_is_not_waited_for(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.void(tablet.sell(("KZ09", "Stole", 1), upi=upi_reference()))
    sent(tablet)
    assert [each.state for each in bills(stall.code)] == ["void"]
    assert codes(stall) == []
    all_hold()


def test_money_that_came_by_upi_goes_back_from_the_bank(stall: Stall) -> None:
    tablet, reference = stall.tablet(), upi_reference()
    sold = tablet.sell(("KZ09", "Stole", 1), upi=reference)
    tablet.give_back(sold, 0, 1, upi=True)
    sent(tablet)
    credit(reference, "3500.00", "f1")
    (flag,) = flags(stall.code)
    assert (flag.code, "3,500.00" in flag.message) == ("upi-refund", True)
    finance = signed_in(person("Finance", Role.FINANCE_MAKER))
    url = f"/staff/exhibitions/{stall.code}/tills/flags/{flag.id}/"
    told = {"outcome": "paid-back", "reason": "Sent by the bank's page"}
    assert finance.post(url, told).status_code == 422
    assert finance.post(url, {**told, "reference": "UTR123456789"}).status_code == 302
    assert ledger.balance(ledger.account_of("refunds-due")).amount == 0
    all_hold()


def test_a_cashier_reads_in_her_language_why_goods_are_blocked_and_a_bill_of_them_is_flagged(
    stall: Stall,
) -> None:
    before = stall.tablet()
    Group.objects.filter(code="KZ09").update(tax_status="none")
    with translation.override("ur"):  # whoever asks first does not decide what the others read
        tablet = stall.tablet()
    stole = tablet.item(stall.variant("KZ09", "Stole"))
    assert set(stole["blocked"]) == {"en", "hi", "ur"}
    assert "has not handed in its tax papers" in stole["blocked"]["en"]
    assert "काग़ज़" in stole["blocked"]["hi"] and "کاغذ" in stole["blocked"]["ur"]
    assert tablet.item(stall.variant("KZ11", "Box"))["blocked"] is None
    before.sell(("KZ09", "Stole", 1))
    sent(before)
    (flag,) = [each for each in flags(stall.code) if each.code == "certificate-revoked"]
    assert flag.message.endswith(stole["blocked"]["en"])
