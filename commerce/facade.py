"""The door of commerce: the store as the public and as our app, its refusals, and its questions."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import ModuleType
from typing import Any

from commerce.answers import set_answers
from commerce.client.client import Store
from commerce.drift import Comparer, Drift, DriftKind, Window, set_comparers
from commerce.errors import (
    CalledInsideTransaction,
    StoreError,
    StoreRefused,
    StoreUnavailable,
    WrongStore,
    refuse_on,
    store_errors,
)
from commerce.figures import FIGURES
from commerce.identity import bind, on_saleor
from commerce.paging import pages
from commerce.plan import Check, CheckState, Step, StepState, carry_out
from commerce.selling import selling_steps
from commerce.state import (
    Absence,
    ShownRun,
    StoreState,
    absence,
    reconcile_runs,
    request_reconcile,
    store_state,
)
from jkrlm.kernel.ids import parse_global_id

__all__ = [
    "FIGURES",
    "Absence",
    "CalledInsideTransaction",
    "Check",
    "CheckState",
    "Comparer",
    "Drift",
    "DriftKind",
    "ShownRun",
    "Step",
    "StepState",
    "Store",
    "StoreError",
    "StoreRefused",
    "StoreState",
    "StoreUnavailable",
    "Window",
    "WrongStore",
    "absence",
    "app_steps",
    "app_store",
    "bind",
    "carry_out",
    "connection_checks",
    "external_method_id",
    "invariants",
    "keep_goods",
    "let_go_goods",
    "on_saleor",
    "oversold",
    "pages",
    "public_store",
    "reconcile_runs",
    "refuse_on",
    "request_reconcile",
    "selling_steps",
    "set_comparers",
    "set_sync_answers",
    "store_errors",
    "store_state",
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


def app_steps(store: Store) -> list[Step]:
    """Return the plan's steps for our app in the store; none in the embedded one."""
    steps: list[Step] = _chosen().app_steps(store)
    return steps


def connection_checks() -> list[Check]:
    """Return whether Saleor and our app can work together; nothing to check with the embedded store."""
    checks: list[Check] = _chosen().connection_checks()
    return checks


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    clauses: tuple[tuple[str, Callable[[], list[str]]], ...] = _chosen().invariants()
    return clauses


def oversold(order_id: str) -> list[str]:
    """
    Return the orders to undo, newest first, so that no piece of this order is sold twice.

    The embedded store never does that; a Saleor may (see ``commerce/saleor/single_file.py``).
    """
    orders: list[str] = _chosen().oversold(order_id)
    return orders


def keep_goods(checkout_id: str, *, until: datetime, now: datetime, only: str | None = None) -> bool:
    """
    Keep a checkout's pieces from being sold to others; returns False where they are gone, or the checkout is.

    The embedded store keeps them until the given moment. A Saleor keeps them for as long as its settings say
    (``reserveStockDurationAnonymousUser``): call again within that time. ``only`` names a variant: one unit
    of it is kept, whatever else the checkout holds.

    Raises:
        StoreUnavailable: try again.
    """
    kept: bool = _chosen().keep_goods(checkout_id, until=until, now=now, only=only)
    return kept


def let_go_goods(checkout_id: str) -> None:
    """Let others buy a checkout's pieces; on a Saleor they are let go when its reservation runs out."""
    _chosen().let_go_goods(checkout_id)


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
