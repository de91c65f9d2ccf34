"""Addresses: kept by the store, chosen at the checkout, never another buyer's."""

import uuid

import pytest

from commerce.facade import app_store
from storefront.accounts.models import Contact
from storefront.accounts.services.addresses import addresses_of
from tests.accounts.world import EMAIL, HOME, Browser, hidden
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import fields, text

pytestmark = pytest.mark.django_db
HER = {name: HOME[name] for name in ("name", "phone", "pin", "line1", "line2", "city")}


def add(browser: Browser, **changed: str) -> int:
    page = browser.client.get("/account/addresses/new/")
    answer = browser.client.post("/account/addresses/new/", HER | changed | {"key": hidden(page, "key")})
    assert answer.status_code == 303, text(answer)
    return max(row.number for row in addresses_of(Contact.objects.get(value=browser.contact).user))


def test_an_address_is_added_changed_made_usual_and_removed() -> None:
    browser = Browser().sign_in()
    user = Contact.objects.get(value=EMAIL).user
    home = add(browser)
    office = add(browser, line1="4 Raghunath Bazaar", pin="180001", city="Jammu")
    assert [(row.number, row.is_default) for row in addresses_of(user)] == [(home, True), (office, False)]
    page = text(browser.get("/account/addresses/"))
    assert (
        "Ananya Rao 12 Residency Road Srinagar 190001 Jammu and Kashmir +919845012345 Usual address" in page
    )

    browser.client.post(f"/account/addresses/{office}/default/")
    browser.client.post(
        f"/account/addresses/{office}/", HER | {"line1": "5 Raghunath Bazaar", "pin": "180001"}
    )
    first = addresses_of(user)[0]
    assert (first.number, first.line1, first.is_default) == (office, "5 Raghunath Bazaar", True)
    customer = app_store().customer(id=user.customer_id).user
    assert customer.default_billing_address.id == customer.default_shipping_address.id
    browser.client.post(f"/account/addresses/{home}/remove/")
    assert [row.number for row in addresses_of(user)] == [office]


def test_the_same_form_twice_is_one_address() -> None:
    browser = Browser().sign_in()
    key = str(uuid.uuid4())
    for _time in range(2):
        assert browser.client.post("/account/addresses/new/", HER | {"key": key}).status_code == 303
    assert len(addresses_of(Contact.objects.get(value=EMAIL).user)) == 1


@pytest.mark.parametrize(
    ("field", "typed"), [("pin", "99"), ("phone", "12"), ("name", ""), ("line1", ""), ("pin", "000000")]
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(field: str, typed: str) -> None:
    browser = Browser().sign_in()
    with nothing_changes():
        page = browser.client.post("/account/addresses/new/", HER | {field: typed, "key": str(uuid.uuid4())})
    assert page.status_code == 422
    assert f'id="id_{field}_error"' in page.content.decode()
    for name, value in HER.items():
        assert name == field or f'value="{value}"' in page.content.decode()


def test_a_stranger_neither_sees_nor_changes_an_address() -> None:
    hers = Browser().sign_in()
    number = add(hers)
    stranger = Browser(contact="stranger@example.in").sign_in()
    add(stranger)
    for client in (stranger.client, Browser().client):
        with nothing_changes():
            for answer in (
                client.get(f"/account/addresses/{number}/"),
                client.post(f"/account/addresses/{number}/", HER | {"line1": "Elsewhere"}),
                client.post(f"/account/addresses/{number}/remove/"),
                client.post(f"/account/addresses/{number}/default/"),
            ):
                assert answer.status_code in (303, 404)
                assert answer.status_code == 404 or "sign-in" in answer["Location"]
    assert "Residency Road" in text(hers.get("/account/addresses/"))


def test_the_checkout_begins_with_the_usual_address_and_takes_another_by_a_button(piece: str) -> None:
    browser = Browser().sign_in()
    add(browser)
    office = add(browser, line1="4 Raghunath Bazaar", pin="180001", city="Jammu", name="Office Rao")
    browser.add(piece)
    page = browser.get("/checkout/")
    assert (fields(page)["line1"], fields(page)["pin"]) == ("12 Residency Road", "190001")
    assert "Office Rao, 4 Raghunath Bazaar, Jammu, 180001" in text(page)

    sent = fields(page) | {"address": str(office), "email": "typed@example.in"}
    page = browser.client.post("/checkout/address/", sent)
    assert page.status_code == 200
    taken = fields(page)
    assert (taken["name"], taken["line1"], taken["pin"]) == ("Office Rao", "4 Raghunath Bazaar", "180001")
    assert taken["email"] == "typed@example.in"
    assert "Jammu, Jammu and Kashmir" in text(page)
    browser.last = page
    assert browser.place("cash-on-delivery").status_code == 303


def test_another_buyers_address_cannot_be_taken_at_the_checkout(piece: str) -> None:
    number = add(Browser().sign_in())
    stranger = Browser(contact="stranger@example.in").sign_in()
    stranger.add(piece)
    page = stranger.client.post("/checkout/address/", {"address": str(number), "pin": "190001"})
    assert "Residency Road" not in page.content.decode()
