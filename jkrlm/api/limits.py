"""What a document may ask for: length, depth and cost. A cost counts rows; a write is dear."""

from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_composite_type,
    value_from_ast,
)

from jkrlm.api.errors import BadRequest

TEXT_MAX: Final = 20_000
TOKENS_MAX: Final = 3_000
#: The usual introspection query has 15.
DEPTH_MAX: Final = 20
COST_MAX: Final = 5_000
_NESTING_MAX: Final = 60
#: A code that is looked up may be a guess; a write takes locks; a draw is repeated, and a
#: report gathered, for each who asks.
_PRICES: Final = {
    ("Query", "verify"): 50,
    ("Query", "caseFile"): 50,
    ("Query", "fairBoard"): 50,
    ("Query", "fairFigures"): 50,
    ("Query", "fairReport"): 100,
    ("Query", "fairDraw"): 500,
}
_WRITE_PRICE: Final = 200
_COST_SAID_MAX: Final = 2**31 - 1


def too_dear(message: str) -> BadRequest:
    return BadRequest(message, 400, "QueryCostError")


def check_size(text: str) -> None:
    """Refuse what the parser should not even see. Raises BadRequest."""
    if len(text) > TEXT_MAX:
        raise too_dear(f"The document is longer than {TEXT_MAX} characters.")
    depth = 0
    for character in text:
        if character in "{[(":
            depth += 1
            if depth > _NESTING_MAX:
                raise too_dear(f"The document is nested deeper than {DEPTH_MAX} levels.")
        elif character in "}])":
            depth -= 1


class Measure:
    """Depth and cost of one operation of a valid document, in which no fragment spreads itself."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: dict[str, Any],
    ) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self._known: dict[str, tuple[int, int]] = {}
        self.depth, cost = self._of(operation.selection_set, schema.get_root_type(operation.operation))
        self.cost = min(cost, _COST_SAID_MAX)

    def _of(self, selected: SelectionSetNode | None, parent: Any) -> tuple[int, int]:
        depth = cost = 0
        for each in selected.selections if selected else ():
            deeper, price = self._one(each, parent)
            depth, cost = max(depth, deeper), cost + price
        return depth, cost

    def _one(self, each: Any, parent: Any) -> tuple[int, int]:
        if isinstance(each, FieldNode):
            return self._field(each, parent)
        if isinstance(each, InlineFragmentNode):
            asked = each.type_condition
            return self._of(each.selection_set, self._schema.get_type(asked.name.value) if asked else parent)
        assert isinstance(each, FragmentSpreadNode)
        name = each.name.value
        if name not in self._known:
            found = self._fragments[name]
            kind = self._schema.get_type(found.type_condition.name.value)
            self._known[name] = self._of(found.selection_set, kind)
        return self._known[name]

    def _field(self, each: FieldNode, parent: Any) -> tuple[int, int]:
        definition = getattr(parent, "fields", {}).get(each.name.value)
        if definition is None:  # __typename, __schema
            depth, _cost = self._of(each.selection_set, None)
            return depth + 1, 1
        kind = get_named_type(definition.type)
        depth, below = self._of(each.selection_set, kind)
        price = _PRICES.get((parent.name, each.name.value), int(is_composite_type(kind)))
        if parent is self._schema.mutation_type:
            price = _WRITE_PRICE
        return depth + 1, self._rows(each, definition) * (price + below)

    def _rows(self, each: FieldNode, definition: Any) -> int:
        """Return how many rows are asked for; a wrong value is refused later, in its place."""
        for name in ("first", "ids"):
            argument = definition.args.get(name)
            if argument is None:
                continue
            given = next((one.value for one in each.arguments if one.name.value == name), None)
            value = (
                argument.default_value
                if given is None
                else value_from_ast(given, argument.type, self._variables)
            )
            if isinstance(value, list):
                return max(1, len(value))
            return value if isinstance(value, int) and value > 0 else 1
        return 1
