"""
The documents for what only a Saleor over HTTP has: our app, its webhooks, the shop's settings.

They stand in ``operations/saleor`` and are sent as text, one operation at a time (Saleor counts the cost of
all that a document holds). The typed client stays what both stores answer.
"""

from functools import cache
from pathlib import Path
from typing import Any

from graphql import OperationDefinitionNode, parse, print_ast

from commerce.client.client import Store
from commerce.errors import StoreError, StoreRefused

_FOLDER = Path(__file__).resolve().parent.parent / "operations" / "saleor"


@cache
def operations() -> dict[str, str]:
    """Return operation name -> its text."""
    return {
        node.name.value: print_ast(node)
        for path in sorted(_FOLDER.glob("*.graphql"))
        for node in parse(path.read_text()).definitions
        if isinstance(node, OperationDefinitionNode) and node.name
    }


def ask(store: Store, operation: str, **variables: Any) -> dict[str, Any]:
    """
    Return the data of an operation.

    Raises:
        StoreRefused, StoreUnavailable: from the store.
    """
    return store.execute(operations()[operation], operation, variables)


def change(store: Store, operation: str, **variables: Any) -> None:
    """
    Carry out a mutation of one field.

    Raises:
        StoreRefused: also for what its payload's ``errors`` say.
    """
    (payload,) = ask(store, operation, **variables).values()
    if payload["errors"]:
        raise StoreRefused(
            [
                StoreError(code=error["code"], message=error["message"] or "", field=error["field"])
                for error in payload["errors"]
            ]
        )
