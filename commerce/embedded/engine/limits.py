"""What a document may ask for: size, depth and cost."""

import re
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLNamedType,
    GraphQLSchema,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_object_type,
    value_from_ast,
)
from graphql.language import (
    ExecutableDefinitionNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
)

from commerce.embedded.engine.errors import LimitExceeded

TEXT_MAX = 100_000
DEPTH_MAX = 25
COST_MAX = 50_000
_NESTING_MAX = 60
#: No cost is said to be greater: clients read it as a 32-bit number.
_COST_SAID_MAX = 2**31 - 1

#: A NUL as a document writes it: no text that is kept can hold one.
_NUL: Final = re.compile(r"\\u(?:0000|\{0+\})")

#: Arguments that say how many rows a field asks for, and so multiply what it and all under it cost.
_COUNTS: Final = ("first", "last", "limit")

#: What else costs one: fields that lead to other rows. A field with a count always costs one a row;
#: everything not listed is free. Found from the costs that a running Saleor 3.24 stated, and its
#: published schema; tests/contract holds it against the recordings.
_PRICED: Final = {
    kind: frozenset(fields.split())
    for kind, fields in {
        "Query": "address addressValidationRules appsInstallations category channel channels checkout "
        "collection me order page permissionGroup product productVariant user",
        "Allocation": "warehouse",
        "App": "webhooks",
        "AssignedBooleanAttribute": "attribute value",
        "AssignedMultiChoiceAttribute": "attribute",
        "AssignedMultiPageReferenceAttribute": "attribute",
        "AssignedNumericAttribute": "attribute value",
        "AssignedPlainTextAttribute": "attribute value",
        "AssignedSingleChoiceAttribute": "attribute value",
        "AssignedSinglePageReferenceAttribute": "attribute value",
        "AssignedAttribute": "attribute",
        "Category": "description",
        "Checkout": "availablePaymentGateways billingAddress channel lines shippingAddress shippingMethods "
        "transactions user",
        "Fulfillment": "lines",
        "FulfillmentLine": "orderLine",
        "Order": "billingAddress channel deliveryMethod events fulfillments lines shippingAddress "
        "transactions user",
        "OrderLine": "allocations thumbnail variant",
        "Page": "pageType",
        "PageType": "attributes",
        "Product": "attributes category channelListings collections description media pricing productType "
        "thumbnail variants",
        "ProductChannelListing": "channel",
        "ProductMedia": "url",
        "ProductType": "productAttributes",
        "ProductVariant": "attributes channelListings media pricing product",
        "ProductVariantChannelListing": "channel",
        "SelectedAttribute": "attribute values",
        "Group": "permissions users",
        "ShippingZone": "channels countries warehouses",
        "Shop": "availablePaymentGateways countries",
        "User": "avatar editableGroups permissionGroups userPermissions",
    }.items()
}

#: Lists that Saleor counts nothing for.
_FREE: Final = frozenset(
    {("Query", "transactions"), ("Webhook", "eventDeliveries"), ("EventDelivery", "attempts")}
)


def check_size(text: str) -> None:
    """Refuse what the parser should not even see: too long, or nested until it would overflow."""
    if len(text) > TEXT_MAX:
        raise LimitExceeded(f"The document is longer than {TEXT_MAX} characters.")
    if _NUL.search(text):
        raise LimitExceeded("The document holds a NUL character.")
    depth = 0
    for character in text:
        if character in "{[(":
            depth += 1
            if depth > _NESTING_MAX:
                raise LimitExceeded(f"The document is nested deeper than {DEPTH_MAX} levels.")
        elif character in "}])":
            depth -= 1


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }


def depth_of(document: DocumentNode) -> int:
    """
    Return how many fields stand in each other at most.

    A fragment is measured once however often it is spread: fragments that spread each other twice
    would otherwise take two to the power of their number.

    Raises:
        LimitExceeded: past 25 levels, a long chain of fragments, or fragments that spread themselves.
    """
    fragments = _fragments(document)
    measured: dict[str, int] = {}
    too_deep = LimitExceeded(f"The document is nested deeper than {DEPTH_MAX} levels.")

    def below(selection_set: SelectionSetNode | None, nesting: int) -> int:
        if nesting > _NESTING_MAX:
            raise too_deep
        chosen = selection_set.selections if selection_set else ()
        return max((levels(selection, nesting + 1) for selection in chosen), default=0)

    def levels(selection: Any, nesting: int) -> int:
        if isinstance(selection, FragmentSpreadNode):
            return spread(selection.name.value, nesting)
        return isinstance(selection, FieldNode) + below(selection.selection_set, nesting)

    def spread(name: str, nesting: int) -> int:
        if name in fragments and name not in measured:
            measured[name] = DEPTH_MAX + 1
            measured[name] = below(fragments[name].selection_set, nesting)
        if measured.get(name, 0) > DEPTH_MAX:
            raise too_deep
        return measured.get(name, 0)

    sets = [node.selection_set for node in document.definitions if isinstance(node, ExecutableDefinitionNode)]
    found = max((below(selection_set, 0) for selection_set in sets), default=0)
    if found > DEPTH_MAX:
        raise too_deep
    return found


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: dict[str, Any],
) -> int:
    """
    Return the operation's cost, as Saleor would state it.

    Fragments on different types of one union or interface are alternatives: the dearest counts.
    The document is valid, so no fragment spreads itself.
    """
    fragments = _fragments(document)
    known: dict[str, int] = {}

    def selections(selection_set: SelectionSetNode | None, parent: GraphQLNamedType | None) -> int:
        total, alternatives = 0, dict[str, int]()
        for selection in selection_set.selections if selection_set else ():
            if isinstance(selection, FieldNode):
                total += field(selection, parent)
                continue
            kind, cost = fragment(selection, parent)
            if kind is not parent and is_abstract_type(parent) and is_object_type(kind):
                alternatives[kind.name] = alternatives.get(kind.name, 0) + cost
            else:
                total += cost
        return total + max(alternatives.values(), default=0)

    def fragment(node: Any, parent: GraphQLNamedType | None) -> tuple[Any, int]:
        if isinstance(node, InlineFragmentNode):
            kind = schema.get_type(node.type_condition.name.value) if node.type_condition else parent
            return kind, selections(node.selection_set, kind)
        definition = fragments[node.name.value]
        kind = schema.get_type(definition.type_condition.name.value)
        if node.name.value not in known:
            known[node.name.value] = selections(definition.selection_set, kind)
        return kind, known[node.name.value]

    def field(node: FieldNode, parent: Any) -> int:
        name = node.name.value
        definition = getattr(parent, "fields", {}).get(name)
        if definition is None:
            return 0
        below = selections(node.selection_set, get_named_type(definition.type))
        if (parent.name, name) in _FREE:
            return below
        counts = [
            _count(definition.args[each], each, node, variables)
            for each in _COUNTS
            if each in definition.args
        ]
        price = 1 if counts or name in _PRICED.get(parent.name, ()) else 0
        return max(sum(counts), 1) * (price + below)

    return min(selections(operation.selection_set, schema.get_root_type(operation.operation)), _COST_SAID_MAX)


def _count(argument: Any, name: str, node: FieldNode, variables: dict[str, Any]) -> int:
    """Return how many rows an argument asks for; a wrong value is refused later, in its place."""
    given = next((each.value for each in node.arguments if each.name.value == name), None)
    value = argument.default_value if given is None else value_from_ast(given, argument.type, variables)
    return value if isinstance(value, int) and value > 0 else 0
