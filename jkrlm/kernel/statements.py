"""
SQL written by hand where a page waits for it: bound and prepared by the server.

Django composes and compiles a query anew each time, which costs more than the database's work on it, and
sends it with its values written in, so that the database plans it anew as well. What every page reads is
therefore written once. It runs on Django's connection, inside its transaction, and counts like any query.
"""

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

import orjson
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState
from psycopg import Cursor

M = TypeVar("M", bound=models.Model)


class Statement:
    """
    One SQL text with ``%(name)s`` parameters; values keep their types, so casts go where NULL may come.

    ``parts`` are written in once, where the text has ``{name}``: select lists, names of tables.
    """

    __slots__ = ("_sql",)

    def __init__(self, sql: str, **parts: str) -> None:
        self._sql = sql.format(**parts) if parts else sql

    def rows(self, **parameters: Any) -> list[tuple[Any, ...]]:
        """Return all rows."""
        connection.ensure_connection()
        # Django's own cursor binds in the client; its wrapper brings errors, tests' counts and hooks.
        bare: Any = Cursor(connection.connection)
        with connection._prepare_cursor(bare) as cursor:  # type: ignore[attr-defined]
            cursor.execute(self._sql, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if connection.queries_logged:
            connection.queries_log[-1]["sql"] = self._sql  # psycopg keeps no text of a prepared statement
        return rows


def array(pks: Collection[int]) -> str:
    """Return whole numbers as a PostgreSQL array, for ``%(pks)s::bigint[]``: one type whatever their size."""
    return f"{{{','.join(map(str, pks))}}}"


class Columns(Generic[M]):
    """The columns of a model that a statement selects, and the instance that a row of them makes."""

    __slots__ = ("_columns", "_json", "_model", "_names", "width")

    def __init__(self, model: type[M], *, without: Collection[str] = ()) -> None:
        fields = [field for field in model._meta.concrete_fields if field.attname not in without]
        self._model = model
        self._names = [field.attname for field in fields]
        self._columns = [str(field.column) for field in fields]
        self._json = [at for at, field in enumerate(fields) if isinstance(field, models.JSONField)]
        self.width = len(fields)

    def of(self, alias: str) -> str:
        """Return the select list, for the table under this alias."""
        return ", ".join(f'{alias}."{column}"' for column in self._columns)

    def instance(self, row: Sequence[Any], start: int = 0) -> M:
        """Return the instance whose columns begin at ``start`` in the row; columns left out are deferred."""
        values = list(row[start : start + self.width])
        for at in self._json:
            if values[at] is not None:
                values[at] = orjson.loads(values[at])
        # As Model.from_db does, less its signals and checks: a page makes a hundred of them.
        made = self._model.__new__(self._model)
        made.__dict__.update(zip(self._names, values, strict=True))
        made._state = ModelState()
        made._state.adding = False
        made._state.db = DEFAULT_DB_ALIAS
        return made


class Rows(Generic[M]):
    """
    The rows of one model under one condition, in one order, locked or not.

    In the condition the table's alias is ``it``; ``joins`` may bring in others.
    """

    __slots__ = ("_columns", "_statement")

    def __init__(
        self,
        model: type[M],
        where: str,
        *,
        order: str = "",
        joins: str = "",
        lock: bool = False,
        without: Collection[str] = (),
    ) -> None:
        self._columns = Columns(model, without=without)
        self._statement = Statement(
            "SELECT {columns} FROM {table} it {joins} WHERE {where} {order} {lock}",
            columns=self._columns.of("it"),
            table=model._meta.db_table,
            joins=joins,
            where=where,
            order=f"ORDER BY {order}" if order else "",
            lock="FOR UPDATE OF it" if lock else "",
        )

    def all(self, **parameters: Any) -> list[M]:
        return [self._columns.instance(row) for row in self._statement.rows(**parameters)]

    def first(self, **parameters: Any) -> M | None:
        """Return the first row of few; all that fit are read."""
        return next(iter(self.all(**parameters)), None)

    def by_pk(self, **parameters: Any) -> dict[Any, M]:
        return {row.pk: row for row in self.all(**parameters)}
