"""Money of buyers on its way, payouts on theirs, and what the store itself owes."""

import pytest

import sellers.ledger.facade as ledger
from sellers.ledger.facade import (
    BadAmount,
    BankCredit,
    CarrierBill,
    CarrierClaim,
    CarrierPayment,
    CashPromise,
    CashRemittance,
    CashReturn,
    ClaimSettlement,
    Clearing,
    Credit,
    CreditMatch,
    EntryKind,
    EntryUnknown,
    Journal,
    JournalLine,
    NotReversible,
    Overdrawn,
    Payment,
    Payout,
    PayoutPaid,
    PayoutReturn,
    PayoutTooLarge,
    Penalty,
    Purse,
    Refund,
    RefundPayment,
    Reversal,
    StallDeposit,
    StripeSettlement,
    TaxKind,
    TaxRemittance,
    Unbalanced,
)
from tests.ledger.conftest import DAY, aligned, heads, jam, rupees, sale, shawl, stands, table, trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def payable(db):
    """KZ12 may be paid ₹952.10."""
    ledger.recognise_sale(sale("1042", shawl()))
    ledger.clear_shares([Clearing("1042", "1042-KZ12", DAY)])


def test_a_card_payment_waits_at_the_card_company_until_it_settles():
    ledger.recognise_sale(sale("1042", shawl()))
    ledger.receive_payment(Payment("1042", "pi_1", Purse.STRIPE, rupees("1102.50"), DAY))
    entry = ledger.settle_stripe(
        StripeSettlement("po_1", rupees("1102.50"), rupees("22.05"), DAY, fee_gst=rupees("3.97"))
    )
    assert table(entry) == aligned("""
        bank               money        Dr 1076.48
        gateway-fees       gateway-fee  Dr   22.05
        input-gst          fee-gst      Dr    3.97
        stripe-clearing    money                    Cr 1102.50
    """)
    assert ledger.balance(ledger.account_of("stripe-clearing")) == rupees(0)


def test_cash_on_delivery_is_with_the_carrier_until_it_is_handed_in():
    ledger.recognise_sale(sale("1043", jam()))
    ledger.promise_cash(CashPromise("1043", "EE1", "speed-post", rupees(340), DAY))
    (open_item,) = ledger.open_items(code="cod-receivable", owner="speed-post")
    assert (open_item.source, open_item.amount, open_item.since) == ("order/1043", rupees(340), DAY)
    (entry,) = ledger.remit_cash(
        [CashRemittance("1043", "EE1", "speed-post", rupees(340), DAY, rupees(10), rupees("1.80"))]
    )
    assert table(entry) == aligned("""
        bank                         money    Dr 328.20
        carrier-charges              other    Dr  10.00
        input-gst                    fee-gst  Dr   1.80
        cod-receivable:speed-post    money               Cr 340.00
    """)
    assert ledger.open_items(code="cod-receivable") == ()
    assert ledger.balance(ledger.account_of("due-from-buyers")) == rupees(0)


def test_a_refused_parcel_leaves_nothing_behind():
    ledger.recognise_sale(sale("1043", jam()))
    ledger.promise_cash(CashPromise("1043", "EE1", "speed-post", rupees(340), DAY))
    ledger.return_cash(CashReturn("1043", "EE1", "speed-post", rupees(340), DAY))
    ledger.refund_share(Refund("1043", "1043-JM10", "refused", rupees(300), DAY, rupees(40), paid=False))
    assert trial() == ""


def test_a_carrier_hands_in_no_more_than_it_was_given_to_collect(unchanged):
    ledger.recognise_sale(sale("1043", jam()))
    ledger.promise_cash(CashPromise("1043", "EE1", "speed-post", rupees(340), DAY))
    ledger.promise_cash(CashPromise("1044", "EE2", "speed-post", rupees(500), DAY))
    unchanged.restart()
    with pytest.raises(Overdrawn):
        ledger.remit_cash(
            [
                CashRemittance("1044", "EE2", "speed-post", rupees(500), DAY),
                CashRemittance("1043", "EE1", "speed-post", rupees(341), DAY),
            ]
        )
    unchanged()


