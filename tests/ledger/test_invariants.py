"""Damage that only somebody with the database's own password can do is found, and said in a sentence."""

import pytest
from django.db import connection

import sellers.ledger.facade as ledger
from sellers.ledger.facade import Clearing, Payment, Purse, Reversal
from tests.common.emptying import LEDGER_TABLES
from tests.ledger.conftest import DAY, rupees, sale, shawl

pytestmark = pytest.mark.django_db


def found():
    return {sentence: check() for sentence, check in ledger.invariants() if check()}


@pytest.fixture
def books(db):
    """Books that hold, with every trigger of the ledger off until the test is over."""
    ledger.recognise_sale(sale("1042", shawl()))
    ledger.clear_shares([Clearing("1042", "1042-KZ12", DAY)])
    ledger.receive_payment(Payment("1042", "pi_1", Purse.STRIPE, rupees("1102.50"), DAY))
    ledger.reverse_entry(Reversal("payment/stripe/pi_1", "Wrong order", DAY))
    assert found() == {}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in LEDGER_TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("DELETE FROM sellers_ledger_line")
        cursor.execute("DELETE FROM sellers_ledger_journalentry")
        cursor.execute("DELETE FROM sellers_ledger_account")


def line_of(code):
    return (
        "SELECT line.id FROM sellers_ledger_line line JOIN sellers_ledger_account account"
        f" ON account.id = line.account_id WHERE account.code = '{code}' ORDER BY line.id DESC LIMIT 1"
    )


def test_an_amount_that_was_changed(books):
    books.execute(
        f"UPDATE sellers_ledger_line SET amount_minor = amount_minor - 1 WHERE id = ({line_of('tds')})"
    )
    assert found() == {
        "the ledger balances, as a whole and in every entry": [
            "all lines in INR sum to -1",
            "sale/1042/1042-KZ12 sums to -1 INR over 20 lines",
        ]
    }


def test_lines_that_were_removed(books):
    books.execute(
        "DELETE FROM sellers_ledger_line WHERE entry_id = (SELECT max(id) FROM sellers_ledger_journalentry)"
    )
    assert found()["the ledger balances, as a whole and in every entry"] == [
        "reversal/payment/stripe/pi_1 sums to 0  over 0 lines"
    ]


def test_a_reversal_that_is_not_one(books):
    books.execute(
        "UPDATE sellers_ledger_line SET amount_minor = -amount_minor"
        " WHERE entry_id = (SELECT max(id) FROM sellers_ledger_journalentry)"
    )
    assert found() == {
        "every reversal mirrors what it reverses": [
            "reversal/payment/stripe/pi_1 does not mirror the entry that it reverses"
        ]
    }


def test_an_account_that_changed_its_nature(books):
    books.execute("UPDATE sellers_ledger_account SET kind = 'income' WHERE code = 'tds'")
    assert found() == {
        "every account stands in the chart, as what it is": [
            "the account tds: is income, and not so in the chart"
        ]
    }


def test_an_account_below_nought(books):
    books.execute(
        "UPDATE sellers_ledger_line SET account_id = (SELECT id FROM sellers_ledger_account"
        f" WHERE code = 'due-from-seller') WHERE id = ({line_of('payable-to-seller')})"
    )
    sentences = found()
    assert sentences["no account is below nought that may not be, nor any open item of one"] == [
        "due-from-seller:KZ12 is at -89960 INR minor units"
    ]
    assert sentences["nobody is owed money and owes some at once"] == [
        "KZ12 is owed money and owes some at once"
    ]


def test_an_open_item_below_nought(books):
    books.execute(
        "UPDATE sellers_ledger_journalentry SET item = '1042-KZ99' WHERE kind = 'clearing'",
    )
    assert found()["no account is below nought that may not be, nor any open item of one"] == [
        "gst-held-cgst:KZ12 is at -2625 INR minor units order/1042 1042-KZ99",
        "gst-held-sgst:KZ12 is at -2625 INR minor units order/1042 1042-KZ99",
        "held-for-seller:KZ12 is at -89960 INR minor units order/1042 1042-KZ99",
    ]
