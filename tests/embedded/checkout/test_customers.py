"""Whose checkout it is, and what becomes of it with the order."""

from typing import Any

from commerce.embedded.account.models import Address, User
from commerce.embedded.checkout.models import Checkout
from commerce.embedded.order.models import Order
from commerce.facade import app_store
from jkrlm.kernel.ids import global_id
from tests.embedded.account.people import (
    HOME,
    PUBLIC,
    as_user,
    ask,
    codes,
    data,
    denied,
    gid,
    payload,
    person,
)
from tests.embedded.selling import Shop

ATTACH = """mutation($id: ID!, $c: ID) { checkoutCustomerAttach(id: $id, customerId: $c) {
    checkout { email user { id } } errors { field code } } }"""
DETACH = "mutation($id: ID!) { checkoutCustomerDetach(id: $id) { checkout { email user { id } } errors { code } } }"


def bag(shop: Shop, name: str = "Kani stole") -> str:
    return str(shop.checkout((shop.product(name, "6400.00", stock=3), 1)))


def test_the_rooms_give_a_bag_to_a_buyer_and_take_it_back(shop: Shop) -> None:
    buyer, bag_id = person("zoya@example.org"), bag(shop)
    store = app_store()
    given = store.checkout_customer_attach(id=bag_id, customer_id=gid(buyer)).checkout_customer_attach
    assert given is not None and given.errors == [] and given.checkout is not None
    assert given.checkout.email == "zoya@example.org"
    found = store.customer(id=gid(buyer)).user
    assert found is not None and found.checkout_ids == [bag_id]
    back = store.checkout_customer_detach(id=bag_id).checkout_customer_detach
    assert back is not None and back.errors == []
    assert Checkout.objects.get().user_id is None


def test_a_buyer_takes_a_bag_that_is_nobodys_and_no_other(shop: Shop) -> None:
    buyer, stranger, bag_id = person("zoya@example.org"), person("stranger@example.org"), bag(shop)
    assert "AUTHENTICATED_USER" in denied(PUBLIC, ATTACH, id=bag_id)
    assert "IMPERSONATE_USER" in denied(as_user(stranger), ATTACH, id=bag_id, c=gid(buyer))
    assert Checkout.objects.get().user_id is None
    taken = payload(as_user(buyer), ATTACH, id=bag_id)
    assert taken["checkout"] == {"email": "zoya@example.org", "user": {"id": gid(buyer)}}
    assert denied(as_user(stranger), ATTACH, id=bag_id) == (
        "You cannot reassign a checkout that is already attached to a user."
    )
    assert "IMPERSONATE_USER" in denied(as_user(stranger), DETACH, id=bag_id)
    assert Checkout.objects.get().user_id == buyer.pk
    assert ask(as_user(stranger), f'{{ checkout(id: "{bag_id}") {{ user {{ id }} }} }}').errors != []
    nowhere = global_id("Checkout", "00000000-0000-0000-0000-000000000001")
    assert codes(payload(as_user(buyer), ATTACH, id=nowhere)) == [("id", "NOT_FOUND")]
    assert payload(as_user(buyer), DETACH, id=bag_id)["errors"] == []


def ordered(shop: Shop, buyer: User, **given: Any) -> Order:
    bag_id = bag(shop, f"Stole {Order.objects.count()}")
    payload(as_user(buyer), ATTACH, id=bag_id)
    if given:
        text = """mutation($id: ID!, $a: AddressInput!, $s: Boolean) {
            checkoutBillingAddressUpdate(id: $id, billingAddress: $a, saveAddress: $s) { errors { code } } }"""
        assert payload(as_user(buyer), text, id=bag_id, a=HOME, s=given["save"])["errors"] == []
    shop.pay(bag_id)
    assert shop.complete(bag_id)["errors"] == []
    return Order.objects.latest("number")


def test_an_order_is_the_buyers_and_its_address_enters_his_book_once(shop: Shop) -> None:
    buyer = person("zoya@example.org")
    first = ordered(shop, buyer)
    assert first.user_id == buyer.pk
    (home,) = Address.objects.filter(owner=buyer)
    buyer.refresh_from_db()
    assert (home.city, buyer.default_shipping_address_id) == ("SRINAGAR", home.pk)
    ordered(shop, buyer, save=False)
    assert Address.objects.filter(owner=buyer).count() == 1
    found = data(as_user(buyer), "{ me { orders(first: 5) { totalCount } checkoutIds } }")["me"]
    assert found == {"orders": {"totalCount": 2}, "checkoutIds": []}
