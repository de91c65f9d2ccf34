"""A stranger of every role is refused at every address of the portal, and nothing changes."""

from collections.abc import Iterator

import pytest
from django.test import Client

from jkrlm.people.facade import Role, User, grant_role
from tests.bad_input.unchanged import addresses
from tests.common.walk import walk
from tests.portal.world import LONE, SHARED, Phone, Village

#: The doors themselves: whoever stands before them is nobody yet.
DOORS = (
    "/sell/sign-in/",
    "/sell/sign-in/code/",
    "/sell/who/",
    "/sell/who/1/",
    "/sell/who/1/new-pin/",
    "/sell/leave/",
    "/sell/p/KZ09/",
    # What a phone keeps for when there is no network: the same for everybody.
    "/sell/sw.js",
    "/sell/manifest.webmanifest",
    "/sell/offline/",
    "/sell/products/new/offline/",
)
INSIDE = sorted(each for each in addresses() if each.startswith("/sell/") and each not in DOORS)
PASSWORD_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FORM = {"helper": "1", "member": "1", "means": "signed", "is_she": "yes", "mandate": "1"}


def test_every_address_of_the_portal_is_looked_at() -> None:
    assert {"/sell/", "/sell/help/", "/sell/for/", "/sell/for/KZ09/", "/sell/help/pins/1/"} <= set(INSIDE)
    assert set(DOORS) <= set(addresses())


def refused(client: Client, path: str, *, statuses: tuple[int, ...], leads_to: str = "") -> Iterator[str]:
    """Ask and send; say what is answered otherwise than with these statuses, or leads elsewhere."""
    for method, given in ((client.get, {}), (client.post, FORM)):
        answer = method(path, given)
        if answer.status_code not in statuses:
            yield f"{method.__name__} {answer.status_code}"
        if answer.status_code == 302 and not answer["Location"].startswith(leads_to):
            yield f"{method.__name__} leads to {answer['Location']}"


def test_the_anonymous_are_led_to_sign_in(village: Village) -> None:
    client = Client()
    walk(INSIDE, lambda path: refused(client, path, statuses=(302, 405), leads_to="/sell/sign-in/?next="))


def test_a_shared_phone_that_nobody_unlocked_is_asked_who_it_is(village: Village) -> None:
    phone = Phone(SHARED).trust()
    walk(INSIDE, lambda path: refused(phone.client, path, statuses=(302, 405), leads_to="/sell/who/?next="))


@pytest.mark.parametrize("backend", [PASSWORD_BACKEND, "jkrlm.people.backends.DemoBackend"])
@pytest.mark.parametrize("role", Role)
def test_who_is_on_no_roll_is_refused_whatever_her_role(village: Village, role: Role, backend: str) -> None:
    user = User.objects.create_user(email="stranger@umeed.example", name="Stranger", password="nine walnuts")
    grant_role(user, role)
    client = Client()
    client.force_login(user, backend=backend)
    walk(INSIDE, lambda path: refused(client, path, statuses=(403, 405)))


def test_staff_who_sign_in_by_password_do_not_become_sellers(village: Village) -> None:
    """Even where the same person is on a roll: the portal asks for her phone."""
    Phone(LONE).trust()
    client = Client()
    client.force_login(User.objects.get(name="Dilshada Mir"), backend=PASSWORD_BACKEND)
    walk(INSIDE, lambda path: refused(client, path, statuses=(403, 405)))


def test_a_seller_who_is_staff_too_needs_her_second_factor_for_the_desk(village: Village) -> None:
    phone = Phone(LONE).trust()
    grant_role(User.objects.get(name="Dilshada Mir"), Role.ADMINISTRATOR)
    assert phone.is_in()
    for path in ("/staff/", "/staff/second-factor/set-up/", "/staff/second-factor/codes/"):
        assert phone.client.get(path)["Location"].startswith("/staff/sign-in/")
        phone = Phone(LONE).trust()


def test_outside_demo_mode_a_demo_session_is_void(village: Village, settings) -> None:
    Phone(LONE).trust()
    client = Client()
    client.force_login(User.objects.get(name="Dilshada Mir"), backend="jkrlm.people.backends.DemoBackend")
    assert client.get("/sell/").status_code == 200
    settings.DEMO = False
    assert client.get("/sell/").status_code == 403


def test_who_was_let_go_is_out_at_once(village: Village) -> None:
    phone = Phone(LONE).trust()
    User.objects.filter(name="Dilshada Mir").update(is_active=False)
    assert not phone.is_in()
    assert Phone(LONE).trust().client.get("/sell/").status_code != 200
