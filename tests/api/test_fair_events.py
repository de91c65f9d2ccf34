"""What happened at an exhibition is told once, in order, to its team; every fact that is promised is there."""

from datetime import timedelta

import pytest

from jkrlm.api.facade import on_fair_event
from jkrlm.api.fair_events import KEPT, TOLD, forget_old_events
from jkrlm.api.models import FairEvent
from jkrlm.api.schema import schema
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from jkrlm.wiring import REACTIONS
from tests.api.test_fair_statements import asked_by
from tests.api.test_statements import statements
from tests.exhibitions.world import Fair, a_fair
from tests.house.test_events import rows, ticked

pytestmark = pytest.mark.django_db

EVENTS = '{ fairEvents(exhibition: "%s", first: 50) { edges { node { name facts { name value } } } } }'


def _happened(fair: Fair, message: int, name: str = "ExhibitionMoved") -> None:
    known = {each: f"{each} {message}" for each in TOLD[name]}
    on_fair_event(Event(message, name, {"exhibition": fair.code, **known}, clock.now()))


def test_what_happened_is_told_once_in_order_and_to_nobody_else() -> None:
    fair = a_fair()
    FairEvent.objects.all().delete()
    _happened(fair, 1)
    world = asked_by(fair.manager)
    few = statements(world, "manager", EVENTS % fair.code)
    for message, name in enumerate(TOLD, 2):
        _happened(fair, message, name)
        _happened(fair, message, name)
    assert statements(world, "manager", EVENTS % fair.code) == few
    told = [each["node"] for each in world.data("manager", EVENTS % fair.code)["edges"]]
    assert len(told) == 1 + len(TOLD)
    for node, (name, facts) in zip(told[1:], TOLD.items(), strict=True):
        assert node["name"].replace("_", "").casefold() == name.casefold()
        assert [each["name"] for each in node["facts"]] == [*facts]
    stranger = asked_by(fair.other_manager)
    assert stranger.data("manager", EVENTS % fair.code)["edges"] == []
    wrong = '{ fairEvents(exhibition: "X", first: 0) { edges { cursor } } }'
    assert world.ask("manager", wrong)["errors"][0]["extensions"]["exception"]["code"] == "BAD_INPUT"


def test_old_events_are_forgotten() -> None:
    fair = a_fair()
    FairEvent.objects.all().delete()
    for message in (1, 2):
        _happened(fair, message)
    FairEvent.objects.filter(message=1).update(at=clock.now() - KEPT - timedelta(days=1))
    forget_old_events()
    assert [each.message for each in FairEvent.objects.all()] == [2]


def test_what_is_promised_is_what_is_wired_and_documented() -> None:
    assert {name for name, heard in REACTIONS.items() if on_fair_event in heard} == set(TOLD)
    said = rows()
    for name, facts in TOLD.items():
        assert ticked(said[name][1]) >= {"exhibition", *facts}, name
    kind = schema().type_map["FairEventName"]
    assert {name.replace("_", "").casefold() for name in kind.values} == {name.casefold() for name in TOLD}
    for name, facts in TOLD.items():
        line = next(part for part in kind.description.split(" · ") if _is(name, part))
        assert all(each in line for each in facts), name


def _is(name: str, part: str) -> bool:
    head = part.split("\n")[-1] if part.startswith("What is told") else part
    return name.casefold() in head.replace("_", "").casefold()
