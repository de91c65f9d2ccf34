"""Parcels and the places they pass: codes as long as places have them, pages that ask for places once."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import logistics.parcels.facade as parcels
import logistics.rounds.facade as rounds
from jkrlm.people.facade import Role
from logistics.parcels.models import Parcel
from logistics.parcels.states import Step
from logistics.places.facade import PlaceKind, place, places_by_code
from logistics.places.models import Place, ServedGroup
from logistics.rounds.selectors import newest_plan
from tests.logistics.rounds.world import BUDGAM, Day, open_day
from tests.parcels.test_pages import BASE, pressed
from tests.parcels.world import opened
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.django_db
LONG = "collection-kupwara-north-centre-of-all"


def queries_of(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        act()
    return [each["sql"] for each in queries]


def asked(queries: list[str], table: str) -> int:
    return sum(f" {table}" in each or f'"{table}"' in each for each in queries)


def test_a_parcel_waits_and_is_scanned_at_a_place_with_a_long_code() -> None:
    open_registry()
    made = Place.objects.create(
        code=LONG, kind=PlaceKind.COLLECTION, name="Kupwara north", district="Budgam", pincode="193401"
    )
    ServedGroup.objects.create(place=made, group_code="KZ09")
    found = opened()
    assert found.from_place == LONG
    desk = staff(Role.LOGISTICS)
    answer = pressed(desk, f"scan/?step=at-hub&place={LONG}", step="at-hub", place=LONG, code=found.code)
    assert (answer.status_code, answer.url) == (302, f"{BASE}scan/?step=at-hub&place={LONG}")
    found.refresh_from_db()
    assert (found.at_place, found.steps.get(step="at-hub").place_code) == (LONG, LONG)
    for page in (f"scan/?step=at-hub&place={LONG}", f"?hub={LONG}"):
        assert found.code in desk.get(f"{BASE}{page}").content.decode(), page


def test_places_by_code_are_those_that_are_known() -> None:
    open_registry()
    wanted = ("KZ09", "KZ11", "hub-budgam", "nowhere", "")
    places_by_code(wanted)
    queries = queries_of(lambda: places_by_code(wanted))
    assert places_by_code(wanted) == {code: place(code) for code in ("KZ09", "KZ11", "hub-budgam")}
    assert len(queries) == 2
    assert len(queries_of(lambda: places_by_code(["hub-budgam", ""]))) == 1


def test_pages_with_many_places_ask_for_them_once() -> None:
    day: Day = open_day()
    desk = day.desk()
    desk.get(BASE)
    listed = queries_of(lambda: desk.get(BASE))
    assert asked(listed, "sellers_registry_group") == 1, "parcels of five groups, each at its own place"
    plan_id = rounds.plan_rounds(day.day, key=uuid.uuid4(), by=day.office)
    plan = newest_plan(day.day)
    assert plan is not None and plan.pk == plan_id
    base = f"/staff/logistics/rounds/plans/{plan_id}/"
    for page in (base, f"{base}hubs/{BUDGAM}/"):
        assert desk.get(page).status_code == 200, page
        queries = queries_of(partial(desk.get, page))
        assert asked(queries, "sellers_registry_group") <= 1, page
        assert asked(queries, "logistics_places_placesversion") <= 2, page


def test_what_waits_at_a_hub_for_its_box_is_counted_at_once() -> None:
    open_registry()
    desk = staff(Role.LOGISTICS)

    def come(number: str) -> Parcel:
        for group in ("KZ09", "KZ11"):
            code = opened(number=number, group=group, box_key="box", box_size=2).code
            parcels.scan(code, Step.AT_HUB, BUDGAM, "person:7", f"in {code}")
        return Parcel.objects.get(code=code)

    page = f"{BASE}scan/?place={BUDGAM}"
    come("1")
    few = len(queries_of(lambda: desk.get(page)))
    come("2")
    lonely = opened(number="3", box_key="box", box_size=2).code
    parcels.scan(lonely, Step.AT_HUB, BUDGAM, "person:7", "in lonely")
    assert len(queries_of(lambda: desk.get(page))) == few
    said = desk.get(page).content.decode()
    assert said.count("all 2 for one box are here") == 4
    assert said.count("Order 3: 1 of 2 for one box are here.") == 1
