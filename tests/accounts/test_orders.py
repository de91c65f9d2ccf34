"""Orders in an account: placed signed in, proven by their contact, brought by their link; and bought again."""

import re

import pytest

from commerce.facade import app_store
from jkrlm.people.facade import User
from storefront.accounts import selectors
from storefront.accounts.errors import OrderTaken
from storefront.accounts.facade import adopt, buyer_of, orders_of
from storefront.accounts.models import AdoptedOrder, BagOwner, Contact, OrderContact
from storefront.bag.cookie import COOKIE
from tests.accounts.world import EMAIL, HOME, PHONE, Browser, hidden
from tests.common.at_once import at_once
from tests.common.buyer import fields, text
from tests.common.shop_world import Shop
from tests.storefront.test_pages import counted_sql

pytestmark = pytest.mark.django_db


def buyer(contact: str = EMAIL) -> User:
    return Contact.objects.get(value=contact).user


def test_an_order_placed_signed_in_is_in_the_account_at_once(browser: Browser, piece: str) -> None:
    browser.sign_in()
    access = browser.buys(piece, **HOME)

    assert orders_of(buyer()) == [access]
    assert AdoptedOrder.objects.get().how == "signed-in"
    page = browser.account()
    order = app_store().order_details(id=access.order_id).order
    assert f"Order {order.number}" in page and "Kani stole" in page and "Being packed" in page
    assert f"/orders/{access.token}/" in browser.last.content.decode()
    owner = BagOwner.objects.get(checkout_id=access.checkout_id)
    assert (owner.user, owner.attached_at is not None) == (buyer(), True)
    customer_orders = app_store().customer_orders(id=buyer().customer_id, first=5).user.orders
    assert [edge.node.id for edge in customer_orders.edges] == [access.order_id]


def test_the_checkout_is_filled_in_for_who_is_signed_in(browser: Browser, piece: str) -> None:
    browser.sign_in()
    browser.client.post("/account/settings/", {"name": "Ananya Rao", "language": "en"})
    browser.add(piece)
    page = browser.get("/checkout/")
    assert {name: fields(page)[name] for name in ("name", "email")} == {"name": "Ananya Rao", "email": EMAIL}


def test_a_guests_orders_are_offered_once_their_mailbox_is_proven(piece: str) -> None:
    guest = Browser()
    mine, others = guest.buys(piece, **HOME), guest.buys(piece, **HOME | {"email": "other@example.in"})
    assert OrderContact.objects.count() == 2

    browser = Browser().sign_in()
    page = browser.account()
    assert "Are these yours, too?" in page and "No orders yet." in page
    assert mine.token not in browser.last.content.decode()
    answer = browser.client.post("/account/orders/add-proven/")
    assert answer.status_code == 303
    assert orders_of(buyer()) == [mine]
    assert "Are these yours, too?" not in browser.account()
    assert buyer_of(others) is None


def test_a_guests_orders_are_offered_once_their_phone_is_proven(piece: str) -> None:
    access = Browser().buys(piece, **HOME)
    browser = Browser(contact=PHONE).sign_in()
    assert "Are these yours, too?" in browser.account()
    browser.client.post("/account/orders/add-proven/")
    assert orders_of(buyer(PHONE)) == [access]


def test_no_contact_of_a_guest_can_be_read_from_what_is_kept_for_finding(piece: str) -> None:
    Browser().buys(piece, **HOME)
    kept = OrderContact.objects.values_list("email_print", "phone_print").get()
    assert all(len(each) == 64 and "ananya" not in each and "98450" not in each for each in kept)


def test_an_order_comes_by_its_link_and_into_one_account_only(piece: str) -> None:
    access = Browser().buys(piece, **HOME | {"email": "gift@example.in"})
    link = f"https://umeed.example/ur/orders/{access.token}/?x=1"
    first, second = Browser().sign_in(), Browser(contact="second@example.in").sign_in()
    assert first.client.post("/account/orders/add/", {"link": link}).status_code == 303
    assert first.client.post("/account/orders/add/", {"link": access.token}).status_code == 303

    refused = second.client.post("/account/orders/add/", {"link": link})
    assert refused.status_code == 409
    assert "in another account already" in text(refused)
    assert link in refused.content.decode()
    assert orders_of(buyer()) == [access] and orders_of(buyer("second@example.in")) == []
    for typed in ("", "x", "https://umeed.example/orders/", "A" * 22, "\x00"):
        assert first.client.post("/account/orders/add/", {"link": typed}).status_code == 422
    with pytest.raises(OrderTaken):
        adopt(buyer("second@example.in"), access)


