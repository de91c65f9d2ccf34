"""What every change of a plan begins with: the row, locked, once for the form's key."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from exhibitions.plan.errors import BadPlan, ExhibitionUnknown, MoveRefused
from exhibitions.plan.models import Act, Exhibition
from exhibitions.plan.states import OPEN_STATES, ExhibitionState


def locked(code: str, *, states: Collection[str] = OPEN_STATES) -> Exhibition:
    """
    Return an exhibition's row, locked for the caller's transaction.

    Raises:
        ExhibitionUnknown: there is none.
        MoveRefused: it is in none of ``states``, so this does not change any more.
    """
    row = Exhibition.objects.select_for_update().filter(code=code[:24].replace("\x00", "")).first()
    if row is None:
        raise ExhibitionUnknown(_("There is no exhibition with this code."))
    if row.state not in states:
        state = ExhibitionState(row.state).label
        raise MoveRefused(_("It is %(state)s: this does not change any more.") % {"state": state.lower()})
    return row


def is_done(row: Exhibition, *, key: str, verb: str, now: datetime) -> bool:
    """Note a form's key; returns whether it was noted before: then nothing is to be done."""
    if not key:
        return False
    _act, is_new = Act.objects.get_or_create(key=key, defaults={"exhibition": row, "verb": verb, "at": now})
    return not is_new


def check_deferred() -> None:
    """Let deferred constraints speak now, while the refusal can still be told."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def touch(row: Exhibition, *, now: datetime) -> None:
    """Count a change: a page that shows what was before is told when it is sent."""
    row.version += 1
    row.changed_at = now
    row.save(update_fields=("version", "changed_at"))


def words(text: str, most: int, *, field: str, what: str) -> str:
    """Return a text without surrounding space. Raises BadPlan: nothing is left of it, or it is too long."""
    said = text.strip()
    if not said:
        raise BadPlan(what, field=field)
    if len(said) > most:
        raise BadPlan(_("%(most)d characters at most.") % {"most": most}, field=field)
    return said
