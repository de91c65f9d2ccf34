"""Each clause finds what it is there to find, once the guards of the database are taken away."""

import pytest
from django.db import connection

from sellers.reconciliation.facade import invariants
from tests.reconciliation.test_matching import payout
from tests.reconciliation.world import DAY, NOW, holds, maker, match, send_rows

pytestmark = pytest.mark.django_db

BREAKS = {
    "a line of the bank is the sum of the entries that it is matched with": (
        "UPDATE reconciliation_matchentry SET amount_minor = amount_minor - 1",
    ),
    "an entry did to the bank what it is matched for": (
        "UPDATE reconciliation_matchentry SET entry_key = entry_key || '-other'",
    ),
    "every line of the bank is matched or open, never both": (
        "UPDATE reconciliation_openitem SET settled_at = NULL, settlement = '', settled_by_id = NULL"
        " WHERE settled_at IS NOT NULL",
    ),
    "what nobody has claimed stands so in the books": (
        "UPDATE reconciliation_bankline SET code = code || '-other' WHERE is_unclaimed",
    ),
    "money in the bank is matched as a payment by UPI where it was taken for one, only there": (
        "UPDATE reconciliation_match SET matcher = 'upi-payment'",
    ),
    "a closed day has the lines that it was closed on": (
        "UPDATE reconciliation_reconciledday SET outside_minor = outside_minor + 1",
    ),
}


@pytest.fixture
def sound_books(db) -> None:
    payout("po_1", 97_640, trace="STRP7F2A")
    send_rows((DAY, 97_640, "STRP7F2A", "STRIPE"), (DAY, 500, "X", "who"), (DAY, -100, "F", "fee"))
    match()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reconciliation_reconciledday"
            " (day, is_closed, lines, outside_minor, changed_by_id, changed_at, reason)"
            " VALUES (%s, true, 3, 98040, %s, %s, '')",
            [DAY, maker().pk, NOW],
        )


def test_a_sound_room_contradicts_no_clause_and_each_broken_one_is_reported(sound_books):
    holds()
    clauses = dict(invariants())
    assert set(clauses) == set(BREAKS)
    for sentence, statements in BREAKS.items():
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT sound")
            for statement in statements:
                cursor.execute(statement)
                assert cursor.rowcount > 0, statement
            assert clauses[sentence]() != [], sentence
            cursor.execute("ROLLBACK TO SAVEPOINT sound")
    holds()
