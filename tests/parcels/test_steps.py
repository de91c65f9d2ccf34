"""Whatever the table of steps does not list is refused, leaves nothing behind, and the database holds it too."""

from decimal import Decimal
from itertools import product

import pytest
from django.db import DatabaseError, transaction

from jkrlm.kernel import clock
from logistics.parcels.errors import NotTogether, NumberTaken, ParcelUnknown, StepRefused
from logistics.parcels.facade import steps_of, waiting
from logistics.parcels.invariants import invariants
from logistics.parcels.models import Parcel, ParcelStep
from logistics.parcels.rules import code_of, is_code
from logistics.parcels.services.join import join
from logistics.parcels.services.note_trouble import note_trouble, settle_claim
from logistics.parcels.services.scan import scan, set_number
from logistics.parcels.services.take_step import enter, take_step, write
from logistics.parcels.services.unpack import part, take_out
from logistics.parcels.states import STEPS, Bearer, ClaimState, ParcelState, Step, TroubleKind
from logistics.places.facade import place
from tests.parcels.world import ACTOR, happened, opened
from tests.registry.world import open_registry

pytestmark = pytest.mark.django_db


def put(state: ParcelState, **changes: object) -> Parcel:
    """A parcel that stands there, with a history that says so."""
    found = opened(**changes)
    found.at_place = "HUB-1"
    if state is not ParcelState.PACKING:
        enter(found, state, happened(Step.SEALED, f"put:{found.code}"), key=f"put:{found.code}")
        found.state = state
        found.save()
    return found


@pytest.mark.parametrize(
    ("step", "before"), list(product([each for each in Step if each is not Step.OPENED], ParcelState))
)
def test_each_step_from_each_state(step: Step, before: ParcelState) -> None:
    found = put(before)
    after = STEPS[step].get(before)
    steps = found.steps.count()
    if after is not None:
        assert take_step(found.code, happened(step, "act"))
        assert not take_step(found.code, happened(step, "act")), "heard twice"
        found.refresh_from_db()
        assert (found.state, found.steps.count()) == (after, steps + 1)
        return
    stands = before in STEPS[step].values()
    if stands:
        assert not take_step(found.code, happened(step, "act"))
    else:
        with pytest.raises(StepRefused) as refused:
            take_step(found.code, happened(step, "act"))
        assert refused.value.params == {"state": before.value, "step": step.value}
    found.refresh_from_db()
    assert (found.state, found.steps.count()) == (before, steps)


