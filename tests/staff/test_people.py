"""Who works here is kept on the desk: roles, leave with a deputy, lost phones, and what was done."""

import re
import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from jkrlm.kernel.clock import today
from jkrlm.people.facade import Role, User, deputies, grant_role, has_role
from jkrlm.people.models import AuditEntry, StaffLeave
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text

pytestmark = pytest.mark.django_db

PEOPLE = "/staff/people/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.post("/demo/", {"person": "admin"})
    return client


def admin_user() -> User:
    return User.objects.get(email="admin@demo.invalid")


def somebody(name: str, *roles: Role) -> User:
    user = User.objects.create_user(email=f"{name.lower()}@umeed.example", name=name, password="x" * 20)
    for role in roles:
        grant_role(user, role)
    return user


def days(since: int, until: int, deputy: User, **more: str) -> dict[str, str | int]:
    day = today()
    return {
        "since": (day + timedelta(days=since)).isoformat(),
        "until": (day + timedelta(days=until)).isoformat(),
        "deputy": deputy.pk,
        **more,
    }


def test_a_newcomer_gets_a_link_that_sets_the_password(administrator: Client) -> None:
    page = administrator.post(
        PEOPLE, {"name": "Bilal Mir", "email": "B@umeed.example", "role": "finance-maker"}
    )
    link = re.search(r"(/staff/password/\S+/)<", page.content.decode())
    assert link
    assert Client().get(link[1], follow=True).status_code == 200
    newcomer = User.objects.get(email="b@umeed.example")
    assert has_role(newcomer, Role.FINANCE_MAKER)
    listed = text(administrator.get(PEOPLE))
    assert "Bilal Mir" in listed
    assert "Has not signed in yet" in listed
    entry = AuditEntry.objects.get(verb="staff.add", target=f"person {newcomer.pk}")
    assert (entry.actor, entry.after) == (admin_user(), {"role": "finance-maker"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "", "email": "b@umeed.example", "role": "editor"}, "This field is required"),
        ({"name": "Bilal", "email": "b at umeed", "role": "editor"}, "Enter a valid email address"),
        ({"name": "Bilal", "email": "b@umeed.example", "role": "member"}, "Select a valid choice"),
        ({"name": "B\x00", "email": "b@umeed.example", "role": "editor"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_added_is_told_and_kept(
    administrator: Client, given: dict[str, str], said: str
) -> None:
    with nothing_changes():
        page = administrator.post(PEOPLE, given)
    assert page.status_code == 422
    assert said in text(page)
    assert given["email"] in page.content.decode()


def test_roles_are_given_and_taken_and_the_last_one_closes_the_door(administrator: Client) -> None:
    bilal = somebody("Bilal", Role.EDITOR)
    at = f"{PEOPLE}{bilal.pk}/"
    assert administrator.post(f"{at}give-role/", {"role": "logistics"})["Location"] == at
    assert has_role(bilal, Role.LOGISTICS)
    again = administrator.post(f"{at}give-role/", {"role": "logistics"})
    assert again.status_code == 422
    assert "holds this role already" in text(again)

    assert administrator.post(f"{at}take-role/", {"role": "editor"})["Location"] == at
    with nothing_changes():
        not_held = administrator.post(f"{at}take-role/", {"role": "editor"})
    assert not_held.status_code == 422
    assert "does not hold this role" in text(not_held)

    assert administrator.post(f"{at}take-role/", {"role": "logistics"})["Location"] == PEOPLE
    bilal.refresh_from_db()
    assert (bilal.is_active, bilal.has_usable_password()) == (False, False)
    assert administrator.get(at).status_code == 404


def test_an_administrator_cannot_shut_everybody_out(administrator: Client) -> None:
    me = admin_user()
    at = f"{PEOPLE}{me.pk}/"
    for act in ("take-role/", "remove/", "reset/"):
        with nothing_changes():
            refused = administrator.post(f"{at}{act}", {"role": "admin"})
        assert refused.status_code == 422, act
        assert "by another administrator" in text(refused)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_once_leave_one() -> None:
    from jkrlm.people.facade import LastAdministrator, remove_staff
    from jkrlm.people.rules import STAFF_ROLES

    one, two = somebody("One", Role.ADMINISTRATOR), somebody("Two", Role.ADMINISTRATOR)
    gate, refusals = threading.Barrier(2), []

    def run(work: Callable[[], None]) -> None:
        try:
            gate.wait(timeout=10)
            work()
        except LastAdministrator:
            refusals.append(1)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(lambda: remove_staff(email=two.email, by=one),)),
        threading.Thread(target=run, args=(lambda: remove_staff(email=one.email, by=two),)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    left = User.objects.filter(is_active=True, role_grants__role__in=STAFF_ROLES).count()
    assert (left, refusals) == (1, [1])


def test_a_lost_phone_ends_every_session_and_a_new_link_is_shown(administrator: Client) -> None:
    bilal = somebody("Bilal", Role.EDITOR)
    page = administrator.post(f"{PEOPLE}{bilal.pk}/reset/")
    assert re.search(r"/staff/password/\S+/<", page.content.decode())
    bilal.refresh_from_db()
    assert not bilal.has_usable_password()


def test_a_deputy_stands_in_while_somebody_is_away(administrator: Client) -> None:
    bilal, asma = somebody("Bilal", Role.EDITOR), somebody("Asma", Role.EDITOR, Role.LOGISTICS)
    somebody("Rafi", Role.FINANCE_MAKER)
    at = f"{PEOPLE}{bilal.pk}/"
    offered = administrator.get(at).content.decode()
    assert "Asma" in offered
    assert "Rafi" not in offered, "holds none of the same roles"

    assert administrator.post(f"{at}leave/", days(0, 4, asma, note="Exam"))["Location"] == at
    assert deputies({bilal.pk, asma.pk}, on=today()) == {bilal.pk: asma.pk}
    assert deputies({bilal.pk}, on=today() + timedelta(days=5)) == {}
    assert "Asma stands in" in text(administrator.get(PEOPLE))

    leave = StaffLeave.objects.get()
    StaffLeave.objects.update(since=today() - timedelta(days=2))
    assert administrator.post(f"{at}leave/{leave.pk}/back/")["Location"] == at
    assert deputies({bilal.pk}, on=today()) == {}
    with nothing_changes():
        assert administrator.post(f"{at}leave/{leave.pk}/back/").status_code == 404


def test_a_leave_that_cannot_be_is_refused_and_what_was_typed_stays(administrator: Client) -> None:
    bilal, asma = somebody("Bilal", Role.EDITOR), somebody("Asma", Role.EDITOR)
    rafi, zara = somebody("Rafi", Role.FINANCE_MAKER), somebody("Zara", Role.EDITOR)
    at = f"{PEOPLE}{bilal.pk}/leave/"
    administrator.post(at, days(10, 14, asma))
    administrator.post(f"{PEOPLE}{zara.pk}/leave/", days(20, 22, asma))
    cases = [
        (at, days(3, 2, asma, note="Exam"), "The last day is before the first."),
        (at, days(-5, -2, asma, note="Exam"), "These days are over."),
        (at, days(1, 2, rafi, note="Exam"), "Select a valid choice"),
        (at, days(1, 2, bilal, note="Exam"), "Select a valid choice"),
        (at, days(14, 16, asma, note="Exam"), "There is a leave on some of these days already."),
        (at, days(21, 21, zara, note="Exam"), "This colleague is away on some of these days."),
        (f"{PEOPLE}{asma.pk}/leave/", days(12, 13, zara, note="Exam"), "She stands in for a colleague"),
        (at, {**days(1, 2, asma, note="Exam"), "since": "next week"}, "Write the day like"),
    ]
    for address, given, said in cases:
        with nothing_changes():
            page = administrator.post(address, given)
        assert page.status_code == 422, said
        assert said in text(page), said
        assert 'value="Exam"' in page.content.decode()


def test_the_database_refuses_two_leaves_on_one_day() -> None:
    from django.db import IntegrityError

    bilal, asma = somebody("Bilal", Role.EDITOR), somebody("Asma", Role.EDITOR)
    facts = {"user": bilal, "deputy": asma, "made_by": asma}
    StaffLeave.objects.create(since=date(2027, 1, 1), until=date(2027, 1, 5), **facts)
    with pytest.raises(IntegrityError, match="people_leave_once"):
        StaffLeave.objects.create(since=date(2027, 1, 5), until=date(2027, 1, 9), **facts)


def test_the_audit_is_searched(administrator: Client) -> None:
    bilal = somebody("Bilal", Role.EDITOR)
    administrator.post(f"{PEOPLE}{bilal.pk}/give-role/", {"role": "logistics"})
    AuditEntry.objects.create(verb="order.accept", target="1042-KZ09", on_behalf_of="Shameema (KZ09)")
    for number in range(60):
        AuditEntry.objects.create(verb="sign-in", target=f"person {bilal.pk}", after={"n": number})

    first = text(administrator.get("/staff/people/audit/"))
    assert "Bilal (person" in first
    assert "Earlier" in first
    found = text(administrator.get("/staff/people/audit/", {"who": "shameema"}))
    assert "1042-KZ09" in found
    assert "staff.add" not in found
    by_verb = text(administrator.get("/staff/people/audit/", {"what": "staff."}))
    assert "staff.add" in by_verb
    assert "order.accept" not in by_verb
    assert "Nothing was found" in text(administrator.get("/staff/people/audit/", {"day": "2020-01-01"}))
    for bad in (
        {"day": "yesterday"},
        {"day": "0001-01-01"},
        {"before": "x"},
        {"before": "-1"},
    ):
        assert administrator.get("/staff/people/audit/", bad).status_code == 422, bad


@pytest.mark.parametrize(
    "stranger",
    [
        "buyer",
        "member",
        "leader",
        "crp",
        "clf-officer",
        "editor",
        "logistics",
        "finance-maker",
        "finance-checker",
    ],
)
def test_nobody_else_sees_or_does_any_of_it(client: Client, stranger: str) -> None:
    bilal = somebody("Bilal", Role.EDITOR)
    client.post("/demo/", {"person": stranger})
    at = f"{PEOPLE}{bilal.pk}/"
    with nothing_changes():
        for address in (PEOPLE, at, f"{PEOPLE}audit/"):
            assert client.get(address).status_code in (302, 403)
        for act in ("give-role/", "take-role/", "reset/", "remove/", "leave/", "leave/1/back/"):
            assert client.post(f"{at}{act}", {"role": "admin"}).status_code in (302, 403)
        assert client.post(PEOPLE, {"name": "X", "email": "x@x.example", "role": "admin"}).status_code in (
            302,
            403,
        )
    bilal.refresh_from_db()
    assert bilal.is_active
