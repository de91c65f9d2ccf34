"""By hand nobody makes money payable again alone, nor takes it back: one says it, a checker decides."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from sellers.payouts.errors import BadResult, NotHere, SamePerson, WrongState
from sellers.payouts.facade import Result, TransferState, settle
from sellers.payouts.models import Hold, Proposal
from sellers.payouts.services.by_hand import decide
from tests.bad_input.unchanged import nothing_changes
from tests.payouts.test_payouts_desk import browser
from tests.payouts.test_results import by_hand, say
from tests.payouts.world import approved, built, holds, open_groups, payable, rupees, stands, transfer

pytestmark = pytest.mark.django_db

AT = "/staff/payouts/transfers/"


@pytest.fixture
def code(staff) -> str:
    """₹500 on their way to a group."""
    (code,) = open_groups(1, staff=staff)
    payable(code, 500)
    approved(staff)
    return code


def on(staff, proposal, who="checker", accept=True, why=""):
    return decide(proposal_id=proposal.pk, accept=accept, actor=staff[who], now=clock.now(), why=why)


@pytest.mark.parametrize(("first", "then"), [("paid", "returned"), (None, "failed"), (None, "returned")])
def test_what_makes_it_payable_again_waits_for_a_second_person(staff, code, first, then):
    if first is not None:
        by_hand(staff, code, first)
    before = transfer(code).state

    proposal = say(staff, code, then, wrong_account=True)

    assert (transfer(code).state, stands(code)) == (before, "held 0.00 payable 0.00 due 0.00")
    assert built(staff).state == "empty"
    with nothing_changes():
        assert say(staff, code, then, wrong_account=True) == proposal
        with pytest.raises(WrongState, match="proposed by Imran Dar"):
            say(staff, code, then, "other", reason="Another one")
        with pytest.raises(SamePerson):
            on(staff, proposal, "maker")
        with pytest.raises(WrongState, match="why"):
            on(staff, proposal, accept=False)
        with pytest.raises(NotHere):
            decide(proposal_id=10**9, accept=True, actor=staff["checker"], now=clock.now())
    on(staff, proposal)
    assert (transfer(code).state, stands(code)) == (then, "held 0.00 payable 500.00 due 0.00")
    assert Hold.objects.get().kind == "account"
    with nothing_changes(), pytest.raises(WrongState, match="Accepted"):
        on(staff, proposal, "other")
    holds()


def test_refused_nothing_moves_and_it_can_be_proposed_again(staff, code):
    refused = on(staff, say(staff, code, "failed"), accept=False, why="The bank says paid")
    assert (refused.state, refused.why, transfer(code).state) == ("refused", "The bank says paid", "sent")
    assert say(staff, code, "failed") is not None
    with pytest.raises(IntegrityError, match="payouts_proposal_two_people"), transaction.atomic():
        Proposal.objects.filter(state="open").update(
            state="accepted", decided_by=staff["maker"], decided_at=clock.now()
        )
    holds()


def test_what_the_bank_said_meanwhile_stands(staff, code):
    proposal = say(staff, code, "failed")
    by_hand(staff, code)
    with nothing_changes(), pytest.raises(WrongState, match="cannot become"):
        on(staff, proposal)
    on(staff, proposal, accept=False, why="It was paid")
    assert transfer(code).state == "paid"


def test_the_banks_statement_needs_nobody_else(staff, code):
    row = transfer(code)
    said = Result(row.reference, TransferState.FAILED, Decimal(500), "", clock.today(), "Account closed")
    settle(said, actor=staff["maker"])
    assert transfer(code).state == "failed"
    with nothing_changes(), pytest.raises(WrongState):
        settle(
            Result(row.reference, TransferState.PAID, Decimal(500), "JAKAN00000000001", clock.today(), ""),
            actor=staff["maker"],
        )


@pytest.mark.parametrize("before", [("failed",), ("returned",), ("paid", "returned")])
def test_the_bank_did_pay_and_two_people_put_it_right(staff, code, before):
    for outcome in before:
        by_hand(staff, code, outcome)
    with nothing_changes(), pytest.raises(BadResult):
        say(staff, code, "paid", utr="")
    proposal = say(staff, code, "paid")
    assert stands(code) == "held 0.00 payable 500.00 due 0.00"
    on(staff, proposal)
    assert (transfer(code).state, transfer(code).utr) == ("paid", "JAKAN00000000001")
    assert stands(code) == "held 0.00 payable 0.00 due 0.00"
    assert ledger.balance(ledger.account_of("bank")) == rupees(-500)
    with nothing_changes():
        by_hand(staff, code)
        with pytest.raises(WrongState, match="by hand"):
            say(staff, code, "returned")
    holds()


def test_put_right_after_it_was_paid_again_it_is_due_from_the_group(staff, code):
    by_hand(staff, code, "failed")
    first = transfer(code).reference
    approved(staff)
    by_hand(staff, code, utr="JAKAN00000000099")
    on(staff, say(staff, code, "paid", reference=first))
    assert stands(code) == "held 0.00 payable 0.00 due 500.00"
    assert ledger.balance(ledger.account_of("bank")) == rupees(-1000)
    holds()


def test_on_the_page_the_checker_sees_it_and_decides(staff, code):
    maker, checker = browser(staff["maker"]), browser(staff["checker"])
    address = f"{AT}{transfer(code).reference}/"
    given = {"outcome": "failed", "amount": "500.00", "settled_on": clock.today(), "reason": "Closed"}
    told = maker.post(address, given, follow=True).content.decode()
    assert "a checker decides" in told
    assert 'value="accept"' not in told
    decision = f"{address}decide/{Proposal.objects.get().pk}/"
    with nothing_changes():
        assert maker.post(decision, {"decision": "accept"}).status_code == 403
    assert transfer(code).reference in checker.get("/staff/payouts/").content.decode()
    assert 'value="accept"' in checker.get(address).content.decode()
    checker.post(decision, {"decision": "refuse"})
    assert Proposal.objects.get().state == "open"
    checker.post(decision, {"decision": "accept"})
    assert transfer(code).state == "failed"
    assert checker.post(f"{address}decide/999999/", {"decision": "accept"}).status_code == 404
