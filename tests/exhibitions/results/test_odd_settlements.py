"""Settlements that are no ordinary ones: all came back, less sold than a stall costs, a bill that comes late."""

import json
from decimal import Decimal
from uuid import uuid4

import pytest

import exhibitions.results.facade as results
import sellers.ledger.facade as ledger
from exhibitions.stalls.models import Application
from exhibitions.stalls.services.hold_stalls import release
from exhibitions.stalls.states import Ended
from exhibitions.till.services.read_in import read_in
from jkrlm.kernel import clock
from sellers.orders.facade import lateness
from sellers.registry.facade import add_member
from tests.exhibitions.results.world import checker, close_tills, closed, deposit, goods_home
from tests.exhibitions.till.world import Stall, Tablet, all_hold, work
from tests.exhibitions.world import signed_in
from tests.portal.world import LONE, Phone
from tests.registry.world import LONG_AGO, NOW

pytestmark = pytest.mark.django_db


def approved(stall: Stall, *tablets: Tablet) -> dict[str, results.Line]:
    close_tills(stall, *tablets)
    deposit(stall, *tablets)
    goods_home(stall)
    closed(stall)
    made = results.propose_settlement(stall.code, key=uuid4().hex, by=stall.fair.manager)
    results.approve_settlement(made, by=checker())
    work()
    return {each.group_code: each for each in results.settlement(stall.code).lines}


def test_where_everything_came_back_or_less_was_sold_than_a_stall_costs(stall: Stall) -> None:
    """Both owe what their share does not bear; nothing below nought is paid."""
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("KZ09", "Stole", 1))
    honey = tablet.sell(("JM09", "Honey", 2))
    tablet.give_back(honey, 0, 2)
    tablet.sell(("KZ11", "Box", 1))
    tablet.send()
    work()
    lines = approved(stall, tablet)
    back, little = lines["JM09"], lines["KZ11"]
    assert (back.sold.amount, back.returned.amount) == (Decimal(960), Decimal(960))
    assert (back.share.amount, back.commission.amount, back.pieces, back.bills) == (0, 0, 0, 1)
    assert back.gets == -back.charge
    assert 0 < little.share.amount < little.charge.amount
    stands = ledger.positions(["JM09", "KZ11"])
    assert (stands["JM09"].due, stands["JM09"].payable.amount) == (back.charge, 0)
    assert (stands["KZ11"].due, stands["KZ11"].payable.amount) == (little.charge, 0)
    assert stands["KZ11"].held - stands["KZ11"].due == little.gets - little.gst_hers
    page = signed_in(checker()).get(f"/staff/exhibitions/{stall.code}/settlement/").content.decode()
    assert "−₹6,000.00" in page
    all_hold()


def test_a_bill_that_comes_after_the_approval_is_booked_and_told(stall: Stall) -> None:
    """By the file of a tablet that was found: what was approved stays, the books go on, nobody packed late."""
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    work()
    before = approved(stall, tablet)
    tablet.open()
    tablet.sell(("KZ09", "Stole", 1))
    saved = json.dumps({"entries": tablet.unsent}).encode()
    read_in(till=tablet.row, content=saved, by=stall.fair.manager, now=clock.now())
    work()
    found = results.settlement(stall.code)
    assert {each.group_code: each for each in found.lines} == before
    assert found.late == before["KZ09"].share
    page = signed_in(checker()).get(f"/staff/exhibitions/{stall.code}/settlement/").content.decode()
    assert "bills or returns that came late" in page
    assert lateness(["KZ09"], since=stall.fair.opens_on, today=clock.today()) == {}
    all_hold()


def test_a_group_that_did_not_come_finds_what_its_stall_costs(stall: Stall) -> None:
    missing = Application.objects.get(group_code="KZ11")
    opens = stall.fair.opens_on
    release(number=missing.number, why=Ended.NO_SHOW, by=stall.fair.manager, now=clock.now(), today=opens)
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    work()
    add_member(code="KZ11", name="Haseena Begum", phone=LONE, role="leader", on=LONG_AGO, actor=None, now=NOW)
    her = Phone(LONE).trust().client
    fair, money = f"/sell/exhibitions/{stall.code}/", f"/sell/exhibitions/{stall.code}/money/"
    assert money not in her.get(fair).content.decode()
    assert approved(stall, tablet)["KZ11"].charge.amount == Decimal(6000)
    assert money in her.get(fair).content.decode()
    assert "−₹6,000.00" in her.get(money).content.decode()
    all_hold()
