"""
What is called off while it lies in a box with others: it is taken out and not sent, and the box is booked as it
is then; with nothing left in it the box is called off too.
"""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from jkrlm.kernel import clock
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role
from logistics.parcels import facade as parcels
from logistics.parcels.errors import StepRefused
from logistics.parcels.facade import Step, ask_carriers
from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.services.join import join
from logistics.parcels.services.scan import scan
from sellers.orders import facade as orders
from sellers.orders.models import SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.registry.facade import upsert_groups
from tests.common.at_once import at_once
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop, words
from tests.journeys import Buyer
from tests.parcels.post import LocalPost
from tests.parcels.world import ACTOR, happened, opened
from tests.seller_orders.conftest import again, shop, staff

__all__ = ["live_shop", "shop"]
pytestmark = pytest.mark.django_db(transaction=True)
BASE = "/staff/logistics/parcels/"
BY = By("person:7")


@pytest.fixture
def desk() -> Client:
    return staff(Role.LOGISTICS, name="Rubina Lone")


def form(desk: Client, path: str, **given: object):
    page = desk.get(f"{BASE}{path}").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    answer = desk.post(f"{BASE}{path.partition('?')[0]}", {"key": key, **given})
    at_rest()
    return answer


def scanned(desk: Client, code: str, step: str, place: str):
    return form(desk, "scan/", step=step, place=place, code=code)


