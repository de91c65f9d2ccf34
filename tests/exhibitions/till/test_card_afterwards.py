"""What came by card goes back to it once; what has no bill is seen, and the card company's day agrees."""

import json
from uuid import UUID, uuid4

import pytest
from django.test import Client

import commerce.payments.facade as payments
import exhibitions.plan.facade as plan
import sellers.ledger.facade as ledger
from commerce.payments.models import StallCard, StallCardRefund
from exhibitions.till.facade import why_not_settled
from exhibitions.till.models import Flag
from exhibitions.till.services.pair import revoke
from exhibitions.till.services.read_in import read_in
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import Role
from sellers.reconciliation.models import OpenItem, StripeDay
from sellers.reconciliation.services.fetch_stripe import fetch_day
from tests.exhibitions.till.card_world import (
    ask,
    back,
    no_patience,
    pay,
    sell,
    sent,
    stripe_here,
    tablet,
)
from tests.exhibitions.till.test_money_back import codes, on
from tests.exhibitions.till.world import Stall, Tablet, all_hold, work
from tests.exhibitions.world import person, signed_in
from tests.payments.conftest import buyer, receiver
from tests.payments.local_server import Buyer, Receiver

__all__ = ["buyer", "no_patience", "receiver", "stripe_here", "tablet"]

pytestmark = pytest.mark.django_db


