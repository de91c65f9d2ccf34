"""Two tills sell; the board shows it; what holds the settlement back; it is approved, booked and paid out."""

import io
import re
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

import exhibitions.plan.facade as plan
import exhibitions.results.facade as results
import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from tests.exhibitions.results.world import a_day, checker, close_tills, closed, deposit, goods_home
from tests.exhibitions.till.world import Stall, all_hold, work
from tests.exhibitions.world import person, signed_in

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def at(stall: Stall, rest: str) -> str:
    return f"/staff/exhibitions/{stall.code}/{rest}"


def propose(desk: Client, stall: Stall, key: str) -> object:
    return desk.post(at(stall, "settlement/propose/"), {"key": key, "note": ""})


def test_from_two_tills_to_a_payout(stall: Stall) -> None:
    one, other = a_day(stall)
    desk = stall.fair.desk()
    page = text(desk.get(at(stall, "board/")))
    assert "₹9,240" in page  # 7,900 − 900 + 1,800 + 440
    assert "2 bills to settle" not in page
    assert "A1 · " in page and "Stole" in page and "Weaves and shawls" in page

    answer = text(desk.get(at(stall, "settlement/")))
    for words in (
        "The exhibition is not closed yet.",
        "Till 1 was not closed after its last bill",
        "₹7,000.00 in cash of till 1 are not in the bank.",
    ):
        assert words in answer, words
    assert propose(desk, stall, "form-1").status_code == 409  # type: ignore[attr-defined]
    assert results.settlement(stall.code).state == ""

    close_tills(stall, one, other, over=-5000)
    goods_home(stall)
    closed(stall)
    held = text(desk.get(at(stall, "settlement/")))
    assert "A note went missing at the counter" in held
    assert "₹6,950.00 in cash of till 1 are not in the bank." in held
    assert "Propose this settlement" not in held
    deposit(stall, one, other)
    assert results.obstacles(stall.code) == ()
    assert propose(desk, stall, "form-2").status_code == 302  # type: ignore[attr-defined]
    assert propose(desk, stall, "form-2").status_code == 302  # type: ignore[attr-defined]
    assert desk.post(at(stall, "settlement/1/decide/"), {"verdict": "approve"}).status_code == 403

    finance = signed_in(checker())
    found = results.settlement(stall.code)
    decide = at(stall, f"settlement/{found.id}/decide/")
    assert finance.post(decide, {"verdict": "back", "why": " "}).status_code == 422
    before = {each.group_code: ledger.positions([each.group_code])[each.group_code] for each in found.lines}
    assert finance.post(decide, {"verdict": "approve"}).status_code == 302
    assert finance.post(decide, {"verdict": "approve"}).status_code == 302
    work()

    assert plan.exhibition(stall.code).state == "settled"
    lines = {each.group_code: each for each in results.settlement(stall.code).lines}
    assert {code: str(each.sold.amount - each.returned.amount) for code, each in lines.items()} == {
        "JM09": "440.00",
        "KZ09": "7000.00",
        "KZ11": "1800.00",
    }
    assert str(lines["KZ11"].returned.amount) == "900.00"
    assert str(lines["KZ09"].charge.amount) == "6000.00"
    assert str(lines["KZ09"].charge_gst.amount) == "915.25"
    charged = ledger.entry(ledger.key_of("settlement", stall.code, "KZ09"))
    booked = {(str(line.account), str(line.amount.amount)) for line in charged.lines}
    assert sorted(each for each in booked if each[0].startswith(("gst", "stall"))) == [
        ("gst-output-cgst", "-457.62"),
        ("gst-output-sgst", "-457.63"),
        ("stall-charges", "-5084.75"),
    ]
    after = ledger.positions(list(lines))
    for code, line in lines.items():
        moved = (after[code].payable - after[code].due) - (before[code].payable - before[code].due)
        assert moved == -line.charge, code
        assert after[code].held + after[code].payable - after[code].due == line.gets - line.gst_hers, code
    all_hold()

    _report(desk, stall)


def _report(desk: Client, stall: Stall) -> None:
    """As a spreadsheet, as PDF, as a page: the same turnover."""
    sheet = load_workbook(io.BytesIO(desk.get(at(stall, "report.xlsx")).content))
    summary = {row[0]: row[1] for row in sheet["Summary"].iter_rows(values_only=True)}
    assert (summary["Turnover, ₹"], summary["Bills"], summary["Stalls taken"]) == (9240, 2, 3)
    assert sum(row[3] for row in sheet["Groups"].iter_rows(min_row=2, values_only=True)) == 9240
    paper = desk.get(at(stall, "report.pdf"))
    assert paper.content[:5] == b"%PDF-"
    assert Money(Decimal("9240.00"), "INR") == results.report(stall.code).figures.turnover
    assert "₹9,240" in text(desk.get(at(stall, "report/")))


def test_who_may_look(stall: Stall) -> None:
    stranger = person("Of another fair", *())
    assert signed_in(stranger).get(at(stall, "board/")).status_code == 403
    assert stall.fair.desk(stall.fair.other_manager).get(at(stall, "board/")).status_code == 403
    assert stall.fair.desk(stall.fair.helper).get(at(stall, "board/")).status_code == 200
    assert stall.fair.desk().get("/staff/exhibitions/NONE-1/board/").status_code == 404
