"""Two people of finance on two phones: built by one, approved by the other, filed, answered, paid."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import User
from sellers.payouts.models import Batch
from sellers.payouts.services.build_batch import build_batch
from sellers.payouts.services.holds import place_hold
from tests.common.looks import faults
from tests.common.web import Web
from tests.payouts.test_results import HEAD, line
from tests.payouts.world import clock, days_ago, finance, holds, open_groups, payable, sold, transfer

PHONE = 390
PICTURES = os.environ.get("PICTURES_OF_PAYOUTS", "")

OpenDesk = Callable[..., Page]


@pytest.fixture
def staff(transactional_db: None) -> dict[str, User]:
    return finance()


@pytest.fixture
def desk(browser: Browser, web: Web, staff: dict[str, User]) -> Iterator[OpenDesk]:
    contexts = []
    faults: list[str] = []

    def opened(who: str, *, width: int = PHONE, script: bool = True) -> Page:
        client = Client()
        client.force_login(staff[who], backend=DEMO_BACKEND)
        context = browser.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=script, base_url=web.url
        )
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": web.url,
                }
            ]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []


def looked_at(page: Page, name: str, found: list[str]) -> None:
    """Note what axe finds, and what sticks out sideways."""
    found += [f"{name}: {each}" for each in faults(page)]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_from_due_to_paid(desk: OpenDesk, staff: dict[str, User], tmp_path: Path) -> None:
    found: list[str] = []
    codes = open_groups(4, staff=staff)
    sold(codes[0], "1042", goods=2000, delivered_on=days_ago(30))
    sold(codes[0], "1043", goods=800, delivered_on=days_ago(3))
    for code, amount in ((codes[1], "4312.50"), (codes[2], "40"), (codes[3], "900")):
        payable(code, amount)
    place_hold(
        group_code=codes[3], reason="Two groups claim the stole", actor=staff["other"], now=clock.now()
    )

    maker = desk("maker")
    maker.goto("/staff/payouts/")
    looked_at(maker, "desk", found)
    maker.get_by_role("button", name="Build a batch").click()
    expect(maker.get_by_text("sellers looked at")).to_be_visible()
    looked_at(maker, "building", found)
    number = Batch.objects.get().pk
    build_batch(batch_id=number)
    expect(maker.get_by_text("You built it: another person decides.")).to_be_visible()

    checker = desk("checker", script=False)
    checker.goto(f"/staff/payouts/batches/{number}/")
    checker.get_by_role("button", name="Send back").click()
    expect(checker.get_by_text("Say why, so that the maker knows what to mend.")).to_be_visible()
    checker.get_by_role("button", name="Approve").click()
    expect(checker.get_by_text("Approved: 2 transfers, ₹6,284.18.")).to_be_visible()

    maker.goto(f"/staff/payouts/batches/{number}/")
    with maker.expect_download() as download:
        maker.get_by_role("button", name="Make and download").click()
    assert download.value.suggested_filename == f"neft-{number:05d}.csv"
    maker.reload()
    looked_at(maker, "approved", found)
    maker.goto(f"/staff/payouts/batches/{number}/left-out/")
    expect(maker.get_by_text("Two groups claim the stole")).to_be_visible()
    looked_at(maker, "left-out", found)

    wrong = tmp_path / "wrong.csv"
    wrong.write_text("\n".join((HEAD, line(codes[0]))))
    right = tmp_path / "right.csv"
    rows = (
        line(codes[0], amount="1971.68"),
        line(codes[1], "Returned", amount="4312.50", reason="Account closed"),
    )
    right.write_text("\n".join((HEAD, *rows)))
    for file, said in ((wrong, "Nothing of this file was applied."), (right, "What it says")):
        maker.goto("/staff/payouts/results/")
        looked_at(maker, "results", found)
        maker.get_by_label("Format").select_option("result-csv")
        maker.get_by_label("The bank’s file").set_input_files(file)
        maker.get_by_role("button", name="Send and check").click()
        expect(maker.get_by_text(said)).to_be_visible()
        looked_at(maker, f"result-{file.stem}", found)
    maker.get_by_role("button", name="Apply").click()
    expect(maker.get_by_text("Applied", exact=True).first).to_be_visible()

    maker.goto(f"/staff/payouts/transfers/{transfer(codes[0]).reference}/")
    looked_at(maker, "transfer", found)
    maker.goto("/staff/payouts/holds/")
    looked_at(maker, "holds", found)
    wide = desk("checker", width=1280)
    wide.goto("/staff/payouts/")
    looked_at(wide, "desk-1280", found)
    wide.goto(f"/staff/payouts/batches/{number}/")
    looked_at(wide, "batch-1280", found)

    assert found == []
    assert [transfer(code).state for code in codes[:2]] == ["paid", "returned"]
    holds()
