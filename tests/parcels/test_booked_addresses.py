"""A parcel goes to where its order goes now, although the carrier was asked with another address before."""

from typing import Any

import pytest

from jkrlm.kernel import clock, outbox
from jkrlm.people.facade import Role
from logistics.carriers.facade import Address, CarrierUnavailable
from logistics.carriers.india_post import IndiaPost
from logistics.parcels.destination import Destination
from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.services import ask_carrier
from logistics.parcels.services.ask_carrier import on_carrier_asked
from logistics.parcels.services.scan import scan
from logistics.parcels.states import Step
from tests.parcels.post import LocalPost
from tests.parcels.world import happened, opened
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.django_db
QUEUE = "/staff/logistics/parcels/queue/"
OLD = Address("Ananya Rao", ("12 MG Road", "Bengaluru"), "560034", "+919419000000")
NEW = Address("Ananya Rao", ("4 Residency Road", "Bengaluru"), "560025", "+919419000000")


class Buyer:
    """Where her order goes now, and to where the post was asked to bring it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at, self.asked = OLD, []
        monkeypatch.setattr(ask_carrier, "destination_of", lambda _order_id: Destination(self.at))
        create = IndiaPost.create

        def seen(company: IndiaPost, wanted: Any) -> str:
            self.asked.append((wanted.key, wanted.to.pincode))
            return create(company, wanted)

        monkeypatch.setattr(IndiaPost, "create", seen)


@pytest.fixture
def buyer(monkeypatch: pytest.MonkeyPatch) -> Buyer:
    return Buyer(monkeypatch)


@pytest.fixture
def packed(post: LocalPost, buyer: Buyer) -> Parcel:
    open_registry()
    found = opened()
    scan(found.code, happened(Step.PACKED, "packed"))
    return found


def say_all() -> None:
    """As the relay does: each ask that waits, once."""
    while waiting := list(CarrierAsk.objects.filter(state="waiting").order_by("id")):
        for each in waiting:
            on_carrier_asked(outbox.Event(1, "CarrierAsked", {"ask": each.pk}, clock.now()))


def lose_the_answer(post: LocalPost, monkeypatch: pytest.MonkeyPatch) -> str:
    """The post books it, and we do not hear of it; return the number that it gave out."""
    with monkeypatch.context() as patch:
        create = IndiaPost.create

        def lost(company: IndiaPost, wanted: Any) -> str:
            create(company, wanted)
            raise CarrierUnavailable("It does not answer.")

        patch.setattr(IndiaPost, "create", lost)
        with pytest.raises(CarrierUnavailable):
            say_all()
    return str(post.articles()[-1]["number"])


def states(post: LocalPost) -> dict[str, str]:
    return {each["number"]: each["state"] for each in post.articles()}


def test_what_was_booked_for_the_former_address_is_let_go_and_booked_for_the_new_one(
    packed: Parcel, post: LocalPost, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = lose_the_answer(post, monkeypatch)
    buyer.at = NEW

    say_all()

    packed.refresh_from_db()
    assert states(post)[former] == "cancelled"
    assert packed.tracking_number != former
    assert states(post)[packed.tracking_number] == "created"
    first = f"create-{packed.code}"
    assert buyer.asked == [(first, "560034"), (f"{first}-2", "560025")], "each key went with one address"
    assert not CarrierAsk.objects.exclude(state="done").exists()


def test_the_same_address_is_said_again_under_the_same_key(
    packed: Parcel, post: LocalPost, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = lose_the_answer(post, monkeypatch)

    say_all()

    packed.refresh_from_db()
    assert (packed.tracking_number, states(post)[number]) == (number, "created")
    assert {key for key, _pincode in buyer.asked} == {f"create-{packed.code}"}


def test_what_the_post_never_booked_is_booked_once_for_the_new_address(
    packed: Parcel, post: LocalPost, buyer: Buyer
) -> None:
    before = states(post)
    post.fails("503", "503")
    with pytest.raises(CarrierUnavailable):
        say_all()
    buyer.at = NEW

    say_all()

    packed.refresh_from_db()
    assert [number for number in states(post) if number not in before] == [packed.tracking_number]
    assert buyer.asked[-1] == (f"create-{packed.code}-2", "560025")
    assert list(CarrierAsk.objects.values_list("answer", flat=True).order_by("id")) == [
        "the address changed before it was booked",
        packed.tracking_number,
    ]


def test_while_the_post_cannot_say_what_it_booked_nothing_is_booked_anew(
    packed: Parcel, post: LocalPost, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = lose_the_answer(post, monkeypatch)
    before, buyer.at = states(post), NEW
    post.fails("503", "503")
    with pytest.raises(CarrierUnavailable):
        say_all()
    assert states(post) == before

    say_all()

    packed.refresh_from_db()
    assert states(post)[former] == "cancelled"
    assert len(states(post)) == len(before) + 1


def test_what_the_post_carries_to_the_former_address_already_is_told_to_staff(
    packed: Parcel, post: LocalPost, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = lose_the_answer(post, monkeypatch)
    scan(packed.code, happened(Step.HANDED_OVER, "gone"))
    buyer.at = NEW

    say_all()

    packed.refresh_from_db()
    assert (packed.tracking_number, states(post)[former]) == (former, "created")
    (ask,) = CarrierAsk.objects.filter(state="failed")
    assert (ask.kind, ask.number) == ("cancel", former)
    assert "tell it the new sum or address" in staff(Role.LOGISTICS).get(QUEUE).content.decode()


def test_no_row_says_where_she_lives(packed: Parcel) -> None:
    say_all()
    said = str(CarrierAsk.objects.get(parcel=packed).said)
    assert "560034" not in said and "MG Road" not in said


def test_what_was_asked_before_addresses_were_told_apart_goes_on_with_its_key(
    packed: Parcel, post: LocalPost, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = lose_the_answer(post, monkeypatch)
    ask = CarrierAsk.objects.get()
    del ask.said["to"]
    ask.save(update_fields=["said"])

    say_all()

    packed.refresh_from_db()
    ask.refresh_from_db()
    assert (packed.tracking_number, states(post)[number]) == (number, "created")
    assert {key for key, _pincode in buyer.asked} == {f"create-{packed.code}"}
    assert ask.said["to"], "from now on it is told apart"


def test_nobody_seems_to_have_moved_when_the_secret_key_is_changed(
    packed: Parcel, post: LocalPost, buyer: Buyer, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    number = lose_the_answer(post, monkeypatch)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    say_all()

    packed.refresh_from_db()
    assert (packed.tracking_number, states(post)[number]) == (number, "created")