def shown(desk: Client, path: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", desk.get(f"{BASE}{path}").content.decode()).split())


def booked(post: LocalPost, before: set[str]) -> list[tuple[int, int, str]]:
    """Return (grams, paise to collect, state) of what was booked since, in its order."""
    return [
        (each["weight_grams"], each["collect_paise"], each["state"])
        for each in post.articles()
        if each["number"] not in before
    ]


def in_one_box(
    shop: LiveShop, desk: Client, post: LocalPost, method: str
) -> tuple[Buyer, str, Parcel, Parcel, Parcel]:
    """A stole of KZ09 and a cushion of KZ12 lie in one box at their hub. Its buyer, her page, both, the box."""
    facts = {"name": "Magam Tilla SHG", "village": "Magam", "block": "Magam", "pincode": "193401"}
    home = {"division": "Kashmir", "district": "Budgam", "cluster_level_federation": "Narbal Hunar CLF"}
    upsert_groups([{"code": "KZ12", "members": 11, "formed_year": 2019, **facts, **home}])
    shop.shop.piece("Tilla cushion", price="900", maker="KZ12", grams=400)
    buyer = shop.buyer()
    buyer.add(shop.shop.slug("Kani stole"))
    page = buyer.buy(shop.shop.slug("Tilla cushion", "KZ12"), method).url.path
    at_rest()
    for part in SellerOrder.objects.all():
        move.accept(code=part.code, by=BY, now=now())
        move.pack(code=part.code, by=BY, now=now())
    at_rest()
    stole, cushion = Parcel.objects.order_by("group_code")
    assert (stole.box_size, stole.box_key) == (2, cushion.box_key)
    for each in (stole, cushion):
        assert scanned(desk, each.code, "at-hub", each.hub_code).status_code == 302
    assert form(desk, f"{stole.code}/join/").status_code == 302
    return buyer, page, stole, cushion, Parcel.objects.get(seller_order="")


def called_off(found: Parcel, reason: str) -> None:
    orders.cancel(found.seller_order, group_codes=[found.group_code], by=BY, reason=reason)
    at_rest()
    again()
    at_rest()


def test_one_is_taken_out_and_then_the_other_is_called_off_too(
    shop: LiveShop, post: LocalPost, desk: Client
) -> None:
    before = {each["number"] for each in post.articles()}
    buyer, page, stole, cushion, box = in_one_box(shop, desk, post, "cash-on-delivery")
    whole, first = int(box.cash_to_collect * 100), box.tracking_number
    assert first and booked(post, before) == [(box.weight_grams, whole, "created")]

    called_off(cushion, "The dye ran")
    for each in (stole, cushion, box):
        each.refresh_from_db()
    left = int(SellerOrder.objects.get(code=stole.seller_order).cash_to_collect * 100)
    assert (stole.state, cushion.state, box.state) == ("at-hub", "cancelled", "at-hub")
    assert (box.weight_grams, int(box.cash_to_collect * 100)) == (stole.weight_grams, left) and left < whole
    assert (cushion.tracking_number, stole.tracking_number) == ("", first)
    assert broken_clauses() == {}

    # Staff see it among what is wrong, in the queue, on the page of the box, and when they scan it out.
    assert box.code in shown(desk, "?lane=trouble")
    assert "its page says what to take out" in shown(desk, "queue/")
    assert f"{cushion.code} ({cushion.seller_order}) was called off: take it out" in shown(
        desk, f"{box.code}/"
    )
    assert f"lies in box {box.code}" in shown(desk, f"{cushion.code}/")
    for code in (box.code, stole.code):
        refused = scanned(desk, code, "handed-over", box.at_place)
        assert refused.status_code == 422 and f"Take {cushion.code} out" in refused.content.decode()
    assert "take it out" in scanned(desk, cushion.code, "at-hub", box.at_place).content.decode()

    assert form(desk, f"{box.code}/taken-out/").status_code == 302
    for each in (stole, cushion, box):
        each.refresh_from_db()
    assert (stole.box_id, cushion.box_id, cushion.state) == (box.pk, None, "cancelled")
    assert booked(post, before) == [
        (box.weight_grams + cushion.weight_grams, whole, "cancelled"),
        (box.weight_grams, left, "created"),
    ]
    assert box.tracking_number not in ("", first) and stole.tracking_number == box.tracking_number
    assert not CarrierAsk.objects.exclude(state="done").exists()
    assert box.code not in shown(desk, "?lane=trouble")
    assert "In one box" not in words(buyer.web.get(page))

    called_off(stole, "Moths")
    box.refresh_from_db()
    stole.refresh_from_db()
    assert (stole.state, box.state) == ("cancelled", "cancelled")
    assert f"lies in box {box.code}" in shown(desk, f"{stole.code}/"), "somebody has to take it out"
    assert [state for _grams, _cash, state in booked(post, before)] == ["cancelled", "cancelled"]
    assert not CarrierAsk.objects.exclude(state="done").exists()
    assert scanned(desk, box.code, "handed-over", box.at_place).status_code == 422
    assert set(SellerOrder.objects.values_list("state", flat=True)) == {"cancelled"}
    assert broken_clauses() == {}


def test_what_is_left_arrives_and_what_is_not_sent_is_paid_back(
    shop: LiveShop, post: LocalPost, desk: Client
) -> None:
    _buyer, _page, _stole, cushion, box = in_one_box(shop, desk, post, "stripe")
    kept = shop.kept_paise()
    called_off(cushion, "The dye ran")
    assert form(desk, f"{box.code}/taken-out/").status_code == 302
    box.refresh_from_db()
    assert scanned(desk, box.code, "handed-over", box.at_place).status_code == 302
    post.happens(box.tracking_number, "delivered")
    ask_carriers()
    at_rest()
    states = dict(SellerOrder.objects.values_list("group_code", "state"))
    assert states == {"KZ09": "delivered", "KZ12": "cancelled"}
    part = SellerOrder.objects.get(group_code="KZ12")
    paid = sum((line.net + line.gst for line in part.lines.all()), part.delivery_net + part.delivery_gst)
    assert kept - shop.kept_paise() == int(paid * 100) > 90_000
    assert broken_clauses() == {}


def test_it_left_before_it_was_taken_out(shop: LiveShop, post: LocalPost, desk: Client) -> None:
    _buyer, _page, stole, cushion, box = in_one_box(shop, desk, post, "stripe")
    called_off(cushion, "The dye ran")
    post.happens(box.tracking_number, "booked")
    ask_carriers()
    at_rest()
    for each in (stole, cushion, box):
        each.refresh_from_db()
    assert (stole.state, cushion.state, box.state) == ("handed-over", "cancelled", "handed-over")
    assert box.code in shown(desk, "?lane=trouble")
    assert f"It left with {cushion.code}" in shown(desk, f"{box.code}/")
    assert broken_clauses() == {}


def test_a_box_is_parted_and_each_goes_by_itself(shop: LiveShop, post: LocalPost, desk: Client) -> None:
    before = {each["number"] for each in post.articles()}
    _buyer, _page, stole, cushion, box = in_one_box(shop, desk, post, "stripe")
    assert "Part the box" in shown(desk, f"{box.code}/")
    assert form(desk, f"{box.code}/part/").status_code == 302
    for each in (stole, cushion, box):
        each.refresh_from_db()
    assert (stole.state, cushion.state, box.state) == ("at-hub", "at-hub", "cancelled")
    assert (stole.box_id, cushion.box_id) == (None, None)
    assert booked(post, before) == [
        (box.weight_grams, 0, "cancelled"),
        (stole.weight_grams, 0, "created"),
        (cushion.weight_grams, 0, "created"),
    ]
    for each in (stole, cushion):
        assert scanned(desk, each.code, "handed-over", each.hub_code).status_code == 302
    assert set(SellerOrder.objects.values_list("state", flat=True)) == {"handed-over"}
    assert form(desk, f"{box.code}/part/").status_code == 422
    assert broken_clauses() == {}


def test_late_is_told_of_what_is_left_only(shop: LiveShop, post: LocalPost, desk: Client) -> None:
    _buyer, _page, stole, cushion, box = in_one_box(shop, desk, post, "stripe")
    called_off(cushion, "The dye ran")
    day = (box.expected + timedelta(days=9)).isoformat()
    assert form(desk, f"{box.code}/promise/", expected=day).status_code == 302
    stole.refresh_from_db()
    cushion.refresh_from_db()
    assert stole.expected.isoformat() == day and cushion.expected < stole.expected
    assert clock.today() < stole.expected


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_called_off_and_scanned_out_at_the_same_moment_one_of_both_counts(number: str) -> None:
    one, two = (opened(number=number, group=group, box_key="box", box_size=2) for group in ("KZ09", "KZ11"))
    for each in (one, two):
        scan(each.code, happened(Step.AT_HUB, f"hub:{each.code}", "HUB-BUD"))
    box = join([one.code, two.code], key="k", actor=ACTOR, now=clock.now())

    def calls_off() -> bool:
        with transaction.atomic():
            parcels.travel_together(one.order_id, box_key="box", count=1)
            code, at = two.seller_order, clock.now()
            return parcels.follow_order(code, Step.CANCELLED, key="off", actor=ACTOR, at=at)

    is_off, left = at_once(calls_off, lambda: scan(box, happened(Step.HANDED_OVER, "out")))
    two.refresh_from_db()
    if is_off is True:
        assert isinstance(left, StepRefused) and two.state == "cancelled"
    else:
        assert (is_off, left, two.state) == (False, True, "handed-over")
