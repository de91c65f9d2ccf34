"""Tokens of the store: what opens a door, and everything that must not."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from commerce.embedded.account import tokens
from commerce.embedded.account.jwt import decode, encode
from commerce.embedded.account.models import Group, SigningKey, User
from commerce.embedded.account.passwords import set_password
from commerce.embedded.account.services import signing_keys
from commerce.embedded.engine.errors import BadToken
from jkrlm.kernel.clock import now
from tests.embedded.account.people import PUBLIC, as_user, codes, payload, person

pytestmark = pytest.mark.django_db

CREATE = """mutation($e: String!, $p: String!, $a: String) { tokenCreate(email: $e, password: $p, audience: $a) {
    token refreshToken csrfToken user { email userPermissions { code } } errors { field code message } } }"""
REFRESH = """mutation($r: String, $c: String) { tokenRefresh(refreshToken: $r, csrfToken: $c) {
    token user { email } errors { field code } } }"""
VERIFY = "mutation($t: String!) { tokenVerify(token: $t) { isValid payload user { email } errors { code } } }"
PASSWORD = "chinar-leaves-in-autumn"


def somebody(email: str = "aarif@example.org", *permissions: str, **given: Any) -> User:
    user = person(email, is_staff=bool(permissions), **given)
    set_password(user, PASSWORD)
    user.save()
    if permissions:
        user.groups.add(Group.objects.create(name=email, permissions=sorted(permissions)))
    return user


def signed_in(user: User, **given: Any) -> dict[str, Any]:
    found = payload(PUBLIC, CREATE, e=user.email, p=PASSWORD, **given)
    assert found["errors"] == []
    return found


def me(token: str) -> Any:
    """Return whom the store sees over HTTP, or the name of its refusal."""
    response = Client(headers={"Authorization": f"Bearer {token}"}).post(
        "/graphql/", json.dumps({"query": "{ me { email } }"}), content_type="application/json"
    )
    answer = json.loads(response.content)
    if "errors" in answer:
        return answer["errors"][0]["extensions"]["exception"]["code"]
    return answer["data"]["me"] and answer["data"]["me"]["email"]


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    header, body, _ = token.split(".")
    return tuple(json.loads(base64.urlsafe_b64decode(each + "==")) for each in (header, body))  # type: ignore[return-value]


def test_signing_in_opens_what_the_groups_allow() -> None:
    clerk = somebody("clerk@example.org", "MANAGE_ORDERS", "MANAGE_PAGES")
    found = signed_in(clerk)
    assert found["user"] == {
        "email": "clerk@example.org",
        "userPermissions": [{"code": "MANAGE_ORDERS"}, {"code": "MANAGE_PAGES"}],
    }
    header, body = opened(found["token"])
    assert header == {"alg": "RS256", "kid": SigningKey.objects.get().kid, "typ": "JWT"}
    assert {name: body[name] for name in ("owner", "type", "email", "is_staff", "iss")} == {
        "owner": "saleor",
        "type": "access",
        "email": "clerk@example.org",
        "is_staff": True,
        "iss": tokens.issuer(),
    }
    assert body["exp"] - body["iat"] == 300
    assert me(found["token"]) == "clerk@example.org"
    assert tokens.bearer(found["token"], now=now()) == (clerk, frozenset({"MANAGE_ORDERS", "MANAGE_PAGES"}))
    clerk.refresh_from_db()
    assert clerk.last_login is not None


def test_a_token_may_allow_less_than_the_groups() -> None:
    clerk = somebody("clerk@example.org", "MANAGE_ORDERS", "MANAGE_PAGES")
    narrow = tokens.access_token(clerk, now=now(), permissions=["MANAGE_PAGES", "MANAGE_STAFF"])
    assert tokens.bearer(narrow, now=now())[1] == frozenset({"MANAGE_PAGES"})
    clerk.groups.clear()
    assert tokens.bearer(narrow, now=now())[1] == frozenset()


def test_a_buyer_has_no_permission_even_in_a_group() -> None:
    buyer = somebody()
    buyer.groups.add(Group.objects.create(name="left over", permissions=["MANAGE_ORDERS"]))
    assert tokens.bearer(signed_in(buyer)["token"], now=now())[1] == frozenset()


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("aarif@example.org", "wrong"),
        ("nobody@example.org", PASSWORD),
        ("", ""),
        ("aarif@example.org\x00", PASSWORD),
    ],
)
def test_what_is_wrong_is_not_told(email: str, password: str) -> None:
    somebody()
    refused = payload(PUBLIC, CREATE, e=email, p=password)
    assert refused["errors"] == [
        {"field": "email", "code": "INVALID_CREDENTIALS", "message": "Please, enter valid credentials"}
    ]
    assert (refused["token"], refused["user"]) == (None, None)


def test_who_has_no_password_or_has_left_does_not_sign_in(settings: Any) -> None:
    person("without@example.org")
    assert codes(payload(PUBLIC, CREATE, e="without@example.org", p="!")) == [
        ("email", "INVALID_CREDENTIALS")
    ]
    left = somebody(is_active=False)
    assert codes(payload(PUBLIC, CREATE, e=left.email, p=PASSWORD)) == [("email", "INACTIVE")]
    new = somebody("new@example.org", is_confirmed=False)
    assert codes(payload(PUBLIC, CREATE, e=new.email, p=PASSWORD)) == [("email", "ACCOUNT_NOT_CONFIRMED")]
    settings.STORE_LOGIN_WITHOUT_CONFIRMATION = True
    assert signed_in(new)["token"]


def test_tries_are_counted_for_the_address_and_for_nobody_alike() -> None:
    user = somebody()
    for email in (user.email, "nobody@example.org"):
        for _ in range(10):
            assert codes(payload(PUBLIC, CREATE, e=email, p="wrong")) == [("email", "INVALID_CREDENTIALS")]
        assert codes(payload(PUBLIC, CREATE, e=email, p=PASSWORD)) == [("email", "LOGIN_ATTEMPT_DELAYED")]


def test_right_passwords_use_nothing_up() -> None:
    user = somebody()
    for _ in range(12):
        signed_in(user)


def test_a_refresh_token_gets_access_tokens_and_nothing_else() -> None:
    user = somebody()
    found = signed_in(user, a="shop")
    again = payload(PUBLIC, REFRESH, r=found["refreshToken"])
    assert again["errors"] == [] and again["user"] == {"email": user.email}
    assert me(again["token"]) == user.email
    assert opened(again["token"])[1]["aud"] == "custom:shop"
    assert payload(PUBLIC, REFRESH, r=found["refreshToken"], c=found["csrfToken"])["errors"] == []
    assert codes(payload(PUBLIC, REFRESH, r=found["refreshToken"], c="x" * 64)) == [
        ("csrfToken", "JWT_INVALID_CSRF_TOKEN")
    ]
    assert codes(payload(PUBLIC, REFRESH)) == [("refreshToken", "JWT_MISSING_TOKEN")]
    assert codes(payload(PUBLIC, REFRESH, r=found["token"])) == [("refreshToken", "JWT_INVALID_TOKEN")]
    assert codes(payload(PUBLIC, REFRESH, r="x.y.z")) == [("refreshToken", "JWT_DECODE_ERROR")]
    assert me(found["refreshToken"]) == "InvalidTokenError"


def test_verifying_says_whom_a_token_names() -> None:
    user = somebody()
    found = payload(PUBLIC, VERIFY, t=signed_in(user)["token"])
    assert (found["isValid"], found["user"], found["payload"]["type"]) == (
        True,
        {"email": user.email},
        "access",
    )
    refused = payload(PUBLIC, VERIFY, t="no.token.atall")
    assert (refused["isValid"], refused["user"], refused["errors"]) == (
        False,
        None,
        [{"code": "JWT_DECODE_ERROR"}],
    )


def test_all_tokens_end_at_once_by_the_users_word_by_leaving_and_by_deletion() -> None:
    user, other = somebody(), somebody("other@example.org")
    mine, others = signed_in(user), signed_in(other)
    assert payload(as_user(user), "mutation { tokensDeactivateAll { errors { code } } }")["errors"] == []
    assert (me(mine["token"]), me(others["token"])) == ("InvalidTokenError", "other@example.org")
    assert codes(payload(PUBLIC, REFRESH, r=mine["refreshToken"])) == [("refreshToken", "JWT_INVALID_TOKEN")]
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert me(others["token"]) == "InvalidTokenError"
    again = signed_in(User.objects.get(pk=user.pk))
    User.objects.filter(pk=user.pk).delete()
    assert me(again["token"]) == "InvalidTokenError"


def test_an_old_token_ends() -> None:
    user = somebody()
    old = tokens.new_tokens(user, now=now() - timedelta(minutes=6))
    assert me(old.token) == "ExpiredSignatureError"
    assert payload(PUBLIC, REFRESH, r=old.refresh_token)["errors"] == []
    older = tokens.new_tokens(user, now=now() - timedelta(days=31))
    assert codes(payload(PUBLIC, REFRESH, r=older.refresh_token)) == [
        ("refreshToken", "JWT_SIGNATURE_EXPIRED")
    ]
    early = tokens.access_token(user, now=now() + timedelta(minutes=10))
    assert me(early) == "ImmatureSignatureError"


def test_a_bad_token_does_not_keep_anybody_from_what_needs_nobody() -> None:
    user = somebody()
    found = signed_in(user)
    old = tokens.access_token(user, now=now() - timedelta(hours=1))
    response = Client(headers={"Authorization": f"Bearer {old}"}).post(
        "/graphql/",
        json.dumps({"query": REFRESH, "variables": {"r": found["refreshToken"]}}),
        content_type="application/json",
    )
    assert json.loads(response.content)["data"]["tokenRefresh"]["errors"] == []


def forged(
    user: User, *, header: dict[str, Any], changed: dict[str, Any] | None = None, sign: Any = None
) -> str:
    """Return a token of the user's with another header, other words, and signed otherwise."""
    body = {**opened(tokens.access_token(user, now=now()))[1], **(changed or {})}
    message = f"{part(header)}.{part(body)}"
    return f"{message}.{part(sign(message.encode()) if sign else b'x')}"


