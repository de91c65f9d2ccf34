"""What a carrier owes: by the terms that were told, for each article once, also for one of a box alone."""

from decimal import Decimal

import pytest
from django.test import Client

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import Role
from logistics.facade import loss_of
from logistics.models import LossCover
from logistics.parcels import facade as parcels
from logistics.parcels.errors import StepRefused, TroubleKnown
from logistics.parcels.invariants import invariants
from logistics.parcels.models import Parcel, Trouble
from logistics.parcels.services.join import join
from logistics.parcels.services.note_trouble import note_trouble
from logistics.parcels.services.scan import scan
from logistics.parcels.services.unpack import take_out
from logistics.parcels.states import Bearer, Step, TroubleKind
from sellers.orders import facade as orders
from sellers.orders.models import Adjustment
from sellers.orders.states import SellerOrderState
from tests.bad_input.unchanged import nothing_changes
from tests.parcels.test_pages import pressed
from tests.parcels.world import ACTOR, happened, opened
from tests.portal_orders.world import parcel as seller_order
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.django_db
BASE = "/staff/logistics/parcels/"


def boxed(*worth: int) -> tuple[Parcel, Parcel, Parcel]:
    """Two shares of these values in one box at its hub, and the box."""
    one, two = (
        opened(group=group, box_key="box", box_size=2, declared_value=Money(Decimal(value), "INR"))
        for group, value in zip(("KZ09", "KZ11"), worth, strict=True)
    )
    for each in (one, two):
        scan(each.code, happened(Step.AT_HUB, f"hub:{each.code}", "HUB-BUD"))
    return (
        one,
        two,
        Parcel.objects.get(code=join([one.code, two.code], key="k", actor=ACTOR, now=clock.now())),
    )


def arrived(code: str) -> None:
    for step in (Step.HANDED_OVER, Step.DELIVERED):
        scan(code, happened(step, f"{step.value}:{code}"))


def wrong(code: str, kind: TroubleKind, key: str = "form") -> None:
    gone = happened(Step.DAMAGED, f"{key}:{code}", words="One pot broke")
    note_trouble(code, kind=kind, bearer=Bearer.CARRIER, happened=gone)


def claimed() -> dict[str, Decimal]:
    return dict(Trouble.objects.values_list("parcel__group_code", "claimed"))


def due() -> Decimal:
    return ledger.balance(ledger.account_of("due-from-carriers", "India Post")).amount


def broken() -> list[str]:
    return [each for _sentence, check in invariants() for each in check()]


def test_no_more_is_claimed_than_the_carrier_pays() -> None:
    dear, cheap, fast = (
        opened(),
        opened(number="7", declared_value=Money(Decimal("60.50"), "INR")),
        opened(number="8", service="Speed Post"),
    )
    for each in (dear, cheap, fast):
        arrived(each.code)
        wrong(each.code, TroubleKind.DAMAGED)
    assert [each.claimed for each in Trouble.objects.order_by("id")] == [100, Decimal("60.50"), 1000]
    wrong(dear.code, TroubleKind.LOST, key="more")
    last = Trouble.objects.latest("id")
    assert (last.claimed, last.claim_state) == (0, "none"), "what is claimed already is not claimed again"
    assert due() == Decimal("1160.50") and broken() == []


def test_what_insurance_bears_is_claimed_too() -> None:
    LossCover.objects.filter(service="parcel").update(premium_percent=1)
    found = opened()
    arrived(found.code)
    wrong(found.code, TroubleKind.LOST)
    assert claimed() == {"KZ09": Decimal(3500)} and due() == 3500


def test_a_carrier_that_pays_nothing_is_asked_for_nothing() -> None:
    found = opened(carrier="A bus from Anantnag")
    arrived(found.code)
    wrong(found.code, TroubleKind.LOST)
    assert (Trouble.objects.get().claim_state, due()) == ("none", 0)


def test_a_box_is_one_article() -> None:
    _one, _two, box = boxed(1000, 500)
    arrived(box.code)
    wrong(box.code, TroubleKind.DAMAGED)
    told = loss_of(
        carrier="India Post",
        service="Parcel by surface",
        declared=[Money(Decimal(each), "INR") for each in (1000, 500)],
        on=clock.today(),
    )
    assert claimed() == {"KZ09": Decimal("66.67"), "KZ11": Decimal("33.33")}
    assert [each.carrier_pays.amount for each in told] == list(claimed().values())
    assert due() == 100 and broken() == []


