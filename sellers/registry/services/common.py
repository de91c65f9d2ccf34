"""What the registry's services share: locks, the words of refusals, the audit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from jkrlm.kernel.clock import INDIA
from jkrlm.people.facade import User, audit
from sellers.registry import models
from sellers.registry.errors import BadDay, HeldAlready, NotHere
from sellers.registry.selectors.groups import group_row
from sellers.registry.services.announce import announce
from sellers.registry.services.write_groups import LOCK_KEY


def locked_group(code: str) -> models.Group:
    """
    Lock a group for the caller's transaction; writers in bulk wait, and are waited for.

    Raises:
        GroupUnknown.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK_KEY])
    return group_row(code, lock=True)


def record(
    group: models.Group,
    verb: str,
    *,
    actor: User | None,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    on_behalf_of: str = "",
) -> None:
    """Write the act into the audit of the group, and tell who listens that the group changed."""
    audit(
        actor=actor,
        verb=verb,
        target=audit_target(group.code),
        before=before,
        after=after,
        on_behalf_of=on_behalf_of,
    )
    announce([group.code])


def audit_target(code: str) -> str:
    return f"group {code}"


@contextmanager
def once(sentence: str, *, field: str | None = None) -> Iterator[None]:
    """Turn the refusal of a unique or exclusion constraint into one in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") not in ("23505", "23P01"):
            raise
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        raise HeldAlready(sentence, field=field, params={"rule": constraint}) from error


def end(row: models.Placement | models.Membership | models.CrpAssignment | models.Officer, on: date) -> None:
    """
    Let a fact hold no more from a day on.

    Raises:
        BadDay: it began on that day or later, or it ends before.
    """
    if on <= row.held_from:
        raise BadDay(
            _("This holds since %(day)s only: choose a later day.") % {"day": row.held_from.isoformat()},
            field="on",
        )
    if row.held_to is not None and row.held_to <= on:
        raise BadDay(
            _("This ended on %(day)s already.") % {"day": row.held_to.isoformat()},
            field="on",
        )
    row.held_to = on
    row.save(update_fields=["held_to"])


def not_after_today(day: date, now: datetime) -> None:
    """
    Raises:
        BadDay: the day is still to come.
    """
    if day > now.astimezone(INDIA).date():
        raise BadDay(_("This day is still to come."), field="on")


def not_here(what: str) -> NotHere:
    return NotHere(what)
