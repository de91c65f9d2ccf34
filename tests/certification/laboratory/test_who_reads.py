"""Nobody of the laboratory learns whose a sample is; nobody reads another's results before release."""

import pytest
from django.test import Client

from certification.cases.facade import declare_interest
from certification.laboratory.models import Sample
from jkrlm.people.facade import Role, User, grant_role
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import People
from tests.certification.inspection.world import signed_in
from tests.certification.laboratory.world import (
    LAB,
    act,
    entered,
    hand_over,
    measured,
    receive,
    released,
    sampled,
    verify,
)
from tests.common.buyer import text
from tests.registry.world import somebody

pytestmark = pytest.mark.django_db

MAKERS = ("KZ09", "Kanihama", "Narbal", "Budgam", "Mongra", "Parveena")


def seen(user: User, sample: Sample) -> str:
    client = signed_in(user)
    desk, page = client.get(LAB), client.get(f"{LAB}samples/{sample.code}/")
    assert (desk.status_code, page.status_code) == (200, 200)
    return desk.content.decode() + page.content.decode()


@pytest.fixture
def third(people: People) -> User:
    return somebody("Bilal Mir", Role.LABORATORY)


def hidden(said: str, case_number: str) -> bool:
    return case_number not in said and not any(word in said for word in MAKERS)


def test_the_laboratory_learns_nothing_of_the_maker_before_release(people: People, third: User) -> None:
    held, sample = sampled(people)
    hand_over(signed_in(people.inspector), sample)
    for user in (people.lab, people.verifier):
        assert hidden(seen(user, sample), held.number)
    lab, second = signed_in(people.lab), signed_in(people.verifier)
    receive(lab, sample)
    assert hidden(seen(people.lab, sample), held.number)
    act(lab, sample, "take")
    assert hidden(seen(people.lab, sample), held.number)
    entered_again = {"value-x": "1"}
    answer = act(lab, sample, "results", entered_again)
    assert answer.status_code == 422
    assert hidden(answer.content.decode(), held.number)
    act(lab, sample, "results", measured(held))
    act(second, sample, "verify")
    for user in (people.lab, people.verifier, third):
        assert hidden(seen(user, sample), held.number)
    page = second.get(f"{LAB}samples/{sample.code}/")
    act(second, sample, "release", {"seen": page.context["seen"]})
    for user in (people.lab, people.verifier, third):
        assert held.number in seen(user, sample)


def test_no_page_of_the_case_tells_the_laboratory(people: People) -> None:
    held, _sample = sampled(people)
    client = signed_in(people.lab)
    for address in ("", f"cases/{held.number}/", f"{held.number}/", "visits/", "lots/", "certificates/"):
        answer = client.get(f"/staff/certification/{address}")
        assert answer.status_code in (403, 404), address
        assert hidden(answer.content.decode(), held.number)


def test_an_officer_who_also_measures_stays_blind(people: People) -> None:
    held, sample = sampled(people)
    grant_role(people.lab, Role.OFFICER)
    assert hidden(seen(people.lab, sample), held.number)
    entered(people, held, sample)
    assert hidden(seen(people.lab, sample), held.number)


def test_results_are_read_by_the_two_alone_before_release(people: People, third: User) -> None:
    held, sample = sampled(people)
    entered(people, held, sample)
    second = signed_in(people.verifier)

    def reads(user: User) -> bool:
        return bool(signed_in(user).get(f"{LAB}samples/{sample.code}/").context["sample"].results)

    assert [reads(each) for each in (people.lab, people.verifier, third)] == [True, False, False]
    act(second, sample, "verify")
    assert [reads(each) for each in (people.lab, people.verifier, third)] == [True, True, False]
    for user in (people.officer, people.admin, people.inspector):
        assert not reads(user)
        assert held.number in seen(user, sample)
    other = signed_in(third)
    with nothing_changes():
        assert act(other, sample, "verify").status_code == 409
    page = second.get(f"{LAB}samples/{sample.code}/")
    act(second, sample, "release", {"seen": page.context["seen"]})
    for user in (people.lab, people.verifier, third, people.officer, people.admin, people.inspector):
        assert reads(user)


