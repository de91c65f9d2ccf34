"""
Totals of lists, remembered until the catalogue changes.

Counting 100,000 rows takes longer than reading the page, and the total is the same for everybody.
So a process remembers totals under the catalogue's version, a sequence that every write of the
catalogue moves on: at once, for the writer's own transaction, and again after its commit, for those
who counted between the two. What changes by the clock alone (a date of publication comes) is
seen within half a minute.
"""

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet

from commerce.embedded.engine.remembered import versions

_TTL_SECONDS: Final = 30
_KEPT_MAX: Final = 2000
_kept: "OrderedDict[tuple[Any, ...], tuple[float, int]]" = OrderedDict()
_lock = Lock()


def _move_on() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('store_catalogue_version')")


def catalogue_changed() -> None:
    """Say inside a transaction that products, prices, listings or answers changed."""
    _move_on()
    transaction.on_commit(_move_on)


class RememberedCount:
    """Stands where a queryset is only counted; `key` says which list it is, None: count each time."""

    def __init__(self, queryset: Callable[[], QuerySet[Any]], key: tuple[Any, ...] | None) -> None:
        self._queryset = queryset
        self._key = key

    def order_by(self) -> "RememberedCount":
        return self

    def count(self) -> int:
        """Return the total, counted only when nobody here has since the last change."""
        if self._key is None:
            return self._queryset().order_by().count()
        key = (connection.settings_dict["NAME"], versions().catalogue, *self._key)
        with _lock:
            found = _kept.get(key)
            if found is not None and found[0] > time.monotonic():
                _kept.move_to_end(key)
                return found[1]
        total = self._queryset().order_by().count()
        with _lock:
            _kept[key] = (time.monotonic() + _TTL_SECONDS, total)
            while len(_kept) > _KEPT_MAX:
                _kept.popitem(last=False)
        return total


def list_key(**parts: Any) -> tuple[str] | None:
    """
    Return a key for a list; None for one that must be counted each time, because it depends on
    stock or on a search.
    """
    text = json.dumps(parts, sort_keys=True, default=str)
    return None if "stock_availability" in text or len(text) > 2000 else (text,)
