"""Random statements, shuffled, cut in two, sent twice: the same lines, and every paisa matched or open."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import sellers.ledger.facade as ledger
from sellers.reconciliation.models import BankLine, MatchEntry, OpenItem
from sellers.reconciliation.selectors.balances import balances
from sellers.reconciliation.statements.chain import breaks
from tests.reconciliation.test_matching import payout
from tests.reconciliation.world import DAY, holds, match, on, send, state, two_columns, walk

pytestmark = pytest.mark.django_db

SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
#: Amounts and references from few, so that they repeat; one in three lines has something that explains it.
LINES = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from([-90_000, -500, 1, 500, 700, 97_640, 100_001]),
        st.sampled_from(["", "UTRAAAA1", "UTRBBBB2", "STRP7F2A", "CARRIER9"]),
    ),
    min_size=1,
    max_size=12,
)


def rows_of(drawn):
    days = sorted(drawn, key=lambda row: row[0])
    return walk(
        [
            (DAY + timedelta(days=ahead - 8), units, reference, f"line {at}")
            for at, (ahead, units, reference) in enumerate(days)
        ],
        opening=500_000,
    )


class Back(Exception):
    pass


def once(*texts: str, explained: bool):
    """Return what the room and the books hold after these files; then forget it."""
    found = {}
    try:
        with transaction.atomic():
            if explained:
                explanations()
            for text in texts:
                outcome = send(text)
                assert outcome.faults == 0, outcome
            match()
            match()
            holds()
            everything_is_somewhere()
            found = {"state": state(), "bank": on("bank"), "unclaimed": on("upi-suspense")}
            raise Back
    except Back:
        return found


def explanations() -> None:
    payout("po_1", 97_640, fee=2000, tax=360, trace="STRP7F2A", arrives_on=DAY - timedelta(days=5))
    day = DAY - timedelta(days=5)
    ledger.pay_carrier(ledger.CarrierPayment("CARRIER9", "India Post", balance_money(90_000), day))


def balance_money(units: int):
    return ledger.balance(ledger.account_of("bank")).__class__.from_minor_units(units, "INR")


def everything_is_somewhere() -> None:
    """Σ lines = Σ matched + Σ open, to the paisa; and the difference between bank and books explains itself."""
    lines = list(BankLine.objects.all())
    matched = sum(MatchEntry.objects.values_list("amount_minor", flat=True))
    open_ones = sum(
        OpenItem.objects.filter(settled_at=None, line__isnull=False).values_list("amount_minor", flat=True)
    )
    assert sum(line.amount_minor for line in lines) == matched + open_ones
    seen = balances()
    assert seen.difference == seen.explained


@SETTINGS
@given(LINES, st.randoms(use_true_random=False), st.data())
def test_however_the_lines_arrive_they_are_there_once_with_the_same_outcome(db, drawn, order, data):
    rows = rows_of(drawn)
    identities = [row[:3] + row[4:] for row in rows]
    assume(len(set(identities)) == len(identities))
    whole = once(two_columns(rows), explained=True)
    cut = data.draw(st.integers(1, len(rows)))
    overlap = data.draw(st.integers(0, cut))
    first, second = rows[:cut], rows[cut - overlap :]
    shuffled = order.sample(rows, len(rows))
    parts = [two_columns(part) for part in (first, second[::-1]) if part]
    order.shuffle(parts)

    assert once(two_columns(shuffled), explained=True) == whole
    assert once(*parts, *parts, two_columns(rows[::-1]), explained=True) == whole


@SETTINGS
@given(
    st.lists(st.integers(-5, 5).filter(bool), min_size=1, max_size=10),
    st.randoms(use_true_random=False),
    st.data(),
)
def test_a_statement_without_a_line_in_its_middle_breaks_unless_the_walk_closes_by_itself(
    amounts, order, data
):
    balance, steps = 0, []
    for amount in amounts:
        balance += amount
        steps.append((amount, balance))
    order.shuffle(steps)
    starts, ends = breaks(steps)
    assert len(starts) == len(ends) <= 1
    lost = data.draw(st.integers(0, len(steps) - 1))
    rest = steps[:lost] + steps[lost + 1 :]
    again, _ = breaks(rest)
    assert len(again) <= 2


def test_two_gaps_are_two_however_the_pieces_are_sent(db):
    rows = walk([(DAY - timedelta(days=9 - at), 100 + at, f"R{at}", "x") for at in range(7)])
    for part in (rows[5:], rows[:1], rows[2:4]):
        send(two_columns(part))
    found = balances().gaps
    assert [gap.missing_minor for gap in found] == [101, 104]
    assert all(one.ended_on < two.ended_on for one, two in pairwise(found))
