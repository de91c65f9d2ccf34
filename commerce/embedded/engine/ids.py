"""Reading global ids that clients send."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models

from commerce.embedded.engine.errors import Refusal
from jkrlm.kernel.ids import BadGlobalId, parse_global_id

#: No row has this number, so what cannot be an id finds nothing.
NOWHERE = -1


def pk_of(gid: object, type_name: str) -> int:
    """Return the number in a global id of this type; NOWHERE for anything else."""
    try:
        name, pk = parse_global_id(str(gid))
    except BadGlobalId:
        return NOWHERE
    return int(pk) if name == type_name and pk.isascii() and pk.isdecimal() and len(pk) < 19 else NOWHERE


def uuid_of(gid: object, type_name: str) -> uuid.UUID:
    """Return the UUID in a global id of this type; the nil UUID, which no row has, for anything else."""
    try:
        name, pk = parse_global_id(str(gid))
        return uuid.UUID(pk) if name == type_name else uuid.UUID(int=0)
    except (BadGlobalId, ValueError):
        return uuid.UUID(int=0)


def pks_of(gids: Iterable[object], type_name: str) -> list[int]:
    """Return the numbers in global ids of this type, in order; others are left out."""
    return [pk for gid in gids if (pk := pk_of(gid, type_name)) != NOWHERE]


def found(model: type[models.Model], gid: object, *, type_name: str | None = None, field: str = "id") -> Any:
    """
    Return the row that a global id names.

    Raises:
        Refusal: NOT_FOUND, with Saleor's sentence.
    """
    name = type_name or model.__name__
    pk: object = uuid_of(gid, name) if isinstance(model._meta.pk, models.UUIDField) else pk_of(gid, name)
    row = model._default_manager.filter(pk=pk).first()
    if row is None:
        raise Refusal(f"Couldn't resolve to a node: {str(gid)[:200]}", code="NOT_FOUND", field=field)
    return row
