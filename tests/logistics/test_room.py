"""How full a place is: its page and the list say it, the hub's desk and a day's rounds warn; nothing is refused."""

import uuid

import pytest
from django.test import Client

import logistics.parcels.facade as parcels
import logistics.places.facade as places
import logistics.rounds.facade as rounds
from logistics.places.models import Place as PlaceRow
from logistics.places.models import ServedGroup
from tests.logistics.rounds.world import BUDGAM, DESK, Day, open_day, planned

pytestmark = pytest.mark.django_db
AT = "/staff/logistics/"
TOO_FULL = "More than it has room for"


@pytest.fixture
def day() -> Day:
    return open_day()


def room(code: str, kg: int) -> None:
    PlaceRow.objects.filter(code=code).update(capacity_grams=kg * 1000)


def brought(day: Day, *names: str) -> None:
    for name in names:
        parcels.scan(day.parcels[name], parcels.Step.AT_HUB, BUDGAM, "person:1", f"scan {name}")


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_places_page_and_the_list_say_how_full_it_is(day: Day) -> None:
    desk = day.desk()
    page = read(desk, f"{AT}places/{BUDGAM}/")
    assert "nobody has said" in page and "0 kg" in page
    room(BUDGAM, 40)
    brought(day, "KZ09-0")
    for path in (f"{AT}places/{BUDGAM}/", AT):
        assert "10 of 40 kg (25 %)" in read(desk, path), path
        assert TOO_FULL not in read(desk, path), path
    brought(day, "KZ09-1", "KZ12-0", "KZ12-1", "KZ13-0")
    for path in (f"{AT}places/{BUDGAM}/", AT):
        page = read(desk, path)
        assert "50 of 40 kg (125 %)" in page and TOO_FULL in page, path
    assert places.fills(["hub-srinagar", BUDGAM, "nowhere"])["hub-srinagar"].held == 0


def test_the_hubs_desk_warns_and_takes_the_parcel_all_the_same(day: Day) -> None:
    desk = day.desk()
    room(BUDGAM, 15)
    scan = f"{AT}parcels/scan/?step=at-hub&place={BUDGAM}"
    brought(day, "KZ09-0")
    page = read(desk, scan)
    assert "10 of 15 kg (67 %)" in page and TOO_FULL not in page
    brought(day, "KZ09-1")
    page = read(desk, scan)
    assert "20 of 15 kg (133 %)" in page and TOO_FULL in page
    given = {"step": "at-hub", "place": BUDGAM, "code": day.parcels["KZ12-0"], "key": "k"}
    assert desk.post(f"{AT}parcels/scan/", given).status_code == 302
    assert "30 of 15 kg (200 %)" in read(desk, scan)


def test_a_days_rounds_that_bring_more_than_a_hub_holds_are_said_before_they_are_accepted(day: Day) -> None:
    desk = day.desk()
    brought(day, "KZ09-0")
    room(BUDGAM, 80)
    plan = planned(day)
    for path in (f"{DESK}plans/{plan}/", f"{DESK}plans/{plan}/hubs/{BUDGAM}/"):
        assert TOO_FULL not in read(desk, path), path
    room(BUDGAM, 75)
    said = f"{TOO_FULL}: Budgam hub holds 10 kg, these rounds bring 70 kg, it has room for 75 kg."
    for path in (f"{DESK}plans/{plan}/", f"{DESK}plans/{plan}/hubs/{BUDGAM}/"):
        assert said in read(desk, path), path
    rounds.accept_rounds(plan, day.office)
    assert rounds.rounds_of_day(day.day)


def test_what_waits_at_a_centre_counts_there_until_it_is_fetched(day: Day) -> None:
    made = PlaceRow.objects.create(
        code="collection-narbal",
        kind="collection",
        name="Narbal centre",
        district="Budgam",
        pincode="193401",
        capacity_grams=8_000,
    )
    ServedGroup.objects.create(place=made, group_code="KZ09")
    assert parcels.at_centre("1000-KZ09", key=uuid.uuid4().hex, actor="person:1")
    page = read(day.desk(), f"{AT}places/{made.code}/")
    assert "10 of 8 kg (125 %)" in page and TOO_FULL in page
    parcels.scan(day.parcels["KZ09-0"], parcels.Step.COLLECTED, "", "person:1", "fetched")
    assert places.fills([made.code])[made.code].held == 0