def test_another_persons_sample_is_nobody_elses_to_change(people: People, third: User) -> None:
    held, sample = sampled(people)
    lab, other = signed_in(people.lab), signed_in(third)
    receive(lab, sample)
    act(lab, sample, "take")
    with nothing_changes():
        assert act(other, sample, "take").status_code == 409
        assert act(other, sample, "results", measured(held)).status_code == 422
        assert act(other, sample, "reject", {"reject-reason": "Not mine to say"}).status_code == 422
        assert act(other, sample, "verify").status_code == 409
    sample.refresh_from_db()
    assert (sample.state, sample.analyst) == ("in-work", people.lab)
    assert "Somebody else measures this sample already." in text(act(other, sample, "take"))


@pytest.mark.parametrize("who", ["nobody", "seller", "other", "editor"])
def test_strangers_are_turned_away(people: People, who: str) -> None:
    """Another inspector is told that there is no such sample; those without a role see no page at all."""
    held, sample = sampled(people)
    user = {
        "nobody": None,
        "seller": people.seller.user,
        "other": people.other,
        "editor": somebody("Edi Tor", Role.EDITOR),
    }[who]
    client = signed_in(user) if user else Client()
    wanted = {"nobody": 302, "seller": 403, "editor": 403, "other": 404}[who]
    with nothing_changes():
        assert client.get(f"{LAB}samples/{sample.code}/").status_code == wanted
        for what in ("hand-over", "receive", "reject", "take", "results", "verify", "release", "send-back"):
            assert act(client, sample, what).status_code in ({302} if user is None else {403, wanted}), what
        for what in ("retract", "retest"):
            assert act(client, sample, what).status_code in ({302} if user is None else {403, wanted}), what
    assert sample.code not in client.get(LAB).content.decode()
    assert held.number not in client.get(LAB).content.decode()


@pytest.mark.parametrize("who", ["officer", "admin", "inspector"])
def test_the_office_and_the_inspector_measure_nothing(people: People, who: str) -> None:
    held, sample = sampled(people)
    entered(people, held, sample)
    client = signed_in(getattr(people, who))
    with nothing_changes():
        for what in ("receive", "reject", "take", "results", "verify", "release", "send-back"):
            assert act(client, sample, what).status_code == 403, what


def test_an_administrator_orders_and_takes_back_nothing(people: People) -> None:
    held, sample = sampled(people)
    released(people, held, sample)
    client = signed_in(people.admin)
    with nothing_changes():
        for what in ("retract", "retest"):
            assert act(client, sample, what, {"reason": "Because of this"}).status_code == 403
    assert client.get(f"{LAB}samples/{sample.code}/").status_code == 200


def test_one_who_is_near_to_the_maker_is_not_told_why(people: People, third: User) -> None:
    """She declared an interest in the group: she may not measure, and is not told whose the sample is."""
    held, sample = sampled(people)
    declare_interest(third, "KZ09", "My sister is a member")
    client = signed_in(third)
    receive(client, sample)
    with nothing_changes():
        answer = act(client, sample, "take")
    said = text(answer)
    assert "This sample is for somebody else of the laboratory." in said
    assert hidden(answer.content.decode(), held.number)


def test_an_inspector_of_the_laboratory_does_not_measure_what_she_took(people: People) -> None:
    held, sample = sampled(people)
    grant_role(people.inspector, Role.LABORATORY)
    client = signed_in(people.inspector)
    with nothing_changes():
        assert receive(client, sample).status_code == 422
    entered(people, held, sample)
    with nothing_changes():
        assert act(client, sample, "verify").status_code == 409
    verify(people.verifier, sample)
