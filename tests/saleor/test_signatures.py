"""A webhook is believed when the configured store has signed its bytes, and in no other case."""

import json
from datetime import timedelta

import pytest

from commerce.models import SigningKeys
from commerce.saleor import keys
from commerce.saleor.keys import KeysUnavailable
from commerce.saleor.signatures import BadSignature, verify
from jkrlm.kernel.clock import now
from tests.saleor.edge import SigningKey, base64url

BODY = b'{"__typename": "OrderCreated", "issuedAt": "2026-11-21T17:59:23+00:00"}'

pytestmark = pytest.mark.django_db


def later(**spans):
    return now() + timedelta(**spans)


def refused(signature, body=BODY):
    with pytest.raises(BadSignature) as refusal:
        verify(body, signature)
    return refusal.value.message


def test_what_the_store_signed_is_believed(edge, saleors_key):
    verify(BODY, saleors_key.sign(BODY))
    assert edge.asked == ["/.well-known/jwks.json"]


def test_the_keys_are_asked_for_once(edge, saleors_key):
    for number in range(5):
        body = BODY + b" " * number
        verify(body, saleors_key.sign(body))
    assert edge.asked == ["/.well-known/jwks.json"]


def test_an_altered_body_is_refused(edge, saleors_key):
    signature = saleors_key.sign(BODY)
    assert (
        refused(signature, BODY.replace(b"17:59", b"18:59")) == "The signature does not belong to this body."
    )
    assert refused(signature, b"") == "The signature does not belong to this body."


def test_another_key_under_the_same_name_is_refused(edge, saleors_key):
    forger = SigningKey(saleors_key.kid)
    assert refused(forger.sign(BODY)) == "The signature does not belong to this body."


def test_a_key_that_the_store_does_not_publish_is_refused(edge, strangers_key):
    assert refused(strangers_key.sign(BODY)) == "The signature names a key that the store does not publish."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"alg": "none"}, "The signature is not RS256."),
        ({"alg": "HS256"}, "The signature is not RS256."),
        ({"alg": "RS512"}, "The signature is not RS256."),
        ({"alg": "PS256"}, "The signature is not RS256."),
        ({"alg": None}, "The signature is not RS256."),
        ({"b64": None}, "The signature does not cover the bytes as sent (b64 false, critical)."),
        ({"b64": True}, "The signature does not cover the bytes as sent (b64 false, critical)."),
        ({"b64": 0}, "The signature does not cover the bytes as sent (b64 false, critical)."),
        ({"crit": None}, "The signature does not cover the bytes as sent (b64 false, critical)."),
        ({"crit": "b64"}, "The signature does not cover the bytes as sent (b64 false, critical)."),
        ({"crit": ["b64", "exp"], "exp": 1}, "The signature calls critical what is not understood here."),
        ({"crit": ["b64", 7]}, "The signature calls critical what is not understood here."),
        ({"crit": ["b64", "b64"]}, "The signature calls critical what is not understood here."),
        ({"kid": None}, "The signature does not name its key."),
        ({"kid": 7}, "The signature does not name its key."),
        ({"kid": "k" * 201}, "The signature does not name its key."),
    ],
)
def test_another_form_is_refused_though_the_key_is_right(edge, saleors_key, changed, sentence):
    assert refused(saleors_key.sign(BODY, **changed)) == sentence
    assert edge.asked == []


def test_keys_named_in_the_header_are_never_used(edge, strangers_key):
    signature = strangers_key.sign(BODY, jwk=strangers_key.jwk(), jku="http://127.0.0.1:1/keys", kid="own")
    assert refused(signature) == "The signature names a key that the store does not publish."


def test_a_shared_secret_or_nothing_is_refused(edge):
    assert refused("") == "The call is not signed."
    hmac_form = "c270c09780f3c948acf8da5de6a2ee5ba4c0ffeec270c09780f3c948acf8da5d"
    assert refused(hmac_form) == (
        "The signature is not a detached JWS; a shared secret (secretKey) is not taken."
    )


def test_a_body_inside_the_signature_is_refused(edge, saleors_key):
    head, _, tail = saleors_key.sign(BODY).split(".")
    assert "not a detached JWS" in refused(f"{head}.{base64url(BODY)}.{tail}")


def test_several_signatures_are_refused(edge, saleors_key):
    one = saleors_key.sign(BODY)
    assert "not a detached JWS" in refused(f"{one}, {one}")
    head, _, tail = one.split(".")
    many = json.dumps({"signatures": [{"protected": head, "signature": tail}]})
    assert "not a detached JWS" in refused(many)


