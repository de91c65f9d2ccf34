"""`/graphql/` as any client of Saleor meets it: what it answers, what it refuses and how."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from graphql import build_client_schema, get_introspection_query, print_schema
from graphql.utilities import lexicographic_sort_schema

from commerce.embedded.account.models import App
from commerce.embedded.channel.models import Channel
from commerce.embedded.checkout.models import Checkout
from tests.contract.world import token

ROOT = Path(__file__).resolve().parents[2]
URL = "/graphql/"
CHANNELS = "{channels{slug currencyCode}}"

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel() -> Channel:
    return Channel.objects.create(
        name="Rupees", slug="rupees", is_active=True, currency_code="INR", default_country="IN"
    )


def post(query: object, *, client: Client | None = None, **more: Any) -> HttpResponse:
    body = json.dumps({"query": query, **more})
    return (client or Client()).post(URL, body, content_type="application/json")


def bearer(value: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {value}"})


def refusal(response: HttpResponse, status: int) -> str:
    """Return the sentence of the only error of a response that carries nothing else."""
    body = json.loads(response.content)
    assert response.status_code == status, body
    assert response.headers["Content-Type"] == "application/json"
    assert set(body) <= {"errors", "extensions"}
    assert len(body["errors"]) == 1
    return str(body["errors"][0]["message"])


# How it is asked


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_only_post_asks(method: str) -> None:
    response = getattr(Client(), method)(f"{URL}?query={{__typename}}")
    assert refusal(response, 405) == "GraphQL is asked by POST."
    assert response.headers["Allow"] == "POST, OPTIONS"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"query", "Unable to parse query: the body is not JSON in UTF-8."),
        (b" ", "Unable to parse query: the body is not JSON in UTF-8."),
        (b'{"query": "{__typename} \xff\xfe"}', "Unable to parse query: the body is not JSON in UTF-8."),
        (
            b'{"query": "{__typename}", "variables": {"n": NaN}}',
            "Unable to parse query: the body is not JSON in UTF-8.",
        ),
        (b"[" * 100_000, "Unable to parse query: the body is not JSON in UTF-8."),
        (b'[{"query": "{__typename}"}]', "Batches are not answered: send one operation as an object."),
        (b"{}", "Must provide a query string."),
        (b'{"query": ""}', "Must provide a query string."),
        (b'{"query": {"a": 1}}', "Must provide a query string."),
        (b'{"query": "{__typename}", "variables": [1]}', "Variables must be an object."),
        (b'{"query": "{__typename}", "operationName": 7}', "operationName must be text."),
    ],
    ids=lambda part: repr(part[:40]) if isinstance(part, bytes) else "",
)
def test_a_body_that_is_no_request(body: bytes, sentence: str) -> None:
    assert refusal(Client().post(URL, body, content_type="application/json"), 400) == sentence


def test_other_kinds_of_body() -> None:
    text = Client().post(URL, b'{"query": "{__typename}"}', content_type="text/plain")
    assert refusal(text, 415) == "Content-Type must be application/json or multipart/form-data."
    large = post("{__typename}" + " " * 1_000_001)
    assert refusal(large, 413) == "The request is larger than 1 MB."


def test_an_operation_is_chosen_by_name() -> None:
    both = "query One{__typename} query Two{two:__typename}"
    chosen = post(both, operationName="Two")
    assert json.loads(chosen.content)["data"] == {"two": "Query"}
    assert refusal(post(both), 400) == "Must provide operation name if query contains multiple operations."
    assert refusal(post(both, operationName="Three"), 400) == "Unknown operation named 'Three'."
    assert refusal(post("{__typename}", operationName="Three"), 400) == "Unknown operation named 'Three'."


# What is asked


def test_a_document_that_does_not_parse() -> None:
    response = post("{products(first:")
    error = json.loads(response.content)["errors"][0]
    assert refusal(response, 400) == "Syntax Error: Unexpected <EOF>."
    assert error["locations"] == [{"line": 1, "column": 17}]


def test_a_document_that_is_not_valid() -> None:
    response = post("{shawls}")
    assert refusal(response, 400) == "Cannot query field 'shawls' on type 'Query'."
    error = json.loads(response.content)["errors"][0]
    assert error["locations"] == [{"line": 1, "column": 2}]
    assert error["extensions"] == {"exception": {"code": "GraphQLError"}}


def test_variables_that_do_not_fit() -> None:
    query = "query($n:Int!){products(first:$n){totalCount}}"
    assert refusal(post(query), 400) == "Variable '$n' of required type 'Int!' was not provided."
    wrong = refusal(post(query, variables={"n": "many"}), 400)
    assert wrong == "Variable '$n' got invalid value 'many'; Int cannot represent non-integer value: 'many'"


def family(generations: int, last: str) -> str:
    """Return a query that goes down a tree of categories; three levels a generation, and one above."""
    below = "children(first:1){edges{node{" * generations
    return '{category(id:"Q2F0ZWdvcnk6MQ=="){' + below + last + "}}}" * generations + "}}"


def test_twenty_five_levels_and_no_more() -> None:
    level_25 = post(family(7, "children(first:1){edges{cursor}}"))
    assert json.loads(level_25.content)["data"] == {"category": None}
    assert refusal(post(family(8, "id")), 400) == "The document is nested deeper than 25 levels."


@pytest.mark.parametrize("levels", [50, 20_000])
def test_fifty_levels_are_refused(levels: int) -> None:
    sentence = refusal(post("{a" * levels + "}" * levels), 400)
    assert sentence == "The document is nested deeper than 25 levels."


@pytest.mark.parametrize(
    "fragments",
    [
        "fragment F on Query{...F}",
        "fragment F on Query{...G} fragment G on Query{...F}",
        " ".join(
            f"fragment {name} on Query{{...F{place}}}"
            for place, name in enumerate(["F", *map("F{}".format, range(300))])
        ),
    ],
    ids=["itself", "each other", "a chain of 300"],
)
def test_fragments_that_never_end(fragments: str) -> None:
    assert refusal(post("{...F} " + fragments), 400) == "The document is nested deeper than 25 levels."


def test_fragments_that_double_cost_what_they_mean_and_no_time() -> None:
    """Twenty fragments that each spread the next one ten times mean 10^20 fields."""
    chain = [f"fragment F{n} on Category{{{('...F' + str(n + 1) + ' ') * 10}}}" for n in range(20)]
    document = (
        '{category(id:"x"){...F0}} '
        + " ".join(chain)
        + " fragment F20 on Category{children(first:1){totalCount}}"
    )
    before = time.process_time()
    response = post(document)
    assert time.process_time() - before < 2
    assert refusal(response, 400) == "The query exceeds the maximum cost of 50000. Actual cost is 2147483647"


def test_ten_thousand_aliases_are_refused() -> None:
    names = " ".join(f"a{n}:__typename" for n in range(10_000))
    assert refusal(post(f"{{{names}}}"), 400) == "The document is longer than 100000 characters."
    shorter = " ".join(f"a{n}:id" for n in range(10_000))
    assert refusal(post(f"{{{shorter}}}"), 400) == (
        "Syntax Error: Document contains more than 3000 tokens. Parsing aborted."
    )


def test_what_costs_too_much_says_how_much() -> None:
    """Every way of asking for 100 × 100 × 100 rows: written out, by variable, by a variable's default."""
    query = """query%s { products(first: %s, channel: "rupees") { edges { node {
        productVariants(first: %s) { edges { node { assignedAttributes { attribute { slug } } } } } } } } }"""
    for document, variables in (
        (query % ("", "100", "100"), None),
        (query % ("($n: Int)", "$n", "$n"), {"n": 100}),
        (query % ("($n: Int)", "$n", "$n"), {"n": 100.0}),
        (query % ("($n: Int = 100)", "$n", "$n"), None),
    ):
        response = post(document, variables=variables)
        assert refusal(response, 400) == "The query exceeds the maximum cost of 50000. Actual cost is 2010100"
        body = json.loads(response.content)
        assert body["errors"][0]["extensions"] == {"exception": {"code": "QueryCostError"}}
        assert body["extensions"] == {"cost": {"requestedQueryCost": 2_010_100, "maximumAvailable": 50_000}}


