"""What a document may ask for: size, depth and cost."""

from typing import Any

from graphql import DocumentNode, GraphQLObjectType, GraphQLSchema, get_named_type
from graphql.language import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from commerce.embedded.engine.errors import LimitExceeded

TEXT_MAX = 100_000
DEPTH_MAX = 25
COST_MAX = 50_000
_NESTING_MAX = 60

#: Fields that cost one, as far as recordings of Saleor show. Lists multiply by their page size.
_PRICED_TYPES = {
    "Product",
    "ProductVariant",
    "Category",
    "Collection",
    "Page",
    "Attribute",
    "AttributeValue",
    "Image",
    "ProductPricingInfo",
    "VariantPricingInfo",
    "ProductMedia",
    "Checkout",
    "Order",
    "Warehouse",
    "Stock",
    "TransactionItem",
    "Channel",
}


def check_size(text: str) -> None:
    """Refuse what the parser should not even see: too long, or nested until it would overflow."""
    if len(text) > TEXT_MAX:
        raise LimitExceeded(f"The document is longer than {TEXT_MAX} characters.")
    depth = 0
    for character in text:
        if character in "{[(":
            depth += 1
            if depth > _NESTING_MAX:
                raise LimitExceeded(f"The document is nested deeper than {DEPTH_MAX} levels.")
        elif character in "}])":
            depth -= 1


def depth_of(document: DocumentNode) -> int:
    """Return the deepest selection; raises LimitExceeded past 25 levels or on a fragment cycle."""
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }

    def deep(selection_set: SelectionSetNode | None, level: int) -> int:
        if level > DEPTH_MAX:
            raise LimitExceeded(f"The document is nested deeper than {DEPTH_MAX} levels.")
        deepest = level
        for selection in selection_set.selections if selection_set else ():
            if isinstance(selection, FieldNode):
                deepest = max(deepest, deep(selection.selection_set, level + 1))
            elif isinstance(selection, InlineFragmentNode):
                deepest = max(deepest, deep(selection.selection_set, level + 1))
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value in fragments:
                deepest = max(deepest, deep(fragments[selection.name.value].selection_set, level + 1))
        return deepest

    return max(
        (deep(node.selection_set, 0) for node in document.definitions if hasattr(node, "selection_set")),
        default=0,
    )


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: dict[str, Any],
) -> int:
    """Return the operation's cost; connections and ``limit`` multiply what is under them."""
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }

    def number(node: FieldNode, name: str) -> int | None:
        for argument in node.arguments:
            if argument.name.value == name:
                if isinstance(argument.value, IntValueNode):
                    return int(argument.value.value)
                if isinstance(argument.value, VariableNode):
                    value = variables.get(argument.value.name.value)
                    return value if isinstance(value, int) else None
        return None

    def selection_cost(selection_set: SelectionSetNode | None, parent: Any, factor: int) -> int:
        total = 0
        for selection in selection_set.selections if selection_set else ():
            if isinstance(selection, FragmentSpreadNode):
                fragment = fragments.get(selection.name.value)
                if fragment:
                    kind = schema.get_type(fragment.type_condition.name.value)
                    total += selection_cost(fragment.selection_set, kind, factor)
            elif isinstance(selection, InlineFragmentNode):
                kind = schema.get_type(selection.type_condition.name.value) if selection.type_condition else parent
                total += selection_cost(selection.selection_set, kind, factor)
            elif isinstance(selection, FieldNode):
                total += field_cost(selection, parent, factor)
        return total

    def field_cost(node: FieldNode, parent: Any, factor: int) -> int:
        fields = getattr(parent, "fields", {})
        field = fields.get(node.name.value)
        if field is None:
            return 0
        kind = get_named_type(field.type)
        pages = number(node, "first") or number(node, "last")
        if pages is None and node.name.value == "assignedAttributes":
            pages = number(node, "limit") or 100
        inner = factor * max(pages or 1, 1)
        priced = kind.name in _PRICED_TYPES or kind.name.endswith("CountableConnection")
        own = inner if priced and isinstance(parent, GraphQLObjectType) else 0
        return own + selection_cost(node.selection_set, kind, inner)

    root = schema.get_root_type(operation.operation)
    return selection_cost(operation.selection_set, root, 1)