def test_forged_tokens_open_nothing() -> None:
    user = somebody("clerk@example.org", "MANAGE_STAFF")
    kid = signing_keys.kid_in_use()
    public = SigningKey.objects.get().public_jwk
    numbers = signing_keys._public_half(public["n"], public["e"])
    pem = numbers.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    strange = generate_private_key(public_exponent=65537, key_size=2048)

    def by_stranger(message: bytes) -> bytes:
        return strange.sign(message, PKCS1v15(), SHA256())

    def right(message: bytes) -> bytes:
        return signing_keys.signed(message, kid=kid)

    good = {"alg": "RS256", "kid": kid, "typ": "JWT"}
    assert me(forged(user, header=good, sign=right)) == user.email
    bad = {
        "none": forged(user, header={"alg": "none", "typ": "JWT"}),
        "none with our kid": forged(user, header={"alg": "none", "kid": kid}),
        "the public key as a secret": forged(
            user,
            header={"alg": "HS256", "kid": kid, "typ": "JWT"},
            sign=lambda message: hmac.new(pem, message, hashlib.sha256).digest(),
        ),
        "a stranger's key under our name": forged(user, header=good, sign=by_stranger),
        "a key that we do not have": forged(user, header={**good, "kid": "other"}, sign=right),
        "a path for a name": forged(user, header={**good, "kid": "../../etc/passwd"}, sign=right),
        "a number for a name": forged(user, header={**good, "kid": 1}, sign=right),
        "no name": forged(user, header={"alg": "RS256", "typ": "JWT"}, sign=right),
        "a key brought along": forged(user, header={**good, "jwk": public}, sign=by_stranger),
        "critical": forged(user, header={**good, "crit": ["b64"], "b64": False}, sign=right),
        "another issuer": forged(
            user, header=good, changed={"iss": "https://evil.example/graphql/"}, sign=right
        ),
        "another audience": forged(user, header=good, changed={"aud": "app:other"}, sign=right),
        "many audiences": forged(user, header=good, changed={"aud": ["custom:a"]}, sign=right),
        "no end": forged(user, header=good, changed={"exp": None}, sign=right),
        "another's number": forged(user, header=good, changed={"user_id": "VXNlcjox"}, sign=right),
        "another kind": forged(user, header=good, changed={"type": "refresh"}, sign=right),
        "another key of the user": forged(user, header=good, changed={"token": "A" * 12}, sign=right),
        "four parts": tokens.access_token(user, now=now()) + ".x",
        "long": "a." + "b" * 9000 + ".c",
    }
    found = {name: me(token) for name, token in bad.items()}
    wrong = {name: seen for name, seen in found.items() if seen in (None, user.email)}
    assert {name for name in wrong if name != "four parts"} == set()


