"""Places: hubs by district seat, centres by the groups they serve, and where everything lies."""

from datetime import date
from math import isclose

import pytest
from django.db import DatabaseError, connection, transaction

from logistics.places import facade as places
from logistics.places.models import ClosedDay, Place, PlaceChange, ServedGroup, ServedPrefix

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


def centre(code="centre-narbal", kind="collection", groups=("KZ09",), **fields):
    made = Place.objects.create(
        code=code, kind=kind, name="Narbal centre", district="Budgam", pincode="193401", **fields
    )
    for group in groups:
        ServedGroup.objects.create(place=made, group_code=group)
    return made


def test_each_of_the_twenty_districts_has_its_hub_at_the_post_office_of_its_seat(db):
    hubs = places.places(kind="hub")
    assert len(hubs) == len({hub.district for hub in hubs}) == 20
    srinagar = places.place("hub-srinagar")
    assert (srinagar.pincode, srinagar.point, srinagar.hub_code) == ("190001", "post-office", "hub-srinagar")
    assert (srinagar.latitude, srinagar.longitude) == (34.07208, 74.82067)
    assert srinagar.warehouse == "district-srinagar"


@pytest.mark.parametrize(
    ("pincode", "hub"), [("191111", "hub-budgam"), ("193401", "hub-budgam"), ("182204", "hub-kishtwar")]
)
def test_a_pin_code_belongs_to_the_hub_of_its_district(db, pincode, hub):
    assert places.hub_of(pincode).code == hub


def test_a_prefix_that_a_hub_serves_comes_before_the_district(db):
    ServedPrefix.objects.create(place=Place.objects.get(code="hub-srinagar"), prefix="19111")
    assert places.hub_of("191111").code == "hub-srinagar"
    assert places.hub_of("193401").code == "hub-budgam"


@pytest.mark.parametrize("pincode", ["194101", "560034", "", "19"])
def test_no_hub_of_ours_is_elsewhere(db, pincode):
    with pytest.raises(places.PlaceUnknown):
        places.hub_of(pincode)


def test_a_group_without_a_row_is_where_its_village_is_and_brings_parcels_to_its_centre(groups):
    own = places.place("KZ09")
    assert (own.kind, own.name, own.district, own.hub_code) == (
        "group",
        "Kanihama Tuji SHG",
        "Budgam",
        "hub-budgam",
    )
    assert own.point == "pin"
    assert places.collection_place_of("KZ09") == own
    centre()
    assert places.collection_place_of("KZ09").code == "centre-narbal"
    assert places.collection_place_of("KZ11").code == "KZ11"
    with pytest.raises(places.PlaceUnknown):
        places.collection_place_of("XX99")


def test_a_centre_that_closed_for_good_serves_nobody(groups):
    centre(closed_from=date(2026, 1, 1))
    assert places.collection_place_of("KZ09").code == "KZ09"
    assert "centre-narbal" not in {each.code for each in places.places()}


def test_a_place_works_on_its_days_and_not_on_the_days_it_said(db):
    made = centre(groups=())
    assert not places.is_open("centre-narbal", SUNDAY)
    assert places.is_open("centre-narbal", MONDAY)
    ClosedDay.objects.create(place=made, day=MONDAY, reason="Stock-taking")
    assert not places.is_open("centre-narbal", MONDAY)


def test_an_exhibition_works_while_it_lasts(db):
    centre("expo", "exhibition", (), begins=MONDAY, ends=MONDAY)
    assert places.is_open("expo", MONDAY)
    assert not places.is_open("expo", date(2026, 11, 24))
    assert not places.is_open("expo", date(2026, 11, 21))


def test_roads_are_longer_than_the_line_and_as_long_back(db):
    srinagar, jammu = places.place("hub-srinagar"), places.place("hub-jammu")
    there = places.distance_km(srinagar, jammu)
    # 152.7 km on the globe between the two head post offices, times 1.4.
    assert isclose(there, 213.8, abs_tol=0.5)
    assert isclose(there, places.distance_km(jammu, srinagar))
    assert places.distance_km(jammu, jammu) == 0


def test_one_query_however_many_places_are_asked_for(groups, django_assert_num_queries):
    places.network()
    with django_assert_num_queries(1):
        places.network()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE logistics_places_place SET kind = 'facility' WHERE code = 'hub-doda'",
        "UPDATE logistics_places_place SET hub_id = id WHERE code = 'hub-doda'",
        "UPDATE logistics_places_place SET weekdays = '{t,f}' WHERE code = 'hub-doda'",
        "UPDATE logistics_places_place SET latitude = 12 WHERE code = 'hub-doda'",
        "UPDATE logistics_places_place SET is_sample = true WHERE code = 'hub-doda'",
        "UPDATE logistics_places_place SET closes = '08:00' WHERE code = 'hub-doda'",
        "INSERT INTO logistics_places_servedgroup (place_id, group_code)"
        " SELECT id, 'KZ01' FROM logistics_places_place WHERE kind = 'exhibition'",
        "INSERT INTO logistics_places_servedprefix (place_id, prefix)"
        " SELECT id, '191' FROM logistics_places_place WHERE kind = 'exhibition'",
        "UPDATE logistics_places_placechange SET reason = 'other'",
        "DELETE FROM logistics_places_placechange",
    ],
)
def test_the_database_refuses_what_code_could_forget(db, statement):
    made = centre("expo", "exhibition", (), begins=MONDAY, ends=MONDAY)
    PlaceChange.objects.create(
        key="k", place=made, what="make", reason="x", at="2026-11-22T00:00Z", actor="clock"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
