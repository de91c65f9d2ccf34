"""A payment that failed shows in the bank as a debit and a credit: they are each other's explanation."""

import uuid

import pytest

import sellers.payouts.facade as payouts
from jkrlm.kernel import clock
from sellers.payouts.facade import Result, TransferState
from sellers.payouts.models import Transfer
from sellers.reconciliation.errors import AlreadyMatched, DoesNotAddUp, NotHere, NotYours
from sellers.reconciliation.models import BankLine, Match, MatchEntry, Proposal
from sellers.reconciliation.selectors.balances import balances
from sellers.reconciliation.services import match_by_hand as by_hand
from sellers.reconciliation.services.match_by_hand import Wanted, match_by_hand
from sellers.reconciliation.services.match_lines import match_lines
from sellers.reconciliation.services.take_apart import propose_apart
from tests.payouts.conftest import staff
from tests.payouts.world import approved, open_groups, payable, stands, transfer
from tests.reconciliation.test_desk import browser
from tests.reconciliation.test_payouts_in_bank import UTR, bank, sound
from tests.reconciliation.world import checker, maker, on, open_kinds

__all__ = ["staff"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(staff) -> Transfer:
    (code,) = open_groups(1, staff=staff)
    payable(code, 1500)
    approved(staff)
    return transfer(code)


def bank_says(sent: Transfer, outcome: TransferState, staff, *, utr: str = "") -> None:
    reason = "" if outcome is TransferState.PAID else "Account closed"
    payouts.settle(
        Result(sent.reference, outcome, sent.amount, utr, clock.today(), reason), actor=staff["maker"]
    )


def halves() -> tuple[BankLine, BankLine]:
    return BankLine.objects.get(amount_minor__lt=0), BankLine.objects.get(amount_minor__gt=0)


def paired(matcher: str) -> None:
    """Both lines are matched with each other, the bank and what nobody claimed stand at nothing."""
    out, back = halves()
    assert list(Match.objects.order_by("id").values_list("matcher", flat=True)) == [matcher, matcher]
    assert (out.match.pair, back.match.pair) == (back, out)
    assert sum(MatchEntry.objects.values_list("amount_minor", flat=True)) == 0
    assert (on("bank"), on("upi-suspense"), on("payouts-in-transit")) == ("0.00", "0.00", "0.00")
    assert open_kinds() == []
    assert balances().difference == balances().explained
    sound()


@pytest.mark.parametrize("by", ["reference", "UTR"])
@pytest.mark.parametrize("first", ["the bank's answer", "the statement"])
def test_a_payment_that_failed_is_matched_with_its_own_way_back(staff, sent, by, first):
    if first == "the bank's answer":
        bank_says(sent, TransferState.FAILED, staff)
    name = sent.reference if by == "reference" else UTR
    out = (-150_000, UTR, f"NEFT {sent.reference}" if first == "the bank's answer" else "NEFT")
    rows = [out, (150_000, "RTN00000001", f"REJECT {name} ACCOUNT CLOSED")]
    if first == "the statement":
        rows[0] = (-150_000, "", f"NEFT {sent.reference} {UTR}")
        rows[1] = (150_000, "RTN00000001", f"REJECT {sent.reference}")
    bank(staff, *rows)
    if first == "the statement":
        assert open_kinds() == ["unexplained", "unclaimed"]
        bank_says(sent, TransferState.FAILED, staff)
        assert match_lines(now=clock.now()).matched == 2

    paired("came-back")
    sent.refresh_from_db()
    assert (sent.state, stands(sent.group_code)) == ("failed", "held 0.00 payable 1500.00 due 0.00")
    assert match_lines(now=clock.now()).matched == 0


@pytest.mark.parametrize(
    ("units", "words"),
    [(149_900, "REJECT {reference}"), (150_000, "REJECT somebody else's"), (150_000, "")],
    ids=["another amount", "another name", "no name"],
)
def test_a_credit_that_does_not_name_it_is_left_to_people(staff, sent, units, words):
    bank_says(sent, TransferState.FAILED, staff)

    bank(
        staff, (-150_000, UTR, f"NEFT {sent.reference}"), (units, "X", words.format(reference=sent.reference))
    )

    assert open_kinds() == ["unexplained", "unclaimed"]
    assert not Match.objects.exists()
    sound()


def test_two_credits_for_one_debit_are_a_question_for_a_person(staff, sent):
    bank_says(sent, TransferState.FAILED, staff)

    bank(
        staff,
        (-150_000, UTR, f"NEFT {sent.reference}"),
        (150_000, "RTN00000001", f"REJECT {sent.reference}"),
        (150_000, "RTN00000002", f"REJECT {sent.reference}"),
    )

    assert open_kinds() == ["unexplained", "unclaimed", "unclaimed"]
    sound()


def test_two_payments_of_one_amount_each_find_their_own_way_back(staff):
    codes = open_groups(2, staff=staff)
    for code in codes:
        payable(code, 1500)
    approved(staff)
    first, second = (transfer(code) for code in codes)
    for each in (first, second):
        bank_says(each, TransferState.FAILED, staff)

    bank(
        staff,
        (-150_000, "", f"NEFT {first.reference}"),
        (-150_000, "", f"NEFT {second.reference}"),
        (150_000, "", f"REJECT {second.reference}"),
        (150_000, "", f"REJECT {first.reference}"),
    )

    lines = list(BankLine.objects.order_by("id"))
    assert [each.match.pair for each in lines] == [lines[3], lines[2], lines[1], lines[0]]
    sound()


def test_one_that_was_paid_and_came_back_by_the_banks_answer_is_found_by_its_utr(staff, sent):
    bank_says(sent, TransferState.PAID, staff, utr=UTR)
    bank(staff, (-150_000, UTR, "NEFT OUTWARD"))
    bank_says(sent, TransferState.RETURNED, staff)

    bank(staff, (150_000, "RTN00000001", f"RETURN {UTR}"))

    assert open_kinds() == []
    assert set(MatchEntry.objects.values_list("entry_key", flat=True)) == {
        f"payout-paid/{sent.reference}",
        f"payout-return/{sent.reference}",
    }
    assert (on("bank"), on("upi-suspense")) == ("0.00", "0.00")
    sound()


def propose(line: BankLine, other_id: int, *entries: str) -> Proposal | None:
    form = Wanted(key=uuid.uuid4(), line_id=line.pk, reason="One payment", pair_id=other_id, entries=entries)
    return match_by_hand(wanted=form, actor=maker(), now=clock.now())


def test_people_pair_two_lines_and_take_them_apart_again(staff, sent):
    bank_says(sent, TransferState.FAILED, staff)
    bank(staff, (-150_000, UTR, f"NEFT {sent.reference}"), (150_000, "RTN1", "REJECT"))
    out, back = halves()
    for line, other in ((out, back), (back, out)):
        proposal = propose(line, other.pk)
        assert proposal is not None
        with pytest.raises(AlreadyMatched):
            propose(other, line.pk)
        with pytest.raises(NotYours):
            by_hand.approve(proposal_id=proposal.pk, actor=maker(), now=clock.now())
        assert on("bank") == "1500.00"

        by_hand.approve(proposal_id=proposal.pk, actor=checker(), now=clock.now())

        paired("by-hand")
        apart = propose_apart(
            key=uuid.uuid4(), line_id=other.pk, reason="Another's", actor=maker(), now=clock.now()
        )
        by_hand.approve(proposal_id=apart.pk, actor=checker(), now=clock.now())
        assert not Match.objects.exists()
        assert open_kinds() == ["unexplained", "unclaimed"]
        assert (on("bank"), on("upi-suspense")) == ("1500.00", "1500.00")
        assert match_lines(now=clock.now()).matched == 0
        sound()


def test_what_does_not_come_to_nothing_is_refused(staff, sent):
    bank(staff, (150_000, "RTN1", "first"), (-150_000, UTR, "NEFT"), (-100, "F", "fee"))
    back, out, fee = BankLine.objects.order_by("id")
    for line, other, fault in ((out, fee, DoesNotAddUp), (out, out, DoesNotAddUp)):
        with pytest.raises(fault):
            propose(line, other.pk)
    with pytest.raises(NotHere):
        propose(out, 10**9)
    with pytest.raises(DoesNotAddUp):
        propose(out, back.pk, "payout/x")
    BankLine.objects.filter(pk=back.pk).update(day=out.day.replace(year=out.day.year - 1))
    with pytest.raises(DoesNotAddUp, match="before it left"):
        propose(out, back.pk)
    assert not Proposal.objects.exists()


def test_the_page_of_a_line_offers_its_other_half(staff, sent):
    bank_says(sent, TransferState.FAILED, staff)
    bank(staff, (-150_000, UTR, f"NEFT {sent.reference}"), (150_000, "RTN1", "REJECT"), (-100, "F", "fee"))
    out, back = BankLine.objects.order_by("id")[:2]
    fee = BankLine.objects.get(amount_minor=-100)
    offer = "a payment that left and came back, with"
    farida, chitra = browser(maker()), browser(checker())
    assert offer not in farida.get(f"/staff/reconciliation/lines/{fee.pk}/").content.decode()
    path = f"/staff/reconciliation/lines/{back.pk}/"
    assert f'<option value="{out.pk}">' in farida.get(path).content.decode()
    form = {"key": str(uuid.uuid4()), "reason": "Rejected by its bank", "pair": str(out.pk)}

    refused = farida.post(f"{path}match/", {**form, "pair": str(fee.pk)})
    assert (refused.status_code, Proposal.objects.count()) == (422, 0)
    assert farida.post(f"{path}match/", form).status_code == 302
    waiting = Proposal.objects.get()
    assert "Left and came back, with" in chitra.get(path).content.decode()
    decide = f"/staff/reconciliation/proposals/{waiting.pk}/approve/"
    assert chitra.post(decide, {"answer": ""}).status_code == 302

    assert open_kinds() == ["unexplained"]
    assert "The other half of it" in farida.get(path).content.decode()
    sound()
