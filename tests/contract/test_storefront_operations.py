"""Saleor's public storefront finds all that it asks for, and it works."""

import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.test import Client

from commerce.embedded.engine.schema import schema
from tests.contract.recordings import recording
from tests.contract.storefront import ABSENT, LIST, mutation, query, wanted
from tests.contract.world import World

pytestmark = pytest.mark.skipif(not LIST.is_file(), reason=ABSENT)

CHANNEL: Final = 'channel: "default-channel"'
#: How each root field is asked; what belongs to a person or an order is asked in the journeys below.
QUERIES: Final = {
    "addressValidationRules": "(countryCode: IN)",
    "categories": '(first: 3, filter: {slugs: ["clothes"]})',
    "category": '(slug: "clothes")',
    "channel": '(slug: "default-channel")',
    "channels": "",
    "checkout": None,
    "collection": f'(slug: "new", {CHANNEL})',
    "me": "",
    "menu": f'(slug: "navbar", {CHANNEL})',
    "order": None,
    "page": '(slug: "tailors")',
    "pages": f"(first: 3, {CHANNEL})",
    "product": f'(slug: "ascii-tee", {CHANNEL})',
    "productVariant": None,
    "products": f'(first: 3, {CHANNEL}, filter: {{search: "tee"}}, sortBy: {{field: NAME, direction: ASC}})',
}
#: Not for the public: the storefront sends a token of its own with it.
TOKENS: Final = {"channel": "app", "channels": "app"}


@pytest.fixture
def ask(world: World) -> Callable[..., dict[str, Any]]:
    def ask(document: str, auth: str = "", **variables: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {world.tokens[auth]}"} if auth else {}
        body = json.dumps({"query": document, "variables": variables})
        response = Client(headers=headers).post("/graphql/", body, content_type="application/json")
        answer: dict[str, Any] = json.loads(response.content)
        assert "errors" not in answer, (document[:80], answer["errors"][:3])
        data: dict[str, Any] = answer["data"]
        return data

    return ask


def test_every_field_and_argument_is_there() -> None:
    missing = []
    for name, fields in wanted().fields.items():
        kind = schema().get_type(name)
        for field, arguments in fields.items():
            known = getattr(kind, "fields", {}).get(field)
            missing += [] if known else [f"{name}.{field}"]
            missing += [f"{name}.{field}({each})" for each in arguments if known and each not in known.args]
    for root, fields in (
        ("query_type", wanted().roots["Query"]),
        ("mutation_type", wanted().roots["Mutation"]),
    ):
        for field, arguments in fields.items():
            known = getattr(schema(), root).fields.get(field)
            missing += [] if known else [field]
            missing += [f"{field}({each})" for each in arguments if known and each not in known.args]
    assert missing == []


def test_each_question_has_a_row() -> None:
    assert set(QUERIES) == set(wanted().roots["Query"])


@pytest.mark.parametrize("root", [name for name, arguments in QUERIES.items() if arguments is not None])
def test_questions_of_the_shop_window(world: World, ask: Callable[..., dict[str, Any]], root: str) -> None:
    world.goods.curio()
    answer = ask(query(root, QUERIES[root] or ""), TOKENS.get(root, ""))
    empty = {"me": None, "menu": None}
    assert answer[root] == empty[root] if root in empty else answer[root]


def test_a_variant_by_id(world: World, ask: Callable[..., dict[str, Any]]) -> None:
    variant = world.ids.translated(recording(14).given["l"][0]["variantId"])
    found = ask(query("productVariant", f'(id: "{variant}", {CHANNEL})'))["productVariant"]
    assert found["product"]["category"]["slug"] == "tops"
    assert found["translation"] is None


def test_a_whole_purchase(world: World, ask: Callable[..., dict[str, Any]]) -> None:
    """Every mutation of the checkout, with all that the storefront selects of its answers."""
    world.install_the_app()
    variant = world.ids.translated(recording(14).given["l"][0]["variantId"])

    def do(name: str, variables: str, arguments: str, **given: Any) -> dict[str, Any]:
        payload: dict[str, Any] = ask(mutation(name, variables, arguments), **given)[name]
        assert payload["errors"] == [], (name, payload["errors"])
        return payload

    def changed(name: str, variables: str, arguments: str, **given: Any) -> dict[str, Any]:
        shown: dict[str, Any] = do(
            name, f"($id: ID!, {variables})", f"(id: $id, {arguments})", id=bag, **given
        )["checkout"]
        return shown

    bag = do(
        "checkoutCreate",
        "($i: CheckoutCreateInput!)",
        "(input: $i)",
        i={"channel": "default-channel", "lines": []},
    )["checkout"]["id"]
    line = changed(
        "checkoutLinesAdd",
        "$l: [CheckoutLineInput!]!",
        "lines: $l",
        l=[{"variantId": variant, "quantity": 2}],
    )["lines"][0]["id"]
    changed(
        "checkoutLinesUpdate",
        "$l: [CheckoutLineUpdateInput!]!",
        "lines: $l",
        l=[{"lineId": line, "quantity": 1}],
    )
    changed("checkoutEmailUpdate", "$e: String!", "email: $e", e="buyer@example.com")
    address = recording(16).given["a"]
    for kind in ("shipping", "billing"):
        changed(
            f"checkout{kind.capitalize()}AddressUpdate",
            "$a: AddressInput!",
            f"{kind}Address: $a, saveAddress: false",
            a=address,
        )
    deliveries = do("deliveryOptionsCalculate", "($id: ID!)", "(id: $id)", id=bag)["deliveries"]
    changed("checkoutDeliveryMethodUpdate", "$d: ID!", "deliveryMethodId: $d", d=deliveries[0]["id"])
    ask(query("checkout", f'(id: "{bag}")'))
    gateways = do(
        "paymentGatewayInitialize",
        "($id: ID!, $g: [PaymentGatewayToInitialize!])",
        "(id: $id, paymentGateways: $g)",
        id=bag,
        g=[{"id": "local.market.app"}],
    )["gatewayConfigs"]
    assert [gateway["id"] for gateway in gateways] == ["local.market.app"]
    do(
        "transactionInitialize",
        "($id: ID!, $g: PaymentGatewayToInitialize!)",
        "(id: $id, paymentGateway: $g)",
        id=bag,
        g={"id": "local.market.app"},
    )
    order = do("checkoutComplete", "($id: ID!)", "(id: $id)", id=bag)["order"]
    shown = ask(query("order", f'(id: "{order["id"]}")'))["order"]
    assert (shown["number"], shown["isPaid"]) == (order["number"], shown["isPaid"])
    assert shown["lines"][0]["quantity"] == 1


def test_lines_can_be_taken_out_again(world: World, ask: Callable[..., dict[str, Any]]) -> None:
    variant = world.ids.translated(recording(14).given["l"][0]["variantId"])
    document = mutation("checkoutCreate", "($i: CheckoutCreateInput!)", "(input: $i)")
    given = {"channel": "default-channel", "lines": [{"variantId": variant, "quantity": 1}]}
    made = ask(document, i=given)["checkoutCreate"]["checkout"]
    taken = ask(
        mutation("checkoutLinesDelete", "($id: ID!, $l: [ID!]!)", "(id: $id, linesIds: $l)"),
        id=made["id"],
        l=[made["lines"][0]["id"]],
    )["checkoutLinesDelete"]
    assert (taken["errors"], taken["checkout"]["lines"]) == ([], [])
