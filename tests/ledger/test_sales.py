"""Orders become money of groups, of the government and of the store; and what buyers take back."""

import pytest

import sellers.ledger.facade as ledger
from sellers.ledger.facade import Clearing, Credit, Payment, Payout, PayoutPaid, Purse, Refund, RefundPayment
from tests.ledger.conftest import (
    DAY,
    OPERATOR,
    aligned,
    heads,
    jam,
    rupees,
    sale,
    shawl,
    stands,
    stole,
    table,
    trial,
)

pytestmark = pytest.mark.django_db


def refund(order, item, goods, *, delivery=0, paid=True, reference="RMA-1"):
    return ledger.refund_share(
        Refund(order, item, reference, rupees(goods), DAY, delivery=rupees(delivery), paid=paid)
    )


def clear(order, item):
    return ledger.clear_shares([Clearing(order, item, DAY)])[0]


def test_a_registered_group_sells_within_the_state():
    (entry,) = ledger.recognise_sale(sale("1042", shawl()))
    assert table(entry) == aligned("""
        due-from-buyers           goods            Dr 1050.00
        due-from-buyers           delivery         Dr   52.50
        held-for-seller:KZ12      goods                          Cr 1000.00
        delivery-income           delivery                       Cr   50.00
        gst-held-cgst:KZ12        goods-cgst                     Cr   25.00
        gst-held-sgst:KZ12        goods-sgst                     Cr   25.00
        gst-held-cgst:KZ12        delivery-cgst                  Cr    1.25
        gst-held-sgst:KZ12        delivery-sgst                  Cr    1.25
        held-for-seller:KZ12      commission       Dr   80.00
        commission-income         commission                     Cr   80.00
        held-for-seller:KZ12      commission-cgst  Dr    7.20
        gst-output-cgst           commission-cgst                Cr    7.20
        held-for-seller:KZ12      commission-sgst  Dr    7.20
        gst-output-sgst           commission-sgst                Cr    7.20
        held-for-seller:KZ12      tcs-cgst         Dr    2.50
        tcs-cgst                  tcs-cgst                       Cr    2.50
        held-for-seller:KZ12      tcs-sgst         Dr    2.50
        tcs-sgst                  tcs-sgst                       Cr    2.50
        held-for-seller:KZ12      tds              Dr    1.00
        tds                       tds                            Cr    1.00
    """)
    assert entry.kind == "sale"
    assert (entry.source, entry.item) == ("order/1042", "1042-KZ12")
    assert shawl().group_gets == rupees("899.60")
    assert stands("KZ12") == "held 899.60 payable 0.00 due 0.00"


def test_after_the_return_window_the_share_is_payable_with_the_tax_that_she_files():
    ledger.recognise_sale(sale("1042", shawl()))
    assert table(clear("1042", "1042-KZ12")) == aligned("""
        gst-held-cgst:KZ12        gst-cgst   Dr  26.25
        payable-to-seller:KZ12    gst-cgst              Cr  26.25
        gst-held-sgst:KZ12        gst-sgst   Dr  26.25
        payable-to-seller:KZ12    gst-sgst              Cr  26.25
        held-for-seller:KZ12      cleared    Dr 899.60
        payable-to-seller:KZ12    cleared               Cr 899.60
    """)
    assert stands("KZ12") == "held 0.00 payable 952.10 due 0.00"


def test_a_federation_is_handed_its_tax_less_what_was_withheld_from_it():
    ledger.recognise_sale(sale("1042", stole()))
    assert stands("KZ09") == "held 1764.00 payable 0.00 due 0.00"
    assert table(clear("1042", "1042-KZ09")) == aligned("""
        gst-held-igst:clf:Narbal Hunar          gst-igst  Dr  100.00
        payable-to-seller:clf:Narbal Hunar      gst-igst              Cr  100.00
        held-for-seller:KZ09                    cleared   Dr 1764.00
        payable-to-seller:KZ09                  cleared               Cr 1764.00
        withheld-from-seller:clf:Narbal Hunar   cleared               Cr   12.00
        payable-to-seller:clf:Narbal Hunar      cleared   Dr   12.00
    """)
    assert stands("KZ09") == "held 0.00 payable 1764.00 due 0.00"
    assert stands("clf:Narbal Hunar") == "held 0.00 payable 88.00 due 0.00"


