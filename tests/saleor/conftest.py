import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from commerce.saleor import breaker, keys, tokens
from tests.saleor.edge import Edge, SigningKey, served
from tests.saleor.faults_stage import house, open_house

__all__ = ["house", "open_house"]


@pytest.fixture(scope="session")
def running_edge() -> Iterator[Edge]:
    with served() as made:
        yield made


@pytest.fixture(scope="session")
def saleors_key() -> SigningKey:
    return SigningKey("2026-spring")


@pytest.fixture(scope="session")
def strangers_key() -> SigningKey:
    return SigningKey("stranger")


@pytest.fixture
def edge(running_edge, saleors_key, settings) -> Edge:
    """Saleor, with the settings that name it and nothing remembered of it."""
    running_edge.forget()
    running_edge.keys = [saleors_key]
    settings.SALEOR_API_URL = running_edge.issuer
    settings.SALEOR_APP_TOKEN = ""
    keys.forget_held()
    tokens.forget_held()
    breaker.breaker_of(running_edge.issuer).succeeded()
    return running_edge


@dataclass
class Caller:
    """Posts to our addresses as Saleor does; whatever is given replaces what Saleor would send."""

    edge: Edge
    key: SigningKey
    client: Client

    def post(
        self,
        event: str,
        payload: Any,
        *,
        body: bytes | None = None,
        signature: str | None = None,
        issuer: str | None = None,
        **extra: Any,
    ) -> HttpResponse:
        sent = json.dumps(payload).encode() if body is None else body
        headers = {
            "Saleor-Event": event,
            "Saleor-Api-Url": self.edge.issuer if issuer is None else issuer,
            "Saleor-Signature": self.key.sign(sent) if signature is None else signature,
        }
        return self.client.post(
            f"/saleor/webhooks/{event}/",
            sent,
            content_type="application/json",
            headers={name: value for name, value in headers.items() if value},
            **extra,
        )


@pytest.fixture
def saleor(edge, saleors_key) -> Caller:
    return Caller(edge, saleors_key, Client(raise_request_exception=False))


@pytest.fixture
def rows(db):
    """Return a function that counts the rows of every table."""

    def count() -> dict[str, int]:
        return {model._meta.label: model._default_manager.count() for model in apps.get_models()}

    return count
