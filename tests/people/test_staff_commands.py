"""How staff come, lose their phone, and go."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from jkrlm.people.facade import Role, User, has_role
from jkrlm.people.models import AuditEntry
from tests.bad_input.unchanged import nothing_changes
from tests.people.conftest import EMAIL, PASSWORD, Desk, a_person, text

NEW = {"email": "Bilal@Umeed.example", "name": "Bilal Mir", "role": "admin"}


def run(command: str, **options: str) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def link_in(printed: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+(/staff/password/\S+/)", printed)
    assert found, printed
    return found[1]


@pytest.mark.django_db
def test_a_person_is_added_and_sets_the_password_by_a_link_that_works_once() -> None:
    link = link_in(run("add_staff", **NEW))
    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == ("bilal@umeed.example", "Bilal Mir", False)
    assert has_role(user, Role.ADMINISTRATOR)
    client = Client()
    form = client.get(link, follow=True)
    assert form.redirect_chain[0][0].endswith("/set-password/"), "the token does not stay in the address"
    here = form.redirect_chain[0][0]

    for weak in ("short", "password12345", "bilal@umeed.example", "839201748392"):
        refused = client.post(here, {"new_password1": weak, "new_password2": weak})
        assert refused.status_code == 422, weak
    unlike = client.post(here, {"new_password1": PASSWORD, "new_password2": f"{PASSWORD}!"})
    assert unlike.status_code == 422
    assert not User.objects.get().has_usable_password()
    done = client.post(here, {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True)

    assert "Your password is set. Sign in with it." in text(done)
    used = Client().get(link, follow=True)
    assert used.status_code == 404
    assert "This link is used up" in text(used)
    desk = Desk(user)
    assert desk.sign_in(email="BILAL@umeed.example")["Location"] == "/staff/"
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["staff.add", "password.set", "sign-in"]


@pytest.mark.django_db
def test_a_link_that_was_never_printed_opens_nothing() -> None:
    run("add_staff", **NEW)

    with nothing_changes():
        for link in ("/staff/password/MQ/x-y/", "/staff/password/%F0%9F%92%A5/set-password/"):
            assert Client().get(link).status_code == 404
            assert (
                Client().post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 404
            )


@pytest.mark.django_db
def test_wrong_wishes_are_refused_in_one_sentence() -> None:
    with nothing_changes():
        for change in ({"email": "no address"}, {"name": "  "}):
            with pytest.raises(CommandError):
                run("add_staff", **NEW | change)
        for role in ("buyer", "king"):
            with pytest.raises(CommandError, match="invalid choice"):
                call_command("add_staff", "--email=a@b.example", "--name=A", f"--role={role}")
        for command in ("reset_staff", "remove_staff"):
            with pytest.raises(CommandError, match="Nobody with the address"):
                run(command, email="nobody@umeed.example")
    run("add_staff", **NEW)
    with nothing_changes(), pytest.raises(CommandError, match="holds this role already"):
        run("add_staff", **NEW)


@pytest.mark.django_db
def test_a_buyer_is_no_staff_to_reset_or_remove() -> None:
    a_person(role=Role.BUYER)

    with nothing_changes():
        for command in ("reset_staff", "remove_staff"):
            with pytest.raises(CommandError, match="Nobody with the address"):
                run(command, email=EMAIL)


def test_a_lost_phone_ends_the_session_the_password_and_the_app(desk: Desk) -> None:
    desk.sign_in()
    desk.give_code()
    assert desk.is_in()

    link = link_in(run("reset_staff", email=EMAIL))

    assert not desk.is_in()
    assert Desk(desk.user).sign_in().status_code == 422
    client = Client()
    here = client.get(link, follow=True).redirect_chain[0][0]
    client.post(here, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    again = Desk(desk.user)
    again.sign_in()
    assert again.client.get("/staff/")["Location"] == "/staff/second-factor/set-up/"
    again.secret = again.shown_secret()
    again.client.post("/staff/second-factor/set-up/", {"code": again.code()})
    assert again.is_in()


def test_who_leaves_is_out_at_once_and_what_they_did_stays(desk: Desk) -> None:
    desk.sign_in()
    desk.give_code()

    run("remove_staff", email=EMAIL)

    assert not desk.is_in()
    assert Desk(desk.user).sign_in().status_code == 422
    assert AuditEntry.objects.filter(actor=desk.user, verb="sign-in").exists()
    assert AuditEntry.objects.get(verb="staff.remove").before == {"roles": ["admin"]}
    assert "The role is given" not in run("add_staff", email=EMAIL, name="Rukhsana Bano", role="admin")
