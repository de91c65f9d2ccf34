"""
Checkouts that want the same piece are completed one after the other.

Saleor 3.23.28 and 3.24 sell the last piece twice when two of them are completed in the same moment:
``allocate_stocks`` (saleor/warehouse/management.py) locks the stock, and then counts what is allocated by a
generator of ids that its question about reservations has used up, so that it finds nothing. What is left is a
check made earlier, without a lock: enough where completions do not overlap. All of our web shop's pass here;
those that Saleor makes by itself, once a minute, do not.
"""

from contextlib import ExitStack
from typing import Any, Final
from zlib import crc32

from commerce.base_store import Transport
from commerce.saleor.documents import operations
from jkrlm.kernel.locks import advisory_lock

COMPLETION: Final = "CheckoutComplete"
_PIECES: Final = "PiecesOfCheckout"


class SingleFile:
    """A transport that holds the pieces of a checkout while the store completes it."""

    def __init__(self, store: Transport) -> None:
        self._store = store

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        """
        Return the data.

        Raises:
            StoreUnavailable, StoreRefused: as the transport does.
        """
        if operation_name != COMPLETION:
            return self._store.execute(query, operation_name, variables)
        with ExitStack() as held:
            for name in self._locks(variables["id"]):
                held.enter_context(advisory_lock(name))
            return self._store.execute(query, operation_name, variables)

    def _locks(self, checkout_id: str) -> list[str]:
        """Return the locks' names in the order of their keys: everybody takes them in the same order."""
        found = self._store.execute(operations()[_PIECES], _PIECES, {"id": checkout_id})["checkout"]
        lines = found["lines"] if found else []
        names = {f"piece {line['variant']['id']}" for line in lines if line["variant"]}
        return sorted(names, key=lambda name: (crc32(name.encode()), name))
