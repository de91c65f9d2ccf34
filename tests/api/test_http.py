"""The door: POST and JSON, sessions with CSRF alone, tokens that are ours and in force, limits, no 500."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from jkrlm.api.limits import COST_MAX
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, make_token, revoke_token, tokens
from jkrlm.people.models import ApiToken, Attempts, AuditEntry
from jkrlm.people.services.staff import remove_staff, reset_staff
from tests.api.world import AT
from tests.bad_input.unchanged import nothing_changes
from tests.certification.inspection.world import signed_in
from tests.people.conftest import Desk, desk
from tests.registry.world import somebody

pytestmark = pytest.mark.django_db
__all__ = ["desk"]

ME = "{ me { name roles } }"
KEY = "6f0e0a06-0000-4000-8000-000000000001"
COMPLAIN = (
    f'mutation {{ complain(key: "{KEY}", input: {{ words: "It came apart" }}) {{ errors {{ code }} }} }}'
)


def post(text: object, client: Client | None = None, **headers: str):
    return (client or Client()).post(
        AT, json.dumps({"query": text}), content_type="application/json", headers=headers
    )


def error(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["extensions"]["exception"]["code"]


def token_of(role: Role = Role.OFFICER, days: int = 30) -> tuple[str, int]:
    user = somebody("Shabnam Ara", role)
    plain = make_token(user=user, name="  Ledger\n of the office ", days=days, now=clock.now())
    return plain, user.pk


def test_only_post_and_only_json() -> None:
    got = Client().get(AT)
    assert error(got) == (405, "GraphQLError") and got["Allow"] == "POST, OPTIONS"
    assert (
        got.json()["errors"][0]["message"] == "The API is asked by POST, with a JSON object that has a query."
    )
    assert Client().options(AT).status_code == 204
    assert error(Client().post(AT, {"query": ME})) == (415, "GraphQLError")
    assert error(Client().post(AT, ME, content_type="text/plain")) == (415, "GraphQLError")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b'{"query": 1}',
        b'{"query": ""}',
        b'{"query": "{"}',
        b'{"query": "{ me { id } }", "variables": []}',
        b'{"query": "{ me { id } }", "operationName": 3}',
        b'{"query": "\\ud800"}',
        b'{"query": "{ nothing }"}',
        b'{"query": "subscription { x }"}',
        b'{"query": "query a { me { id } } query b { me { id } }"}',
        b'{"query": NaN}',
        b"[" * 100_000,
        b'{"query": "{ case(number: \\"\\ud83d\\") { number } }"}',
        b'{"query": "{ verify(code: 4) { word } }"}',
        b'{"query": "fragment a on Query { ...a } { ...a }"}',
    ],
)
def test_what_is_no_question_is_told_so(body: bytes) -> None:
    answer = Client().post(AT, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"]


def test_limits_of_length_depth_cost_and_body() -> None:
    assert error(post("{ me { id } }" + " " * 20_000)) == (400, "QueryCostError")
    assert error(post("{" * 61 + "}" * 61)) == (400, "QueryCostError")
    deep = (
        "{ __schema { types { "
        + "ofType { " * 0
        + "fields { type { "
        + "ofType { " * 18
        + "name"
        + " }" * 22
        + " }"
    )
    assert error(post(deep))[0] == 400
    dear = "{ " + " ".join(f'a{n}: verify(code: "x") {{ word }}' for n in range(101)) + " }"
    assert error(post(dear)) == (400, "QueryCostError")
    too_many = (
        "mutation { "
        + " ".join(f'a{n}: markComplete(key: "{KEY}", case: "x") {{ errors {{ code }} }}' for n in range(26))
        + " }"
    )
    assert error(post(too_many)) == (400, "QueryCostError")
    body = json.dumps({"query": ME, "variables": {"x": "y" * 300_000}})
    assert error(Client().post(AT, body, content_type="application/json"))[0] == 413
    assert post(ME).json()["extensions"]["cost"] == {"requestedQueryCost": 1, "maximumAvailable": COST_MAX}


def test_a_program_may_ask_what_there_is() -> None:
    found = post("{ __schema { queryType { fields { name } } } }").json()
    assert {"name": "verify"} in found["data"]["__schema"]["queryType"]["fields"]


def test_a_session_without_the_csrf_header_is_refused_and_changes_nothing() -> None:
    user = somebody("Shabnam Ara", Role.OFFICER)
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(user).cookies
    with nothing_changes():
        assert error(post(COMPLAIN, client)) == (403, "CSRF")
        assert error(post(ME, client, Origin="https://elsewhere.example")) == (403, "CSRF")
    page = client.get("/staff/")
    given = client.cookies["csrftoken"].value
    assert page.status_code == 200
    with nothing_changes():
        stolen = {"X-CSRFToken": given, "Origin": "https://elsewhere.example"}
        assert error(post(COMPLAIN, client, **stolen)) == (403, "CSRF")
        assert error(post(COMPLAIN, client, **{"X-CSRFToken": "0" * 64})) == (403, "CSRF")
    answer = post(COMPLAIN, client, **{"X-CSRFToken": given})
    assert answer.json()["data"]["complain"]["errors"] == []
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


def test_a_token_goes_before_cookies() -> None:
    plain, _pk = token_of()
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(somebody("Ada Min", Role.ADMINISTRATOR)).cookies
    found = post(ME, client, Authorization=f"Bearer {plain}").json()["data"]["me"]
    assert found == {"name": "Shabnam Ara", "roles": ["officer"]}


def test_a_session_without_its_second_factor_has_no_role_of_the_staff(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert post(ME, client).json()["data"]["me"]["roles"] == []
    assert post("{ cases { edges { cursor } } }", client).json()["errors"][0]["extensions"]["exception"] == {
        "code": "PermissionDenied"
    }


def test_tokens_are_named_hashed_audited_and_end() -> None:
    plain, pk = token_of()
    (row,) = ApiToken.objects.all()
    assert row.name == "Ledger of the office" and plain not in str(vars(row))
    assert AuditEntry.objects.filter(verb="token.make", actor=pk).count() == 1
    good = {"Authorization": f"Bearer {plain}"}
    assert post(ME, **good).status_code == 200
    (shown,) = tokens()
    assert shown.last_used_on == clock.today()
    for wrong in (plain[:-1], plain + "x", "umt_", "x" * 300, ""):
        if wrong:
            assert error(post(ME, Authorization=f"Bearer {wrong}")) == (401, "InvalidToken")
    assert error(post(ME, Authorization=f"Basic {plain}")) == (401, "InvalidToken")

    ApiToken.objects.update(made_at=clock.now() - timedelta(days=9), expires_at=clock.now())
    assert error(post(ME, **good)) == (401, "InvalidToken")
    ApiToken.objects.update(expires_at=clock.now() + timedelta(days=1))
    assert post(ME, **good).status_code == 200
    revoke_token(token_id=row.pk, by=row.user, now=clock.now())
    assert error(post(ME, **good)) == (401, "InvalidToken")


@pytest.mark.parametrize("end", [reset_staff, remove_staff])
def test_who_is_locked_out_takes_her_programs_along(end) -> None:
    plain, _pk = token_of()
    end(email="shabnam.ara@umeed.example")
    assert error(post(ME, Authorization=f"Bearer {plain}")) == (401, "InvalidToken")


def test_a_role_taken_away_is_gone_at_once() -> None:
    plain, _pk = token_of()
    queue = "{ cases { edges { cursor } } }"
    assert "errors" not in post(queue, Authorization=f"Bearer {plain}").json()
    somebody("Nighat Dar").role_grants.all().delete()
    ApiToken.objects.get().user.role_grants.all().delete()
    assert post(queue, Authorization=f"Bearer {plain}").json()["errors"]


def test_who_asks_too_often_waits(settings) -> None:
    plain, _pk = token_of()
    good = {"Authorization": f"Bearer {plain}"}
    post(ME, **good)
    Attempts.objects.update(count=1200)
    answer = post(ME, **good)
    assert error(answer) == (429, "TooManyRequests") and 0 < int(answer["Retry-After"]) <= 300
    assert post(ME).status_code == 200
    Attempts.objects.update(count=600)
    assert error(post(ME)) == (429, "TooManyRequests")
    Attempts.objects.all().delete()
    for _time in range(30):
        assert post(ME, Authorization="Bearer umt_guess").status_code == 401
    assert error(post(ME, Authorization="Bearer umt_guess")) == (429, "TooManyRequests")


def test_codes_cannot_be_guessed_through_many_names_of_one_field() -> None:
    text = "{ " + " ".join(f'a{n}: verify(code: "ABCD{n:04}") {{ word }}' for n in range(45)) + " }"
    codes = [each["extensions"]["exception"]["code"] for each in post(text).json()["errors"]]
    assert set(codes) == {"TOO_MANY_ATTEMPTS"} and len(codes) == 1


def test_errors_speak_the_readers_language() -> None:
    said = {}
    for language in ("en", "hi", "ur"):
        answer = post("{ cases { edges { cursor } } }", **{"Accept-Language": language})
        said[language] = answer.json()["errors"][0]["message"]
        assert answer["Content-Language"] == language
    assert said == {
        "en": "Sign in, or send a token.",
        "hi": "साइन इन करें, या टोकन भेजें।",
        "ur": "سائن ان کریں، یا ٹوکن بھیجیں۔",
    }
