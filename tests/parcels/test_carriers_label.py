"""The carrier's own label: fetched once, kept privately until the carrier has the parcel, seen by who packs it."""

import pytest
from django.test import Client

from jkrlm.kernel import clock, relay
from jkrlm.people.facade import Role, audit_trail
from logistics.carriers.india_post import IndiaPost
from logistics.parcels.models import CarrierAsk, CarrierLabel, Parcel
from logistics.parcels.services.scan import scan, set_number
from logistics.parcels.states import Step
from media.models import StoredDocument
from sellers.orders.models import SellerOrder
from tests.common.live import LiveShop, live_shop
from tests.parcels.post import LocalPost
from tests.parcels.test_typed_numbers import booked, packed, said_all
from tests.parcels.test_typed_numbers import desk as her_desk
from tests.parcels.world import happened, opened
from tests.portal_orders.test_parcel import accept, bought, phones, village
from tests.seller_orders.conftest import staff

__all__ = ["booked", "bought", "desk", "live_shop", "packed", "phones", "village"]
BASE = "/staff/logistics/parcels/"
desk = her_desk


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The numbers whose labels the post was asked for."""
    asked: list[str] = []
    label = IndiaPost.label

    def seen(company: IndiaPost, number: str) -> bytes | None:
        asked.append(number)
        return label(company, number)

    monkeypatch.setattr(IndiaPost, "label", seen)
    return asked


@pytest.mark.django_db
def test_it_is_fetched_once_and_forgotten_with_its_number(
    desk: Client, booked: Parcel, fetched: list[str]
) -> None:
    first = booked.tracking_number
    at = f"{BASE}{booked.code}/carriers-label.pdf"
    assert at in desk.get(f"{BASE}{booked.code}/").content.decode()
    for _ in range(2):
        answer = desk.get(at)
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        assert "private" in answer["Cache-Control"]
    assert fetched == [first]
    assert "parcel.carriers-label" in {row.verb for row in audit_trail(f"parcel {booked.code}", most=9)}
    for role, status in (
        (Role.FINANCE_MAKER, 200),
        (Role.MEMBER, 403),
        (Role.DRIVER, 403),
        (Role.BUYER, 403),
    ):
        assert staff(role, name=role.value).get(at).status_code == status, role
    assert Client().get(at).status_code == 302

    set_number(booked.code, tracking_number="", now=clock.now())
    said_all()
    booked.refresh_from_db()
    assert not CarrierLabel.objects.exists()
    assert desk.get(at).status_code == 200 and fetched == [first, booked.tracking_number]
    assert booked.tracking_number != first

    scan(booked.code, happened(Step.HANDED_OVER, "gone"))
    relay.drain()
    assert not CarrierLabel.objects.exists() and not StoredDocument.objects.exists(), "it names the buyer"
    assert at not in desk.get(f"{BASE}{booked.code}/").content.decode()
    assert desk.get(at).status_code == 404 and len(fetched) == 2


@pytest.mark.django_db
def test_where_the_carrier_gives_none_ours_stays(
    desk: Client, booked: Parcel, post: LocalPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = f"{BASE}{booked.code}/carriers-label.pdf"
    for faults, status, sentence in (
        (("404",), 404, "gives no label of its own"),
        (("409",), 409, "asked to fail"),
        (("500", "500"), 503, "does not answer now"),
    ):
        post.fails(*faults)
        answer = desk.get(at)
        assert (answer.status_code, sentence in answer.content.decode()) == (status, True), faults
    monkeypatch.setattr(IndiaPost, "label", lambda _company, _number: b"<html>no label</html>")
    assert desk.get(at).status_code == 404
    assert not CarrierLabel.objects.exists()
    assert desk.get(at).status_code == 404


@pytest.mark.django_db
def test_what_goes_into_a_box_or_by_hand_has_none(desk: Client, post: LocalPost, fetched: list[str]) -> None:
    share = opened(box_key="box", box_size=2)
    by_hand = opened(number="1043", carrier="Valley Couriers")
    for found in (share, by_hand):
        set_number(found.code, tracking_number=f"EE{found.pk}", now=clock.now())
        assert "carriers-label.pdf" not in desk.get(f"{BASE}{found.code}/").content.decode()
        assert desk.get(f"{BASE}{found.code}/carriers-label.pdf").status_code == 404
    assert fetched == []


@pytest.mark.django_db(transaction=True)
def test_who_packs_it_prints_it_and_nobody_else(
    bought: SellerOrder, phones: dict[str, Client], post: LocalPost, live_shop: LiveShop, fetched: list[str]
) -> None:
    del live_shop
    page = accept(bought)
    at, leader = f"{page}carriers-label.pdf", phones["leader"]
    relay.drain()
    assert at not in leader.get(page).content.decode(), "it has no number yet"
    assert leader.get(at).status_code == 404
    assert leader.post(f"{page}packed/").status_code == 302
    relay.drain()
    assert CarrierAsk.objects.get(kind="create").state == "done"
    for language in ("", "/hi", "/ur"):
        assert f"{language}{at}" in leader.get(f"{language}{page}").content.decode()
    answer = leader.get(at)
    assert (answer.status_code, answer.content[:5], len(fetched)) == (200, b"%PDF-", 1)
    assert phones["harwan"].get(at).status_code == 404
    asked = phones["crp"].get(at)
    assert (asked.status_code, asked["Location"].startswith("/sell/for/KZ09/")) == (302, True), (
        "she needs a consent"
    )
    assert staff(Role.BUYER, name="B").get(at).status_code in (302, 403, 404)
    leader.post(f"{page}hand-over/", {"tracking": ""})
    relay.drain()
    assert leader.get(at).status_code == 409
    assert not CarrierLabel.objects.exists()
