"""Money that never came is not sent back, what comes too late is, and a till below nought is levelled."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

import sellers.ledger.facade as ledger
from commerce.models import StockMove
from commerce.payments.facade import BankCredit, see_credits
from commerce.payments.models import UpiCredit
from exhibitions.till.facade import PERSONAL_DATA, bills, flags, look_after_tills, till_money
from exhibitions.till.models import Bill, Deposit, Flag, TopUp
from jkrlm.kernel import clock
from jkrlm.kernel.personal_data import Subject
from jkrlm.people.facade import Role
from sellers.tax.facade import documents_of_bill
from tests.exhibitions.till.world import Stall, Tablet, all_hold, upi_reference, work
from tests.exhibitions.world import person, signed_in

pytestmark = pytest.mark.django_db


def sent(tablet: Tablet) -> None:
    tablet.send()
    work()


def codes(stall: Stall) -> list[str]:
    return [each.code for each in flags(stall.code)]


def on(account: str, owner: str = "") -> Decimal:
    return ledger.balance(ledger.account_of(account, *([owner] if owner else []))).amount


def credit(reference: str, rupees: str, feed_id: str) -> None:
    said = f"UPI/{reference}/x@ybl"
    see_credits(
        credits=[BankCredit(amount=Decimal(rupees), day=clock.today(), narration=said, feed_id=feed_id)]
    )
    work()


def finance() -> Client:
    return signed_in(person("Finance", Role.FINANCE_MAKER))


def settle(stall: Stall, code: str, **told: str) -> int:
    flag = Flag.objects.get(exhibition=stall.code, code=code)
    url = f"/staff/exhibitions/{stall.code}/tills/flags/{flag.pk}/"
    return finance().post(url, {"reason": "As the bank's page says", **told}).status_code


def a_day_later() -> None:
    Bill.objects.update(booked_at=clock.now() - timedelta(days=2))
    look_after_tills()
    work()


def test_what_never_came_by_upi_is_not_sent_back(stall: Stall) -> None:
    tablet = stall.tablet()
    sold = tablet.sell(("KZ09", "Stole", 1), upi=upi_reference())
    tablet.give_back(sold, 0, 1, upi=True)
    sent(tablet)
    assert codes(stall) == ["upi-refund"]
    assert settle(stall, "upi-refund", outcome="paid-back", reference="UTR123456789") == 422
    assert on("refunds-due") == 3500
    a_day_later()
    assert set(codes(stall)) == {"upi-refund", "upi-missing"}
    assert settle(stall, "upi-missing", outcome="operator-bears") == 302
    assert codes(stall) == []
    assert (on("refunds-due"), on("due-from-buyers"), on("cash-differences")) == (0, 0, 0)
    assert settle(stall, "upi-refund", outcome="paid-back", reference="UTR123456789") == 422
    all_hold()


def test_what_was_borne_is_no_loss_once_the_goods_are_back(stall: Stall) -> None:
    tablet = stall.tablet()
    returned = tablet.sell(("KZ09", "Stole", 1), upi=upi_reference())
    voided = tablet.sell(("KZ09", "Stole", 1), upi=upi_reference())
    sent(tablet)
    a_day_later()
    assert codes(stall) == ["upi-missing", "upi-missing"]
    for flag in flags(stall.code):
        told = {"outcome": "operator-bears", "reason": "Forged screens"}
        url = f"/staff/exhibitions/{stall.code}/tills/flags/{flag.id}/"
        assert finance().post(url, told).status_code == 302
    assert on("cash-differences") == 7000
    tablet.give_back(returned, 0, 1, upi=True)
    tablet.void(voided)
    sent(tablet)
    assert codes(stall) == []
    assert (on("refunds-due"), on("cash-differences")) == (0, 0)
    all_hold()


def test_cash_given_back_for_upi_nobody_saw_is_shown_and_the_till_topped_up(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open({"500": 10})
    sold = tablet.sell(("KZ09", "Stole", 1), upi=upi_reference())
    tablet.give_back(sold, 0, 1)
    tablet.close()
    sent(tablet)
    assert codes(stall) == ["cash-for-upi"]
    purse = tablet.row.purse
    assert on("stall-cash", purse) == -3500
    page = f"/staff/exhibitions/{stall.code}/tills/{tablet.number}/"
    told = {"key": "top-1", "reference": "JKB 0099"}
    assert stall.fair.desk().post(f"{page}top-up/", told).status_code == 403
    assert "Write the money put in" in finance().get(page).content.decode()
    assert finance().post(f"{page}top-up/", {**told, "reference": "x"}).status_code == 422
    for _press in range(2):
        assert finance().post(f"{page}top-up/", told).status_code == 302
    assert TopUp.objects.get().amount == 3500
    assert (on("stall-cash", purse), on("bank")) == (0, -3500)
    assert finance().post(f"{page}top-up/", {**told, "key": "top-2"}).status_code == 422
    assert "JKB 0099" in finance().get(page).content.decode()
    (money,) = till_money(stall.code)
    assert (money.cash.amount, money.difference.amount, money.left.amount) == (-3500, 3500, 0)
    all_hold()


def test_one_bank_slip_may_be_of_several_tills(stall: Stall) -> None:
    tablets = [stall.tablet(), stall.tablet()]
    for at, tablet in enumerate(tablets):
        tablet.open()
        tablet.sell(("JM09", "Honey", 1))
        tablet.close()
        sent(tablet)
        told = {"deposited": "480", "reference": "JKB 0042", "key": f"slip-{at}"}
        url = f"/staff/exhibitions/{stall.code}/tills/{tablet.number}/deposit/"
        assert finance().post(url, told).status_code == 302
    assert Deposit.objects.filter(reference="JKB 0042").count() == 2
    all_hold()


def test_a_found_upi_settles_its_flag_and_a_void_does(stall: Stall) -> None:
    tablet, reference = stall.tablet(), upi_reference()
    tablet.sell(("KZ09", "Stole", 1), upi=reference)
    second = tablet.sell(("KZ09", "Stole", 1), upi=upi_reference())
    sent(tablet)
    a_day_later()
    assert codes(stall) == ["upi-missing", "upi-missing"]
    credit(reference, "3500.00", "f1")
    assert codes(stall) == ["upi-missing"]
    tablet.void(second)
    sent(tablet)
    assert codes(stall) == []
    page = stall.fair.desk().get(f"/staff/exhibitions/{stall.code}/tills/flags/")
    assert "By itself" in page.content.decode()
    all_hold()


def test_upi_for_a_void_bill_goes_back_and_for_a_borne_one_ends_the_loss(stall: Stall) -> None:
    tablet, void, borne = stall.tablet(), upi_reference(), upi_reference()
    tablet.void(tablet.sell(("KZ09", "Stole", 1), upi=void))
    tablet.sell(("KZ09", "Stole", 1), upi=borne)
    sent(tablet)
    a_day_later()
    assert settle(stall, "upi-missing", outcome="operator-bears") == 302
    credit(void, "3500.00", "f1")
    assert codes(stall) == ["upi-late"]
    assert UpiCredit.objects.get().state == "returning"
    assert on("cash-differences") == 3500
    credit(borne, "3500.00", "f2")
    assert (on("cash-differences"), on("due-from-buyers")) == (0, 0)
    assert {each.state for each in bills(stall.code)} == {"void", "settled"}
    assert codes(stall) == ["upi-late"]
    all_hold()


def test_the_search_for_upi_goes_round(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1), upi=upi_reference())
    tablet.sell(("KZ09", "Stole", 1), upi=upi_reference())
    sent(tablet)
    first, second = Bill.objects.order_by("pk")
    assert first.looked_at is not None  # by its own reference, as it was kept
    long_ago = clock.now() - timedelta(hours=3)
    Bill.objects.filter(pk=second.pk).update(looked_at=long_ago)
    look_after_tills()
    second.refresh_from_db()
    assert second.looked_at > long_ago


def test_a_buyers_number_is_told_and_forgotten(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("JM09", "Honey", 1), phone="+919419012345")
    tablet.sell(("JM09", "Honey", 1), phone="+919419054321")
    sent(tablet)
    hers = Subject(0, "", (), ("+919419012345",), (), (), ())
    (told,) = PERSONAL_DATA.tell(hers)
    assert [row["Contact"] for row in told.rows] == ["+919419012345"]
    assert PERSONAL_DATA.forget is not None
    PERSONAL_DATA.forget(hers)
    assert list(Bill.objects.order_by("pk").values_list("phone", flat=True)) == ["", "+919419054321"]
    Bill.objects.update(sold_at=clock.now() - timedelta(days=31))
    look_after_tills()
    assert not Bill.objects.exclude(phone="").exists()


def test_what_the_store_never_sold_does_not_come_back_into_it(stall: Stall) -> None:
    tablet = stall.tablet()
    line = tablet.line(stall.variant("KZ09", "Stole"), 1)
    sold = tablet.bill([{**line, "variant": "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5", "sku": "NOBODYS"}])
    tablet.give_back(sold, 0, 1)
    sent(tablet)
    assert Bill.objects.filter(is_return=True).count() == 1
    assert not StockMove.objects.filter(move_id__startswith="back:").exists()


def test_the_receipts_link_shows_every_document_of_the_bill(stall: Stall) -> None:
    tablet = stall.tablet()
    bill = tablet.sell(("KZ09", "Stole", 1), ("JM09", "Honey", 1))
    sent(tablet)
    first, second = documents_of_bill(Bill.objects.get().order_number)
    page = Client().get(f"/documents/{first.token}/").content.decode()
    assert f"/documents/{second.token}/" in page
    assert second.number in page
    assert {each["number"] for each in bill["documents"]} == {first.number, second.number}