# What is answered


def faults(response: HttpResponse, data: object) -> list[tuple[str, str]]:
    """Return code and sentence of each error beside the data of an answer."""
    body = json.loads(response.content)
    assert response.status_code == 200
    assert body["data"] == data
    return [(each["extensions"]["exception"]["code"], each["message"]) for each in body["errors"]]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            "first:101",
            "Requesting 101 records on the `products` connection exceeds the `first` limit of 100 records.",
        ),
        (
            "last:101",
            "Requesting 101 records on the `products` connection exceeds the `last` limit of 100 records.",
        ),
        ("first:-1", "Argument 'first' must be a non-negative integer."),
        ("first:1,last:1", "Argument 'last' cannot be combined with 'first'."),
        ('first:1,after:"nonsense"', "Received cursor is invalid."),
        ('first:1,after:"WyJhIl0="', "Received cursor is invalid."),
        ('first:1,after:"WyJhIiwgIngiXQ=="', "Received cursor is invalid."),
        ("", "You must provide a `first` or `last` value to properly paginate the `products` connection."),
    ],
)
def test_pages_that_cannot_be_given(channel: Channel, arguments: str, sentence: str) -> None:
    response = post(f'{{products(channel:"rupees" {arguments}){{edges{{node{{slug}}}}}}}}')
    assert faults(response, {"products": None}) == [("GraphQLError", sentence)]


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        "1",
        "Q2F0ZWdvcnk6MQ==",
        "UHJvZHVjdDo=",
        "UHJvZHVjdDotMQ==",
        "UHJvZHVjdDoxZTk5",
        "é" * 300,
    ],
)
def test_ids_that_are_none(channel: Channel, wrong: str) -> None:
    found = post(
        f'{{product(id:"{wrong}",channel:"rupees"){{id}} checkout(id:"{wrong}"){{id}} order(id:"{wrong}"){{id}}}}'
    )
    assert json.loads(found.content)["data"] == {"product": None, "checkout": None, "order": None}
    added = post(f'mutation{{checkoutLinesAdd(id:"{wrong}",lines:[]){{errors{{field code}}}}}}')
    payload = json.loads(added.content)["data"]["checkoutLinesAdd"]
    assert payload == {"errors": [{"field": "id", "code": "NOT_FOUND"}]}
    assert not Checkout.objects.exists()


