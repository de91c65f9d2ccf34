"""From a bag to a paid order on one page, without an account and without script."""

import re
from collections.abc import Callable

import httpx
import pytest
from django.core import mail

from commerce.facade import app_store, public_store
from storefront.bag.cookie import COOKIE, read_bag
from storefront.models import MailMessage, OrderAccess
from storefront.orders.return_address import return_path
from tests.common.buyer import ADDRESS, Shopper, fields, text
from tests.common.shop_world import Shop
from tests.payments.local_server import LocalStripe


def checkout_id(shopper: Shopper) -> str:
    bag = read_bag(shopper.client.get("/cart/").wsgi_request)
    assert bag is not None
    return bag.checkout_id


def orders() -> list[str]:
    return [access.order_id for access in OrderAccess.objects.exclude(order_id=None)]


@pytest.fixture
def two_parcels(shopper: Shopper, shop: Shop) -> Shopper:
    """A shawl from one group and a tray from another are in the bag."""
    shopper.add(shop.piece("Kani shawl", price="3500"))
    shopper.add(shop.piece("Walnut tray", price="1200", maker="KZ11", hsn="4420", grams=900))
    return shopper


def test_without_a_bag_there_is_nothing_to_check_out(shopper: Shopper) -> None:
    answer = shopper.get("/checkout/")

    assert (answer.status_code, answer["Location"]) == (303, "/cart/")


def test_before_the_pin_code_nothing_is_promised_and_nothing_chosen(two_parcels: Shopper) -> None:
    page = two_parcels.get("/checkout/")

    said = text(page)
    assert "Check your PIN code to see the days and the price of each parcel." in said
    assert "Check your PIN code to see how you can pay." in said
    assert "Goods ₹4,700" in said
    assert "checked" not in page.content.decode()


def test_who_is_signed_in_finds_name_and_contact_filled_in(two_parcels: Shopper) -> None:
    two_parcels.client.post("/demo/", {"person": "buyer"})

    typed = fields(two_parcels.get("/checkout/"))

    assert typed["name"] == "Ananya Rao"
    assert typed["email"] == "buyer@demo.invalid"
    assert typed["phone"] == "+919419000000"


def test_the_pin_code_tells_the_place_the_days_the_price_and_the_tax(two_parcels: Shopper) -> None:
    page = two_parcels.check_pin(pin="190001", city="")

    said = text(page)
    assert page.status_code == 200
    assert "Srinagar, Jammu and Kashmir" in said
    assert "Two groups made these pieces, and each packs its own." in said
    assert "Parcel 1 · Kanihama Tuji SHG, Budgam packed by " in said
    assert "Parcel 2 · Harwan Naqqashi SHG, Srinagar packed by " in said
    assert "To pay ₹" in said
    assert "Sold by Kanihama Tuji SHG" in said
    assert "GST in this price ₹0.00" in said
    assert fields(page)["city"] == "Srinagar"


def test_to_another_state_a_registered_body_sells_and_the_tax_is_one(two_parcels: Shopper) -> None:
    said = text(two_parcels.check_pin())

    assert "Sold by Narbal Hunar CLF, GSTIN 01" in said
    assert "IGST 5% in this price" in said
    assert "CGST" not in said


def test_the_check_keeps_everything_that_was_typed_and_asks_for_nothing_else(two_parcels: Shopper) -> None:
    page = two_parcels.check_pin(name="Ananya Rao", phone="half a num", email="", method="stripe")

    kept = fields(page)
    assert page.status_code == 200
    assert (kept["name"], kept["phone"], kept["line1"]) == ("Ananya Rao", "half a num", ADDRESS["line1"])
    assert kept["method"] == "stripe"
    assert "Not placed yet" not in text(page)


def test_a_wrong_pin_code_is_said_beside_its_field_and_changes_nothing(two_parcels: Shopper) -> None:
    for pin in ("", "19", "abc", "000000", "990001", "1900011", "<script>"):
        page = two_parcels.check_pin(pin=pin)

        assert page.status_code == 422, pin
        body = page.content.decode()
        assert 'id="id_pin_error"' in body, pin
        assert "<script>" not in body.split("<main")[1]
    checkout = public_store().checkout_details(id=checkout_id(two_parcels)).checkout
    assert checkout is not None
    assert checkout.shipping_address is None


