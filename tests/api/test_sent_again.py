"""A key that is sent again tells nothing to who may not look any more."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

import certification.cases.facade as cases
import exhibitions.plan.facade as plan
import exhibitions.results.facade as results
import exhibitions.stock.facade as stock
from exhibitions.plan.models import Exhibition, TeamMember
from exhibitions.till.facade import flags
from jkrlm.kernel import clock
from jkrlm.people.facade import User, make_token
from sellers.portal.services.open_door import user_of_person
from sellers.registry.facade import members
from sellers.registry.models import Group, Membership
from tests.api.test_fair_statements import asked_by
from tests.api.world import Enum, World, things
from tests.exhibitions.stalls.world import a_mela, applied, call, deadline_over
from tests.exhibitions.stock.world import counted, listed, opened, packed, stalls_for
from tests.exhibitions.till.world import Stall, a_stall, work
from tests.exhibitions.world import a_fair, goods_for

pytestmark = pytest.mark.django_db


class Sent:
    """What somebody sent with its key, to be sent again."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.who = world, who
        self.every: list[tuple[str, str, dict[str, Any]]] = []

    def send(self, name: str, of: str, select: str, **given: Any) -> Any:
        """Send it; return what came of it, which she may see then."""
        given["key"] = str(uuid4())
        self.every.append((name, of, given | {"select": select}))
        shown = self.world.done(self.who, name, f"{of} {{ {select} }}", **given)[of]
        assert shown, name
        return shown

    def again(self) -> dict[str, Any]:
        """Return what each shows when it is sent once more: it was done, so nothing is refused."""
        found = {}
        for name, of, given in self.every:
            asked = {key: each for key, each in given.items() if key != "select"}
            found[name] = self.world.done(self.who, name, f"{of} {{ {given['select']} }}", **asked)[of]
        return found


def off_the_team(code: str, user: User) -> None:
    TeamMember.objects.filter(exhibition__code=code, user=user).delete()


def moved_to(group: str, user: User) -> None:
    """She is a member of another group from now on."""
    assert Membership.objects.filter(person__user=user).update(group=Group.objects.get(code=group))


def odd_bill(stall: Stall) -> int:
    """A tablet sells the one shawl twice; return the flag that staff are asked about."""
    tablet = stall.tablet()
    tablet.open()
    for _twice in range(2):
        tablet.sell(("KZ09", "Shawl", 1))
    tablet.send()
    work()
    (flag,) = flags(stall.code)
    return flag.id


def on_the_stage(code: str) -> dict[str, Any]:
    day = plan.exhibition(code).closes_on.isoformat()
    return {"kind": Enum("STAGE"), "day": day, "starts": "10:00", "ends": "11:00", "title": "Music"}


def test_a_manager_who_left_the_team_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stall = a_stall()
    sent, here = Sent(asked_by(stall.fair.manager), "manager"), {"exhibition": stall.code}
    settled = {"outcome": Enum("COUNTED"), "reason": "There were two"}
    sent.send("settleFlag", "flag", "outcome", flag=odd_bill(stall), **settled, **here)
    sent.send("endTill", "file", "till { cash }", number=1, reason="Lost on the bus", **here)
    sent.send("addToProgramme", "desk", "version", input=on_the_stage(stall.code), **here)
    monkeypatch.setattr(results, "propose_settlement", lambda *_given, **_more: None)
    sent.send("proposeSettlement", "settlement", "late", **here)
    price = {"variant": stall.variant("KZ09", "Stole"), "price": "3000"}
    sent.send("nameFairPrices", "prices", "price", group="KZ09", prices=[price], **here)
    assert all(sent.again().values())
    off_the_team(stall.code, stall.fair.manager)
    assert sent.again() == {name: None for name, _of, _given in sent.every}


def test_nor_of_what_was_missing_on_the_road() -> None:
    fair = a_fair()
    goods = goods_for(fair)
    listed(goods)
    opened(fair)
    stalls_for(fair, "KZ09")
    counted(packed(fair, goods, {"Stole": 2}), Stole=1)
    (short,) = stock.differences(exhibition_code=fair.code)
    sent = Sent(asked_by(fair.manager), "manager")
    settled = {"outcome": Enum("LOST"), "bearer": Enum("GROUP"), "words": "Fell off the lorry"}
    sent.send("settleDifference", "difference", "quantity", difference=short.id, **settled)
    assert sent.again()["settleDifference"] == {"quantity": 1}
    off_the_team(fair.code, fair.manager)
    assert sent.again() == {"settleDifference": None}


def test_nor_of_a_draft_and_an_allotment() -> None:
    mela = a_mela(2)
    sent, here = Sent(asked_by(mela.fair.manager), "manager"), {"exhibition": mela.code}
    helper = {"user": mela.fair.helper.pk, "duty": Enum("HELPER")}
    sent.send("dropTeamMember", "exhibition", "code", **helper, **here)
    off_the_team(mela.code, mela.fair.manager)
    assert sent.again() == {"dropTeamMember": None}, "a draft is nobody else's"

    TeamMember.objects.create(
        exhibition=Exhibition.objects.get(code=mela.code),
        user=mela.fair.manager,
        duty="manager",
        since=mela.fair.opens_on,
        until=mela.fair.opens_on,
    )
    call(mela)
    applied(mela, mela.groups[0])
    deadline_over(mela)
    sent.send("proposeAllotment", "allotment", "id withStall", **here)
    off_the_team(mela.code, mela.fair.manager)
    assert sent.again() == {"dropTeamMember": {"code": mela.code}, "proposeAllotment": None}


def test_a_seller_who_left_the_group_is_told_nothing() -> None:
    mela = a_mela(2)
    call(mela)
    code, other = mela.groups
    person = members(code, on=clock.today())[0]
    user = user_of_person(person_id=person.person_id, name=person.name, phone=person.phone, on=clock.today())
    token = make_token(user=user, name="a program", days=30, now=clock.now())
    sent = Sent(World(None, None, {"leader": user}, {"leader": token}), "leader")  # type: ignore[arg-type]
    goods = [{"listing": mela.goods[code], "quantity": 2}]
    wish = {"exhibition": mela.code, "group": code, "goods": goods, "people": [person.person_id]}
    sent.send("applyForStall", "application", "number state", input=wish)
    assert all(sent.again().values())
    moved_to(other, user)
    assert sent.again() == {"applyForStall": None}


def test_nor_of_an_appeal(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    number = things(world).submitted
    asked = SimpleNamespace(id=7, case_number=number, words="It was weighed wet")
    monkeypatch.setattr(cases, "ask_appeal", lambda *_given: asked)
    monkeypatch.setattr(cases, "appeals", lambda *_given: (asked,))
    sent = Sent(world, "member")
    sent.send("askAppeal", "appeal", "words", case=number, words=asked.words)
    assert sent.again()["askAppeal"] == {"words": asked.words}
    moved_to("KZ11", world.users["member"])
    assert sent.again() == {"askAppeal": None}
