"""A list says what a place is: it is made, changed, or is so already."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel.dated import Standing
from jkrlm.people.facade import User
from logistics.places.errors import BadPlace, PlaceChanged
from logistics.places.models import Place, PlaceChange
from logistics.places.services.keep_place import PlaceWish, make_place, note, said_of, write

#: Of a place as its history says it, these count changes and are none.
_NO_CHANGE: Final = ("version", "status")


class Put(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@transaction.atomic
def put_place(
    *,
    code: str,
    wish: PlaceWish,
    reason: str,
    key: str,
    by: User,
    now: datetime,
    version: int | None = None,
) -> Put:
    """
    Make the place of this code as wished, or change it to that. One that is so already is not touched, and
    nothing is written into its history; nor where this was done before under this ``key``.

    ``version``: as it was when somebody looked at it, 0 where there was none; None: whatever it is.

    Raises:
        PlaceChanged: it is another by now.
        BadPlace: a value that cannot be; ``field`` says which.
    """
    row = Place.objects.select_for_update(of=("self",)).filter(code=code).first()
    if PlaceChange.objects.filter(key=key).exists():
        return Put.SAME
    if row is None:
        make_place(wish=wish, reason=reason, key=key, by=by, now=now, code=code)
        return Put.NEW
    if row.kind != wish.kind:
        said = {"kind": row.get_kind_display()}
        raise BadPlace(_("The place of this code is of another kind: %(kind)s.") % said, field="kind")
    if row.is_sample:
        raise BadPlace(_("This code is one that the demo invented. Take another."), field="code")
    before = said_of(row)
    with transaction.atomic():
        write(row, wish)
        row.refresh_from_db()
        after = said_of(row)
        is_same = all(before[name] == after[name] for name in after if name not in _NO_CHANGE)
        transaction.set_rollback(is_same)
    if is_same:
        return Put.SAME
    if version is not None and row.version != version:
        raise PlaceChanged(_("Somebody changed this place after you looked at the list. Look at it again."))
    row.version += 1
    row.status = Standing.CONFIRMED
    row.save(update_fields=["version", "status"])
    note(row, "change", before, reason, key, by, now)
    return Put.CHANGED
