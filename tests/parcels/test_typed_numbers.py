"""A number written by hand over, or beside, one that a carrier booked: what is booked and not used is let go."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from jkrlm.kernel import clock, outbox
from jkrlm.people.facade import Role
from logistics.carriers.facade import Address, CarrierRefused, CarrierUnavailable
from logistics.carriers.india_post import IndiaPost
from logistics.parcels import facade as parcels
from logistics.parcels.destination import Destination
from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.services import ask_carrier
from logistics.parcels.services.ask_carrier import on_carrier_asked
from logistics.parcels.services.join import join
from logistics.parcels.services.scan import scan
from logistics.parcels.states import Step
from tests.bad_input.unchanged import nothing_changes
from tests.parcels.post import LocalPost
from tests.parcels.world import ACTOR, happened, opened
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.django_db
BASE = "/staff/logistics/parcels/"
TYPED = "EE123456785IN"


def said_all() -> None:
    """As the relay does: each ask that waits, once."""
    while waiting := list(CarrierAsk.objects.filter(state="waiting").order_by("id")):
        for each in waiting:
            on_carrier_asked(outbox.Event(1, "CarrierAsked", {"ask": each.pk}, clock.now()))


def pressed(desk: Client, path: str, **given: str) -> Any:
    key = re.search(r'name="key" value="([^"]+)"', desk.get(f"{BASE}{path}").content.decode())
    return desk.post(f"{BASE}{path}", {"key": key[1] if key else "", **given})


@pytest.fixture
def desk() -> Client:
    open_registry()
    return staff(Role.LOGISTICS, name="Rubina Lone")


@pytest.fixture
def packed(desk: Client, post: LocalPost, monkeypatch: pytest.MonkeyPatch) -> Parcel:
    """Packed; the post has still to be asked."""
    where = Destination(Address("Ananya Rao", ("12 MG Road",), "560034", "+919419000000"))
    monkeypatch.setattr(ask_carrier, "destination_of", lambda _order_id: where)
    found = opened()
    scan(found.code, happened(Step.PACKED, "packed"))
    return found


@pytest.fixture
def booked(packed: Parcel) -> Parcel:
    said_all()
    packed.refresh_from_db()
    assert packed.tracking_number
    return packed


@pytest.fixture
def new(post: LocalPost) -> Callable[[], list[str]]:
    """Return what became of the articles that the post booked since, in their order."""
    before = {each["number"] for each in post.articles()}
    return lambda: [each["state"] for each in post.articles() if each["number"] not in before]


def lose_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The post books it, and we do not hear of it."""
    with monkeypatch.context() as patch:
        create = IndiaPost.create

        def lost(company: IndiaPost, wanted: Any) -> str:
            create(company, wanted)
            raise CarrierUnavailable("It does not answer.")

        patch.setattr(IndiaPost, "create", lost)
        with pytest.raises(CarrierUnavailable):
            said_all()


def state_of(post: LocalPost, number: str) -> str:
    return next(each["state"] for each in post.articles() if each["number"] == number)


def test_typed_over_a_booked_one_the_booked_one_is_let_go(
    desk: Client, booked: Parcel, post: LocalPost
) -> None:
    first = booked.tracking_number
    for _ in range(2):
        assert pressed(desk, f"{booked.code}/number/", tracking_number=TYPED).status_code == 302
    said_all()
    booked.refresh_from_db()
    assert (booked.tracking_number, state_of(post, first)) == (TYPED, "cancelled")
    assert booked.asks.filter(kind="cancel").count() == 1
    assert not CarrierAsk.objects.exclude(state="done").exists()
    with nothing_changes():
        answer = pressed(desk, f"{booked.code}/number/", tracking_number=first)
    assert (answer.status_code, "was let go" in answer.content.decode()) == (422, True)


def test_typed_before_the_post_was_asked_nothing_is_booked(
    desk: Client, new: Callable[[], list[str]], packed: Parcel
) -> None:
    pressed(desk, f"{packed.code}/number/", tracking_number=TYPED)
    said_all()
    packed.refresh_from_db()
    assert (packed.tracking_number, new()) == (TYPED, [])


