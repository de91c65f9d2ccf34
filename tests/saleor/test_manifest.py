"""The manifest says what Saleor 3.23 needs to install us, and what it would refuse is not in it."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from django.test import Client
from graphql import parse

from commerce.permissions import APP_PERMISSIONS
from commerce.saleor.manifest import document, subscriptions
from commerce.subscriptions import documents, synchronous
from jkrlm.kernel.version import VERSION
from jkrlm.wiring import ANSWERS, REACTIONS

ROOT = Path(__file__).resolve().parents[2]

#: AppURLValidator of Saleor 3.23: a host name without dots must be localhost.
URL = re.compile(r"https?://(localhost|[\d.]+|[a-z0-9-]+(\.[a-z0-9-]+)+)(:\d{2,5})?(/\S*)?")


@pytest.fixture
def on_saleor(settings):
    settings.SALEOR_API_URL = "https://store.example.org/graphql/"
    settings.PUBLIC_URL = "https://umeed.example.org"


def test_without_a_saleor_there_is_none(settings):
    settings.SALEOR_API_URL = ""
    assert Client().get("/saleor/manifest.json").status_code == 404


def test_it_is_served_as_json(on_saleor):
    answer = Client().get("/saleor/manifest.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json() == json.loads(json.dumps(document()))


def test_it_names_our_app(on_saleor):
    found = document()
    assert {name: found[name] for name in ("id", "name", "version", "requiredSaleorVersion")} == {
        "id": "umeed.payments",
        "name": "Umeed",
        "version": VERSION,
        "requiredSaleorVersion": ">=3.23",
    }
    assert found["permissions"] == sorted(APP_PERMISSIONS)
    assert "MANAGE_APPS" not in found["permissions"]
    assert found["author"].strip() and found["about"]
    assert found["appUrl"] == "https://umeed.example.org/staff/"
    assert found["tokenTargetUrl"] == "https://umeed.example.org/saleor/register/"


def test_the_version_is_the_products():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


def test_there_is_one_webhook_for_each_event_that_we_hear_or_answer(on_saleor):
    hooks = document()["webhooks"]
    events = {event for hook in hooks for event in hook.get("asyncEvents", []) + hook.get("syncEvents", [])}
    assert events == {event for event in documents() if event in REACTIONS or event in ANSWERS}
    assert len(hooks) == len(events)
    for hook in hooks:
        (kind,) = {"asyncEvents", "syncEvents"} & set(hook)
        (event,) = hook[kind]
        assert (kind == "syncEvents") == (event in synchronous())
        assert hook["targetUrl"] == f"https://umeed.example.org/saleor/webhooks/{event.lower()}/"
        assert hook["identifier"] == event.lower()
        assert hook["isActive"] is True
    assert len({hook["name"] for hook in hooks}) == len(hooks)


def test_each_document_is_one_subscription_that_asks_for_type_and_time(on_saleor):
    for hook in document()["webhooks"]:
        operations = [
            node for node in parse(hook["query"]).definitions if node.kind == "operation_definition"
        ]
        assert [node.operation.value for node in operations] == ["subscription"]
        assert "__typename" in hook["query"]
        assert "issuedAt" in hook["query"]


def test_each_address_of_a_webhook_is_one_of_ours(on_saleor):
    for hook in subscriptions():
        path = hook.target_url.removeprefix("https://umeed.example.org")
        assert Client().get(path).status_code == 405


def test_every_address_is_one_that_saleor_takes(on_saleor):
    found = document()
    for url in (
        found["appUrl"],
        found["tokenTargetUrl"],
        *(hook["targetUrl"] for hook in found["webhooks"]),
    ):
        assert URL.fullmatch(url), url


def test_on_a_private_network_saleor_calls_another_name_than_people_do(on_saleor, settings):
    settings.SALEOR_WEBHOOK_BASE_URL = "http://rooms.internal:8000/"
    found = document()
    assert found["appUrl"] == "https://umeed.example.org/staff/"
    assert found["tokenTargetUrl"] == "http://rooms.internal:8000/saleor/register/"
    assert {hook["targetUrl"].partition("/saleor/")[0] for hook in found["webhooks"]} == {
        "http://rooms.internal:8000"
    }
