"""
What changes rarely, remembered by each process: channels, categories, types, attributes.

It is valid for one version of the setup. The database itself gives the setup a new token in every
transaction that writes one of its tables (``SetupVersion`` of the product room, kept by triggers), so no
way of writing can forget it; the token becomes visible together with the rows, and none comes twice. A
request asks for the versions once, in one small query, and is right at once in every process.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models.base import ModelState

from jkrlm.kernel.statements import Statement

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
M = TypeVar("M", bound=models.Model)

_KEPT_VERSIONS: Final = 4
_kept: "OrderedDict[tuple[str, UUID], dict[Hashable, dict[Any, Any]]]" = OrderedDict()
_lock = Lock()

_VERSIONS = Statement(
    "SELECT (SELECT token FROM store_product_setupversion), last_value + is_called::int"
    " FROM store_catalogue_version"
)


@dataclass(frozen=True, slots=True)
class Versions:
    """
    ``setup``: of what this module remembers, None: nothing may be remembered.

    ``catalogue``: of products, prices and listings.
    """

    setup: UUID | None
    catalogue: int


_asked: ContextVar[list[Versions] | None] = ContextVar("versions_asked", default=None)


@contextmanager
def one_execution() -> Iterator[None]:
    """While a document is executed the versions are asked for once."""
    token = _asked.set([])
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """While a mutation writes, the versions are asked for each time, and once more after it."""
    before = _asked.get()
    token = _asked.set(None)
    try:
        yield
    finally:
        _asked.reset(token)
        if before is not None:
            before.clear()


def versions() -> Versions:
    """Return the versions that hold now; one query, once in an execution."""
    asked = _asked.get()
    if asked:
        return asked[0]
    setup, catalogue = _VERSIONS.rows()[0]
    found = Versions(setup, catalogue)
    if asked is not None:
        asked.append(found)
    return found


def remembered(kind: Hashable, wanted: Iterable[K], read: Callable[[set[K]], Mapping[K, V]]) -> dict[K, V]:
    """
    Return what ``read`` gives for the keys, asking it only for those not read under this version.

    What is absent is not remembered. The values are shared by threads: nobody may change them.
    """
    token = versions().setup
    if token is None:
        return dict(read(set(wanted)))
    version = (str(connection.settings_dict["NAME"]), token)
    with _lock:
        kinds = _kept.setdefault(version, {})
        _kept.move_to_end(version)
        while len(_kept) > _KEPT_VERSIONS:
            _kept.popitem(last=False)
        known = kinds.setdefault(kind, {})
    keys = set(wanted)
    missing = keys - known.keys()
    if missing:
        known.update(read(missing))
    return {key: known[key] for key in keys if key in known}


def own(row: M) -> M:
    """Return a copy of a remembered row that one execution may mark and hang things on."""
    copied = type(row).__new__(type(row))
    copied.__dict__.update(row.__dict__)
    copied._state = ModelState()
    copied._state.adding = False
    copied._state.db = row._state.db
    return copied


def remembered_rows(model: type[M], pks: Iterable[Any]) -> dict[Any, M]:
    """Return copies of rows of a model that belongs to the setup, by primary key."""
    found = remembered(model, pks, model._default_manager.in_bulk)
    return {pk: own(row) for pk, row in found.items()}


def own_lists(found: Mapping[K, Iterable[M]]) -> dict[K, list[M]]:
    """Return lists of copies of one model's rows; a row that stands in several lists is copied once."""
    every = {row.pk: row for rows in found.values() for row in rows}
    copies = {pk: own(row) for pk, row in every.items()}
    return {key: [copies[row.pk] for row in rows] for key, rows in found.items()}
