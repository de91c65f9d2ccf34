"""An account entry by entry, for those who compare it with somebody else's book."""

from datetime import timedelta

import pytest

import sellers.ledger.facade as ledger
from tests.ledger.conftest import DAY, rupees

BANK = ledger.account_of("bank")

pytestmark = pytest.mark.django_db


def test_each_entry_tells_what_it_did_to_the_account_within_the_days_asked_for():
    ledger.receive_payment(ledger.Payment("1042", "UTR1", ledger.Purse.BANK, rupees(100), DAY))
    ledger.pay_carrier(ledger.CarrierPayment("INV", "India Post", rupees("30.50"), DAY + timedelta(days=1)))
    ledger.receive_payment(ledger.Payment("1043", "pi_1", ledger.Purse.STRIPE, rupees(7), DAY))

    book = ledger.account_book(BANK, since=DAY, until=DAY + timedelta(days=2))

    assert [(each.key, each.kind.value, each.amount) for each in book] == [
        ("payment/bank/UTR1", "payment", rupees("100.00")),
        ("carrier-payment/India Post/INV", "carrier-payment", rupees("-30.50")),
    ]
    assert len(ledger.account_book(BANK, since=DAY, until=DAY + timedelta(days=1))) == 1


def test_effects_are_asked_by_key_and_what_did_nothing_is_absent(django_assert_num_queries):
    ledger.receive_payment(ledger.Payment("1042", "UTR1", ledger.Purse.BANK, rupees(100), DAY))
    ledger.receive_payment(ledger.Payment("1043", "pi_1", ledger.Purse.STRIPE, rupees(7), DAY))
    keys = ["payment/bank/UTR1", "payment/stripe/pi_1", "payment/bank/none"]

    with django_assert_num_queries(1):
        assert ledger.effects_on(BANK, keys) == {"payment/bank/UTR1": rupees("100.00")}
