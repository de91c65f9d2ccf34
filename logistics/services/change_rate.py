"""A row of a reference table begins, in place of another or anew, or ends. No row that held is edited."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import outbox
from jkrlm.kernel.dated import DatedRow
from jkrlm.kernel.locks import advisory_lock
from jkrlm.people.facade import User, audit
from logistics.errors import BadRate
from logistics.models import Holiday, RateChange
from logistics.selectors import load_reference
from logistics.tables import TABLES, Table
from logistics.tariff import Reference

#: Nobody changes so much of the future by a slip of the hand.
FUTURE_MOST: Final = timedelta(days=3 * 366)


def begin_row(
    *, table: str, values: Mapping[str, Any], valid_from: date, source: str, status: str, today: date
) -> tuple[DatedRow, dict[str, str]]:
    """
    Begin a row on a day; what was in force under its key ends on it. Returns it, and what was there before.

    Raises:
        BadRate: a value or a day that cannot be; ``field`` says which.
    """
    kind = TABLES[table]
    _check_day(kind, valid_from, today)
    row = kind.model(**values, valid_from=valid_from, source=source, status=status)
    keys = {name: getattr(row, name) for name in kind.keys}
    same = kind.model._default_manager.select_for_update().filter(**keys)
    if same.filter(valid_from=valid_from).exists():
        raise BadRate(_("A row of this kind begins on this day already."), field="valid_from")
    coming = same.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    before = {}
    for old in same.filter(valid_from__lt=valid_from, valid_to=None) | same.filter(
        valid_from__lt=valid_from, valid_to__gt=valid_from
    ):
        before = said_of(kind, old)
        old.valid_to = valid_from
        old.save(update_fields=["valid_to"])
    if kind.never_later and not before and valid_from > today:
        raise BadRate(_("Begin it today: what was promised over it moves at once."), field="valid_from")
    row.valid_to = coming.valid_from if coming else None
    try:
        row.full_clean(exclude=["id"])
        row.save()
    except (ValidationError, IntegrityError) as fault:
        raise BadRate(_("These values do not go together: look at them again.")) from fault
    return row, before


def end_row(*, table: str, row_id: int, valid_to: date, today: date) -> tuple[DatedRow, dict[str, str]]:
    """
    End a row; ``valid_to`` is the first day on which it no longer holds.

    Raises:
        BadRate: there is none, it has ended, or the day cannot be.
    """
    kind = TABLES[table]
    _check_day(kind, valid_to, today)
    row = kind.model._default_manager.select_for_update().filter(pk=row_id).first()
    if row is None or (row.valid_to is not None and row.valid_to <= valid_to):
        raise BadRate(_("This row has ended already."), field="valid_from")
    if valid_to <= row.valid_from:
        raise BadRate(_("It must end after the day on which it began."), field="valid_from")
    before = said_of(kind, row)
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])
    return row, before


Change = Callable[[], tuple[DatedRow, dict[str, str]]]


def keep(*, table: str, change: Change, reason: str, key: str, by: User, now: datetime) -> None:
    """
    Carry a change out, with its history and audit. The same key is carried out once. A new holiday is an
    event, as what was promised over it is looked through by who keeps the promises.

    Raises:
        BadRate.
    """
    kind = TABLES[table]
    with advisory_lock(f"logistics.rates.{table}"), transaction.atomic():
        if RateChange.objects.filter(key=key).exists():
            return
        row, before = change()
        after = said_of(kind, row)
        RateChange.objects.create(
            key=key,
            table=table,
            row=row.pk,
            before=before,
            after=after,
            reason=reason,
            at=now,
            actor=f"person:{by.pk}",
        )
        said: dict[str, object] = {**after, "why": reason}
        target = f"logistics {table} {row.pk}"
        audit(actor=by, verb="rates.change", target=target, before=dict(before), after=said)
        if isinstance(row, Holiday) and not before:  # a new name of a day off, or its end, moves nothing
            outbox.record("DayOffEntered", {"day": row.day.isoformat(), "place": ""})


def as_if(change: Callable[[], object]) -> tuple[Reference, Reference]:
    """
    Return the tables as they are, and as they would be; nothing is kept.

    Raises what the change raises.
    """
    with transaction.atomic():
        before = load_reference()
        change()
        after = load_reference()
        transaction.set_rollback(True)
    return before, after


def said_of(kind: Table, row: DatedRow) -> dict[str, str]:
    """Return a row as history writes it down."""
    names = (*kind.columns, "valid_from", "valid_to", "status", "source")
    return {name: str(getattr(row, name) if getattr(row, name) is not None else "") for name in names}


def _check_day(kind: Table, day: date, today: date) -> None:
    first = today if kind.at_once else today + timedelta(days=1)
    if day < first:
        raise BadRate(
            _("What was promised today stays: begin it from %(day)s on.") % {"day": first.isoformat()},
            field="valid_from",
        )
    if day > today + FUTURE_MOST:
        raise BadRate(_("This is more than three years away."), field="valid_from")
