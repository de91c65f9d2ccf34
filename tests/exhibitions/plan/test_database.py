"""What the database refuses by itself, whoever writes."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from exhibitions.plan.models import (
    Area,
    Exhibition,
    GateCount,
    ProgrammeItem,
    Stall,
    StallPrice,
    Task,
    TeamMember,
    VisitorPass,
    Zone,
)
from jkrlm.kernel import clock
from tests.exhibitions.world import Fair, a_fair, wish

pytestmark = pytest.mark.django_db


def refused(name: str, write) -> None:  # type: ignore[no-untyped-def]
    """The write fails, at once or when the transaction would end."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def stall(code: str, **changes: object) -> Stall:
    facts = {"x": Decimal(30), "y": Decimal(10), "width": Decimal(3), "height": Decimal(3), **changes}
    fair = Exhibition.objects.get()
    return Stall(exhibition=fair, zone=fair.zones.get(code=code[0]), code=code, **facts)


def test_stalls_stand_in_the_hall_beside_each_other_in_a_zone_with_a_price(fair: Fair) -> None:
    stall("A40").save()
    refused("plan_stall_code_once", lambda: stall("A40", y=Decimal(25)).save())
    refused("plan_stalls_beside_each_other", lambda: stall("A41", x=Decimal("32.5")).save())
    stall("A42", x=Decimal(33)).save()
    refused("outside the hall", lambda: stall("A43", x=Decimal(38)).save())
    refused("outside the hall", lambda: stall("A43", y=Decimal(-1)).save())
    refused("plan_stall_code", lambda: stall("A", y=Decimal(20)).save())
    refused("has no price", lambda: stall("A44", y=Decimal(20), width=Decimal(2)).save())
    refused("plan_stall_reason", lambda: Stall.objects.filter(code="A40").update(state="blocked"))
    refused("outside this hall", lambda: Exhibition.objects.update(hall_width=20))
    refused("its price stays", lambda: StallPrice.objects.filter(zone__code="B").delete())
    refused("at this price", lambda: StallPrice.objects.update(price=1))


def test_zones_of_another_fair_hold_no_stall_of_this_one(fair: Fair) -> None:
    import exhibitions.plan.facade as plan

    plan.plan_exhibition(wish(fair.opens_on, "HAAT-26", name="Haat"), key="other", by=fair.manager)
    plan.keep_zone("HAAT-26", plan.ZoneWish("A", "Foods"), key="other zone", by=fair.manager)
    other = Zone.objects.get(exhibition__code="HAAT-26")
    StallPrice.objects.create(zone=other, width=3, height=3, price=100)
    here = Exhibition.objects.get(code=fair.code)
    row = Stall(exhibition=here, zone=other, code="A50", x=30, y=10, width=3, height=3)
    refused("zone of another exhibition", row.save)


def test_days_and_hours_are_in_order(fair: Fair) -> None:
    row = Exhibition.objects.get()
    for name, change in (
        ("plan_exhibition_days_in_order", {"closes_on": row.opens_on - timedelta(days=1)}),
        ("plan_exhibition_days_in_order", {"apply_by": row.opens_on}),
        ("plan_exhibition_hours_in_order", {"closes_at": row.opens_at}),
        ("plan_exhibition_discount", {"cashiers_discount_percent": 51}),
        ("plan_exhibition_hall", {"hall_depth": 2}),
        ("plan_exhibition_float", {"till_float": -1}),
        ("plan_exhibition_sample", {"is_sample": True}),
        ("plan_exhibition_state", {"state": "resting"}),
    ):
        if name == "plan_exhibition_state":
            name = "cannot go from"
        refused(name, lambda change=change: Exhibition.objects.update(**change))
    item = ProgrammeItem(
        exhibition=row, kind="stage", day=row.closes_on, starts="11:00", ends="12:00", title="Rouf dance"
    )
    item.save()
    refused("programme on other days", lambda: Exhibition.objects.update(closes_on=row.opens_on))
    item.pk, item.day = None, row.closes_on + timedelta(days=1)
    refused("is not open on", item.save)
    item.pk, item.day, item.ends = None, row.closes_on, "10:00"
    refused("plan_programme_hours", item.save)
    member = TeamMember.objects.filter(duty="cashier")
    refused("plan_team_days", lambda: member.update(until=row.opens_on - timedelta(days=1)))
    refused("plan_team_duty", lambda: member.update(duty="singer"))
    refused("plan_task_done", lambda: Task.objects.update(done_at=clock.now()))
    refused("plan_zone_tint", lambda: Zone.objects.update(tint=7))
    area = {"exhibition": row, "name": "Stage", "x": -1, "y": 0, "width": 1, "height": 1}
    refused("plan_area_place", lambda: Area.objects.create(**area))


