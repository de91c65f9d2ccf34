"""What a query costs: Saleor's own numbers, wherever the recorded request is one of ours too."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    OperationDefinitionNode,
    parse,
    print_ast,
)

from commerce.embedded.engine.execution import InvalidDocument, cost
from commerce.embedded.engine.limits import _PRICED, COST_MAX, cost_of
from commerce.embedded.engine.schema import schema
from tests.contract.recordings import ABSENT, FOLDER, recording

#: Requests for what this store does not have: a deprecated payment. 39 and 40 were refused
#: before they had a cost; 52 lists a variant without a price, which here cannot be.
WITHOUT = {29}
UNCOUNTED = {39, 40, 52, 98}


@pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)
def test_costs_are_saleors() -> None:
    stated, ours = {}, {}
    for number in sorted(set(range(1, 101)) - WITHOUT - UNCOUNTED):
        recorded = recording(number)
        stated[recorded.name] = recorded.answer["extensions"]["cost"]["requestedQueryCost"]
        ours[recorded.name] = cost(recorded.document, recorded.variables, None)
    assert ours == stated
    assert stated["06_products_list"] == 24 * 1024


@pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)
def test_what_is_left_out_is_not_in_the_schema() -> None:
    for number in WITHOUT:
        with pytest.raises(InvalidDocument):
            cost(recording(number).document, recording(number).variables, None)


def test_only_fields_of_the_schema_have_a_price() -> None:
    for name, fields in _PRICED.items():
        kind = schema().get_type(name)
        assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType), name
        assert fields <= set(kind.fields), name


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("products(first: 10) { totalCount }", 10),
        ("products(last: 10) { edges { node { category { slug } } } }", 20),
        ("products { totalCount }", 1),
        ("products(first: 0) { totalCount }", 1),
        ("products(first: -5) { totalCount }", 1),
        ("a: product(id: 1) { id } b: product(id: 1) { id }", 2),
        ("product(id: 1) { assignedAttributes(limit: 7) { attribute { slug } } }", 1 + 7 * 2),
        ("product(id: 1) { assignedAttributes { attribute { slug } } }", 1 + 100 * 2),
        ("product(id: 1) { ...on Product { media { url } } ...F }", 1 + 2 + 1),
        # Alternatives: an attribute is one choice or many, not both; twice the same adds up.
        (
            """product(id: 1) { assignedAttributes(limit: 1) { ...on AssignedBooleanAttribute { yes: value }
               ...on AssignedMultiChoiceAttribute { value(limit: 9) { slug } } } }""",
            1 + 1 + 9,
        ),
        (
            """product(id: 1) { assignedAttributes(limit: 1) { ...on AssignedMultiChoiceAttribute { value(limit: 9)
               { slug } } ...on AssignedMultiChoiceAttribute { more: value(limit: 2) { slug } } } }""",
            1 + 1 + 11,
        ),
    ],
)
def test_the_rule(selection: str, expected: int) -> None:
    fragment = " fragment F on Product { thumbnail { url } }" if "...F" in selection else ""
    assert cost(f"{{ {selection} }}{fragment}", None, None) == expected


def test_our_own_requests_are_cheap_enough_for_saleor() -> None:
    """Every document of our client, with a hundred rows wherever it takes a number."""
    folder = Path(__file__).resolve().parents[2] / "commerce" / "operations" / "client"
    document = parse("\n".join(path.read_text() for path in sorted(folder.rglob("*.graphql"))))
    costs = {}
    for each in document.definitions:
        if isinstance(each, OperationDefinitionNode):
            asked = {
                variable.variable.name.value: 100
                for variable in each.variable_definitions
                if print_ast(variable.type).rstrip("!") in ("Int", "PositiveInt")
            }
            costs[each.name.value if each.name else ""] = cost_of(schema(), document, each, asked)
    assert costs
    assert {name: cost for name, cost in costs.items() if cost > COST_MAX} == {}
