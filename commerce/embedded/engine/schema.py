"""The executable schema: the rooms' SDL with their resolvers bound."""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    is_composite_type,
    print_schema,
)
from graphql.utilities import lexicographic_sort_schema

from commerce.embedded.engine import metadata
from commerce.embedded.engine.peers import peers
from commerce.embedded.engine.resolvers import RESOLVERS, Info, Resolver
from commerce.embedded.engine.scalars import bind_scalars
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.money import Money, fraction_digits

ROOMS = (
    "account",
    "app",
    "attribute",
    "channel",
    "checkout",
    "discount",
    "engine",
    "federation",
    "menu",
    "order",
    "page",
    "payment",
    "product",
    "shipping",
    "tax",
    "translation",
    "warehouse",
    "webhook",
)
_FOLDER = Path(__file__).resolve().parent.parent


def snake_case(name: str) -> str:
    """Return ``someName`` as ``some_name``; AND and OR become ``and_`` and ``or_``."""
    if name.isupper():
        return f"{name.lower()}_"
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def sdl() -> str:
    """Return the rooms' SDL, put together."""
    return "\n".join((_FOLDER / room / "schema.graphql").read_text() for room in ROOMS)


def printed_schema() -> str:
    """Return the schema as committed in ``commerce/schema.graphql``."""
    return print_schema(lexicographic_sort_schema(build_schema(sdl()))) + "\n"


@cache
def schema() -> GraphQLSchema:
    """Return the executable schema; built once in a process."""
    for room in ROOMS:
        if room != "engine":
            for path in sorted((_FOLDER / room).glob("schema*.py")):
                import_module(f"commerce.embedded.{room}.{path.stem}")
    built = build_schema(sdl(), no_location=True)
    _forget_source(built)
    bind_scalars(built)
    unknown = set(RESOLVERS)
    for name, kind in built.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(kind, GraphQLObjectType):
            for field_name, field in kind.fields.items():
                for argument_name, argument in field.args.items():
                    argument.out_name = snake_case(argument_name)
                unknown.discard((name, field_name))
                field.resolve = _with_peers(_resolver(kind, field_name), field.type)
        elif isinstance(kind, GraphQLInputObjectType):
            for field_name, input_field in kind.fields.items():
                input_field.out_name = snake_case(field_name)
        elif isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            kind.resolve_type = _type_name
    if unknown:
        raise LookupError(f"resolvers for fields that the schema does not have: {sorted(unknown)}")
    return built


def _forget_source(built: GraphQLSchema) -> None:
    """The parsed text hangs on each of its parts: 3 MB of each process that nobody reads again."""
    for kind in built.type_map.values():
        kind.ast_node = None
        for part in (getattr(kind, "fields", None) or getattr(kind, "values", None) or {}).values():
            part.ast_node = None
            for argument in getattr(part, "args", {}).values():
                argument.ast_node = None


def _type_name(value: Any, _info: Info, _abstract: Any) -> str:
    if isinstance(value, dict):
        return str(value["__typename"])
    return str(getattr(value, "graphql_type", None) or type(value).__name__)


def _resolver(kind: GraphQLObjectType, field_name: str) -> Resolver:
    bound = RESOLVERS.get((kind.name, field_name))
    if bound is not None:
        return bound
    interfaces = {interface.name for interface in kind.interfaces}
    if field_name == "id" and "Node" in interfaces:
        return _node_id(kind.name)
    if field_name == "id" and not interfaces:
        return _plain_id(kind.name)
    if "ObjectWithMetadata" in interfaces and ("etadata" in field_name or "etafield" in field_name):
        return _metadata_resolver(kind.name, field_name)
    if kind.name == "Money":
        return _MONEY[field_name]
    return _attribute(snake_case(field_name))


def _attribute(name: str) -> Resolver:
    def resolve(source: Any, _info: Info, **_arguments: Any) -> Any:
        if isinstance(source, dict):
            return source.get(name)
        return getattr(source, name, None)

    resolve.attribute = name  # type: ignore[attr-defined]  # the engine reads it without the call
    return resolve


def _node_id(type_name: str) -> Resolver:
    def resolve(source: Any, _info: Info) -> str:
        return global_id(type_name, source.pk)

    return resolve


def _plain_id(type_name: str) -> Resolver:
    def resolve(source: Any, _info: Info) -> Any:
        if isinstance(source, dict):
            return source.get("id")
        if hasattr(source, "_meta"):
            return global_id(type_name, source.pk)
        return source.id

    return resolve


def _metadata_resolver(type_name: str, field_name: str) -> Resolver:
    private = field_name.startswith("private")
    attribute = "private_metadata" if private else "metadata"

    def resolve(source: Any, info: Info, key: str = "", keys: list[str] | None = None) -> Any:
        values = source.get(attribute) if isinstance(source, dict) else getattr(source, attribute, None)
        values = values or {}
        if private:
            info.context.require(*metadata.readers_of(type_name))
        if field_name.endswith("etadata"):
            return metadata.items(values)
        return values.get(key) if field_name.endswith("field") else metadata.chosen(values, keys)

    return resolve


def _money_part(read: Callable[[Any, str], Any]) -> Resolver:
    def resolve(source: Any, _info: Info) -> Any:
        if isinstance(source, Money):
            return read(source.amount, source.currency)
        return read(source["amount"], source["currency"])

    return resolve


_MONEY: dict[str, Resolver] = {
    "amount": _money_part(lambda amount, _currency: float(amount)),
    "currency": _money_part(lambda _amount, currency: currency),
    "fractionalAmount": _money_part(lambda amount, currency: Money(amount, currency).minor_units),
    "fractionDigits": _money_part(lambda _amount, currency: fraction_digits(currency)),
}


def _with_peers(resolve: Resolver, kind: Any) -> Resolver:
    """Make the objects of a list field peers."""
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if not isinstance(inner, GraphQLList) or not is_composite_type(get_named_type(inner)):
        return resolve

    def resolve_list(source: Any, info: Info, **arguments: Any) -> Any:
        found = resolve(source, info, **arguments)
        if found and "_peers" not in getattr(found[0], "__dict__", ("_peers",)):
            peers(found)
        return found

    return resolve_list
