"""Advisory locks of the database, for work that must happen once at a time across processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection


@contextmanager
def advisory_lock(name: str, *, wait: bool = True) -> Iterator[bool]:
    """
    Hold a session lock named ``name``; yields whether it was got (always, when waiting).

    Session locks survive a rollback and are given back when the block or the process ends.
    """
    key = crc32(name.encode())
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
            got = True
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
