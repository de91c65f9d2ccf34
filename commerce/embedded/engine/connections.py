"""Pages of a list: keyset cursors as Saleor writes them, and a count only when asked for."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, Protocol

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Q, QuerySet

from commerce.embedded.engine.errors import BadInput
from commerce.embedded.engine.peers import peers

PAGE_MAX = 100


class Countable(Protocol):
    """A queryset, or what stands for one."""

    def order_by(self) -> "Countable": ...

    def count(self) -> int: ...


class Connection:
    """A page of a queryset; read by the engine's resolvers of ``…CountableConnection``."""

    def __init__(
        self,
        queryset: Countable,
        nodes: Sequence[Any],
        order: Sequence[str],
        *,
        has_next: bool,
        has_previous: bool,
        total: int | None = None,
    ) -> None:
        self._queryset = queryset
        self._total = total
        names = [name.lstrip("-") for name in order]
        self.edges = [{"node": node, "cursor": encode_cursor(node, names)} for node in nodes]
        self.page_info = {
            "has_next_page": has_next,
            "has_previous_page": has_previous,
            "start_cursor": self.edges[0]["cursor"] if self.edges else None,
            "end_cursor": self.edges[-1]["cursor"] if self.edges else None,
        }
        if nodes and "_peers" not in nodes[0].__dict__:
            peers(list(nodes))

    @property
    def total_count(self) -> int:
        if self._total is None:
            self._total = self._queryset.order_by().count()
        return self._total


def encode_cursor(node: Any, names: Sequence[str]) -> str:
    """Return base64 of the JSON list of the order's values, each as text (None stays null)."""
    values = [None if (value := _value(node, name)) is None else str(value) for name in names]
    return base64.b64encode(json.dumps(values, separators=(",", ":"), default=str).encode()).decode()


def _value(node: Any, path: str) -> Any:
    for name in path.split("__"):
        node = getattr(node, name, None)
    return node


def decode_cursor(cursor: str, names: Sequence[str]) -> list[str | None]:
    """Return the order's values; raises BadInput when the text is no cursor of this order."""
    try:
        values = json.loads(base64.b64decode(cursor, validate=True))
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or len(values) != len(names) or "\x00" in json.dumps(values):
        raise BadInput("Received cursor is invalid.")
    return [None if value is None else str(value) for value in values]


def connection(
    queryset: QuerySet[Any],
    arguments: dict[str, Any],
    *,
    order: Sequence[str] = ("pk",),
    name: str = "connection",
    total: int | None = None,
) -> Connection:
    """
    Return the page that first/after/last/before ask for.

    ``order`` names fields or annotations ("-price" descends); the last must be unique.

    Raises:
        BadInput: neither first nor last, both, more than 100, or a cursor of another order.
    """
    first, last = arguments.get("first"), arguments.get("last")
    size = page_size(first, last, name)
    backwards = last is not None
    ordered = [_turned(part) for part in order] if backwards else list(order)
    cursor = arguments.get("before") if backwards else arguments.get("after")
    page = queryset
    if cursor is not None:
        page = page.filter(_beyond(queryset, ordered, decode_cursor(cursor, ordered)))
    nodes = list(page.order_by(*ordered)[: size + 1])
    more, nodes = len(nodes) > size, nodes[:size]
    if backwards:
        nodes.reverse()
    return Connection(
        queryset,
        nodes,
        order,
        has_next=arguments.get("before") is not None if backwards else more,
        has_previous=more if backwards else cursor is not None,
        total=total,
    )


def page_size(first: int | None, last: int | None, name: str) -> int:
    if first is None and last is None:
        raise BadInput(
            f"You must provide a `first` or `last` value to properly paginate the `{name}` connection."
        )
    if first is not None and last is not None:
        raise BadInput("Argument 'last' cannot be combined with 'first'.")
    word, size = ("first", first) if first is not None else ("last", last)
    if size is None or size < 0:
        raise BadInput(f"Argument '{word}' must be a non-negative integer.")
    if size > PAGE_MAX:
        raise BadInput(
            f"Requesting {size} records on the `{name}` connection exceeds the `{word}` limit of "
            f"{PAGE_MAX} records."
        )
    return size


def _turned(part: str) -> str:
    return part[1:] if part.startswith("-") else f"-{part}"


def _beyond(queryset: QuerySet[Any], order: Sequence[str], texts: list[str | None]) -> Q:
    """Return the condition for rows after the cursor, in a form that an index on the order serves."""
    values = [_typed(queryset, part.lstrip("-"), text) for part, text in zip(order, texts, strict=True)]
    condition, equal = Q(pk__in=[]), Q()
    for part, value in zip(order, values, strict=True):
        field = part.lstrip("-")
        if value is not None:
            word = "lt" if part.startswith("-") else "gt"
            condition |= equal & Q(**{f"{field}__{word}": value})
            equal &= Q(**{field: value})
        else:
            equal &= Q(**{f"{field}__isnull": True})
    lead, value = order[0], values[0]
    if value is not None:
        bound = "lte" if lead.startswith("-") else "gte"
        condition &= Q(**{f"{lead.lstrip('-')}__{bound}": value})
    return condition


def _typed(queryset: QuerySet[Any], name: str, text: str | None) -> Any:
    if text is None:
        return None
    field: Any = queryset.query.annotations.get(name)
    try:
        kind = field.output_field if field is not None else _model_field(queryset, name)
        return kind.to_python(text)
    except (FieldDoesNotExist, ValidationError):
        raise BadInput("Received cursor is invalid.") from None


def _model_field(queryset: QuerySet[Any], path: str) -> "Field[Any, Any]":
    meta = queryset.model._meta
    *steps, leaf = path.split("__")
    for step in steps:
        meta = meta.get_field(step).related_model._meta  # type: ignore[union-attr]
    return meta.pk if leaf == "pk" else meta.get_field(leaf)  # type: ignore[no-any-return]
