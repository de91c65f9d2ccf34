"""/graphql/ is open to anybody: what is too deep, too much or no question at all is refused."""

import json
import time
from typing import Any

import pytest
from django.test import Client

from tests.bad_input.unchanged import nothing_changes
from tests.common.shop_world import Shop

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def ask(client: Client, query: Any, **more: Any) -> Any:
    return client.post("/graphql/", json.dumps({"query": query, **more}), content_type=JSON)


def refused(answer: Any, status: int = 400) -> list[dict[str, Any]]:
    assert answer.status_code == status, answer.content[:300]
    errors = json.loads(answer.content)["errors"]
    assert errors and all(error["message"] for error in errors)
    assert "Traceback" not in answer.content.decode()
    return list(errors)


PRODUCT = 'product(slug: "kz09-kani-shawl", channel: "online")'


def deep(levels: int) -> str:
    return (
        f"{{ {PRODUCT} {{ "
        + "defaultVariant { product { " * (levels // 2)
        + "id"
        + " } }" * (levels // 2)
        + " } }"
    )


def fragments(levels: int, *, wide: int = 1) -> str:
    """Fragments that spread the next one, ``wide`` times under different names: wide ** levels fields."""
    parts = [
        f"fragment f{n} on Product {{ "
        + " ".join(f"a{name}: defaultVariant {{ product {{ ...f{n + 1} }} }}" for name in range(wide))
        + " }"
        for n in range(levels)
    ]
    return f"{{ {PRODUCT} {{ ...f0 }} }} {' '.join(parts)} fragment f{levels} on Product {{ id }}"


TOO_MUCH = {
    "fifty levels": deep(50),
    "five thousand levels": deep(5000),
    "fifty levels of fragments": fragments(50),
    "a ring of fragments": (
        f"{{ {PRODUCT} {{ ...a }} }} fragment a on Product {{ defaultVariant {{ product {{ ...a }} }} }}"
    ),
    "a fragment of itself": "query { ...a } fragment a on Query { ...a }",
    "fragments that multiply": fragments(8, wide=10),
    "ten thousand aliases": "{ " + " ".join(f"a{n}: channels {{ id }}" for n in range(10_000)) + " }",
    "a hundred thousand characters": "{ shop { name } } #" + "x" * 100_001,
    "brackets only": "{" * 100_000,
    "lists only": "{ category(id: " + "[" * 500 + "]" * 500 + ") { id } }",
    "a million products": '{ products(first: 1000000, channel: "online") { edges { node { id } } } }',
    "products of products": (
        '{ categories(first: 100) { edges { node { products(first: 100, channel: "online") { edges { node {'
        ' variants { id } category { products(first: 100, channel: "online") { edges { node { id } } } }'
        " } } } } } } }"
    ),
}


@pytest.mark.parametrize("what", list(TOO_MUCH))
def test_what_asks_too_much_is_refused_at_once(client: Client, shop: Shop, what: str) -> None:
    with nothing_changes():
        began = time.monotonic()
        answer = ask(client, TOO_MUCH[what])
        assert time.monotonic() - began < 2

    body = json.loads(answer.content)
    assert answer.status_code in (200, 400), answer.content[:300]
    assert body["errors"]


NO_QUESTION: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"query",
    "half of JSON": b'{"query": "{ shop',
    "a batch": b'[{"query": "{ shop { name } }"}]',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "no query": b"{}",
    "a query of null": b'{"query": null}',
    "a query of numbers": b'{"query": 1}',
    "an empty query": b'{"query": "  "}',
    "no document": b'{"query": "}{"}',
    "variables in a list": b'{"query": "{ shop { name } }", "variables": []}',
    "an operation of a number": b'{"query": "{ shop { name } }", "operationName": 1}',
    "an unknown operation": b'{"query": "query a { shop { name } }", "operationName": "b"}',
    "two operations and no name": b'{"query": "query a { shop { name } } query b { shop { name } }"}',
    "an unknown field": b'{"query": "{ shop { secret } }"}',
    "an unknown mutation": b'{"query": "mutation { dropEverything { id } }"}',
    "a subscription": b'{"query": "subscription { event { __typename } }"}',
    "broken UTF-8": b'{"query": "{ shop { name } } # \xff\xfe"}',
    "infinity": b'{"query": "{ shop { name } }", "variables": {"a": Infinity}}',
    "deep JSON": b'{"query": "{ shop { name } }", "variables": '
    + b'{"a":' * 5000
    + b"1"
    + b"}" * 5000
    + b"}",
    "a null byte": b'{"query": "{ shop { name\x00 } }"}',
}


@pytest.mark.parametrize("what", list(NO_QUESTION))
def test_what_is_no_question_is_refused(client: Client, shop: Shop, what: str) -> None:
    with nothing_changes():
        answer = client.post("/graphql/", NO_QUESTION[what], content_type=JSON)

    refused(answer, 415 if what == "nothing" else 400)


CREATE = "mutation c($i: CheckoutCreateInput!) { checkoutCreate(input: $i) { checkout { id } errors { code field } } }"
WRONG_VARIABLES: tuple[dict[str, Any], ...] = (
    {},
    {"i": None},
    {"i": 1},
    {"i": "x"},
    {"i": {"channel": 1, "lines": []}},
    {"i": {"channel": "online", "lines": [{"variantId": "x", "quantity": "1"}]}},
    {"i": {"channel": "online", "lines": [{"variantId": "x", "quantity": 99999999999}]}},
    {"i": {"channel": "online", "lines": [{"variantId": {}, "quantity": 1}]}},
    {"i": {"channel": "online", "lines": [], "unknown": 1}},
)


def test_variables_of_the_wrong_kind_are_refused(client: Client, shop: Shop) -> None:
    with nothing_changes():
        for variables in WRONG_VARIABLES:
            answer = ask(client, CREATE, variables=variables)
            assert answer.status_code in (200, 400), variables
            assert json.loads(answer.content)["errors"], variables


WRONG_LINES: tuple[dict[str, Any], ...] = (
    {"variantId": "x", "quantity": 1},
    {"variantId": "", "quantity": 1},
    {"variantId": "UHJvZHVjdDox", "quantity": 1},
    {"variantId": "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5", "quantity": 1},
    {"variantId": "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "quantity": 1},
    {"variantId": "UHJvZHVjdFZhcmlhbnQ6AA==", "quantity": 1},
)


def test_lines_that_cannot_be_are_refused(client: Client, shop: Shop) -> None:
    variant = shop.piece("Kani shawl", price="3500")
    wrong = [
        *WRONG_LINES,
        *({"variantId": variant, "quantity": count} for count in (-1, 0, 10**6, 2**31 - 1)),
    ]
    with nothing_changes():
        for line in wrong:
            answer = ask(client, CREATE, variables={"i": {"channel": "online", "lines": [line]}})
            body = json.loads(answer.content)
            assert answer.status_code in (200, 400), line
            assert body.get("errors") or body["data"]["checkoutCreate"]["errors"], line


def test_ids_of_nothing_of_mine_show_nothing(client: Client, shop: Shop) -> None:
    query = "query c($id: ID!) { checkout(id: $id) { id email } order(id: $id) { id number } }"
    with nothing_changes():
        for name in (
            "",
            "x",
            "💥",
            "Q2hlY2tvdXQ6",
            "Q2hlY2tvdXQ6MQ==",
            "T3JkZXI6MQ==",
            "A" * 5000,
            "\x00",
            "Og==",
        ):
            answer = ask(client, query, variables={"id": name})
            assert answer.status_code in (200, 400), name[:40]
            data = json.loads(answer.content).get("data") or {}
            assert not data.get("checkout") and not data.get("order"), name[:40]


@pytest.mark.parametrize(
    "token", ["x", "Bearer", "Bearer x", "Bearer " + "A" * 9000, "Basic YTpi", "Bearer \u00ff"]
)
def test_a_token_that_nobody_was_given_is_refused(client: Client, shop: Shop, token: str) -> None:
    answer = client.post(
        "/graphql/",
        json.dumps({"query": "{ shop { name } }"}),
        content_type=JSON,
        headers={"Authorization": token},
    )
    assert answer.status_code in (200, 401)
    if answer.status_code == 200:
        assert token == "Bearer"


def test_what_staff_may_do_is_refused_to_the_public(client: Client, shop: Shop) -> None:
    with nothing_changes():
        answer = ask(client, 'mutation { productDelete(id: "UHJvZHVjdDox") { errors { code } } }')
        assert "permissions" in json.loads(answer.content)["errors"][0]["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
def test_another_kind_of_body_is_refused(client: Client, shop: Shop, kind: str) -> None:
    answer = client.post("/graphql/", b'{"query": "{ shop { name } }"}', content_type=kind)
    refused(answer, 415)


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_method_is_refused(client: Client, shop: Shop, method: str) -> None:
    refused(getattr(client, method)("/graphql/"), 405)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"operations": "x"},
        {"operations": "{}", "map": "[]"},
        {"operations": '{"query": "{ shop { name } }"}', "map": '{"0": ["variables.a.b"]}'},
        {"operations": '{"query": "{ shop { name } }"}', "map": '{"0": 1}', "0": "x"},
    ],
)
def test_an_upload_that_does_not_hold_together_is_refused(
    client: Client, shop: Shop, sent: dict[str, str]
) -> None:
    answer = client.post("/graphql/", sent)
    assert answer.status_code in (200, 400)
