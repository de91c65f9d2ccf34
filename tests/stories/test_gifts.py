"""A present: somebody else gets it, no price travels with it, and only who pays is written to."""

import pytest
from django.test import Client

from commerce.facade import app_store
from jkrlm.kernel.clock import now
from sellers.orders.models import SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from tests.common.live import LiveShop, at_rest, broken_clauses, words
from tests.common.pdf import words_of
from tests.journeys import Buyer
from tests.portal.world import open_village
from tests.portal_orders.world import open_phones

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]

GIFT = {
    "is_gift": "on",
    "gift_name": "Rukhsana Bhat",
    "gift_phone": "9906012345",
    "gift_message": "Eid Mubarak!\nFrom all of us",
    "gift_surprise": "on",
    "gift_wrap": "on",
}
ABROAD = {
    "phone": "07911 123456",
    "bill_country": "GB",
    "bill_line1": "10 High Street",
    "bill_city": "London",
    "bill_postal": "SW1A 1AA",
}


def buy(shop: LiveShop, **typed: str) -> tuple[Buyer, object]:
    buyer = shop.buyer(**typed)
    buyer.add(shop.shop.slug("Kani stole"))
    placed = buyer.place(buyer.check_pin(), "stripe")
    assert "/pay/" in placed.url.path, words(placed)
    page = buyer.pay(placed)
    at_rest()
    return buyer, page


def test_a_present_names_who_gets_it_and_bears_no_price(shop: LiveShop) -> None:
    buyer, page = buy(shop, **GIFT)

    order = shop.order()
    to, bill = order.shipping_address, order.billing_address
    assert (f"{to.first_name} {to.last_name}", to.phone) == ("Rukhsana Bhat", "+919419012345")
    assert (f"{bill.first_name} {bill.last_name}", bill.phone) == ("Aarif Wani", "+919419012345")
    part = SellerOrder.objects.get()
    assert part.is_gift
    shown = words(page)
    assert "A surprise: the carrier calls you" in shown
    assert "Eid Mubarak! From all of us" in shown
    (letter,) = shop.letters("placed")
    assert letter.text.startswith("Hello Aarif Wani,")
    move.accept(code=part.code, by=By("person:7"), now=now())
    packer = who_packs()
    said = packer.get(f"/sell/orders/{part.code}/").content.decode()
    assert "It is a gift" in said
    assert "No bill and no price in the parcel" in said
    slip = words_of(packer.get(f"/sell/orders/{part.code}/slip.pdf").content)
    label = words_of(packer.get(f"/sell/orders/{part.code}/label.pdf").content)
    assert "Eid Mubarak!" in slip
    assert "From all of us" in slip
    assert "Rukhsana Bhat" in label
    assert "Paid. Collect nothing." in label
    for paper in (slip, label):
        assert not any(sign in paper for sign in ("₹", "Rs", "3,500", "3500", "3542"))
    assert "9419012345" in label.replace(" ", "")
    assert broken_clauses() == {}
    assert buyer.contact["email"] not in slip + label


def who_packs() -> Client:
    return open_phones(open_village())["leader"]


def test_a_present_is_not_paid_at_the_door_and_nothing_typed_is_lost(shop: LiveShop) -> None:
    buyer = shop.buyer(**{**GIFT, "gift_name": ""})
    buyer.add(shop.shop.slug("Kani stole"))

    answer = buyer.place(buyer.check_pin(), "cash-on-delivery")

    assert answer.status_code == 422
    said = words(answer)
    assert "Fill in the name of who gets it." in said
    assert "nobody at the door is asked for money" in said
    assert "Eid Mubarak!" in answer.text
    assert shop.orders() == []


def test_from_abroad_one_pays_for_a_delivery_in_india(shop: LiveShop) -> None:
    _buyer, _page = buy(shop, **ABROAD)

    order = shop.order()
    bill = order.billing_address
    assert (bill.country.code, bill.city.upper(), bill.postal_code) == ("GB", "LONDON", "SW1A 1AA")
    assert bill.phone == "+447911123456"
    assert order.shipping_address.country.code == "IN"
    assert broken_clauses() == {}
    assert app_store().order_details(id=order.id).order.total_charged.amount > 0


def test_an_address_that_no_country_has_is_refused_beside_its_field(shop: LiveShop) -> None:
    buyer = shop.buyer(**{**ABROAD, "bill_postal": "1"})
    buyer.add(shop.shop.slug("Kani stole"))

    answer = buyer.place(buyer.check_pin(), "stripe")

    assert answer.status_code == 422
    assert "This does not fit the country." in words(answer)
    assert "10 High Street" in answer.text