def test_what_cannot_be_read_is_refused(edge, saleors_key):
    head, _, tail = saleors_key.sign(BODY).split(".")
    twice = base64url(b'{"alg":"none","alg":"RS256","b64":false,"crit":["b64"],"kid":"2026-spring"}')
    for signature in (
        f"{head}=..{tail}",
        f"{head}..{tail}=",
        f"{head}..",
        f"..{tail}",
        f"{twice}..{tail}",
        f"{base64url(b'[' * 3000)}..{tail}"[:4096],
        f"{base64url(bytes([255, 254]))}..{tail}",
    ):
        assert refused(signature) == "The signature cannot be read."
    assert refused(f"{base64url(b'[]')}..{tail}") == "The signature is not RS256."
    assert refused("a" * 4097) == "The signature is too long."


def test_a_new_key_is_taken_when_the_store_publishes_it(edge, saleors_key):
    verify(BODY, saleors_key.sign(BODY))
    summer = SigningKey("2026-summer")
    edge.keys = [summer]
    verify(BODY, summer.sign(BODY), at=later(seconds=11))
    assert len(edge.asked) == 2
    with pytest.raises(BadSignature, match="does not publish"):
        verify(BODY, saleors_key.sign(BODY), at=later(seconds=22))


def test_invented_keys_send_us_to_the_store_once_in_ten_seconds(edge, saleors_key, strangers_key):
    verify(BODY, saleors_key.sign(BODY))
    for _ in range(20):
        with pytest.raises(KeysUnavailable, match="a moment ago"):
            verify(BODY, strangers_key.sign(BODY))
    assert len(edge.asked) == 1
    verify(BODY, saleors_key.sign(BODY))
    assert len(edge.asked) == 1


def test_after_a_restart_while_the_store_is_away_its_signatures_still_count(edge, saleors_key):
    verify(BODY, saleors_key.sign(BODY))
    keys.forget_held()
    edge.away = True
    verify(BODY, saleors_key.sign(BODY), at=later(days=30))
    assert len(edge.asked) == 1


@pytest.mark.parametrize(
    "document",
    [
        b"<html>maintenance</html>",
        {"keys": "none"},
        [],
        {"keys": []},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "2026-spring"}]},
        b'{"keys": [' + b'{"kty":"RSA"},' * 10000 + b"{}]}",
    ],
    ids=["page", "text", "list", "empty", "symmetric", "large"],
)
def test_a_store_without_usable_keys_leaves_those_we_know(edge, saleors_key, strangers_key, document):
    verify(BODY, saleors_key.sign(BODY))
    edge.document = document
    with pytest.raises(KeysUnavailable):
        verify(BODY, strangers_key.sign(BODY), at=later(seconds=11))
    assert SigningKeys.objects.get().keys == [saleors_key.jwk()]
    verify(BODY, saleors_key.sign(BODY))


def test_keys_for_other_uses_and_short_keys_are_left_out(edge, saleors_key):
    for jwk in (
        {**saleors_key.jwk(), "use": "enc"},
        {**saleors_key.jwk(), "alg": "RS512"},
        SigningKey("2026-spring", bits=1024).jwk(),
    ):
        keys.forget_held()
        SigningKeys.objects.all().delete()
        edge.document = {"keys": [jwk]}
        with pytest.raises(KeysUnavailable, match="no key that can be used"):
            verify(BODY, saleors_key.sign(BODY))


def test_the_store_is_asked_on_its_own_host_only(edge, settings):
    settings.SALEOR_API_URL = "https://user:password@shop.example.org:8443/some/where/graphql/"
    assert keys.jwks_url() == "https://shop.example.org:8443/.well-known/jwks.json"


def test_keys_of_another_store_do_not_count(edge, saleors_key, settings):
    verify(BODY, saleors_key.sign(BODY))
    settings.SALEOR_API_URL = "http://127.0.0.1:9/graphql/"
    with pytest.raises(KeysUnavailable):
        verify(BODY, saleors_key.sign(BODY))


def test_a_withdrawn_key_is_believed_for_an_hour_at_most(edge, saleors_key, strangers_key):
    verify(BODY, saleors_key.sign(BODY))
    edge.keys = [strangers_key]
    keys.refresh_when_stale(at=later(minutes=59))
    assert len(edge.asked) == 1
    keys.refresh_when_stale(at=later(minutes=61))
    with pytest.raises(KeysUnavailable):
        verify(BODY, saleors_key.sign(BODY), at=later(minutes=61))


def test_while_the_store_is_away_an_old_key_stands(edge, saleors_key):
    verify(BODY, saleors_key.sign(BODY))
    edge.away = True
    keys.refresh_when_stale(at=later(days=2))
    verify(BODY, saleors_key.sign(BODY))
