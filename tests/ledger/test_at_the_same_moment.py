"""Two at once: one entry, one payout, and nobody below nought."""

import pytest

import sellers.ledger.facade as ledger
from sellers.ledger.facade import (
    Clearing,
    Credit,
    Entry,
    IdempotencyConflict,
    Overdrawn,
    Payment,
    Payout,
    PayoutPaid,
    PayoutReturn,
    PayoutTooLarge,
    Penalty,
    Purse,
    Refund,
    RefundTooLarge,
)
from sellers.ledger.models import JournalEntry
from tests.common.at_once import at_once
from tests.ledger.conftest import DAY, rupees, sale, shawl, stands

pytestmark = pytest.mark.django_db(transaction=True)


def holds():
    assert [line for _, check in ledger.invariants() for line in check()] == []


@pytest.fixture
def payable(db):
    ledger.recognise_sale(sale("1042", shawl()))
    ledger.clear_shares([Clearing("1042", "1042-KZ12", DAY)])


def test_the_same_payment_eight_times_at_once_is_one_entry(db):
    payment = Payment("1042", "pi_1", Purse.STRIPE, rupees(1), DAY)
    entries = at_once(*[lambda: ledger.receive_payment(payment)] * 8)
    assert len({entry.id for entry in entries}) == 1
    assert sorted(entry.repeated for entry in entries) == [False, *[True] * 7]
    assert ledger.balance(ledger.account_of("stripe-clearing")) == rupees(1)


def test_of_two_different_payments_under_one_reference_one_stands(db):
    outcomes = at_once(
        *[
            lambda paid=paid: ledger.receive_payment(Payment("1042", "pi_1", Purse.STRIPE, rupees(paid), DAY))
            for paid in (1, 2, 1, 2)
        ]
    )
    assert sum(isinstance(each, IdempotencyConflict) for each in outcomes) == 2
    assert JournalEntry.objects.count() == 1


def test_the_same_batch_sent_twice_at_once_pays_once(payable):
    ledger.credit_seller(Credit("C1", "KZ09", rupees(50), "Postage", DAY))
    batch = [Payout("P1", "KZ12", rupees("952.10"), DAY), Payout("P2", "KZ09", rupees(50), DAY)]
    outcomes = at_once(
        lambda: ledger.send_payouts(batch),
        lambda: ledger.send_payouts(batch[::-1]),
        lambda: ledger.send_payouts(batch),
    )
    assert {frozenset(entry.id for entry in each) for each in outcomes} == {
        frozenset(JournalEntry.objects.filter(kind="payout").values_list("id", flat=True))
    }
    assert ledger.balance(ledger.account_of("payouts-in-transit")) == rupees("1002.10")
    holds()


def test_two_payouts_of_all_that_is_payable_are_one(payable):
    outcomes = at_once(
        *[
            lambda name=name: ledger.send_payouts([Payout(name, "KZ12", rupees("952.10"), DAY)])
            for name in ("P1", "P2", "P3", "P4")
        ]
    )
    assert sum(isinstance(each, PayoutTooLarge) for each in outcomes) == 3
    assert stands("KZ12") == "held 0.00 payable 0.00 due 0.00"
    holds()


def test_a_payout_is_confirmed_and_returned_at_once_and_the_money_is_in_one_place(payable):
    ledger.send_payouts([Payout("P1", "KZ12", rupees("952.10"), DAY)])
    outcomes = at_once(
        *[lambda: ledger.confirm_payouts([PayoutPaid("P1", "U1", DAY)])] * 2,
        *[lambda: ledger.return_payouts([PayoutReturn("P1", "Closed", DAY)])] * 2,
    )
    returned = [each for each in outcomes[2:] if isinstance(each, tuple)]
    assert len(returned) == 2
    assert stands("KZ12") == "held 0.00 payable 952.10 due 0.00"
    assert ledger.balance(ledger.account_of("payouts-in-transit")) == rupees(0)
    assert ledger.balance(ledger.account_of("bank")) == rupees(0)
    holds()


def test_a_share_clears_while_it_is_refunded(db):
    """Either way round, half the share is the group's; in no way twice."""
    for number in range(6):
        order, item = f"20{number}", f"20{number}-KZ12"
        ledger.recognise_sale(sale(order, shawl(item)))
        outcomes = at_once(
            lambda order=order, item=item: ledger.clear_shares([Clearing(order, item, DAY)]),
            lambda order=order, item=item: ledger.refund_share(Refund(order, item, "R", rupees(525), DAY)),
            lambda order=order, item=item: ledger.clear_shares([Clearing(order, item, DAY)]),
        )
        assert not [each for each in outcomes if isinstance(each, Exception)]
    assert stands("KZ12") == f"held 0.00 payable {6 * rupees('477.30').amount} due 0.00"
    holds()


def test_refunds_at_once_take_no_more_than_was_sold(db):
    ledger.recognise_sale(sale("1042", shawl()))
    outcomes = at_once(
        *[
            lambda name=name: ledger.refund_share(Refund("1042", "1042-KZ12", name, rupees(400), DAY))
            for name in "abcde"
        ]
    )
    assert sum(isinstance(each, Entry) for each in outcomes) == 2
    assert sum(isinstance(each, RefundTooLarge) for each in outcomes) == 3
    holds()


def test_a_seller_is_never_owed_and_owing_at_once(db):
    """Penalties and credits of a seller whom the books do not know yet."""
    calls = [
        lambda number=number: ledger.penalise_seller(Penalty(f"N{number}", "KZ77", rupees(60), "Late", DAY))
        for number in range(4)
    ] + [
        lambda number=number: ledger.credit_seller(Credit(f"C{number}", "KZ77", rupees(50), "Postage", DAY))
        for number in range(4)
    ]
    outcomes = at_once(*calls)
    assert all(isinstance(each, Entry) for each in outcomes)
    assert stands("KZ77") == "held 0.00 payable 0.00 due 40.00"
    holds()


def test_a_whole_day_in_two_orders_at_once_does_not_wait_in_a_circle(db):
    items = [(f"3{number:02}", f"3{number:02}-KZ{number % 3}") for number in range(30)]
    for order, item in items:
        ledger.recognise_sale(sale(order, shawl(item, group_code=item[4:])))
    clearings = [Clearing(order, item, DAY) for order, item in items]
    outcomes = at_once(lambda: ledger.clear_shares(clearings), lambda: ledger.clear_shares(clearings[::-1]))
    assert all(isinstance(each, tuple) for each in outcomes)
    assert JournalEntry.objects.filter(kind="clearing").count() == 30
    assert not isinstance(outcomes[0], Overdrawn)
    holds()
