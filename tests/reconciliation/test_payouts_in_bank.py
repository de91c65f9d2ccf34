"""Payments to groups: the bank's debit confirms them, its credit brings them back."""

import io

import pytest

from jkrlm.kernel import clock
from sellers.payouts.models import Transfer
from sellers.payouts.rules import Result
from sellers.payouts.services.by_hand import settle_by_hand
from sellers.payouts.states import TransferState
from sellers.reconciliation.models import Match
from sellers.reconciliation.services.import_statement import import_statement
from sellers.reconciliation.services.match_lines import match_lines
from tests.payouts.conftest import staff
from tests.payouts.world import approved, open_groups, payable, stands, transfer
from tests.payouts.world import holds as payouts_hold
from tests.reconciliation.world import holds, on, open_kinds, two_columns, walk

__all__ = ["staff"]

pytestmark = pytest.mark.django_db

UTR = "JAKAN52026112200417"


@pytest.fixture
def sent(staff) -> Transfer:
    (code,) = open_groups(1, staff=staff)
    payable(code, 1500)
    approved(staff)
    return transfer(code)


def bank(staff, *rows: tuple[int, str, str]):
    """A statement of today's arrives, with these amounts, references and words, and is matched."""

    today = clock.today()
    text = two_columns(walk([(today, *row) for row in rows], opening=1_000_000))
    import_statement(
        account_code="escrow",
        template_slug="two-columns",
        name=f"{rows[0][1]}.csv",
        file=io.BytesIO(text.encode()),
        actor=staff["maker"],
        now=clock.now(),
    )
    return match_lines(now=clock.now())


def sound() -> None:
    holds()
    payouts_hold()


def test_the_debit_with_our_reference_confirms_the_payment_with_its_utr(staff, sent):
    assert bank(staff, (-150_000, UTR, f"NEFT {sent.reference} Roshni")).matched == 1

    sent.refresh_from_db()
    assert (sent.state, sent.utr, sent.settled_on) == ("paid", UTR, clock.today())
    assert (on("payouts-in-transit"), on("bank")) == ("0.00", "-1500.00")
    assert Match.objects.get().matcher == "group-payout"
    assert open_kinds() == []
    sound()


def test_a_payment_that_the_banks_answer_confirmed_before_is_found_by_its_utr(staff, sent):
    settle_by_hand(
        result=Result(sent.reference, TransferState.PAID, sent.amount, UTR, clock.today(), ""),
        actor=staff["maker"],
        now=clock.now(),
    )

    bank(staff, (-150_000, UTR, "NEFT OUTWARD"))

    assert Match.objects.get().matcher == "in-the-books"
    assert open_kinds() == []
    sound()


def test_paid_and_come_back_in_one_statement_is_payable_again(staff, sent):
    bank(
        staff,
        (-150_000, UTR, f"NEFT {sent.reference}"),
        (150_000, "RTN00000001", f"RETURN OF {UTR} ACCOUNT CLOSED {sent.reference}"),
    )

    sent.refresh_from_db()
    assert (sent.state, sent.reason.startswith("Came back: RETURN OF")) == ("returned", True)
    assert (on("bank"), on("payouts-in-transit")) == ("0.00", "0.00")
    assert stands(sent.group_code) == "held 0.00 payable 1500.00 due 0.00"
    assert sorted(Match.objects.values_list("matcher", flat=True)) == ["group-payout", "group-payout"]
    sound()


def test_it_comes_back_days_later_under_a_reference_of_the_banks(staff, sent):
    bank(staff, (-150_000, UTR, f"NEFT {sent.reference}"))

    bank(staff, (150_000, UTR, "RETURN"))

    sent.refresh_from_db()
    assert sent.state == "returned"
    assert open_kinds() == []
    sound()


@pytest.mark.parametrize(
    ("units", "reference", "words"),
    [
        (-149_900, UTR, "NEFT {reference}"),
        (-150_000, UTR, "NEFT somebody else"),
        (-150_000, "", "NEFT {reference}"),
    ],
    ids=["another amount", "no reference of ours", "no UTR"],
)
def test_what_does_not_fit_leaves_the_payment_on_its_way_and_the_line_open(
    staff, sent, units, reference, words
):
    bank(staff, (units, reference, words.format(reference=sent.reference)))

    sent.refresh_from_db()
    assert sent.state == "sent"
    assert open_kinds() == ["unexplained"]
    assert on("payouts-in-transit") == "1500.00"
    sound()


def test_the_same_debit_twice_is_a_question_for_a_person(staff, sent):
    bank(staff, (-150_000, UTR, f"NEFT {sent.reference}"), (-150_000, UTR, f"NEFT {sent.reference}"))

    sent.refresh_from_db()
    assert sent.state == "sent" and open_kinds() == ["unexplained", "unexplained"]
    sound()
