"""What the generated client stands on: one ``execute``, and the transport chosen once."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

from django.db import connection
from pydantic import BaseModel

from commerce.errors import CalledInsideTransaction


class Transport(Protocol):
    """Carries a document to a store and brings back its ``data``."""

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        """
        Return the response's data.

        Raises:
            StoreUnavailable: no answer; retryable.
            StoreRefused: the store answered with errors instead of data.
        """


class BaseStore:
    """The generated ``Store``'s parent."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def execute(
        self,
        query: str,
        operation_name: str | None = None,
        variables: dict[str, Any] | None = None,
        **_options: Any,
    ) -> dict[str, Any]:
        if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
            raise CalledInsideTransaction(operation_name or "")
        return self._transport.execute(query, operation_name, _plain(variables or {}))

    def get_data(self, response: dict[str, Any]) -> dict[str, Any]:
        return response


def _plain(value: Any) -> Any:
    """Return models as dictionaries, leaving out what was not set; files pass as they are."""
    if isinstance(value, BaseModel):
        return _plain(value.model_dump(by_alias=True, exclude_unset=True, mode="python"))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items() if type(entry).__name__ != "UnsetType"}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value