@pytest.mark.parametrize("kind", [TroubleKind.DAMAGED, TroubleKind.LOST])
def test_one_of_a_box_that_arrived(kind: TroubleKind) -> None:
    open_registry()
    one, two, box = boxed(1000, 500)
    scan(box.code, happened(Step.HANDED_OVER, "out"))
    with nothing_changes(), pytest.raises(StepRefused, match=f"travels in box {box.code}"):
        wrong(two.code, kind)
    scan(box.code, happened(Step.DELIVERED, "there"))
    with nothing_changes(), pytest.raises(StepRefused, match="travels in box"):
        wrong(two.code, TroubleKind.REFUSED)
    desk = staff(Role.LOGISTICS, name="Rubina Lone")
    assert f"{two.code}/trouble/" in desk.get(f"{BASE}{two.code}/").content.decode()
    facts = {"kind": kind.value, "bearer": "carrier", "words": "One pot broke"}
    assert pressed(desk, f"{two.code}/trouble/", **facts).status_code == 302
    for each in (one, two, box):
        each.refresh_from_db()
        assert each.state == "delivered"
    assert claimed() == {"KZ11": Decimal("33.33")} and broken() == []
    wrong(one.code, kind)
    assert due() == 100
    with pytest.raises(TroubleKnown):
        wrong(two.code, kind, key="another form")


def test_one_of_a_box_that_came_back_is_said_to_its_order() -> None:
    part = seller_order("1042", SellerOrderState.RETURNED, service="Parcel by surface")
    code = orders.parcel_code(part.code)
    for step in (Step.PACKED, Step.HANDED_OVER, Step.RETURNED):
        scan(code, happened(step, step.value))
    wrong(code, TroubleKind.DAMAGED)
    made = Trouble.objects.get()
    facts = {"trouble": made.pk, "parcel": code, "seller_order": part.code}
    for _ in range(2):
        orders.on_parcel_trouble(Event(1, "ParcelTrouble", facts, clock.now()))
    assert part.changes.filter(reason__contains="One pot broke").count() == 1
    assert (made.claimed, Adjustment.objects.count()) == (100, 0)


def test_one_that_breaks_at_the_hub_stays_behind() -> None:
    open_registry()
    one, two, box = boxed(1000, 500)
    wrong(two.code, TroubleKind.DAMAGED)
    box.refresh_from_db()
    two.refresh_from_db()
    assert (box.state, two.state, box.declared_value, box.box_size) == ("at-hub", "damaged", 1000, 1)
    with pytest.raises(StepRefused, match=f"Take {two.code} out"):
        scan(box.code, happened(Step.HANDED_OVER, "out"))
    take_out(box.code, happened(Step.UNBOXED, "taken out"))
    wrong(one.code, TroubleKind.LOST)
    for each in (one, two, box):
        each.refresh_from_db()
    assert (one.state, two.state, box.state) == ("lost", "damaged", "cancelled")
    assert (one.box_id, two.box_id) == (None, None) and broken() == []


def test_what_the_carrier_does_not_pay_is_borne_as_was_told() -> None:
    for number, bearer, gets in (("1042", "operator", 3000), ("1043", "group", 100)):
        LossCover.objects.update(bearer=bearer)
        part = seller_order(number, SellerOrderState.HANDED_OVER, service="Parcel by surface")
        code = orders.parcel_code(part.code)
        scan(code, happened(Step.HANDED_OVER, f"out:{number}"))
        wrong(code, TroubleKind.LOST)
        made = Trouble.objects.latest("id")
        facts = {"trouble": made.pk, "parcel": code, "seller_order": part.code}
        orders.on_parcel_trouble(Event(1, "ParcelTrouble", facts, clock.now()))
        assert Adjustment.objects.get(seller_order=part).amount == gets, bearer


def test_who_bears_it_is_chosen_and_not_presumed() -> None:
    open_registry()
    found = opened()
    desk: Client = staff(Role.LOGISTICS, name="Rubina Lone")
    page = desk.get(f"{BASE}{found.code}/trouble/").content.decode()
    assert '<option value="" selected' in page
    with nothing_changes():
        answer = pressed(desk, f"{found.code}/trouble/", kind="damaged", bearer="", words="Crushed")
    assert answer.status_code == 422


def test_a_return_that_a_hub_scans_has_arrived() -> None:
    open_registry()
    out = opened()
    arrived(out.code)
    back = parcels.open_return(
        seller_order=out.seller_order,
        return_number=5,
        pickup_on=clock.today(),
        weight_grams=64,
        declared_value=Money(Decimal(1200), "INR"),
        actor=ACTOR,
    )
    scan(back, happened(Step.HANDED_OVER, "fetched"))
    found = Parcel.objects.get(code=back)
    desk = staff(Role.LOGISTICS, name="Rubina Lone")
    for _ in range(2):
        hub = found.hub_code
        answer = pressed(desk, f"scan/?step=at-hub&place={hub}", step="at-hub", place=hub, code=back)
        assert answer.status_code == 302
    found.refresh_from_db()
    assert (found.state, found.at_place) == ("delivered", found.hub_code)
    wrong(back, TroubleKind.DAMAGED)
    assert Trouble.objects.get().claimed == 100
