"""The carrier never collects a sum that is no longer due, whatever happened while it was being asked."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from jkrlm.kernel import clock, outbox
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role
from logistics.carriers.facade import Address, CarrierUnavailable
from logistics.carriers.india_post import IndiaPost
from logistics.parcels import facade as parcels
from logistics.parcels.destination import Destination
from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.services import ask_carrier
from logistics.parcels.services.ask_carrier import on_carrier_asked
from logistics.parcels.services.join import join
from logistics.parcels.services.pickups import ask_pickup
from logistics.parcels.services.scan import scan
from logistics.parcels.services.unpack import take_out
from logistics.parcels.states import Step
from tests.parcels.post import LocalPost
from tests.parcels.world import ACTOR, happened, opened
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.django_db
QUEUE = "/staff/logistics/parcels/queue/"


def rupees(amount: int) -> Money:
    return Money(Decimal(amount), "INR")


@pytest.fixture
def packed(post: LocalPost, monkeypatch: pytest.MonkeyPatch) -> Parcel:
    open_registry()
    where = Destination(Address("Ananya Rao", ("12 MG Road",), "560034", "+919419000000"))
    monkeypatch.setattr(ask_carrier, "destination_of", lambda _order_id: where)
    found = opened(cash_to_collect=rupees(3500))
    scan(found.code, happened(Step.PACKED, "packed"))
    return found


def less(found: Parcel, cash: int) -> None:
    parcels.set_worth(found.seller_order, cash=rupees(cash), declared=rupees(cash))


def said_all() -> None:
    """As the relay does: each ask that waits, once."""
    while waiting := list(CarrierAsk.objects.filter(state="waiting").order_by("id")):
        for each in waiting:
            on_carrier_asked(outbox.Event(1, "CarrierAsked", {"ask": each.pk}, clock.now()))


def articles(post: LocalPost) -> dict[str, tuple[int, bool]]:
    """Return number -> (paise to collect, let go) of what the post has booked."""
    return {each["number"]: (each["collect_paise"], each["state"] == "cancelled") for each in post.articles()}


def booked(post: LocalPost, before: dict[str, Any]) -> list[tuple[int, bool]]:
    return [said for number, said in articles(post).items() if number not in before]


def test_cash_that_changes_while_the_post_is_asked_is_booked_anew(
    packed: Parcel, post: LocalPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = articles(post)
    create = IndiaPost.create

    def slow(self: IndiaPost, wanted: Any) -> str:
        number = create(self, wanted)
        if wanted.cash_to_collect == rupees(3500):
            less(packed, 2000)
        return number

    monkeypatch.setattr(IndiaPost, "create", slow)
    said_all()
    packed.refresh_from_db()
    assert booked(post, before) == [(350_000, True), (200_000, False)]
    number = next(number for number, said in articles(post).items() if said == (200_000, False))
    assert (packed.tracking_number, packed.cash_to_collect) == (number, Decimal(2000))
    assert not CarrierAsk.objects.exclude(state="done").exists()


@pytest.fixture
def answer_lost(packed: Parcel, post: LocalPost, monkeypatch: pytest.MonkeyPatch) -> Parcel:
    """It is booked with 3,500 to collect; of that we heard nothing yet, and 2,000 are due by now."""
    with monkeypatch.context() as patch:
        create = IndiaPost.create

        def lost(self: IndiaPost, wanted: Any) -> str:
            create(self, wanted)
            raise CarrierUnavailable("It does not answer.")

        patch.setattr(IndiaPost, "create", lost)
        with pytest.raises(CarrierUnavailable):
            said_all()
    less(packed, 2000)
    return packed


def test_ask_again_while_an_answer_is_missing_says_the_same_again(
    answer_lost: Parcel, post: LocalPost
) -> None:
    (article,) = post.articles()[-1:]
    (ask,) = CarrierAsk.objects.filter(state="waiting")
    assert staff(Role.LOGISTICS).post(f"{QUEUE}{ask.pk}/again/").status_code == 302
    said_all()
    assert articles(post)[article["number"]] == (350_000, True)
    assert not CarrierAsk.objects.exclude(state="done").exists()
    answer_lost.refresh_from_db()
    assert articles(post)[answer_lost.tracking_number] == (200_000, False)


def test_an_answer_that_comes_when_the_carrier_has_it_tells_staff_the_other_sum(
    answer_lost: Parcel, post: LocalPost
) -> None:
    scan(answer_lost.code, happened(Step.HANDED_OVER, "gone"))
    said_all()
    answer_lost.refresh_from_db()
    number = answer_lost.tracking_number
    assert articles(post)[number] == (350_000, False)
    (ask,) = CarrierAsk.objects.filter(state="failed")
    assert (ask.kind, ask.books_anew, ask.number) == ("cancel", True, number)
    assert "has the parcel already" in staff(Role.LOGISTICS).get(QUEUE).content.decode()


def test_it_is_fetched_by_its_new_number_when_it_is_booked_anew(packed: Parcel, post: LocalPost) -> None:
    day = clock.today() + timedelta(days=1)
    for _ in range(2):
        ask_pickup(packed.code, day=day, now=clock.now())
        said_all()
    packed.refresh_from_db()
    first = packed.tracking_number
    less(packed, 2000)
    (ask,) = CarrierAsk.objects.filter(state="failed")
    assert staff(Role.LOGISTICS).post(f"{QUEUE}{ask.pk}/again/").status_code == 302
    said_all()
    ask_pickup(packed.code, day=day, now=clock.now())
    packed.refresh_from_db()
    assert packed.tracking_number != first
    fetched = CarrierAsk.objects.filter(kind="pickup").order_by("id")
    assert list(fetched.values_list("number", "day", "state")) == [
        (first, day, "done"),
        (packed.tracking_number, day, "done"),
    ]
    assert len(set(fetched.values_list("answer", flat=True))) == 2


def test_an_answer_that_is_lost_does_not_hide_that_the_sum_changed(
    packed: Parcel, post: LocalPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = articles(post)
    create = IndiaPost.create

    def lost(self: IndiaPost, wanted: Any) -> str:
        create(self, wanted)
        raise CarrierUnavailable("It does not answer.")

    monkeypatch.setattr(IndiaPost, "create", lost)
    with pytest.raises(CarrierUnavailable):
        said_all()
    monkeypatch.setattr(IndiaPost, "create", create)
    less(packed, 2000)
    said_all()
    assert booked(post, before) == [(350_000, True), (200_000, False)]


def test_ask_again_books_the_new_sum_and_not_once_the_carrier_has_it(packed: Parcel, post: LocalPost) -> None:
    before = articles(post)
    desk: Client = staff(Role.LOGISTICS)
    said_all()
    less(packed, 2000)
    less(packed, 1500)
    (ask,) = CarrierAsk.objects.filter(state="failed")
    assert "booked anew" in desk.get(QUEUE).content.decode()
    for _ in range(2):
        assert desk.post(f"{QUEUE}{ask.pk}/again/").status_code == 302
        said_all()
    assert booked(post, before) == [(350_000, True), (150_000, False)]
    packed.refresh_from_db()
    first = packed.tracking_number
    assert articles(post)[first] == (150_000, False)

    less(packed, 1000)
    again = CarrierAsk.objects.get(state="failed")
    assert again.pk != ask.pk
    scan(packed.code, happened(Step.HANDED_OVER, "gone"))
    assert desk.post(f"{QUEUE}{again.pk}/again/").status_code == 302
    said_all()
    again.refresh_from_db()
    assert (again.state, articles(post)[first]) == ("failed", (150_000, False))
    assert "has the parcel already" in desk.get(QUEUE).content.decode()


@pytest.fixture
def in_a_box(post: LocalPost, monkeypatch: pytest.MonkeyPatch) -> tuple[Parcel, Parcel, Parcel]:
    """Two shares and their box; the post has still to be asked. It is paid already."""
    open_registry()
    where = Destination(Address("Ananya Rao", ("12 MG Road",), "560034", "+919419000000"))
    monkeypatch.setattr(ask_carrier, "destination_of", lambda _order_id: where)
    one, two = (
        opened(group=group, box_key="box", box_size=2, weight_grams=grams)
        for group, grams in (("KZ09", 190), ("KZ11", 900))
    )
    for each in (one, two):
        scan(each.code, happened(Step.AT_HUB, f"hub:{each.code}", "HUB-BUD"))
    code = join([one.code, two.code], key="k", actor=ACTOR, now=clock.now())
    return one, two, Parcel.objects.get(code=code)


def called_off(found: Parcel) -> bool:
    return parcels.follow_order(
        found.seller_order, Step.CANCELLED, key=f"off:{found.code}", actor=ACTOR, at=clock.now()
    )


def weights(post: LocalPost, before: dict[str, Any]) -> list[tuple[int, str]]:
    return [(each["weight_grams"], each["state"]) for each in post.articles() if each["number"] not in before]


def test_called_off_while_the_post_is_asked_the_box_is_booked_without_it(
    in_a_box: tuple[Parcel, Parcel, Parcel], post: LocalPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, box = in_a_box
    before, create = articles(post), IndiaPost.create

    def slow(self: IndiaPost, wanted: Any) -> str:
        number = create(self, wanted)
        if wanted.weight_grams == 1090:
            assert [called_off(two), called_off(two)] == [True, False], "told twice it is once"
        return number

    monkeypatch.setattr(IndiaPost, "create", slow)
    said_all()
    assert weights(post, before) == [(1090, "cancelled"), (190, "created")]
    for _ in range(2):
        take_out(box.code, happened(Step.UNBOXED, "out"))
    said_all()
    assert weights(post, before) == [(1090, "cancelled"), (190, "created")], "it is booked as it is"
    two.refresh_from_db()
    one.refresh_from_db()
    assert (two.box, two.tracking_number, one.box) == (None, "", box)


def test_called_off_before_the_post_was_asked_it_is_asked_once(
    in_a_box: tuple[Parcel, Parcel, Parcel], post: LocalPost
) -> None:
    one, two, box = in_a_box
    before = articles(post)
    called_off(two)
    said_all()
    assert weights(post, before) == [(190, "created")]
    assert not CarrierAsk.objects.exclude(state="done").exists()
    called_off(one)
    said_all()
    box.refresh_from_db()
    assert (box.state, weights(post, before)) == ("cancelled", [(190, "cancelled")])


def test_called_off_while_its_number_is_let_go_it_is_let_go_once(
    in_a_box: tuple[Parcel, Parcel, Parcel], post: LocalPost
) -> None:
    one, two, box = in_a_box
    before = articles(post)
    said_all()
    called_off(two)
    take_out(box.code, happened(Step.UNBOXED, "out"))
    called_off(one)
    said_all()
    assert weights(post, before) == [(1090, "cancelled")]
    assert set(CarrierAsk.objects.values_list("kind", "state")) == {("create", "done"), ("cancel", "done")}