def test_stall_cash_is_counted_when_it_is_deposited():
    ledger.recognise_sale(sale("B-7", jam("B-7-JM10", delivery_net=rupees(0))))
    ledger.receive_payment(Payment("B-7", "till-3/B-7", Purse.STALL, rupees(300), DAY, stall="mela-2026/12"))
    entry = ledger.deposit_stall_cash(StallDeposit("D-1", "mela-2026/12", rupees(300), rupees(290), DAY))
    assert table(entry) == aligned("""
        bank                       money       Dr 290.00
        cash-differences           difference  Dr  10.00
        stall-cash:mela-2026/12    money                  Cr 300.00
    """)


def test_money_that_nobody_claimed_is_matched_once(unchanged):
    ledger.receive_bank_credit(BankCredit("412345678901", rupees(340), DAY))
    ledger.recognise_sale(sale("1043", jam()))
    payment = ledger.match_credit(CreditMatch("412345678901", "1043", rupees(340), DAY))
    assert (payment.kind, payment.source) == ("payment", "order/1043")
    assert ledger.open_items(code="upi-suspense") == ()
    assert ledger.balance(ledger.account_of("bank")) == rupees(340)
    assert ledger.balance(ledger.account_of("due-from-buyers")) == rupees(0)
    unchanged.restart()
    with pytest.raises(Overdrawn):
        ledger.match_credit(CreditMatch("412345678901", "1044", rupees(340), DAY))
    unchanged()


def test_a_buyer_is_refunded_no_more_than_is_due_to_him(unchanged):
    ledger.recognise_sale(sale("1042", shawl()))
    ledger.refund_share(Refund("1042", "1042-KZ12", "RMA-1", rupees(525), DAY))
    ledger.pay_refund(RefundPayment("1042", "re_1", Purse.STRIPE, rupees(500), DAY))
    unchanged.restart()
    with pytest.raises(Overdrawn):
        ledger.pay_refund(RefundPayment("1042", "re_2", Purse.BANK, rupees("25.01"), DAY))
    unchanged()
    ledger.pay_refund(RefundPayment("1042", "re_2", Purse.BANK, rupees(25), DAY))
    assert ledger.open_items(code="refunds-due") == ()


def test_a_payout_is_sent_and_confirmed(payable):
    (sent,) = ledger.send_payouts([Payout("P1", "KZ12", rupees("952.10"), DAY)])
    (paid,) = ledger.confirm_payouts([PayoutPaid("P1", "JAKAH26324000017", DAY)])
    assert table(sent, paid) == aligned("""
        payable-to-seller:KZ12    payout  Dr 952.10
        payouts-in-transit        payout             Cr 952.10
        payouts-in-transit        money   Dr 952.10
        bank                      money              Cr 952.10
    """)
    assert paid.narration == "UTR JAKAH26324000017"
    assert stands("KZ12") == "held 0.00 payable 0.00 due 0.00"


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_payout_comes_back_before_or_after_it_was_confirmed(payable, confirmed, unchanged):
    ledger.send_payouts([Payout("P1", "KZ12", rupees("952.10"), DAY)])
    if confirmed:
        ledger.confirm_payouts([PayoutPaid("P1", "U1", DAY)])
    (entry,) = ledger.return_payouts([PayoutReturn("P1", "Account closed", DAY)])
    assert table(entry) == aligned(f"""
        {"bank" if confirmed else "payouts-in-transit"}    money   Dr 952.10
        payable-to-seller:KZ12                             payout             Cr 952.10
    """)
    assert stands("KZ12") == "held 0.00 payable 952.10 due 0.00"
    assert ledger.balance(ledger.account_of("bank")) == rupees(0)
    if not confirmed:
        unchanged.restart()
        with pytest.raises(EntryUnknown):
            ledger.confirm_payouts([PayoutPaid("P1", "U1", DAY)])
        unchanged()


def test_a_payout_that_comes_back_first_takes_off_what_is_due(payable):
    ledger.send_payouts([Payout("P1", "KZ12", rupees("952.10"), DAY)])
    ledger.penalise_seller(Penalty("N1", "KZ12", rupees(118), "Sent the wrong shawl", DAY, heads(9, 9)))
    assert stands("KZ12") == "held 0.00 payable 0.00 due 118.00"
    ledger.return_payouts([PayoutReturn("P1", "Account closed", DAY)])
    assert stands("KZ12") == "held 0.00 payable 834.10 due 0.00"


