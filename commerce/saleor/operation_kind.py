"""What a document says of itself: whether it only reads, so that it may be asked twice, and its defaults."""

from enum import Enum
from functools import lru_cache
from typing import Any

from graphql import parse, value_from_ast_untyped
from graphql.language import OperationDefinitionNode


class Kind(Enum):
    QUERY = "query"
    MUTATION = "mutation"


@lru_cache(500)
def kind_of(document: str, operation_name: str | None) -> Kind:
    """
    Return what the named operation of the document is, or its only one; parsed once.

    Raises:
        ValueError: the document holds no such operation.
    """
    return Kind(_operation(document, operation_name).operation.value)


@lru_cache(500)
def defaults_of(document: str, operation_name: str | None) -> dict[str, Any]:
    """
    Return the defaults of its variables, as JSON has them; parsed once. A Saleor reckons what a document
    costs by the variables that were sent: it refuses one whose required argument has its default alone.
    """
    return {
        each.variable.name.value: value_from_ast_untyped(each.default_value)
        for each in _operation(document, operation_name).variable_definitions
        if each.default_value is not None
    }


def _operation(document: str, operation_name: str | None) -> OperationDefinitionNode:
    found = [
        node
        for node in parse(document, no_location=True).definitions
        if isinstance(node, OperationDefinitionNode)
        and (operation_name is None or (node.name is not None and node.name.value == operation_name))
    ]
    if len(found) != 1:
        raise ValueError(f"the document holds no single operation {operation_name or ''}")
    return found[0]
