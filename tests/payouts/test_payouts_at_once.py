"""Two at once: one decides, one pays, one builds; the other is told, and nothing is paid twice."""

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.db import transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from sellers.ledger.models import JournalEntry
from sellers.orders.clearing import clear_due_shares
from sellers.payouts.errors import BatchUnderway, ChangedSince, UtrUsed, WrongState
from sellers.payouts.models import Batch, ResultFile, Transfer, TransferChange
from sellers.payouts.services import decide_batch
from sellers.payouts.services.build_batch import ask_for_batch, build_batch
from sellers.payouts.services.decide_batch import approve_batch, send_back
from sellers.payouts.services.holds import place_hold
from sellers.payouts.services.make_bank_file import make_bank_file
from sellers.payouts.services.result_files import apply_result_file
from sellers.payouts.states import TransferState
from tests.common.own_database import own_database_url
from tests.ledger.test_at_the_same_moment import at_once
from tests.payouts.test_results import by_hand, line, take
from tests.payouts.world import (
    approved,
    built,
    change_account,
    days_ago,
    finance,
    holds,
    open_groups,
    payable,
    rupees,
    sold,
    stands,
    transfer,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(transactional_db):
    return finance()


def approve(staff, batch, who):
    return lambda: approve_batch(batch_id=batch.pk, actor=staff[who], now=clock.now(), seen_total=batch.total)


def test_of_two_checkers_at_one_moment_one_approves_and_the_other_is_told(staff):
    codes = open_groups(5, staff=staff)
    for code in codes:
        payable(code, 500)
    batch = built(staff)
    outcomes = at_once(approve(staff, batch, "checker"), approve(staff, batch, "other"))
    (refused,) = [each for each in outcomes if isinstance(each, WrongState)]
    (done,) = [each for each in outcomes if isinstance(each, Batch)]
    assert refused.message == f"This batch is “Approved” by {done.decided_by.name}; nothing was changed."
    assert ledger.balance(ledger.account_of("payouts-in-transit")) == rupees(2500)
    assert TransferChange.objects.filter(state="sent").count() == 5
    holds()


def test_one_approves_while_another_sends_back(staff):
    payable(*open_groups(1, staff=staff), 500)
    batch = built(staff)
    outcomes = at_once(
        approve(staff, batch, "checker"),
        lambda: send_back(batch_id=batch.pk, actor=staff["other"], now=clock.now(), why="Wait"),
    )
    assert sum(isinstance(each, WrongState) for each in outcomes) == 1
    holds()


def test_two_makers_build_one_batch(staff):
    payable(*open_groups(1, staff=staff), 500)
    outcomes = at_once(
        *[
            lambda who=who: ask_for_batch(key=uuid.uuid4(), actor=staff[who], now=clock.now())
            for who in ("maker", "checker", "other")
        ]
    )
    assert sum(isinstance(each, BatchUnderway) for each in outcomes) == 2
    number = next(each for each in outcomes if isinstance(each, int))
    assert [each.count for each in at_once(*[lambda: build_batch(batch_id=number)] * 2)] == [1, 1]
    assert Transfer.objects.count() == 1
    holds()


def test_the_same_form_pressed_twice_is_one_batch(staff):
    key = uuid.uuid4()
    outcomes = at_once(*[lambda: ask_for_batch(key=key, actor=staff["maker"], now=clock.now())] * 4)
    assert len(set(outcomes)) == 1
    assert Batch.objects.count() == 1


def test_a_file_is_applied_twice_at_once_and_once_by_hand(staff):
    codes = open_groups(3, staff=staff)
    for code in codes:
        payable(code, 500)
    approved(staff)
    taken = take(staff, *(line(code) for code in codes))

    def apply():
        return apply_result_file(result_id=taken.pk, actor=staff["maker"], now=clock.now())

    outcomes = at_once(apply, apply, lambda: by_hand(staff, codes[0]))
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert ledger.balance(ledger.account_of("bank")) == rupees(-1500)
    assert JournalEntry.objects.filter(kind="payout-paid").count() == 3
    holds()


def test_one_utr_for_two_transfers_at_one_moment(staff):
    codes = open_groups(2, staff=staff)
    for code in codes:
        payable(code, 500)
    approved(staff)
    outcomes = at_once(*[lambda code=code: by_hand(staff, code, utr="JAKAN00000000007") for code in codes])
    assert sum(isinstance(each, UtrUsed) for each in outcomes) == 1
    assert sorted(transfer(code).state for code in codes) == ["paid", "sent"]
    assert ledger.balance(ledger.account_of("bank")) == rupees(-500)
    holds()


def test_a_refund_takes_from_the_payable_while_the_batch_is_approved(staff):
    (code,) = open_groups(1, staff=staff)
    payable(code, 500)
    batch = built(staff)
    outcomes = at_once(
        approve(staff, batch, "checker"),
        lambda: ledger.penalise_seller(ledger.Penalty("N1", code, rupees(100), "Late", clock.today())),
    )
    assert isinstance(outcomes[1], ledger.Entry)
    if isinstance(outcomes[0], Exception):
        assert transfer(code).state == "planned"
        assert stands(code) == "held 0.00 payable 400.00 due 0.00"
    else:
        assert stands(code) == "held 0.00 payable 0.00 due 100.00"
    holds()


def test_a_hold_placed_in_the_moment_of_the_approval_is_seen_or_waits(staff, monkeypatch):
    """The approval has judged, and has not written yet: a hold comes."""
    (code,) = open_groups(1, staff=staff)
    payable(code, 500)
    batch = built(staff)
    judged, order = decide_batch.changed_since, []

    def slow(each):
        found = judged(each)
        order.append("judged")
        time.sleep(0.6)
        order.append("approved")
        return found

    monkeypatch.setattr(decide_batch, "changed_since", slow)

    def hold():
        time.sleep(0.2)
        place_hold(group_code=code, reason="Claimed", actor=staff["other"], now=clock.now())
        order.append("held")

    at_once(approve(staff, batch, "checker"), hold)
    assert order == ["judged", "approved", "held"]
    assert transfer(code).state == "sent"

    made = at_once(
        lambda: make_bank_file(
            batch_id=batch.pk, format_slug="neft-csv", actor=staff["maker"], now=clock.now()
        )
    )
    assert isinstance(made[0], WrongState)
    assert (transfer(code).state, stands(code)) == ("dropped", "held 0.00 payable 500.00 due 0.00")
    holds()


def test_an_account_that_is_being_changed_while_the_batch_is_approved_is_waited_for_and_seen(staff):
    """The registry has written the new account, and has not committed it yet."""
    first, second = open_groups(2, staff=staff)
    payable(first, 500)
    payable(second, 700)
    batch = built(staff)
    order = []

    def change():
        with transaction.atomic():
            change_account(first, "990042040500001", staff)
            time.sleep(0.6)
            order.append("changed")

    def decide():
        time.sleep(0.2)
        try:
            return approve(staff, batch, "checker")()
        finally:
            order.append("decided")

    _, refused = at_once(change, decide)
    assert order == ["changed", "decided"]
    assert isinstance(refused, ChangedSince)
    assert refused.params == {"references": [transfer(first).reference]}
    assert refused.message.startswith("1 rows have changed since the batch was built")
    assert {transfer(code).state for code in (first, second)} == {"planned"}
    assert ledger.balance(ledger.account_of("payouts-in-transit")) == rupees(0)

    done = approve_batch(
        batch_id=batch.pk,
        actor=staff["checker"],
        now=clock.now(),
        seen_total=batch.total,
        without=refused.params["references"],
    )
    assert (done.count, transfer(first).state, transfer(second).state) == (1, "dropped", "sent")
    assert transfer(first).reason == "Another account is in use: … 0001"
    holds()


def test_an_account_that_changes_after_the_judgement_waits_until_the_batch_is_approved(staff, monkeypatch):
    (code,) = open_groups(1, staff=staff)
    payable(code, 500)
    batch = built(staff)
    judged, order = decide_batch.changed_since, []

    def slow(each):
        found = judged(each)
        time.sleep(0.6)
        order.append("approved")
        return found

    monkeypatch.setattr(decide_batch, "changed_since", slow)

    def change():
        time.sleep(0.2)
        change_account(code, "990042040500001", staff)
        order.append("changed")

    at_once(approve(staff, batch, "checker"), change)
    assert order == ["approved", "changed"]
    assert transfer(code).state == "sent"
    holds()


def test_two_clocks_clear_a_share_once(staff):
    sold("G00000", "1042", delivered_on=days_ago(30))
    outcomes = at_once(*[lambda: clear_due_shares(now=clock.now())] * 3)
    assert sorted(outcomes) == [0, 0, 1]
    assert JournalEntry.objects.filter(kind="clearing").count() == 1


APPLY = """
import sys
import django
django.setup()
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from sellers.payouts.services.result_files import apply_result_file
actor = User.objects.get(email="imran.dar@umeed.example")
print("begins", flush=True)
apply_result_file(result_id=int(sys.argv[1]), actor=actor, now=clock.now())
"""


def test_killed_while_a_file_is_applied_nothing_or_all_of_it_is_done_and_again_is_safe(staff):
    """Between the look and the end of the application, at several moments."""
    codes = open_groups(150, staff=staff)
    for code in codes:
        payable(code, 500)
    approved(staff)
    taken = take(
        staff,
        *(
            line(code) if at % 3 else line(code, "Failed", reason="Account closed")
            for at, code in enumerate(codes)
        ),
    )
    env = {
        **os.environ,
        "DATABASE_URL": own_database_url(),
        "DJANGO_SETTINGS_MODULE": "jkrlm.settings.test",
    }
    root = Path(__file__).resolve().parent.parent.parent
    for wait in (0.0, 0.05, 0.1, 0.2, 0.3):
        child = subprocess.Popen(
            [sys.executable, "-c", APPLY, str(taken.pk)],
            cwd=root,
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "begins\n"
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        states = set(Transfer.objects.values_list("state", flat=True))
        assert states in ({"sent"}, {"paid", "failed"})
        holds()
    done = apply_result_file(result_id=taken.pk, actor=staff["maker"], now=clock.now())
    assert (done.state, ResultFile.objects.get().state) == ("applied", "applied")
    assert ledger.balance(ledger.account_of("bank")) == rupees(-50_000)
    assert Transfer.objects.filter(state=TransferState.FAILED).count() == 50
    holds()
