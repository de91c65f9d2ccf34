"""Certificates on a phone and on a screen: found in the register, suspended, read by a buyer in three languages."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect

from certification.certificates.facade import Certificate, certificate
from jkrlm.people.facade import Role
from tests.browser.test_orders_desk import OpenDesk, desk, looked_at
from tests.certification.cases.world import open_desk
from tests.certification.certificates.world import certified

__all__ = ["desk"]

DESK = "/staff/certification/certificates/"


@pytest.fixture
def shawl(transactional_db: None, settings, tmp_path: Path) -> Certificate:
    settings.CERT_KEYS_DIR = tmp_path / "keys"
    return certified(open_desk())


def test_an_officer_finds_suspends_and_reinstates_without_javascript(
    shawl: Certificate, desk: OpenDesk
) -> None:
    officer = desk(Role.OFFICER, "Nusrat Officer", script=False)
    officer.goto(DESK)
    officer.get_by_label("Number, lot, case, group or goods").fill("kani kz09")
    officer.get_by_role("button", name="Search").click()
    officer.get_by_role("link", name=shawl.number).click()
    suspend = officer.get_by_role("region", name="Suspend")
    suspend.get_by_label("In words").fill("The border came loose.")
    suspend.get_by_role("button", name="Suspend").click()
    expect(suspend.get_by_label("In words")).to_have_value("The border came loose.")
    suspend.get_by_label("Reason").select_option("complaint")
    suspend.get_by_role("button", name="Suspend").click()
    expect(officer.locator("main")).to_contain_text("is now: Suspended.")

    page = Client().get(f"/credentials/{shawl.number}/", headers={"accept": "text/html"}).content.decode()
    assert "A complaint is looked into" in page and "came loose" not in page

    back = officer.get_by_role("region", name="Reinstate")
    back.get_by_label("Reason").select_option("cleared")
    back.get_by_role("button", name="Reinstate").click()
    expect(officer.locator("main")).to_contain_text("is now: Valid.")
    assert certificate(shawl.number).state == "valid"


def test_every_page_at_both_widths(shawl: Certificate, desk: OpenDesk) -> None:
    for width in (390, 1280):
        officer = desk(Role.OFFICER, f"Officer {width}", width=width)
        for name, path in (
            ("certificates", DESK),
            ("certificates-none", f"{DESK}?q=nothing+like+it"),
            ("certificates-bad-day", f"{DESK}?issued_from=soon"),
            ("certificate", f"{DESK}{shawl.number}/"),
            ("certificate-public", f"/credentials/{shawl.number}/"),
            ("certificate-public-hi", f"/hi/credentials/{shawl.number}/"),
            ("certificate-public-ur", f"/ur/credentials/{shawl.number}/"),
            ("certificate-standard", f"/credentials/standards/{shawl.version_number}/"),
        ):
            officer.goto(path)
            looked_at(officer, f"{name}-{width}")
