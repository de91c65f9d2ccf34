"""100,000 labels and 10,000 certificates: a look costs what DESIGN.md allows, web and database together."""

import time

import pytest
from django.template import Template
from django.test import Client
from django.test.utils import _TestState

import certification.verification.facade as verification
from tests.certification.cases.world import People
from tests.certification.verification.scale import database_cpu_s, fill
from tests.certification.verification.world import labelled

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

REACH_MS = 6.0
LOOKS = 400


@pytest.fixture
def plain_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates as the server draws them, without the tests' notes of every context."""
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


def test_a_look_costs_what_is_allowed(people: People, plain_templates: None, capsys) -> None:
    codes = fill(labelled(people).batch)
    clients = [Client(REMOTE_ADDR=f"203.0.{at // 250}.{at % 250 + 1}") for at in range(LOOKS + 60)]
    for at, client in enumerate(clients[LOOKS:]):
        assert client.get(f"/verify/{codes[-1 - at]}/").status_code == 200
    verification.forget()
    web, database = time.process_time(), database_cpu_s()
    for code, client in zip(codes[:LOOKS], clients, strict=False):
        assert client.get(f"/verify/{code}/").status_code == 200
    web_ms = (time.process_time() - web) * 1000 / LOOKS
    database_ms = (database_cpu_s() - database) * 1000 / LOOKS
    with capsys.disabled():
        print(f"\nverify, each label and device new: {web_ms:.2f} ms web + {database_ms:.2f} ms database")
    assert web_ms + database_ms <= REACH_MS
