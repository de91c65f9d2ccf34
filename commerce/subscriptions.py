"""The subscription documents of the app, as Saleor would hold them, one per event."""

from functools import cache
from pathlib import Path

from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse, print_ast
from graphql.language import FragmentSpreadNode, Node, Visitor, visit

_FOLDER = Path(__file__).resolve().parent / "operations" / "events"


class _Spreads(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.names.append(node.name.value)


def _spreads(node: Node) -> list[str]:
    visitor = _Spreads()
    visit(node, visitor)
    return visitor.names


@cache
def documents() -> dict[str, str]:
    """Return event name (``ORDER_CREATED``) -> document text with just the fragments it reaches."""
    operations: dict[str, OperationDefinitionNode] = {}
    fragments: dict[str, FragmentDefinitionNode] = {}
    for path in sorted(_FOLDER.glob("*.graphql")):
        for node in parse(path.read_text()).definitions:
            if isinstance(node, FragmentDefinitionNode):
                fragments[node.name.value] = node
            elif isinstance(node, OperationDefinitionNode) and node.name:
                operations[event_name(node.name.value)] = node
    found = {}
    for name, operation in operations.items():
        wanted: dict[str, FragmentDefinitionNode] = {}
        queue = _spreads(operation)
        while queue:
            spread = queue.pop()
            if spread not in wanted:
                wanted[spread] = fragments[spread]
                queue += _spreads(fragments[spread])
        found[name] = "\n".join(print_ast(node) for node in (operation, *wanted.values()))
    return found


@cache
def synchronous() -> frozenset[str]:
    """Return the events whose answer the store waits for."""
    document = parse((_FOLDER / "sync.graphql").read_text())
    return frozenset(
        event_name(node.name.value)
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode) and node.name
    )


def event_name(operation_name: str) -> str:
    """Return ``OrderCreated`` as ``ORDER_CREATED``."""
    parts: list[str] = []
    for character in operation_name:
        if character.isupper():
            parts.append("")
        parts[-1] += character.upper()
    return "_".join(parts)


def type_name(event: str) -> str:
    """Return the payload's type: ``ORDER_CREATED`` -> ``OrderCreated``; both tax questions share one."""
    if event in ("CHECKOUT_CALCULATE_TAXES", "ORDER_CALCULATE_TAXES"):
        return "CalculateTaxes"
    return "".join(part.capitalize() for part in event.split("_"))
