"""Lines of the bank find what explains them: settlements, cash of carriers, payments to groups; the rest is open."""

import uuid
from datetime import date, timedelta

import pytest

import sellers.ledger.facade as ledger
from jkrlm.people.models import AuditEntry
from sellers.ledger.models import JournalEntry
from sellers.reconciliation.errors import AlreadyMatched, DoesNotAddUp, NotHere, NotYours, WrongState
from sellers.reconciliation.matchers import MATCHERS
from sellers.reconciliation.models import BankLine, Match, OpenItem, Proposal, StripePayout
from sellers.reconciliation.selectors.balances import balances
from sellers.reconciliation.services import match_by_hand as by_hand
from sellers.reconciliation.services.match_by_hand import Wanted, match_by_hand
from sellers.reconciliation.states import PROPOSAL_TRANSITIONS, ProposalState
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
    state,
)

pytestmark = pytest.mark.django_db


def payout(
    payout_id: str, units: int, *, fee: int = 0, tax: int = 0, trace: str = "", **changes
) -> StripePayout:
    plain = {
        "payout_id": payout_id,
        "amount_minor": units,
        "arrives_on": DAY,
        "trace": trace,
        "status": "paid",
        "is_summed": True,
        "gross_minor": units + fee + tax,
        "fee_minor": fee,
        "fee_gst_minor": tax,
    }
    return StripePayout.objects.create(**{**plain, **changes})


def cash(*parcels: tuple[str, str, int, int], carrier: str = "India Post", reference: str = "") -> None:
    """Cash of parcels that a carrier hands in, recorded in one act: order, parcel, paise, fee."""
    for order, parcel, units, _fee in parcels:
        ledger.promise_cash(
            ledger.CashPromise(order, parcel, carrier, ledger_money(units), DAY - timedelta(days=9))
        )
    ledger.remit_cash(
        [
            ledger.CashRemittance(
                order, parcel, carrier, ledger_money(units), DAY, ledger_money(fee), narration=reference
            )
            for order, parcel, units, fee in parcels
        ]
    )


def ledger_money(units: int):
    return rupees(0).__class__.from_minor_units(units, "INR")


def line() -> BankLine:
    return BankLine.objects.get()


def wanted(**changes) -> Wanted:
    plain = {"key": uuid.uuid4(), "line_id": line().pk, "reason": "I asked the bank"}
    return Wanted(**{**plain, **changes})


def test_a_settlement_is_booked_with_fee_and_gst_when_it_is_seen_in_the_bank():
    ledger.receive_payment(
        ledger.Payment("1042", "pi_1", ledger.Purse.STRIPE, rupees(1000), DAY - timedelta(days=2))
    )
    payout("po_1", 97_640, fee=2000, tax=360, trace="STRP7F2A")
    send_rows((DAY, 97_640, "STRP7F2A", "NEFT STRIPE PAYMENTS INDIA"))

    assert match().matched == 1

    assert [each.reference for each in Match.objects.all()] == ["po_1"]
    assert (on("bank"), on("stripe-clearing"), on("gateway-fees"), on("input-gst")) == (
        "976.40",
        "0.00",
        "20.00",
        "3.60",
    )
    assert open_kinds() == []
    holds()


def test_without_the_trace_a_settlement_is_matched_only_where_one_alone_fits():
    payout("po_a", 50_000)
    send_rows((DAY, 50_000, "N1", "STRIPE PAYOUT"), (DAY, 7_000, "N2", "STRIPE PAYOUT"))
    payout("po_b", 7_000)
    payout("po_c", 7_000)

    match()

    assert sorted(reference for _, reference, _ in state().values()) == ["", "po_a"]
    assert open_kinds() == ["unclaimed"]
    holds()


def test_a_settlement_that_is_not_the_sum_of_its_parts_is_never_matched():
    payout("po_1", 97_640, trace="STRP7F2A", is_summed=False, gross_minor=0)
    send_rows((DAY, 97_640, "STRP7F2A", "STRIPE"))

    match()

    assert open_kinds() == ["unclaimed"]


def test_what_a_carrier_hands_in_is_one_credit_for_many_parcels():
    cash(("1042", "1042-KZ09", 120_000, 2_000), ("1043", "1043-KZ11", 80_000, 1_000))
    send_rows((DAY + timedelta(days=1), 197_000, "IPPB000123", "COD REMITTANCE"))

    match()

    found = Match.objects.get()
    assert (found.matcher, found.reference) == (
        "booked-together",
        "Cash on delivery handed in, 2 on 20 Nov 2026",
    )
    assert sorted(found.entries.values_list("amount_minor", flat=True)) == [79_000, 118_000]
    assert (on("bank"), on("cod-receivable", "India Post")) == ("1970.00", "0.00")
    holds()


def test_a_carrier_that_hands_in_a_rupee_less_is_left_open():
    cash(("1042", "1042-KZ09", 120_000, 0))
    send_rows((DAY, 119_900, "IPPB000123", "COD REMITTANCE"))

    match()

    assert open_kinds() == ["unclaimed"]
    assert balances().not_seen == 120_000
    assert balances().difference == balances().explained
    holds()


