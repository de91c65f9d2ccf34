"""A month in the shape of the returns: every rupee of the documents, and the ledger's TCS."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import Role
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.tax.contracts import SellerOfRecord
from sellers.tax.models import DocumentKind, TaxDocument, VoidedDocument
from sellers.tax.returns.gstr1 import as_json, gstr1, tables
from sellers.tax.returns.gstr8 import gstr8
from sellers.tax.returns.months import Month
from sellers.tax.returns.states import place_of_supply
from sellers.tax.services.issue_document import issue_document
from sellers.tax.services.void_document import void_document
from tests.common.live import LiveShop, at_rest, live_shop
from tests.seller_orders.conftest import BENGALURU, ordered, shop, staff
from tests.tax.test_series import CLF, NOON, line, request

__all__ = ["live_shop", "shop"]

NOVEMBER = Month.parse("2026-11")


@pytest.fixture
def month(db: None) -> Month:
    """Small and large, void, credited, within the state and beyond it, and another seller's."""
    issue_document(request=request("1-KZ09"), now=NOON)
    issue_document(request=request("2-KZ09", lines=(line("100000", "5000"),)), now=NOON)
    gone = issue_document(request=request("3-KZ09"), now=NOON)
    void_document(document_id=gone.id, reason="Wrong goods on it", by="person:7", now=NOON, replace=False)
    note = {"kind": DocumentKind.CREDIT}
    issue_document(
        request=request("1-KZ09 a", original="1-KZ09", lines=(line("400", "20"),), **note), now=NOON
    )
    issue_document(
        request=request("2-KZ09 a", original="2-KZ09", lines=(line("60000", "3000"),), **note), now=NOON
    )
    bill = SellerOfRecord("group", "Zoon SHG", "", "Jammu and Kashmir", False)
    issue_document(
        request=request("4-KZ11", kind=DocumentKind.BILL, seller=bill, lines=(line("900", "0"),)), now=NOON
    )
    issue_document(request=request("5-KZ09"), now=datetime(2026, 11, 30, 18, 30, tzinfo=UTC))
    assert NOVEMBER is not None
    return NOVEMBER


def test_each_supply_stands_in_its_table(month: Month) -> None:
    made = gstr1(seller_key=CLF.gstin, month=month)
    sheets = tables(made)
    assert [row[0] for row in sheets["b2cl"][1:]] == ["W/26-27/00002"]
    assert sheets["b2cs"][1:] == [["OE", "29-Karnataka", "", "5.00", "600.00", "0", ""]]
    assert [row[:2] + row[5:6] for row in sheets["cdnur"][1:]] == [["B2CL", "WC/26-27/00002", "63000.00"]]
    assert sheets["docs"][1:] == [
        ["Invoices for outward supply", "W/26-27/00001", "W/26-27/00003", "3", "1"],
        ["Credit Note", "WC/26-27/00001", "WC/26-27/00002", "2", "0"],
    ]
    assert sheets["hsn"][1][6:8] == ["40600.00", "2030.00"]
    assert made.sum.net == Decimal("40600.00")


def test_the_portals_file_has_the_same_sums(month: Month) -> None:
    made = as_json(gstr1(seller_key=CLF.gstin, month=month))
    large = sum(
        item["itm_det"]["txval"] for each in made["b2cl"] for inv in each["inv"] for item in inv["itms"]
    )
    notes = sum(item["itm_det"]["txval"] for each in made["cdnur"] for item in each["itms"])
    small = sum(each["txval"] for each in made["b2cs"])
    assert large + small - notes == Decimal("40600.00")
    assert made["fp"] == "112026"
    assert made["doc_issue"]["doc_det"][0]["docs"][0]["net_issue"] == 2


def test_months_and_places() -> None:
    assert NOVEMBER is not None
    assert str(NOVEMBER.before) == "2026-10"
    december = Month.parse("2026-12")
    assert december is not None
    assert str(Month(december.following)) == "2027-01"
    assert [Month.parse(text) for text in ("2026-13", "2026-1", "")] == [None, None, None]
    assert place_of_supply("Jammu & Kashmir") == "01-Jammu & Kashmir"


@pytest.mark.django_db(transaction=True)
def test_the_operators_return_is_the_ledgers_tcs(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe", **BENGALURU)
    this = Month.of(today())
    early = gstr8(month=this)
    assert early.documents == 0
    assert {each.parcel for each in early.differences} == {stole.code, tray.code}
    for part in (stole, tray):
        move.hand_over(code=part.code, by=By("person:7"), now=now())
    at_rest()
    made = gstr8(month=this)
    assert made.differences == ()
    assert made.documents == made.ledger == sum(each.tcs for each in made.suppliers) > 0
    assert sum(each.net for each in made.suppliers) == sum(
        row.net for part in (stole, tray) for row in part.lines.all()
    )

    finance = staff(Role.FINANCE_CHECKER)
    page = finance.get(f"/staff/tax/returns/?month={this}").content.decode()
    assert "The same to the paisa" in page
    sheet = finance.get(f"/staff/tax/returns/{this}/gstr8/csv/").content.decode()
    assert len(list(csv.reader(io.StringIO(sheet)))) == 1 + len(made.suppliers)
    key = TaxDocument.objects.select_related("series").first().series.seller_key
    told = json.loads(finance.get(f"/staff/tax/returns/{this}/gstr1/{key}/json/").content)
    assert told["gstin"] == key
    assert finance.get(f"/staff/tax/returns/{this}/gstr1/{key}/b2cs/").status_code == 200
    assert finance.get(f"/staff/tax/returns/{this}/gstr1/{key}/other/").status_code == 404


@pytest.mark.django_db
def test_the_desk_shows_series_and_makes_void_by_whom_may(month: Month) -> None:
    checker, maker = staff(Role.FINANCE_CHECKER, name="Checker"), staff(Role.FINANCE_MAKER, name="Maker")
    page = checker.get("/staff/tax/?seller=01ZZZAN0000N1ZJ").content.decode()
    assert "No number is missing" in page
    assert "W/26-27/00004" not in page or "WC/26-27/00002" in page
    row = TaxDocument.objects.get(source="5-KZ09")
    address = f"/staff/tax/documents/{row.pk}/"
    given = {"reason": "The address was wrong", "replace": "on"}
    assert maker.post(address, given).status_code == 403
    assert not VoidedDocument.objects.filter(document=row).exists()
    assert checker.post(address, {"reason": "no"}).status_code in (200, 422)
    for role in (Role.EDITOR, Role.LOGISTICS, Role.MEMBER):
        stranger = staff(role, name=f"Stranger {role}")
        for place in ("", "returns/", f"documents/{row.pk}/", f"documents/{row.pk}/en.pdf"):
            assert stranger.get(f"/staff/tax/{place}").status_code in (302, 403)
    assert checker.get("/staff/tax/documents/999999/").status_code == 404
    assert checker.get("/staff/tax/?q=5-KZ09&kind=nothing&before=x&month=y").status_code == 200
