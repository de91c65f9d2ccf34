"""Staged rows become groups: one set of statements, whether the list is one row or a hundred thousand."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast
from zlib import crc32

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor

from jkrlm.people.facade import User
from sellers.registry import statements as sql
from sellers.registry.imports.checking import District, Staged
from sellers.registry.imports.faults import CellFault
from sellers.registry.models import District as DistrictRow
from sellers.registry.services.announce import announce

#: Held by whoever writes groups in bulk, shared by whoever moves one.
LOCK_KEY: Final = crc32(b"registry.groups")


@dataclass(frozen=True, slots=True)
class Counts:
    new: int
    changed: int
    same: int


def districts() -> list[District]:
    return [District(*row) for row in DistrictRow.objects.values_list("id", "name", "division")]


def stage(batch: uuid.UUID, rows: Iterable[Staged]) -> None:
    """Copy good rows to where they wait."""
    _copy(sql.STAGE, ((batch, *row) for row in rows))


def keep_faults(batch: uuid.UUID, faults: Iterable[tuple[int, CellFault]]) -> None:
    _copy(
        sql.FAULTS,
        ((batch, row, fault.column, fault.value, fault.rule, fault.detail) for row, fault in faults),
    )


def _copy(statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as wrapped:
        cursor = cast("Cursor[Any]", wrapped)
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def drop_staged(batch: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sellers_registry_stagedgroup WHERE batch = %s", [batch])


def taken_mission_codes(batch: uuid.UUID) -> list[tuple[int, CellFault]]:
    """Return the staged rows whose number another group has."""
    with connection.cursor() as cursor:
        cursor.execute(sql.TAKEN, {"batch": batch})
        return [
            (row, CellFault("mission_code", number, "mission-code-taken", code))
            for row, number, code in cursor.fetchall()
        ]


def _look_at(cursor: CursorWrapper, tables: str, batch: uuid.UUID) -> None:
    """Let the planner know of many new rows: autovacuum comes too late, and joins would not end."""
    cursor.execute(sql.IS_LARGE, {"batch": batch})
    if cursor.fetchone() is not None:
        cursor.execute(f"ANALYZE {tables}")


def count_staged(batch: uuid.UUID, *, on: date) -> Counts:
    """Return what applying would do, without doing it."""
    with connection.cursor() as cursor:
        _look_at(cursor, "sellers_registry_stagedgroup", batch)
        cursor.execute(sql.COUNT, {"batch": batch, "on": on})
        return Counts(*cursor.fetchone())


def write_staged(batch: uuid.UUID, *, on: date, now: datetime, actor: User | None, source: str) -> Counts:
    """
    Make groups of the staged rows, in the caller's transaction; the rows stay staged.

    A group that exists takes over what the row says of it; what a row does not speak of stays. Each change
    is kept in the group's history. Another organisation or federation counts from ``on``.

    Raises:
        DatabaseError: a row breaks a rule of the tables, all are refused.
    """
    values: dict[str, Any] = {
        "batch": batch,
        "on": on,
        "now": now,
        "actor": actor.pk if actor is not None else None,
        "source": source[:200],
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        _look_at(cursor, "sellers_registry_stagedgroup", batch)
        for statement in (sql.BLOCKS, sql.ORGANISATIONS, sql.FEDERATIONS):
            cursor.execute(statement, values)
        _look_at(cursor, ", ".join(sql.PLACES), batch)
        cursor.execute(sql.RESOLVE, values)
        cursor.execute("ANALYZE registry_resolved")
        for statement in (sql.HISTORY, sql.UPDATE, sql.INSERT, sql.END_PLACEMENTS, sql.BEGIN_PLACEMENTS):
            cursor.execute(statement, values)
        cursor.execute(
            "SELECT count(*) FILTER (WHERE group_id IS NULL), count(*) FILTER (WHERE differs OR moves AND "
            "group_id IS NOT NULL), count(*) FROM registry_resolved"
        )
        new, changed, total = cursor.fetchone()
        cursor.execute(
            "SELECT code FROM registry_resolved WHERE group_id IS NOT NULL AND (differs OR moves) "
            "ORDER BY code"
        )
        codes = [code for (code,) in cursor.fetchall()]
        cursor.execute("DROP TABLE registry_resolved")
    announce(codes)
    return Counts(new=new, changed=changed, same=total - new - changed)
