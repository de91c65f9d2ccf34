"""The executable schema: the rooms' SDL put together, with their resolvers bound."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.utils.dateparse import parse_datetime
from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    print_schema,
)
from graphql.utilities import lexicographic_sort_schema

from jkrlm.api.binding import RESOLVERS

ROOMS: Final = (
    "common",
    "standards",
    "certificates",
    "verification",
    "cases",
    "applications",
    "inspection",
    "laboratory",
    "labels",
    "exhibitions",
    "fair_plan",
    "stalls",
    "allowances",
    "fair_goods",
    "tills",
    "fair_results",
    "fair_events",
)
_FOLDER: Final = Path(__file__).resolve().parent / "rooms"


def sdl() -> str:
    return "\n".join((_FOLDER / f"{room}.graphql").read_text() for room in ROOMS)


def printed_schema() -> str:
    """Return the schema as committed in ``docs/api.graphql``."""
    return print_schema(lexicographic_sort_schema(build_schema(sdl()))) + "\n"


@cache
def schema() -> GraphQLSchema:
    """Return the executable schema; built once in a process."""
    for room in ROOMS:
        import_module(f"jkrlm.api.rooms.{room}")
    built = build_schema(sdl())
    unbound = set(RESOLVERS)
    for name, kind in built.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(kind, GraphQLObjectType):
            for field_name, field in kind.fields.items():
                for argument_name, argument in field.args.items():
                    argument.out_name = snake_case(argument_name)
                unbound.discard((name, field_name))
                field.resolve = RESOLVERS.get((name, field_name)) or _attribute(snake_case(field_name))
        elif isinstance(kind, GraphQLInputObjectType):
            for field_name, given in kind.fields.items():
                given.out_name = snake_case(field_name)
        elif isinstance(kind, GraphQLEnumType):
            _bind_enum(kind)
        elif name in _SCALARS:
            _bind_scalar(kind, *_SCALARS[name])
    _bind_defaults(built)
    if unbound:
        raise LookupError(f"resolvers for fields that the schema does not have: {sorted(unbound)}")
    return built


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def _attribute(name: str) -> Callable[..., Any]:
    def resolve(source: Any, _info: Any, **_arguments: Any) -> Any:
        found = source.get(name) if isinstance(source, dict) else getattr(source, name)
        return found.value if isinstance(found, Enum) else found

    return resolve


def _bind_enum(kind: GraphQLEnumType) -> None:
    """GRANT_PART stands for "grant-part": the rooms' own values."""
    for name, value in kind.values.items():
        value.value = name.lower().replace("_", "-")
    kind.__dict__.pop("_value_lookup", None)


def _bind_scalar(kind: Any, serialize: Callable[[Any], Any], parse: Callable[[str], Any]) -> None:
    def parsed(value: Any) -> Any:
        if not isinstance(value, str):
            raise GraphQLError(f"{kind.name} is written as text.")
        try:
            return parse(value)
        except (ValueError, InvalidOperation, OverflowError, binascii.Error):
            raise GraphQLError(f"This is no {kind.name}: {value[:60]!r}") from None

    assert isinstance(kind, GraphQLScalarType)
    kind.serialize = serialize  # type: ignore[method-assign, assignment]
    kind.parse_value = parsed  # type: ignore[method-assign]


def _bind_defaults(built: GraphQLSchema) -> None:
    """A default was read before its type knew what it means: "0" is a Decimal, ENQUIRY is "enquiry"."""
    for kind in built.type_map.values():
        given: list[Any] = []
        if isinstance(kind, GraphQLInputObjectType):
            given = list(kind.fields.values())
        elif isinstance(kind, GraphQLObjectType):
            given = [argument for field in kind.fields.values() for argument in field.args.values()]
        for each in given:
            named = get_named_type(each.type)
            meant = isinstance(named, GraphQLEnumType) or named.name in _SCALARS
            if meant and isinstance(each.default_value, str):
                each.default_value = named.parse_value(each.default_value)


def _moment(text: str) -> datetime:
    """A time without its offset could be anywhere's."""
    found = parse_datetime(text)
    if found is None or found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)


def _decimal(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite() or len(text) > 30:
        raise ValueError(text)
    return found


_SCALARS: Final[dict[str, tuple[Callable[[Any], Any], Callable[[str], Any]]]] = {
    "UUID": (str, UUID),
    "Date": (lambda value: value.isoformat(), date.fromisoformat),
    "DateTime": (lambda value: value.isoformat(), _moment),
    "Decimal": (lambda value: format(value, "f"), _decimal),
    "Base64": (str, lambda text: b64decode(text, validate=True)),
}
