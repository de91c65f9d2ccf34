"""
A piece that was sold more often than it is there: the newest orders give way.

For completions that did not pass ``single_file.py``. Each order looks at its own pieces once it is made, and
one that was made while another was not yet written is older than that one, which then sees both.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from commerce.client.client import Store
from commerce.saleor.documents import ask

#: Who ordered longer ago keeps the piece: what is short now was lost or sold at a stall.
RACE: Final = timedelta(hours=1)


def orders_too_many(store: Store, order_id: str) -> list[str]:
    """
    Return the orders without which the pieces of this order suffice, newest first; as a rule none.

    Raises:
        StoreRefused, StoreUnavailable: from the store.
    """
    order = ask(store, "PiecesOfOrder", id=order_id)["order"]
    missing = _missing(order["lines"]) if order else {}
    if not missing:
        return []
    found = []
    for rival in _orders_since(store, datetime.fromisoformat(order["created"]) - RACE):
        held = {
            line["variant"]["id"]: sum(each["quantity"] for each in line["allocations"])
            for line in rival["lines"]
            if line["variant"] and line["allocations"]
        }
        if any(missing[variant] > 0 and held.get(variant) for variant in missing):
            found.append(rival["id"])
            missing = {variant: count - held.get(variant, 0) for variant, count in missing.items()}
        if all(count <= 0 for count in missing.values()):
            break
    return found


def _missing(lines: list[dict[str, Any]]) -> dict[str, int]:
    """Return variant -> how many more are allocated than there are."""
    counts = {
        line["variant"]["id"]: sum(
            max(0, stock["quantityAllocated"] - stock["quantity"]) for stock in line["variant"]["stocks"]
        )
        for line in lines
        if line["variant"]
    }
    return {variant: count for variant, count in counts.items() if count}


def _orders_since(store: Store, since: datetime) -> Iterator[dict[str, Any]]:
    """Yield orders, newest number first."""
    after: str | None = None
    while True:
        page = ask(store, "OrdersSince", since=since.isoformat(), after=after)["orders"]
        yield from (edge["node"] for edge in page["edges"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]
