"""What each step of buying costs in queries; the number of lines does not matter."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse, print_ast

from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.engine.execution import run
from commerce.subscriptions import _spreads
from tests.embedded.selling import GATEWAY, HOME, Shop, gid

#: Queries of the typed client's documents, savepoints left out.
COSTS = {
    "CheckoutCreate": 4,
    "CheckoutLinesAdd": 7,
    "CheckoutDetails": 19,
    "CheckoutEmailUpdate": 2,
    "CheckoutShippingAddressUpdate": 2,
    "CheckoutBillingAddressUpdate": 2,
    "DeliveryOptionsCalculate": 12,
    "CheckoutDeliveryMethodUpdate": 5,
    "PaymentGatewayInitialize": 14,
    "TransactionInitialize": 21,
    "CheckoutComplete": 21,
    "OrderDetails": 10,
}


def documents() -> dict[str, str]:
    """Return the client's documents by name, each with the fragments that it reaches."""
    operations: dict[str, OperationDefinitionNode] = {}
    fragments: dict[str, FragmentDefinitionNode] = {}
    folder = Path(__file__).resolve().parents[3] / "commerce" / "operations" / "client"
    for path in folder.glob("*.graphql"):
        for node in parse(path.read_text()).definitions:
            if isinstance(node, FragmentDefinitionNode):
                fragments[node.name.value] = node
            elif isinstance(node, OperationDefinitionNode) and node.name:
                operations[node.name.value] = node
    found = {}
    for name in COSTS:
        wanted: dict[str, FragmentDefinitionNode] = {}
        queue = _spreads(operations[name])
        while queue:
            spread = queue.pop()
            if spread not in wanted:
                wanted[spread] = fragments[spread]
                queue += _spreads(fragments[spread])
        found[name] = "\n".join(print_ast(node) for node in (operations[name], *wanted.values()))
    return found


@pytest.mark.parametrize("lines", [1, 12])
def test_buying_costs_a_fixed_number_of_queries(shop: Shop, lines: int) -> None:
    goods = [shop.product(f"Box {place}", "100.00") for place in range(lines)]
    texts, costs = documents(), {}
    app = Caller(
        permissions=frozenset({"HANDLE_PAYMENTS", "MANAGE_CHECKOUTS", "MANAGE_ORDERS"}), app=shop.app
    )

    def call(name: str, *, caller: Caller = PUBLIC, **variables: Any) -> Any:
        with CaptureQueriesContext(connection) as seen:
            result = run(texts[name], caller=caller, variables=variables)
        assert not result.errors, result.errors
        costs[name] = sum("SAVEPOINT" not in query["sql"] for query in seen.captured_queries)
        return result.data

    checkout_id = call("CheckoutCreate", input={"channel": "online"})["checkoutCreate"]["checkout"]["id"]
    call("CheckoutLinesAdd", id=checkout_id, lines=[{"variantId": gid(row), "quantity": 1} for row in goods])
    call("CheckoutDetails", id=checkout_id)
    call("CheckoutEmailUpdate", id=checkout_id, email="aarif@example.com")
    call("CheckoutShippingAddressUpdate", id=checkout_id, address=HOME)
    call("CheckoutBillingAddressUpdate", id=checkout_id, address=HOME)
    options = call("DeliveryOptionsCalculate", id=checkout_id)["deliveryOptionsCalculate"]["deliveries"]
    call("CheckoutDeliveryMethodUpdate", id=checkout_id, deliveryMethodId=options[0]["id"])
    call("PaymentGatewayInitialize", id=checkout_id)
    gateway = {"id": GATEWAY, "data": {"method": "stripe"}}
    call("TransactionInitialize", id=checkout_id, paymentGateway=gateway, idempotencyKey="bag")
    done = call("CheckoutComplete", id=checkout_id)["checkoutComplete"]
    call("OrderDetails", caller=app, id=done["order"]["id"])

    assert costs == COSTS
