"""What the ledger refuses, and that a refused call changed nothing."""

from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.ledger.facade import (
    AccountUnknown,
    BadAmount,
    BadReference,
    BadShare,
    Clearing,
    EntryUnknown,
    Journal,
    JournalLine,
    NothingToClear,
    Overdrawn,
    Payment,
    Payout,
    Purse,
    Refund,
    RefundTooLarge,
    Sale,
    Seller,
    SellerKind,
)
from tests.ledger.conftest import DAY, OPERATOR, rupees, sale, shawl, stole

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(unchanged):
    ledger.recognise_sale(sale("1042", shawl()))
    unchanged.restart()


@pytest.mark.parametrize(
    "changes",
    [
        {"goods_net": rupees(0)},
        {"goods_net": rupees(-1)},
        {"goods_net": rupees("10.001")},
        {"goods_net": Money(Decimal("NaN"), "INR")},
        {"commission": rupees(2000)},
        {"commission": Money(Decimal(80), "USD")},
        {"item": ""},
        {"group_code": ""},
        {"seller": Seller(SellerKind.INTERMEDIARY)},
        {"seller": Seller(SellerKind.GROUP, "KZ12")},
        {"seller": OPERATOR},
    ],
    ids=lambda changes: next(iter(changes)) + " " + str(next(iter(changes.values())))[:40],
)
def test_a_share_that_makes_no_sense_cannot_be_made(changes):
    with pytest.raises((BadShare, BadAmount)):
        shawl(**changes)


@pytest.mark.parametrize(
    "order",
    [
        Sale("1042", rupees("1102.51"), (shawl(),), DAY),
        Sale("1042", rupees("2205"), (shawl(), shawl()), DAY),
        Sale("1042", rupees(0), (), DAY),
        Sale("1042", Money(Decimal("1102.50"), "USD"), (shawl(),), DAY),
    ],
    ids=["a paisa more", "the same share twice", "no share", "another currency"],
)
def test_shares_that_do_not_add_up_to_the_order_are_refused(order, unchanged):
    with pytest.raises(BadShare):
        ledger.recognise_sale(order)
    unchanged()


@pytest.mark.parametrize("order", ["", " ", "9" * 130])
def test_a_reference_is_wanted_and_not_too_long(order, unchanged):
    with pytest.raises(BadReference):
        ledger.recognise_sale(sale(order, shawl()))
    unchanged()


@pytest.mark.parametrize("amount", [rupees(0), rupees(-1), rupees("0.001")])
def test_an_amount_is_above_nought_and_in_whole_paise(amount, unchanged):
    with pytest.raises(BadAmount):
        ledger.receive_payment(Payment("1042", "pi_1", Purse.STRIPE, amount, DAY))
    unchanged()


def test_no_more_is_refunded_than_was_sold(sold, unchanged):
    for goods, delivery in (("1050.01", "0"), ("1000", "52.51")):
        with pytest.raises(RefundTooLarge):
            ledger.refund_share(Refund("1042", "1042-KZ12", "RMA-1", rupees(goods), DAY, rupees(delivery)))
        unchanged()
    ledger.refund_share(Refund("1042", "1042-KZ12", "RMA-1", rupees(1000), DAY))
    unchanged.restart()
    with pytest.raises(RefundTooLarge) as refusal:
        ledger.refund_share(Refund("1042", "1042-KZ12", "RMA-2", rupees("50.01"), DAY))
    assert refusal.value.params == {"asked_minor": 5001, "left_minor": 5000}
    unchanged()


@pytest.mark.parametrize(
    ("refund", "error"),
    [
        (Refund("1042", "1042-KZ99", "R", rupees(1), DAY), EntryUnknown),
        (Refund("9999", "1042-KZ12", "R", rupees(1), DAY), EntryUnknown),
        (Refund("1042", "1042-KZ12", "R", rupees(0), DAY), BadAmount),
        (Refund("1042", "1042-KZ12", "R", rupees(10), DAY, rupees(-5)), BadAmount),
        (Refund("1042", "1042-KZ12", "R", Money(Decimal(10), "USD"), DAY), BadAmount),
    ],
    ids=["no such share", "no such order", "nothing", "below nought", "another currency"],
)
def test_a_refund_of_something_else_is_refused(sold, unchanged, refund, error):
    with pytest.raises(error):
        ledger.refund_share(refund)
    unchanged()


def test_a_share_clears_when_something_is_held(sold, unchanged):
    with pytest.raises(NothingToClear):
        ledger.clear_shares([Clearing("1042", "1042-KZ12", DAY), Clearing("1042", "1042-KZ99", DAY)])
    unchanged()
    ledger.refund_share(Refund("1042", "1042-KZ12", "RMA-1", rupees(1050), DAY, rupees("52.50")))
    unchanged.restart()
    with pytest.raises(NothingToClear):
        ledger.clear_shares([Clearing("1042", "1042-KZ12", DAY)])
    unchanged()


def test_what_is_held_cannot_be_paid_out(sold, unchanged):
    with pytest.raises(Overdrawn):
        ledger.send_payouts([Payout("P1", "KZ12", rupees(1), DAY)])
    unchanged()


def test_one_item_does_not_pay_for_another_of_the_same_seller(unchanged):
    """By hand, all that is held for the federation's tax of one share, out of two."""
    ledger.recognise_sale(sale("1042", stole(), stole("1042-KZ11", group_code="KZ11")))
    unchanged.restart()
    taken = Journal(
        "J-1",
        (
            JournalLine(ledger.account_of("gst-held-igst", "clf:Narbal Hunar"), rupees(101)),
            JournalLine(ledger.account_of("bank"), rupees(-101)),
        ),
        "Too much",
        DAY,
        source="order/1042",
        item="1042-KZ09",
    )
    with pytest.raises(Overdrawn) as refusal:
        ledger.post_journal(taken)
    assert refusal.value.params["short_minor"] == 100
    unchanged()


@pytest.mark.parametrize(
    "account", [("no-such-account", ""), ("bank", "KZ12"), ("held-for-seller", ""), ("tds", "x")]
)
def test_an_account_outside_the_chart_is_refused(account, unchanged):
    with pytest.raises(AccountUnknown):
        ledger.account_of(*account)
    lines = (
        JournalLine(ledger.AccountRef(*account), rupees(1)),
        JournalLine(ledger.account_of("rounding"), rupees(-1)),
    )
    with pytest.raises(AccountUnknown):
        ledger.post_journal(Journal("J-1", lines, "Nowhere", DAY))
    unchanged()


def test_what_is_kept_by_source_wants_a_source(unchanged):
    lines = (
        JournalLine(ledger.account_of("held-for-seller", "KZ12"), rupees(-1)),
        JournalLine(ledger.account_of("bank"), rupees(1)),
    )
    with pytest.raises(BadReference):
        ledger.post_journal(Journal("J-1", lines, "For whom?", DAY))
    unchanged()


def test_currencies_are_not_mixed_within_an_entry(unchanged):
    lines = (
        JournalLine(ledger.account_of("bank"), rupees(1)),
        JournalLine(ledger.account_of("operator-funds"), Money(Decimal(-1), "USD")),
    )
    with pytest.raises(ledger.Unbalanced):
        ledger.post_journal(Journal("J-1", lines, "A slip", DAY))
    unchanged()


def test_every_refusal_has_a_code_of_its_own():
    refusals = [
        each
        for each in vars(ledger).values()
        if isinstance(each, type)
        and issubclass(each, ledger.LedgerRefusal)
        and each is not ledger.LedgerRefusal
    ]
    assert len({each.code for each in refusals}) == len(refusals) == 12