def test_a_token_changed_anywhere_is_no_token() -> None:
    user = somebody()
    token = tokens.access_token(user, now=now())

    @given(place=st.integers(0, len(token) - 1), letter=st.sampled_from("AQgw019_-"))
    @hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def changed(place: int, letter: str) -> None:
        other = token[:place] + letter + token[place + 1 :]
        if other == token:
            return
        with pytest.raises(BadToken):
            decode(other, issuer=tokens.issuer(), now=now())

    changed()


def test_the_keys_stand_where_everybody_finds_them_and_turn_with_an_overlap(capsys: Any) -> None:
    user = somebody()
    old = signed_in(user)
    first = json.loads(Client().get("/.well-known/jwks.json").content)["keys"]
    assert [set(key) for key in first] == [{"kty", "n", "e", "use", "alg", "kid"}]
    assert first[0]["kid"] == opened(old["token"])[0]["kid"]
    call_command("store_keys", "--rotate")
    published = json.loads(Client().get("/.well-known/jwks.json").content)["keys"]
    assert [key["kid"] for key in published][1] == first[0]["kid"] and len(published) == 2
    assert me(old["token"]) == user.email
    new = payload(PUBLIC, REFRESH, r=old["refreshToken"])
    assert opened(new["token"])[0]["kid"] == published[0]["kid"] and me(new["token"]) == user.email
    call_command("store_keys", "--compromised", first[0]["kid"])
    assert "compromised, verifies nothing any more" in capsys.readouterr().out
    assert (me(old["token"]), me(new["token"])) == ("InvalidSignatureError", user.email)
    later = now() + timedelta(days=31)
    assert [key["kid"] for key in signing_keys.jwks(now=later)["keys"]] == [published[0]["kid"]]


