"""Signing in by a code to a mailbox or a phone; the same answer whoever asks."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from commerce.facade import app_store
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role, User, has_role
from jkrlm.people.models import SignInCode, SmsMessage
from storefront.accounts.cookies import SESSION
from storefront.accounts.models import BuyerSession, Contact
from tests.accounts.world import EMAIL, PHONE, Browser, messages_sent, newest_code, wrong
from tests.common.buyer import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("contact", [EMAIL, PHONE])
def test_a_code_makes_the_account_the_first_time_and_opens_it_again(contact: str) -> None:
    browser = Browser(contact=contact)
    assert browser.client.get("/account/")["Location"] == "/account/sign-in/?next=/account/"
    assert browser.ask()["Location"] == "/account/sign-in/code/"
    assert browser.give()["Location"] == "/account/"

    assert browser.is_in()
    user = Contact.objects.get(value=contact).user
    assert has_role(user, Role.BUYER)
    assert not user.has_usable_password()

    again = Browser(contact=contact).sign_in()
    assert again.is_in()
    assert User.objects.count() == 1
    assert BuyerSession.objects.filter(user=user).count() == 2


def test_the_stores_customer_follows_after_commit_and_once() -> None:
    browser = Browser().sign_in()
    user = Contact.objects.get(value=EMAIL).user
    customer = app_store().customer(id=user.customer_id).user
    assert (customer.email, customer.is_active) == (EMAIL, True)

    Browser().sign_in()
    user.refresh_from_db()
    assert user.customer_id == customer.id
    assert browser.is_in()


def test_a_phone_alone_gives_the_customer_an_address_that_is_never_mailed() -> None:
    Browser(contact=PHONE).sign_in()
    user = Contact.objects.get(value=PHONE).user
    customer = app_store().customer(id=user.customer_id).user

    assert customer.email == f"buyer-{user.pk}@buyers.invalid"
    assert user.mailbox == ""
    assert mail.outbox == []


def test_the_answer_is_the_same_whether_there_is_an_account_or_not() -> None:
    Browser().sign_in()
    known, unknown = Browser(), Browser(contact="nobody@example.in")
    asked = [each.ask() for each in (known, unknown)]
    assert {(each.status_code, each["Location"]) for each in asked} == {(303, "/account/sign-in/code/")}
    pages = [text(each.get("/account/sign-in/code/")) for each in (known, unknown)]
    assert pages[0].replace(EMAIL, "") == pages[1].replace("nobody@example.in", "")
    refused = [each.give(wrong(newest_code(each.contact))) for each in (known, unknown)]
    assert {each.status_code for each in refused} == {422}
    assert text(refused[0]).replace(EMAIL, "") == text(refused[1]).replace("nobody@example.in", "")


def test_the_code_comes_by_mail_in_the_language_of_the_page_and_is_wiped_from_the_database() -> None:
    Browser(prefix="/ur").ask()
    relay.drain()

    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    code = newest_code(EMAIL)
    assert code in letter.subject and code in letter.body
    assert 'dir="rtl"' in letter.alternatives[0].content
    with connection.cursor() as cursor:
        for table in ("people_signincode", "people_letter", "kernel_outboxmessage"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")
            assert code not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "typed",
    ["", "12", "no contact", "a@b", "+1 202 555 0134", "0194 2501234", "x@buyers.invalid", "\x00", "9" * 500],
)
def test_what_is_neither_mailbox_nor_indian_mobile_is_refused_at_its_field(typed: str) -> None:
    page = Browser().client.post("/account/sign-in/", {"contact": typed})

    assert page.status_code == 422
    assert 'id="id_contact_error"' in page.content.decode()
    assert messages_sent() == 0


@pytest.mark.parametrize("contact", [EMAIL, PHONE])
def test_five_codes_an_hour_then_it_is_said_how_long_to_wait(contact: str) -> None:
    browser = Browser(contact=contact)
    for _time in range(5):
        assert browser.ask().status_code == 303
    page = browser.ask()

    assert page.status_code == 429
    assert 3500 < int(page["Retry-After"]) <= 3600
    assert messages_sent() == 5


def test_five_tries_ten_minutes_and_the_browser_that_asked() -> None:
    hers, thief = Browser(), Browser()
    thief.ask()
    hers.ask()
    code = newest_code(EMAIL)
    assert thief.give(code).status_code == 422
    assert Client().post("/account/sign-in/code/", {"otp": code})["Location"] == "/account/sign-in/"
    for _try in range(5):
        assert hers.give(wrong(code)).status_code == 422
    assert hers.give(code).status_code == 422

    hers.ask()
    SignInCode.objects.update(expires_at=now() - timedelta(seconds=1))
    assert hers.give().status_code == 422
    hers.ask()
    assert hers.give(f" {newest_code(EMAIL)[:3]} {newest_code(EMAIL)[3:]} ").status_code == 303
    assert hers.give().status_code == 303 and BuyerSession.objects.count() == 1


def test_a_code_for_the_sellers_door_opens_no_account_and_the_other_way_round() -> None:
    client = Client()
    client.post("/sell/sign-in/", {"phone": PHONE})
    client.post("/account/sign-in/", {"contact": PHONE})
    code = newest_code(PHONE)
    assert client.post("/sell/sign-in/code/", {"otp": code}).status_code == 422
    SignInCode.objects.filter(purpose="buyer").update(purpose="seller")
    assert client.post("/account/sign-in/code/", {"otp": code}).status_code == 422
    assert BuyerSession.objects.count() == 0


def test_signing_in_changes_the_session_and_a_planted_one_is_worth_nothing() -> None:
    browser = Browser()
    browser.client.cookies[SESSION] = "planted-by-somebody-else"
    browser.sign_in()
    first = browser.cookie()
    assert first != "planted-by-somebody-else"
    assert first not in str(list(BuyerSession.objects.values_list("key", flat=True)))

    browser.client.post("/account/sign-out/")
    browser.sign_in()
    thief = Client()
    thief.cookies[SESSION] = first
    assert thief.get("/account/").status_code == 303
    assert BuyerSession.objects.count() == 1


def test_signing_out_here_and_everywhere() -> None:
    here, phone = Browser().sign_in(), Browser().sign_in()

    assert here.client.post("/account/sign-out/")["Location"] == "/"
    assert (here.is_in(), phone.is_in()) == (False, True)
    here.sign_in()
    phone.client.post("/account/sign-out/everywhere/")
    assert (here.is_in(), phone.is_in()) == (False, False)


def test_a_session_ends_after_thirty_days_without_use() -> None:
    browser = Browser().sign_in()
    BuyerSession.objects.update(seen_at=now() - timedelta(days=20), expires_at=now() + timedelta(days=10))
    assert browser.is_in()
    assert BuyerSession.objects.get().expires_at > now() + timedelta(days=29)
    BuyerSession.objects.update(began_at=now() - timedelta(days=181), expires_at=now() - timedelta(hours=1))
    assert not browser.is_in()


def test_the_language_is_remembered_and_goes_on_after_signing_in() -> None:
    Browser(prefix="/ur").sign_in()
    elsewhere = Browser()
    elsewhere.ask(next="/wishlist/")
    assert elsewhere.give()["Location"] == "/ur/wishlist/"

    page = elsewhere.client.post("/ur/account/settings/", {"name": "Ananya  Rao", "language": "hi"})
    assert page["Location"] == "/hi/account/settings/"
    user = User.objects.get()
    assert (user.name, user.language) == ("Ananya Rao", "hi")
    relay.drain()
    customer = app_store().customer(id=user.customer_id).user
    assert (customer.first_name, customer.last_name) == ("Ananya", "Rao")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/sell/",
        "/hi/sell/",
        "/staff/",
        "javascript:alert(1)",
        "/\\evil",
    ],
)
def test_nobody_is_sent_out_of_the_shop_after_signing_in(wanted: str) -> None:
    browser = Browser()
    browser.ask(next=wanted)
    assert browser.give()["Location"] == "/account/"


def test_one_more_contact_opens_the_same_account_once_it_is_proven() -> None:
    browser = Browser(contact=PHONE).sign_in()
    page = browser.client.post("/account/settings/contact/", {"contact": EMAIL})
    assert page["Location"] == "/account/settings/confirm/"
    before = browser.cookie()
    assert browser.client.post("/account/settings/confirm/", {"otp": newest_code(EMAIL)}).status_code == 303
    assert browser.cookie() != before
    relay.drain()

    user = Contact.objects.get(value=EMAIL).user
    assert Contact.objects.get(value=PHONE).user == user
    assert app_store().customer(id=user.customer_id).user.email == EMAIL
    other = Browser(contact="other@example.in").sign_in()
    other.client.post("/account/settings/contact/", {"contact": EMAIL})
    refused = other.client.post("/account/settings/confirm/", {"otp": newest_code(EMAIL)})
    assert refused.status_code == 422
    assert "opens another account already" in text(refused)
    assert Contact.objects.get(value=EMAIL).user == user
    assert SmsMessage.objects.count() == 1
