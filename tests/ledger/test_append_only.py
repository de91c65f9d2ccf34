"""What the database refuses, whoever asks it: SQL beside our code."""

import pytest
from django.db import IntegrityError, connection, transaction

import sellers.ledger.facade as ledger
from sellers.ledger.facade import Payment, Purse
from tests.common.emptying import LEDGER_TABLES
from tests.ledger.conftest import DAY, rupees, trial

pytestmark = pytest.mark.django_db(transaction=True)

ENTRY = (
    "INSERT INTO sellers_ledger_journalentry (key, digest, kind, occurred_on, recorded_at, source, item, narration)"
    " VALUES (%s, repeat('0', 64), 'journal', '2026-11-20', now(), '', '', '') RETURNING id"
)
LINE = "INSERT INTO sellers_ledger_line (entry_id, account_id, amount_minor, component) VALUES (%s, %s, %s, 'other')"


@pytest.fixture
def books(db):
    """One payment: a debit of the card company, a credit of the buyers."""
    entry = ledger.receive_payment(Payment("1042", "pi_1", Purse.STRIPE, rupees("1102.50"), DAY))
    before = trial()
    yield entry
    assert trial() == before


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchone()[0] if cursor.description else None


def accounts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM sellers_ledger_account ORDER BY code")
        return [pk for (pk,) in cursor.fetchall()]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sellers_ledger_line SET amount_minor = amount_minor * 2",
        "UPDATE sellers_ledger_line SET amount_minor = 1 WHERE id = -1",
        "DELETE FROM sellers_ledger_line",
        "UPDATE sellers_ledger_journalentry SET narration = 'nothing to see'",
        "DELETE FROM sellers_ledger_journalentry",
        "UPDATE sellers_ledger_account SET owner = 'me'",
        "DELETE FROM sellers_ledger_account",
        "INSERT INTO sellers_ledger_account (code, owner, currency, kind) VALUES ('bank', '', 'INR', 'asset')"
        " ON CONFLICT (code, owner, currency) DO UPDATE SET kind = 'asset'",
    ],
)
def test_nothing_is_changed_or_removed(books, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(statement)


@pytest.mark.parametrize("table", LEDGER_TABLES)
def test_nothing_is_emptied(books, table):
    """In the tests' database these triggers are off; here they are on as everywhere else."""
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        for each in LEDGER_TABLES:
            sql(f"ALTER TABLE {each} ENABLE TRIGGER {each}_kept")
        sql(f"TRUNCATE {table} CASCADE")


def test_an_entry_that_does_not_balance_is_refused_at_commit(books):
    bank, buyers = accounts()
    with (
        pytest.raises(IntegrityError, match="does not balance: 1 minor units of INR are over"),
        transaction.atomic(),
    ):
        entry = sql(ENTRY, "journal/x")
        sql(LINE, entry, bank, 100)
        sql(LINE, entry, buyers, -99)


@pytest.mark.parametrize("lines", [(), (100,)])
def test_an_entry_of_fewer_than_two_lines_is_refused(books, lines):
    with pytest.raises(IntegrityError, match=r"fewer than two lines|does not balance"), transaction.atomic():
        entry = sql(ENTRY, "journal/x")
        for units in lines:
            sql(LINE, entry, accounts()[0], units)


def test_a_line_cannot_be_added_to_an_entry_that_stands(books):
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        sql(LINE, books.id, accounts()[0], 100)


def test_currencies_balance_each_for_itself(books):
    account = (
        "INSERT INTO sellers_ledger_account (code, owner, currency, kind) VALUES ('bank', '', 'USD', 'asset')"
        " RETURNING id"
    )
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        entry = sql(ENTRY, "journal/x")
        sql(LINE, entry, accounts()[0], 100)
        sql(LINE, entry, sql(account), -100)


def test_a_line_of_nought_is_refused(books):
    with pytest.raises(IntegrityError, match="ledger_line_not_nought"), transaction.atomic():
        sql(LINE, books.id, accounts()[0], 0)


@pytest.mark.parametrize(
    ("mirrored", "message"), [(-1, "does not mirror"), (1, None)], ids=["the same again", "the mirror"]
)
def test_a_reversal_mirrors_what_it_reverses(db, mirrored, message):
    entry = ledger.receive_payment(Payment("1042", "pi_1", Purse.STRIPE, rupees("1102.50"), DAY))
    buyers, stripe = accounts()

    def write():
        reversal = sql(
            ENTRY.replace("'journal'", "'reversal'")
            .replace("narration)", "narration, reverses_id)")
            .replace("'') RETURNING", f"'', {entry.id}) RETURNING"),
            "reversal/x",
        )
        sql(LINE, reversal, buyers, 110250 * mirrored)
        sql(LINE, reversal, stripe, -110250 * mirrored)

    if message:
        with pytest.raises(IntegrityError, match=message), transaction.atomic():
            write()
        assert trial() != ""
    else:
        with transaction.atomic():
            write()
        assert trial() == ""


def test_the_financial_year_begins_in_april(db):
    from datetime import date

    from sellers.ledger.models import JournalEntry

    for number, day in enumerate((date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31))):
        ledger.receive_payment(Payment("1042", f"pi_{number}", Purse.STRIPE, rupees(1), day))
    assert list(JournalEntry.objects.order_by("key").values_list("financial_year", flat=True)) == [
        2025,
        2026,
        2026,
    ]
