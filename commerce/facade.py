"""The door of commerce: the store as the public and as our app, its refusals, and its questions."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from commerce.answers import set_answers
from commerce.client.client import Store
from commerce.errors import (
    CalledInsideTransaction,
    StoreError,
    StoreRefused,
    StoreUnavailable,
    WrongStore,
    refuse_on,
    store_errors,
)
from commerce.identity import bind, on_saleor
from jkrlm.kernel.ids import parse_global_id

__all__ = [
    "CalledInsideTransaction",
    "Store",
    "StoreError",
    "StoreRefused",
    "StoreUnavailable",
    "WrongStore",
    "app_store",
    "bind",
    "external_method_id",
    "invariants",
    "on_saleor",
    "public_store",
    "refuse_on",
    "set_sync_answers",
    "store_errors",
]


def _chosen() -> ModuleType:
    """Return the store that the settings choose; the other one is not imported: its tables are not there."""
    if on_saleor():
        from commerce.saleor import store as saleor

        return saleor
    from commerce import embedded_store

    return embedded_store


def public_store() -> Store:
    """Return the store as anybody on the web reaches it."""
    store: Store = _chosen().public_store()
    return store


def app_store() -> Store:
    """Return the store with the app's permissions; only rooms use it, never a page on a buyer's behalf."""
    store: Store = _chosen().app_store()
    return store


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    clauses: tuple[tuple[str, Callable[[], list[str]]], ...] = _chosen().invariants()
    return clauses


def external_method_id(gid: str) -> str:
    """
    Return our own delivery method id out of the store's ``app:<identifier>:<id>``.

    Raises:
        BadGlobalId: not an id of an app's method.
    """
    _, rest = parse_global_id(gid)
    return rest.partition(":")[2]


def set_sync_answers(table: Mapping[str, Callable[[dict[str, Any]], Any]]) -> None:
    """Take the wiring's table of synchronous event -> the one function that answers it."""
    set_answers(table)
    _chosen().listen()
