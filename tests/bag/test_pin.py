"""The bag answers to a PIN code as the checkout will quote it, and remembers it for the next page."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from commerce.facade import public_store
from jkrlm.kernel.clock import today
from logistics.facade import plan
from storefront.bag.delivery import BagDelivery, bag_delivery
from storefront.checkout.store import chosen_plan_id
from storefront.pincode import COOKIE
from tests.bad_input.unchanged import nothing_changes
from tests.bag.test_bag_stories import bag_of
from tests.common.buyer import Shopper, text
from tests.common.shop_world import Shop

HERE, FAR = "190001", "560034"


def checkout_of(shopper: Shopper):
    bag = bag_of(shopper)
    assert bag is not None
    checkout = public_store().checkout_details(id=bag.checkout_id).checkout
    assert checkout is not None
    return checkout


def answer(shopper: Shopper, pincode: str, day: date | None = None) -> BagDelivery:
    found = bag_delivery(checkout_of(shopper), pincode, today=day or today())
    assert found is not None
    return found


@pytest.fixture
def filled(shop: Shop, shopper: Shopper) -> Shopper:
    """Two pieces of a group's, one bulky, and three of another's."""
    shopper.add(shop.piece("Kani shawl", price="1500", grams=190))
    shopper.add(shop.piece("Floor cushion", price="900", grams=1400, dims_cm="60x60x30"), 2)
    shopper.add(shop.piece("Walnut tray", price="1200", maker="KZ11", grams=900, hsn="4420"), 3)
    return shopper


@pytest.mark.django_db
@pytest.mark.parametrize("pincode", [HERE, "194101", FAR])
def test_the_bag_and_the_checkout_agree_to_the_rupee_and_the_day(filled: Shopper, pincode: str) -> None:
    said = answer(filled, pincode)

    assert filled.check_pin(pin=pincode).status_code == 200
    quoted = plan(chosen_plan_id(checkout_of(filled)))
    if quoted.kind == "economy":
        assert said.price == quoted.price
    assert [
        (each.best.key, each.best.price, each.best.earliest, each.best.latest) for each in said.parcels
    ] == [
        (each.chosen.key, each.chosen.price, each.chosen.earliest, each.chosen.latest)
        for each in quoted.parcels
    ]
    checkout = checkout_of(filled)
    assert said.total.amount == Decimal(str(checkout.total_price.gross.amount))
    assert [parcel.pieces for parcel in said.parcels] == [3, 3]


@pytest.mark.django_db
def test_it_says_what_each_parcel_costs_and_remembers_the_pin(filled: Shopper) -> None:
    page = filled.client.get("/cart/", {"pin": "1900 01"})
    said = text(page)

    assert "Parcel 1 · Kanihama Tuji SHG 3 pieces" in said
    assert "Parcel 2 · Harwan Naqqashi SHG 3 pieces" in said
    assert said.count("Sold by") == 2 and "Delivery, 2 parcels" in said and "With delivery ₹" in said
    cookie = page.cookies[COOKIE]
    assert (cookie.value, cookie["samesite"], bool(cookie["httponly"])) == (HERE, "Lax", True)
    assert "With delivery ₹" in text(filled.client.get("/cart/"))

    part = filled.client.get("/cart/", {"pin": FAR}, headers={"HX-Request": "true", "HX-Target": "delivery"})
    assert part.content.startswith(b'<form id="delivery"')
    assert part.cookies[COOKIE].value == FAR

    forgotten = filled.client.get("/cart/", {"pin": ""})
    assert "With delivery" not in text(forgotten) and forgotten.cookies[COOKIE].value == ""
    assert "each packs its own" in text(filled.client.get("/cart/"))


@pytest.mark.django_db
def test_a_piece_and_the_bag_share_the_pin(filled: Shopper, shop: Shop) -> None:
    path = f"/products/{shop.slug('Kani shawl')}/"
    typed = filled.client.get(path, {"pin": "१९०००१"})
    assert typed.cookies[COOKIE].value == HERE
    assert 'value="190001"' in filled.client.get("/cart/").content.decode()
    assert 'value="190001"' in filled.client.get(path).content.decode()
    assert 'name="pin"' in Client().get(path).content.decode()
    assert 'value="190001"' not in Client().get(path).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["999999", "19000", "abcdef", "<b>", "0" * 200, "190001x"])
def test_what_is_no_pin_is_told_kept_in_its_field_and_not_remembered(filled: Shopper, typed: str) -> None:
    filled.client.get("/cart/")  # the store prices the bag when it is first read
    with nothing_changes():
        page = filled.client.get("/cart/", {"pin": typed})
    assert page.status_code == 200
    assert re.search(r'class="note warn', page.content.decode())
    assert COOKIE not in page.cookies
    assert "With delivery" not in text(page)


@pytest.mark.django_db
@pytest.mark.parametrize("forged", ["abc", "19000100", "<script>", "090001", ""])
def test_a_forged_cookie_is_no_pin(filled: Shopper, forged: str) -> None:
    filled.client.cookies[COOKIE] = forged
    page = filled.client.get("/cart/")
    assert (page.status_code, "With delivery" in text(page)) == (200, False)


@pytest.mark.django_db
def test_a_parcel_that_nobody_carries_is_named_and_the_others_are_not_lost(
    shop: Shop, shopper: Shopper
) -> None:
    shopper.add(shop.piece("Kani shawl", price="1500"))
    shopper.add(shop.piece("Carved door", price="90000", maker="KZ11", grams=400_000, hsn="4420"))

    said = answer(shopper, FAR)
    page = text(shopper.client.get("/cart/", {"pin": FAR}))

    assert [bool(parcel.best) for parcel in said.parcels] == [True, False]
    assert said.parcels[1].refusal == "No carrier brings parcels to this PIN code."
    assert (said.price, said.total) == (None, None)
    assert "No carrier brings parcels" in page and "Remove what does not go there" in page
    # The checkout says the same of the whole bag.
    assert shopper.check_pin(pin=FAR).status_code == 409


@pytest.mark.django_db
def test_an_empty_bag_asks_for_no_pin(shopper: Shopper) -> None:
    page = shopper.client.get("/cart/", {"pin": HERE}, headers={"HX-Target": "delivery"})
    assert "Your bag is empty." in text(page)
