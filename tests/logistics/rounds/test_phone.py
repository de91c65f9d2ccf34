"""In a browser at 390 px: rounds taken along, ticked without a network, sent once when there is one."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

import logistics.parcels.facade as parcels
from jkrlm.people.facade import User
from logistics.rounds.models import Round, Visit
from tests.browser.conftest import browser
from tests.common.looks import faults
from tests.common.lost import lose_database
from tests.common.web import Web
from tests.logistics.rounds.world import BUDGAM, DESK, Day, accepted, open_day, signed_in

__all__ = ["browser"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed"),
]
Phone = Callable[[User], BrowserContext]


@pytest.fixture
def day(transactional_db: None) -> Day:
    made = open_day()
    accepted(made)
    return made


@pytest.fixture
def phone(browser: Browser, web: Web) -> Iterator[Phone]:
    contexts: list[BrowserContext] = []

    def opened(user: User) -> BrowserContext:
        context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=web.url)
        context.set_default_timeout(20_000)
        cookie = signed_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": web.url}])
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


def test_a_round_without_a_network_is_sent_once_when_there_is_one(day: Day, phone: Phone) -> None:
    context = phone(day.driver)
    page = context.new_page()
    page.goto("/rounds/phone/")
    page.locator("[data-stop]").first.wait_for()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    assert faults(page) == []

    context.set_offline(True)
    # A page that is loaded anew learns a moment late that the browser is cut off.
    context.route("**/visits/", lambda route: route.abort())
    page.reload()  # the page itself is kept
    stops = page.locator("[data-stop]")
    expect(stops).to_have_count(5)
    last, first = stops.nth(4), stops.nth(0)
    last.get_by_role("button", name="Done here").click()
    expect(last.get_by_role("alert")).to_contain_text("Tick or scan")
    last.get_by_role("button", name="All").click()
    last.get_by_role("button", name="Done here").click()
    expect(last).to_contain_text("waits for a network")
    first.get_by_role("button", name="Nobody was there").click()
    expect(first).to_contain_text("waits for a network")  # said once the phone has kept it, not before
    page.reload()
    for kept in (stops.nth(0), stops.nth(4)):
        expect(kept).to_contain_text("waits for a network")
    lose_database(page, "umeed-rounds")
    page.reload()
    for kept in (stops.nth(0), stops.nth(4)):
        expect(kept).to_contain_text("waits for a network")
    assert Visit.objects.count() == 0

    context.unroute("**/visits/")
    context.set_offline(False)
    page.reload()
    expect(stops.nth(4)).to_contain_text("Sent")
    expect(stops.nth(0)).to_contain_text("Sent")
    assert sorted(Visit.objects.values_list("outcome", flat=True)) == ["collected", "shut"]
    taken = Visit.objects.get(outcome="collected").taken
    assert len(taken) == 2
    assert {parcels.parcel(code).state for code in taken} == {"collected"}


def test_the_desk_on_a_phone(day: Day, phone: Phone) -> None:
    page = phone(day.office).new_page()
    row = Round.objects.get(hub_code=BUDGAM)
    for address in (
        f"{DESK}?day={day.day}",
        f"{DESK}plans/{row.plan_id}/hubs/{BUDGAM}/",
        f"{DESK}vehicles/new/",
    ):
        page.goto(address)
        assert faults(page) == [], address