def test_no_id_at_all(channel: Channel) -> None:
    sentence = "At least one argument is required: 'id', 'token'."
    assert faults(post("{checkout{id}}"), {"checkout": None}) == [("GraphQLError", sentence)]
    added = post('mutation{checkoutLinesAdd(id:"",lines:[]){errors{field code}}}')
    payload = json.loads(added.content)["data"]["checkoutLinesAdd"]
    assert payload == {"errors": [{"field": None, "code": "GRAPHQL_ERROR"}]}


def test_introspection_gives_the_committed_schema() -> None:
    response = post(get_introspection_query())
    data = json.loads(response.content)["data"]
    served = print_schema(lexicographic_sort_schema(build_client_schema(data))) + "\n"
    assert served == (ROOT / "commerce" / "schema.graphql").read_text()


# Who asks


def test_a_token_opens_what_the_public_may_not_see(channel: Channel) -> None:
    refused = post(CHANNELS)
    assert faults(refused, {"channels": None}) == [
        (
            "PermissionDenied",
            "To access this path, you need one of the following permissions: "
            "AUTHENTICATED_APP, AUTHENTICATED_STAFF_USER",
        )
    ]
    seen = post(CHANNELS, client=bearer(token("reader")))
    assert json.loads(seen.content) == {
        "data": {"channels": [{"slug": "rupees", "currencyCode": "INR"}]},
        "extensions": {"cost": {"requestedQueryCost": 1, "maximumAvailable": 50_000}},
    }


