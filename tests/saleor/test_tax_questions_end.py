"""What we ask with a question about taxes must not make the store ask about taxes: Saleor 3.23 has no end then."""

from pathlib import Path

import pytest
from graphql import FieldNode, TypeInfo, TypeInfoVisitor, Visitor, build_schema, get_named_type, parse, visit

import commerce
from commerce.subscriptions import documents

#: Saleor's resolvers of these wait for the checkout's taxes (``saleor/graphql/checkout/types.py``). It refuses
#: some of them in a question, and runs round in circles for the others.
WAIT_FOR_TAXES = {
    "Checkout": {
        *("authorizeStatus", "chargeStatus", "totalBalance"),
        *("shippingPrice", "subtotalPrice", "totalPrice"),
    },
    "CheckoutLine": {"totalPrice", "undiscountedTotalPrice", "undiscountedUnitPrice", "unitPrice"},
}


class _Asked(Visitor):
    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self.found: list[str] = []

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent = get_named_type(self._info.get_parent_type())
        if parent and node.name.value in WAIT_FOR_TAXES.get(parent.name, ()):
            self.found.append(f"{parent.name}.{node.name.value}")


@pytest.mark.parametrize("event", ["CHECKOUT_CALCULATE_TAXES", "ORDER_CALCULATE_TAXES"])
def test_the_question_about_taxes_asks_nothing_that_waits_for_them(event: str) -> None:
    schema = build_schema((Path(commerce.__file__).parent / "schema.graphql").read_text())
    info = TypeInfo(schema)
    asked = _Asked(info)
    visit(parse(documents()[event]), TypeInfoVisitor(info, asked))
    assert asked.found == []
