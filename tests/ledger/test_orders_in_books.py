"""How an order stands: what is left of its shares, what is due, received and given back."""

import pytest

import sellers.ledger.facade as ledger
from sellers.ledger.facade import CashPromise, Component, Payment, Purse, Refund, RefundPayment
from tests.ledger.conftest import DAY, rupees, sale, shawl, stole

pytestmark = pytest.mark.django_db


def test_an_unknown_order_has_nothing() -> None:
    books = ledger.orders_in_books(["1042"])["1042"]
    assert (books.shares, books.left, books.due) == ({}, rupees(0), rupees(0))


def test_what_is_left_follows_each_refund(django_assert_num_queries) -> None:
    ledger.recognise_sale(sale("1042", shawl(), stole()))
    ledger.recognise_sale(sale("1043", shawl("1043-KZ12")))
    ledger.receive_payment(Payment("1042", "ch_1", Purse.STRIPE, rupees(3000), DAY))
    ledger.promise_cash(CashPromise("1042", "1042-KZ12", "India Post", rupees(200), DAY))
    ledger.refund_share(Refund("1042", "1042-KZ12", "R1", rupees(1050), DAY, delivery=rupees("52.50")))
    ledger.pay_refund(RefundPayment("1042", "re_1", Purse.STRIPE, rupees(1000), DAY))

    with django_assert_num_queries(1):
        both = ledger.orders_in_books(["1042", "1043"])

    books = both["1042"]
    assert (books.received, books.due) == (rupees(3200), rupees("2.50"))
    assert (books.refunded, books.refunds_due) == (rupees(1000), rupees("102.50"))
    assert books.shares["1042-KZ12"].left == ledger.Gross(rupees(0), rupees(0))
    assert books.shares["1042-KZ12"].sold[Component.GOODS] == rupees(1000)
    assert books.shares["1042-KZ12"].sold[Component.DELIVERY_CGST] == rupees("1.25")
    assert books.shares["1042-KZ09"].left == ledger.Gross(rupees(2100), rupees(0))
    assert books.left == rupees(2100)
    assert both["1043"].left == rupees("1102.50")


def test_keys_that_stand_in_the_books() -> None:
    ledger.receive_payment(Payment("1042", "ch_1", Purse.STRIPE, rupees(5), DAY))
    key = ledger.key_of("payment", "stripe", "ch_1")
    assert ledger.booked([key, ledger.key_of("payment", "stripe", "ch_2")]) == {key}
