"""The door of commerce: the store as the public and as our app, its refusals, and its questions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from commerce.client.client import Store
from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.webhook.services import set_answerer
from commerce.errors import (
    CalledInsideTransaction,
    StoreError,
    StoreRefused,
    StoreUnavailable,
    WrongStore,
    refuse_on,
    store_errors,
)
from commerce.identity import bind
from commerce.invariants import invariants
from commerce.permissions import APP_PERMISSIONS
from commerce.transports import InProcess
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
    "public_store",
    "refuse_on",
    "set_sync_answers",
    "store_errors",
]


@dataclass(frozen=True)
class RoomsApp:
    """The rooms as the embedded store's caller; ``install`` put the same app into its tables."""

    identifier: str
    name: str = "Umeed"
    is_active: bool = True


@cache
def public_store() -> Store:
    """Return the store as anybody on the web reaches it."""
    return Store(InProcess(PUBLIC))


@cache
def app_store() -> Store:
    """Return the store with the app's permissions; only rooms use it, never a page on a buyer's behalf."""
    return Store(InProcess(Caller(permissions=APP_PERMISSIONS, app=RoomsApp(settings.APP_IDENTIFIER))))


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

    def answer(app_identifier: str, event: str, payload: dict[str, Any]) -> Any:
        if app_identifier != settings.APP_IDENTIFIER or event not in table:
            return None
        return table[event](payload)

    set_answerer(answer)
