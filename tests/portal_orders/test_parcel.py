"""A real order: whom the store names as its buyer, to whom that is told, and what is printed of it."""

import re

import pytest
from django.test import Client

from commerce.facade import StoreUnavailable
from jkrlm.kernel import relay
from sellers.orders.facade import By
from sellers.orders.models import SellerOrder
from sellers.orders.services import move
from sellers.portal.web.orders import store as asked_of_store
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.common.live import LiveShop, at_rest, live_shop
from tests.portal.world import open_village
from tests.portal_orders.world import let_act, open_phones

__all__ = ["live_shop"]


@pytest.fixture
def bought(live_shop: LiveShop) -> SellerOrder:
    live_shop.shop.piece("Kani stole", price="3500")
    buyer = live_shop.buyer()
    buyer.buy(live_shop.shop.slug("Kani stole"), "cash-on-delivery")
    at_rest()
    return SellerOrder.objects.get()


@pytest.fixture
def village(bought: SellerOrder):
    return open_village()


@pytest.fixture
def phones(village) -> dict[str, Client]:
    return open_phones(village)


class Counted:
    """The store, with a count of what it is asked."""

    def __init__(self) -> None:
        self.real, self.asked = asked_of_store.app_store, 0

    def __call__(self) -> object:
        self.asked += 1
        return self.real()


def away() -> object:
    raise StoreUnavailable("no connection")


def accept(bought: SellerOrder) -> str:
    from jkrlm.kernel.clock import now

    move.accept(code=bought.code, by=By("person:7"), now=now())
    return f"/sell/orders/{bought.code}/"


def name_of(bought: SellerOrder) -> str:
    from commerce.facade import app_store

    address = app_store().parcel_to_pack(id=bought.order_id).order.shipping_address
    return f"{address.first_name} {address.last_name}".strip()


def test_the_address_is_shown_once_she_has_said_yes(bought: SellerOrder, phones: dict[str, Client]) -> None:
    buyer, leader = name_of(bought), phones["leader"]
    assert buyer
    before = text(leader.get(f"/sell/orders/{bought.code}/"))
    assert buyer not in before
    assert "Kani stole × 1" in before

    address = accept(bought)
    page = text(leader.get(address))
    assert buyer in page
    assert bought.destination_pincode in page
    assert f"The carrier collects at the door: ₹{int(bought.cash_to_collect):,}" in page
    assert "Show this code" in page
    assert "<svg" in leader.get(address).content.decode()

    leader.post(f"{address}packed/")
    assert leader.post(f"{address}hand-over/", {"tracking": "EE123456785IN"}).status_code == 302
    relay.drain()
    bought.refresh_from_db()
    assert (bought.state, bought.tracking_number, bool(bought.fulfilment_id)) == (
        "handed-over",
        "EE123456785IN",
        True,
    )
    after = text(leader.get(address))
    assert buyer not in after, "what has left is nobody's business any more"
    assert "EE123456785IN" in after
    assert leader.get(f"{address}label.pdf").status_code == 409
    with nothing_changes():
        assert leader.post(f"{address}hand-over/", {"tracking": "EE123456785IN"}).status_code == 302


def test_who_only_looks_does_not_see_it(bought: SellerOrder, phones: dict[str, Client], village) -> None:
    buyer, address = name_of(bought), accept(bought)
    for who in ("crp", "officer"):
        page = text(phones[who].get(address))
        assert buyer not in page
        assert "Show this code" not in page
    let_act(phones["crp"], village)
    assert buyer in text(phones["crp"].get(address))


@pytest.mark.parametrize("paper", ["label", "slip"])
def test_papers(bought: SellerOrder, phones: dict[str, Client], paper: str) -> None:
    address = accept(bought)
    answer = phones["leader"].get(f"{address}{paper}.pdf")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert answer["Content-Disposition"] == f'inline; filename="umeed-{bought.code}-{paper}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert answer.content == phones["leader"].get(f"{address}{paper}.pdf").content


def test_one_question_to_the_store(bought: SellerOrder, phones: dict[str, Client], monkeypatch) -> None:
    counted = Counted()
    monkeypatch.setattr(asked_of_store, "app_store", counted)
    for path in ("/sell/orders/", "/sell/orders/?s=done", f"/sell/orders/{bought.code}/", accept(bought)):
        counted.asked = 0
        assert phones["leader"].get(path).status_code == 200
        assert counted.asked <= 1, path


def test_a_store_that_is_away(bought: SellerOrder, phones: dict[str, Client], monkeypatch) -> None:
    leader = phones["leader"]
    monkeypatch.setattr(asked_of_store, "app_store", away)
    page = text(leader.get("/sell/orders/"))
    assert "The store does not answer just now: pictures are missing." in page
    assert "Kani stole" in page

    address = f"/sell/orders/{bought.code}/"
    assert leader.post(f"{address}accept/").status_code == 302, "to say yes it is not needed"
    page = text(leader.get(address))
    assert "pictures and the buyer’s address are missing" in page
    answer = leader.get(f"{address}label.pdf")
    assert (answer.status_code, "Try again in a few minutes." in text(answer)) == (503, True)


def test_nobody_takes_it_while_the_store_cannot_say_that_it_is_paid(
    bought: SellerOrder, phones: dict[str, Client], monkeypatch
) -> None:
    from sellers.orders import for_groups

    address = accept(bought)
    phones["leader"].post(f"{address}packed/")
    monkeypatch.setattr(for_groups, "app_store", away)
    with nothing_changes():
        answer = phones["leader"].post(f"{address}hand-over/", {"tracking": "EE123456785IN"})
    assert answer.status_code == 503
    assert "Nothing is lost" in text(answer)
    assert 'value="EE123456785IN"' in answer.content.decode()


def test_the_slip_speaks_the_buyers_language(bought: SellerOrder) -> None:
    from storefront.facade import language_of_order
    from storefront.models import OrderAccess

    assert language_of_order(bought.order_id) == "en"
    OrderAccess.objects.filter(order_id=bought.order_id).update(language="ur")
    assert language_of_order(bought.order_id) == "ur"
    assert language_of_order("T3JkZXI6bm9uZQ==") == "en"


def test_no_page_keeps_the_address(bought: SellerOrder, phones: dict[str, Client]) -> None:
    answer = phones["leader"].get(accept(bought))
    assert re.search("no-store|private", answer["Cache-Control"])