def test_typed_while_the_post_is_asked_what_it_books_is_let_go(
    desk: Client, new: Callable[[], list[str]], packed: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = IndiaPost.create

    def slow(company: IndiaPost, wanted: Any) -> str:
        number = create(company, wanted)
        pressed(desk, f"{packed.code}/number/", tracking_number=TYPED)
        return number

    monkeypatch.setattr(IndiaPost, "create", slow)
    said_all()
    packed.refresh_from_db()
    assert (packed.tracking_number, new()) == (TYPED, ["cancelled"])


@pytest.mark.parametrize("act", ["number", "off"])
def test_what_was_booked_without_our_hearing_of_it_is_let_go(
    desk: Client, new: Callable[[], list[str]], packed: Parcel, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    lose_the_answer(monkeypatch)
    if act == "number":
        pressed(desk, f"{packed.code}/number/", tracking_number=TYPED)
    else:
        scan(packed.code, happened(Step.CANCELLED, "off"))
    said_all()
    assert new() == ["cancelled"]
    assert not CarrierAsk.objects.exclude(state="done").exists()


def test_emptied_it_is_let_go_and_booked_anew_once(
    desk: Client, new: Callable[[], list[str]], booked: Parcel, post: LocalPost
) -> None:
    first = booked.tracking_number
    for _ in range(2):
        assert pressed(desk, f"{booked.code}/number/", tracking_number="").status_code == 302
        scan(booked.code, happened(Step.AT_HUB, "hub", "HUB-BUD"))
    booked.refresh_from_db()
    assert booked.tracking_number == ""
    said_all()
    booked.refresh_from_db()
    assert new() == ["cancelled", "created"]
    assert state_of(post, first) == "cancelled"
    assert state_of(post, booked.tracking_number) == "created"


def test_emptied_where_it_was_typed_by_hand_it_is_booked(
    desk: Client, new: Callable[[], list[str]], packed: Parcel
) -> None:
    pressed(desk, f"{packed.code}/number/", tracking_number=TYPED)
    said_all()
    pressed(desk, f"{packed.code}/number/", tracking_number="")
    said_all()
    packed.refresh_from_db()
    assert packed.tracking_number.startswith("EJ") and new() == ["created"], "a typed one may be a mistake"


@pytest.mark.parametrize("who", ["desk", "group"])
def test_given_to_the_carrier_under_another_number(
    desk: Client, booked: Parcel, post: LocalPost, who: str
) -> None:
    first = booked.tracking_number
    for _ in range(2):
        if who == "desk":
            pressed(desk, f"{booked.code}/hand-over/", tracking_number=TYPED)
        else:
            facts = {"key": "order:9", "actor": "person:9", "at": clock.now(), "tracking_number": TYPED}
            parcels.follow_order(booked.seller_order, Step.HANDED_OVER, **facts)
        said_all()
    booked.refresh_from_db()
    assert (booked.state, booked.tracking_number) == ("handed-over", TYPED)
    assert state_of(post, first) == "cancelled"
    assert not CarrierAsk.objects.exclude(state="done").exists()


def test_emptied_and_then_gone_what_is_not_used_is_let_go_all_the_same(
    desk: Client, new: Callable[[], list[str]], booked: Parcel
) -> None:
    pressed(desk, f"{booked.code}/number/", tracking_number="")
    pressed(desk, f"{booked.code}/hand-over/", tracking_number=TYPED)
    said_all()
    booked.refresh_from_db()
    assert (booked.tracking_number, new()) == (TYPED, ["cancelled"])


def test_what_the_carrier_does_not_let_go_stands_in_the_queue(
    desk: Client, booked: Parcel, post: LocalPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = booked.tracking_number
    with monkeypatch.context() as patch:

        def no(_company: IndiaPost, _number: str) -> None:
            raise CarrierRefused("India Post refused: it is on its way")

        patch.setattr(IndiaPost, "cancel", no)
        pressed(desk, f"{booked.code}/hand-over/", tracking_number=TYPED)
        said_all()
    (ask,) = CarrierAsk.objects.filter(state="failed")
    page = desk.get(f"{BASE}queue/").content.decode()
    assert first in page and "it is on its way" in page
    assert "goes under another number" in page and "the new sum or address" not in page
    assert desk.post(f"{BASE}queue/{ask.pk}/again/").status_code == 302
    said_all()
    assert state_of(post, first) == "cancelled"
    assert not CarrierAsk.objects.exclude(state="done").exists()


def test_what_staff_settled_by_telephone_leaves_the_queue(
    desk: Client, booked: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(_company: IndiaPost, _number: str) -> None:
        raise CarrierRefused("India Post refused: it is on its way")

    monkeypatch.setattr(IndiaPost, "cancel", no)
    pressed(desk, f"{booked.code}/number/", tracking_number=TYPED)
    said_all()
    (ask,) = CarrierAsk.objects.filter(state="failed")
    reader = staff(Role.FINANCE_MAKER)
    assert reader.post(f"{BASE}queue/{ask.pk}/settled/").status_code == 403
    for _ in range(2):
        assert desk.post(f"{BASE}queue/{ask.pk}/settled/").status_code == 302
    assert not CarrierAsk.objects.exclude(state="done").exists()
    assert "Settled with the carrier" in desk.get(f"{BASE}queue/").content.decode()


def box_of_two() -> tuple[Parcel, Parcel]:
    """Return a share, and the box that it lies in with another."""
    one, two = (opened(number="1043", group=group, box_key="box", box_size=2) for group in ("KZ09", "KZ11"))
    for each in (one, two):
        scan(each.code, happened(Step.AT_HUB, f"hub:{each.code}", "HUB-BUD"))
    code = join([one.code, two.code], key="k", actor=ACTOR, now=clock.now())
    return two, Parcel.objects.get(code=code)


def test_a_box_under_a_typed_number_is_booked_anew_when_a_share_is_taken_out(
    desk: Client, packed: Parcel, post: LocalPost
) -> None:
    scan(packed.code, happened(Step.CANCELLED, "off"))
    share, box = box_of_two()
    said_all()
    box.refresh_from_db()
    first = box.tracking_number
    pressed(desk, f"{box.code}/number/", tracking_number=TYPED)
    said_all()
    assert state_of(post, first) == "cancelled"
    facts = {"key": "off", "actor": ACTOR, "at": clock.now()}
    assert parcels.follow_order(share.seller_order, Step.CANCELLED, **facts)
    assert "Part of this box is not sent" in desk.get(f"{BASE}queue/").content.decode()
    assert pressed(desk, f"{box.code}/taken-out/").status_code == 302
    said_all()
    # The post gave out no such number: it says so, and somebody of the staff asks at its counter.
    (ask,) = CarrierAsk.objects.exclude(state="done")
    assert (ask.state, ask.number) == ("failed", TYPED)
    assert f"there is no article {TYPED}" in desk.get(f"{BASE}queue/").content.decode()
    assert desk.post(f"{BASE}queue/{ask.pk}/settled/").status_code == 302
    pressed(desk, f"{box.code}/number/", tracking_number="")
    said_all()
    box.refresh_from_db()
    assert state_of(post, box.tracking_number) == "created", "let go at the counter, it is booked as it is"
