"""Webhooks as Saleor sends them: kept once, answered again the same, and otherwise refused in words."""

import hashlib
import json
import logging

import pytest
from django.test import Client

from commerce.answers import set_answers
from jkrlm.kernel.models import OutboxMessage
from jkrlm.wiring import ANSWERS
from tests.saleor.edge import SigningKey

ORDER = {"id": "T3JkZXI6MQ==", "number": "23", "checkoutId": None, "total": {"gross": {"amount": 89.0}}}
CREATED = {"__typename": "OrderCreated", "issuedAt": "2026-11-21T17:59:23.178500+00:00", "order": ORDER}
TAXES = {
    "__typename": "CalculateTaxes",
    "issuedAt": "2026-11-21T17:59:23+00:00",
    "taxBase": {"lines": [], "sourceObject": {"__typename": "Checkout", "id": "Q2hlY2tvdXQ6MQ=="}},
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers():
    """Let a test say who answers; the wiring's table comes back afterwards."""
    yield lambda **table: set_answers(table)
    set_answers(ANSWERS)


def said(answer):
    return answer.status_code, answer.json()["error"]["code"]


def refused_without_a_trace(rows, call):
    """Make the call; but for the keys that we may ask the store for, nothing is written."""
    before = rows()
    answer = call()
    after = rows()
    assert {**after, "commerce.SigningKeys": 0} == {**before, "commerce.SigningKeys": 0}
    return answer


def test_an_event_is_kept_with_its_own_time_and_identity(saleor, edge):
    assert saleor.post("order_created", CREATED).json() == {"received": True}
    message = OutboxMessage.objects.get()
    body = json.dumps(CREATED).encode()
    identity = b"|".join((edge.issuer.encode(), b"ORDER_CREATED", body))
    assert message.digest == hashlib.sha256(identity).hexdigest()
    assert message.issued_at.isoformat() == "2026-11-21T17:59:23.178500+00:00"
    assert (message.name, message.payload) == ("ORDER_CREATED", CREATED)


def test_a_replay_changes_nothing(saleor, rows):
    saleor.post("order_created", CREATED)
    before = rows()
    for _ in range(3):
        answer = saleor.post("order_created", CREATED)
        assert (answer.status_code, answer.json()) == (200, {"received": False})
    assert rows() == before


def test_the_same_change_a_second_later_is_another_event(saleor):
    saleor.post("order_created", CREATED)
    saleor.post("order_created", {**CREATED, "issuedAt": "2026-11-21T17:59:24.178500+00:00"})
    assert OutboxMessage.objects.count() == 2


def test_an_event_that_is_an_hour_late_or_ahead_is_kept(saleor, django_assert_max_num_queries):
    saleor.post("order_created", {**CREATED, "issuedAt": "2020-01-01T00:00:00+05:30"})
    saleor.post("order_created", {**CREATED, "issuedAt": "2999-01-01T00:00:00"})
    late, ahead = OutboxMessage.objects.order_by("issued_at")
    assert late.issued_at.isoformat() == "2019-12-31T18:30:00+00:00"
    assert ahead.issued_at.year < 2999
    assert all(turn.next_at == ahead.issued_at for turn in ahead.deliveries.all())


def test_an_event_that_nothing_here_reacts_to_is_taken_and_dropped(saleor, rows):
    updated = {**CREATED, "__typename": "OrderUpdated"}
    answer = refused_without_a_trace(rows, lambda: saleor.post("order_updated", updated))
    assert (answer.status_code, answer.json()) == (200, {"received": False})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"__typename": "OrderConfirmed"}, "WRONG_EVENT"),
        ({"__typename": None}, "WRONG_EVENT"),
        ({"__typename": ["OrderCreated"]}, "WRONG_EVENT"),
        ({"issuedAt": None}, "NO_TIME"),
        ({"issuedAt": "yesterday"}, "NO_TIME"),
        ({"issuedAt": 1795283963}, "NO_TIME"),
        ({"order": {"id": "a\x00b"}}, "NOT_TEXT"),
    ],
)
def test_a_signed_body_that_does_not_fit_its_address_is_refused(saleor, rows, changed, code):
    payload = {**CREATED, **changed}
    assert said(refused_without_a_trace(rows, lambda: saleor.post("order_created", payload))) == (400, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "NOT_JSON"),
        (b"{", "NOT_JSON"),
        (b"\xff\xfe", "NOT_JSON"),
        (b"[" * 100_000, "NOT_JSON"),
        (b"[]", "NOT_OURS"),
        (b'"text"', "NOT_OURS"),
        (b"null", "NOT_OURS"),
        (b"{}", "WRONG_EVENT"),
    ],
    ids=["empty", "cut", "not text", "deep", "list", "text", "null", "no type"],
)
def test_a_signed_body_of_another_shape_is_refused(saleor, rows, body, code):
    answer = refused_without_a_trace(rows, lambda: saleor.post("order_created", None, body=body))
    assert said(answer) == (400, code)


def test_unsigned_and_wrongly_signed_calls_are_refused(saleor, rows, strangers_key):
    body = json.dumps(CREATED).encode()
    for signature in ("", "x", SigningKey("2026-spring").sign(body), saleor.key.sign(body, alg="HS256")):
        answer = refused_without_a_trace(
            rows, lambda signature=signature: saleor.post("order_created", CREATED, signature=signature)
        )
        assert said(answer) == (401, "BAD_SIGNATURE")


