"""The handshake is unsigned: a token is kept when it opens the store of our settings as our own app."""

import json

import pytest
from django.db import connection
from django.test import Client

from commerce.errors import StoreMisconfigured
from commerce.models import AppToken, SigningKeys
from commerce.saleor.tokens import app_token
from jkrlm.people.models import AuditEntry
from tests.saleor.edge import our_app

TOKEN = "VZmdOAuh3a0THOJxLQLF2sdCehODhQ"

pytestmark = pytest.mark.django_db


def handshake(edge, token=TOKEN, *, body=None, **headers):
    named = {"Saleor-Api-Url": edge.issuer, "Saleor-Domain": "127.0.0.1", **headers}
    return Client(enforce_csrf_checks=True).post(
        "/saleor/register/",
        json.dumps({"auth_token": token}) if body is None else body,
        content_type="application/json",
        headers={name: value for name, value in named.items() if value},
    )


@pytest.fixture
def refused(rows):
    """Make a handshake that is refused; return (status, code, sentence). Only the try is counted."""

    def make(*arguments, **keywords):
        before, kept = rows(), list(AppToken.objects.values_list("sealed", flat=True))
        answer = handshake(*arguments, **keywords)
        assert {**rows(), "people.Attempts": 0} == {**before, "people.Attempts": 0}
        assert [bytes(row) for row in AppToken.objects.values_list("sealed", flat=True)] == [
            bytes(row) for row in kept
        ]
        error = answer.json()["error"]
        return answer.status_code, error["code"], error["message"]

    return make


def test_our_own_token_is_kept_and_used(edge):
    edge.apps[TOKEN] = our_app()
    answer = handshake(edge)
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert app_token() == TOKEN
    row = AppToken.objects.get()
    assert (row.issuer, row.app_id) == (edge.issuer, "QXBwOjc=")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.after) == ("saleor.app_token_kept", None, {"app": "QXBwOjc="})


def test_the_keys_are_fetched_with_it_so_that_the_first_webhook_need_not_wait(edge, saleors_key):
    edge.apps[TOKEN] = our_app()
    handshake(edge)
    assert SigningKeys.objects.get().keys == [saleors_key.jwk()]
    assert edge.asked == ["/graphql/", "/.well-known/jwks.json"]


def test_the_token_is_nowhere_in_plain(edge, caplog):
    edge.apps[TOKEN] = our_app()
    handshake(edge)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{TOKEN}%"])
            assert cursor.fetchone() == (0,), table
    assert TOKEN.encode() not in bytes(AppToken.objects.get().sealed)
    assert TOKEN not in caplog.text


def test_a_forged_sender_is_refused_before_anything_is_asked(edge, refused):
    edge.apps[TOKEN] = our_app()
    for forged in ("https://evil.example/graphql/", f"{edge.url}.evil.example/graphql/", ""):
        status, code, sentence = refused(edge, **{"Saleor-Api-Url": forged})
        assert (status, code) == (401, "WRONG_STORE")
        assert "another store" in sentence
    assert edge.asked == []


def test_a_token_that_the_store_does_not_know_is_refused(edge, refused):
    assert refused(edge, "guessed") == (401, "WRONG_TOKEN", "The store does not know this token.")


def test_the_token_of_another_app_is_refused(edge, refused):
    edge.apps[TOKEN] = our_app(identifier="other.app")
    assert refused(edge) == (401, "WRONG_APP", "The token belongs to another app.")
    edge.apps[TOKEN] = our_app(identifier=None)
    assert refused(edge)[1] == "WRONG_APP"


def test_an_app_with_too_few_permissions_is_refused_with_their_names(edge, refused):
    edge.apps[TOKEN] = our_app(permissions=[{"code": "MANAGE_ORDERS"}])
    status, code, sentence = refused(edge)
    assert (status, code) == (403, "PERMISSIONS")
    assert "HANDLE_PAYMENTS, HANDLE_TAXES" in sentence
    edge.apps[TOKEN] = our_app(isActive=False)
    assert refused(edge)[1] == "PERMISSIONS"


def test_while_the_store_is_away_nothing_is_kept(edge, refused):
    edge.apps[TOKEN] = our_app()
    edge.away = True
    assert refused(edge)[:2] == (503, "STORE_UNAVAILABLE")


def test_a_replay_keeps_one_row(edge):
    edge.apps[TOKEN] = our_app()
    for _ in range(3):
        assert handshake(edge).status_code == 200
    assert AppToken.objects.count() == 1
    assert app_token() == TOKEN


def test_a_second_installation_replaces_the_token_only_when_the_new_one_opens_the_store(edge, refused):
    edge.apps[TOKEN] = our_app()
    handshake(edge)
    assert refused(edge, "forged")[1] == "WRONG_TOKEN"
    assert app_token() == TOKEN
    edge.apps["second"] = our_app(id="QXBwOjg=")
    assert handshake(edge, "second").status_code == 200
    assert app_token() == "second"
    last = AuditEntry.objects.order_by("id").last()
    assert (last.before, last.after) == ({"app": "QXBwOjc="}, {"app": "QXBwOjg="})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"auth_token": ""}',
        b'{"auth_token": 7}',
        b'{"auth_token": "a\\nb"}',
        b'{"auth_token": "\xc3\xa9"}',
        json.dumps({"auth_token": "x" * 1001}).encode(),
    ],
)
def test_a_body_without_a_token_is_refused(edge, refused, body):
    assert refused(edge, body=body)[:2] == (400, "NO_TOKEN")
    assert edge.asked == []


def test_a_large_body_is_refused(edge, refused):
    assert refused(edge, body=b"x" * 9000)[:2] == (413, "TOO_LARGE")


def test_tokens_cannot_be_tried_out_one_after_another(edge, refused):
    edge.apps[TOKEN] = our_app()
    for number in range(10):
        assert refused(edge, f"guess-{number}")[0] == 401
    status, code, sentence = refused(edge)
    assert (status, code) == (429, "TOO_MANY_ATTEMPTS")
    assert sentence.startswith("Too many tries.")


def test_only_post_and_only_with_a_saleor(edge, settings):
    assert Client().get("/saleor/register/").status_code == 405
    settings.SALEOR_API_URL = ""
    assert Client().post("/saleor/register/").status_code == 404


def test_the_token_of_the_settings_goes_first(edge, settings, caplog):
    settings.SALEOR_APP_TOKEN = "from-the-environment"
    edge.apps[TOKEN] = our_app()
    assert handshake(edge).status_code == 200
    assert app_token() == "from-the-environment"
    assert "SALEOR_APP_TOKEN is set" in caplog.text


def test_without_any_token_the_sentence_says_what_to_do(edge):
    with pytest.raises(StoreMisconfigured, match=r"install it there from /saleor/manifest\.json"):
        app_token()


def test_a_token_sealed_under_a_lost_key_is_said_so(edge, settings):
    edge.apps[TOKEN] = our_app()
    handshake(edge)
    settings.FIELD_KEYS = ["another key altogether"]
    with pytest.raises(StoreMisconfigured, match="install our app in Saleor again"):
        app_token()


def test_a_token_of_another_store_is_not_used(edge, settings):
    edge.apps[TOKEN] = our_app()
    handshake(edge)
    settings.SALEOR_API_URL = "https://other.example.org/graphql/"
    with pytest.raises(StoreMisconfigured):
        app_token()
