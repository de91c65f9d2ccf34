"""A day off that was entered late: which promises it makes later, and which have room for it."""

from datetime import date, timedelta

import pytest

from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import Role
from logistics.facade import Promise, day_off, holidays, shifted_by_day_off, working_day
from logistics.models import Holiday
from logistics.places import facade as places
from logistics.places.models import Place as PlaceRow
from logistics.places.models import ServedGroup
from logistics.places.services.keep_staff import close_day, open_day
from tests.seller_orders.conftest import somebody

pytestmark = pytest.mark.django_db
HUB = "hub-budgam"
CENTRE = "collection-narbal"


def workday(after: date, count: int = 1) -> date:
    """A weekday but Saturday, so that the day after it is one, too; no holiday near."""
    for _each in range(count):
        after = working_day(after + timedelta(days=1))
    while after.weekday() > 2 or any(after + timedelta(days=n) in holidays() for n in range(12)):
        after += timedelta(days=1)
    return after


def promise(ship_on: date, **given: object) -> Promise:
    held: dict[str, object] = {
        "group_code": "KZ09",
        "origin_pincode": "193401",
        "destination_pincode": "560034",
        "via_hub": "",
        "promised_on": today(),
        "pack_by": ship_on - timedelta(days=1),
        "ship_on": ship_on,
        "earliest": working_day(ship_on + timedelta(days=3)),
        "latest": working_day(ship_on + timedelta(days=8)),
        "is_packed": False,
        "has_left": False,
        **given,
    }
    return Promise(**held)


def holiday(day: date, *, since: date | None = None, until: date | None = None) -> None:
    Holiday.objects.create(
        day=day, name="Eid", valid_from=since or today(), valid_to=until, status="confirmed", source="Gazette"
    )


def latest(held: Promise, day: date, place: str = "") -> date | None:
    off = day_off(day, place=place)
    found = shifted_by_day_off(off, held) if off else None
    return found.latest if found else None


def close(code: str, day: date) -> None:
    by = somebody("Keeper", Role.LOGISTICS)
    close_day(code=code, day=day, reason="Snow", key=f"{code} {day}", by=by, now=now())


@pytest.fixture
def centre(groups) -> PlaceRow:
    made = PlaceRow.objects.create(
        code=CENTRE, kind="collection", name="Narbal centre", district="Budgam", pincode="193401"
    )
    ServedGroup.objects.create(place=made, group_code="KZ09")
    return made


def test_before_it_is_packed_every_day_counts_and_then_the_day_of_hand_over_alone(groups):
    ship_on = workday(today(), 2)
    between = working_day(today())
    if between == ship_on:
        pytest.skip("no working day between")
    holiday(between)
    assert latest(promise(ship_on), between) > promise(ship_on).latest
    assert latest(promise(ship_on, is_packed=True), between) is None
    assert latest(promise(ship_on, has_left=True), between) is None
    holiday(ship_on)
    assert latest(promise(ship_on, is_packed=True), ship_on) > promise(ship_on).latest


def test_on_its_way_only_the_last_day_counts(groups):
    held = promise(workday(today()), has_left=True)
    holiday(held.latest)
    assert latest(held, held.latest) == working_day(held.latest) > held.latest
    day = held.latest - timedelta(days=1)
    holiday(day)
    assert latest(held, day) is None


def test_what_was_counted_when_it_was_promised_is_not_counted_again(groups):
    day = workday(today())
    holiday(day, since=today() - timedelta(days=30), until=today() - timedelta(days=5))
    holiday(day)
    assert latest(promise(day), day) > promise(day).latest
    assert latest(promise(day, promised_on=today() - timedelta(days=9)), day) is None


def test_what_was_entered_and_dropped_is_no_day_off_any_more(centre):
    day = workday(today())
    holiday(day, since=today() - timedelta(days=5), until=today())
    assert day_off(day) is None
    close(CENTRE, day)
    assert day_off(day, place=CENTRE).reason == "Narbal centre: Snow"
    by = somebody("Opener", Role.LOGISTICS)
    open_day(code=CENTRE, day=day, reason="Not so", key="o", by=by, now=now())
    assert day_off(day, place=CENTRE) is None


def test_a_box_waits_for_a_share_whose_centre_was_closed_only_where_no_time_is_left(centre):
    taken = workday(today(), 2)
    leaves = taken + timedelta(days=2)  # one day to the hub, and on the next it goes
    close(CENTRE, taken)
    tight = promise(leaves, via_hub=HUB, pack_by=taken - timedelta(days=1))
    assert latest(tight, taken, CENTRE) > tight.latest
    roomy = promise(leaves + timedelta(days=2), via_hub=HUB, pack_by=taken - timedelta(days=1))
    assert latest(roomy, taken, CENTRE) is None
    assert latest(promise(leaves, via_hub="hub-srinagar", group_code="KZ11"), taken, CENTRE) is None


def test_a_hub_counts_on_the_day_on_which_it_sends(centre):
    ship_on = workday(today())
    close(HUB, ship_on)
    for held in (promise(ship_on), promise(ship_on, via_hub=HUB)):
        assert latest(held, ship_on, HUB) > held.latest
    assert latest(promise(ship_on + timedelta(days=1)), ship_on, HUB) is None
    assert latest(promise(ship_on, has_left=True), ship_on, HUB) is None
    assert latest(promise(ship_on, group_code="KZ11"), ship_on, HUB) is None
    PlaceRow.objects.filter(code=HUB).update(weekdays=[False] * 7)
    assert latest(promise(ship_on), ship_on, HUB) is None, "it never works on this day of the week"


def test_what_is_late_already_is_not_promised_by_this(groups):
    day = working_day(today())
    holiday(day)
    old = promise(day - timedelta(days=20), latest=day - timedelta(days=8))
    assert latest(old, day) is None
    assert places.why_closed(HUB, day) == ""