def test_an_unknown_key_is_refused_and_may_come_again_when_we_have_not_asked(saleor, rows, strangers_key):
    forged = strangers_key.sign(json.dumps(CREATED).encode())
    call = lambda: saleor.post("order_created", CREATED, signature=forged)  # noqa: E731
    assert said(refused_without_a_trace(rows, call)) == (401, "BAD_SIGNATURE")
    assert said(refused_without_a_trace(rows, call)) == (503, "KEYS_UNAVAILABLE")


def test_while_the_store_is_away_an_unknown_key_may_come_again(saleor, edge, rows):
    edge.away = True
    call = lambda: saleor.post("order_created", CREATED)  # noqa: E731
    assert said(refused_without_a_trace(rows, call)) == (503, "KEYS_UNAVAILABLE")


def test_the_signature_of_another_body_is_refused(saleor, rows):
    other = saleor.key.sign(json.dumps({**CREATED, "order": {**ORDER, "number": "24"}}).encode())
    call = lambda: saleor.post("order_created", CREATED, signature=other)  # noqa: E731
    assert said(refused_without_a_trace(rows, call)) == (401, "BAD_SIGNATURE")


def test_another_store_is_refused_and_ours_by_its_other_name_is_not(saleor, edge, rows, settings):
    for other in ("https://evil.example/graphql/", edge.issuer + "x/", edge.url, "nonsense"):
        answer = refused_without_a_trace(
            rows, lambda other=other: saleor.post("order_created", CREATED, issuer=other)
        )
        assert said(answer) == (401, "WRONG_STORE")
    assert saleor.post("order_created", CREATED, issuer=edge.issuer.rstrip("/")).status_code == 200
    settings.SALEOR_PUBLIC_API_URL = "https://store.example.org/graphql/"
    again = saleor.post("order_created", CREATED, issuer="https://STORE.example.org/graphql/")
    assert again.json() == {"received": False}


def test_a_large_body_is_refused_before_it_is_hashed(saleor, rows):
    payload = {**CREATED, "padding": "x" * 1024 * 1024}
    answer = refused_without_a_trace(rows, lambda: saleor.post("order_created", payload))
    assert said(answer) == (413, "TOO_LARGE")


def test_only_post_at_known_addresses_and_only_with_a_saleor(saleor, settings):
    browser = Client()
    assert browser.get("/saleor/webhooks/order_created/").status_code == 405
    assert saleor.post("order_expired", CREATED).status_code == 404
    assert saleor.post("no_such_event", CREATED).status_code == 404
    assert browser.post("/saleor/webhooks/ORDER_CREATED/").status_code == 404
    settings.SALEOR_API_URL = ""
    assert saleor.post("order_created", CREATED, issuer="x").status_code == 404


def test_a_cookie_or_a_form_token_is_not_asked_for(saleor):
    strict = Client(enforce_csrf_checks=True)
    saleor.client = strict
    assert saleor.post("order_created", CREATED).status_code == 200


def test_taxes_of_an_order_are_not_asked_at_the_address_for_checkouts(saleor, answers, rows):
    answers(CHECKOUT_CALCULATE_TAXES=lambda payload: {"for": "checkout"})
    answers_before = saleor.post("checkout_calculate_taxes", TAXES)
    assert answers_before.json() == {"for": "checkout"}
    for_order = {**TAXES, "taxBase": {"lines": [], "sourceObject": {"__typename": "Order"}}}
    assert said(saleor.post("checkout_calculate_taxes", for_order)) == (400, "WRONG_EVENT")
    assert said(saleor.post("order_calculate_taxes", TAXES)) == (400, "WRONG_EVENT")
    without = {"__typename": "CalculateTaxes", "taxBase": None}
    assert said(saleor.post("order_calculate_taxes", without)) == (400, "WRONG_EVENT")


def test_a_room_that_stumbles_gives_no_answer_and_a_line_in_the_log(saleor, answers, caplog):
    def stumble(payload):
        raise LookupError("no such group: KZ99")

    answers(CHECKOUT_CALCULATE_TAXES=stumble)
    answer = saleor.post("checkout_calculate_taxes", TAXES)
    assert said(answer) == (500, "NO_ANSWER")
    assert "KZ99" not in answer.content.decode()
    assert "CHECKOUT_CALCULATE_TAXES was not answered" in caplog.text
    assert "KZ99" in caplog.text


def test_an_answer_that_takes_too_long_is_logged(saleor, answers, caplog, monkeypatch):
    from commerce.saleor import webhooks

    monkeypatch.setattr(webhooks, "SLOW_SECONDS", 0.0)
    answers(CHECKOUT_CALCULATE_TAXES=lambda payload: [])
    with caplog.at_level(logging.WARNING):
        assert saleor.post("checkout_calculate_taxes", TAXES).json() == []
    assert "CHECKOUT_CALCULATE_TAXES took 0.0 s to answer" in caplog.text


def test_a_question_that_nobody_answers_has_no_address(saleor, answers):
    answers()
    assert saleor.post("checkout_calculate_taxes", TAXES).status_code == 404
