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
    client = Client()

    def look(at: int) -> None:
        """From a device without a cookie, in a network of its own; the server itself is made once."""
        client.cookies.clear()
        answer = client.get(f"/verify/{codes[at]}/", REMOTE_ADDR=f"203.0.{at // 250 % 250}.{at % 250 + 1}")
        assert answer.status_code == 200

    for at in range(60):
        look(-1 - at)
    verification.forget()
    web, database = time.process_time(), database_cpu_s()
    for at in range(LOOKS):
        look(at)
    web_ms = (time.process_time() - web) * 1000 / LOOKS
    database_ms = (database_cpu_s() - database) * 1000 / LOOKS
    with capsys.disabled():
        print(f"\nverify, each label and device new: {web_ms:.2f} ms web + {database_ms:.2f} ms database")
    assert web_ms + database_ms <= REACH_MS