def test_each_parcel_goes_as_its_buyer_chooses(two_parcels: Shopper) -> None:
    page = two_parcels.check_pin()
    sent = fields(page)
    body = page.content.decode()
    parcels = [name for name in sent if name.startswith("parcel-")]
    assert len(parcels) == 2
    before = sent["total"]
    faster = other_option(body, parcels[0], sent[parcels[0]])

    chosen = two_parcels.client.post("/checkout/delivery/", sent | {parcels[0]: faster})

    assert chosen.status_code == 200
    after = fields(chosen)
    assert after[parcels[0]] == faster
    assert after[parcels[1]] == sent[parcels[1]]
    assert after["total"] != before
    assert after["name"] == ADDRESS["name"]


def other_option(body: str, parcel: str, chosen: str) -> str:
    values = re.findall(rf'name="{re.escape(parcel)}" value="([^"]+)"', body)
    return next(value for value in values if value != chosen)


def test_a_choice_that_was_never_offered_is_refused(two_parcels: Shopper) -> None:
    page = two_parcels.check_pin()
    sent = fields(page)
    parcel = next(name for name in sent if name.startswith("parcel-"))

    answer = two_parcels.client.post("/checkout/delivery/", sent | {parcel: "by-magic"})

    assert answer.status_code == 409
    assert "That way of sending is not offered any more." in text(answer)
    assert fields(answer)["total"] == sent["total"]


def test_cash_on_delivery_ends_in_an_order_and_a_mail(
    two_parcels: Shopper, deliver_events: Callable[[], int]
) -> None:
    two_parcels.check_pin()

    placed = two_parcels.place("cash-on-delivery")

    access = OrderAccess.objects.get()
    assert (placed.status_code, placed["Location"]) == (303, f"/orders/{access.token}/")
    assert access.order_id is not None
    assert two_parcels.client.cookies[COOKIE].value == ""
    page = two_parcels.get(placed["Location"])
    said = text(page)
    assert "Your parcels come " in said or "First parcel comes " in said
    assert "To pay in cash at the door" in said
    assert "IGST 5% in this price" in said
    assert "Ananya Rao 12, 4th Cross, 3rd Block" in said
    deliver_events()
    letter = MailMessage.objects.get()
    assert (letter.kind, letter.to, letter.state) == ("placed", "ananya@example.in", "sent")
    assert f"/orders/{access.token}/" in letter.text
    assert "Kani shawl" in letter.text
    assert [sent.to for sent in mail.outbox] == [["ananya@example.in"]]


def test_a_card_leads_to_the_pay_page_and_back_to_the_order(
    two_parcels: Shopper, card_payments: LocalStripe, deliver_events: Callable[[], int]
) -> None:
    two_parcels.check_pin()

    placed = two_parcels.place("stripe")
    assert placed.status_code == 303
    assert placed["Location"].startswith(card_payments.address)
    back = two_parcels.client.get(two_parcels.pay_by_card(placed["Location"]))

    access = OrderAccess.objects.get()
    assert (back.status_code, back["Location"]) == (303, f"/orders/{access.token}/")
    assert "Paid by card" in text(two_parcels.get(back["Location"]))
    deliver_events()
    assert MailMessage.objects.get().kind == "placed"


def test_coming_back_without_paying_leaves_the_bag(two_parcels: Shopper, card_payments: LocalStripe) -> None:
    two_parcels.check_pin()
    two_parcels.place("stripe")
    access = OrderAccess.objects.get()
    back = two_parcels.client.get(return_path(access) + "&payment=left")

    assert (back.status_code, back["Location"]) == (303, "/checkout/?payment=left")
    page = two_parcels.get(back["Location"])
    assert "You came back without paying. Nothing was taken; your bag is as it was." in text(page)
    assert fields(page)["name"] == "Ananya Rao"
    assert orders() == []


def test_after_leaving_the_pay_page_cash_still_gives_one_order(
    two_parcels: Shopper, card_payments: LocalStripe
) -> None:
    two_parcels.check_pin()
    first = two_parcels.place("stripe")
    two_parcels.get("/checkout/")

    second = two_parcels.place("cash-on-delivery")

    assert second.status_code == 303
    assert second["Location"].startswith("/orders/")
    assert len(orders()) == 1
    assert httpx.get(first["Location"]).status_code == 410
    order = app_store().order_details(id=orders()[0]).order
    assert order is not None
    assert order.total_charged.fractional_amount == 0


def test_pressing_the_button_twice_gives_one_payment_and_one_order(
    two_parcels: Shopper, card_payments: LocalStripe
) -> None:
    page = two_parcels.check_pin()

    first = two_parcels.place("stripe")
    two_parcels.last = page
    second = two_parcels.place("stripe")

    assert first["Location"] == second["Location"]
    assert OrderAccess.objects.count() == 1
    back = two_parcels.pay_by_card(first["Location"])
    once, twice = two_parcels.client.get(back), two_parcels.client.get(back)
    assert once["Location"] == twice["Location"]
    assert len(orders()) == 1


