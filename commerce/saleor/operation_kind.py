"""Whether a document only reads: what may be asked twice."""

from enum import Enum
from functools import lru_cache

from graphql import parse
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
    found = [
        node
        for node in parse(document, no_location=True).definitions
        if isinstance(node, OperationDefinitionNode)
        and (operation_name is None or (node.name is not None and node.name.value == operation_name))
    ]
    if len(found) != 1:
        raise ValueError(f"the document holds no single operation {operation_name or ''}")
    return Kind(found[0].operation.value)
