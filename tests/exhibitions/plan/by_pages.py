"""
A fair planned and allotted in a browser, as its manager does it: every form of the desk, none of the services.

>>> page = at_desk(browser, web.url, fair.manager)
>>> planned(page, fair); called(page)
>>> worked_out(page); approved(at_desk(browser, web.url, fair.administrator))
"""

from datetime import date, time
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.exhibitions.world import DESK, Fair, signed_in, wish

#: Letter, what is sold there, who may stand there; rows, stalls in each, width, price, from above.
HALL = (
    ("A", "Textiles", "textile", (2, 8, 3, 500, 3)),
    ("B", "Carpets", "carpet", (1, 6, 4, 500, 18)),
)


def at_desk(browser: Browser, url: str, user: Any) -> Page:
    """Open a browser in which somebody of the staff is signed in; its context is the caller's to close."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=url)
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def typed(page: Page, prefix: str = "", **fields: object) -> None:
    """Fill in a form: what is chosen from a list by its value, everything else as text."""
    for name, value in fields.items():
        field = page.locator(f"#id_{prefix}{name}")
        text = value.strftime("%H:%M") if isinstance(value, time) else str(value)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def pressed(page: Page, name: str, then: str) -> None:
    """Press a button; the page that follows says so."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("main")).to_contain_text(then)


def planned(page: Page, fair: Fair) -> None:
    """The fair of the world (22 stalls, A8 kept back), its team, and something to see."""
    asked = wish(fair.opens_on)
    facts = {name: getattr(asked, name) for name in asked.__dataclass_fields__ if name != "is_sample"}
    page.goto("/staff/exhibitions/new/")
    typed(page, **{name: value for name, value in facts.items() if value not in ("", None)})
    pressed(page, "Plan it", "is planned. Draw its stall map next.")
    for letter, name, craft, (rows, per_row, width, price, y) in HALL:
        typed(page, "zone-", code=letter, name=name)
        page.get_by_text("Only these crafts stand there (none ticked: any)").first.click()
        page.locator(f"input[name=zone-crafts][value={craft}]").check()
        pressed(page, "Keep the zone", f"Zone {letter} is kept.")
        size = {"width": width, "height": 3, "price": price, "x": 2, "y": y}
        typed(page, "rows-", zone=letter, rows=rows, per_row=per_row, **size)
        pressed(page, "Draw them", f"stalls are drawn: {letter}1 to")
    page.goto(f"{DESK}hall/A8/")
    page.get_by_role("radio", name="Kept back").check()
    typed(page, reason="Information desk")
    pressed(page, "Keep", "Stall A8 is kept as you said.")
    _staffed(page, fair, asked.closes_on)
    page.goto(f"{DESK}programme/")
    typed(page, kind="live-craft", title="Kani weaving on the loom", starts=time(15), ends=time(17))
    pressed(page, "Put it on", "Kani weaving on the loom")


def _staffed(page: Page, fair: Fair, until: date) -> None:
    page.goto(f"{DESK}team/")
    people = [(each, "cashier") for each in fair.cashiers]
    for user, duty in (*people, (fair.helper, "helper")):
        typed(page, user=user.pk, duty=duty, since=fair.opens_on, until=until)
        pressed(page, "Put on the team", "She is on the team.")


def called(page: Page, deadline: date) -> None:
    """Points, a quota, allowances; the groups are told."""
    page.goto(f"{DESK}applications/")
    points = {"new": 30, "certified": 25, "far": 20, "ready": 15, "conduct": 10}
    typed(page, deadline=deadline, **{f"points_{name}": most for name, most in points.items()})
    page.locator("summary", has_text="Quotas by district").click()
    typed(page, quota_district_Budgam=6)
    typed(page, travellers_most=2, daily_allowance=400, travel_most=3000, no_shows_most=0)
    page.locator("input[name=far_districts][value=Kishtwar]").check()
    pressed(page, "Send the call", "Promise of the draw")


def worked_out(page: Page) -> None:
    page.goto(f"{DESK}allotment/")
    pressed(page, "Work the allotment out", "You worked it out: somebody else approves it.")
    expect(page.get_by_role("button", name="Approve and tell the groups")).to_have_count(0)


def approved(page: Page) -> None:
    page.goto(f"{DESK}allotment/")
    pressed(page, "Approve and tell the groups", "the seed of the draw is published")
