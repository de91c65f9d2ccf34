"""Whatever happens in whatever order: every paisa is accounted for, and nothing is paid twice."""

from collections import defaultdict
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money, split
from sellers.ledger.facade import (
    Clearing,
    Credit,
    NothingToClear,
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
    RefundTooLarge,
    Reversal,
    SaleShare,
    Seller,
    SellerKind,
    TaxHeads,
)
from tests.ledger.conftest import DAY, rupees, sale, trial

GROUPS = ("KZ09", "KZ12", "JM10")
FEDERATIONS = ("clf:Narbal Hunar", "clf:RS Pura Dhan")
NOTHING = rupees(0)


def paise(units):
    return Money.from_minor_units(units, "INR")


@st.composite
def shares(draw, item):
    """A share of any size from a paisa up, whose deductions leave the group something or nothing."""
    goods = draw(st.integers(1, 500_000) | st.integers(1, 20))
    delivery = draw(st.integers(0, 20_000))
    kind = draw(st.sampled_from(SellerKind))
    seller = Seller(kind, draw(st.sampled_from(FEDERATIONS)) if kind is SellerKind.INTERMEDIARY else "")

    def tax(on, percent):
        whole = paise(on * draw(st.sampled_from(percent)) // 1000)
        if draw(st.booleans()):
            return TaxHeads(igst=whole)
        central, state = split(whole, (1, 1))
        return TaxHeads(central, state)

    commission = goods * draw(st.integers(0, 300)) // 1000
    at_source = kind is not SellerKind.OPERATOR
    return SaleShare(
        item=item,
        group_code=draw(st.sampled_from(GROUPS)),
        seller=seller,
        goods_net=paise(goods),
        goods_gst=tax(goods, (0, 50, 120, 180)),
        delivery_net=paise(delivery),
        delivery_gst=tax(delivery, (0, 50, 180)),
        commission=paise(commission),
        commission_gst=tax(commission, (0, 180)),
        gateway_fee=paise(goods * draw(st.integers(0, 20)) // 1000),
        tcs=tax(goods, (0, 5)) if at_source else TaxHeads(),
        tds=paise(goods * draw(st.sampled_from((0, 1, 50))) // 1000) if at_source else NOTHING,
    )


class Books(RuleBasedStateMachine):
    """The ledger beside a model that knows only what went in and out, of whom."""

    sold = Bundle("sold")
    sent = Bundle("sent")
    asked = Bundle("asked")

    def __init__(self):
        super().__init__()
        self.number = 0
        self.orders = defaultdict(lambda: NOTHING)  # what buyers owe, less what they paid or need not pay
        self.left = {}  # (order, item) -> [goods, delivery] that can still be refunded
        self.due = defaultdict(lambda: NOTHING)  # refunds due, by order
        self.given = defaultdict(lambda: NOTHING)  # credits less penalties less payouts, by seller
        self.bank = self.stripe = self.transit = NOTHING

    @initialize()
    def open(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def name(self, kind):
        self.number += 1
        return f"{kind}-{self.number}"

    @rule(target=sold, data=st.data(), count=st.integers(1, 3))
    def order(self, data, count):
        order = self.name("O")
        made = [data.draw(shares(f"{order}-{place}")) for place in range(count)]
        ledger.recognise_sale(sale(order, *made))
        for share in made:
            self.orders[order] += share.gross
            self.left[order, share.item] = [share.goods_gross, share.delivery_gross]
        return multiple(*((order, share.item) for share in made))

    @rule(share=sold)
    def pay(self, share):
        order, _ = share
        owed = self.orders[order]
        if owed.amount > 0:
            ledger.receive_payment(Payment(order, self.name("pi"), Purse.STRIPE, owed, DAY))
            self.orders[order], self.stripe = NOTHING, self.stripe + owed

    @rule(target=asked, share=sold, of_goods=st.integers(0, 100), delivery=st.booleans(), paid=st.booleans())
    def refund(self, share, of_goods, delivery, paid):
        order, item = share
        left = self.left[share]
        goods = paise(left[0].minor_units * of_goods // 100)
        sent = left[1] if delivery else NOTHING
        if not (goods + sent).amount:
            return multiple()
        refund = Refund(order, item, self.name("R"), goods, DAY, sent, paid=paid)
        ledger.refund_share(refund)
        left[0], left[1] = left[0] - goods, left[1] - sent
        if paid:
            self.due[order] += goods + sent
        else:
            self.orders[order] -= goods + sent
        return (ledger.refund_share, refund)

    @rule(share=sold)
    def refund_too_much(self, share):
        order, item = share
        with pytest.raises(RefundTooLarge):
            ledger.refund_share(Refund(order, item, self.name("R"), self.left[share][0] + paise(1), DAY))

    @rule(share=sold)
    def pay_refund(self, share):
        order, _ = share
        due = self.due[order]
        if due.amount:
            with pytest.raises(Overdrawn):
                ledger.pay_refund(RefundPayment(order, self.name("re"), Purse.STRIPE, due + paise(1), DAY))
            ledger.pay_refund(RefundPayment(order, self.name("re"), Purse.STRIPE, due, DAY))
            self.due[order], self.stripe = NOTHING, self.stripe - due

    @rule(target=asked, share=sold)
    def clear(self, share):
        clearing = Clearing(*share, DAY)
        try:
            ledger.clear_shares([clearing])
        except NothingToClear:
            return multiple()
        return (lambda each: ledger.clear_shares([each])[0], clearing)

    @rule(share=sold)
    def clear_too_soon(self, share):
        order, item = share
        clearing = Clearing(order, item, DAY, self.name("again"))
        try:
            (entry,) = ledger.clear_shares([clearing])
        except NothingToClear:
            return
        try:
            ledger.reverse_entry(Reversal(entry.key, "Too soon", DAY))
        except Overdrawn:
            raise AssertionError("a clearing just made can be reversed") from None

    @rule(target=sent, owner=st.sampled_from(GROUPS + FEDERATIONS), part=st.integers(1, 100))
    def pay_out(self, owner, part):
        payable = ledger.positions([owner])[owner].payable
        with pytest.raises(PayoutTooLarge):
            ledger.send_payouts([Payout(self.name("P"), owner, payable + paise(1), DAY)])
        amount = paise(payable.minor_units * part // 100)
        if not amount.amount:
            return multiple()
        payout = Payout(self.name("P"), owner, amount, DAY)
        ledger.send_payouts([payout])
        self.given[owner] -= amount
        self.transit += amount
        return payout

    @rule(target=sent, payout=consumes(sent))
    def confirm(self, payout):
        (entry,) = ledger.confirm_payouts([PayoutPaid(payout.reference, f"UTR-{payout.reference}", DAY)])
        if not entry.repeated:
            self.transit -= payout.amount
            self.bank -= payout.amount
        return payout

    @rule(payout=consumes(sent), twice=st.booleans())
    def come_back(self, payout, twice):
        was_paid = ledger.entries_of(ledger.source_of("payout", payout.reference))[-1].kind == "payout-paid"
        for _ in range(1 + twice):
            ledger.return_payouts([PayoutReturn(payout.reference, "Account closed", DAY)])
        self.given[payout.seller] += payout.amount
        if was_paid:
            self.bank += payout.amount
        else:
            self.transit -= payout.amount

    @rule(target=asked, owner=st.sampled_from(GROUPS), units=st.integers(1, 200_000))
    def penalise(self, owner, units):
        penalty = Penalty(self.name("N"), owner, paise(units), "Not packed in time", DAY)
        ledger.penalise_seller(penalty)
        self.given[owner] -= penalty.amount
        return (ledger.penalise_seller, penalty)

    @rule(target=asked, owner=st.sampled_from(GROUPS), units=st.integers(1, 200_000), wrong=st.booleans())
    def credit(self, owner, units, wrong):
        credit = Credit(self.name("C"), owner, paise(units), "Postage", DAY)
        entry = ledger.credit_seller(credit)
        if wrong:
            ledger.reverse_entry(Reversal(entry.key, "Wrong group", DAY))
        else:
            self.given[owner] += credit.amount
        return (ledger.credit_seller, credit)

    @rule(asked=asked)
    def say_it_again(self, asked):
        before = trial()
        verb, request = asked
        assert verb(replace(request)).repeated
        assert trial() == before

    @invariant()
    def the_books_hold(self):
        if not hasattr(self, "savepoint"):
            return
        trial()
        assert [line for _, check in ledger.invariants() for line in check()] == []
        for code, expected in (
            ("due-from-buyers", sum(self.orders.values(), NOTHING)),
            ("refunds-due", sum(self.due.values(), NOTHING)),
            ("payouts-in-transit", self.transit),
            ("stripe-clearing", self.stripe),
            ("bank", self.bank),
        ):
            assert ledger.balance(ledger.account_of(code)) == expected, code

    def teardown(self):
        """Take back everything that was ever sold: what is left is what was given and paid, to the paisa."""
        if not hasattr(self, "savepoint"):
            return
        try:
            for (order, item), (goods, delivery) in self.left.items():
                if (goods + delivery).amount:
                    ledger.refund_share(Refund(order, item, "all", goods, DAY, delivery))
            at = ledger.positions(GROUPS + FEDERATIONS)
            for owner, position in at.items():
                assert position.held == position.withheld == NOTHING, owner
                assert position.payable - position.due == self.given[owner], owner
            rest = {row.account.code for row in ledger.trial_balance()}
            assert rest <= {
                "bank",
                "due-from-buyers",
                "due-from-seller",
                "payable-to-seller",
                "payouts-in-transit",
                "penalties",
                "refunds-due",
                "seller-credits",
                "stripe-clearing",
            }
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


def run(examples, steps):
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_every_paisa_is_accounted_for_in_random_stories():
    run(examples=25, steps=25)


@pytest.mark.slow
@pytest.mark.django_db
def test_every_paisa_is_accounted_for_in_many_long_random_stories():
    run(examples=100, steps=50)
