"""What lies between a step of a parcel and the order's: told late, told twice, or of what is no more there."""

from datetime import timedelta
from decimal import Decimal

import pytest

from jkrlm.kernel import clock
from jkrlm.kernel.models import OutboxMessage
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import Event
from logistics.parcels import facade as parcels
from logistics.parcels.errors import TroubleKnown
from logistics.parcels.facade import Step
from logistics.parcels.models import CarrierAsk, Parcel, Trouble
from logistics.parcels.services.join import join
from logistics.parcels.services.note_trouble import note_trouble
from logistics.parcels.services.scan import scan, set_number
from logistics.parcels.states import Bearer, TroubleKind
from logistics.parcels.web.acts import together_with
from sellers.orders import facade as orders
from sellers.orders.models import Adjustment, SellerOrder
from sellers.orders.return_models import ReturnCase
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.orders.states import SellerOrderState
from tests.parcels.post import LocalPost
from tests.parcels.world import ACTOR, happened, opened
from tests.portal_orders.world import parcel as seller_order
from tests.registry.world import open_registry

pytestmark = pytest.mark.django_db
S = SellerOrderState
BY = By(ACTOR)


def test_brought_to_a_centre_that_the_network_does_not_know_it_is_there() -> None:
    open_registry()
    found = opened()
    parcels.follow_order(found.seller_order, Step.PACKED, key="packed", actor=ACTOR, at=clock.now())
    for key in ("in", "in again"):
        assert parcels.at_centre(found.seller_order, key=key, actor=ACTOR) is (key == "in")
    found.refresh_from_db()
    assert (found.state, found.at_place) == ("ready", "")
    told = OutboxMessage.objects.filter(name="ParcelMoved", payload__step="at-centre")
    assert told.count() == 1
    assert parcels.back_to_group(found.seller_order, key="back", actor=ACTOR, words="Torn")
    parcels.follow_order(found.seller_order, Step.PACKED, key="mended", actor=ACTOR, at=clock.now())
    assert parcels.at_centre(found.seller_order, key="in once more", actor=ACTOR)
    assert told.count() == 2


def moved(part: SellerOrder, number: int) -> Event:
    """What the order's last move tells."""
    payload = {"code": part.code, "by": ACTOR, "reason": "", "state": part.state}
    return Event(id=number, name="SellerOrderMoved", payload=payload, issued_at=clock.now())


def trouble(code: str, kind: TroubleKind, key: str = "form") -> Event:
    """It is noted, ours to bear; what is told of it."""
    note_trouble(
        code, kind=kind, bearer=Bearer.OPERATOR, happened=happened(Step.DAMAGED, key, words="Crushed")
    )
    made = Trouble.objects.latest("pk")
    payload = {
        "trouble": made.pk,
        "parcel": made.parcel.code,
        "seller_order": made.parcel.seller_order,
    }
    return Event(id=1, name="ParcelTrouble", payload=payload, issued_at=clock.now())


def test_scanned_out_before_the_order_knows_is_not_called_back() -> None:
    part = seller_order("1042", S.PACKED)
    code = orders.parcel_code(part.code)
    scan(code, happened(Step.PACKED, "packed"))
    scan(code, happened(Step.HANDED_OVER, "out"))
    orders.keep_parcel(moved(part, 1))
    assert Parcel.objects.get(code=code).state == "handed-over"

    # Handed over and called back in the store: it is with the group again.
    part = move.hand_over(code=part.code, by=BY, now=clock.now())
    part = move.move(code=part.code, to=S.PACKED, by=By("store"), now=clock.now())
    orders.keep_parcel(moved(part, 2))
    assert Parcel.objects.get(code=code).state == "ready"

    # It leaves once more, and the call-back is told once more.
    scan(code, happened(Step.HANDED_OVER, "out again"))
    orders.keep_parcel(moved(part, 3))
    assert Parcel.objects.get(code=code).state == "handed-over"


def returned(state: str) -> tuple[SellerOrder, str]:
    """An order that arrived, and a return of it; with the parcel of the way there."""
    part = seller_order("1042", S.DELIVERED)
    code = orders.parcel_code(part.code)
    for step in (Step.PACKED, Step.HANDED_OVER, Step.DELIVERED):
        scan(code, happened(step, step.value))
    now = clock.now()
    ReturnCase.objects.create(
        seller_order=part,
        key=f"return-{state}",
        state=state,
        wish="refund",
        why="changed-mind",
        words="",
        carriage="buyer",
        pickup_on=clock.today(),
        asked_at=now,
        changed_at=now,
    )
    return part, code


