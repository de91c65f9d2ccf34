"""A stranger of every role is refused at every address of the staff, and nothing changes."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client

from jkrlm.people.facade import STAFF_ROLES, Role
from tests.bad_input.unchanged import addresses
from tests.common.walk import walk
from tests.people.conftest import Desk, a_person

#: The doors themselves: whoever stands before them is nobody yet.
DOORS = ("/staff/sign-in/", "/staff/sign-out/", "/staff/second-factor/", "/staff/password/")
INSIDE = sorted(
    each
    for each in addresses()
    if each.startswith("/staff/") and each not in DOORS and not each.startswith("/staff/password/")
)


def test_every_address_of_the_staff_is_looked_at() -> None:
    assert {"/staff/", "/staff/events/", "/staff/events/1/replay/", "/staff/second-factor/set-up/"} <= set(
        INSIDE
    )


CODE = {"code": "123456"}


def refused(client: Client, path: str, *, statuses: tuple[int, ...], leads_to: str = "") -> Iterator[str]:
    """Ask and send; say what is answered otherwise than with these statuses, or leads elsewhere."""
    for method in (client.get, client.post):
        answer = method(path, CODE)
        if answer.status_code not in statuses:
            yield f"{method.__name__} {answer.status_code}"
        if answer.status_code == 302 and not answer["Location"].startswith(leads_to):
            yield f"{method.__name__} leads to {answer['Location']}"


@pytest.mark.django_db
def test_the_anonymous_are_sent_to_sign_in() -> None:
    client = Client()
    walk(INSIDE, lambda path: refused(client, path, statuses=(302, 405), leads_to="/staff/sign-in/"))


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role not in STAFF_ROLES])
def test_who_is_no_staff_is_refused(role: Role) -> None:
    client = Client()
    client.force_login(a_person(role=role))
    walk(INSIDE, lambda path: refused(client, path, statuses=(403, 405)))


@pytest.mark.django_db
@pytest.mark.parametrize("role", STAFF_ROLES)
def test_staff_without_a_second_factor_get_no_further_than_its_set_up(role: Role) -> None:
    client, set_up = Client(), "/staff/second-factor/set-up/"
    client.force_login(a_person(role=role))
    others = [each for each in INSIDE if "set-up" not in each]
    walk(others, lambda path: refused(client, path, statuses=(302, 403, 405), leads_to=set_up))


def test_a_session_that_never_showed_the_second_factor_is_signed_out(desk: Desk) -> None:
    def look(path: str) -> Iterator[str]:
        desk.client.force_login(desk.user)
        answer = desk.client.get(path)
        if answer.status_code == 302 and answer["Location"] == "/staff/":
            answer = desk.client.get("/staff/")
        # Some pages move money, and no administrator opens them with or without a second factor.
        if answer.status_code not in (302, 403, 405):
            yield f"{answer.status_code}"
        if answer.status_code == 302 and not answer["Location"].startswith("/staff/sign-in/"):
            yield f"leads to {answer['Location']}"

    walk(INSIDE, look, but=frozenset({"people_user"}))  # when she was last here


@pytest.mark.django_db
def test_outside_demo_mode_a_demo_session_is_void(settings) -> None:
    client = Client()
    client.post("/demo/", {"person": "admin"})
    assert client.get("/staff/").status_code == 200

    settings.DEMO = False
    assert client.get("/staff/")["Location"].startswith("/staff/sign-in/")
    settings.DEMO = True
    client.post("/demo/", {"person": "admin"})
    settings.AUTHENTICATION_BACKENDS = [django_settings.AUTHENTICATION_BACKENDS[0]]
    assert client.get("/staff/")["Location"].startswith("/staff/sign-in/")


@pytest.mark.django_db
def test_the_demo_buyer_opens_nothing_of_the_staff() -> None:
    client = Client()
    client.post("/demo/", {"person": "buyer"})

    for path in INSIDE:
        assert client.get(path).status_code in (403, 405)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cookie",
    [
        "x",
        "a" * 5000,
        r'"\000\000\000\000\000\000\000\000"',
        "eyJhIjoxfQ:1:abc",
        "' or 1=1 --aaaaaaaa",
        '"\\360\\237"',
    ],
)
def test_a_forged_session_cookie_is_no_session(cookie: str) -> None:
    client = Client(HTTP_COOKIE=f"sessionid={cookie}")

    assert client.get("/staff/")["Location"].startswith("/staff/sign-in/")
    assert client.get("/staff/sign-in/").status_code == 200
