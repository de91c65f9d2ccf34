"""The desk of standards: written without JavaScript on a phone, approved by another at a desk."""

from playwright.sync_api import Page, expect

from certification.standards.facade import load_demo_standards, version_by_number
from jkrlm.kernel.clock import today
from jkrlm.people.facade import Role
from tests.browser.test_orders_desk import OpenDesk, desk, looked_at
from tests.registry.world import open_registry, somebody

__all__ = ["desk"]

DESK = "/staff/certification/standards/"
NEXT_YEAR = today().year + 1


def written(page: Page) -> None:
    """Begin a standard of willow baskets, with one thing wrong."""
    page.goto(f"{DESK}new/")
    page.get_by_label("Code of the standard").fill("JK-WILLOW")
    page.get_by_label("Title").fill("Willow baskets")
    page.get_by_label("In force from").fill(f"{NEXT_YEAR}-03-01")
    page.get_by_label("A certificate is for").select_option("product")
    page.get_by_label("Scheme (ISO/IEC 17067)").select_option("5")
    page.get_by_label("Willow", exact=False).first.check()
    page.locator("#id_p0_name").fill("Woven by hand")
    page.locator("#id_p0_code").fill("hand_woven")
    page.locator("#id_p0_kind").select_option("boolean")
    page.locator("#id_p0_source").select_option("inspection")
    page.locator("#id_p0_origin").fill("Proposal of the board (sample)")
    page.locator("#id_p0_l0_expected").select_option("yes")
    page.get_by_role("button", name="Add a parameter").click()
    expect(page.locator("#id_p0_name")).to_have_value("Woven by hand")
    page.locator("#id_p1_name").fill("Gaps")
    page.locator("#id_p1_code").fill("gaps")
    page.locator("#id_p1_kind").select_option("count")
    page.locator("#id_p1_source").select_option("inspection")
    page.locator("#id_p1_origin").fill("Proposal of the board (sample)")
    page.locator("#id_p1_l0_max").fill("2")


def test_a_standard_is_written_on_a_phone_and_approved_at_a_desk(desk: OpenDesk) -> None:
    writer = desk(Role.LABORATORY, "Aasif Shah", script=False)
    written(writer)
    writer.get_by_role("button", name="Save the draft").click()
    expect(writer.get_by_role("alert")).to_contain_text("looks again")
    expect(writer.locator("#id_p1_l0_max")).to_have_value("2")
    writer.get_by_label("Looked at again after").fill("12")
    writer.get_by_role("button", name="See it as inspector and laboratory do").click()
    expect(writer.get_by_text("The inspector’s checklist")).to_be_visible()
    writer.get_by_role("button", name="Save the draft").click()
    expect(writer.get_by_text("Saved as a draft.")).to_be_visible()
    writer.get_by_role("button", name="Propose to a second person").click()
    expect(writer.get_by_text("Proposed. A second person approves it.")).to_be_visible()

    officer = desk(Role.OFFICER, "Shabnam Ara", width=1280)
    officer.goto(writer.url)
    looked_at(officer, "standard-proposed")
    officer.get_by_role("button", name="Send back").click()
    expect(officer.get_by_text("Say why, in a sentence.")).to_be_visible()
    looked_at(officer, "standard-refused")
    officer.get_by_role("button", name="Approve as a pilot").click()
    expect(officer.get_by_text("Approved as a pilot.")).to_be_visible()
    assert version_by_number(f"JK-WILLOW-1:{NEXT_YEAR}").state == "pilot"


def test_every_page_at_both_widths(desk: OpenDesk) -> None:
    open_registry()
    writer, approver = somebody("Lab", Role.LABORATORY), somebody("Other officer", Role.OFFICER)
    load_demo_standards(writer=writer, approver=approver)
    one, other = version_by_number("JK-SAFF-1:2026"), version_by_number("JK-SAFF-2:2027")
    for width in (390, 1280):
        officer = desk(Role.OFFICER, f"Officer {width}", width=width)
        for name, address in (
            ("desk", ""),
            ("of", "of/JK-SAFF/"),
            ("version", f"versions/{one.id}/"),
            ("compare", f"compare/?a={one.id}&b={other.id}"),
            ("compare-choose", "compare/"),
            ("licences", "licences/"),
            ("new", "new/"),
            ("edit", f"versions/{other.id}/edit/"),
        ):
            officer.goto(f"{DESK}{address}")
            looked_at(officer, f"standards-{name}")
        officer.goto(f"{DESK}versions/{other.id}/edit/")
        officer.locator("#id_title").fill("")
        officer.get_by_role("button", name="Save the draft").last.click()
        expect(officer.get_by_role("alert")).to_contain_text("Nothing is saved yet.")
        looked_at(officer, "standards-wrong")
        officer.locator("#id_title").fill("Kashmir saffron")
        officer.get_by_role("button", name="See it as inspector and laboratory do").click()
        looked_at(officer, "standards-preview")
