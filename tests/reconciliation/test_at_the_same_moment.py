"""Two at once: a line is matched once, a file comes in once, a proposal is decided once."""

import uuid

import pytest

import sellers.ledger.facade as ledger
from sellers.ledger.models import JournalEntry
from sellers.reconciliation.errors import AlreadyMatched, WrongState
from sellers.reconciliation.models import BankLine, Match, OpenItem, Proposal, StatementFile
from sellers.reconciliation.services import match_by_hand as by_hand
from sellers.reconciliation.services.match_by_hand import Wanted, match_by_hand
from tests.ledger.test_at_the_same_moment import at_once
from tests.reconciliation.test_matching import payout
from tests.reconciliation.world import (
    DAY,
    NOW,
    checker,
    holds,
    maker,
    match,
    person,
    rupees,
    send,
    send_rows,
    two_columns,
    walk,
)

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(answers) -> list[str]:
    return sorted(type(each).__name__ for each in answers)


def wanted(line: BankLine, **given) -> Wanted:
    return Wanted(key=uuid.uuid4(), line_id=line.pk, reason="I was quicker", **given)


def test_two_people_match_the_same_line_with_different_entries():
    entries = [
        ledger.pay_carrier(ledger.CarrierPayment(f"INV-{at}", "India Post", rupees(20), DAY))
        for at in range(2)
    ]
    send_rows((DAY, -2_000, "Z", "to whom"), opening=5_000)
    match()
    line, people = BankLine.objects.get(), (maker(), person("Gulshan Maker", "finance-maker"))

    answers = at_once(
        *(
            lambda who=who, key=entry.key: match_by_hand(
                wanted=wanted(line, entries=(key,)), actor=who, now=NOW
            )
            for who, entry in zip(people, entries, strict=True)
        )
    )

    assert kinds(answers) == ["AlreadyMatched", "NoneType"]
    assert Match.objects.count() == 1
    holds()


def test_two_people_match_two_lines_with_the_same_entry():
    entry = ledger.pay_carrier(ledger.CarrierPayment("INV-1", "India Post", rupees(20), DAY))
    send_rows((DAY, -2_000, "Y", "one"), (DAY, -2_000, "Z", "two"), opening=9_000)
    match()
    who = maker()

    answers = at_once(
        *(
            lambda line=line: match_by_hand(wanted=wanted(line, entries=(entry.key,)), actor=who, now=NOW)
            for line in BankLine.objects.all()
        )
    )

    assert kinds(answers) == ["AlreadyMatched", "NoneType"]
    assert OpenItem.objects.filter(settled_at=None).count() == 1
    holds()


def test_two_people_approve_the_same_proposal_and_one_refuses_it():
    send_rows((DAY, 105_000, "RBI1", "GRANT"))
    match()
    proposal = match_by_hand(
        wanted=wanted(BankLine.objects.get(), account_code="operator-funds"), actor=maker(), now=NOW
    )
    people = [
        checker(),
        person("Dilshad Checker", "finance-checker"),
        person("Esar Checker", "finance-checker"),
    ]
    before = JournalEntry.objects.count()

    answers = at_once(
        lambda: by_hand.approve(proposal_id=proposal.pk, actor=people[0], now=NOW),
        lambda: by_hand.approve(proposal_id=proposal.pk, actor=people[1], now=NOW),
        lambda: by_hand.refuse(proposal_id=proposal.pk, answer="No", actor=people[2], now=NOW),
    )

    assert kinds(answers) == ["NoneType", "WrongState", "WrongState"]
    proposal.refresh_from_db()
    booked = JournalEntry.objects.count() - before
    assert (booked, Match.objects.count()) == ((1, 1) if proposal.state == "approved" else (0, 0))
    holds()


def test_the_same_form_sent_twice_at_once_is_one_proposal():
    send_rows((DAY, 105_000, "RBI1", "GRANT"))
    match()
    asked, who = wanted(BankLine.objects.get(), account_code="operator-funds"), maker()

    answers = at_once(*[lambda: match_by_hand(wanted=asked, actor=who, now=NOW)] * 3)

    assert all(isinstance(each, Proposal | AlreadyMatched | WrongState) for each in answers)
    assert Proposal.objects.count() == 1
    holds()


def test_the_same_statement_twice_at_once_and_one_that_overlaps_add_each_line_once():
    rows = walk([(DAY, 100 + at, f"R{at}", "x") for at in range(20)])
    who = maker()
    one, other = two_columns(rows[:15]), two_columns(rows[5:])

    at_once(*[lambda: send(one, by=who)] * 2, *[lambda: send(other, by=who)] * 2)

    assert BankLine.objects.count() == OpenItem.objects.count() == 20
    assert StatementFile.objects.filter(state="imported").count() == 2
    holds()


def test_the_rules_run_twice_at_once_while_a_person_proposes():
    payout("po_1", 97_640, fee=2000, tax=360, trace="STRP7F2A")
    send_rows((DAY, 97_640, "STRP7F2A", "NEFT"), (DAY, 700, "GIFT01", "who knows"))
    line, who = BankLine.objects.get(reference="STRP7F2A"), maker()

    answers = at_once(
        match,
        match,
        lambda: match_by_hand(wanted=wanted(line, account_code="operator-funds"), actor=who, now=NOW),
    )

    assert not [
        each for each in answers if isinstance(each, Exception) and not isinstance(each, AlreadyMatched)
    ]
    assert Match.objects.count() + Proposal.objects.count() == 1
    match()
    holds()
