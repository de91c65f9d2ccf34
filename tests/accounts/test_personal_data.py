"""A copy of everything, and erasure: what each room tells and forgets, and what the law keeps."""

import json
import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core import mail
from django.http import HttpResponse
from procrastinate.contrib.django.models import ProcrastinateJob

from commerce.facade import app_store
from jkrlm import wiring
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role, User, grant_role, has_role
from storefront.accounts.data_map import PLACES, as_markdown, marked_fields, place_of, unused_places
from storefront.accounts.models import (
    OF_ONE_BUYER,
    AdoptedOrder,
    BuyerSession,
    Contact,
    DataExport,
    Erasure,
    Wish,
)
from storefront.accounts.services.erase import erase_due
from storefront.accounts.services.export import forget_exports, make_export
from storefront.models import MailMessage, OrderAccess
from tests.accounts.test_addresses import add
from tests.accounts.world import EMAIL, HOME, PHONE, Browser, hidden, newest_code
from tests.bad_input.unchanged import nothing_changes
from tests.common.at_once import at_once
from tests.common.buyer import text
from tests.common.shop_world import Shop

DOCS = Path(__file__).resolve().parents[2] / "docs"


def exported(browser: Browser) -> dict:
    """Ask for a copy, let the task make it, fetch it; return its JSON."""
    page = browser.get("/account/data/")
    asked = browser.client.post("/account/data/export/", {"key": hidden(page, "key")})
    assert asked.status_code == 303
    export_id = asked["Location"].rstrip("/").rpartition("/")[2]
    assert "Your copy is being made." in text(browser.get(asked["Location"]))
    make_export(uuid.UUID(export_id))
    assert "Your copy is ready." in text(browser.get(asked["Location"]))
    fetched = browser.client.get(f"{asked['Location']}umeed.zip")
    assert fetched["Content-Type"] == "application/zip"
    archive = ZipFile(BytesIO(fetched.content))
    assert sorted(archive.namelist()) == ["umeed.html", "umeed.json"]
    assert "What Umeed holds about you" in archive.read("umeed.html").decode()
    return json.loads(archive.read("umeed.json"))


def test_every_field_of_personal_data_has_its_place_in_the_map() -> None:
    missing = {name: mark for name, mark in marked_fields() if place_of(name) is None}
    assert missing == {}, "say in storefront/accounts/data_map.py who tells it and what erasure does"
    assert unused_places() == []


def test_every_place_names_a_room_that_tells_or_says_why_none_does() -> None:
    for name, place in PLACES.items():
        assert place.told_by in wiring.PERSONAL_DATA or (place.told_by == "" and len(place.erased) > 20), name


def test_the_document_is_what_the_models_say() -> None:
    assert (DOCS / "personal-data.md").read_text() == as_markdown(), "run manage.py personal_data_map"


@pytest.mark.django_db
def test_the_copy_holds_what_every_room_knows(shop: Shop, piece: str) -> None:
    browser = Browser().sign_in()
    add(browser)
    browser.buys(piece, **HOME)
    Wish.objects.create(user=User.objects.get(), product_id=shop.products[piece])

    told = exported(browser)["rooms"]
    assert set(told) == set(wiring.PERSONAL_DATA)
    everything = json.dumps(told, ensure_ascii=False)
    for known in (EMAIL, "+919845012345", "12 Residency Road", "Kani stole", " INR", "Cash"):
        assert known.lower() in everything.lower(), known
    parts = {part["heading"]: part["rows"] for parts in told.values() for part in parts}
    assert parts["What signs you in"][0]["Contact"] == EMAIL
    assert parts["Wishlist"] == [{"Piece": "Kani stole"}]
    assert len(parts["Orders"]) == len(parts["Our mails to you"]) == 1


@pytest.mark.django_db
def test_the_copy_is_made_by_a_task_once_for_each_press_and_three_times_a_day() -> None:
    browser = Browser().sign_in()
    key = str(uuid.uuid4())
    answers = [browser.client.post("/account/data/export/", {"key": key}) for _time in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"] == f"/account/data/export/{key}/"
    assert DataExport.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="shop_accounts.make_export").count() >= 1
    for _time in range(2):
        DataExport.objects.update(state="gone")
        assert browser.client.post("/account/data/export/", {"key": str(uuid.uuid4())}).status_code == 303
    DataExport.objects.update(state="gone")
    assert browser.client.post("/account/data/export/", {"key": str(uuid.uuid4())}).status_code == 429
    assert browser.client.post("/account/data/export/", {"key": "none"}).status_code == 422


@pytest.mark.django_db
def test_a_stranger_gets_no_copy_of_somebody_else() -> None:
    hers = Browser().sign_in()
    exported(hers)
    export = DataExport.objects.get()
    assert EMAIL.encode() not in bytes(export.archive)
    for client in (Browser(contact="stranger@example.in").sign_in().client, Browser().client):
        for path in (f"/account/data/export/{export.pk}/", f"/account/data/export/{export.pk}/umeed.zip"):
            with nothing_changes():
                answer = client.get(path)
            assert answer.status_code in (303, 404)
    assert forget_exports(now=now() + timedelta(days=8)) == 1
    assert hers.client.get(f"/account/data/export/{export.pk}/umeed.zip").status_code == 404
    assert "is gone" in text(hers.get(f"/account/data/export/{export.pk}/"))


def ask_erasure(browser: Browser) -> HttpResponse:
    page = browser.get("/account/data/")
    asked = browser.client.post("/account/data/erase/", {"key": hidden(page, "key", "/account/data/erase/")})
    assert asked["Location"] == "/account/settings/confirm/"
    return browser.client.post("/account/settings/confirm/", {"otp": newest_code(browser.contact)})


