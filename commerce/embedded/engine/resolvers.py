"""Binding Python functions to fields of the schema, by name."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from graphql import GraphQLResolveInfo

from commerce.embedded.engine.caller import acting_as
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.peers import forget
from commerce.embedded.engine.remembered import writing

Info = GraphQLResolveInfo
Resolver = Callable[..., Any]

#: (type name, field name) -> resolver. Filled by the rooms' ``schema`` modules.
RESOLVERS: dict[tuple[str, str], Resolver] = {}
#: What is refused before anything is looked at, and to whom it opens: any of these.
PERMISSIONS: dict[tuple[str, str], tuple[str, ...]] = {}


def _bind(type_name: str, field_name: str, function: Resolver) -> None:
    key = (type_name, field_name)
    if key in RESOLVERS:
        raise ValueError(f"{type_name}.{field_name} has a resolver already")
    RESOLVERS[key] = function


def resolver(
    type_name: str, field_name: str, *, permission: str | None = None
) -> Callable[[Resolver], Resolver]:
    """
    Bind ``function(source, info, **arguments)`` to a field; for Query the source is left out.

    ``permission`` names one or several permissions, separated by ``|``; any of them opens the field.
    """
    wanted = permission.split("|") if permission else []

    def bind(function: Resolver) -> Resolver:
        if type_name == "Query":

            def resolve(source: Any, info: Info, **arguments: Any) -> Any:
                del source
                if wanted:
                    info.context.require(*wanted)
                return function(info, **arguments)

        elif wanted:

            def resolve(source: Any, info: Info, **arguments: Any) -> Any:
                info.context.require(*wanted)
                return function(source, info, **arguments)

        else:
            resolve = function
        if wanted:
            PERMISSIONS[type_name, field_name] = tuple(wanted)
        _bind(type_name, field_name, resolve)
        return function

    return bind


def mutation(
    name: str, *, errors: str, permission: str | None = None, on_error: dict[str, Any] | None = None
) -> Callable[[Resolver], Resolver]:
    """
    Bind ``function(info, **arguments) -> payload dict`` to a mutation.

    A Refusal raised inside becomes the payload's ``errors`` (whose type is named
    by ``errors``, for the reader), with ``on_error`` beside it.
    """
    wanted = permission.split("|") if permission else []
    del errors

    def bind(function: Resolver) -> Resolver:
        @wraps(function)
        def resolve(_root: Any, info: Info, **arguments: Any) -> dict[str, Any]:
            if wanted:
                info.context.require(*wanted)
            try:
                with writing(), acting_as(info.context):
                    payload: dict[str, Any] = function(info, **arguments)
            except Refusal as refusal:
                return {**(on_error or {}), "errors": refusal.entries}
            for value in payload.values():
                forget(value)
            payload.setdefault("errors", [])
            return payload

        if wanted:
            PERMISSIONS["Mutation", name] = tuple(wanted)
        _bind("Mutation", name, resolve)
        return function

    return bind