def test_private_halves_are_files_of_their_owner_and_never_rows(settings: Any) -> None:
    kid = signing_keys.kid_in_use()
    path = Path(settings.STORE_KEYS_DIR) / f"{kid}.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    assert set(SigningKey.objects.get().public_jwk) == {"kty", "n", "e"}
    settings.STORE_KEYS_DIR = settings.STORE_KEYS_DIR / "elsewhere"
    with pytest.raises(signing_keys.SigningKeyMissing):
        encode({})


def test_keys_may_come_from_the_environment(settings: Any) -> None:
    private = generate_private_key(public_exponent=65537, key_size=2048)
    der = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.STORE_SIGNING_KEYS = [base64.b64encode(der).decode()]
    user = somebody()
    assert me(tokens.access_token(user, now=now())) == user.email
    assert SigningKey.objects.get().public_jwk["n"] == signing_keys._jwk(private.public_key())["n"]
    with pytest.raises(signing_keys.SigningKeyMissing):
        signing_keys.rotate_key(now=now())


def test_a_request_with_a_token_costs_three_queries_more() -> None:
    clerk = somebody("clerk@example.org", "MANAGE_ORDERS")
    token = signed_in(clerk)["token"]
    me(token)
    with CaptureQueriesContext(connection) as queries:
        assert me(token) == clerk.email
    assert len(queries) == 3, [query["sql"] for query in queries]
