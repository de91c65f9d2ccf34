"""Signing in at /sell/ by the phone's code; on a shared phone each woman has a PIN of her own."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from jkrlm.people.models import AuditEntry, MemberPin, SmsMessage
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.portal.world import CRP, LONE, PIN, SHARED, Phone, Village, newest_code, texts_to


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def age(phone: Phone, **by: float) -> None:
    """Let time pass for what the session remembers."""
    session = phone.client.session
    for key, moment in (("people.phone", "proved_at"), ("people.member", "seen_at")):
        if key in session:
            session[key] = {**session[key], moment: session[key][moment] - timedelta(**by).total_seconds()}
    session.save()


def test_who_has_a_phone_of_her_own_is_in_with_the_code(village: Village) -> None:
    phone = Phone(LONE)

    assert phone.client.get("/sell/")["Location"] == "/sell/sign-in/?next=%2Fsell%2F"
    answer = phone.ask("94190 55504")
    assert (answer.status_code, answer["Location"]) == (302, "/sell/sign-in/code/")
    answer = phone.give()

    assert (answer.status_code, answer["Location"]) == (302, "/sell/")
    page = phone.client.get("/sell/")
    assert page.status_code == 200
    user = User.objects.get(pk=phone.client.session["_auth_user_id"])
    assert (user.name, user.phone, user.language) == ("Dilshada Mir", LONE, "en")
    assert not user.has_usable_password()
    entry = AuditEntry.objects.get(verb="sign-in", actor=user)
    assert entry.after == {"by": "code", "network": "127.0.0.1"}


def test_the_message_comes_in_the_language_of_the_page(village: Village) -> None:
    Client().post("/ur/sell/sign-in/", {"phone": LONE})
    assert "امید کے لیے آپ کا کوڈ ہے" in texts_to(LONE)[0]


def test_an_unknown_number_gets_the_same_answer_and_no_sms(village: Village) -> None:
    known, unknown = Phone(LONE), Phone("+919419055599")
    answers = [phone.ask() for phone in (known, unknown)]
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, "/sell/sign-in/code/")] * 2
    pages = [text(phone.client.get("/sell/sign-in/code/")) for phone in (known, unknown)]
    assert pages[0].replace("94190 55504", "") == pages[1].replace("94190 55599", "")

    assert texts_to(unknown.number) == []
    refusals = [phone.give("000000") for phone in (known, unknown)]
    assert {each.status_code for each in refusals} == {422}
    assert text(refusals[0]).replace("94190 55504", "") == text(refusals[1]).replace("94190 55599", "")
    assert not unknown.is_in()


def test_the_code_belongs_to_the_browser_that_asked(village: Village) -> None:
    hers, thief = Phone(LONE), Phone(LONE)
    thief.ask()
    hers.ask()
    code = newest_code(LONE)

    assert thief.give(code).status_code == 422
    assert hers.give(code).status_code == 302
    nobody = Client()
    assert nobody.post("/sell/sign-in/code/", {"otp": code})["Location"] == "/sell/sign-in/"


def test_after_five_wrong_codes_a_new_one_is_needed(village: Village) -> None:
    phone = Phone(LONE)
    phone.ask()
    code = newest_code(LONE)
    for _try in range(5):
        assert phone.give(wrong(code)).status_code == 422

    assert phone.give(code).status_code == 422
    phone.ask()
    assert phone.give().status_code == 302


def test_asking_too_often_is_told_with_the_time_to_wait(village: Village) -> None:
    phone = Phone(LONE)
    for _time in range(5):
        assert phone.ask().status_code == 302
    answer = phone.ask()

    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3600
    assert SmsMessage.objects.count() == 5


@pytest.mark.parametrize("typed", ["", "12", "no number", "0194 2501234", "\x00", "9" * 500])
def test_what_is_no_mobile_is_refused_at_its_field(village: Village, typed: str) -> None:
    answer = Client().post("/sell/sign-in/", {"phone": typed})

    assert answer.status_code == 422
    assert SmsMessage.objects.count() == 0


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/sell/", "/staff/", "javascript:alert(1)"]
)
def test_after_signing_in_nobody_is_sent_out_of_the_portal(village: Village, wanted: str) -> None:
    phone = Phone(LONE)
    phone.client.post("/sell/sign-in/", {"phone": LONE, "next": wanted})
    assert phone.give()["Location"] == "/sell/"


def test_after_signing_in_she_is_where_she_wanted(village: Village) -> None:
    phone = Phone(LONE)
    phone.client.post("/sell/sign-in/", {"phone": LONE, "next": "/ur/sell/help/"})
    assert phone.give()["Location"] == "/ur/sell/help/"


def test_names_on_a_shared_phone_are_shown_after_its_code_alone(village: Village) -> None:
    phone = Phone(SHARED)
    haseena = village.people["Haseena Begum"]
    for path in ("/sell/who/", f"/sell/who/{haseena}/", f"/sell/who/{haseena}/new-pin/"):
        assert phone.client.get(path)["Location"] == "/sell/sign-in/"
        assert phone.client.post(path, {"passcode": PIN, "passcode_again": PIN}).status_code == 302
    assert MemberPin.objects.count() == 0

    phone.ask()
    assert phone.give()["Location"] == "/sell/who/"
    page = text(phone.client.get("/sell/who/"))
    assert all(name in page for name in ("Haseena Begum", "Shameema Akhter", "Rafiqa Jan"))
    assert "Dilshada Mir" not in page
    assert not phone.is_in()


def test_each_chooses_a_pin_and_is_asked_for_it(village: Village) -> None:
    phone = Phone(SHARED).trust()
    haseena, shameema = village.people["Haseena Begum"], village.people["Shameema Akhter"]

    assert phone.choose(haseena).status_code == 302
    assert phone.is_in()
    first = phone.client.session.session_key
    phone.client.post("/sell/leave/")
    assert not phone.is_in()
    assert phone.choose(shameema, "2058").status_code == 302
    second = phone.client.session.session_key
    assert first != second
    assert not Session.objects.filter(pk=first).exists()

    assert phone.choose(haseena, "2058").status_code == 422
    assert phone.choose(haseena).status_code == 302
    page = text(phone.client.get("/sell/help/"))
    assert "Haseena Begum" in page
    assert {entry.after["by"] for entry in AuditEntry.objects.filter(verb="sign-in")} == {"PIN"}
    assert PIN not in MemberPin.objects.get(user__name="Haseena Begum").secret


def test_changing_the_woman_asks_for_the_others_pin(village: Village) -> None:
    phone = Phone(SHARED).trust()
    haseena, shameema = village.people["Haseena Begum"], village.people["Shameema Akhter"]
    phone.choose(shameema, "2058")
    phone.choose(haseena)

    with nothing_changes_but_counts():
        assert phone.choose(shameema, "0000").status_code == 422
    name = User.objects.get(pk=phone.client.session["_auth_user_id"]).name
    assert name == "Haseena Begum"


@pytest.mark.parametrize("pin", ["123", "1234567", "abcd", "1111", "1234", "987654", "12 34", ""])
def test_pins_that_are_none_or_that_everybody_tries(village: Village, pin: str) -> None:
    phone = Phone(SHARED).trust()

    assert phone.choose(village.people["Haseena Begum"], pin).status_code == 422
    assert MemberPin.objects.count() == 0
    assert not phone.is_in()


def test_five_wrong_pins_lock_her_part_and_no_other(village: Village) -> None:
    phone = Phone(SHARED).trust()
    haseena, shameema = village.people["Haseena Begum"], village.people["Shameema Akhter"]
    phone.choose(haseena)
    phone.client.post("/sell/leave/")

    for left in (4, 3, 2, 1):
        assert f"{left} {'try is' if left == 1 else 'tries are'} left" in text(phone.choose(haseena, "9999"))
    assert "locked" in text(phone.choose(haseena, "9999"))
    assert phone.choose(haseena).status_code == 422
    assert not phone.is_in()
    assert "locked" in text(phone.client.get(f"/sell/who/{haseena}/"))
    assert AuditEntry.objects.filter(verb="pin.locked").count() == 1
    assert phone.choose(shameema, "2058").status_code == 302


def test_a_right_pin_forgets_the_wrong_ones(village: Village) -> None:
    phone = Phone(SHARED).trust()
    haseena = village.people["Haseena Begum"]
    phone.choose(haseena)
    for _time in range(3):
        for _try in range(4):
            phone.choose(haseena, "9999")
        assert phone.choose(haseena).status_code == 302


def test_half_an_hour_without_a_page_locks_a_shared_phone(village: Village) -> None:
    phone = Phone(SHARED).trust()
    phone.choose(village.people["Haseena Begum"])
    age(phone, minutes=29)
    assert phone.is_in()
    age(phone, minutes=29)
    assert phone.is_in(), "the page before counted"
    age(phone, minutes=31)

    assert phone.client.get("/sell/")["Location"].startswith("/sell/who/")
    assert "_auth_user_id" not in phone.client.session
    assert phone.client.get("/sell/who/").status_code == 200, "the phone itself stays trusted"


def test_a_phone_of_ones_own_stays_signed_in_for_thirty_days(village: Village) -> None:
    phone = Phone(LONE).trust()
    age(phone, days=29)
    assert phone.is_in()
    assert 29 <= (phone.client.session.get_expiry_date() - now()).days + 1 <= 30
    age(phone, days=1, minutes=1)

    assert phone.client.get("/sell/")["Location"].startswith("/sell/sign-in/")


def test_a_phone_that_becomes_shared_asks_for_a_pin_at_once(village: Village) -> None:
    from sellers.registry.facade import add_member
    from tests.registry.world import LONG_AGO, NOW

    phone = Phone(LONE).trust()
    dilshada = village.people["Dilshada Mir"]
    add_member(code="KZ11", name="Mehbooba", phone=LONE, on=LONG_AGO, actor=None, now=NOW)

    assert phone.client.get("/sell/")["Location"] == f"/sell/who/{dilshada}/"
    stranger = Phone(LONE).trust()
    assert stranger.client.get(f"/sell/who/{dilshada}/")["Location"].endswith("/new-pin/"), (
        "what she did is hers"
    )
    assert stranger.choose(dilshada).status_code == 302
    assert MemberPin.objects.count() == 0
    assert phone.choose(dilshada).status_code == 302
    assert phone.is_in()


def test_who_leaves_the_roll_is_out(village: Village) -> None:
    from sellers.registry.models import Membership, Person

    phone = Phone(LONE).trust()
    Membership.objects.filter(person=village.people["Dilshada Mir"]).delete()
    assert phone.client.get("/sell/").status_code == 403

    other = Phone(CRP).trust()
    Person.objects.filter(phone=CRP).update(phone="+919419055577")
    assert other.client.get("/sell/")["Location"].startswith("/sell/who/")
    assert other.client.get("/sell/who/")["Location"] == "/sell/sign-in/"


def test_signing_the_phone_out_forgets_it(village: Village) -> None:
    phone = Phone(LONE).trust()
    phone.client.post("/sell/leave/", {"forget": "1"})

    assert phone.client.get("/sell/who/")["Location"] == "/sell/sign-in/"
    assert Session.objects.count() == 0


def test_another_persons_door_is_not_on_this_phone(village: Village) -> None:
    phone = Phone(SHARED).trust()
    for person in (village.people["Dilshada Mir"], 10**9):
        assert phone.client.get(f"/sell/who/{person}/").status_code == 404
        assert phone.choose(person).status_code == 404


def test_pages_are_never_kept(village: Village) -> None:
    phone = Phone(LONE).trust()
    for path in ("/sell/", "/sell/help/", "/sell/who/", "/sell/sign-in/"):
        assert "no-store" in phone.client.get(path)["Cache-Control"]


def nothing_changes_but_counts():
    """The count of wrong PINs, and the session, are all that a wrong PIN changes."""
    from contextlib import contextmanager

    from tests.bad_input.unchanged import changed_tables, contents

    @contextmanager
    def held():
        before = contents()
        yield
        assert changed_tables(before, contents()) == {"people_memberpin"}

    return held()


__all__ = ["nothing_changes"]
