"""The demo's fair is lively and true: groups hold stalls, goods are there, bills are booked; told once."""

from collections import Counter
from datetime import timedelta
from typing import Any, cast

import pytest

import exhibitions.plan.facade as plan
import exhibitions.results.facade as results
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as stock
import exhibitions.till.facade as till
from exhibitions.stock.models import Consignment
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from sellers.registry.facade import approved_groups
from storefront.aftercare.models import Enquiry
from storefront.demo.exhibitions import load_demo_exhibitions
from storefront.demo.fairs import INVITING, LAST, RUNNING
from tests.exhibitions.stock.world import listed
from tests.exhibitions.till.world import all_hold, work
from tests.exhibitions.world import Fair, goods_for, person

pytestmark = pytest.mark.django_db

BRINGING = ("JM09", "KZ09", "KZ11")


def told() -> dict[str, Any]:
    """What the demo's exhibitions say now, in numbers."""
    work()
    return {
        "stalls": {each.group_code: each.stall_code for each in stalls.allotted(RUNNING)},
        "goods": {each.variant_id: each.quantity for each in stock.goods_at(RUNNING)},
        "bills": Counter(each.state for each in till.bills(RUNNING)),
        "flags": Counter(each.code for each in till.flags(RUNNING)),
        "tills": len(till.tills(RUNNING)),
        "sent": Consignment.objects.count(),
        "states": {each.code: each.state for each in plan.exhibitions()},
        "last": (results.settlement(LAST), till.takings_by_day(LAST), plan.footfall(LAST)),
    }


def test_the_demos_fair_is_lively_and_is_told_once() -> None:
    listed(goods_for(cast(Fair, None)))
    people: dict[str, Any] = {
        "manager": person("Manager", Role.EXHIBITIONS),
        "cashier": person("Cashier", Role.CASHIER),
        "approver": person("Administrator", Role.ADMINISTRATOR),
        "papers": (person("Maker", Role.FINANCE_MAKER), person("Checker", Role.FINANCE_CHECKER)),
    }
    said: list[str] = []
    load_demo_exhibitions(said.append, **people)
    first = told()
    assert approved_groups(BRINGING) == set(BRINGING)
    assert sorted(first["stalls"]) == list(BRINGING)
    zones = {each.code: each.zone_code for each in plan.stalls(RUNNING)}
    assert {zones[each] for each in first["stalls"].values()} == {"A"}
    assert first["goods"] and first["bills"]["settled"] > 10
    assert first["flags"]["oversold"] >= 1
    assert first["tills"] == 2
    states = first["states"]
    assert (states[RUNNING], states[INVITING]) == ("running", "inviting")
    assert any(each.endswith(" s") for each in said)
    _last_year(first["states"][LAST])
    all_hold()
    load_demo_exhibitions(said.append, **people)
    assert told() == first


def _last_year(state: str) -> None:
    """The fair of last year went its whole way, on its days, and stands beside this year's."""
    fair, found = plan.exhibition(LAST), results.settlement(LAST)
    assert (state, found.state) == ("settled", "approved")
    assert (found.proposed_by, found.decided_by) == ("Manager", "Checker")
    assert fair.closes_on < clock.today() - timedelta(days=365)
    sold_on = {each.day for each in till.takings_by_day(LAST)}
    assert sold_on and all(fair.opens_on <= each <= fair.closes_on for each in sold_on)
    assert clock.local_date(plan.closed_at(LAST)) == fair.closes_on  # type: ignore[arg-type]
    assert till.flags(LAST) == () and results.obstacles(LAST) == ()
    assert sorted(str(each.difference.amount) for each in found.tills) == ["-50.00", "0.00"]
    assert {each.left.amount for each in found.tills} == {0}
    assert all(each.sold.amount and each.charge.amount for each in found.lines)
    assert not any(each.quantity for each in stock.goods_at(LAST))
    assert len(till.days(LAST)) == 2 * fair.days
    assert results.lead_counts(LAST)[:2] == (2, 1)
    assert {(each.name, each.phone, each.email) for each in results.leads(LAST)} == {("", "", "")}
    forgotten = [each.id for each in results.leads(LAST)]
    assert not Enquiry.objects.filter(lead__in=forgotten).exists()
    (earlier,) = results.report(RUNNING).earlier
    assert (earlier.code, earlier.bills) == (LAST, sum(each.bills for each in till.takings_by_day(LAST)))