def test_tax_on_what_the_operator_sells_itself_is_its_own():
    own = shawl(seller=OPERATOR, tcs=heads(), tds=rupees(0))
    (entry,) = ledger.recognise_sale(sale("1042", own))
    assert "gst-held" not in table(entry)
    clear("1042", "1042-KZ12")
    assert stands("KZ12") == "held 0.00 payable 905.60 due 0.00"
    assert trial() == aligned("""
        commission-income         Cr   80.00
        delivery-income           Cr   50.00
        due-from-buyers           Dr 1102.50
        gst-output-cgst           Cr   33.45
        gst-output-sgst           Cr   33.45
        payable-to-seller:KZ12    Cr  905.60
    """)


def test_an_order_of_two_groups_is_paid_delivered_cleared_and_paid_out():
    total = shawl().gross + stole().gross
    ledger.receive_payment(Payment("1042", "pi_1", Purse.STRIPE, total, DAY))
    ledger.recognise_sale(sale("1042", shawl(), stole()))
    assert ledger.balance(ledger.account_of("due-from-buyers")) == rupees(0)
    clear("1042", "1042-KZ12")
    assert stands("KZ09") == "held 1764.00 payable 0.00 due 0.00"
    clear("1042", "1042-KZ09")
    ledger.send_payouts(
        [
            Payout("P1-KZ12", "KZ12", rupees("952.10"), DAY),
            Payout("P1-KZ09", "KZ09", rupees(1764), DAY),
            Payout("P1-CLF", "clf:Narbal Hunar", rupees(88), DAY),
        ]
    )
    ledger.confirm_payouts([PayoutPaid(each, f"UTR{each}", DAY) for each in ("P1-KZ12", "P1-KZ09", "P1-CLF")])
    assert trial() == aligned("""
        bank                      Cr 2804.10
        commission-income         Cr  240.00
        delivery-income           Cr   50.00
        gateway-fees-recovered    Cr   40.00
        gst-output-cgst           Cr   25.20
        gst-output-sgst           Cr   25.20
        stripe-clearing           Dr 3202.50
        tcs-cgst                  Cr    2.50
        tcs-igst                  Cr   10.00
        tcs-sgst                  Cr    2.50
        tds                       Cr    3.00
    """)


def test_half_of_the_goods_come_back_while_the_share_is_held():
    ledger.recognise_sale(sale("1042", shawl()))
    entry = refund("1042", "1042-KZ12", 525)
    assert table(entry) == aligned("""
        refunds-due               goods                          Cr 525.00
        held-for-seller:KZ12      goods            Dr 500.00
        gst-held-cgst:KZ12        goods-cgst       Dr  12.50
        gst-held-sgst:KZ12        goods-sgst       Dr  12.50
        commission-income         commission       Dr  40.00
        held-for-seller:KZ12      commission                     Cr  40.00
        gst-output-cgst           commission-cgst  Dr   3.60
        held-for-seller:KZ12      commission-cgst                Cr   3.60
        gst-output-sgst           commission-sgst  Dr   3.60
        held-for-seller:KZ12      commission-sgst                Cr   3.60
        tcs-cgst                  tcs-cgst         Dr   1.25
        held-for-seller:KZ12      tcs-cgst                       Cr   1.25
        tcs-sgst                  tcs-sgst         Dr   1.25
        held-for-seller:KZ12      tcs-sgst                       Cr   1.25
        tds                       tds              Dr   0.50
        held-for-seller:KZ12      tds                            Cr   0.50
    """)
    assert stands("KZ12") == "held 449.80 payable 0.00 due 0.00"


