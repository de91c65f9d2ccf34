"""The tax desk on a phone: series, a document made void and issued anew, a month of returns."""

from playwright.sync_api import expect

from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role
from sellers.tax.services.issue_document import issue_document
from tests.browser.test_orders_desk import OpenDesk, desk, looked_at
from tests.registry.world import open_registry
from tests.tax.test_series import request

__all__ = ["desk"]


def test_a_document_is_made_void_and_issued_anew(desk: OpenDesk) -> None:
    open_registry()
    issue_document(request=request("1042-KZ09"), now=now())
    finance = desk(Role.FINANCE_CHECKER, "Iqbal Wani")
    finance.goto("/staff/tax/")
    expect(finance.get_by_text("No number is missing")).to_be_visible()
    looked_at(finance, "tax-desk")
    finance.get_by_role("row").filter(has_text="1042-KZ09").get_by_role("link").click()
    looked_at(finance, "tax-document")
    finance.get_by_role("button", name="Make it void").click()
    expect(finance.get_by_text("This field is required")).to_be_visible()
    finance.get_by_label("Why it is made void").fill("The address was wrong")
    finance.get_by_role("button", name="Make it void").click()
    expect(finance.get_by_role("link", name="00002")).to_be_visible()
    looked_at(finance, "tax-void")
    finance.goto(f"/staff/tax/returns/?month={now():%Y-%m}")
    expect(finance.get_by_text("The same to the paisa")).to_be_visible()
    looked_at(finance, "tax-returns")
