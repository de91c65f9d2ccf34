"""The door of commerce: the store as the public and as our app, its refusals, and its questions."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

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
    "public_store",
    "refuse_on",
    "set_sync_answers",
    "store_errors",
]

#: What the rooms' app may do in the store; the same list stands in the app's manifest.
APP_PERMISSIONS = frozenset(
    {
        "HANDLE_PAYMENTS",
        "HANDLE_TAXES",
        "MANAGE_CHANNELS",
        "MANAGE_CHECKOUTS",
        "MANAGE_ORDERS",
        "MANAGE_ORDERS_IMPORT",
        "MANAGE_PAGES",
        "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
        "MANAGE_PRODUCTS",
        "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
        "MANAGE_SETTINGS",
        "MANAGE_SHIPPING",
        "MANAGE_TAXES",
        "MANAGE_USERS",
    }
)


class RoomsApp:
    """The rooms as the embedded store sees them: one app, known by its identifier."""

    id = 0
    pk = 0
    name = "Umeed"
    is_active = True

    @property
    def identifier(self) -> str:
        return str(settings.APP_IDENTIFIER)


def _require_embedded() -> None:
    if settings.SALEOR_API_URL:
        raise ImproperlyConfigured(
            "SALEOR_API_URL is set, but this version carries documents to the embedded store only. Unset it."
        )


@cache
def public_store() -> Store:
    """Return the store as anybody on the web reaches it."""
    _require_embedded()
    return Store(InProcess(PUBLIC))


@cache
def app_store() -> Store:
    """Return the store with the app's permissions; only rooms use it, never a page on a buyer's behalf."""
    _require_embedded()
    return Store(InProcess(Caller(permissions=APP_PERMISSIONS, app=RoomsApp())))


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