def test_a_batch_with_one_payout_too_large_is_refused_whole(payable, unchanged):
    ledger.credit_seller(Credit("C1", "KZ09", rupees(50), "Postage", DAY))
    unchanged.restart()
    with pytest.raises(PayoutTooLarge) as refusal:
        ledger.send_payouts(
            [
                Payout("P1", "KZ09", rupees(50), DAY),
                Payout("P2", "KZ12", rupees(900), DAY),
                Payout("P3", "KZ12", rupees("52.11"), DAY),
            ]
        )
    assert refusal.value.message == "52.11 cannot be paid to KZ12: 52.10 is payable."
    unchanged()
    assert stands("KZ09") == "held 0.00 payable 50.00 due 0.00"


@pytest.mark.parametrize(
    "result",
    [
        lambda: ledger.confirm_payouts([PayoutPaid("P9", "U9", DAY)]),
        lambda: ledger.return_payouts([PayoutReturn("P9", "Unknown", DAY)]),
    ],
    ids=["paid", "returned"],
)
def test_a_result_for_an_unknown_payout_is_refused(payable, unchanged, result):
    with pytest.raises(EntryUnknown):
        result()
    unchanged()


def test_a_penalty_says_its_tax():
    entry = ledger.penalise_seller(Penalty("N1", "KZ12", rupees(118), "Not packed in time", DAY, heads(9, 9)))
    assert table(entry) == aligned("""
        payable-to-seller:KZ12    penalty  Dr 118.00
        penalties                 penalty             Cr 100.00
        gst-output-cgst           fee-gst             Cr   9.00
        gst-output-sgst           fee-gst             Cr   9.00
        due-from-seller:KZ12      carried  Dr 118.00
        payable-to-seller:KZ12    carried             Cr 118.00
    """)
    assert entry.narration == "Not packed in time"


def test_tax_is_paid_in_whole_rupees(payable, unchanged):
    entry = ledger.remit_tax(
        TaxRemittance("26110100012345", TaxKind.GST, rupees(14), DAY, heads("7.20", "7.20"))
    )
    assert table(entry) == aligned("""
        gst-output-cgst    money     Dr  7.20
        gst-output-sgst    money     Dr  7.20
        rounding           rounding            Cr  0.40
        bank               money               Cr 14.00
    """)
    ledger.remit_tax(TaxRemittance("26110100012346", TaxKind.TDS, rupees(1), DAY, tds=rupees(1)))
    assert ledger.balance(ledger.account_of("tds")) == rupees(0)
    unchanged.restart()
    with pytest.raises(BadAmount):
        ledger.remit_tax(TaxRemittance("3", TaxKind.TCS, rupees(7), DAY, heads("2.50", "2.50")))
    unchanged()


def test_a_carrier_is_billed_for_and_paid():
    ledger.bill_carriage(CarrierBill("INV-1", "speed-post", rupees(70), DAY, rupees("12.60")))
    ledger.pay_carrier(CarrierPayment("N-1", "speed-post", rupees("82.60"), DAY))
    assert trial() == aligned("""
        bank               Cr 82.60
        carrier-charges    Dr 70.00
        input-gst          Dr 12.60
    """)


def test_a_claim_on_a_carrier_is_due_until_it_pays_or_refuses(unchanged):
    ledger.claim_from_carrier(CarrierClaim("P1-lost", "speed-post", rupees(1000), DAY))
    ledger.claim_from_carrier(CarrierClaim("P2-damaged", "speed-post", rupees(500), DAY))
    assert [(item.source, item.amount) for item in ledger.open_items(code="due-from-carriers")] == [
        ("carrier-claim/speed-post/P1-lost", rupees(1000)),
        ("carrier-claim/speed-post/P2-damaged", rupees(500)),
    ]

    def answered(reference, claimed, paid):
        return ledger.settle_claim(
            ClaimSettlement(reference, "speed-post", rupees(claimed), rupees(paid), "UTR412345678", DAY)
        )

    paid = answered("P1-lost", 1000, "640.50")
    assert (paid.kind, paid.item) == (EntryKind.CLAIM_PAID, "UTR412345678")
    unchanged.restart()
    assert answered("P1-lost", 1000, "640.50").repeated
    for wrong in (
        lambda: answered("P2-damaged", 500, 501),
        lambda: answered("P2-damaged", 600, 600),
        lambda: answered("P3-lost", 10, 10),
    ):
        with pytest.raises((BadAmount, Overdrawn)):
            wrong()
    unchanged()
    assert answered("P2-damaged", 500, 0).kind is EntryKind.CLAIM_REFUSED
    assert trial() == aligned("""
        bank                    Dr 640.50
        carrier-compensation    Cr 640.50
    """)