def test_a_return_and_a_void_go_back_to_the_card_once(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    first, second = pay(tablet, buyer), pay(tablet, buyer)
    returned, voided = sell(tablet, *first), sell(tablet, *second)
    back(tablet, returned)
    tablet.void(voided)
    sent(tablet)
    refunds = StallCardRefund.objects.order_by("pk")
    assert [(each.amount, each.state) for each in refunds] == [(3500, "SUCCEEDED"), (3500, "SUCCEEDED")]
    assert (on("stripe-clearing"), on("refunds-due"), on("due-from-buyers")) == (0, 0, 0)
    assert codes(stall) == []
    for each in refunds:  # the outbox delivers again
        payments.stalls.on_stall_refund_asked(
            Event(1, "StallRefundAsked", {"reference": each.reference}, clock.now())
        )
    moved = payments.card_movements(intents=[], refunds=[each.provider_id for each in refunds])
    assert {each.has_order for each in moved.values()} == {True}
    assert all(
        ledger.booked([ledger.key_of("refund-payment", "stripe", each.reference)]) for each in moved.values()
    )
    all_hold()


def test_a_refund_that_fails_is_finances_to_send(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
    receiver: Receiver,
) -> None:
    bill, reference = pay(tablet, buyer, card="4000 0000 0000 5126")
    back(tablet, sell(tablet, bill, reference))
    sent(tablet)
    assert (on("stripe-clearing"), on("refunds-due")) == (0, 0)
    for hook in receiver.wait_for("refund.failed"):
        Client().post(
            "/payments/stripe/webhook/",
            hook.body,
            content_type="application/json",
            headers={"Stripe-Signature": hook.signature},
        )
    work()
    assert codes(stall) == ["card-refund"]
    assert (on("stripe-clearing"), on("refunds-due")) == (3500, 3500)
    flag = Flag.objects.get()
    finance = signed_in(person("Finance", Role.FINANCE_MAKER))
    told = {"outcome": "paid-back", "reason": "By transfer to her account", "reference": "UTR123456789"}
    assert finance.post(f"/staff/exhibitions/{stall.code}/tills/flags/{flag.pk}/", told).status_code == 302
    assert (on("refunds-due"), codes(stall)) == (0, [])
    all_hold()


def test_money_without_a_bill_is_shown_and_goes_back_by_two_people(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    _bill, reference = pay(tablet, buyer)
    assert why_not_settled(plan.exhibition(stall.code)) == "Money came by card for which there is no bill."
    where = f"/staff/exhibitions/{stall.code}/tills/cards/"
    assert reference in stall.fair.desk().get(where).content.decode()
    key = StallCard.objects.get().key
    maker = signed_in(person("Finance", Role.FINANCE_MAKER))
    checker = signed_in(person("Checker", Role.FINANCE_CHECKER))
    assert stall.fair.desk().post(f"{where}{key}/ask/", {"reason": "Tablet lost"}).status_code == 403
    # The tablet may still send the bill: it is ended first, or has its day.
    assert maker.post(f"{where}{key}/ask/", {"reason": "The tablet broke, she left"}).status_code == 422
    revoke(device=tablet.device, reason="Fell into the lake", by=stall.fair.manager, now=clock.now())
    assert maker.post(f"{where}{key}/ask/", {"reason": "x"}).status_code == 422
    assert maker.post(f"{where}{key}/ask/", {"reason": "The tablet broke, she left"}).status_code == 302
    assert maker.post(f"{where}{key}/agree/").status_code in (403, 422)
    assert signed_in(person("Admin", Role.ADMINISTRATOR)).post(f"{where}{key}/agree/").status_code == 403
    assert not StallCardRefund.objects.exists()
    assert checker.post(f"{where}{key}/agree/").status_code == 302
    work()
    assert StallCardRefund.objects.get().state == "SUCCEEDED"
    assert on("stripe-clearing") == 0
    assert why_not_settled(plan.exhibition(stall.code)) == ""
    all_hold()


def test_the_bill_of_a_lost_tablet_is_typed_in_and_paid_by_what_it_took(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    lost_bill, reference = pay(tablet, buyer)
    late = sell(tablet, lost_bill, reference)
    other, typed = stall.tablet(), str(uuid4())
    assert ask(other, "", str(uuid4()), amount=350000, paper=True)["state"] == "open"
    revoke(device=tablet.device, reason="Fell into the lake", by=stall.fair.manager, now=clock.now())
    assert ask(other, "", str(uuid4()), amount=350000)["state"] == "open"
    told = ask(other, "", typed, amount=350000, paper=True)
    assert (told["state"], told["reference"]) == ("paid", reference)
    sell(other, typed, reference, paper="12")
    sent(other)
    assert (codes(stall), on("stripe-clearing")) == ([], 3500)
    # The tablet is found: what it still held is read in from its file, and is a second sale for one payment.
    content = json.dumps({"entries": tablet.unsent}).encode()
    read_in(till=tablet.row, content=content, by=stall.fair.manager, now=clock.now())
    work()
    assert (codes(stall), Flag.objects.get().entry.entry_id) == (["card-unknown"], UUID(late["id"]))
    assert (on("stripe-clearing"), on("due-from-buyers")) == (3500, 3500)
    all_hold()


def test_the_card_companys_day_agrees_with_the_tills(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    kept, given_back = pay(tablet, buyer), pay(tablet, buyer)
    sell(tablet, *kept)
    back(tablet, sell(tablet, *given_back))
    sent(tablet)
    fetch_day(day=clock.today(), now=clock.now())
    day = StripeDay.objects.get()
    assert (day.state, day.transactions, day.differences) == ("done", 3, 0)
    assert not OpenItem.objects.exists()


def test_a_return_of_what_never_came_waits_for_finances_word(stall: Stall, tablet: Tablet) -> None:
    sold = sell(tablet, str(uuid4()), "pi_nobodyknowsit")
    back(tablet, sold)
    sent(tablet)
    assert sorted(codes(stall)) == ["card-refund", "card-unknown"]
    finance = signed_in(person("Finance", Role.FINANCE_MAKER))
    where = f"/staff/exhibitions/{stall.code}/tills/flags/"
    late, odd = Flag.objects.get(code="card-refund"), Flag.objects.get(code="card-unknown")
    told = {"outcome": "paid-back", "reason": "She asks for it", "reference": "UTR123456789"}
    assert finance.post(f"{where}{late.pk}/", told).status_code == 422
    told = {"outcome": "operator-bears", "reason": "The tablet was tampered with"}
    assert finance.post(f"{where}{odd.pk}/", told).status_code == 302
    assert codes(stall) == []
    assert (on("refunds-due"), on("due-from-buyers"), on("cash-differences")) == (0, 0, 0)
    all_hold()


def test_cash_given_back_for_a_card_is_shown(
    stall: Stall,
    tablet: Tablet,
    buyer: Buyer,
) -> None:
    bill, reference = pay(tablet, buyer)
    tablet.give_back(sell(tablet, bill, reference), 0, 1)
    sent(tablet)
    assert codes(stall) == ["cash-for-upi"]
    assert not StallCardRefund.objects.exists()
    all_hold()


def test_a_card_bill_that_cannot_be_read_is_typed_in_and_not_paid_again(
    stall: Stall, tablet: Tablet, buyer: Buyer
) -> None:
    bill, reference = pay(tablet, buyer)
    sell(tablet, bill, reference, total=1)
    assert [each["code"] for each in tablet.send()] == ["payload-wrong"]
    work()
    other, typed = stall.tablet(), str(uuid4())
    assert ask(other, "", typed, amount=350000, paper=True)["reference"] == reference
    sell(other, typed, reference, paper="13")
    sent(other)
    assert codes(stall) == ["unread"]
    assert (on("stripe-clearing"), on("due-from-buyers")) == (3500, 0)
    all_hold()
