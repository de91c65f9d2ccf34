"""The door of commerce: the store as the public and as our app, its refusals, and its questions."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from types import ModuleType
from typing import Any

from commerce import moves as _moves
from commerce import warehouses as _warehouses
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
from commerce.models import MoveState
from commerce.moves import (
    Move,
    MoveDiffers,
    WishUnderWay,
    moves,
    moves_through,
    open_moves,
    queue_lock,
    set_wish_before,
    variants_waiting,
)
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
from commerce.stock_leg import NotEnough
from commerce.warehouses import Standing, WarehouseWish
from jkrlm.kernel import clock
from jkrlm.kernel.ids import parse_global_id
from jkrlm.kernel.outbox import Event

__all__ = [
    "FIGURES",
    "Absence",
    "CalledInsideTransaction",
    "Check",
    "CheckState",
    "Comparer",
    "Drift",
    "DriftKind",
    "Move",
    "MoveDiffers",
    "MoveState",
    "NotEnough",
    "ShownRun",
    "Standing",
    "Step",
    "StepState",
    "Store",
    "StoreError",
    "StoreRefused",
    "StoreState",
    "StoreUnavailable",
    "WarehouseWish",
    "Window",
    "WishUnderWay",
    "WrongStore",
    "absence",
    "app_steps",
    "app_store",
    "bind",
    "carry_moves",
    "carry_out",
    "close_warehouse",
    "connection_checks",
    "external_method_id",
    "invariants",
    "keep_goods",
    "let_go_goods",
    "move_again",
    "move_stock",
    "moves",
    "moves_through",
    "on_saleor",
    "on_stock_move_asked",
    "open_moves",
    "open_warehouse",
    "oversold",
    "pages",
    "public_store",
    "queue_lock",
    "reconcile_runs",
    "refuse_on",
    "request_reconcile",
    "selling_steps",
    "set_comparers",
    "set_sync_answers",
    "set_wish_before",
    "stock_of",
    "store_errors",
    "store_state",
    "variants_waiting",
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


def let_go_goods(checkout_id: str, *, only: str | None = None) -> None:
    """
    Let others buy a checkout's pieces; on a Saleor they are let go when its reservation runs out.

    With ``only``, those of one variant: a bag may keep another piece for another return, or be on its way to
    the till, and neither is to lose its pieces because this one's time is over.
    """
    _chosen().let_go_goods(checkout_id, only=only)


def move_stock(*, move_id: str, variant_id: str, out_of: str, into: str, quantity: int) -> None:
    """
    Have so many of a variant moved from one warehouse of the store into another, both by slug, an empty one
    being nowhere; asked for in the caller's transaction, carried out after it by the variant's queue, once.

    ``StockMoved`` says how it ended; what is sold is refused to be taken away.

    Raises:
        MoveDiffers: this id is another move's.
    """
    _moves.ask_move(
        move_id=move_id,
        variant_id=variant_id,
        out_of=out_of,
        into=into,
        quantity=quantity,
        now=clock.now(),
    )


def carry_moves(variant_id: str, *, asked_before: datetime | None = None) -> int:
    """
    Carry a variant's moves out (those asked for before a moment), in their order; return how many ended.

    Raises:
        WishUnderWay, StoreRefused, StoreUnavailable: to be tried again.
    """
    chosen = _chosen()
    return _moves.carry_moves(
        variant_id,
        store=chosen.app_store(),
        shift=chosen.shift_stock,
        clock=clock.now,
        asked_before=asked_before,
    )


def move_again(move_id: str) -> bool:
    """Have a move tried once more that was refused or hangs; False where it is done, or unknown."""
    return _moves.ask_again(move_id, now=clock.now())


def stock_of(variant_ids: Collection[str]) -> dict[tuple[str, str], Standing]:
    """
    Return what the store has of variants, by (variant, slug of the warehouse). One question for fifty.

    Raises:
        StoreUnavailable.
    """
    return _warehouses.stock_of(app_store(), variant_ids)


def on_stock_move_asked(event: Event) -> None:
    """Carry the queue of the variant out. Raises what ``carry_moves`` raises."""
    carry_moves(str(event.payload["variant_id"]))


def open_warehouse(wish: WarehouseWish) -> str:
    """Make a warehouse that sells through its channel; return its id. Raises as the store refuses."""
    return _warehouses.open_warehouse(app_store(), wish)


def close_warehouse(slug: str, *, channel: str) -> None:
    """Sell from a warehouse no more. Raises StoreRefused, StoreUnavailable."""
    _warehouses.close_warehouse(app_store(), slug, channel=channel)


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
