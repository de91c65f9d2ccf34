"""The desk of logistics: places, rates and closed roads; nothing is kept that was not looked at first."""

import re
from datetime import date, timedelta

import pytest

from jkrlm.kernel.clock import today
from jkrlm.kernel.models import OutboxMessage
from jkrlm.people.facade import Role
from jkrlm.people.models import AuditEntry
from logistics.models import HubLeg, RateChange, RoadClosure, TransitDays
from logistics.places import facade as places
from logistics.places.models import Place, PlaceChange, PlaceStaff
from tests.seller_orders.conftest import somebody, staff

AT = "/staff/logistics/"


@pytest.fixture
def desk(db):
    return staff(Role.LOGISTICS, name="Javid Wani")


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def place_form(**given):
    return {
        "kind": "collection",
        "name": "Narbal centre",
        "district": "Budgam",
        "pincode": "193401",
        "village": "Narbal",
        "groups": "KZ09",
        "capacity_kg": "500",
        "weekdays": ["0", "2", "4"],
        "opens": "10:00",
        "closes": "16:00",
        "source": "Letter of the federation, 3 November",
        "reason": "The centre opened",
        "key": "k-1",
        **given,
    }


def test_a_centre_is_put_on_the_list_and_its_groups_bring_their_parcels_there(desk, groups):
    page = desk.get(AT)
    assert page.status_code == 200
    assert (
        page.content.decode().count('<path class="dot hub"') == 20 + 1 + 20
    )  # on the map, in its legend, and in the table
    answer = desk.post(f"{AT}places/new/", place_form())
    assert answer["Location"] == f"{AT}places/collection-narbal-centre/"
    assert desk.post(f"{AT}places/new/", place_form())["Location"] == answer["Location"]  # sent twice
    made = places.collection_place_of("KZ09")
    assert (made.code, made.hub_code, made.capacity_grams) == (
        "collection-narbal-centre",
        "hub-budgam",
        500_000,
    )
    assert made.weekdays == (True, False, True, False, True, False, False)
    assert Place.objects.count() == 21
    assert AuditEntry.objects.filter(verb="place.make", target="place collection-narbal-centre").count() == 1
    assert "Letter of the federation" in desk.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pincode": "199999"}, "No post office of ours has this PIN code."),
        ({"groups": "KZ09, XX99"}, "There is no group XX99."),
        ({"groups": "KZ11"}, "KZ11 brings its parcels to Srinagar hub already."),
        ({"latitude": "34.1"}, "Say both, latitude and longitude, or neither."),
        ({"prefixes": "193"}, "Only hubs serve PIN codes."),
        ({"closes": "09:00"}, "It closes before it opens."),
        ({"kind": "exhibition", "groups": ""}, "An exhibition has a first and a last day."),
        ({"name": "Invented (sample)"}, "(sample) marks what the demo invented."),
        ({"reason": ""}, "This field is required."),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(desk, groups, change, said):
    places_before = Place.objects.count()
    Place.objects.get(code="hub-srinagar").served_groups.create(group_code="KZ11")
    answer = desk.post(f"{AT}places/new/", place_form(**change))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert "Letter of the federation, 3 November" in text
    assert Place.objects.count() == places_before
    assert not PlaceChange.objects.exists()


def test_two_who_change_a_place_at_once_do_not_overwrite_each_other(desk, groups):
    first = place_form(
        kind="hub", groups="", village="Budgam", pincode="191111", version="1", name="Budgam hub 1"
    )
    assert desk.post(f"{AT}places/hub-budgam/edit/", first)["Location"] == f"{AT}places/hub-budgam/"
    late = desk.post(f"{AT}places/hub-budgam/edit/", first | {"key": "k-2", "name": "Budgam hub 2"})
    assert late.status_code == 422
    assert "Somebody else changed this place meanwhile" in late.content.decode()
    row = Place.objects.get(code="hub-budgam")
    assert (row.name, row.version, row.kind) == ("Budgam hub 1", 2, "hub")
    change = PlaceChange.objects.get()
    assert change.before["name"] == "Budgam hub"
    assert "code" not in change.before


