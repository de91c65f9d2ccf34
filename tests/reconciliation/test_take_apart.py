"""A wrong match has a way back: one proposes, another approves, the line is open and its entries are free."""

import uuid

import pytest

import sellers.ledger.facade as ledger
from jkrlm.people.models import AuditEntry
from sellers.reconciliation.errors import AlreadyMatched, NotYours, WrongState
from sellers.reconciliation.models import BankLine, Match, MatchEntry, Proposal
from sellers.reconciliation.selectors.balances import balances
from sellers.reconciliation.services import match_by_hand as by_hand
from sellers.reconciliation.services.days import close_day
from sellers.reconciliation.services.match_by_hand import match_by_hand
from sellers.reconciliation.services.take_apart import propose_apart
from tests.reconciliation.test_desk import browser
from tests.reconciliation.test_matching import cash, wanted
from tests.reconciliation.world import (
    DAY,
    NOW,
    checker,
    holds,
    maker,
    match,
    on,
    open_kinds,
    rupees,
    send_rows,
    sold,
)

pytestmark = pytest.mark.django_db


def line() -> BankLine:
    return BankLine.objects.get()


def propose(**changes) -> Proposal:
    plain = {"key": uuid.uuid4(), "line_id": line().pk, "reason": "It was another's", "actor": maker()}
    return propose_apart(**{**plain, **changes}, now=NOW)


def apart() -> None:
    by_hand.approve(proposal_id=propose().pk, actor=checker(), now=NOW)
    holds()
    assert balances().difference == balances().explained


def by_hand_for(**given) -> None:
    proposal = match_by_hand(wanted=wanted(**given), actor=maker(), now=NOW)
    assert proposal is not None
    by_hand.approve(proposal_id=proposal.pk, actor=checker(), now=NOW)
    holds()


def test_entries_are_free_and_the_line_is_left_to_people():
    cash(("1042", "1042-KZ09", 120_000, 0), ("1043", "1043-KZ09", 80_000, 0))
    send_rows((DAY, 200_000, "IPPB000123", "COD"))
    match()
    assert on("bank") == "2000.00"

    apart()

    assert (open_kinds(), MatchEntry.objects.count(), line().is_unclaimed) == (["unclaimed"], 0, True)
    assert (on("bank"), on("upi-suspense")) == ("4000.00", "2000.00")
    assert (match().matched, open_kinds()) == (0, ["unclaimed"]), "no rule brings it back"
    keys = [each.key for order in ("1042", "1043") for each in ledger.entries_of(f"order/{order}")]
    by_hand_for(entries=tuple(key for key in keys if key.startswith("cash-remittance/")))
    assert (open_kinds(), on("bank"), on("upi-suspense")) == ([], "2000.00", "0.00")
    apart()
    assert (open_kinds(), on("upi-suspense")) == (["unclaimed"], "2000.00")
    assert (
        list(AuditEntry.objects.filter(verb="line.take-apart").values_list("actor__name", flat=True))
        == ["Chitra Checker"] * 2
    )


def test_a_debit_is_unexplained_again():
    entry = ledger.pay_carrier(ledger.CarrierPayment("INV-1", "India Post", rupees(20), DAY))
    send_rows((DAY, -2_000, "Z", "to whom"), opening=5_000)
    match()
    match_by_hand(wanted=wanted(entries=(entry.key,)), actor=maker(), now=NOW)

    apart()

    assert (open_kinds(), on("bank")) == (["unexplained"], "-20.00")
    assert match_by_hand(wanted=wanted(entries=(entry.key,)), actor=maker(), now=NOW) is None
    holds()


def test_an_orders_payment_goes_back_to_unclaimed_and_may_be_given_to_it_again():
    sold("1042", 105_000)
    send_rows((DAY, 105_000, "HDFCN1", "Meera Iyer"))
    match()
    for _time in range(2):
        by_hand_for(order="1042")
        assert ledger.orders_in_books(["1042"])["1042"].received == rupees(1050)
        assert (on("bank"), on("upi-suspense")) == ("1050.00", "0.00")

        apart()

        assert ledger.orders_in_books(["1042"])["1042"].received == rupees(0)
        assert (on("bank"), on("upi-suspense"), open_kinds()) == ("1050.00", "1050.00", ["unclaimed"])


@pytest.mark.parametrize("with_entry", [False, True], ids=["all of it", "the rest"])
def test_what_was_booked_against_an_account_is_reversed(with_entry):
    cash(("1042", "1042-KZ09", 104_900, 0))
    send_rows((DAY, 105_000, "RBI1", "GRANT"))
    match()
    keys = [each.key for each in ledger.entries_of("order/1042") if each.key.startswith("cash-remittance/")]
    for _time in range(2):
        by_hand_for(account_code="operator-funds", entries=tuple(keys) if with_entry else ())
        assert on("operator-funds") == ("1.00" if with_entry else "1050.00")

        apart()

        assert (on("operator-funds"), on("upi-suspense"), open_kinds()) == ("0.00", "1050.00", ["unclaimed"])


def test_it_takes_two_a_reason_a_match_and_an_open_day():
    entry = ledger.pay_carrier(ledger.CarrierPayment("INV-1", "India Post", rupees(20), DAY))
    send_rows((DAY, -2_000, "Z", "to whom"), opening=5_000)
    match()
    with pytest.raises(WrongState):
        propose()
    match_by_hand(wanted=wanted(entries=(entry.key,)), actor=maker(), now=NOW)
    with pytest.raises(WrongState):
        propose(reason=" ")
    key = uuid.uuid4()
    proposal = propose(key=key)
    assert propose(key=key) == proposal
    with pytest.raises(AlreadyMatched):
        propose()
    with pytest.raises(NotYours):
        by_hand.approve(proposal_id=proposal.pk, actor=maker(), now=NOW)
    by_hand.refuse(proposal_id=proposal.pk, answer="It is right", actor=checker(), now=NOW)
    assert Match.objects.count() == 1
    close_by_hand()
    with pytest.raises(WrongState):
        propose()
    holds()


def close_by_hand() -> None:
    from sellers.reconciliation.models import StripeDay

    StripeDay.objects.create(day=DAY, state="done", done_at=NOW)
    close_day(day=DAY, today=NOW.date(), actor=maker(), now=NOW)


def test_the_page_offers_it_and_says_what_waits():
    entry = ledger.pay_carrier(ledger.CarrierPayment("INV-1", "India Post", rupees(20), DAY))
    send_rows((DAY, -2_000, "Z", "to whom"), opening=5_000)
    match()
    match_by_hand(wanted=wanted(entries=(entry.key,)), actor=maker(), now=NOW)
    path = f"/staff/reconciliation/lines/{line().pk}/"
    assert "Is this match wrong?" in browser(maker()).get(path).content.decode()
    assert "Is this match wrong?" not in browser(checker()).get(path).content.decode()
    form = {"key": str(uuid.uuid4()), "reason": "Another invoice"}

    assert browser(checker()).post(f"{path}apart/", form).status_code == 403
    assert browser(maker()).post(f"{path}apart/", {**form, "reason": ""}).status_code == 422
    assert browser(maker()).post(f"{path}apart/", form).status_code == 302

    waiting = Proposal.objects.get()
    assert "take it apart" in browser(checker()).get(path).content.decode()
    decide = f"/staff/reconciliation/proposals/{waiting.pk}/approve/"
    assert browser(checker()).post(decide, {"answer": ""}).status_code == 302
    assert open_kinds() == ["unexplained"]
