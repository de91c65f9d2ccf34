"""From "something is wrong" to "settled": the number, the officer, letters, the thread, the end."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import certification.cases.facade as cases
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import Role, sms_messages
from storefront.grievances.facade import on_grievance_moved
from storefront.grievances.models import Grievance, GrievanceMessage
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.grievances.world import WORDS, complain, hidden, opened, person, signed_in, write
from tests.portal.world import SHARED, Phone, open_village
from tests.reviews.world import a_photo

pytestmark = pytest.mark.django_db


def test_the_number_and_the_officer_are_told_at_once(settings) -> None:
    settings.GRIEVANCE_OFFICER_NAME = "Farida Akhter"
    visitor = Client()
    assert "Grievance officer Farida Akhter Designation Grievance officer" in text(visitor.get("/grievance/"))
    assert "Farida Akhter" in visitor.get("/grievance/").content.decode().split("<footer")[1]

    sent = complain(visitor)

    made = Grievance.objects.get()
    assert re.fullmatch(r"UG-\d\d-000001", made.number)
    assert sent["Location"] == f"/grievance/{made.token}/"
    page = visitor.get(sent["Location"])
    assert f"We have it. Its number is {made.number}." in text(page)
    assert WORDS in text(page)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex")
    (letter,) = mail.outbox
    assert letter.subject == f"Grievance {made.number}: we have it"
    assert "Farida Akhter, Grievance officer, answers for it." in letter.body
    assert f"http://testserver/grievance/{made.token}/" in letter.body


def test_by_sms_where_there_is_only_a_number() -> None:
    complain(Client(), prefix="/ur", email="", phone="94190 12345")

    made = Grievance.objects.get()
    (sms,) = sms_messages(most=9)
    assert (sms.to, sms.language, made.language) == ("+919419012345", "ur", "ur")
    assert made.number in sms.text
    assert f"/ur/grievance/{made.token}/" in sms.text
    assert mail.outbox == []


def test_back_and_forth_resolved_and_opened_again() -> None:
    visitor = Client()
    address = complain(visitor)["Location"]
    number = Grievance.objects.get().number
    desk = signed_in(person())

    assert write(desk, number, "ask", "Which bowl is it?").status_code == 302
    assert "Waits for you" in text(visitor.get(address))
    assert "Which bowl is it?" in mail.outbox[-1].body
    key = hidden(visitor.get(address).content.decode(), "key")
    sent = visitor.post(address, {"key": key, "words": "The blue one.", "photos": [a_photo()]})
    assert sent.status_code == 303
    assert Grievance.objects.get().state == "with-us"
    write(desk, number, "note", "The carrier dropped it.")
    assert "The carrier dropped it." not in text(visitor.get(address))
    assert "The carrier dropped it." in text(desk.get(f"/staff/grievances/{number}/"))
    photo = re.search(
        r'src="(/staff/grievances/[^"]+/photos/[^"]+)"',
        desk.get(f"/staff/grievances/{number}/").content.decode(),
    )
    assert photo and desk.get(photo[1]).status_code == 200

    assert write(desk, number, "resolve", "A new bowl left today.").status_code == 302
    assert "is resolved" in mail.outbox[-1].subject
    assert "If it is not, open it again within 15 days." in mail.outbox[-1].body
    key = hidden(visitor.get(address).content.decode(), "key")
    assert visitor.post(address, {"key": key, "words": "It broke, too."}).status_code == 303
    assert Grievance.objects.get().state == "reopened"
    write(desk, number, "resolve", "Your money went back.")
    form = {"key": hidden(visitor.get(address).content.decode(), "key"), "content": "yes"}
    assert visitor.post(address, form).status_code == 303
    assert Grievance.objects.get().state == "closed"
    assert visitor.post(address, {"key": key + "x", "words": "More."}).status_code in (409, 422)
    assert list(GrievanceMessage.objects.exclude(state="").order_by("pk").values_list("state", flat=True)) == [
        "waiting", "with-us", "resolved", "reopened", "resolved", "closed",
    ]  # fmt: skip


def test_a_letter_is_written_once_though_the_event_comes_twice() -> None:
    complain(Client())
    complain_events = len(mail.outbox)
    message = GrievanceMessage.objects.get(author="system").pk
    on_grievance_moved(Event(1, "GrievanceMoved", {"message": message}, now()))
    assert len(mail.outbox) == complain_events == 1


def test_the_form_sent_twice_is_one_grievance() -> None:
    visitor = Client()
    key = hidden(visitor.get("/grievance/").content.decode(), "key")
    assert complain(visitor, key=key)["Location"] == complain(visitor, key=key)["Location"]
    assert Grievance.objects.count() == 1


def test_a_report_of_a_label_and_its_outcome_are_at_the_same_desk() -> None:
    told = cases.complain("scan-1", "The label looks copied.", contact="anita@example.in", label_code="AAAA")
    relay.drain()

    made = Grievance.objects.get()
    assert (made.kind, made.complaint_number, made.email) == ("certificate", told.number, "anita@example.in")
    cases.answer_complaint(told.number, True, "The seller was warned.", person(Role.OFFICER))
    relay.drain()
    made.refresh_from_db()
    assert made.state == "resolved"
    assert made.resolution == "The complaint is founded. The seller was warned."
    assert "The seller was warned." in mail.outbox[-1].body


def test_a_grievance_about_a_label_is_told_to_certification_once() -> None:
    complain(Client(), kind="certificate", reference="AAAA")

    made = Grievance.objects.get()
    (told,) = cases.complaints()
    assert made.complaint_number == told.number
    assert told.words == WORDS


def test_a_seller_writes_about_her_own_matter() -> None:
    village = open_village()
    leader = Phone(SHARED).trust()
    leader.choose(village.people["Haseena Begum"])
    assert "the grievance officer" in text(leader.client.get("/sell/help/"))
    page = leader.client.get("/sell/grievances/").content.decode()

    sent = leader.client.post(
        "/sell/grievances/", {"key": hidden(page, "key"), "words": "The penalty is not right."}
    )

    made = Grievance.objects.get()
    assert sent["Location"] == f"/sell/grievances/{made.number}/"
    write(signed_in(person()), made.number, "answer", "We look into it.")
    assert "We look into it." in text(leader.client.get(sent["Location"]))
    assert "The grievance officer wrote to you" in text(leader.client.get("/sell/notices/"))
    other = Phone(SHARED).trust()
    other.choose(village.people["Shameema Akhter"])
    with nothing_changes(but=frozenset({"people_phonesession"})):
        assert other.client.get(sent["Location"]).status_code == 404


def test_a_sellers_photographs_are_hers_and_the_desks(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    village = open_village()
    leader, other = Phone(SHARED).trust(), Phone(SHARED).trust()
    leader.choose(village.people["Haseena Begum"])
    other.choose(village.people["Shameema Akhter"])
    page = leader.client.get("/sell/grievances/").content.decode()
    assert 'enctype="multipart/form-data"' in page
    sent = {"key": hidden(page, "key"), "words": ""}

    no_words = leader.client.post("/sell/grievances/", {**sent, "photos": a_photo()})
    assert no_words.status_code == 422
    kept = hidden(no_words.content.decode(), "photo")
    draft = f"/sell/grievances/-/photos/{kept}/"
    assert leader.client.get(draft).status_code == 200
    assert other.client.get(draft).status_code == 404
    wet = SimpleUploadedFile("wet.jpg", b"no photograph", "image/jpeg")
    refused = leader.client.post("/sell/grievances/", {**sent, "words": "Wet", "photo": kept, "photos": wet})
    assert refused.status_code == 422 and "wet.jpg" in refused.content.decode()
    assert hidden(refused.content.decode(), "photo")

    made = leader.client.post("/sell/grievances/", {**sent, "words": "It came back wet.", "photo": kept})
    assert made.status_code == 302
    thread = leader.client.get(made["Location"]).content.decode()
    (shot,) = re.findall(r'<a href="(/sell/grievances/[^"]+/photos/[^"]+)"', thread)
    assert leader.client.get(shot)["Content-Type"].startswith("image/")
    assert other.client.get(shot).status_code == 404
    more = {"key": hidden(thread, "key"), "words": "And this one.", "photos": a_photo("blue")}
    assert leader.client.post(made["Location"], more).status_code == 302
    first, second = Grievance.objects.get().messages.exclude(photos=[]).order_by("pk")
    assert (len(first.photos), len(second.photos)) == (1, 1)


def test_words_of_scripts_and_markup_are_words() -> None:
    complain(Client(), words="<script>alert(1)</script> مجھے 💥", name="‮evil")
    made = Grievance.objects.get()
    page = Client().get(f"/grievance/{made.token}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; مجھے" in page


def test_a_resolved_one_takes_no_answer_from_the_desk() -> None:
    made, desk = opened(), signed_in(person())
    write(desk, made.number, "resolve", "Done.")
    with nothing_changes():
        assert write(desk, made.number, "answer", "Late words.").status_code == 409
        assert write(desk, made.number, "resolve", "").status_code == 422
