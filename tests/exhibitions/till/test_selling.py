"""A day at a till: opened, sold, given back, void, closed; money, stock, documents and orders agree."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

import sellers.ledger.facade as ledger
from exhibitions.till.facade import bills, days, flags, look_after_tills
from exhibitions.till.models import Bill
from exhibitions.till.services.process import process_till
from jkrlm.kernel import clock
from jkrlm.people.facade import sms_messages
from sellers.orders.models import SellerOrder
from sellers.tax.models import SpoiltNumber, TaxDocument
from tests.exhibitions.stock.world import book
from tests.exhibitions.till.world import Stall, all_hold, work

pytestmark = pytest.mark.django_db


def cash_of(number: int, code: str) -> str:
    return str(ledger.balance(ledger.account_of("stall-cash", f"{code}/{number}")).amount)


def test_a_bill_of_two_groups_is_an_order_with_a_document_for_each_seller(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("KZ09", "Stole", 2), ("KZ11", "Box", 1))
    assert [each["state"] for each in tablet.send()] == ["kept", "kept"]
    work()
    (bill,) = bills(stall.code)
    parts = SellerOrder.objects.filter(order_number=bill.order_number).order_by("code")
    assert [(each.group_code, each.state) for each in parts] == [("KZ09", "delivered"), ("KZ11", "delivered")]
    papers = TaxDocument.objects.order_by("pk").values_list("number", "kind", "total", "issued_on")
    assert [(number[:5], kind, str(total)) for number, kind, total, _day in papers] == [
        ("T01B/", "bill-of-supply", "7000.00"),
        ("T01/2", "invoice", "900.00"),
    ]
    assert cash_of(1, stall.code) == "7900.00"
    assert book(stall.fair)["Stole"] == 3
    assert flags(stall.code) == ()
    all_hold()


def test_a_day_with_a_return_a_void_and_fifty_rupees_too_few(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    sold = tablet.sell(("KZ11", "Box", 3), ("KZ09", "Stole", 1), discount=10050)
    wrong = tablet.sell(("JM09", "Pickle", 2))
    tablet.void(wrong)
    tablet.give_back(sold, 0, 1)
    tablet.close(-5000, "A note went missing at the counter")
    tablet.send()
    work()

    (day,) = days(stall.code)
    assert (str(day.difference.amount), day.reason) == ("-50.00", "A note went missing at the counter")
    assert str(day.counted.amount) == str(day.expected.amount - 50)
    takings = day.cash_in.amount - day.cash_out.amount
    assert cash_of(1, stall.code) == str(takings - 50)
    kinds = TaxDocument.objects.order_by("pk").values_list("number", "kind", "voided__reason")
    assert [(number[:4], kind, bool(void)) for number, kind, void in kinds] == [
        ("T01/", "invoice", False),
        ("T01B", "bill-of-supply", False),
        ("T01B", "bill-of-supply", True),
        ("T01C", "credit-note", False),
    ]
    assert book(stall.fair)["Box"] == 10
    assert book(stall.fair)["Pickle"] == 40
    states = Bill.objects.order_by("entry__seq").values_list("state", "is_return")
    assert list(states) == [("settled", False), ("void", False), ("settled", True)]
    assert flags(stall.code) == ()
    all_hold()


def test_the_last_pieces_take_the_rest_of_every_head_of_tax(stall: Stall) -> None:
    """Three boxes for 2 699.99: a third is no whole number of paise, by price, by tax, by half of the tax."""
    tablet = stall.tablet()
    sold = tablet.sell(("KZ11", "Box", 3), discount=1)
    tablet.give_back(sold, 0, 3)
    again = tablet.sell(("KZ11", "Box", 3), discount=1)
    tablet.give_back(again, 0, 1)
    tablet.send()
    work()
    assert [each.state for each in bills(stall.code)] == ["settled"] * 4
    first = SellerOrder.objects.order_by("pk").first()
    assert first is not None
    assert first.state == "returned"
    assert flags(stall.code) == ()
    all_hold()


def test_what_comes_back_twice_is_cash_gone_and_its_number_kept(stall: Stall) -> None:
    tablet = stall.tablet()
    sold = tablet.sell(("KZ09", "Stole", 1))
    tablet.give_back(sold, 0, 1)
    tablet.give_back(sold, 0, 1)
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    work()
    assert tablet.row.done_seq == 4
    (flag,) = flags(stall.code)
    assert flag.code == "cannot-apply"
    assert "3,500.00 in cash were given back: Of line 1 so many pieces are not left." in flag.message
    assert SpoiltNumber.objects.get().serial == 2
    assert cash_of(1, stall.code) == "0.00"
    assert book(stall.fair)["Stole"] == 4
    all_hold()


def test_a_return_waits_for_its_sale_on_another_tablet_for_some_days(stall: Stall) -> None:
    first, second = stall.tablet(), stall.tablet()
    sold = first.sell(("KZ09", "Stole", 1))
    second.give_back(sold, 0, 1)
    second.sell(("JM09", "Honey", 1))
    second.send()
    work()
    row = second.row
    assert (row.done_seq, "has not reached us" in row.stuck) == (0, True)
    assert bills(stall.code) == ()
    all_hold()

    first.send()
    work()
    look_after_tills()
    assert (second.row.done_seq, second.row.stuck) == (2, "")
    assert flags(stall.code) == ()
    all_hold()

    second.give_back({**sold, "id": str(uuid4())}, 0, 1)
    second.send()
    work()
    assert second.row.done_seq == 2
    process_till(till_id=second.row.pk, now=clock.now() + timedelta(days=4))
    assert second.row.done_seq == 3
    assert [each.code for each in flags(stall.code)] == ["cannot-apply"]
    all_hold()


def test_a_number_used_up_without_a_bill_is_kept(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1))
    seller = tablet.item(stall.variant("KZ09", "Stole"))["seller"]
    tablet.write("void", seller=seller, number=tablet.number_for(seller, "sale"), reason="The printer jammed")
    tablet.number_for(seller, "sale")  # lost without a word
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    work()
    spoilt = SpoiltNumber.objects.order_by("serial").values_list("serial", "reason")
    assert list(spoilt) == [(2, "The printer jammed"), (3, "skipped by the till")]
    assert TaxDocument.objects.order_by("-pk").values_list("serial", flat=True).first() == 4
    all_hold()


def test_a_receipt_goes_to_the_buyers_phone(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1), phone="+919419012345")
    tablet.send()
    work()
    (sms,) = sms_messages(most=1)
    assert sms.to == "+919419012345"
    assert "T01B/" in sms.text
    token = TaxDocument.objects.get().token
    assert token in sms.text
    assert Client().get(f"/documents/{token}/").status_code == 200