def ended(access: OrderAccess) -> None:
    """The order is over: it was cancelled."""
    answer = app_store().order_cancel(id=access.order_id).order_cancel
    assert not answer.errors
    relay.drain()


@pytest.mark.django_db
def test_erasure_is_asked_confirmed_by_a_code_and_done_after_seven_days(shop: Shop, piece: str) -> None:
    browser = Browser().sign_in()
    browser.client.post("/account/settings/", {"name": "Ananya Rao", "language": "en"})
    add(browser)
    access = browser.buys(piece, **HOME)
    browser.client.post(
        "/wishlist/add/", {"product": shop.products[piece]}, headers={"Origin": "http://testserver"}
    )
    page = text(browser.get("/account/data/"))
    assert "still under way" in page
    with nothing_changes():
        assert browser.client.post("/account/data/erase/", {"key": str(uuid.uuid4())}).status_code == 409
    ended(access)
    user = User.objects.get()
    customer = user.customer_id

    assert ask_erasure(browser)["Location"] == "/account/data/"
    relay.drain()
    assert "Your account will be erased on" in mail.outbox[-1].subject
    assert erase_due(now=now() + timedelta(days=6)) == 0
    assert erase_due(now=now() + timedelta(days=7, minutes=1)) == 1
    relay.drain()
    assert mail.outbox[-1].subject == "Your account is erased"
    user.refresh_from_db()
    assert (user.name, user.phone, user.customer_id, user.is_active) == ("", "", "", False)
    assert user.email.endswith("@buyers.invalid")
    assert app_store().customer(id=customer).user is None
    for model in OF_ONE_BUYER:
        assert model.objects.count() == 0, model
    assert set(MailMessage.objects.values_list("to", "text", "html")) == {("erased@buyers.invalid", "", "")}
    assert browser.client.get(f"/orders/{access.token}/").status_code == 404
    order = app_store().order_details(id=access.order_id).order
    assert order.shipping_address.street_address_1 == "12 Residency Road"
    assert not browser.is_in()
    assert Erasure.objects.get().outcome == "done"
    assert erase_due(now=now() + timedelta(days=8)) == 0

    again = Browser().sign_in()
    assert "No orders yet." in again.account()
    assert Contact.objects.get(value=EMAIL).user != user


@pytest.mark.django_db
def test_one_may_change_ones_mind() -> None:
    browser = Browser().sign_in()
    ask_erasure(browser)
    assert "Keep my account" in text(browser.get("/account/data/"))
    browser.client.post("/account/data/erase/", {"key": str(uuid.uuid4())})
    assert Erasure.objects.count() == 1

    for _time in range(2):
        browser.client.post("/account/data/keep/")
    assert Erasure.objects.get().outcome == "kept"
    assert erase_due(now=now() + timedelta(days=30)) == 0
    assert browser.is_in()


@pytest.mark.django_db
def test_an_order_that_began_meanwhile_holds_it_up(piece: str) -> None:
    browser = Browser().sign_in()
    ask_erasure(browser)
    access = browser.buys(piece, **HOME)
    assert erase_due(now=now() + timedelta(days=8)) == 0
    order = app_store().order_details(id=access.order_id).order
    assert Erasure.objects.get().held_up_by == order.number
    assert f"It waits for these orders: {order.number}." in text(browser.get("/account/data/"))
    ended(access)
    assert erase_due(now=now() + timedelta(days=9)) == 1


@pytest.mark.django_db
def test_without_the_code_or_with_another_accounts_code_nothing_is_erased() -> None:
    browser, other = Browser().sign_in(), Browser(contact="other@example.in").sign_in()
    page = other.get("/account/data/")
    other.client.post("/account/data/erase/", {"key": hidden(page, "key", "/account/data/erase/")})
    code = newest_code("other@example.in")
    assert (
        browser.client.post("/account/settings/confirm/", {"otp": code})["Location"] == "/account/settings/"
    )
    browser.client.cookies["account-code"] = other.client.cookies["account-code"].value
    browser.client.post("/account/settings/confirm/", {"otp": code})
    assert Erasure.objects.count() == 0
    assert other.client.post("/account/settings/confirm/", {"otp": code}).status_code == 422


@pytest.mark.django_db
def test_who_sells_or_works_here_goes_on_doing_so() -> None:
    user = User.objects.create_user(email="zahra@people.invalid", name="Zahra", phone=PHONE)
    grant_role(user, Role.MEMBER)
    browser = Browser(contact=PHONE).sign_in()
    assert Contact.objects.get().user == user
    ask_erasure(browser)
    assert erase_due(now=now() + timedelta(days=8)) == 1
    user.refresh_from_db()
    assert (user.name, user.phone, user.is_active, user.customer_id) == ("Zahra", PHONE, True, "")
    assert has_role(user, Role.MEMBER) and not has_role(user, Role.BUYER)


@pytest.mark.django_db(transaction=True)
def test_pressed_at_the_same_moment_there_is_one_wish() -> None:
    browser = Browser().sign_in()
    user = User.objects.get()
    from storefront.accounts.services.erase import ask_erasure as ask

    outcomes = at_once(*[lambda: ask(user=user, key=str(uuid.uuid4()), now=now())] * 4)
    assert sum(isinstance(each, Erasure) for each in outcomes) == 1
    assert (Erasure.objects.count(), BuyerSession.objects.count()) == (1, 1)
    assert browser.is_in() and AdoptedOrder.objects.count() == 0
