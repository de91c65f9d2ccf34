"""What is collected at the door, and claimed, is what is left of the order: of a parcel, and of its box."""

from decimal import Decimal

import pytest

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import Event
from logistics.parcels import facade as parcels
from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.services.join import join
from logistics.parcels.services.scan import scan
from logistics.parcels.states import Step
from sellers.orders import facade as orders
from sellers.orders.models import SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.orders.states import SellerOrderState
from tests.parcels.world import ACTOR, happened, opened, to_send
from tests.portal_orders.world import parcel as seller_order
from tests.registry.world import open_registry

pytestmark = pytest.mark.django_db
S = SellerOrderState


def rupees(amount: int) -> Money:
    return Money(Decimal(amount), "INR")


def worth_of(code: str) -> tuple[int, int]:
    found = Parcel.objects.get(code=code)
    return int(found.cash_to_collect), int(found.declared_value)


def booked(code: str) -> None:
    """As after the carrier's answer."""
    Parcel.objects.filter(code=code).update(tracking_number="EE123456785IN")
    now = clock.now()
    CarrierAsk.objects.create(
        key=f"create-{code}",
        parcel=Parcel.objects.get(code=code),
        kind="create",
        state="done",
        answer="EE123456785IN",
        asked_at=now,
        changed_at=now,
    )


def event(name: str, code: str, number: int = 1, **more: str) -> Event:
    return Event(id=number, name=name, payload={"code": code, **more}, issued_at=clock.now())


def test_less_is_collected_and_who_booked_it_already_is_told() -> None:
    found = opened(cash_to_collect=rupees(3500))
    code = found.seller_order
    parcels.set_worth(code, cash=rupees(2000), declared=rupees(1900))
    assert worth_of(found.code) == (2000, 1900)
    assert not CarrierAsk.objects.exists(), "its carrier has not been asked yet: it will hear the new sum"

    booked(found.code)
    parcels.set_worth(code, cash=rupees(2000), declared=rupees(1500))
    assert not CarrierAsk.objects.exclude(state="done").exists(), "the cash is the same"
    for cash in (1500, 1500, 1000):
        parcels.set_worth(code, cash=rupees(cash), declared=rupees(1400))
    assert worth_of(found.code) == (1000, 1400)
    (ask,) = CarrierAsk.objects.filter(state="failed")
    assert (ask.kind, ask.number) == ("cancel", "EE123456785IN")
    assert "ask again, and it is cancelled and booked anew" in ask.answer

    scan(found.code, happened(Step.HANDED_OVER, "gone"))
    parcels.set_worth(code, cash=rupees(0), declared=rupees(0))
    assert worth_of(found.code) == (1000, 1400), "the carrier has it: its paper is what it is"
    parcels.set_worth("9-KZ09", cash=rupees(0), declared=rupees(0))


def test_what_is_called_off_as_a_whole_asks_for_nothing() -> None:
    found = opened(cash_to_collect=rupees(3500))
    booked(found.code)
    parcels.set_worth(found.seller_order, cash=rupees(2000), declared=rupees(2000))
    parcels.set_worth(found.seller_order, cash=rupees(0), declared=rupees(0))
    assert not CarrierAsk.objects.exclude(state="done").exists()


def test_a_box_is_worth_what_is_inside() -> None:
    open_registry()
    one, two = (
        opened(group=group, box_key="box", box_size=2, cash_to_collect=rupees(3500))
        for group in ("KZ09", "KZ11")
    )
    for each in (one, two):
        scan(each.code, happened(Step.AT_HUB, f"hub:{each.code}", "HUB-BUD"))
    box = join([one.code, two.code], key="k", actor=ACTOR, now=clock.now())
    booked(box)
    CarrierAsk.objects.filter(parcel__code=box).update(state="waiting")
    parcels.set_worth(one.seller_order, cash=rupees(3000), declared=rupees(3000))
    assert worth_of(box) == (6500, 6500)
    CarrierAsk.objects.filter(parcel__code=box).update(state="done")

    # The other's share is cancelled while it lies in the box.
    parcels.set_worth(two.seller_order, cash=rupees(0), declared=rupees(0))
    assert (worth_of(box), worth_of(two.code)) == ((3000, 3000), (0, 0))
    assert CarrierAsk.objects.get(state="failed").parcel.code == box


def test_orders_say_what_is_left_of_them() -> None:
    part = seller_order("1042", S.PACKED, cash_to_collect=Decimal("3542.00"))
    found = parcels.open_parcel(to_send(cash_to_collect=rupees(3542)), actor=ACTOR)
    part.lines.update(quantity_returned=1)
    SellerOrder.objects.filter(pk=part.pk).update(cash_to_collect=Decimal("1792.00"))
    for _ in range(2):
        orders.keep_worth(event("SellerOrderTakenBack", part.code))
        assert worth_of(found) == (1792, 1750)
    move.cancel(code=part.code, by=By("person:7"), now=clock.now(), reason="Moths")
    orders.keep_worth(event("SellerOrderMoved", part.code))
    assert worth_of(found) == (0, 0)
    orders.keep_worth(event("SellerOrderMoved", "9-KZ09"))


def test_what_is_opened_late_is_opened_at_what_is_left() -> None:
    part = seller_order("1042", S.ACCEPTED)
    part.lines.update(quantity_returned=1)
    assert worth_of(orders.parcel_code(part.code)) == (0, 1750)