@pytest.mark.parametrize("share", [shawl(), stole(), jam("1042-JM10")], ids=lambda share: share.group_code)
@pytest.mark.parametrize("pieces", [("1",), ("0.01", "0.02", "333.33", "7.77"), ("99.99",) * 3])
def test_whatever_comes_back_in_pieces_comes_back_whole_at_last(share, pieces):
    """Odd amounts first, then the rest: to the paisa nothing is left, and nobody was ever below nought."""
    ledger.recognise_sale(sale("1042", share))
    left = share.goods_gross
    for number, piece in enumerate(pieces):
        taken = min(rupees(piece), left)
        if taken.amount:
            refund("1042", share.item, taken.amount, reference=f"RMA-{number}")
        left = left - taken
    if left.amount or share.delivery_gross.amount:
        refund("1042", share.item, left.amount, delivery=share.delivery_gross.amount, reference="RMA-rest")
    ledger.pay_refund(RefundPayment("1042", "re_1", Purse.STRIPE, share.gross, DAY))
    ledger.receive_payment(Payment("1042", "pi_1", Purse.STRIPE, share.gross, DAY))
    assert trial() == ""


def test_delivery_comes_back_without_touching_the_group():
    ledger.recognise_sale(sale("1042", shawl()))
    assert table(refund("1042", "1042-KZ12", 0, delivery="52.50")) == aligned("""
        refunds-due           delivery                  Cr 52.50
        delivery-income       delivery       Dr 50.00
        gst-held-cgst:KZ12    delivery-cgst  Dr  1.25
        gst-held-sgst:KZ12    delivery-sgst  Dr  1.25
    """)
    assert stands("KZ12") == "held 899.60 payable 0.00 due 0.00"


def test_a_return_after_the_payout_is_carried_as_due_and_taken_off_the_next_share():
    ledger.recognise_sale(sale("1042", shawl()))
    clear("1042", "1042-KZ12")
    ledger.send_payouts([Payout("P1", "KZ12", rupees("952.10"), DAY)])
    entry = refund("1042", "1042-KZ12", 1050)
    assert table(entry).endswith(
        aligned("""
        due-from-seller:KZ12      carried  Dr 949.60
        payable-to-seller:KZ12    carried             Cr 949.60
        """)
    )
    assert stands("KZ12") == "held 0.00 payable 0.00 due 949.60"

    ledger.recognise_sale(sale("1050", shawl("1050-KZ12")))
    assert table(clear("1050", "1050-KZ12")).endswith(
        aligned("""
        due-from-seller:KZ12      recovered             Cr 949.60
        payable-to-seller:KZ12    recovered  Dr 949.60
        """)
    )
    assert stands("KZ12") == "held 0.00 payable 2.50 due 0.00"


def test_a_return_after_the_payout_is_due_from_the_federation_for_its_tax():
    ledger.recognise_sale(sale("1042", stole()))
    clear("1042", "1042-KZ09")
    ledger.send_payouts([Payout("P1", "clf:Narbal Hunar", rupees(88), DAY)])
    refund("1042", "1042-KZ09", 2100)
    assert stands("clf:Narbal Hunar") == "held 0.00 payable 0.00 due 88.00"
    assert stands("KZ09") == "held 0.00 payable 0.00 due 0.00"
    ledger.credit_seller(Credit("C-1", "clf:Narbal Hunar", rupees(100), "Goodwill", DAY))
    assert stands("clf:Narbal Hunar") == "held 0.00 payable 12.00 due 0.00"


def test_goods_that_were_never_paid_for_leave_nothing_behind():
    ledger.recognise_sale(sale("1043", jam()))
    entry = refund("1043", "1043-JM10", 300, delivery=40, paid=False)
    assert "due-from-buyers goods Cr 300.00" in table(entry)
    assert trial() == ""
