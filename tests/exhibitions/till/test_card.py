"""Cards at the till: a bill is paid once on the buyer's phone, whatever is asked twice, late or at once."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

import commerce.payments.facade as payments
from commerce.payments.models import StallCard
from exhibitions.till.facade import bills, look_after_tills, till_money
from exhibitions.till.models import Bill, Flag
from jkrlm.people.facade import Role
from sellers.orders.facade import stall_books
from tests.exhibitions.till.card_world import ask, no_patience, page_of, pay, sell, sent, stripe_here, tablet
from tests.exhibitions.till.test_money_back import codes, on
from tests.exhibitions.till.world import Stall, Tablet, all_hold, work
from tests.exhibitions.world import person, signed_in
from tests.payments.conftest import buyer, receiver
from tests.payments.local_server import Buyer, LocalStripe, Receiver

__all__ = ["buyer", "no_patience", "receiver", "stripe_here", "tablet"]

pytestmark = pytest.mark.django_db


STOLE = ("KZ09", "Stole", 1)  # ₹3,500


def test_a_bill_is_paid_on_the_buyers_phone_and_booked_as_card_money(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    assert tablet.bundle["card"] is True
    bill, reference = pay(tablet, buyer)
    sell(tablet, bill, reference)
    sent(tablet)
    (booked,) = bills(stall.code)
    assert (booked.state, booked.card.amount, booked.cash.amount) == ("settled", 3500, 0)
    assert (on("stripe-clearing"), on("due-from-buyers")) == (3500, 0)
    assert stall_books([booked.bill_id])[booked.bill_id].unpaid.amount == 0
    assert codes(stall) == []
    (money,) = till_money(stall.code)
    assert (money.card.amount, money.cash.amount) == (3500, 0)
    (movement,) = payments.card_movements(intents=[reference], refunds=[]).values()
    assert (movement.has_order, movement.is_done, movement.amount) == (True, True, 3500)
    all_hold()


def test_asked_twice_it_is_the_same_page_and_a_lost_answer_costs_nothing(
    tablet: Tablet,
    buyer: Buyer,
    stripe_here: LocalStripe,
) -> None:
    bill = str(uuid4())
    first = ask(tablet, "", bill, amount=350000)
    assert ask(tablet, "", bill, amount=350000) == first
    assert ask(tablet, "look/", bill)["state"] == "open"
    # The session was made, and we died before we had written its name down.
    StallCard.objects.update(state="created", session_id="", session_url="")
    again = ask(tablet, "", bill, amount=350000)
    assert page_of(again) == page_of(first)
    assert StallCard.objects.count() == 1
    buyer.pay(page_of(again))
    # Paid: whatever is asked now, there is nothing more to pay.
    assert ask(tablet, "", bill, amount=350000)["state"] == "paid"
    assert ask(tablet, "", bill, amount=99900)["amount"] == 350000
    assert StallCard.objects.count() == 1


def test_another_sum_ends_the_first_page_before_a_second_opens(
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    bill = str(uuid4())
    first = page_of(ask(tablet, "", bill, amount=350000))
    second = page_of(ask(tablet, "", bill, amount=300000))
    assert buyer.browser.get(first).status_code == 410
    buyer.pay(second)
    assert ask(tablet, "look/", bill)["amount"] == 300000
    assert list(StallCard.objects.order_by("pk").values_list("state", flat=True)) == ["canceled", "paid"]


def test_cash_is_chosen_only_once_the_page_is_dead(tablet: Tablet, buyer: Buyer) -> None:
    bill = str(uuid4())
    page = page_of(ask(tablet, "", bill, amount=350000))
    assert ask(tablet, "cancel/", bill)["state"] == "ended"
    assert buyer.browser.get(page).status_code == 410
    assert ask(tablet, "cancel/", bill)["state"] == "ended"
    assert ask(tablet, "cancel/", str(uuid4()))["state"] == "none"


def test_paid_in_the_moment_of_cancelling_it_is_a_card_bill(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    bill = str(uuid4())
    buyer.pay(page_of(ask(tablet, "", bill, amount=350000)))
    told = ask(tablet, "cancel/", bill)
    assert told["state"] == "paid"
    sell(tablet, bill, told["reference"])
    sent(tablet)
    assert codes(stall) == []
    all_hold()


def test_a_bank_that_takes_its_time_is_waited_for(tablet: Tablet, buyer: Buyer) -> None:
    bill = str(uuid4())
    buyer.pay(page_of(ask(tablet, "", bill, amount=350000)), settlement="slow-success")
    assert ask(tablet, "look/", bill)["state"] == "processing"
    assert ask(tablet, "cancel/", bill)["state"] == "processing"
    assert ask(tablet, "", bill, amount=350000)["state"] == "processing"


def test_the_webhook_alone_is_enough(tablet: Tablet, buyer: Buyer, receiver: Receiver) -> None:
    bill = str(uuid4())
    buyer.pay(page_of(ask(tablet, "", bill, amount=350000)))
    for hook in receiver.wait_for("checkout.session.completed"):
        answer = Client().post(
            "/payments/stripe/webhook/",
            hook.body,
            content_type="application/json",
            headers={"Stripe-Signature": hook.signature},
        )
        assert answer.status_code == 200
    work()
    assert StallCard.objects.get().state == "paid"


def test_without_the_card_company_nothing_is_promised_and_without_keys_nothing_offered(
    stall: Stall, tablet: Tablet, stripe_here: LocalStripe, settings: Any
) -> None:
    bill = str(uuid4())
    ask(tablet, "", bill, amount=350000)
    stripe_here.stop()
    for step in ("look/", "cancel/"):
        answer = tablet.post(f"/pos/card/{step}", {"bill": bill})
        assert (answer.status_code, answer.json()["code"]) == (422, "try-later")
    assert StallCard.objects.get().state == "open"
    settings.STRIPE_SECRET_KEY = ""
    tablet.take_bundle()
    assert tablet.bundle["card"] is False
    assert tablet.post("/pos/card/", {"bill": bill, "amount": 1}).json()["code"] == "card-refused"
    page = stall.fair.desk().get(f"/staff/exhibitions/{stall.code}/tills/{tablet.number}/").content.decode()
    assert "Card payments are not set up" in page


@pytest.mark.parametrize("wrong", ["unknown", "other sum", "twice"])
def test_a_card_that_did_not_pay_this_bill_is_flagged_and_borne_by_finances_word(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
    wrong: str,
) -> None:
    bill, reference = str(uuid4()), "pi_nobodyknowsit"
    if wrong == "other sum":
        bill, reference = pay(tablet, buyer, 100000)
    if wrong == "twice":
        earlier, reference = pay(tablet, buyer)
        sell(tablet, earlier, reference)
    sell(tablet, bill, reference)
    sent(tablet)
    assert codes(stall) == ["card-unknown"]
    odd = Bill.objects.get(bill_id=bill)
    assert (odd.state, on("due-from-buyers")) == ("waiting", 3500)
    assert on("stripe-clearing") == (3500 if wrong == "twice" else 0)
    look_after_tills()
    flag = Flag.objects.get(code="card-unknown")
    finance = signed_in(person("Finance", Role.FINANCE_MAKER))
    told = {"outcome": "operator-bears", "reason": "The tablet was tampered with"}
    assert finance.post(f"/staff/exhibitions/{stall.code}/tills/flags/{flag.pk}/", told).status_code == 302
    assert (on("due-from-buyers"), on("cash-differences")) == (0, 3500)
    assert codes(stall) == []
    all_hold()


def test_money_that_shows_after_its_bill_settles_it(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    bill, reference = pay(tablet, buyer)
    StallCard.objects.update(state="open", paid_at=None)  # a backup of before was played in
    sell(tablet, bill, reference)
    sent(tablet)
    assert codes(stall) == ["card-unknown"]
    assert ask(tablet, "look/", bill)["state"] == "paid"
    work()
    assert codes(stall) == []
    assert (Bill.objects.get().state, on("stripe-clearing"), on("due-from-buyers")) == ("settled", 3500, 0)
    all_hold()


def test_payments_of_another_fair_or_a_closed_bill_are_refused(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    sold = tablet.sell(STOLE)
    sent(tablet)
    answer = tablet.post("/pos/card/", {"bill": sold["id"], "amount": 350000})
    assert answer.json()["code"] == "card-refused"
    bill = str(uuid4())
    ask(tablet, "", bill, amount=350000)
    StallCard.objects.update(till="another/1")
    assert tablet.post("/pos/card/look/", {"bill": bill}).json()["code"] == "card-refused"
    for wrong in ({"bill": "x", "amount": 1}, {"bill": bill, "amount": "1"}, {"bill": bill, "amount": True}):
        assert tablet.post("/pos/card/", wrong).json()["code"] == "payload-wrong"
    assert Client().post("/pos/card/", "{}", content_type="application/json").status_code == 401
    two = [{"method": "card", "amount": 1, "reference": "pi_abcdefgh"}] * 2
    tablet.bill([tablet.line(stall.variant("KZ09", "Stole"), 1)], payments=two)
    assert [each["code"] for each in tablet.send()] == ["payload-wrong"]
