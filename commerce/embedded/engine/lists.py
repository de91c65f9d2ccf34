"""Connections over lists that were loaded for many owners at once, and over rows only counted."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from commerce.embedded.engine.connections import PAGE_MAX, Connection, Countable, connection, encode_cursor
from commerce.embedded.engine.errors import BadInput


class ListConnection:
    """
    A page cut from a list in memory.

    For relations with few members (choices, children, variants): all are loaded for the whole peer
    group in one query, so that nested connections do not cost a query each.
    """

    def __init__(self, nodes: Sequence[Any], arguments: dict[str, Any], *, order: Sequence[str]) -> None:
        names = [name.lstrip("-") for name in order]
        pairs = [(node, encode_cursor(node, names)) for node in nodes]
        self.total_count = len(pairs)
        first, last = arguments.get("first"), arguments.get("last")
        for word, size in (("first", first), ("last", last)):
            if size is not None and not 0 <= size <= PAGE_MAX:
                raise BadInput(f"Argument '{word}' must be between 0 and {PAGE_MAX}.")
        cursors = [cursor for _, cursor in pairs]
        start = _position(cursors, arguments.get("after"), -1) + 1
        stop = _position(cursors, arguments.get("before"), len(pairs))
        if first is not None:
            stop = min(stop, start + first)
        elif last is not None:
            start = max(start, stop - last)
        chosen = pairs[start:stop]
        self.edges = [{"node": node, "cursor": cursor} for node, cursor in chosen]
        self.page_info = {
            "has_next_page": stop < len(pairs),
            "has_previous_page": start > 0,
            "start_cursor": chosen[0][1] if chosen else None,
            "end_cursor": chosen[-1][1] if chosen else None,
        }


def _position(cursors: list[str], cursor: str | None, default: int) -> int:
    if cursor is None:
        return default
    if cursor not in cursors:
        raise BadInput("Received cursor is invalid.")
    return cursors.index(cursor)


class CountOnly:
    """A connection asked for neither first nor last: Saleor then answers its total and nothing else."""

    def __init__(self, queryset: Countable, name: str) -> None:
        self._queryset = queryset
        self._name = name

    @property
    def total_count(self) -> int:
        return self._queryset.order_by().count()

    def _refuse(self) -> Any:
        raise BadInput(
            f"You must provide a `first` or `last` value to properly paginate the `{self._name}` connection."
        )

    edges = property(_refuse)
    page_info = property(_refuse)


def counted_connection(
    queryset: QuerySet[Any],
    arguments: dict[str, Any],
    *,
    order: Sequence[str],
    name: str,
    counted: Countable | None = None,
) -> Connection | CountOnly:
    """
    Return a page whose total comes from `counted`, where as many rows are cheaper to count.

    Raises:
        BadInput: page size or cursor that cannot be.
    """
    if arguments.get("first") is None and arguments.get("last") is None:
        return CountOnly(counted if counted is not None else queryset, name)
    page = connection(queryset, arguments, order=order, name=name)
    if counted is not None:
        page._queryset = counted
    return page
