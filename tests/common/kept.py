"""
Worlds are built once in a process; whoever wants one again gets its rows back as they were, in a tenth of the time.

The rows go past triggers and foreign keys: they satisfied them when they were built. Sequences are never turned back,
so that what a test adds has other ids than the world.
"""

import copy
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from psycopg import sql

from commerce.facade import on_saleor
from jkrlm.kernel.clock import now

#: An older world is built anew: codes in it run out, and places are held for minutes.
FRESH = timedelta(minutes=5)

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class _Kept:
    """``before`` is each changed table's digest when the building began; ``rows`` are as COPY writes them."""

    value: Any
    at: datetime
    before: dict[str, str]
    rows: dict[str, tuple[sql.Composed, bytes]]


_worlds: dict[tuple[Hashable, ...], _Kept] = {}


def kept(build: Callable[P, T]) -> Callable[P, T]:
    """
    Keep what ``build`` puts into the database; its value must bear ``copy.deepcopy``, and be of rows alone.

    Built as ever: for a test that commits; where another thing stands already than when it was built; where the
    world is old, or an emptying has since given reference data, which its rows name, other ids.
    """

    @wraps(build)
    def built(*args: P.args, **kwargs: P.kwargs) -> T:
        if not connection.in_atomic_block or on_saleor() or not _may_skip_triggers():
            return build(*args, **kwargs)
        key = (f"{build.__module__}.{build.__qualname__}", args, tuple(sorted(kwargs.items())))
        world = _worlds.get(key)
        if (
            world is not None
            and abs(now() - world.at) < FRESH
            and _digests(list(world.before)) == world.before
        ):
            _put_back(world)
            return copy.deepcopy(world.value)  # type: ignore[no-any-return]
        before = _digests(_filled())
        value = build(*args, **kwargs)
        after = _digests(_filled())
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        # What stood already may have been taken into the world without a change: a type of goods, a group.
        stood = {name for name, digest in before.items() if digest}
        was = {name: before.get(name, "") for name in {*changed, *stood} - _left_alone()}
        _worlds[key] = _Kept(copy.deepcopy(value), now(), was, dict(_rows(changed)))
        return value

    return built


def forget_worlds() -> None:
    """For who empties the database: reference data comes back with other ids."""
    _worlds.clear()


@cache
def _may_skip_triggers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


@cache
def _left_alone() -> frozenset[str]:
    """
    Return the tables that need not stand as they did.

    Those of version tokens (kernel.dated): every emptying renews them, and a world brings its own. Those that
    follow from the code alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left(proname, -length('_renew')) FROM pg_proc WHERE right(proname, 6) = '_renew'"
        )
        tokens = [name for (name,) in cursor.fetchall()]
    return frozenset((*tokens, "django_migrations", "django_content_type", "auth_permission"))


def _filled() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND pg_relation_size(oid) > 0 ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]


def _digests(tables: list[str]) -> dict[str, str]:
    """Return table → digest of its rows; an empty table's is empty."""
    if not tables:
        return {}
    one = "SELECT {name}, coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM {table} AS t"
    asked = [sql.SQL(one).format(name=sql.Literal(each), table=sql.Identifier(each)) for each in tables]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(asked))
        return dict(cursor.fetchall())


def _rows(tables: list[str]) -> Iterator[tuple[str, tuple[sql.Composed, bytes]]]:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
                [f'"{table}"'],
            )
            columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in cursor.fetchall())
            place = sql.SQL("{} ({})").format(sql.Identifier(table), columns)
            with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(place)) as lines:
                yield table, (place, b"".join(lines))


def _put_back(world: _Kept) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, (place, rows) in world.rows.items():
            if world.before.get(table) != "":  # it held rows of a migration, or a token
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            if rows:
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(place)) as lines:
                    lines.write(rows)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
