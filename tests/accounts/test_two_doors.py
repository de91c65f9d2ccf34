"""A buyer's code opens the account and nothing else: no part of the portal, no page of the staff."""

import pytest
from django.test import Client

from jkrlm.people.facade import Role, User, has_role
from storefront.accounts.cookies import SESSION
from storefront.accounts.models import Contact
from tests.accounts.world import Browser
from tests.bad_input.unchanged import addresses
from tests.people.conftest import EMAIL as STAFF_EMAIL
from tests.people.conftest import a_person
from tests.portal.world import LONE, PIN, SHARED, Phone, Village, newest_code, open_village

pytestmark = pytest.mark.django_db
INSIDE = [each for each in addresses() if each.startswith(("/sell/", "/staff/"))]


@pytest.fixture
def village() -> Village:
    return open_village()


def opens_nothing(client: Client) -> None:
    """Every address of sellers and staff answers as it answers a stranger."""
    for path in INSIDE:
        stranger = Client().get(path)
        answer = client.get(path)
        assert (answer.status_code, answer.get("Location")) == (
            stranger.status_code,
            stranger.get("Location"),
        ), path
    assert "_auth_user_id" not in client.session


def test_the_code_of_a_shared_phone_opens_no_members_part(village: Village) -> None:
    """Three women share the phone, each with a PIN; the phone's account as a buyer is none of theirs."""
    shameema = village.people["Shameema Akhter"]
    phone = Phone(SHARED).trust()
    assert phone.choose(shameema).status_code == 302
    seller = User.objects.get(pk=phone.client.session["_auth_user_id"])

    browser = Browser(contact=SHARED).sign_in()
    assert Contact.objects.get(value=SHARED).user != seller
    opens_nothing(browser.client)
    assert browser.is_in()
    assert not Browser(client=phone.client).is_in()


def test_in_one_browser_the_portals_session_and_the_buyers_end_by_themselves(village: Village) -> None:
    phone = Phone(SHARED).trust()
    phone.choose(village.people["Shameema Akhter"])
    browser = Browser(client=phone.client, contact=SHARED).sign_in()
    assert (phone.is_in(), browser.is_in()) == (True, True)

    phone.client.post("/sell/leave/")
    assert (phone.is_in(), browser.is_in()) == (False, True)
    phone.choose(village.people["Rafiqa Jan"])
    browser.client.post("/account/sign-out/")
    assert (phone.is_in(), browser.is_in()) == (True, False)


def test_a_seller_with_a_phone_of_her_own_is_one_person_behind_two_doors(village: Village) -> None:
    phone = Phone(LONE).trust()
    seller = User.objects.get(pk=phone.client.session["_auth_user_id"])

    browser = Browser(contact=LONE).sign_in()
    assert Contact.objects.get(value=LONE).user == seller
    assert has_role(seller, Role.BUYER) and has_role(seller, Role.MEMBER)
    opens_nothing(browser.client)


def test_a_seller_who_once_set_a_pin_is_not_found_by_her_phones_code(village: Village) -> None:
    """The phone became shared, or was: its code does not say that it is she."""
    phone = Phone(LONE).trust()
    seller = User.objects.get(pk=phone.client.session["_auth_user_id"])
    from jkrlm.kernel.clock import now
    from jkrlm.people.facade import set_first_pin

    set_first_pin(user=seller, typed=PIN, now=now())
    Browser(contact=LONE).sign_in()
    assert Contact.objects.get(value=LONE).user != seller
    assert not has_role(seller, Role.BUYER)


def test_staff_who_buy_get_no_page_of_the_staff_by_their_mailbox() -> None:
    staff = a_person(role=Role.ADMINISTRATOR)
    browser = Browser(contact=STAFF_EMAIL).sign_in()

    assert Contact.objects.get(value=STAFF_EMAIL).user == staff
    opens_nothing(browser.client)
    for path in ("/staff/", "/staff/events/", "/staff/people/"):
        assert browser.client.get(path)["Location"].startswith("/staff/sign-in/")


def test_the_sessions_of_sellers_and_staff_open_no_account(village: Village) -> None:
    phone = Phone(LONE).trust()
    assert not Browser(client=phone.client).is_in()
    client = Client()
    client.force_login(a_person(role=Role.ADMINISTRATOR))
    assert not Browser(client=client).is_in()
    buyer = a_person("buyer@example.in", Role.BUYER)
    client.force_login(buyer)
    assert not Browser(client=client).is_in()


def test_who_was_removed_from_the_staff_is_told_that_the_account_is_closed() -> None:
    staff = a_person(role=Role.ADMINISTRATOR)
    User.objects.filter(pk=staff.pk).update(is_active=False)
    browser = Browser(contact=STAFF_EMAIL)
    browser.ask()
    page = browser.give()
    assert page.status_code == 422 and "This account is closed" in page.content.decode()
    assert Contact.objects.count() == 0


def test_an_account_that_is_closed_is_closed_at_once() -> None:
    browser = Browser().sign_in()
    User.objects.update(is_active=False)
    assert not browser.is_in()
    thief = Client()
    thief.cookies[SESSION] = browser.cookie()
    assert thief.get("/account/").status_code == 303


def test_the_sellers_code_goes_to_the_seller_alone(village: Village) -> None:
    """Both doors send to one phone; each takes its own."""
    phone, browser = Phone(LONE), Browser(contact=LONE)
    phone.ask()
    sellers = newest_code(LONE)
    browser.ask()
    assert browser.give(sellers).status_code == 422
    assert phone.give(sellers).status_code == 302
