"""Contradict clauses of ``check_invariants`` one by one, as a hand in the database could: triggers stand aside."""

from collections.abc import Callable, Mapping, Sequence

from django.db import connection

Clauses = Sequence[tuple[str, Callable[[], list[str]]]]


def break_each(clauses: Clauses, breaks: Mapping[str, Sequence[str]]) -> None:
    """Run the statements of each clause and see that it finds them; everything is undone again."""
    known = dict(clauses)
    assert set(known) == set(breaks)
    for sentence, statements in breaks.items():
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT whole")
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            assert known[sentence](), sentence
            cursor.execute("ROLLBACK TO SAVEPOINT whole")
            cursor.execute("SET LOCAL session_replication_role = origin")
