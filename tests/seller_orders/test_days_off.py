"""A holiday is entered, or a place closed for a day: what was promised comes later, its buyer is told, once."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import Role
from logistics.facade import holidays
from logistics.models import Holiday
from logistics.places.models import Place as PlaceRow
from logistics.places.models import ServedGroup
from sellers.orders.models import PromiseChange, SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.seller_orders.conftest import again, ordered, sent_and_delivered, staff
from tests.seller_orders.test_shifted_promises import close, letters

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]
AT = "/staff/logistics/"
HUB = "hub-budgam"


@pytest.fixture
def desk(shop: LiveShop) -> Client:
    return staff(Role.LOGISTICS, name="Javid Wani")


def two_steps(desk: Client, at: str, given: dict[str, object]) -> None:
    """See what changes, then keep it."""
    seen = desk.post(at, given | {"see": "1"})
    shown = re.search(r'name="shown" value="([^"]*)"', seen.content.decode())
    assert seen.status_code == 200 and shown, seen.content.decode()
    assert desk.post(at, given | {"keep": "1", "shown": shown[1]}).status_code == 302
    at_rest()


def enter(desk: Client, day: date, *, name: str = "Shab-e-Barat", key: str = "h-1") -> None:
    given: dict[str, object] = {"day": day, "name": name, "valid_from": today(), "status": "confirmed"}
    two_steps(
        desk,
        f"{AT}rates/holidays/new/",
        given | {"source": "Gazette", "reason": "The moon was seen", "key": key},
    )


def drop(desk: Client, day: date, *, key: str = "d-1") -> None:
    given = {"valid_from": today() + timedelta(days=1), "reason": "Entered in error", "key": key}
    two_steps(desk, f"{AT}rates/holidays/{_row_of(day)}/end/", given)


def _row_of(day: date) -> int:
    return Holiday.objects.filter(day=day).order_by("-id").values_list("pk", flat=True)[0]


def close_place(desk: Client, code: str, day: date, *, key: str = "p-1", act: str = "close-day") -> None:
    given = {"day": day, "reason": "Stock-taking", "key": key}
    assert desk.post(f"{AT}places/{code}/{act}/", given).status_code == 302
    at_rest()


def days_of(part: SellerOrder) -> tuple[date, date]:
    return SellerOrder.objects.values_list("earliest", "latest").get(pk=part.pk)


def test_a_holiday_on_the_day_of_hand_over_moves_what_waits_and_its_buyer_is_told_once(
    shop: LiveShop, desk: Client
) -> None:
    buyer, stole, tray = ordered(shop, "stripe")
    enter(desk, stole.ship_on)
    for part in (stole, tray):
        earliest, latest = days_of(part)
        assert latest > part.latest and earliest >= part.earliest, part.code
        assert latest.weekday() != 6 and latest not in holidays()
    changes = PromiseChange.objects.order_by("id")
    assert {change.seller_order_id for change in changes} == {stole.pk, tray.pk}
    assert {(change.closure_id, change.day, change.reason) for change in changes} == {
        (None, stole.ship_on, "Shab-e-Barat")
    }
    assert len(letters()) == 2
    assert "Shab-e-Barat" in letters()[0].text
    page = buyer.web.get(f"/orders/{letters()[0].access.token}/").text
    assert "Later than promised" in page
    again()
    at_rest()
    assert changes.count() == len(letters()) == 2
    assert broken_clauses() == {}


def test_a_holiday_on_the_last_promised_day_moves_what_is_on_its_way(shop: LiveShop, desk: Client) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    move.accept(code=stole.code, by=By("store"), now=now())
    move.pack(code=stole.code, by=By("store"), now=now())
    move.hand_over(code=stole.code, by=By("store"), now=now(), tracking_number="RR123456785IN")
    at_rest()
    enter(desk, stole.latest)
    assert days_of(stole)[1] > stole.latest
    assert days_of(tray)[1] >= tray.latest
    assert PromiseChange.objects.get(seller_order=stole).day == stole.latest


def test_a_holiday_that_falls_beside_the_way_moves_nothing(shop: LiveShop, desk: Client) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    enter(desk, SellerOrder.objects.latest("latest").latest + timedelta(days=1))
    sunday = stole.ship_on + timedelta(days=6 - stole.ship_on.weekday())
    enter(desk, sunday, key="h-2")
    assert not PromiseChange.objects.exists()
    assert letters() == []


def test_an_error_taken_back_leaves_the_promise_with_its_reason_and_moves_nothing_twice(
    shop: LiveShop, desk: Client
) -> None:
    buyer, stole, tray = ordered(shop, "stripe")
    enter(desk, stole.ship_on)
    later = days_of(stole)
    drop(desk, stole.ship_on)
    assert days_of(stole) == later
    page = buyer.web.get(f"/orders/{letters()[0].access.token}/").text
    assert "Later than promised" in page and "Shab-e-Barat" in page
    assert (PromiseChange.objects.count(), len(letters())) == (2, 2)
    assert days_of(tray)[1] > tray.latest


def test_a_new_name_of_a_holiday_moves_nothing_more(shop: LiveShop, desk: Client) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    enter(desk, stole.ship_on)
    given = {"name": "Shab-e-Qadr", "valid_from": today() + timedelta(days=1), "status": "confirmed"}
    given |= {"source": "Gazette", "reason": "Its right name", "key": "n-1"}
    two_steps(desk, f"{AT}rates/holidays/{_row_of(stole.ship_on)}/change/", given)
    assert (PromiseChange.objects.count(), len(letters())) == (2, 2)


def test_a_longer_closure_keeps_the_day_that_a_holiday_took(shop: LiveShop, desk: Client) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    first = close()
    five = days_of(stole)[1]
    enter(desk, stole.ship_on)
    six = days_of(stole)[1]
    assert six > five
    close("longer", days=9, instead_of=first.pk)
    assert days_of(stole)[1] >= stole.latest + timedelta(days=9) + (six - five)
    assert len(letters()) == 4  # of the tray one, of the holiday


def test_a_hub_closed_on_the_day_of_its_box_moves_all_its_shares(shop: LiveShop, desk: Client) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    days = {"ship_on": stole.ship_on, "pack_by": stole.pack_by}
    days |= {"earliest": stole.earliest, "latest": stole.latest}
    SellerOrder.objects.update(box_key=f"parcel--{HUB}", via_hub=HUB, **days)
    close_place(desk, HUB, stole.ship_on)
    assert days_of(stole) == days_of(tray) > (stole.earliest, stole.latest)
    reasons = set(PromiseChange.objects.values_list("reason", flat=True))
    assert reasons == {"Budgam hub: Stock-taking"}
    assert len(letters()) == 2
    close_place(desk, HUB, stole.ship_on, key="p-2", act="open-day")
    close_place(desk, HUB, stole.ship_on, key="p-3")
    enter(desk, stole.ship_on)  # everybody rests on the day that these have lost already
    assert (PromiseChange.objects.count(), len(letters())) == (2, 2)


def test_a_centre_closed_for_a_day_moves_its_own_groups_alone(shop: LiveShop, desk: Client) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    centre = PlaceRow.objects.create(
        code="collection-narbal", kind="collection", name="Narbal centre", district="Budgam", pincode="193401"
    )
    ServedGroup.objects.create(place=centre, group_code="KZ09")
    close_place(desk, centre.code, stole.ship_on)
    assert days_of(stole)[1] > stole.latest
    assert days_of(tray) == (tray.earliest, tray.latest)
    (letter,) = letters()
    assert "Narbal centre: Stock-taking" in letter.text


def test_what_has_left_or_arrived_does_not_wait_for_a_closed_hub(shop: LiveShop, desk: Client) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    sent_and_delivered(stole)
    move.cancel(code=tray.code, by=By("store"), now=now(), reason="Broken")
    at_rest()
    close_place(desk, HUB, stole.ship_on)
    enter(desk, stole.ship_on)
    assert not PromiseChange.objects.exists()
    assert letters() == []