def test_tax_that_was_paid_is_found_by_its_challan():
    ledger.post_journal(
        ledger.Journal(
            reference="challan CPIN26110100099",
            lines=(
                ledger.JournalLine(ledger.account_of("operator-funds"), rupees(500)),
                ledger.JournalLine(ledger.account_of("bank"), rupees(-500)),
            ),
            narration="GST of October",
            occurred_on=DAY,
        )
    )
    send_rows((DAY, -50_000, "CPIN26110100099", "GST PAYMENT"), opening=90_000)

    match()

    assert Match.objects.get().matcher == "in-the-books"
    holds()


def test_what_nobody_claims_stands_in_the_books_as_that_until_its_explanation_comes():
    send_rows((DAY, 97_640, "STRP7F2A", "NEFT CR"))
    match()
    assert (open_kinds(), on("bank"), on("upi-suspense")) == (["unclaimed"], "976.40", "976.40")
    assert balances().unclaimed == 97_640
    payout("po_1", 97_640, fee=2000, tax=360, trace="STRP7F2A")

    match()

    assert (open_kinds(), on("bank"), on("upi-suspense")) == ([], "976.40", "0.00")
    assert Match.objects.get().entries.count() == 3
    assert not line().is_unclaimed
    holds()


def test_matching_again_changes_nothing():
    payout("po_1", 97_640, trace="STRP7F2A")
    send_rows((DAY, 97_640, "STRP7F2A", "NEFT"), (DAY, -5, "F", "fee"), (DAY, 7, "GIFT0001", "who knows"))
    match()
    before = state(), JournalEntry.objects.count()

    again = match()

    assert (again.matched, again.left, again.refused) == (0, 0, 0)
    assert (state(), JournalEntry.objects.count()) == before
    assert open_kinds() == ["unexplained", "unclaimed"]
    holds()


def test_a_claim_that_a_carrier_paid_is_found_by_the_banks_reference():
    ledger.claim_from_carrier(ledger.CarrierClaim("P1-lost", "India Post", rupees(3500), DAY))
    ledger.settle_claim(
        ledger.ClaimSettlement("P1-lost", "India Post", rupees(3500), rupees(1000), "POST77000123", DAY)
    )
    send_rows((DAY, 100_000, "POST77000123", "NEFT INDIA POST CLAIMS"))
    match()
    assert Match.objects.get().matcher == "in-the-books"
    assert (on("bank"), on("due-from-carriers", "India Post")) == ("1000.00", "0.00")
    holds()


def test_a_debit_with_our_entry_is_matched_at_once_by_one_person_with_a_reason():
    entry = ledger.pay_carrier(ledger.CarrierPayment("INV-1", "India Post", rupees(20), DAY))
    send_rows((DAY, -2_000, "Z", "to whom"), opening=5_000)
    match()

    assert match_by_hand(wanted=wanted(entries=(entry.key,)), actor=maker(), now=NOW) is None

    found = Match.objects.get()
    assert (found.matcher, found.made_by, found.approved_by, found.reason) == (
        "by-hand",
        maker(),
        None,
        "I asked the bank",
    )
    assert OpenItem.objects.get().settled_by == maker()
    assert AuditEntry.objects.filter(verb="line.match").count() == 1
    holds()


def test_a_rupee_written_off_waits_for_another_person_and_moves_then():
    cash(("1042", "1042-KZ09", 120_000, 0))
    send_rows((DAY, 119_900, "IPPB000123", "COD"))
    match()
    (key,) = (each.key for each in ledger.entries_of("order/1042") if each.kind.value == "cash-remittance")
    asked = wanted(entries=(key,), account_code="cash-differences")

    proposal = match_by_hand(wanted=asked, actor=maker(), now=NOW)

    assert match_by_hand(wanted=asked, actor=maker(), now=NOW) == proposal
    assert (Proposal.objects.count(), Match.objects.count(), on("cash-differences")) == (1, 0, "0.00")
    with pytest.raises(NotYours):
        by_hand.approve(proposal_id=proposal.pk, actor=maker(), now=NOW)
    with pytest.raises(NotYours):
        by_hand.withdraw(proposal_id=proposal.pk, actor=checker(), now=NOW)
    match()
    assert Match.objects.count() == 0

    by_hand.approve(proposal_id=proposal.pk, actor=checker(), now=NOW)

    found = Match.objects.get()
    assert (found.made_by, found.approved_by, found.proposal) == (maker(), checker(), proposal)
    assert (on("cash-differences"), on("bank"), on("upi-suspense")) == ("1.00", "1199.00", "0.00")
    with pytest.raises(WrongState):
        by_hand.approve(proposal_id=proposal.pk, actor=checker(), now=NOW)
    holds()