@pytest.mark.django_db(transaction=True)
def test_two_adoptions_at_the_same_moment_leave_one_owner(shop: Shop) -> None:
    access = Browser().buys(shop.piece("Kani stole", price="900"), **HOME)
    people = [Browser(contact=f"b{place}@example.in").sign_in() for place in range(4)]

    answers = at_once(
        *[
            lambda each=each: each.client.post("/account/orders/add/", {"link": access.token}).status_code
            for each in people
        ]
    )
    assert sorted(answers) == [303, 409, 409, 409]
    assert AdoptedOrder.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_code_at_the_same_moment_signs_in_once(shop: Shop) -> None:
    browser = Browser()
    browser.ask()
    answers = at_once(*[lambda: browser.give().status_code] * 4)
    assert sorted(answers) == [303, 422, 422, 422]
    assert (User.objects.count(), Contact.objects.count()) == (1, 1)


def test_buying_again_puts_in_what_is_sold_and_says_what_is_not(shop: Shop, piece: str) -> None:
    browser = Browser().sign_in()
    tray = shop.piece("Walnut tray", price="300", hsn="4420", grams=500)
    browser.add(tray, 2)
    access = browser.buys(piece, **HOME)
    shop.show(shop.products[tray], False)
    shop.reprice(piece, "950")

    page = browser.get("/account/")
    address = f"/account/orders/{access.token}/again/"
    key = hidden(page, "key", address)
    assert browser.client.post(address, {"key": key})["Location"] == "/cart/"
    bag = browser.bag()
    assert "1 piece is in your bag, at today’s price." in bag
    assert "Walnut tray: This piece is not on sale at the moment." in bag
    assert "₹950" in bag
    browser.client.post(address, {"key": key})
    assert fields_of_bag(browser) == ["1"]
    browser.client.post(address, {"key": "no key"})
    assert fields_of_bag(browser) == ["1"]


def fields_of_bag(browser: Browser) -> list[str]:
    return re.findall(r'name="quantity"[^>]*value="(\d+)"', browser.get("/cart/").content.decode())


def test_a_bag_with_an_address_is_nobody_elses_in_the_same_browser(browser: Browser, piece: str) -> None:
    browser.sign_in()
    browser.add(piece)
    browser.check_pin(**HOME)
    kept = browser.client.cookies[COOKIE].value
    browser.client.post("/account/sign-out/")
    assert browser.client.cookies[COOKIE].value == ""

    browser.client.cookies[COOKIE] = kept
    for page in (
        browser.get("/checkout/"),
        browser.check_pin(**HOME),
        browser.client.post("/checkout/place/", HOME),
    ):
        assert page["Location"] == "/account/sign-in/?next=/checkout/"
    stranger = Browser(contact="second@example.in").sign_in()
    stranger.client.cookies[COOKIE] = kept
    assert stranger.get("/checkout/")["Location"] == "/cart/"
    assert stranger.client.cookies[COOKIE].value == ""


def test_who_proved_a_phone_alone_need_give_no_mailbox(piece: str) -> None:
    browser = Browser(contact=PHONE).sign_in()
    access = browser.buys(piece, **HOME | {"email": ""})
    order = app_store().order_details(id=access.order_id).order
    assert order.user_email == f"buyer-{buyer(PHONE).pk}@buyers.invalid"
    assert orders_of(buyer(PHONE)) == [access]


def test_a_list_of_orders_costs_the_same_however_long(shop: Shop, piece: str) -> None:
    browser = Browser().sign_in()
    browser.buys(piece, **HOME)
    browser.get("/account/")
    with counted_sql() as one:
        browser.get("/account/")
    for _time in range(2):
        browser.buys(piece, **HOME)
    with counted_sql() as three:
        browser.get("/account/")
    assert len(three) == len(one)


def test_orders_come_twenty_to_a_page(browser: Browser, piece: str, monkeypatch) -> None:
    monkeypatch.setattr(selectors, "ORDERS_PAGE", 2)
    browser.sign_in()
    accesses = [browser.buys(piece, **HOME) for _time in range(3)]
    page = browser.get("/account/").content.decode()
    assert accesses[0].token not in page and accesses[2].token in page
    assert f"?before={accesses[1].pk}" in page
    older = browser.get(f"/account/?before={accesses[1].pk}").content.decode()
    assert accesses[0].token in older and "Older orders" not in older
    assert browser.get("/account/?before=x").status_code == 200
