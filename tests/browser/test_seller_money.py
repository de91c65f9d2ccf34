"""The pages of money on a phone: axe, thumbs, 320 px, three languages, light and dark."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sellers.earnings import facade as earnings
from tests.browser.test_seller_signs_in import NARROW, PHONE, looked_at
from tests.common.web import Web
from tests.earnings.world import TODAY, World, clear, hold, open_world, paid, refund, rupees, sell
from tests.portal.world import CRP, Phone

LEADER, SHAMEEMA, RAFIQA = "Haseena Begum", "Shameema Akhter", "Rafiqa Jan"
HELPER = "Shazia Bano"
PAGES = ("", "payments/", "orders/", "orders/1050-KZ09/", "statement/", "statement/?year={year}", "makers/")
SHOTS = os.environ.get("MONEY_SHOTS")

OpenPhone = Callable[..., Page]


@pytest.fixture
def money(transactional_db: None) -> World:
    """A year of a group: paid twice, one order cleared, one given back in part, one on its way, a hold."""
    world = open_world()
    for months, number, price in ((3, "1040", "60000"), (2, "1041", "72345.67")):
        on = max(TODAY - timedelta(days=30 * months), earnings.year_span(earnings.year_of(TODAY))[0])
        (line,) = sell(number, ("Kani shawl", price), sold_on=on, delivered_on=on)
        clear(number, on=on)
        earnings.say_who_made(
            line.pk,
            group_code="KZ09",
            shares={world.person(LEADER): earnings.order_money(f"{number}-KZ09", group_codes=["KZ09"]).gets},
            seen_version=0,
            key=number,
            by=world.actor(LEADER),
        )
        paid(f"PAY0{number}", "40000", on=on)
    then = TODAY - timedelta(days=3)
    sell("1050", ("Kani stole", "3500"), ("Bag", "700"), sold_on=then, delivered_on=then, by_group=True)
    refund("1050", "735")
    stole, _bag = earnings.attributions_of("KZ09", since=then, until=TODAY)[::-1]
    gets = stole.line.gets
    half = rupees("1000")
    earnings.say_who_made(
        stole.line.id,
        group_code="KZ09",
        shares={world.person(SHAMEEMA): half, world.person(RAFIQA): gets - half},
        seen_version=0,
        key="1050",
        by=world.actor(LEADER),
    )
    earnings.answer_share(
        stole.line.id,
        group_code="KZ09",
        seen_version=1,
        agrees=False,
        word="I wove for nine days",
        by=world.actor(RAFIQA),
    )
    sell("1051", ("Papier-mâché box", "1450"), sold_on=TODAY, delivered_on=None)
    return world


@pytest.fixture
def phone(browser: Browser, web: Web, money: World) -> Iterator[OpenPhone]:
    """Open the pages as one of the women, on a phone that she has unlocked."""
    contexts = []
    faults: list[str] = []

    def opened(name: str, *, width: int = PHONE, script: bool = True, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            color_scheme=scheme,
            base_url=web.url,
            is_mobile=True,
            has_touch=True,
        )
        contexts.append(context)
        known = Phone(CRP).trust() if name == HELPER else money.phone(name)
        cookies = known.client.cookies
        context.add_cookies(
            [{"name": key, "value": each.value, "url": web.url} for key, each in cookies.items()]
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []


def shot(page: Page, name: str) -> None:
    """Keep a picture of the whole page where MONEY_SHOTS names a folder."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(PHONE, "light", ""), (PHONE, "light", "/ur"), (PHONE, "dark", ""), (NARROW, "light", "/hi")],
    ids=["english", "urdu", "dark", "narrow"],
)
def test_every_page_of_money_can_be_read_and_pressed(
    phone: OpenPhone, money: World, width: int, scheme: str, language: str
) -> None:
    found: list[str] = []
    name = f"{language.strip('/') or 'en'}-{scheme}-{width}"
    page = phone(LEADER, width=width, scheme=scheme)
    lines = [each.line.id for each in earnings.shared_lines(earnings.objected_in("KZ09"))]
    unsaid = earnings.unsaid("KZ09")[0].id
    for path in (*PAGES, f"makers/{lines[0]}/", f"makers/{unsaid}/", "costs/"):
        address = path.format(year=earnings.year_of(TODAY))
        page.goto(f"{language}/sell/earnings/{address}")
        looked_at(page, found)
        shot(
            page,
            f"{name}-{path.strip('/').replace('/', '-').partition('?')[0] or 'money'}{'-year' * ('?' in path)}",
        )
    page.locator("#how-percent").check() if page.locator("#how-percent").count() else None
    page.goto(f"{language}/sell/earnings/makers/{unsaid}/")
    page.locator("#how-percent").check()
    page.locator(".share button").click()
    expect(page.locator(".note.bad")).to_be_visible()
    looked_at(page, found)
    shot(page, f"{name}-refused")
    hold("The bank says that the account number is wrong.")
    page.goto(f"{language}/sell/earnings/")
    expect(page.locator(".mrow.held")).to_be_visible()
    looked_at(page, found)
    shot(page, f"{name}-hold")
    member = phone(SHAMEEMA, width=width, scheme=scheme)
    for path in ("", "makers/", f"makers/{lines[0]}/"):
        member.goto(f"{language}/sell/earnings/{path}")
        looked_at(member, found)
        shot(member, f"{name}-member-{path.strip('/').replace('/', '-') or 'money'}")
    helper = phone(HELPER, width=width, scheme=scheme)
    helper.goto(f"{language}/sell/earnings/")
    looked_at(helper, found)
    helper.goto(f"{language}/sell/for/KZ09/")
    helper.get_by_label(LEADER).check()
    helper.locator("[name=means]").first.check()
    helper.locator("main button").last.click()
    helper.goto(f"{language}/sell/earnings/?group=KZ09")
    expect(helper.locator(".sum-big")).to_be_visible()
    helper.locator(".strip button").click()
    helper.goto(f"{language}/sell/earnings/")
    expect(helper.locator("main .sum")).to_have_count(1)
    looked_at(helper, found)
    shot(helper, f"{name}-helper")
    assert found == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_share_is_written_down_mended_and_confirmed(phone: OpenPhone, money: World, script: bool) -> None:
    leader = phone(LEADER, script=script)
    leader.goto("/sell/earnings/")
    leader.get_by_role("link", name="Who made what").click()
    leader.locator("section", has_text="Somebody says it is not right").get_by_role(
        "link", name="Kani stole"
    ).first.click()
    expect(leader.locator("article")).to_contain_text("I wove for nine days")
    leader.get_by_label("Several: parts of a hundred").check()
    for name, part in ((LEADER, ""), (SHAMEEMA, "40"), (RAFIQA, "60")):
        leader.get_by_label(name, exact=True).last.fill(part)
    leader.get_by_role("button", name="Write it down").click()
    leader.wait_for_url("**/makers/?group=KZ09")
    expect(leader.get_by_role("status")).to_contain_text("It is written down.")

    member = phone(RAFIQA, script=script)
    member.goto("/sell/earnings/")
    member.get_by_role("link", name="1 piece waits for your word").click()
    member.locator("section", has_text="Waits for your word").get_by_role("link", name="Kani stole").click()
    member.get_by_role("button", name="Yes, it is right").click()
    member.wait_for_url("**/makers/?group=KZ09")
    expect(member.get_by_role("status")).to_contain_text("Noted: it is right.")
