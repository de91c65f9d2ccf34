"""A closed road makes what goes over it later, and nothing else; and nothing sooner."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics import facade as logistics
from logistics.closures import Spot, met_by, travel
from logistics.models import RoadClosure
from logistics.payload import read_bag
from logistics.services.quote_bag import quote_bag
from logistics.tariff import ClosureRow

DAY = date(2026, 12, 1)
VALLEY, BUDGAM = Spot("190001", "Srinagar"), Spot("193401", "Budgam")
JAMMU, DELHI = Spot("180001", "Jammu"), Spot("110001", "")


def closed(begins=0, ends=5, added=None, prefix="19", district="", crossing=False, number=1, **whose):
    return ClosureRow(
        id=number,
        prefix=prefix,
        district=district,
        only_crossing=crossing,
        begins=DAY + timedelta(days=begins),
        ends=None if ends is None else DAY + timedelta(days=ends),
        days_added=added,
        reason=f"Snow {number}",
        valid_from=DAY,
        valid_to=None,
        **whose,
    )


def no_sunday(day):
    return day + timedelta(days=1) if day.weekday() == 6 else day


def go(*closures, origin=BUDGAM, door=DELHI, days=(3, 5), ship_on=DAY, **by):
    return travel(
        ship_on=ship_on,
        days_min=days[0],
        days_max=days[1],
        origin=origin,
        destination=door,
        met=met_by(closures, origin, door, **by),
        working_day=no_sunday,
    )


def test_without_a_closure_the_days_are_those_of_the_carrier():
    found = go()
    assert (found.ship_on, found.earliest, found.latest, found.reasons) == (
        DAY,
        date(2026, 12, 4),
        date(2026, 12, 7),  # the 6th is a Sunday
        (),
    )


def test_what_begins_behind_a_closed_road_waits_until_it_opens():
    found = go(closed(ends=3))
    assert (found.ship_on, found.latest, found.reasons) == (
        date(2026, 12, 5),
        date(2026, 12, 10),
        ("Snow 1",),
    )


def test_what_goes_behind_it_arrives_when_it_opens():
    found = go(closed(ends=20), origin=DELHI, door=VALLEY)
    assert (found.ship_on, found.earliest, found.latest) == (DAY, date(2026, 12, 22), date(2026, 12, 22))


def test_a_slow_road_adds_its_days_once():
    assert go(closed(added=4)).latest == date(2026, 12, 10)
    assert go(closed(begins=30, ends=40, added=4)).latest == date(2026, 12, 7)


def test_a_pass_concerns_only_what_crosses_it():
    pass_closed = closed(crossing=True)
    assert go(pass_closed, origin=BUDGAM, door=VALLEY).latest == date(2026, 12, 7)
    assert go(pass_closed, origin=JAMMU, door=VALLEY).latest > date(2026, 12, 7) - timedelta(days=1)
    assert go(pass_closed, origin=JAMMU, door=DELHI).reasons == ()
    assert go(closed(district="Budgam", prefix="")).ship_on > DAY


POST = {"carrier": "India Post", "service": "Speed Post"}


@pytest.mark.parametrize(
    ("whose", "by", "is_later"),
    [
        ({}, POST, True),
        ({"carrier": "India Post"}, POST, True),
        ({"carrier": "India Post", "service": "Parcel"}, POST, False),
        ({"carrier": "Courier"}, POST, False),
        ({"carrier": "India Post"}, {}, False),
        ({"carrier": "India Post", "prefix": ""}, POST, True),
    ],
    ids=str,
)
def test_a_carriers_disruption_concerns_what_goes_by_it(whose, by, is_later):
    found = go(closed(**whose), **by)
    assert (found.ship_on > DAY) is is_later
    said = "India Post: Snow 1" if whose else "Snow 1"
    assert found.reasons == ((said,) if is_later else ())


def test_until_further_notice_nothing_is_promised():
    assert go(closed(ends=None)) is None
    assert go(closed(ends=None), origin=JAMMU, door=DELHI) is not None


rows = st.builds(
    closed,
    begins=st.integers(-5, 30),
    ends=st.integers(31, 40) | st.integers(31, 60),
    added=st.none() | st.integers(1, 20),
    prefix=st.sampled_from(["19", "193", "1", "11", "18"]),
    crossing=st.booleans(),
    number=st.integers(1, 99),
    carrier=st.sampled_from(["", "India Post", "Courier"]),
) | st.builds(closed, begins=st.integers(-5, 5), ends=st.integers(6, 12), added=st.none() | st.integers(1, 9))


@given(
    st.lists(rows, max_size=4),
    rows,
    st.sampled_from([VALLEY, BUDGAM, JAMMU, DELHI]),
    st.sampled_from([VALLEY, BUDGAM, JAMMU, DELHI]),
    st.integers(0, 4),
    st.integers(0, 10),
)
@settings(max_examples=120, deadline=None)
def test_one_more_closure_never_makes_anything_sooner(before, more, origin, door, least, spread):
    way = {"origin": origin, "door": door, "days": (least, least + spread), **POST}
    without = go(*before, **way)
    with_it = go(*before, more, **way)
    if without is None:
        assert with_it is None
    elif with_it is not None:
        assert with_it.ship_on >= without.ship_on
        assert with_it.earliest >= without.earliest
        assert with_it.latest >= without.latest
        assert with_it.ship_on <= with_it.earliest <= with_it.latest


THURSDAY = date(2026, 11, 19)


def enter(**fields):
    given = {
        "key": "k",
        "prefix": "193",
        "begins": THURSDAY,
        "reason": "Snow at Tangmarg",
        "valid_from": THURSDAY,
    }
    return RoadClosure.objects.create(**given | {"status": "confirmed"} | fields)


def test_a_quote_says_later_days_and_why_and_forgets_when_it_is_lifted(world, ask, bag_line):
    def option():
        return quote_bag(read_bag(ask(bag_line())), today=THURSDAY)[0].parcels[0].chosen

    before = option()
    row = enter(days_added=5, ends=date(2026, 12, 31))
    after = option()
    assert after.latest >= before.latest + timedelta(days=5)
    assert after.delays == ("Snow at Tangmarg",)
    assert before.delays == ()
    RoadClosure.objects.filter(pk=row.pk).update(lifted_at="2026-11-19T06:00Z")
    assert option() == before


def test_a_place_behind_a_closed_road_says_why_nothing_goes_there(world, ask, bag_line):
    enter(prefix="", district="Budgam")
    assert quote_bag(read_bag(ask(bag_line())), today=THURSDAY) == ()
    (answer,) = logistics.estimate_bag(ask(bag_line()), today=THURSDAY)
    assert answer.refusal == "Nothing goes there until further notice: Snow at Tangmarg."


@pytest.mark.parametrize(
    ("promise", "latest"),
    [
        ({}, date(2026, 12, 6) + timedelta(days=1)),
        ({"destination_pincode": "190001"}, date(2026, 12, 7)),
        ({"origin_pincode": "180001"}, None),
        ({"origin_pincode": "180001", "via_hub": "hub-srinagar"}, None),
        ({"origin_pincode": "180001", "via_hub": "hub-baramulla"}, date(2026, 12, 7)),
        ({"has_left": True}, date(2026, 12, 7)),
    ],
    ids=str,
)
def test_what_was_promised_moves_where_the_closure_meets_it(db, monkeypatch, promise, latest):
    monkeypatch.setattr("jkrlm.kernel.clock.today", lambda: THURSDAY)
    row = enter(days_added=5, ends=date(2026, 12, 31))
    held = {
        "origin_pincode": "193401",
        "destination_pincode": "110001",
        "via_hub": "",
        "group_code": "KZ09",
        "promised_on": THURSDAY,
        "pack_by": date(2026, 11, 23),
        "is_packed": False,
        "ship_on": date(2026, 11, 24),
        "earliest": date(2026, 11, 30),
        "latest": date(2026, 12, 2),
        "has_left": False,
    }
    found = logistics.shifted_by_closure(row.pk, logistics.Promise(**held | promise))
    assert (found.latest if found else None) == latest


@pytest.mark.parametrize(
    ("promise", "latest"),
    [
        ({}, date(2026, 12, 7)),
        ({"service": "Speed Post"}, None),
        ({"carrier": "Courier"}, None),
        ({"has_left": True}, date(2026, 12, 7)),
        ({"via_hub": "hub-srinagar"}, date(2026, 12, 7)),
    ],
    ids=str,
)
def test_a_strike_moves_what_that_carrier_promised_everywhere(db, monkeypatch, promise, latest):
    monkeypatch.setattr("jkrlm.kernel.clock.today", lambda: THURSDAY)
    row = enter(prefix="", carrier="India Post", service="Parcel", days_added=5, ends=date(2026, 12, 31))
    held = {
        "origin_pincode": "180001",
        "destination_pincode": "110001",
        "via_hub": "",
        "group_code": "KZ09",
        "promised_on": THURSDAY,
        "pack_by": date(2026, 11, 23),
        "is_packed": False,
        "ship_on": date(2026, 11, 24),
        "earliest": date(2026, 11, 30),
        "latest": date(2026, 12, 2),
        "has_left": False,
        "carrier": "India Post",
        "service": "Parcel",
    }
    found = logistics.shifted_by_closure(row.pk, logistics.Promise(**held | promise))
    assert (found.latest if found else None) == latest
    assert found is None or found.reasons == ("India Post: Snow at Tangmarg",)


def test_a_quote_leaves_the_other_service_as_it_is(world, ask, bag_line):
    def options():
        parcel = quote_bag(read_bag(ask(bag_line())), today=THURSDAY)[0].parcels[0]
        return {option.service: (option.latest, option.delays) for option in parcel.options}

    before = options()
    slow = sorted(before)[0]
    enter(prefix="", carrier="India Post", service=slow, days_added=9, ends=date(2026, 12, 31))
    after = options()
    assert after.pop(slow)[1] == ("India Post: Snow at Tangmarg",)
    assert after and after == {name: said for name, said in before.items() if name != slow}