@pytest.mark.parametrize("state", ["booked", "received"])
def test_a_return_under_way_settles_it(state: str) -> None:
    _part, code = returned(state)
    orders.on_parcel_trouble(trouble(code, TroubleKind.DAMAGED))
    assert not Adjustment.objects.exists()


def test_what_is_lost_on_the_way_back_is_the_returns() -> None:
    part, _code = returned("booked")
    case = ReturnCase.objects.get()
    back = parcels.open_return(
        seller_order=part.code,
        return_number=case.pk,
        pickup_on=clock.today(),
        weight_grams=190,
        declared_value=Money(Decimal(3500), "INR"),
        actor=ACTOR,
    )
    ReturnCase.objects.update(state="closed")  # nothing else would keep it from being proposed
    scan(back, happened(Step.HANDED_OVER, "fetched"))
    orders.on_parcel_trouble(trouble(back, TroubleKind.LOST))
    assert not Adjustment.objects.exists()


def test_lost_after_its_cash_came_in_credits_nobody() -> None:
    part = seller_order("1042", S.HANDED_OVER, cash_to_collect=Decimal(3542), cash_remitted_on=clock.today())
    code = orders.parcel_code(part.code)
    scan(code, happened(Step.HANDED_OVER, "out"))
    event = trouble(code, TroubleKind.LOST)
    for _ in range(2):
        orders.on_parcel_trouble(event)
    part.refresh_from_db()
    assert (part.state, Adjustment.objects.count()) == (S.HANDED_OVER, 0)
    assert part.changes.filter(reason__contains="Crushed").count() == 1, "staff see it in its history"


def test_lost_is_credited_once_and_nothing_of_what_is_cancelled() -> None:
    part, other = seller_order("1042", S.HANDED_OVER), seller_order("1043", S.CANCELLED)
    other.lines.update(quantity_returned=2)
    codes = [orders.parcel_code(each.code) for each in (part, other)]
    for code in codes:
        scan(code, happened(Step.HANDED_OVER, f"out:{code}"))
        event = trouble(code, TroubleKind.LOST)
        for _ in range(2):
            orders.on_parcel_trouble(event)
    made = Adjustment.objects.get()
    part.refresh_from_db()
    assert (made.seller_order, made.amount, part.state) == (part, Decimal("3000.00"), S.RETURNED)


def test_a_number_typed_twice_keeps_no_parcel_from_leaving() -> None:
    one, two = opened(), opened(number="1043")
    set_number(one.code, tracking_number="EE123456785IN", now=clock.now())
    scan(two.code, happened(Step.PACKED, "packed"))
    for _ in range(2):
        parcels.follow_order(
            two.seller_order,
            Step.HANDED_OVER,
            key="order:9",
            actor=ACTOR,
            at=clock.now(),
            tracking_number="EE123456785IN",
        )
    two.refresh_from_db()
    assert (two.state, two.tracking_number) == ("handed-over", "")
    last = two.steps.latest("pk")
    assert one.code in last.words and last.step == "handed-over"


@pytest.mark.parametrize("step", [Step.COLLECTED, Step.AT_HUB])
def test_fetched_before_the_group_said_packed_its_carrier_is_asked(step: Step, post: LocalPost) -> None:
    open_registry()
    found = opened()
    scan(found.code, happened(step, "van", found.from_place))
    scan(found.code, happened(Step.AT_HUB, "hub", found.hub_code))
    assert [(each.kind, each.key) for each in CarrierAsk.objects.all()] == [
        ("create", f"create-{found.code}")
    ]


def test_what_broke_at_the_hub_keeps_no_other_from_its_box() -> None:
    open_registry()
    three = [opened(group=group, box_key="box", box_size=3) for group in ("KZ09", "KZ11", "KZ12")]
    for each in three:
        scan(each.code, happened(Step.AT_HUB, f"hub:{each.code}", "HUB-BUD"))
    trouble(three[1].code, TroubleKind.DAMAGED)
    left = together_with(three[0])
    assert [each.code for each in left] == [three[0].code, three[2].code]
    assert join([each.code for each in left], key="k", actor=ACTOR, now=clock.now() + timedelta(minutes=1))


def test_the_trouble_of_a_box_is_told_once() -> None:
    open_registry()
    two = [opened(group=group, box_key="box", box_size=2) for group in ("KZ09", "KZ11")]
    for each in two:
        scan(each.code, happened(Step.AT_HUB, f"hub:{each.code}", "HUB-BUD"))
    box = join([each.code for each in two], key="k", actor=ACTOR, now=clock.now())
    for _ in range(2):
        trouble(box, TroubleKind.DAMAGED)
    with pytest.raises(TroubleKnown, match=box):
        trouble(box, TroubleKind.DAMAGED, key="another form")
    assert Trouble.objects.count() == 2