def test_who_works_at_a_place_and_when_it_is_closed_is_kept_with_its_history(desk):
    keeper, day = somebody("Keeper", Role.LOGISTICS), today()
    at = f"{AT}places/hub-doda/"
    given = {"email": keeper.email, "task": "keeper", "since": day, "reason": "New", "key": "s"}
    assert desk.post(f"{at}staff/", given).status_code == 302
    assert [each.name for each in places.workers("hub-doda", on=day)] == ["Keeper"]
    wrong = desk.post(f"{at}staff/", given | {"email": "nobody@example.org", "key": "t"})
    assert wrong.status_code == 422
    ends = {"until": day, "reason": "Left", "key": "e"}
    assert desk.post(f"{at}staff/{keeper.pk}/end/", ends).status_code == 302
    assert places.workers("hub-doda", on=day) == ()
    assert PlaceStaff.objects.get().until == day
    monday = day + timedelta(days=7 - day.weekday())
    closing = {"day": monday, "reason": "Stock-taking", "key": "c"}
    assert desk.post(f"{at}close-day/", closing).status_code == 302
    assert not places.is_open("hub-doda", monday)
    assert desk.post(f"{at}open-day/", closing | {"key": "o"}).status_code == 302
    assert places.is_open("hub-doda", monday)
    assert desk.get(at).status_code == 200
    assert list(PlaceChange.objects.order_by("id").values_list("what", flat=True)) == [
        "staff",
        "staff-end",
        "close-day",
        "open-day",
    ]


def row_form(day, **given):
    return {
        "days_min": "3",
        "days_max": "6",
        "valid_from": day,
        "status": "confirmed",
        "source": "What tracking showed",
        "reason": "Measured",
        "key": "r-1",
        **given,
    }


def test_a_rate_is_looked_at_then_kept_from_a_day_on_and_the_old_row_stays(desk):
    old = TransitDays.objects.get(service="speed-post", zone="south")
    day = today() + timedelta(days=10)
    at = f"{AT}rates/transit/{old.pk}/change/"
    blind = desk.post(at, row_form(day, keep="1"))
    assert blind.status_code == 200  # shown, not kept
    assert TransitDays.objects.filter(service="speed-post", zone="south").count() == 1
    seen = desk.post(at, row_form(day, see="1"))
    text = seen.content.decode()
    assert "560034 Karnataka" in text
    assert "190001 Srinagar" not in text  # nothing changes there
    shown = hidden(seen, "shown")
    other = desk.post(at, row_form(day, keep="1", shown=shown, days_max="9"))
    assert other.status_code == 200
    assert not RateChange.objects.exists()
    kept = row_form(day, keep="1", shown=shown)
    assert desk.post(at, kept)["Location"] == f"{AT}rates/transit/"
    old.refresh_from_db()
    new = TransitDays.objects.get(service="speed-post", zone="south", valid_from=day)
    assert (old.valid_to, old.days_max, new.days_max, new.status) == (day, 7, 6, "confirmed")
    assert desk.post(at, kept).status_code == 302  # sent twice
    assert RateChange.objects.count() == 1
    assert AuditEntry.objects.filter(verb="rates.change").count() == 1
    assert "Measured" in desk.get(f"{AT}rates/transit/").content.decode()


