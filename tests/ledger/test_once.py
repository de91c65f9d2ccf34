"""Said twice is said once; said differently under the same reference is refused."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.ledger.facade import (
    Clearing,
    IdempotencyConflict,
    Payment,
    Payout,
    Purse,
    Refund,
)
from tests.ledger.conftest import DAY, jam, rupees, sale, shawl, stands, stole

pytestmark = pytest.mark.django_db

PAYMENT = Payment("1042", "pi_1", Purse.STRIPE, rupees("1102.50"), DAY)


def test_a_repeat_returns_the_first_entry(unchanged):
    first = ledger.receive_payment(PAYMENT)
    unchanged.restart()
    again = ledger.receive_payment(PAYMENT)
    assert again == replace(first, repeated=True)
    assert not first.repeated
    unchanged()


@pytest.mark.parametrize(
    "repeat",
    [
        replace(PAYMENT, occurred_on=DAY + timedelta(days=1)),
        replace(PAYMENT, amount=Money(Decimal("1102.5"), "INR")),
    ],
    ids=["after midnight", "with fewer noughts"],
)
def test_a_repeat_in_other_words_is_a_repeat(repeat, unchanged):
    first = ledger.receive_payment(PAYMENT)
    unchanged.restart()
    assert ledger.receive_payment(repeat) == replace(first, repeated=True)
    unchanged()


@pytest.mark.parametrize(
    "other",
    [replace(PAYMENT, amount=rupees(1102)), replace(PAYMENT, order="1043")],
    ids=["another amount", "another order"],
)
def test_the_same_reference_for_something_else_is_refused(other, unchanged):
    ledger.receive_payment(PAYMENT)
    unchanged.restart()
    with pytest.raises(IdempotencyConflict) as refusal:
        ledger.receive_payment(other)
    assert refusal.value.params == {"key": "payment/stripe/pi_1"}
    unchanged()


def test_no_share_can_be_slipped_into_an_order_later(unchanged):
    ledger.recognise_sale(sale("1042", shawl()))
    unchanged.restart()
    with pytest.raises(IdempotencyConflict):
        ledger.recognise_sale(sale("1042", shawl(), stole()))
    unchanged()


def test_what_was_cleared_refunded_or_paid_is_not_done_again_whatever_the_balance_is_now(unchanged):
    ledger.recognise_sale(sale("1042", shawl()))
    clearing, payout = Clearing("1042", "1042-KZ12", DAY), Payout("P1", "KZ12", rupees("952.10"), DAY)
    refund = Refund("1042", "1042-KZ12", "RMA-1", rupees(525), DAY)
    first = (*ledger.clear_shares([clearing]), *ledger.send_payouts([payout]), ledger.refund_share(refund))
    unchanged.restart()
    again = (*ledger.clear_shares([clearing]), *ledger.send_payouts([payout]), ledger.refund_share(refund))
    assert again == tuple(replace(each, repeated=True) for each in first)
    unchanged()
    with pytest.raises(IdempotencyConflict):
        ledger.send_payouts([replace(payout, amount=rupees(1))])
    unchanged()


def test_within_one_call_too():
    ledger.recognise_sale(sale("1042", shawl()))
    ledger.clear_shares([Clearing("1042", "1042-KZ12", DAY)])
    payout = Payout("P1", "KZ12", rupees(952), DAY)
    first, second = ledger.send_payouts([payout, payout])
    assert first == second
    assert stands("KZ12") == "held 0.00 payable 0.10 due 0.00"
    with pytest.raises(IdempotencyConflict):
        ledger.send_payouts(
            [Payout("P2", "KZ12", rupees("0.04"), DAY), Payout("P2", "KZ12", rupees("0.05"), DAY)]
        )


def test_names_with_slashes_are_not_taken_for_others(unchanged):
    ledger.recognise_sale(sale("a/b", jam("c")))
    ledger.recognise_sale(sale("a", jam("b/c")))
    assert [entry.item for entry in ledger.entries_of(ledger.source_of("order", "a/b"))] == ["c"]
