"""Each clause finds what it is there to find, and is silent on sound payouts."""

import pytest
from django.db import connection

from sellers.payouts.facade import invariants
from tests.payouts.test_results import by_hand
from tests.payouts.world import approved, built, open_groups, payable

pytestmark = pytest.mark.django_db

BREAKS = {
    "what is on its way to groups is what the ledger has in transit": (
        "UPDATE payouts_transfer SET amount = amount + 1 WHERE state = 'sent'",
        "UPDATE payouts_batch SET total = total + 1 WHERE state = 'approved'",
    ),
    "no transfer was sent, paid or returned twice, nor otherwise than the ledger says": (
        "UPDATE payouts_transfer SET state = 'returned', reason = 'x', settled_on = now() WHERE state = 'paid'",
        "INSERT INTO payouts_transferchange (transfer_id, state, at, actor_id, words)"
        " SELECT id, 'returned', now(), (SELECT min(id) FROM people_user), '' FROM payouts_transfer"
        " WHERE state = 'returned'",
    ),
    "every payout batch is the sum of its transfers": (
        "UPDATE payouts_batch SET count = count + 1 WHERE state = 'approved'",
    ),
    "every transfer that was sent was approved by a second person": (
        "ALTER TABLE payouts_batch DROP CONSTRAINT payouts_batch_two_people",
        "UPDATE payouts_batch SET decided_by_id = built_by_id WHERE state = 'approved'",
    ),
    "every transfer's state is the last of its history": (
        "INSERT INTO payouts_transferchange (transfer_id, state, at, actor_id, words)"
        " SELECT id, 'planned', now(), (SELECT min(id) FROM people_user), '' FROM payouts_transfer"
        " WHERE state = 'paid'",
    ),
}


def broken() -> set[str]:
    return {sentence for sentence, check in invariants() if check()}


@pytest.fixture
def sound(staff):
    """A batch with a transfer in each state, and one that waits."""
    codes = open_groups(4, staff=staff)
    for code in codes:
        payable(code, 500)
    approved(staff)
    by_hand(staff, codes[0])
    by_hand(staff, codes[1], "failed", reason="Bank holiday")
    by_hand(staff, codes[2], utr="JAKAN00000000009")
    by_hand(staff, codes[2], "returned", reason="Refused by the branch")
    built(staff)


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize("sentence", BREAKS)
def test_each_broken_clause_is_reported_and_no_other(sentence):
    assert broken() == set()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in BREAKS[sentence]:
            cursor.execute(statement)
    assert broken() == {sentence}


def test_every_clause_is_broken_once():
    assert sorted(BREAKS) == sorted(sentence for sentence, _ in invariants())


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize("statement", ["UPDATE {} SET words = 'x'", "DELETE FROM {}"])
def test_the_history_is_only_added_to(statement):
    from django.db import DatabaseError, transaction

    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("payouts_transferchange"))
