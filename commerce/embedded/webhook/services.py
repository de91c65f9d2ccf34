"""``emit`` an event; ``ask`` the app a question."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import connection

from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.execution import run
from commerce.embedded.webhook.posting import VERSION
from commerce.embedded.webhook.telling import tell
from commerce.subscriptions import documents, type_name
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import now

logger = logging.getLogger(__name__)

Answerer = Callable[[str, str, dict[str, Any]], Any]

#: The app sees what its permissions show; the rooms' app holds all that its documents select.
_APP = Caller(
    permissions=frozenset(
        {
            "AUTHENTICATED_APP",
            "HANDLE_PAYMENTS",
            "HANDLE_TAXES",
            "MANAGE_CHECKOUTS",
            "MANAGE_DISCOUNTS",
            "MANAGE_ORDERS",
            "MANAGE_PRODUCTS",
            "MANAGE_SHIPPING",
            "MANAGE_USERS",
        }
    )
)

_answerer: list[Answerer] = []


class AskedInsideTransaction(RuntimeError):
    """A question to the app would hold locks while another process thinks."""


def set_answerer(answerer: Answerer | None) -> Answerer | None:
    """
    Take the function (app identifier, event name, payload) -> answer; returns the one before.

    It returns None when that app does not answer that event.
    """
    before = _answerer[0] if _answerer else None
    _answerer[:] = [answerer] if answerer else []
    return before


def payload(event: str, **fields: Any) -> dict[str, Any]:
    """Return what the event's document selects of the given objects."""
    root = {"event": {"__typename": type_name(event), "issued_at": now(), "version": VERSION, **fields}}
    result = run(documents()[event], caller=_APP, root=root)
    if result.errors or result.data is None:
        raise LookupError(f"{event}: {result.errors}")
    selected: dict[str, Any] = result.data["event"]
    return selected


def emit(event: str, **fields: Any) -> None:
    """
    Write the event in the caller's transaction, for the rooms and for third parties that want it.

    ``fields`` are the objects of its type.
    """
    if outbox.is_heard(event):
        outbox.record(event, payload(event, **fields))
    tell(event, fields)


def in_transaction() -> bool:
    """Return whether a transaction of ours is open (the one that wraps a test does not count)."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def ask(event: str, app_identifier: str, fields: dict[str, Any]) -> Any | None:
    """
    Return the app's answer, or None when it has none or failed (logged).

    Raises:
        AskedInsideTransaction: a transaction is open.
    """
    if in_transaction():
        raise AskedInsideTransaction(event)
    if not _answerer:
        return None
    try:
        return _answerer[0](app_identifier, event, payload(event, **fields))
    except Exception:
        logger.exception("the app %s failed to answer %s", app_identifier, event)
        return None
