"""What is refused, in plain words, with nothing typed lost and nothing changed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role, count_attempt
from storefront.grievances.models import Grievance
from storefront.photos import PHOTOS
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.grievances.world import FORM, WORDS, complain, hidden, opened, person, signed_in, write
from tests.reviews.world import a_photo

pytestmark = pytest.mark.django_db

ATTEMPTS = frozenset({"people_attempts"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": ""}, "Choose what it is about."),
        ({"kind": "seller"}, "Select a valid choice"),
        ({"words": "  "}, "Write a few words."),
        ({"words": "x" * 4001}, "Ensure this value has at most 4000 characters"),
        ({"name": ""}, "This field is required"),
        ({"email": ""}, "Leave an e-mail address or a mobile number, or we cannot answer."),
        ({"email": "joseph"}, "Enter a valid email address"),
        ({"phone": "12345"}, "A mobile number looks like 94190 12345."),
        ({"words": "a\x00b"}, "Null characters are not allowed"),
        ({"key": "x"}, "Enter a valid UUID"),
    ],
)
def test_a_form_that_cannot_be_taken_comes_back_as_it_was_typed(changed: dict[str, str], said: str) -> None:
    with nothing_changes():
        answer = complain(Client(), **changed)

    assert answer.status_code == 422
    page = answer.content.decode()
    if "key" not in changed:
        assert said.replace("'", "&#x27;") in page
    for name in ("words", "name", "email"):
        if name not in changed:
            assert FORM[name] in page


def test_a_trap_that_was_stepped_into_keeps_nothing() -> None:
    with nothing_changes():
        assert complain(Client(), website="https://spam.example").status_code == 303


HOSTILE = {
    "a page": SimpleUploadedFile("x.html", b"<script>alert(1)</script>", "text/html"),
    "a drawing with a script": SimpleUploadedFile("x.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"),
    "a program called a picture": SimpleUploadedFile("x.jpg", b"MZ\x90\x00" * 40, "image/jpeg"),
    "half a picture": SimpleUploadedFile("half.jpg", a_photo().getvalue()[:900], "image/jpeg"),
    "nothing": SimpleUploadedFile("x.png", b"", "image/png"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_photograph_is_refused_by_its_name(what: str) -> None:
    file = HOSTILE[what]
    file.seek(0)
    with nothing_changes(but=ATTEMPTS):
        answer = complain(Client(), photos=[file])

    if what == "nothing":
        assert answer.status_code in (303, 422)
        return
    assert answer.status_code == 422
    assert f"{file.name}: " in text(answer)
    assert WORDS in answer.content.decode()


def test_five_photographs_are_one_too_many_and_four_come_back_to_choose_from() -> None:
    visitor = Client()
    colours = ("red", "blue", "green", "black", "white")
    answer = complain(visitor, photos=[a_photo(each) for each in colours])

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Send 4 photographs at most." in page
    assert page.count('name="photo" value="') == 4
    assert not Grievance.objects.exists()
    kept = [each.split('"')[0] for each in page.split('name="photo" value="')[1:]]
    assert complain(visitor, photo=kept).status_code == 303
    assert len(Grievance.objects.get().messages.earliest("pk").photos) == 4


def test_a_photograph_of_another_form_is_not_taken() -> None:
    made = opened()
    visitor = Client()
    page = visitor.get(f"/grievance/{made.token}/").content.decode()
    stolen = "ImEi:1x:yyyy"
    form = {"key": hidden(page, "key"), "words": "More.", "photo": [stolen, "💥", "a" * 999]}
    assert visitor.post(f"/grievance/{made.token}/", form).status_code == 303
    assert made.messages.latest("pk").photos == []


def test_too_many_from_one_network_are_told_to_wait() -> None:
    visitor = Client()
    for _each in range(10):
        assert complain(visitor).status_code == 303
    answer = complain(visitor)
    assert answer.status_code == 429
    assert "Too many tries." in text(answer)
    assert WORDS in answer.content.decode()
    assert Grievance.objects.count() == 10


@pytest.mark.parametrize("token", ["x", "A" * 22, "..", "💥", "UG-26-000001", "1"])
def test_a_link_that_nobody_was_given_shows_nothing(token: str) -> None:
    opened()
    with nothing_changes():
        assert Client().get(f"/grievance/{token}/").status_code == 404
        assert Client().post(f"/grievance/{token}/", {"words": "x"}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.GRIEVANCE, Role.ADMINISTRATOR)])
def test_every_other_role_is_a_stranger_at_the_desk(role: Role) -> None:
    number = opened().number
    client = signed_in(person(role))
    with nothing_changes():
        for path in ("", f"{number}/", "figures/", "figures.csv", f"{number}/assign/"):
            for answer in (client.get(f"/staff/grievances/{path}"), client.post(f"/staff/grievances/{path}")):
                assert answer.status_code in (403, 405), path


def test_the_administrator_looks_on_and_answers_nothing() -> None:
    number = opened().number
    admin = signed_in(person(Role.ADMINISTRATOR))
    assert admin.get(f"/staff/grievances/{number}/").status_code == 200
    with nothing_changes():
        form = {"key": "11111111-1111-4111-8111-111111111111", "what": "resolve", "words": "Done."}
        assert admin.post(f"/staff/grievances/{number}/", form).status_code == 403
        assert admin.post(f"/staff/grievances/{number}/assign/").status_code == 403


def test_it_is_given_to_people_of_the_desk_only() -> None:
    number = opened().number
    colleague, stranger = person(name="Gulshan Ara"), person(Role.EDITOR, "Rehana Mir")
    desk = signed_in(person())
    assert desk.post(f"/staff/grievances/{number}/assign/", {"to": str(colleague.pk)}).status_code == 302
    assert Grievance.objects.get().assignee == colleague
    with nothing_changes():
        for to in (str(stranger.pk), "999999", "x", "💥"):
            assert desk.post(f"/staff/grievances/{number}/assign/", {"to": to}).status_code == 404


def test_a_message_sent_twice_is_one() -> None:
    made, desk = opened(), signed_in(person())
    key = "11111111-1111-4111-8111-111111111111"
    for _each in range(2):
        assert write(desk, made.number, "answer", "We look.", key=key).status_code == 302
    assert made.messages.filter(author="staff").count() == 1


def test_bytes_that_are_no_form_are_refused() -> None:
    client = Client(raise_request_exception=False)
    with nothing_changes():
        for kind, body in (
            ("application/x-www-form-urlencoded", b"words=\xff\xfe"),
            ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
            ("application/json", b"{}"),
        ):
            assert 400 <= client.generic("POST", "/grievance/", body, kind).status_code < 500


def used_up(subject: str, *, left: int = 0) -> None:
    for _try in range(PHOTOS.most - left):
        count_attempt(PHOTOS, subject=subject, now=now())


def test_too_many_photographs_of_a_network_say_so_and_keep_those_that_were_taken() -> None:
    used_up("127.0.0.1", left=1)
    visitor = Client()

    told = complain(visitor, photos=[a_photo("red"), a_photo("blue")])

    page = told.content.decode()
    assert told.status_code == 429 and "Too many tries." in text(told)
    assert page.count('name="photo" value="') == 1 and WORDS in page
    assert complain(visitor, photo=[hidden(page, "photo")]).status_code == 303
    assert len(Grievance.objects.get().messages.earliest("pk").photos) == 1


def test_photographs_of_a_thread_count_for_its_number_alone() -> None:
    mine, other = opened(), opened()
    used_up("127.0.0.1")
    used_up(f"grievance {other.number}")

    for grievance, status in ((mine, 303), (other, 429)):
        link = f"/grievance/{grievance.token}/"
        form = {"key": hidden(Client().get(link).content.decode(), "key"), "words": "More."}
        assert Client().post(link, {**form, "photos": a_photo()}).status_code == status
