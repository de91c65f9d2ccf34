"""Conditions that ``where`` inputs share."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from commerce.embedded.engine.ids import uuid_of


def between(column: str, want: Mapping[str, Any] | None) -> Q:
    """Return the condition of a DateTimeRangeInput on a column; both ends belong to it."""
    condition = Q()
    for word in ("gte", "lte"):
        bound = (want or {}).get(word)
        if bound is not None:
            condition &= Q(**{f"{column}__{word}": bound})
    return condition


def with_uuids(want: list[str] | None, type_name: str) -> Q:
    """Return the condition of an ``ids`` list on rows whose key is a UUID; None asks for nothing."""
    return Q() if want is None else Q(pk__in=[uuid_of(gid, type_name) for gid in want])
