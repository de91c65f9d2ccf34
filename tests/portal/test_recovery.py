"""She forgot her PIN: on the shared phone she asks, her leader and the resource person confirm on their own."""

import re

import pytest

from jkrlm.kernel.clock import now
from jkrlm.people.models import PinRecovery
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.portal.world import CRP, LONE, OFFICER, SHARED, Phone, Village, texts_to

NEW = "8264"


@pytest.fixture
def shared(village: Village) -> Phone:
    """The group's phone; Shameema and Haseena have each chosen a PIN."""
    phone = Phone(SHARED).trust()
    phone.choose(village.people["Shameema Akhter"], "2058")
    phone.choose(village.people["Haseena Begum"])
    phone.client.post("/sell/leave/")
    return phone


def asks(phone: Phone, village: Village, name: str = "Shameema Akhter") -> int:
    path = f"/sell/who/{village.people[name]}/new-pin/"
    answer = phone.client.post(path, {"passcode": NEW, "passcode_again": NEW})
    assert answer.status_code == 200
    return PinRecovery.objects.get(closed_at__isnull=True).pk


def says(phone: Phone, recovery: int, is_she: str = "yes") -> str:
    answer = phone.client.post(f"/sell/help/pins/{recovery}/", {"is_she": is_she}, follow=True)
    return text(answer)


def test_leader_and_resource_person_confirm(shared: Phone, village: Village, crp: Phone) -> None:
    recovery = asks(shared, village)
    assert "Shameema Akhter of Kanihama Tuji SHG asks for a new PIN" in texts_to(CRP)[0]
    assert "asks for a new PIN" in texts_to(OFFICER)[0]
    assert "Shameema Akhter asks for a new PIN" in text(crp.client.get("/sell/"))

    assert "One more person must confirm it." in says(crp, recovery)
    assert shared.choose(village.people["Shameema Akhter"], NEW).status_code == 422
    shared.choose(village.people["Haseena Begum"])
    assert "Her new PIN counts from now on." in says(shared, recovery)

    assert shared.choose(village.people["Shameema Akhter"], "2058").status_code == 422
    assert shared.choose(village.people["Shameema Akhter"], NEW).status_code == 302
    assert "The PIN of Shameema Akhter on Umeed is new." in texts_to(SHARED)[0]


def test_resource_person_and_officer_are_not_enough_without_the_leader(
    shared: Phone, village: Village, crp: Phone
) -> None:
    recovery = asks(shared, village)
    says(crp, recovery)
    assert "The leader of her group must confirm it" in says(Phone(OFFICER).trust(), recovery)
    assert shared.choose(village.people["Shameema Akhter"], NEW).status_code == 422


def test_for_the_leader_herself_they_are(shared: Phone, village: Village, crp: Phone) -> None:
    recovery = asks(shared, village, "Haseena Begum")
    says(crp, recovery)
    assert "Her new PIN counts from now on." in says(Phone(OFFICER).trust(), recovery)
    assert shared.choose(village.people["Haseena Begum"], NEW).status_code == 302


def test_a_no_ends_it(shared: Phone, village: Village, crp: Phone) -> None:
    recovery = asks(shared, village)
    assert "Her PIN stays as it was." in says(crp, recovery, "no")
    assert shared.choose(village.people["Shameema Akhter"], "2058").status_code == 302


@pytest.mark.parametrize("who", ["herself", "another member", "a woman of another group"])
def test_others_have_no_word(shared: Phone, village: Village, who: str) -> None:
    recovery = asks(shared, village)
    phone = shared
    if who == "herself":
        shared.choose(village.people["Shameema Akhter"], "2058")
    elif who == "another member":
        shared.choose(village.people["Rafiqa Jan"], "6193")
    else:
        phone = Phone(LONE).trust()
    assert "asks for a new PIN" not in text(phone.client.get("/sell/"))

    with nothing_changes():
        phone.client.post(f"/sell/help/pins/{recovery}/", {"is_she": "yes"})
        phone.client.post(f"/sell/help/pins/{recovery}/", {"is_she": "no"})


def test_her_sessions_elsewhere_end(shared: Phone, village: Village, crp: Phone) -> None:
    shameema = village.people["Shameema Akhter"]
    elsewhere = Phone(SHARED).trust()
    elsewhere.choose(shameema, "2058")
    assert elsewhere.is_in()

    recovery = asks(shared, village)
    says(crp, recovery)
    shared.choose(village.people["Haseena Begum"])
    says(shared, recovery)

    assert not elsewhere.is_in()


def test_two_different_pins_are_told(shared: Phone, village: Village) -> None:
    path = f"/sell/who/{village.people['Shameema Akhter']}/new-pin/"
    answer = shared.client.post(path, {"passcode": NEW, "passcode_again": "8265"})
    assert answer.status_code == 422
    assert "The two are not the same." in text(answer)
    assert PinRecovery.objects.count() == 0


def test_the_day_of_asking_is_shown(shared: Phone, village: Village, crp: Phone) -> None:
    asks(shared, village)
    assert re.search(rf"asked on \w+ {now().day if now().hour < 18 else ''}", text(crp.client.get("/sell/")))
