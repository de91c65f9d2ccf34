"""The demo's fair is lively and true: groups hold stalls, goods are there, bills are booked; told once."""

from collections import Counter
from typing import Any, cast

import pytest

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as stock
import exhibitions.till.facade as till
from exhibitions.stock.models import Consignment
from jkrlm.people.facade import Role
from sellers.registry.facade import approved_groups
from storefront.demo.exhibitions import INVITING, RUNNING, load_demo_exhibitions
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
    all_hold()
    load_demo_exhibitions(said.append, **people)
    assert told() == first