def test_the_database_keeps_history_and_lets_no_state_be_written_by_itself() -> None:
    found = opened()
    for wrong in (
        lambda: Parcel.objects.filter(pk=found.pk).update(state="delivered"),
        lambda: Parcel.objects.filter(pk=found.pk).update(order_id="another"),
        lambda: ParcelStep.objects.filter(parcel=found).update(words="never"),
        lambda: ParcelStep.objects.filter(parcel=found).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    assert [check() for _sentence, check in invariants()] == [[], [], [], []]


def test_a_code_has_a_check_digit_and_is_given_once() -> None:
    codes = {opened(number=str(number)).code for number in range(5)}
    assert len(codes) == 5 and all(is_code(each) for each in codes)
    code = code_of(12345678)
    assert is_code(code)
    assert not any(is_code(code[:9] + digit) for digit in "0123456789" if digit != code[9])
    assert opened(number="0").code in codes, "opened twice it is one"


def test_a_box_is_made_of_what_is_here_and_takes_all_along() -> None:
    open_registry()
    one, two = (opened(group=group, box_key="box", box_size=2) for group in ("KZ09", "KZ11"))
    for each in (one, two):
        scan(each.code, happened(Step.PACKED, f"packed:{each.code}"))
    with pytest.raises(NotTogether):
        join([one.code, two.code], key="k", actor=ACTOR, now=clock.now())
    for each in (one, two):
        scan(each.code, happened(Step.AT_HUB, f"hub:{each.code}", "HUB-BUD"))
    with pytest.raises(NotTogether):
        join([one.code], key="k", actor=ACTOR, now=clock.now())
    box = join([one.code, two.code], key="k", actor=ACTOR, now=clock.now())
    assert join([one.code, two.code], key="k", actor=ACTOR, now=clock.now()) == box
    assert (Parcel.objects.get(code=box).weight_grams, Parcel.objects.get(code=box).declared_value) == (
        380,
        7000,
    )

    with pytest.raises(StepRefused, match=box):
        scan(one.code, happened(Step.HANDED_OVER, "alone"))
    scan(box, happened(Step.HANDED_OVER, "out"), tracking_number="ee 123 456 785 in")
    rows = Parcel.objects.filter(order_id=one.order_id)
    assert {each.state for each in rows} == {"handed-over"}
    assert {each.tracking_number for each in rows} == {"EE123456785IN"}
    tracks = steps_of(one.order_id)
    assert [(each.seller_order, each.together) for each in tracks] == [
        ("1042-KZ09", ("KZ11",)),
        ("1042-KZ11", ("KZ09",)),
    ]
    assert [check() for _sentence, check in invariants()] == [[], [], [], []]


def test_a_box_is_sent_from_its_hub_and_nothing_leaves_it_but_by_a_step() -> None:
    open_registry()
    one, two = (opened(group=group, box_key="box", box_size=2) for group in ("KZ09", "KZ11"))
    hub = place(one.hub_code)
    for each in (one, two):
        scan(each.code, happened(Step.AT_HUB, f"hub:{each.code}", hub.code))
    box = join([one.code, two.code], key="k", actor=ACTOR, now=clock.now())
    assert hub.pincode != one.origin_pincode
    assert Parcel.objects.get(code=box).origin_pincode == hub.pincode
    with pytest.raises(DatabaseError), transaction.atomic():
        Parcel.objects.filter(pk=one.pk).update(box=None)
    with pytest.raises(StepRefused, match="Nothing is to be taken out"):
        take_out(box, happened(Step.UNBOXED, "out"))
    for _ in range(2):
        part(box, happened(Step.UNBOXED, "parted"))
    for wrong in (box, one.code):
        with pytest.raises(StepRefused, match="no box at a hub"):
            part(wrong, happened(Step.UNBOXED, f"again:{wrong}"))
    assert [check() for _sentence, check in invariants()] == [[], [], [], []]


def test_what_broke_in_a_box_at_its_hub_stays_behind() -> None:
    three = [put(ParcelState.AT_HUB, group=group, box_key="box", box_size=3) for group in ("A", "B", "C")]
    box = Parcel.objects.get(code=join([each.code for each in three], key="k", actor=ACTOR, now=clock.now()))
    for number, broken in enumerate(three[1:]):
        broken.refresh_from_db()
        write(broken, happened(Step.DAMAGED, f"broke:{number}"))
        with pytest.raises(StepRefused, match=f"Take {broken.code} out"):
            scan(box.code, happened(Step.HANDED_OVER, f"early:{number}"))
        take_out(box.code, happened(Step.UNBOXED, f"out:{number}"))
        broken.refresh_from_db()
        assert (broken.box, broken.state) == (None, "damaged")
    box.refresh_from_db()
    assert (box.weight_grams, box.declared_value, box.state) == (190, 3500, "at-hub")
    scan(box.code, happened(Step.HANDED_OVER, "gone"))
    box.refresh_from_db()
    assert [each.state for each in box.going()] == ["handed-over"]
    assert [check() for _sentence, check in invariants()] == [[], [], [], []]


def test_a_number_is_one_parcels_and_a_mistake_in_it_is_mended() -> None:
    one, two = opened(), opened(number="1043")
    set_number(one.code, tracking_number="EE 123456785 IN", now=clock.now())
    with pytest.raises(NumberTaken, match=one.code):
        set_number(two.code, tracking_number="EE123456785IN", now=clock.now())
    set_number(one.code, tracking_number="EE123456799IN", now=clock.now())
    set_number(two.code, tracking_number="EE123456785IN", now=clock.now())
    with pytest.raises(ParcelUnknown):
        set_number("P000000000", tracking_number="1", now=clock.now())


def test_what_is_packed_waits_for_a_round() -> None:
    open_registry()
    found = opened()
    assert waiting(clock.today()) == ()
    scan(found.code, happened(Step.PACKED, "packed"))
    (row,) = waiting(clock.today())
    assert (row.parcel_code, row.weight_grams) == (found.code, 190)
    assert row.place_code and row.hub_code
    scan(found.code, happened(Step.COLLECTED, "van", row.place_code))
    assert waiting(clock.today()) == ()


def test_each_clause_finds_what_it_is_there_to_find() -> None:
    def broken() -> list[bool]:
        return [bool(check()) for _sentence, check in invariants()]

    one, two = (put(ParcelState.AT_HUB, group=group, box_key="box", box_size=2) for group in ("KZ09", "KZ11"))
    box = join([one.code, two.code], key="k", actor=ACTOR, now=clock.now())
    lost, late = opened(number="7"), opened(number="8")
    for each in (lost, late):
        scan(each.code, happened(Step.HANDED_OVER, f"out {each.code}"))
        gone = happened(Step.LOST, f"lost {each.code}", words="Never scanned again")
        note_trouble(each.code, kind=TroubleKind.LOST, bearer=Bearer.CARRIER, happened=gone)
    settle_claim(
        late.troubles.get().pk,
        to=ClaimState.PAID,
        reference="UTR412345678",
        paid=Decimal(90),
        settled_on=clock.today(),
        now=clock.now(),
    )
    assert broken() == [False, False, False, False]
    late.troubles.update(claim_paid=80)
    assert broken() == [False, False, False, True]
    late.troubles.update(claim_paid=90)
    lost.troubles.update(claimed=99)
    assert broken() == [False, False, True, False]
    lost.troubles.update(claimed=100)
    Parcel.objects.filter(code=box).update(tracking_number="EE123456785IN")
    assert broken() == [False, True, False, False]
    Parcel.objects.filter(code=one.code).update(tracking_number="EE123456785IN")
    Parcel.objects.filter(code=two.code).update(tracking_number="EE123456785IN")
    enter(one, ParcelState.LOST, happened(Step.LOST, "stray"), key="stray")
    assert broken() == [True, False, False, False]
