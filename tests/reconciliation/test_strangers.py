"""Money is never given to a stranger: sums that happen to be alike, words that every bank says, orders that owe nothing."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
from sellers.ledger.models import JournalEntry
from sellers.orders.models import Remittance
from sellers.orders.services import remit
from sellers.reconciliation.errors import DoesNotAddUp, NotHere
from sellers.reconciliation.models import BankLine, Match, Proposal
from sellers.reconciliation.services import match_by_hand as by_hand
from sellers.reconciliation.services.match_by_hand import Wanted, match_by_hand
from tests.reconciliation.test_matching import cash, ledger_money, wanted
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


def refund(utr: str, units: int) -> None:
    """A buyer of 1042 got money back by bank transfer."""
    sold("1042", units)
    ledger.receive_payment(ledger.Payment("1042", "pi_1", ledger.Purse.STRIPE, ledger_money(units), DAY))
    ledger.refund_share(ledger.Refund("1042", "1042-KZ09", "R1", goods=ledger_money(units), occurred_on=DAY))
    ledger.pay_refund(ledger.RefundPayment("1042", utr, ledger.Purse.BANK, ledger_money(units), DAY))


def test_words_of_ours_are_nobodys_reference():
    refund("SBIN0000000001", 50_000)
    send_rows((DAY, -50_000, "", "NEFT PAYMENT REFUND PAYOUT REMITTANCE ELECTRICITY BOARD"), opening=90_000)

    match()

    assert open_kinds() == ["unexplained"]
    holds()


def test_a_refund_is_found_by_its_reference():
    refund("SBIN0000000001", 50_000)
    send_rows((DAY, -50_000, "", "NEFT SBIN0000000001 RAHUL"), opening=90_000)

    match()

    assert Match.objects.get().matcher == "in-the-books"
    holds()


def test_a_stranger_who_pays_what_a_parcel_cost_hands_in_no_cash():
    cash(("1042", "1042-KZ09", 125_700, 0), reference="IPPB000123")
    send_rows((DAY, 125_700, "412345678901", "UPI/412345678901/RAHUL SHARMA"))

    match()

    assert open_kinds() == ["unclaimed"]
    holds()


def test_cash_of_one_parcel_is_found_by_the_reference_of_the_remittance():
    cash(("1042", "1042-KZ09", 125_700, 2_000), reference="ADVICE/IPPB000123")
    send_rows((DAY, 123_700, "", "NEFT IPPB000123 COD"))

    match()

    assert Match.objects.get().matcher == "booked-together"
    holds()


def test_the_books_know_a_remittance_by_the_reference_that_it_was_listed_with():
    """What is booked when a remittance is approved carries its reference."""
    part = remit.SellerOrder(code="1042-KZ09", order_number="1042", carrier="India Post")
    line = remit.RemittanceLine(amount=Decimal(500), fee=Decimal(0), fee_gst=Decimal(0))
    booked = remit._booked(Remittance(reference="IPPB000123", received_on=DAY), part, line)
    assert booked.narration == "IPPB000123"


@pytest.mark.parametrize(
    ("order", "refusal"), [("no-such-order", NotHere), ("1042", DoesNotAddUp)], ids=["unknown", "owes less"]
)
def test_money_reaches_no_order_that_does_not_owe_it(order, refusal):
    sold("1042", 104_999)
    send_rows((DAY, 105_000, "HDFCN1", "Meera Iyer"))
    match()
    before = JournalEntry.objects.count()

    with pytest.raises(refusal):
        match_by_hand(wanted=wanted(order=order), actor=maker(), now=NOW)

    assert (JournalEntry.objects.count(), Proposal.objects.count()) == (before, 0)
    assert open_kinds() == ["unclaimed"]


def test_an_order_that_was_paid_meanwhile_takes_no_second_payment():
    sold("1042", 105_000)
    send_rows((DAY, 105_000, "HDFCN1", "Meera"), (DAY + timedelta(days=1), 105_000, "HDFCN2", "Meera again"))
    match()
    first, second = (
        match_by_hand(
            wanted=Wanted(key=uuid.uuid4(), line_id=line.pk, reason="She said so", order="1042"),
            actor=maker(),
            now=NOW,
        )
        for line in BankLine.objects.order_by("day")
    )
    by_hand.approve(proposal_id=first.pk, actor=checker(), now=NOW)

    with pytest.raises(DoesNotAddUp):
        by_hand.approve(proposal_id=second.pk, actor=checker(), now=NOW)

    second.refresh_from_db()
    assert second.state == "waiting"
    assert ledger.orders_in_books(["1042"])["1042"].received == rupees(1050)
    assert on("upi-suspense") == "1050.00"
    holds()