def test_the_back_button_after_the_order_leads_to_the_order(two_parcels: Shopper) -> None:
    page = two_parcels.check_pin()
    cookie = two_parcels.client.cookies[COOKIE].value
    placed = two_parcels.place("cash-on-delivery")

    two_parcels.client.cookies[COOKIE] = cookie
    two_parcels.last = page
    again = two_parcels.place("cash-on-delivery")
    shown = two_parcels.get("/checkout/")

    assert again["Location"] == shown["Location"] == placed["Location"]
    assert len(orders()) == 1


def test_a_price_that_changed_is_shown_before_it_is_paid(shopper: Shopper, shop: Shop) -> None:
    shawl = shop.piece("Kani shawl", price="3500")
    shopper.add(shawl)
    shopper.check_pin()
    shop.reprice(shawl, "3900")

    first = shopper.place("cash-on-delivery")

    assert first.status_code == 409
    assert "The price to pay is now ₹" in text(first)
    assert orders() == []
    second = shopper.place("cash-on-delivery")
    assert second.status_code == 303
    assert len(orders()) == 1


def test_a_piece_sold_to_somebody_else_is_said_and_nothing_is_taken(shopper: Shopper, shop: Shop) -> None:
    shawl = shop.piece("Kani shawl", price="3500", stock=1)
    rival = Shopper()
    rival.add(shawl)
    shopper.add(shawl)
    rival.check_pin()
    shopper.check_pin()

    won = rival.place("cash-on-delivery")
    lost = shopper.place("cash-on-delivery")

    assert (won.status_code, lost.status_code) == (303, 409)
    assert "This piece has just been sold." in text(lost)
    assert len(orders()) == 1


def test_cash_beyond_its_limit_is_not_offered_and_not_taken(shopper: Shopper, shop: Shop) -> None:
    shopper.add(shop.piece("Carpet", price="450000"))
    page = shopper.check_pin()

    cash = page.content.decode().split('value="cash-on-delivery"')[1].split(">")[0]
    forced = shopper.place("cash-on-delivery")

    assert "disabled" in cash
    assert forced.status_code == 402
    assert orders() == []


def test_the_order_of_a_card_declined_once_and_then_paid_is_one(
    two_parcels: Shopper, card_payments: LocalStripe
) -> None:
    two_parcels.check_pin()
    page = two_parcels.place("stripe")["Location"]
    with pytest.raises(AssertionError, match="declined"):
        two_parcels.pay_by_card(page, card="4000 0000 0000 0002")

    back = two_parcels.client.get(two_parcels.pay_by_card(page))

    assert back["Location"].startswith("/orders/")
    assert len(orders()) == 1


def test_a_payment_that_nobody_confirms_yet_waits_on_the_orders_page(
    two_parcels: Shopper, card_payments: LocalStripe
) -> None:
    two_parcels.check_pin()
    two_parcels.place("stripe")
    access = OrderAccess.objects.get()

    back = two_parcels.client.get(return_path(access) + "&payment=done")

    assert back["Location"] == f"/orders/{access.token}/"
    waiting = two_parcels.get(back["Location"])
    assert "We are confirming your payment" in text(waiting)
    assert 'http-equiv="refresh"' in waiting.content.decode()
    assert orders() == []


def test_paid_for_what_was_sold_meanwhile_the_money_goes_back_and_the_page_says_it(
    shopper: Shopper, shop: Shop, card_payments: LocalStripe, deliver_events: Callable[[], int]
) -> None:
    shawl = shop.piece("Kani shawl", price="3500", stock=1)
    rival = Shopper()
    rival.add(shawl)
    rival.check_pin()
    shopper.add(shawl)
    shopper.check_pin()
    page = shopper.place("stripe")["Location"]
    rival.place("cash-on-delivery")

    back = shopper.client.get(shopper.pay_by_card(page))
    told = shopper.get(back["Location"])
    deliver_events()

    assert "We could not make your order" in text(told)
    assert "A piece was sold to somebody else while you paid." in text(told)
    assert "Your payment is on its way back" in text(shopper.get(back["Location"]))
    letter = MailMessage.objects.get(kind="payment-returned")
    assert letter.to == "ananya@example.in"
    assert "The whole amount is on its way back to you." in letter.text
    assert len(orders()) == 1
