"""Sales, refunds, returns, clearings, payouts, failures in any order: every rupee is somewhere, none is paid twice."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.ledger.facade import Credit, Penalty, Refund
from sellers.orders.clearing import clear_due_shares
from sellers.orders.models import SellerOrder
from sellers.payouts.errors import ChangedSince, SameFile, SamePerson, WrongState
from sellers.payouts.facade import invariants
from sellers.payouts.models import Batch, Hold, Transfer
from sellers.payouts.rules import Result
from sellers.payouts.services.by_hand import decide, settle_by_hand
from sellers.payouts.services.decide_batch import approve_batch, changed_since, send_back
from sellers.payouts.services.holds import place_hold, release_hold
from sellers.payouts.services.result_files import apply_result_file, take_result_file
from sellers.payouts.states import TransferState
from tests.payouts.world import built, change_account, days_ago, finance, open_groups, rupees, sold

NOTHING = rupees(0)
WHO = st.integers(0, 2)
OUTCOMES = ("paid", "paid", "failed", "returned")
#: What each act is given.
GIVEN = {
    "a_sale": {"who": WHO, "goods": st.integers(100, 9000), "days": st.sampled_from((30, 30, 1))},
    "refund": {"percent": st.integers(1, 100)},
    "clear": {"later": st.sampled_from((0, 10))},
    "put_right": {"who": WHO, "amount": st.integers(1, 900), "give": st.booleans()},
    "build_and_approve": {"by_maker": st.booleans()},
    "decide": {"with_changes": st.booleans(), "by_maker": st.booleans(), "back": st.integers(0, 5)},
    "answer_by_hand": {"outcome": st.sampled_from(OUTCOMES), "wrong": st.booleans()},
    "hold_or_release": {"who": WHO},
    "another_account": {"who": WHO},
}


class Payouts(RuleBasedStateMachine):
    """The room beside a model that knows what each group has earned, and what the bank has really paid."""

    @initialize(goods=st.lists(st.integers(200, 9000), min_size=6, max_size=6))
    def open(self, goods):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.staff = finance()
        self.codes = open_groups(3, staff=self.staff)
        self.number = 0
        self.left = {}  # share -> what can still be refunded
        self.given = defaultdict(lambda: NOTHING)  # credits less penalties
        self.at_bank = defaultdict(lambda: NOTHING)  # what the bank has paid and not given back
        self.answers = []  # files that were applied
        self.sales = [self.sell(at % 3, each, 30) for at, each in enumerate(goods)]

    @rule(data=st.data())
    def turn(self, data):
        """One thing that can happen now; what carries money on is more likely than what disturbs it."""
        ready = Batch.objects.filter(state="ready").exists()
        states = set(Transfer.objects.values_list("state", flat=True)) - {"planned", "dropped"}
        can = ["a_sale", "a_sale", "refund", "come_back_whole", "clear", "put_right", "hold_or_release"]
        can += ["another_account"] + ["decide"] * 4 * ready
        if not ready and self.is_due():
            can += ["build"] * 2 + ["build_and_approve"] * 4
        can += ["answer_by_file"] * 4 * ("sent" in states) + ["answer_by_hand"] * 3 * bool(states)
        can += ["the_same_file_again"] * bool(self.answers)
        act = data.draw(st.sampled_from(can))
        given = {name: data.draw(strategy, label=name) for name, strategy in GIVEN.get(act, {}).items()}
        if act in ("refund", "come_back_whole"):
            given["sale"] = data.draw(st.sampled_from(self.sales))
        if act in ("answer_by_file", "answer_by_hand", "the_same_file_again"):
            given["data"] = data
        getattr(self, act)(**given)

    def name(self, kind="N"):
        self.number += 1
        return f"{kind}{self.number}"

    def utr(self):
        self.number += 1
        return f"JAKAN{self.number:011d}"

    def a_sale(self, who, goods, days):
        self.sales.append(self.sell(who, goods, days))

    def sell(self, who, goods, days):
        order = self.name("O")
        item = sold(self.codes[who], order, goods=goods, delivered_on=days_ago(days))
        self.left[item] = Decimal(goods)
        return (order, item)

    def refund(self, sale, percent):
        order, item = sale
        goods = (self.left[item] * percent / 100).quantize(Decimal("0.01"))
        if goods:
            ledger.refund_share(Refund(order, item, self.name("R"), rupees(goods), clock.today()))
            self.left[item] -= goods

    def come_back_whole(self, sale):
        order, item = sale
        if self.left[item]:
            goods = rupees(self.left[item])
            ledger.refund_share(Refund(order, item, self.name("R"), goods, clock.today(), rupees(40)))
            SellerOrder.objects.filter(code=item).update(state="returned")
            self.left[item] = Decimal(0)

    def clear(self, later):
        clear_due_shares(now=clock.now() + timedelta(days=later))

    def put_right(self, who, amount, give):
        code = self.codes[who]
        if give:
            ledger.credit_seller(Credit(self.name(), code, rupees(amount), "Postage", clock.today()))
            self.given[code] += rupees(amount)
        else:
            ledger.penalise_seller(Penalty(self.name(), code, rupees(amount), "Late", clock.today()))
            self.given[code] -= rupees(amount)

    def build(self):
        assert built(self.staff).state in ("ready", "empty")

    def build_and_approve(self, by_maker):
        if built(self.staff).state == "ready":
            self.decide(with_changes=True, by_maker=by_maker, back=0)

    def is_due(self):
        clear_due_shares(now=clock.now())
        return any(at.payable.amount >= 100 for at in ledger.positions(self.codes).values())

    def decide(self, with_changes, by_maker, back):
        batch = Batch.objects.get(state="ready")
        if back == 5:
            send_back(batch_id=batch.pk, actor=self.staff["checker"], now=clock.now(), why="Look again")
            return
        changed = changed_since(batch)
        given = {"batch_id": batch.pk, "now": clock.now(), "seen_total": batch.total}
        if by_maker:
            with pytest.raises(SamePerson):
                approve_batch(**given, actor=self.staff["maker"], without=changed)
        if changed and not with_changes:
            with pytest.raises(ChangedSince):
                approve_batch(**given, actor=self.staff["checker"])
            return
        if len(changed) == batch.count:
            with pytest.raises(WrongState):
                approve_batch(**given, actor=self.staff["checker"], without=changed)
            send_back(batch_id=batch.pk, actor=self.staff["checker"], now=clock.now(), why="All changed")
            return
        approve_batch(**given, actor=self.staff["checker"], without=changed)
        with pytest.raises(WrongState):
            approve_batch(**given, actor=self.staff["other"], without=changed)

    def answer_by_file(self, data):
        rows = list(Transfer.objects.filter(state="sent").order_by("id"))
        if not rows:
            return
        said = data.draw(
            st.lists(st.sampled_from(("Paid", "Failed", "Returned")), min_size=len(rows), max_size=len(rows))
        )
        day = clock.today().strftime("%d/%m/%Y")
        lines = ["Reference,Status,Amount,UTR,Date,Reason"] + [
            f"{row.reference},{word},{row.amount},{self.utr() if word == 'Paid' else ''},{day},"
            f"{'' if word == 'Paid' else 'Bank holiday'}"
            for row, word in zip(rows, said, strict=True)
        ]
        taken = self.take("\n".join(lines))
        for _ in range(2):
            assert (
                apply_result_file(result_id=taken.pk, actor=self.staff["maker"], now=clock.now()).faults == 0
            )
        self.answers.append("\n".join(lines))
        for row, word in zip(rows, said, strict=True):
            if word == "Paid":
                self.at_bank[row.group_code] += rupees(row.amount)

    def the_same_file_again(self, data):
        with pytest.raises(SameFile):
            self.take(data.draw(st.sampled_from(self.answers)))

    def take(self, text):
        return take_result_file(
            name="a.csv",
            content=text.encode(),
            format_slug="result-csv",
            actor=self.staff["maker"],
            now=clock.now(),
        )

    def answer_by_hand(self, data, outcome, wrong):
        rows = list(Transfer.objects.exclude(state__in=("planned", "dropped")).order_by("-id"))
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        said = Result(
            reference=row.reference,
            outcome=TransferState(outcome),
            amount=row.amount,
            utr=self.utr() if outcome == "paid" else "",
            settled_on=clock.today(),
            reason="" if outcome == "paid" else "Refused",
            wrong_account=wrong and outcome != "paid",
        )
        was = row.state
        try:
            proposal = settle_by_hand(result=said, actor=self.staff["maker"], now=clock.now())
        except WrongState:
            assert (was, outcome) not in {("sent", each) for each in ("paid", "failed", "returned")}
            return
        if proposal is not None:
            row.refresh_from_db()
            assert row.state == was
            decide(proposal_id=proposal.pk, accept=True, actor=self.staff["checker"], now=clock.now())
        if was in ("sent", "failed", "returned") and outcome == "paid":
            self.at_bank[row.group_code] += rupees(row.amount)
        if was == "paid" and outcome == "returned":
            self.at_bank[row.group_code] -= rupees(row.amount)

    def hold_or_release(self, who):
        code = self.codes[who]
        held = Hold.objects.filter(group_code=code, kind="staff", released_at=None).first()
        if held is None:
            place_hold(group_code=code, reason="Claimed", actor=self.staff["maker"], now=clock.now())
        else:
            release_hold(hold_id=held.pk, why="Settled", actor=self.staff["checker"], now=clock.now())

    def another_account(self, who):
        self.number += 1
        change_account(self.codes[who], f"1{self.number:011d}", self.staff)

    @invariant()
    def every_rupee_is_somewhere(self):
        if not hasattr(self, "savepoint"):
            return
        assert [line for _, check in (*ledger.invariants(), *invariants()) for line in check()] == []
        transit = defaultdict(lambda: NOTHING)
        for row in Transfer.objects.filter(state="sent"):
            transit[row.group_code] += rupees(row.amount)
        assert ledger.balance(ledger.account_of("bank")) == -sum(self.at_bank.values(), NOTHING)
        assert ledger.balance(ledger.account_of("payouts-in-transit")) == sum(transit.values(), NOTHING)
        earned = self.earned()
        for code, at in ledger.positions(self.codes).items():
            have = at.held + at.payable - at.due + transit[code] + self.at_bank[code]
            assert have == earned[code] + self.given[code], code

    def earned(self):
        """What sales less refunds left to each group, as the books have each share."""
        rows = SellerOrder.objects.values_list("order_number", "code", "group_code")
        books = ledger.orders_in_books([number for number, _, _ in rows])
        earned: dict[str, Money] = defaultdict(lambda: NOTHING)
        for number, item, code in rows:
            earned[code] += books[number].shares[item].group
        return earned

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


def run(examples, steps):
    run_state_machine_as_test(
        Payouts,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_every_rupee_is_accounted_for_in_random_stories():
    run(examples=8, steps=20)


@pytest.mark.slow
@pytest.mark.django_db
def test_every_rupee_is_accounted_for_in_many_long_random_stories():
    run(examples=40, steps=40)
