"""What is read from the books: statements that explain each sum, balances, open items."""

from datetime import date, timedelta

import pytest

import sellers.ledger.facade as ledger
from sellers.ledger.facade import Clearing, Payment, Payout, Penalty, Purse, Refund, RefundPayment
from tests.ledger.conftest import DAY, aligned, heads, rupees, sale, shawl, stole, trial

pytestmark = pytest.mark.django_db

LATER = DAY + timedelta(days=10)
NEXT_MONTH = date(2026, 12, 5)


@pytest.fixture
def autumn(db):
    """KZ12 sold a shawl in November, cleared it, was paid ₹900, and had half of it back in December."""
    ledger.recognise_sale(sale("1042", shawl(), stole()))
    ledger.clear_shares([Clearing("1042", "1042-KZ12", LATER)])
    ledger.send_payouts([Payout("P1", "KZ12", rupees(900), LATER)])
    ledger.refund_share(
        Refund("1042", "1042-KZ12", "RMA-1", rupees(525), NEXT_MONTH, narration="A moth hole")
    )
    ledger.penalise_seller(Penalty("N1", "KZ12", rupees(118), "Not packed in time", NEXT_MONTH, heads(9, 9)))


def lines(owner, since, until):
    found = ledger.statement(owner=owner, since=since, until=until)
    rows = [
        f"{line.occurred_on:%d %b} {line.kind} {line.component} {line.amount.amount:+} {line.balance.amount}"
        for line in found.lines
    ]
    return "\n".join([f"opening {found.opening.amount}", *rows, f"closing {found.closing.amount}"])


def test_a_statement_explains_every_sum(autumn):
    assert lines("KZ12", date(2026, 11, 1), date(2026, 12, 1)) == aligned("""
        opening                                       0.00
        20 Nov  sale      goods            +1000.00   1000.00
        20 Nov  sale      commission         -80.00    920.00
        20 Nov  sale      commission-cgst     -7.20    912.80
        20 Nov  sale      commission-sgst     -7.20    905.60
        20 Nov  sale      tcs-cgst            -2.50    903.10
        20 Nov  sale      tcs-sgst            -2.50    900.60
        20 Nov  sale      tds                 -1.00    899.60
        30 Nov  clearing  gst-cgst           +26.25    925.85
        30 Nov  clearing  gst-sgst           +26.25    952.10
        30 Nov  clearing  cleared           -899.60     52.50
        30 Nov  clearing  cleared           +899.60    952.10
        30 Nov  payout    payout            -900.00     52.10
        closing                                        52.10
    """)


def test_the_next_statement_begins_where_the_last_one_ended(autumn):
    december = ledger.statement(owner="KZ12", since=date(2026, 12, 1), until=date(2027, 1, 1))
    assert december.opening == rupees("52.10")
    assert december.closing == rupees("52.10") - rupees("474.80") - rupees(118)
    assert sum((line.amount for line in december.lines), december.opening) == december.closing
    assert {line.narration for line in december.lines} == {"A moth hole", "Not packed in time"}
    at = ledger.positions(["KZ12"])["KZ12"]
    assert at.held + at.payable - at.due == december.closing


def test_a_federation_has_a_statement_too(autumn):
    ledger.clear_shares([Clearing("1042", "1042-KZ09", LATER)])
    assert lines("clf:Narbal Hunar", date(2026, 11, 1), date(2026, 12, 1)) == aligned("""
        opening                                     0.00
        20 Nov  sale      tcs-igst      -10.00    -10.00
        20 Nov  sale      tds            -2.00    -12.00
        30 Nov  clearing  gst-igst     +100.00     88.00
        30 Nov  clearing  cleared       +12.00    100.00
        30 Nov  clearing  cleared       -12.00     88.00
        closing                                    88.00
    """)


def test_a_statement_shows_nobody_elses_lines(autumn):
    assert lines("KZ13", date(2026, 11, 1), date(2026, 12, 1)) == "opening 0.00\nclosing 0.00"
    assert lines("", date(2026, 11, 1), date(2026, 12, 1)) == "opening 0.00\nclosing 0.00"


def test_the_trial_balance_of_a_day_in_the_past(autumn):
    before = ledger.trial_balance(before=LATER)
    assert aligned(trial()) == trial()
    assert [
        f"{row.account} {row.credit.amount or row.debit.amount}" for row in before if row.account.owner
    ] == [
        "gst-held-cgst:KZ12 26.25",
        "gst-held-igst:clf:Narbal Hunar 100.00",
        "gst-held-sgst:KZ12 26.25",
        "held-for-seller:KZ09 1764.00",
        "held-for-seller:KZ12 899.60",
        "withheld-from-seller:clf:Narbal Hunar 12.00",
    ]


def test_open_items_say_since_when(autumn):
    held = ledger.open_items(code="held-for-seller")
    assert [(str(each.account), each.item, each.amount, each.since) for each in held] == [
        ("held-for-seller:KZ09", "1042-KZ09", rupees(1764), DAY)
    ]
    (refund,) = ledger.open_items(code="refunds-due")
    assert (refund.source, refund.item, refund.amount, refund.since) == (
        "order/1042",
        "",
        rupees(525),
        NEXT_MONTH,
    )
    ledger.pay_refund(RefundPayment("1042", "re_1", Purse.STRIPE, rupees(525), NEXT_MONTH))
    assert ledger.open_items(code="refunds-due") == ()
    with pytest.raises(ledger.AccountUnknown):
        ledger.open_items(code="no-such-account")


def test_a_source_tells_its_story(autumn):
    kinds = [entry.kind for entry in ledger.entries_of(ledger.source_of("order", "1042"))]
    assert kinds == ["sale", "sale", "clearing", "refund"]


@pytest.mark.parametrize(
    ("queries", "read"),
    [
        (1, lambda: ledger.balance(ledger.account_of("payable-to-seller", "KZ12"))),
        (1, lambda: ledger.positions(["KZ12", "KZ09", "JM10"])),
        (2, lambda: ledger.statement(owner="KZ12", since=DAY, until=NEXT_MONTH)),
        (1, lambda: ledger.trial_balance()),
        (1, lambda: ledger.open_items(code="held-for-seller")),
        (1, lambda: ledger.entries_of("order/1042")),
    ],
    ids=["balance", "positions", "statement", "trial balance", "open items", "entries"],
)
def test_reads_need_a_fixed_number_of_queries(autumn, django_assert_num_queries, queries, read):
    with django_assert_num_queries(queries):
        read()


@pytest.mark.parametrize("count", [1, 20])
def test_writing_needs_a_fixed_number_of_queries(db, django_assert_num_queries, count):
    """
    A savepoint; keys, entries, accounts and lines; and where the books decide, the source's entries locked and
    summed, the seller's account found, locked and summed.
    """
    orders = [sale(f"5{number:02}", shawl(f"5{number:02}-KZ12")) for number in range(count)]
    ledger.recognise_sale(sale("499", shawl("499-KZ12")))
    ledger.receive_payment(Payment("498", "pi_0", Purse.STRIPE, rupees(1), DAY))
    with django_assert_num_queries(2 + 4):
        ledger.recognise_sales(orders)
    with django_assert_num_queries(2 + 4):
        ledger.receive_payment(Payment("499", "pi_1", Purse.STRIPE, rupees(1), DAY))
    ledger.clear_shares([Clearing("499", "499-KZ12", DAY)])
    with django_assert_num_queries(2 + 4 + 5):
        ledger.clear_shares([Clearing(order.order, order.shares[0].item, DAY) for order in orders])
