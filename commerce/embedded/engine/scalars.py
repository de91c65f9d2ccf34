"""How the schema's scalars come in and go out."""

import json
import re
import uuid
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema, ValueNode, value_from_ast_untyped

_HALVES: Final = re.compile("[\ud800-\udfff]")


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise GraphQLError(f"Decimal cannot represent value: {value!r}")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise GraphQLError(f"Decimal cannot represent value: {value!r}") from None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise GraphQLError(f"Decimal cannot represent value: {value!r}")
    return number


def _positive_decimal(value: Any) -> Decimal:
    number = _decimal(value)
    if number < 0:
        raise GraphQLError(f"Value cannot be lower than 0. Unsupported value: {value}")
    return number


def _positive_int(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise GraphQLError(f"PositiveInt cannot represent value: {value!r}")
    return value


def _datetime(value: Any) -> datetime:
    moment = parse_datetime(value) if isinstance(value, str) else None
    if moment is None or moment.tzinfo is None:
        raise GraphQLError(f"DateTime cannot represent value: {value!r}")
    return moment


def _isoformat(value: date | datetime | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


def unwritable(value: Any) -> bool:
    """Return whether text somewhere in it cannot be kept: NUL, or half of a surrogate pair."""
    if isinstance(value, str):
        return "\x00" in value or (not value.isascii() and _HALVES.search(value) is not None)
    if isinstance(value, dict):
        return any(unwritable(key) or unwritable(entry) for key, entry in value.items())
    return isinstance(value, list) and any(unwritable(entry) for entry in value)


def _json_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise GraphQLError("JSONString wants JSON as text.")
    try:
        found = json.loads(value)
        if unwritable(found):
            raise ValueError
    except (ValueError, RecursionError):
        raise GraphQLError(f"Badly formed JSONString: {value[:50]!r}") from None
    return found


def _uuid(value: Any) -> uuid.UUID:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        raise GraphQLError(f"UUID cannot represent value: {value!r}") from None


def _metadata(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise GraphQLError("Metadata wants an object of texts.")
    return {str(key): str(entry) for key, entry in value.items()}


def _weight(value: Any) -> Decimal:
    """Weight comes as a number of kilograms or as {unit, value}; returned in grams."""
    if isinstance(value, dict):
        factor = {"G": Decimal(1), "KG": Decimal(1000), "TONNE": Decimal(1_000_000)}.get(
            str(value.get("unit", "KG")).upper()
        )
        if factor is None:
            raise GraphQLError(f"Unsupported weight unit: {value.get('unit')!r}")
        return _positive_decimal(value.get("value")) * factor
    return _positive_decimal(value) * 1000


def _upload(value: Any) -> Any:
    """A file comes beside a multipart request's operations; nothing written in a document is one."""
    if not hasattr(value, "read"):
        raise GraphQLError("Upload wants a file, sent as multipart/form-data.")
    return value


def _float_out(value: Any) -> float:
    return float(value)


def _same(value: Any) -> Any:
    return value


_RULES: dict[str, tuple[Any, Any]] = {
    "Decimal": (_float_out, _decimal),
    "PositiveDecimal": (_float_out, _positive_decimal),
    "PositiveInt": (int, _positive_int),
    "Minute": (int, _positive_int),
    "DateTime": (_isoformat, _datetime),
    "JSON": (_same, _same),
    "_Any": (_same, _same),
    "GenericScalar": (_same, _same),
    "JSONString": (lambda value: value if isinstance(value, str) else json.dumps(value), _json_text),
    "UUID": (str, _uuid),
    "Metadata": (_same, _metadata),
    "Upload": (_same, _upload),
    "WeightScalar": (_same, _weight),
}


def bind_scalars(schema: GraphQLSchema) -> None:
    """Give every custom scalar of the schema its way in and out; a scalar without one is a bug."""
    for name, kind in schema.type_map.items():
        if not isinstance(kind, GraphQLScalarType) or name in ("String", "Int", "Float", "Boolean", "ID"):
            continue
        serialize, parse = _RULES[name]
        kind.serialize = serialize  # type: ignore[method-assign]
        kind.parse_value = parse  # type: ignore[method-assign]
        kind.parse_literal = _from_literal(parse)  # type: ignore[method-assign]


def _from_literal(parse: Any) -> Any:
    def from_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        value = value_from_ast_untyped(node, variables)
        text = getattr(node, "value", None)
        # A float literal keeps its digits: 0.1 must not become 0.1000000000000000055.
        if isinstance(value, float) and isinstance(text, str):
            value = text
        return parse(value)

    return from_literal
