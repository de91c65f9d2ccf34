"""One at a time judges a group's right to be paid, or changes it: approval, the bank's file, holds."""

from collections.abc import Iterable
from typing import Final
from zlib import crc32

from django.db import connection

#: Groups share so many locks: one for each of ten thousand would fill the database's table of locks.
_LOCKS: Final = 256
_SPACE: Final = crc32(b"payouts.right-to-be-paid") & 0x7FFFFFFF


def lock_groups(codes: Iterable[str]) -> None:
    """
    Wait for others who judge or hold these groups; given back at the end of the transaction.

    Taken after the rows of batches and transfers, and before those of the ledger.
    """
    slots = sorted({crc32(code.encode()) % _LOCKS for code in codes})
    with connection.cursor() as cursor:
        for slot in slots:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SPACE, slot])
