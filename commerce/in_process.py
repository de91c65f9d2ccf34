"""How documents reach the embedded store: in this process, on this database."""

from typing import Any

from commerce.client.base_model import Upload
from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.execution import InvalidDocument, run
from commerce.errors import StoreError, StoreRefused


class InProcess:
    """Executes on the embedded store as one caller."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        """
        Return the data.

        Raises:
            StoreRefused: the document is refused, or a path is closed to this caller.
        """
        try:
            result = run(
                query, caller=self._caller, variables=_with_files(variables), operation_name=operation_name
            )
        except InvalidDocument as fault:
            raise StoreRefused([_error(fault.errors[0])]) from fault
        if result.errors:
            raise StoreRefused([_error(error) for error in result.errors])
        return result.data or {}


def _with_files(value: Any) -> Any:
    """Return variables with the files themselves where the client has uploads."""
    if isinstance(value, Upload):
        return value.content
    if isinstance(value, dict):
        return {key: _with_files(entry) for key, entry in value.items()}
    return [_with_files(entry) for entry in value] if isinstance(value, list) else value


def _error(entry: dict[str, Any]) -> StoreError:
    return StoreError(code=str(entry["extensions"]["exception"]["code"]), message=str(entry["message"]))
