"""
Dated reference rows: rates and rules that change, kept as data that staff can edit.

A row is in force from ``valid_from`` until, not including, ``valid_to``. Nobody edits a row that has
been in force: it is closed and another begins, so that an old bill can always be explained. Where two
rows with the same key are in force, the one that began later wins.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar, Generic, Protocol, TypeVar

from django.db import models

from jkrlm.kernel.statements import Statement


class Standing(models.TextChoices):
    """How sure we are of a row."""

    CONFIRMED = "confirmed", "Read in a source"
    SECONDARY = "secondary", "Weak or old source"
    UNCONFIRMED = "unconfirmed", "Not confirmed"


class DatedRow(models.Model):
    valid_from = models.DateField()
    valid_to = models.DateField(
        null=True, blank=True, help_text="first day on which it is no longer in force"
    )
    status = models.CharField(max_length=12, choices=Standing.choices)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="%(app_label)s_%(class)s_period",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Standing.values), name="%(app_label)s_%(class)s_status"
            ),
        )


class ReferenceVersion(models.Model):
    """One row for a room: a token that changes whenever any of its reference tables changes."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="%(app_label)s_%(class)s_single"),
        )


def version_triggers(version_table: str, tables: Iterable[str]) -> tuple[str, str]:
    """
    Return the SQL that keeps a ReferenceVersion true, and its reverse, for a migration.

    Triggers, because no way of writing to a reference table may forget to change the token.
    """
    function = f"{version_table}_renew"
    create = [
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
        f"INSERT INTO {version_table} (id, token) VALUES (1, gen_random_uuid()) "
        "ON CONFLICT (id) DO UPDATE SET token = excluded.token; RETURN NULL; END $$;"
    ]
    create += [
        f"CREATE TRIGGER {table}_renews AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
        for table in tables
    ]
    return "\n".join(create), f"DROP FUNCTION {function}() CASCADE;"


class InForce(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


Row = TypeVar("Row", bound=InForce)
Value = TypeVar("Value")


def in_force(rows: Iterable[Row], on: date) -> list[Row]:
    """Return the rows in force on a date, those that began first coming first."""
    held = [row for row in rows if row.valid_from <= on and (row.valid_to is None or on < row.valid_to)]
    return sorted(held, key=lambda row: row.valid_from)


class ReferenceCache(Generic[Value]):
    """
    A room's reference tables in memory, read again when the version token has changed.

    One small query for each use. A reader that loads while another process writes may hold newer rows
    under the older token; the next use then reads once more.
    """

    def __init__(self, *, version: type[ReferenceVersion], load: Callable[[], Value]) -> None:
        self._token = Statement("SELECT token FROM {table}", table=version._meta.db_table)
        self._load = load
        self._held: tuple[uuid.UUID, Value] | None = None

    def get(self) -> Value:
        token = next((token for (token,) in self._token.rows()), None)
        held = self._held
        if held is not None and held[0] == token:
            return held[1]
        value = self._load()
        if token is not None:
            self._held = (token, value)
        return value


View = TypeVar("View")


class DayMemory(Generic[View]):
    """The views of the last few days asked for: reference rows are many, the days in question few."""

    DAYS_MAX: ClassVar[int] = 4

    def __init__(self) -> None:
        self._views: dict[date, View] = {}

    def get(self, day: date, view: Callable[[date], View]) -> View:
        """Return the day's view, made by ``view`` where it is not remembered."""
        held = self._views.get(day)
        if held is None:
            held = view(day)
            if len(self._views) >= self.DAYS_MAX:
                self._views.clear()
            self._views[day] = held
        return held
