"""Turning what a resolver returned into what the answer holds, by type; and faults with their path."""

from collections.abc import Callable
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    Undefined,
    located_error,
)
from graphql.language import FieldNode

Complete = Callable[[Any, Any], Any]

#: Scalars of which the answer holds a value of just this Python type as it is.
DONE: Final[dict[str, type]] = {"String": str, "Boolean": bool, "ID": str}


class Fault(Exception):
    """An error on its way up to the nearest field that may be null; knows where it happened."""

    def __init__(self, error: Exception, nodes: list[FieldNode], path: list[str | int]) -> None:
        super().__init__(str(error))
        self.error = error
        self.nodes = nodes
        self.path = path

    def located(self) -> GraphQLError:
        """Return the error with where it stands in the document and in the answer."""
        return located_error(self.error, self.nodes, self.path)


def completer(
    kind: Any, where: str, nodes: list[FieldNode], composite: Callable[[Any], Complete]
) -> Complete:
    """
    Return the function (value, run) -> what the answer holds.

    ``where`` is the field's coordinate for error messages; ``composite`` makes the completer of an
    object, interface or union, which leaves None alone.
    """
    if isinstance(kind, GraphQLNonNull):
        return _non_null(completer(kind.of_type, where, nodes, composite), where)
    if isinstance(kind, GraphQLList):
        item_nullable = not isinstance(kind.of_type, GraphQLNonNull)
        return _list(completer(kind.of_type, where, nodes, composite), item_nullable, where, nodes)
    if isinstance(kind, GraphQLScalarType | GraphQLEnumType):
        return _leaf(kind)
    return composite(kind)


def _non_null(inner: Complete, where: str) -> Complete:
    def complete(value: Any, run: Any) -> Any:
        completed = inner(value, run)
        if completed is None:
            raise TypeError(f"Cannot return null for non-nullable field {where}.")
        return completed

    return complete


def _leaf(kind: GraphQLScalarType | GraphQLEnumType) -> Complete:
    serialize = kind.serialize
    exact = DONE.get(kind.name)

    def complete(value: Any, _run: Any) -> Any:
        if value is None or type(value) is exact:
            return value
        if isinstance(value, Exception):
            raise value
        serialized = serialize(value)
        if serialized is Undefined or serialized is None:
            raise TypeError(f"Expected `{kind.name}.serialize({value!r})` to return non-nullable value")
        return serialized

    if kind.name == "Int":

        def complete_int(value: Any, _run: Any) -> Any:
            # A Python int may be outside GraphQL's 32 bits: left to the serializer.
            if type(value) is int and -0x80000000 <= value <= 0x7FFFFFFF:
                return value
            return None if value is None else serialize(value)

        return complete_int
    if kind.name == "Float":

        def complete_float(value: Any, _run: Any) -> Any:
            # NaN and infinities are no JSON: the serializer refuses them.
            if type(value) is float and value - value == 0:
                return value
            return None if value is None else serialize(value)

        return complete_float
    return complete


def _list(inner: Complete, item_nullable: bool, where: str, nodes: list[FieldNode]) -> Complete:
    def complete(value: Any, run: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, str | dict) or not hasattr(value, "__iter__"):
            raise GraphQLError(f"Expected Iterable, but did not find one for field '{where}'.")
        out: list[Any] = []
        path = run.path
        depth = len(path)
        for index, item in enumerate(value):
            try:
                path.append(index)
                out.append(inner(item, run))
                path.pop()
            except Exception as error:
                del path[depth:]
                fault = error if isinstance(error, Fault) else Fault(error, nodes, [*path, index])
                if not item_nullable:
                    if fault is error:
                        raise
                    raise fault from error
                run.errors.append(fault.located())
                out.append(None)
        return out

    return complete
