"""Lists of an exhibition: the same number of statements for one or two rows as for many."""

from collections.abc import Callable
from datetime import timedelta

import pytest

import exhibitions.results.facade as results
import exhibitions.stalls.facade as stalls
from exhibitions.stalls.models import Call
from jkrlm.kernel import clock
from jkrlm.people.facade import User, make_token
from tests.api.test_statements import statements
from tests.api.world import World
from tests.exhibitions.stalls.world import Mela, a_mela, applied, call, deadline_over
from tests.exhibitions.stock.world import listed, opened, packed, stalls_for
from tests.exhibitions.till.world import a_stall
from tests.exhibitions.world import Fair, a_fair, goods_for

pytestmark = pytest.mark.django_db

APPLICATIONS = """{ stallApplications(exhibition: "%s", first: 50) { edges { node {
  number state goods { title } score line why papers { address } } } } }"""
VERDICTS = """{ fairVerdicts(exhibition: "%s", first: 50) { edges { node {
  number groupCode result points { label words } why } } } }"""
LEADS = '{ fairLeads(exhibition: "%s", first: 50) { edges { node { number name worth stallCode } } } }'
TILLS = '{ fairTills(exhibition: "%s") { number cash waiting } }'
BOXES = '{ fairConsignments(exhibition: "%s") { number groupCode state pieces differences } }'


def asked_by(user: User) -> World:
    token = make_token(user=user, name="a program", days=30, now=clock.now())
    return World(None, None, {"manager": user}, {"manager": token})  # type: ignore[arg-type]


def worked_out(mela: Mela, groups: list[str]) -> None:
    """These groups apply, and the stalls are allotted anew."""
    newest = stalls.proposal(mela.code)
    if newest is not None:
        stalls.send_allotment_back(newest.id, why="More have applied", by=mela.fair.administrator)
    Call.objects.filter(exhibition_code=mela.code).update(deadline=clock.today() + timedelta(days=2))
    for code in groups:
        applied(mela, code)
    deadline_over(mela)
    stalls.propose_allotment(mela.code, key=f"of {groups[0]}", by=mela.fair.manager)


def test_applications_and_what_is_said_of_them() -> None:
    mela = a_mela(10)
    call(mela)
    world = asked_by(mela.fair.manager)
    worked_out(mela, mela.groups[:2])
    few = [statements(world, "manager", text % mela.code) for text in (APPLICATIONS, VERDICTS)]
    worked_out(mela, mela.groups[2:])
    many = [statements(world, "manager", text % mela.code) for text in (APPLICATIONS, VERDICTS)]
    assert few == many
    said = world.data("manager", VERDICTS % mela.code)["edges"]
    assert {each["node"]["groupCode"] for each in said} == {*mela.groups}


def _lead(fair: Fair, at: int) -> None:
    wish = results.LeadWish("enquiry", f"Visitor {at}", f"a{at}@example.in", "Stoles", True, "Yes.")
    results.take_lead(fair.code, wish, key=f"lead {at}", by=fair.manager)


def test_boxes_and_leads() -> None:
    fair = a_fair()
    goods = goods_for(fair)
    listed(goods)
    opened(fair)
    stalls_for(fair, "KZ09")
    world = asked_by(fair.manager)
    more: tuple[tuple[str, Callable[[int], object]], ...] = (
        (BOXES, lambda at: packed(fair, goods, {"Stole": 1}, key=f"box {at}")),
        (LEADS, lambda at: _lead(fair, at)),
    )
    for text, make in more:
        make(0)
        few = statements(world, "manager", text % fair.code)
        for at in range(1, 5):
            make(at)
        assert statements(world, "manager", text % fair.code) == few


def test_tills() -> None:
    stall = a_stall()
    world = asked_by(stall.fair.manager)
    stall.tablet()
    few = statements(world, "manager", TILLS % stall.code)
    for _more in range(3):
        stall.tablet()
    assert statements(world, "manager", TILLS % stall.code) == few
    assert len(world.data("manager", TILLS % stall.code)) == 4