def test_passes_and_counts_are_whole_and_counts_only_added_to(fair: Fair) -> None:
    row, now = Exhibition.objects.get(), clock.now()
    facts = {
        "exhibition": row,
        "number": 1,
        "name": "Asha",
        "phone": "+919419012345",
        "people": 2,
        "language": "en",
        "consent_at": now,
        "made_at": now,
    }
    made = VisitorPass.objects.create(key=uuid.uuid4(), token="a" * 22, **facts)
    refused("plan_pass_number", lambda: VisitorPass.objects.create(key=uuid.uuid4(), token="b" * 22, **facts))
    rows = VisitorPass.objects.all()
    refused("plan_pass_people", lambda: rows.update(people=11))
    refused("plan_pass_known_or_forgotten", lambda: rows.update(phone=""))
    refused("plan_pass_known_or_forgotten", lambda: rows.update(forgotten_at=now))
    refused("plan_pass_counted", lambda: rows.update(counted_at=now))
    count = {"exhibition": row, "at": now, "by": fair.manager}
    one = GateCount.objects.create(key=uuid.uuid4(), via="pass", people=2, visitor_pass=made, **count)
    refused(
        "visitor_pass_id",
        lambda: GateCount.objects.create(key=uuid.uuid4(), via="pass", people=2, visitor_pass=made, **count),
    )
    for wrong in ({"via": "gate", "people": 51}, {"via": "pass", "people": 1}):
        refused(
            "plan_count_via", lambda wrong=wrong: GateCount.objects.create(key=uuid.uuid4(), **wrong, **count)
        )
    refused(
        "plan_count_people", lambda: GateCount.objects.create(key=uuid.uuid4(), via="gate", people=0, **count)
    )
    refused("only added to", lambda: GateCount.objects.filter(pk=one.pk).update(people=3))
    refused("only added to", one.delete)


def test_moves_say_why_where_they_must() -> None:
    from exhibitions.plan.models import ExhibitionMove

    a_fair()
    row, now = Exhibition.objects.get(), clock.now()
    refused(
        "plan_move_reason",
        lambda: ExhibitionMove.objects.create(
            exhibition=row, from_state="running", to_state="cancelled", at=now
        ),
    )
    refused(
        "plan_move_states",
        lambda: ExhibitionMove.objects.create(
            exhibition=row, from_state="running", to_state="running", at=now
        ),
    )


def test_what_contradicts_itself_is_listed(fair: Fair) -> None:
    import exhibitions.plan.facade as plan

    clauses = dict(plan.invariants())
    assert [broken() for broken in clauses.values()] == [[], []]
    facts = {"number": 1, "people": 2, "language": "en", "consent_at": clock.now(), "made_at": clock.now()}
    VisitorPass.objects.create(
        exhibition=Exhibition.objects.get(),
        key=uuid.uuid4(),
        token="a" * 22,
        name="Asha",
        phone="+919419012345",
        counted_at=clock.now(),
        counted_by=fair.manager,
        **facts,
    )
    Exhibition.objects.update(state="closed")
    assert [broken() for broken in clauses.values()] == [
        ["exhibition SARAS-JMU-26 is closed, its last move says running"],
        ["a pass for 2 counts 0 at the gate"],
    ]