@pytest.mark.parametrize(
    ("days", "change", "said"),
    [
        (0, {}, "What was promised today stays"),
        (2000, {}, "more than three years away"),
        (5, {"days_max": "1"}, "These values do not go together"),
        (5, {"days_min": "x"}, "Enter a whole number."),
    ],
)
def test_a_rate_that_cannot_be_is_refused_and_nothing_changes(desk, days, change, said):
    old = TransitDays.objects.get(service="parcel", zone="north")
    given = row_form(today() + timedelta(days=days), see="1", **change)
    answer = desk.post(f"{AT}rates/transit/{old.pk}/change/", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    old.refresh_from_db()
    assert old.valid_to is None


def test_a_holiday_holds_from_the_day_on_which_it_is_entered_and_is_an_event_once(desk):
    day = today() + timedelta(days=9)
    given = {"day": day, "name": "Eid", "status": "confirmed", "source": "Gazette", "reason": "Moon"}
    later = given | {"valid_from": today() + timedelta(days=1), "see": "1"}
    refused = desk.post(f"{AT}rates/holidays/new/", later)
    assert refused.status_code == 422
    assert "Begin it today" in refused.content.decode()
    given |= {"valid_from": today(), "key": "e-1"}
    seen = desk.post(f"{AT}rates/holidays/new/", given | {"see": "1"})
    kept = given | {"keep": "1", "shown": hidden(seen, "shown")}
    assert [desk.post(f"{AT}rates/holidays/new/", kept).status_code for _twice in range(2)] == [302, 302]
    events = OutboxMessage.objects.filter(name="DayOffEntered")
    assert [event.payload for event in events] == [{"day": day.isoformat(), "place": ""}]


def test_every_table_can_be_read_and_has_its_forms(desk):
    text = desk.get(f"{AT}rates/").content.decode()
    assert "unconfirmed" in text
    for slug in ("bands", "transit", "holidays", "hub-legs", "covers", "cash-limits", "cash-off"):
        assert desk.get(f"{AT}rates/{slug}/").status_code == 200
        assert desk.get(f"{AT}rates/{slug}/new/").status_code == 200
    row = HubLeg.objects.get()
    assert desk.get(f"{AT}rates/hub-legs/{row.pk}/end/").status_code == 200
    assert desk.get(f"{AT}rates/nothing/").status_code == 404


def test_a_closed_road_is_looked_at_kept_told_and_opened_again(desk):
    day = today()
    given = {"prefix": "19", "begins": day, "ends": day + timedelta(days=20), "days_added": "4"}
    given |= {"reason": "Snow on the Banihal", "only_crossing": "on", "key": "c-1"}
    seen = desk.post(f"{AT}closures/new/", given | {"see": "1"})
    text = seen.content.decode()
    assert "110001 Delhi" in text
    assert "190001 Srinagar" not in text  # only what goes in or out
    assert not RoadClosure.objects.exists()
    kept = given | {"keep": "1", "shown": hidden(seen, "shown")}
    assert desk.post(f"{AT}closures/new/", kept).status_code == 302
    assert desk.post(f"{AT}closures/new/", kept).status_code == 302
    row = RoadClosure.objects.get()
    events = OutboxMessage.objects.filter(name="RoadClosed")
    assert [event.payload for event in events] == [{"closure": row.pk}]
    longer = given | {"ends": day + timedelta(days=30), "key": "c-2"}
    seen = desk.post(f"{AT}closures/{row.pk}/change/", longer | {"see": "1"})
    longer |= {"keep": "1", "shown": hidden(seen, "shown")}
    assert desk.post(f"{AT}closures/{row.pk}/change/", longer).status_code == 302
    again = RoadClosure.objects.get(replaces=row)
    lift = f"{AT}closures/{again.pk}/lift/"
    assert desk.post(lift, {"reason": "Cleared", "key": "l"}).status_code == 302
    assert desk.post(lift, {"reason": "Cleared", "key": "m"}).status_code == 422
    assert not RoadClosure.objects.filter(lifted_at=None).exists()
    assert "Snow on the Banihal" in desk.get(f"{AT}closures/").content.decode()


def test_a_strike_of_one_carrier_is_shown_for_its_parcels_alone_and_kept(desk):
    day = today()
    given = {
        "whom": "India Post|Parcel by surface",
        "begins": day,
        "days_added": "4",
        "reason": "Strike",
        "key": "s-1",
    }
    seen = desk.post(f"{AT}closures/new/", given | {"see": "1"})
    text = seen.content.decode()
    assert "<td>Parcel by surface</td>" in text and "<td>Speed Post</td>" not in text
    kept = given | {"keep": "1", "shown": hidden(seen, "shown")}
    assert desk.post(f"{AT}closures/new/", kept).status_code == 302
    row = RoadClosure.objects.get()
    assert (row.prefix, row.district, row.carrier, row.service) == ("", "", "India Post", "Parcel by surface")
    listed = desk.get(f"{AT}closures/").content.decode()
    assert "India Post: Parcel by surface" in listed and "everywhere" in listed
    again = desk.get(f"{AT}closures/{row.pk}/change/").content.decode()
    assert '<option value="India Post|Parcel by surface" selected>' in again


@pytest.mark.parametrize(
    "change",
    [
        {"prefix": ""},
        {"district": "Budgam"},
        {"prefix": "19x"},
        {"ends": date(2020, 1, 1)},
        {"days_added": "0"},
        {"begins": date(9999, 12, 31)},
        {"ends": date(9999, 12, 31)},
        {"reason": ""},
        {"prefix": "", "whom": "India Post", "only_crossing": "on"},
        {"whom": "Nobody"},
    ],
    ids=str,
)
def test_a_closure_that_says_no_place_or_no_time_is_refused(desk, change):
    given = {"prefix": "19", "begins": today(), "days_added": "4", "reason": "Snow", "see": "1"} | change
    assert desk.post(f"{AT}closures/new/", given).status_code == 422
    assert not RoadClosure.objects.exists()
