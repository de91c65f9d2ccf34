"""Card money in odd moments: refunds refused, pages that live on, a slow card company, two payments of one sum."""

from datetime import timedelta
from typing import Any, Never
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

import commerce.payments.facade as payments
import exhibitions.plan.facade as plan
from commerce.payments.errors import ProviderUnavailable, SessionNotOpen
from commerce.payments.gateways import stripe_checkout
from commerce.payments.models import StallCard, StallCardRefund
from exhibitions.till.facade import why_not_settled
from exhibitions.till.services import card_money
from exhibitions.till.services.pair import revoke
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from tests.exhibitions.till.card_world import (
    ask,
    back,
    no_patience,
    page_of,
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

UNBILLED = "Money came by card for which there is no bill."
ON_ITS_WAY = "Money is on its way from a card, or back to one: look again in a while."


def end(stall: Stall, tablet: Tablet) -> None:
    revoke(device=tablet.device, reason="Fell into the lake", by=stall.fair.manager, now=clock.now())
    work()


def sent_back(stall: Stall) -> None:
    """Two of finance send the one payment back that has no bill."""
    where = f"/staff/exhibitions/{stall.code}/tills/cards/{StallCard.objects.get(billed_as='').key}/"
    maker = signed_in(person("Finance", Role.FINANCE_MAKER))
    checker = signed_in(person("Checker", Role.FINANCE_CHECKER))
    assert maker.post(f"{where}ask/", {"reason": "The tablet broke, she left"}).status_code == 302
    assert checker.post(f"{where}agree/").status_code == 302
    work()


def hear(receiver: Receiver, kind: str, *, count: int = 1) -> None:
    for hook in receiver.wait_for(kind, count=count):
        Client().post(
            "/payments/stripe/webhook/",
            hook.body,
            content_type="application/json",
            headers={"Stripe-Signature": hook.signature},
        )
    work()


def settled(stall: Stall) -> str:
    return why_not_settled(plan.exhibition(stall.code))


def test_money_without_a_bill_that_does_not_go_back_waits_for_people_again(
    stall: Stall, tablet: Tablet, buyer: Buyer, receiver: Receiver
) -> None:
    _bill, reference = pay(tablet, buyer, card="4000 0000 0000 5126")
    end(stall, tablet)
    sent_back(stall)
    hear(receiver, "refund.failed")
    assert settled(stall) == UNBILLED
    assert (
        reference in stall.fair.desk().get(f"/staff/exhibitions/{stall.code}/tills/cards/").content.decode()
    )
    all_hold()
    sent_back(stall)
    first, second = StallCardRefund.objects.order_by("pk")
    assert (first.state, second.reference) == ("FAILED", f"{first.reference} 2")
    hear(receiver, "refund.failed", count=2)
    assert settled(stall) == UNBILLED
    # Typed in from its paper after all: what is heard of the refunds then moves nothing in the books.
    other = stall.tablet()
    typed = str(uuid4())
    assert ask(other, "", typed, amount=350000, paper=True)["reference"] == reference
    sell(other, typed, reference, paper="12")
    sent(other)
    card_money.refund_moved(reference=first.reference, now=clock.now())
    assert (codes(stall), on("stripe-clearing"), settled(stall)) == ([], 3500, "")
    all_hold()


@pytest.mark.parametrize("key", ["", "sk_live_wrong"])
def test_a_refund_waits_for_a_key_that_the_card_company_takes(
    stall: Stall, tablet: Tablet, buyer: Buyer, settings: Any, key: str
) -> None:
    pay(tablet, buyer)
    end(stall, tablet)
    good, settings.STRIPE_SECRET_KEY = settings.STRIPE_SECRET_KEY, key
    sent_back(stall)
    assert StallCardRefund.objects.get().state == "CREATED"
    assert settled(stall) == ON_ITS_WAY
    settings.STRIPE_SECRET_KEY = good
    payments.settle_stall_cards(clock.now() + timedelta(hours=1))
    assert (StallCardRefund.objects.get().state, settled(stall)) == ("SUCCEEDED", "")
    all_hold()


def test_a_tablet_is_not_told_paid_for_what_two_people_sent_back(
    stall: Stall, tablet: Tablet, buyer: Buyer
) -> None:
    bill, reference = pay(tablet, buyer)
    StallCard.objects.update(paid_at=clock.now() - timedelta(hours=25))
    sent_back(stall)
    assert ask(tablet, "look/", bill)["state"] == "ended"
    key = StallCard.objects.get().key
    assert Client().get(f"/pos/card/{key}/").content != Client().get("/pos/paid/").content
    again = ask(tablet, "", bill, amount=350000)
    assert again["state"] == "open"
    buyer.pay(page_of(again))
    second = ask(tablet, "look/", bill)
    assert (second["state"], second["reference"] != reference) == ("paid", True)
    sell(tablet, bill, second["reference"])
    sent(tablet)
    assert (codes(stall), on("stripe-clearing")) == ([], 3500)
    all_hold()


def test_of_two_payments_of_one_sum_none_is_taken_by_itself(
    stall: Stall, tablet: Tablet, buyer: Buyer
) -> None:
    pay(tablet, buyer), pay(tablet, buyer)
    end(stall, tablet)
    other, typed = stall.tablet(), {"bill": str(uuid4()), "amount": 350000, "paper": True}
    answer = other.post("/pos/card/", typed)
    assert (answer.status_code, "ask the office" in answer.json()["message"]) == (422, True)
    assert not StallCard.objects.filter(bill_id=typed["bill"]).exists()


def test_a_page_that_did_not_close_is_not_taken_for_dead(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    bill = str(uuid4())
    ask(tablet, "", bill, amount=350000)

    def refused(_session: str) -> Never:
        raise SessionNotOpen("Stripe answers 400 for another reason.")

    monkeypatch.setattr(stripe_checkout, "expire_session", refused)
    for step, more in (("cancel/", {}), ("", {"amount": 100000})):
        answer = tablet.post(f"/pos/card/{step}", {"bill": bill, **more})
        assert (answer.status_code, answer.json()["code"]) == (422, "try-later")
    assert StallCard.objects.get().state == "open"


def test_a_settlement_waits_for_what_is_on_its_way_and_an_ended_till_takes_no_more(
    stall: Stall, tablet: Tablet, buyer: Buyer
) -> None:
    page = page_of(ask(tablet, "", str(uuid4()), amount=350000))
    assert settled(stall) == ON_ITS_WAY
    end(stall, tablet)
    assert buyer.browser.get(page).status_code == 410
    assert settled(stall) == ""
    other = stall.tablet()
    back(other, sell(other, *pay(other, buyer, card="4000 0000 0000 7726")))
    sent(other)
    assert (StallCardRefund.objects.get().state, settled(stall)) == ("PENDING", ON_ITS_WAY)


def test_while_the_card_company_is_slow_the_next_poll_waits_for_nobody(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    bill = str(uuid4())
    ask(tablet, "", bill, amount=350000)
    monkeypatch.setattr("commerce.payments.services.stall_cards.PAUSE", timedelta(minutes=1))
    StallCard.objects.update(looked_at=clock.now() - timedelta(hours=1))
    meanwhile: list[str] = []

    def slow(_session: str) -> Never:
        monkeypatch.setattr(stripe_checkout, "look_up", lambda _again: pytest.fail("asked a second time"))
        meanwhile.append(ask(tablet, "look/", bill)["state"])
        raise ProviderUnavailable("no answer in time")

    monkeypatch.setattr(stripe_checkout, "look_up", slow)
    assert tablet.post("/pos/card/look/", {"bill": bill}).json()["code"] == "try-later"
    assert meanwhile == ["open"]


def test_one_fault_at_a_stall_stops_neither_the_other_stalls_nor_the_online_store(
    stall: Stall, tablet: Tablet, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (str(uuid4()) for _bill in range(2))
    for bill in (first, second):
        buyer.pay(page_of(ask(tablet, "", bill, amount=350000)))
    StallCard.objects.update(looked_at=clock.now() - timedelta(hours=1))
    right, calls = stripe_checkout.look_up, [0]

    def faulty(session: str) -> stripe_checkout.PaymentFacts:
        calls[0] += 1
        if calls[0] == 1:
            raise RuntimeError("not a fault that anybody foresaw")
        return right(session)

    monkeypatch.setattr(stripe_checkout, "look_up", faulty)
    payments.settle_abandoned(clock.now())
    assert calls == [0]
    payments.settle_stall_cards(clock.now())
    assert sorted(StallCard.objects.values_list("state", flat=True)) == ["open", "paid"]


def test_a_refund_that_the_card_company_has_is_not_sent_anew_when_it_forgot_our_key(
    stall: Stall, tablet: Tablet, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    back(tablet, sell(tablet, *pay(tablet, buyer)))
    sent(tablet)
    # It was made, and we died before we had written its name down; that was yesterday.
    long_ago = clock.now() - timedelta(hours=30)
    StallCardRefund.objects.update(state="CREATED", provider_id="", created_at=long_ago, changed_at=long_ago)
    monkeypatch.setattr(stripe_checkout, "refund", lambda **_more: pytest.fail("sent a second time"))
    payments.settle_stall_cards(clock.now())
    work()
    assert StallCardRefund.objects.get().state == "SUCCEEDED"
    assert (on("stripe-clearing"), on("refunds-due")) == (0, 0)
    all_hold()


def test_what_becomes_of_a_refund_is_booked_as_it_stands_in_that_moment(
    stall: Stall, tablet: Tablet, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is held from reading to booking, so that no failure comes between the two."""
    back(tablet, sell(tablet, *pay(tablet, buyer)))
    sent(tablet)
    reference = StallCardRefund.objects.get().reference
    seen: list[bool] = []
    right = card_money.orders.refund_stall_card

    def booking(**what: Any) -> None:
        seen.append("FOR UPDATE" in str(statements[-1]))
        right(**what)

    statements: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "payments_stallcardrefund" in sql:
            statements.append(sql)
        return execute(sql, params, many, context)

    monkeypatch.setattr(card_money.orders, "refund_stall_card", booking)
    with connection.execute_wrapper(listen):
        card_money.refund_moved(reference=reference, now=clock.now())
    assert seen == [True]


@pytest.mark.parametrize("how", ["charge.refunded", "charge.dispute.created"])
def test_money_that_went_without_us_pays_no_bill_and_does_not_go_back_again(
    stall: Stall, tablet: Tablet, buyer: Buyer, receiver: Receiver, how: str
) -> None:
    is_disputed = how == "charge.dispute.created"
    bill, reference = pay(tablet, buyer, card="4000 0000 0000 0259" if is_disputed else "4242 4242 4242 4242")
    assert settled(stall) == UNBILLED
    if not is_disputed:
        stripe_checkout.client().v1.refunds.create({"payment_intent": reference})
    hear(receiver, how)
    hear(receiver, how)
    gone = StallCardRefund.objects.get()
    assert (settled(stall), gone.state) == ("", "SUCCEEDED")
    assert payments.card_movements(intents=[], refunds=[gone.provider_id]) == {}
    sell(tablet, bill, reference)
    sent(tablet)
    assert (codes(stall), on("stripe-clearing")) == (["card-unknown"], 0)
    end(stall, tablet)
    again = ask(stall.tablet(), "", str(uuid4()), amount=350000, paper=True)
    assert again["state"] == "open"
    all_hold()
