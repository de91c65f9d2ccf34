"""The demo's women: on rolls of the seed's groups, marked as samples, in by one button or by their phones."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from catalogue.demo.seed import read_seed
from jkrlm.people.facade import Role, User, has_role
from sellers.portal.demo import CRP_PHONE, DEMO_PIN, GROUP_PHONE, OFFICER_PHONE
from sellers.portal.facade import load_demo_sellers
from sellers.registry.facade import people_with_phone, upsert_groups
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.portal.world import Phone
from tests.registry.world import TODAY


@pytest.fixture
def seed(db: None) -> None:
    upsert_groups(read_seed().groups)


@pytest.mark.parametrize(
    ("key", "role", "name"),
    [
        ("member", Role.MEMBER, "Shameema Akhter (sample)"),
        ("leader", Role.LEADER, "Haseena Begum (sample)"),
        ("crp", Role.CRP, "Shazia Bano (sample)"),
        ("clf-officer", Role.CLF_OFFICER, "Naseema Khan (sample)"),
    ],
)
def test_one_button_signs_in(seed: None, key: str, role: Role, name: str) -> None:
    client = Client()
    assert name in text(client.get("/demo/"))
    answer = client.post("/demo/", {"person": key})

    assert (answer.status_code, answer["Location"]) == (303, "/sell/")
    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert user.name == name
    assert has_role(user, role)
    page = client.get("/sell/")
    assert page.status_code == 200
    assert client.get("/staff/").status_code == 403
    assert "Kanihama Tuji SHG" in page.content.decode()


def test_without_the_seed_there_is_nobody(db: None) -> None:
    assert Client().post("/demo/", {"person": "member"}).status_code == 400
    assert User.objects.count() == 0
    with pytest.raises(CommandError):
        call_command("load_demo_sellers")


def test_loading_twice_changes_nothing(seed: None) -> None:
    out = StringIO()
    call_command("load_demo_sellers", stdout=out)
    assert "a leader, two members" in out.getvalue()
    with nothing_changes():
        assert load_demo_sellers()
    assert all(
        name.endswith("(sample)")
        for phone in (GROUP_PHONE, CRP_PHONE, OFFICER_PHONE)
        for _id, name in people_with_phone(phone, on=TODAY)
    )


def test_they_sign_in_by_phone_as_well(seed: None) -> None:
    load_demo_sellers()
    phone = Phone(GROUP_PHONE).trust()
    people = {name: person for person, name in people_with_phone(GROUP_PHONE, on=TODAY)}
    assert len(people) == 3
    assert phone.choose(people["Rafiqa Jan (sample)"], DEMO_PIN).status_code == 302
    assert phone.is_in()


def test_the_leader_lets_the_resource_person_act_and_the_neighbours_are_still_to_ask(seed: None) -> None:
    client = Client()
    client.post("/demo/", {"person": "crp"})
    page = text(client.get("/sell/for/"))
    assert page.count("Act for her") == 1
    assert page.count("Somebody agrees") == 3


def test_the_outbox_shows_messages_with_their_template(seed: None) -> None:
    phone = Phone(CRP_PHONE)
    phone.ask()
    page = text(phone.client.get("/demo/outbox/"))
    assert "is your code for Umeed" in page
    assert "template sign-in-code:en (sample)" in page
    assert CRP_PHONE in page