def test_finance_writes_an_entry_by_hand(unchanged):
    def lines(put):
        return (
            JournalLine(ledger.account_of("bank"), rupees(1000)),
            JournalLine(ledger.account_of("operator-funds"), rupees(-put)),
        )

    entry = ledger.post_journal(Journal("J-1", lines(1000), "Working capital", DAY))
    assert table(entry) == aligned("""
        bank              other  Dr 1000.00
        operator-funds    other              Cr 1000.00
    """)
    unchanged.restart()
    with pytest.raises(Unbalanced):
        ledger.post_journal(Journal("J-2", lines(999), "Slip of the pen", DAY))
    with pytest.raises(Unbalanced):
        ledger.post_journal(Journal("J-3", (), "Nothing", DAY))
    unchanged()


def test_a_reversal_mirrors_and_is_made_once(payable, unchanged):
    clearing = ledger.source_of("clearing", "1042", "1042-KZ12")
    entry = ledger.reverse_entry(Reversal(clearing, "Cleared too soon", DAY))
    assert stands("KZ12") == "held 899.60 payable 0.00 due 0.00"
    assert (entry.kind, entry.reverses_id) == ("reversal", ledger.entry(clearing).id)
    again = ledger.reverse_entry(Reversal(clearing, "Cleared too soon", DAY))
    assert (again.id, again.repeated) == (entry.id, True)
    ledger.clear_shares([Clearing("1042", "1042-KZ12", DAY, "in time")])
    assert stands("KZ12") == "held 0.00 payable 952.10 due 0.00"
    unchanged.restart()
    with pytest.raises(NotReversible):
        ledger.reverse_entry(Reversal(entry.key, "No", DAY))
    with pytest.raises(EntryUnknown):
        ledger.reverse_entry(Reversal("sale/none/none", "No", DAY))
    unchanged()


def test_a_reversal_after_the_payout_is_carried_as_due(payable):
    ledger.send_payouts([Payout("P1", "KZ12", rupees("952.10"), DAY)])
    ledger.reverse_entry(Reversal(ledger.source_of("clearing", "1042", "1042-KZ12"), "Fraud", DAY))
    assert stands("KZ12") == "held 899.60 payable 0.00 due 952.10"


def test_a_sale_is_not_reversed_under_what_was_built_on_it(payable, unchanged):
    with pytest.raises(Overdrawn):
        ledger.reverse_entry(Reversal(ledger.source_of("sale", "1042", "1042-KZ12"), "Fraud", DAY))
    unchanged()
    ledger.reverse_entry(Reversal(ledger.source_of("clearing", "1042", "1042-KZ12"), "Fraud", DAY))
    ledger.reverse_entry(Reversal(ledger.source_of("sale", "1042", "1042-KZ12"), "Fraud", DAY))
    assert trial() == ""


def test_what_a_reversed_refund_took_can_be_refunded_again():
    ledger.recognise_sale(sale("1042", shawl()))
    ledger.refund_share(Refund("1042", "1042-KZ12", "RMA-1", rupees(1050), DAY))
    ledger.reverse_entry(
        Reversal(ledger.source_of("refund", "1042", "1042-KZ12", "RMA-1"), "Wrong parcel", DAY)
    )
    assert stands("KZ12") == "held 899.60 payable 0.00 due 0.00"
    ledger.refund_share(Refund("1042", "1042-KZ12", "RMA-2", rupees(1050), DAY))
    assert stands("KZ12") == "held 0.00 payable 0.00 due 0.00"
