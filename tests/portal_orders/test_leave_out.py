"""A part of an order cannot be sent: how many, why, sure? Once, in whose name, and by whom not."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from jkrlm.people.models import AuditEntry
from sellers.orders.models import Adjustment, SellerOrder, SellerOrderChange
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop
from tests.portal.world import Village, open_village
from tests.portal_orders.world import S, let_act, open_phones, parcel

__all__ = ["live_shop"]
#: The facts of one stole left out.
ONE = {"n0": "1", "reason": "damaged"}


@pytest.fixture
def shop(live_shop: LiveShop) -> LiveShop:
    live_shop.shop.piece("Kani stole", price="3500")
    return live_shop


def bought(shop: LiveShop, method: str = "cash-on-delivery", *, pieces: int = 2) -> SellerOrder:
    """Stoles in one order, with the group."""
    slug = shop.shop.slug("Kani stole")
    buyer = shop.buyer()
    buyer.add(slug, quantity=pieces - 1)
    buyer.buy(slug, method)
    at_rest()
    return SellerOrder.objects.get()


@pytest.fixture
def village(shop: LiveShop) -> Village:
    return open_village()


@pytest.fixture
def phones(village: Village) -> dict[str, Client]:
    return open_phones(village)


def address(part: SellerOrder) -> str:
    return f"/sell/orders/{part.code}/leave-out/"


def sure(client: Client, part: SellerOrder, **given: str) -> dict[str, str]:
    """Go to the last question; returns its form."""
    page = client.get(address(part), {**ONE, **given})
    assert page.status_code == 200, text(page)
    return dict(re.findall(r'type="hidden" name="(key|reason|n\d)" value="([^"]*)"', page.content.decode()))


@pytest.mark.parametrize("method", ["cash-on-delivery", "stripe"])
def test_one_of_two_is_left_out(shop: LiveShop, phones: dict[str, Client], method: str) -> None:
    part, leader = bought(shop, method), phones["leader"]
    collected = part.cash_to_collect
    assert address(part) in leader.get(f"/sell/orders/{part.code}/").content.decode()
    with nothing_changes():
        assert "2 in this order" in text(leader.get(address(part)))
        asked = text(leader.get(address(part), ONE))
    assert "Leave 1 piece out? Kani stole × 1 The piece is damaged." in asked
    on_cash = method == "cash-on-delivery"
    assert ("The buyer pays ₹3,500 less at the door." if on_cash else "The buyer gets ₹3,500 back.") in asked

    form = sure(leader, part)
    answer = leader.post(address(part), form, follow=True)
    at_rest()

    assert "the rest is sent. The buyer is told what is missing." in text(answer)
    assert "₹3,500 goes back to the buyer: The piece is damaged" in text(answer)
    assert "× 1" in text(answer)
    part.refresh_from_db()
    assert (part.state, part.lines.get().quantity_returned) == ("new", 1)
    assert part.cash_to_collect == (collected - 3500 if on_cash else 0)
    entry = AuditEntry.objects.get(verb="orders.leave-out")
    sku = part.lines.get().sku
    assert (entry.before["pieces"], entry.after["left_out"]) == ({sku: 2}, {sku: 1})
    with nothing_changes():
        assert leader.post(address(part), form).status_code in (302, 409), "the same press, sent twice"
        assert leader.get(address(part)).status_code == 409, "of one piece nothing can be left out"
    assert broken_clauses() == {}


def test_the_same_press_twice_takes_one_of_three(shop: LiveShop, phones: dict[str, Client]) -> None:
    three, leader = bought(shop, pieces=3), phones["leader"]
    form = sure(leader, three)
    for _time in range(2):
        assert leader.post(address(three), form)["Location"] == f"/sell/orders/{three.code}/"
    at_rest()
    assert three.lines.get().quantity_returned == 1
    assert Adjustment.objects.count() == AuditEntry.objects.filter(verb="orders.leave-out").count() == 1
    assert broken_clauses() == {}


def test_all_of_it_is_the_page_for_the_whole_order(shop: LiveShop, phones: dict[str, Client]) -> None:
    part = bought(shop)
    with nothing_changes():
        for answer in (
            phones["leader"].get(address(part), {"n0": "2", "reason": "late"}),
            phones["leader"].post(address(part), {"n0": "2", "reason": "late", "key": "k"}),
        ):
            assert answer["Location"] == f"/sell/orders/{part.code}/cancel/?reason=late"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"n0": "3", "reason": "late"}, "So many are not in this order."),
        ({"n0": "-1", "reason": "late"}, "So many are not in this order."),
        ({"n0": "many", "reason": "late"}, "So many are not in this order."),
        ({"n0": "9" * 5000, "reason": "late"}, "So many are not in this order."),
        ({"n0": "0", "reason": "late"}, "Say how many you cannot send."),
        ({"n0": "1", "reason": "boredom"}, "Choose why."),
        ({"n0": "1"}, "Choose why."),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(
    shop: LiveShop, phones: dict[str, Client], given: dict[str, str], said: str
) -> None:
    part = bought(shop)
    with nothing_changes():
        for answer in (
            phones["leader"].get(address(part), given),
            phones["leader"].post(address(part), given),
        ):
            assert (answer.status_code, said in text(answer)) == (422, True)
            assert f'value="{given["n0"][:6]}"' in answer.content.decode(), "nothing typed is lost"


def test_what_has_left_keeps_all_its_pieces(phones: dict[str, Client]) -> None:
    for number, state in (("1", S.HANDED_OVER), ("2", S.DELIVERED), ("3", S.CANCELLED)):
        part = parcel(number, state)
        assert address(part) not in phones["leader"].get(f"/sell/orders/{part.code}/").content.decode()
        with nothing_changes():
            assert phones["leader"].get(address(part)).status_code == 409
            assert phones["leader"].post(address(part), {**ONE, "key": "k"}).status_code in (302, 409)


def test_a_resource_person_does_it_in_a_members_name(
    shop: LiveShop, phones: dict[str, Client], village: Village
) -> None:
    part, crp = bought(shop), phones["crp"]
    with nothing_changes():
        assert crp.post(address(part), {**ONE, "key": "k"})["Location"].startswith("/sell/for/KZ09/")
    let_act(crp, village)
    page = text(crp.get(address(part), ONE))
    assert "It is written down for Haseena Begum (KZ09)." in page
    assert crp.post(address(part), sure(crp, part)).status_code == 302
    entry = AuditEntry.objects.get(verb="orders.leave-out")
    assert (entry.on_behalf_of, entry.actor.name) == ("Haseena Begum (KZ09)", "Shazia Bano")
    change = SellerOrderChange.objects.latest("pk")
    assert change.on_behalf_of == "Haseena Begum (KZ09)"


def test_no_stranger_leaves_anything_out(phones: dict[str, Client]) -> None:
    part = parcel("1")
    with nothing_changes():
        for who, status in (("harwan", 404), ("officer", 403)):
            assert phones[who].get(address(part)).status_code == status
            assert phones[who].post(address(part), {**ONE, "key": "k"}).status_code == status
        gone = Client().post(address(part), {**ONE, "key": "k"})
        assert gone["Location"].startswith("/sell/sign-in/")


def test_a_name_is_written_as_it_is(shop: LiveShop, phones: dict[str, Client]) -> None:
    part = bought(shop)
    part.lines.update(name="<b>Stole</b>")
    assert escape("<b>Stole</b>") in phones["leader"].get(address(part)).content.decode()