def test_money_in_is_found_to_be_a_buyers_payment():
    sold("1042", 105_000)
    send_rows((DAY, 105_000, "HDFCN1", "Meera Iyer order 1042"))
    match()
    proposal = match_by_hand(wanted=wanted(order="1042"), actor=maker(), now=NOW)

    by_hand.approve(proposal_id=proposal.pk, actor=checker(), now=NOW)

    assert ledger.orders_in_books(["1042"])["1042"].received == rupees(1050)
    assert (on("bank"), on("upi-suspense")) == ("1050.00", "0.00")
    holds()


def test_money_in_that_is_the_missions_own_is_booked_so():
    send_rows((DAY, 105_000, "RBI1", "GRANT"))
    match()
    proposal = match_by_hand(wanted=wanted(account_code="operator-funds"), actor=maker(), now=NOW)

    by_hand.approve(proposal_id=proposal.pk, actor=checker(), now=NOW)

    assert (on("bank"), on("upi-suspense"), on("operator-funds")) == ("1050.00", "0.00", "1050.00")
    holds()


def test_a_charge_of_the_bank_is_booked_out_of_it():
    send_rows((DAY, -2_360, "C", "NEFT CHARGES"), opening=5_000)
    match()
    proposal = match_by_hand(wanted=wanted(account_code="gateway-fees"), actor=maker(), now=NOW)

    by_hand.approve(proposal_id=proposal.pk, actor=checker(), now=NOW)

    assert (on("bank"), on("gateway-fees")) == ("-23.60", "23.60")
    holds()


def test_what_is_refused_or_taken_back_moves_nothing_and_may_be_proposed_anew():
    send_rows((DAY, 105_000, "RBI1", "GRANT"))
    match()
    before = JournalEntry.objects.count()
    first = match_by_hand(wanted=wanted(account_code="operator-funds"), actor=maker(), now=NOW)
    with pytest.raises(AlreadyMatched):
        match_by_hand(wanted=wanted(account_code="rounding"), actor=checker(), now=NOW)
    by_hand.refuse(proposal_id=first.pk, answer="Ask the treasury first", actor=checker(), now=NOW)
    second = match_by_hand(wanted=wanted(account_code="operator-funds"), actor=maker(), now=NOW)
    by_hand.withdraw(proposal_id=second.pk, actor=maker(), now=NOW)

    assert JournalEntry.objects.count() == before
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["refused", "withdrawn"]
    assert open_kinds() == ["unclaimed"]
    holds()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " "}, WrongState),
        ({"entries": ("payment/bank/none",)}, NotHere),
        ({}, DoesNotAddUp),
        ({"account_code": "payable-to-seller"}, DoesNotAddUp),
        ({"account_code": "cash-differences"}, DoesNotAddUp),
        ({"account_code": "payable-to-carrier"}, DoesNotAddUp),
        ({"account_code": "rounding", "account_owner": "x"}, DoesNotAddUp),
        ({"order": "1042", "account_code": "rounding"}, DoesNotAddUp),
        ({"line_id": 0}, NotHere),
    ],
)
def test_a_match_that_says_too_little_is_refused_and_changes_nothing(changes, refusal):
    send_rows((DAY, 105_000, "RBI1", "GRANT"))
    match()
    before = state(), JournalEntry.objects.count()

    with pytest.raises(refusal):
        match_by_hand(wanted=wanted(**changes), actor=maker(), now=NOW)

    assert (state(), JournalEntry.objects.count(), Proposal.objects.count()) == (*before, 0)


def test_an_entry_is_matched_with_one_line_only():
    entry = ledger.pay_carrier(ledger.CarrierPayment("INV-1", "India Post", rupees(20), DAY))
    send_rows((DAY, -2_000, "Y", "one"), (DAY, -2_000, "Z", "two"), opening=9_000)
    match()
    one, two = BankLine.objects.order_by("reference")
    match_by_hand(wanted=wanted_for(one, entry.key), actor=maker(), now=NOW)

    with pytest.raises(AlreadyMatched):
        match_by_hand(wanted=wanted_for(two, entry.key), actor=maker(), now=NOW)
    with pytest.raises(AlreadyMatched):
        match_by_hand(wanted=wanted_for(one, entry.key), actor=maker(), now=NOW)

    assert Match.objects.count() == 1
    holds()


def wanted_for(of: BankLine, key: str) -> Wanted:
    return Wanted(key=uuid.uuid4(), line_id=of.pk, reason="Same invoice", entries=(key,))


def test_the_table_of_rules_has_each_name_once_and_every_state_is_reached():
    slugs = [each.slug for each in MATCHERS]
    assert len(set(slugs)) == len(slugs) and "by-hand" not in slugs
    reached = {to for each in PROPOSAL_TRANSITIONS.values() for to in each} | {ProposalState.WAITING}
    assert reached == set(ProposalState) == set(PROPOSAL_TRANSITIONS)


def test_old_lines_wait_with_their_age():
    send_rows((date(2026, 8, 1), 700, "OLD", "old"), (DAY, 7, "G", "new"))
    match()
    payout("po_1", 7, trace="GGGGGGG")

    assert match().matched == 0
    assert open_kinds() == ["unclaimed", "unclaimed"]