def test_a_wrong_token_is_not_the_public() -> None:
    """Whoever shows a token means to be somebody: no answer as if none had been shown."""
    good = token("reader")
    for wrong in (good[:-1], f"{good}x", "x" * 5_000, "null"):
        assert refusal(post("{__typename}", client=bearer(wrong)), 401) == "Invalid token"
    App.objects.filter(identifier="reader").update(is_active=False)
    assert refusal(post("{__typename}", client=bearer(good)), 401) == "Invalid token"


def test_cookies_open_nothing_and_are_not_set(channel: Channel) -> None:
    people = get_user_model()
    member = people.objects.create(email="staff@example.in", is_active=True)
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    before = dict(client.cookies)
    response = post(CHANNELS, client=client)
    assert [code for code, _ in faults(response, {"channels": None})] == ["PermissionDenied"]
    assert response.cookies == {}
    assert client.cookies == before
    assert "Cookie" not in response.headers.get("Vary", "")


def test_any_origin_may_ask() -> None:
    before = Client().options(
        URL,
        headers={
            "Origin": "https://kiosk.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert before.status_code == 204
    assert before.content == b""
    assert before.headers["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert before.headers["Access-Control-Allow-Headers"] == "Content-Type, Authorization"
    for response in (before, post("{__typename}"), post("{shawls}")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers


# Files

UPLOAD = 'mutation($f:Upload!){productMediaCreate(input:{product:"x",image:$f}){errors{field code}}}'


@pytest.mark.parametrize(
    ("operations", "places", "sentence"),
    [
        ("", "{}", "Unable to parse query: the body is not JSON in UTF-8."),
        ("{", "{}", "Unable to parse query: the body is not JSON in UTF-8."),
        ("[]", "{}", "operations and map must be JSON objects."),
        ({}, '["0"]', "operations and map must be JSON objects."),
        ({}, '{"0": ["variables.g.h"]}', "map points at a place that operations does not have."),
        ({}, '{"0": ["variables.f.0.1"]}', "map points at a place that operations does not have."),
        ({}, '{"1": ["variables.f"]}', "Variable '$f' of non-null type 'Upload!' must not be null."),
    ],
)
def test_uploads_that_are_none(operations: object, places: str, sentence: str) -> None:
    asked = {"query": UPLOAD, "variables": {"f": None}} if operations == {} else operations
    sent = {
        "operations": asked if isinstance(asked, str) else json.dumps(asked),
        "map": places,
        "0": SimpleUploadedFile("shawl.png", b"no picture", content_type="image/png"),
    }
    response = bearer(token("staff", "MANAGE_PRODUCTS")).post(URL, sent)
    assert refusal(response, 400) == sentence


def test_a_text_is_no_upload() -> None:
    response = post(UPLOAD, variables={"f": "shawl.png"}, client=bearer(token("staff", "MANAGE_PRODUCTS")))
    assert refusal(response, 400).startswith("Variable '$f' got invalid value 'shawl.png'")


# The page to try queries on


def test_the_demo_shows_graphiql(settings: Any) -> None:
    settings.DEMO = True
    response = Client().get(URL, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    page = response.content.decode()
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/html")
    assert "'unsafe-eval'" not in response.headers["Content-Security-Policy"]
    assets = [part.partition('"')[0] for part in page.split('"/static/')[1:]]
    assert len(assets) == 6
    assert [name for name in assets if finders.find(name) is None] == []


def test_elsewhere_graphiql_is_not_there(settings: Any) -> None:
    settings.DEMO = False
    response = Client().get(URL, headers={"Accept": "text/html"})
    assert refusal(response, 405) == "GraphQL is asked by POST."
