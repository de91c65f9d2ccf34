"""Several things at the same moment, each in a thread with a connection of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any

from django.db import connection, transaction

from tests.payments.local_server import wait_until

BLOCKED = """SELECT count(*) FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event_type = 'Lock'"""


def at_once(*works: Callable[[], Any], seconds: float = 90) -> list[Any]:
    """Start all from one moment on; return what each returned, or the exception that it raised."""
    gate = Barrier(len(works))
    found: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=30)
            found[place] = work()
        except Exception as fault:
            found[place] = fault
        finally:
            connection.close()

    threads = [Thread(target=run, args=each, daemon=True) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds)
    return found


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(BLOCKED)
        return bool(cursor.fetchone()[0])


@contextmanager
def before_the_other(call: Callable[[], Any]) -> Iterator[list[Any]]:
    """Commit what the block does while another connection waits for our locks with ``call``."""
    answers: list[Any] = []

    def work() -> None:
        try:
            answers.append(call())
        finally:
            connection.close()

    other = Thread(target=work)
    with transaction.atomic():
        yield answers
        other.start()
        wait_until(somebody_waits, "the other one waits for our locks", seconds=20)
    other.join(timeout=30)
