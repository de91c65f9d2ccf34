"""A partner's program plans a fair; nobody opens a page until it is settled. Tablets sell by their own way."""

import hashlib
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

import exhibitions.plan.facade as plan
from catalogue.facade import listings_of
from exhibitions.results.facade import CONSENT
from exhibitions.results.models import Lead
from exhibitions.stalls.models import Call
from exhibitions.till.services.set_pin import set_pin
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User, make_token
from sellers.portal.services.open_door import user_of_person
from sellers.registry.facade import add_member, members
from sellers.registry.models import Group, Onboarding
from tests.api.world import Enum, World
from tests.exhibitions.stock.world import listed
from tests.exhibitions.till.world import PIN, Stall, all_hold, work
from tests.exhibitions.world import BROUGHT, DAYS, Fair, a_fair, goods_for, person, signed_in
from tests.payouts.world import account_row

pytestmark = pytest.mark.django_db

CODE = "PARTNER-26"
LONG_AGO = clock.today() - timedelta(days=900)
POINTS = {"NEW": 30, "CERTIFIED": 25, "FAR": 20, "READY": 15, "CONDUCT": 10}
STATE = "exhibition { state }"


class Partner:
    """The program: it asks as whoever gave it a token."""

    def __init__(self) -> None:
        self.goods = goods_for(a_fair(plan.ExhibitionState.DRAFT, opens_in=60))
        listed(self.goods)
        users = {
            "manager": person("Meera Bakshi", Role.EXHIBITIONS),
            "second": person("Arif Khan", Role.EXHIBITIONS),
            "cashier": person("Cash Ier", Role.CASHIER),
            "maker": person("Fin Maker", Role.FINANCE_MAKER),
            "checker": person("Fin Checker", Role.FINANCE_CHECKER),
            **{group: _leader(group, at) for at, group in enumerate(BROUGHT)},
        }
        tokens = {
            name: make_token(user=user, name="partner", days=30, now=clock.now())
            for name, user in users.items()
        }
        self.users = users
        self.world = World(None, None, users, tokens)  # type: ignore[arg-type]
        work()

    def done(self, who: str, name: str, select: str = "", **given: Any) -> dict[str, Any]:
        found = self.world.done(who, name, select, **given)
        work()
        return found

    def at(self, who: str, name: str, select: str, **given: Any) -> dict[str, Any]:
        return self.done(who, name, select, exhibition=CODE, **given)

    def read(self, who: str, name: str, select: str, more: str = "") -> Any:
        return self.world.data(who, f'{{ {name}(exhibition: "{CODE}"{more}) {{ {select} }} }}')


def _leader(code: str, at: int) -> User:
    group, staff = Group.objects.get(code=code), {"maker": person("Maker"), "checker": person("Approver")}
    Onboarding.objects.update_or_create(
        group=group, defaults={"state": "approved", "approved_by": staff["checker"]}
    )
    account_row(group, f"002000{at:010d}", staff).save()
    phone = f"+91941977{at:04d}"
    add_member(
        code=code,
        name=f"Leader of {code}",
        phone=phone,
        role="leader",
        on=LONG_AGO,
        actor=None,
        now=clock.now(),
    )
    found = next(each for each in members(code, on=clock.today()) if each.phone == phone)
    return user_of_person(person_id=found.person_id, name=found.name, phone=found.phone, on=clock.today())


def _planned(partner: Partner) -> None:
    """Opens tomorrow, with two stalls; two managers and a cashier."""
    today, opens = clock.today(), clock.today() + timedelta(days=1)
    wish = {
        "code": CODE,
        "name": "Partner's mela",
        "venue": "Gulshan Ground",
        "town": "Jammu",
        "district": "Jammu",
        "pincode": "180004",
        "hallWidth": "40",
        "hallDepth": "30",
        "opensOn": opens.isoformat(),
        "closesOn": (opens + timedelta(days=DAYS - 1)).isoformat(),
        "applyBy": today.isoformat(),
    }
    key = str(uuid4())
    made = partner.done("manager", "planExhibition", "desk { version }", key=key, input=wish)
    again = partner.done("manager", "planExhibition", "desk { version }", key=key, input=wish)
    assert made["desk"] == again["desk"]
    partner.at("manager", "keepZone", "", input={"code": "A", "name": "Textiles", "crafts": ["textile"]})
    rows = {"zone": "A", "rows": 1, "perRow": 3, "width": "3", "height": "3", "price": "500"}
    partner.at("manager", "drawRows", "", input={**rows, "x": "2", "y": "3"})
    partner.at("manager", "setStall", "", stall="A3", state=Enum("KEPT"), reason="Information desk")
    for name, duty in (("second", "MANAGER"), ("cashier", "CASHIER")):
        days = {"since": today.isoformat(), "until": opens.isoformat()}
        user = partner.users[name].pk
        partner.at("manager", "keepTeamMember", "", user=user, duty=Enum(duty), **days)
    desk = partner.read("second", "fairDesk", "version plan { stalls { code kept price } } team { duty }")
    assert [each["code"] for each in desk["plan"]["stalls"]] == ["A1", "A2", "A3"]
    assert {each["duty"] for each in desk["team"]} == {"MANAGER", "CASHIER"}
    changed = partner.at(
        "second",
        "changeExhibition",
        "desk { version plan { exhibition { venue town } } }",
        version=desk["version"],
        input={"venue": "Parade Ground"},
    )["desk"]
    assert changed["plan"]["exhibition"] == {"venue": "Parade Ground", "town": "Jammu"}
    late = {"exhibition": CODE, "version": desk["version"], "input": {"venue": "Stadium"}}
    assert partner.world.code("manager", "changeExhibition", **late) == "CHANGED"


def _called_and_applied(partner: Partner) -> dict[str, str]:
    points = [{"criterion": Enum(name), "points": many} for name, many in POINTS.items()]
    call = {"deadline": clock.today().isoformat(), "points": points, "message": "Bring what sells."}
    partner.at("manager", "callGroups", "call { commitment seed }", input=call)
    assert set(BROUGHT) <= set(partner.world.data("second", f'{{ fairInvited(exhibition: "{CODE}") }}'))
    numbers = {}
    for group in BROUGHT:
        listing = next(each.id for each in _listings(group))
        people = [each.person_id for each in members(group, on=clock.today())][-1:]
        wish = {"exhibition": CODE, "group": group, "goods": [{"listing": listing, "quantity": 2}]}
        sent = partner.done(
            group, "applyForStall", "application { number state }", input={**wish, "people": people}
        )
        numbers[group] = sent["application"]["number"]
    return numbers


def _listings(group: str) -> Any:
    return listings_of([group])


def _allotted(partner: Partner, numbers: dict[str, str]) -> list[str]:
    """Allotted by two people; one group gives up, the next in line accepts. Returns who holds stalls."""
    early = partner.world.code("manager", "proposeAllotment", exhibition=CODE)
    assert early == "WRONG_STATE"
    Call.objects.filter(exhibition_code=CODE).update(deadline=clock.today() - timedelta(days=1))
    made = partner.at("manager", "proposeAllotment", "allotment { id withStall waiting }")["allotment"]
    assert (made["withStall"], made["waiting"]) == (2, 1)
    mine = {"exhibition": CODE, "allotment": made["id"]}
    assert partner.world.code("manager", "approveAllotment", **mine) == "SAME_PERSON"
    before = partner.read("", "fairDraw", "commitment seed given")
    assert before["seed"] == before["given"] == ""
    done = partner.at("second", "approveAllotment", "allotment { state decidedBy }", allotment=made["id"])
    assert done["allotment"] == {"state": "APPROVED", "decidedBy": "Arif Khan"}
    draw = partner.read("", "fairDraw", "commitment seed given digest isPromised isSame")
    assert hashlib.sha256(draw["seed"].encode()).hexdigest() == before["commitment"]
    assert hashlib.sha256(draw["given"].encode()).hexdigest() == draw["digest"]
    assert draw["isPromised"] and draw["isSame"]
    select = "edges { node { groupCode result stallCode score points { criterion points words } why } }"
    told = [each["node"] for each in partner.read("manager", "fairVerdicts", select)["edges"]]
    assert all(each["score"] == sum(point["points"] for point in each["points"]) for each in told)
    assert all(each["why"].startswith("Score ") for each in told)
    held = [each["groupCode"] for each in told if each["stallCode"]]
    (waits,) = {*BROUGHT} - {*held}
    gone = held.pop()
    partner.done(gone, "giveStallUp", "", number=numbers[gone], group=gone)
    took = partner.done(
        waits,
        "acceptStall",
        "application { state stallCode papers { name address teamAddress } }",
        number=numbers[waits],
        group=waits,
    )["application"]
    assert took["state"] == "ALLOTTED" and [each["name"] for each in took["papers"]] == ["letter", "passes"]
    for paper in took["papers"]:
        _opens(partner.users[waits], paper["address"])
        _opens(partner.users["manager"], paper["teamAddress"])
    assert partner.at("manager", "moveExhibition", STATE, to=Enum("RUNNING"))["exhibition"]["state"]
    return [*held, waits]


def _opens(user: User, address: str) -> None:
    answer = signed_in(user).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), address


def _goods_there(partner: Partner, groups: list[str]) -> None:
    """Every group packs two of its first kind; of the first group's one does not arrive."""
    file = "file { consignment { number state differences } noteAddress lines { id packed } differences { kind } }"
    for at, group in enumerate(groups):
        variant = partner.goods.variants[group, BROUGHT[group][0][0]]
        goods = [{"variant": variant, "quantity": 2}]
        key = str(uuid4())
        price = {"variant": variant, "price": BROUGHT[group][0][1]}
        wish = {"group": group, "prices": [price]}
        assert partner.world.code(group, "nameFairPrices", exhibition=CODE, **wish) == "BAD_PRICE"
        box = partner.at(group, "packForFair", file, group=group, goods=goods, key=key)["file"]
        assert partner.at(group, "packForFair", file, group=group, goods=goods, key=key)["file"] == box
        partner.at(group, "nameFairPrices", "prices { price }", **wish)
        number, (line,) = box["consignment"]["number"], box["lines"]
        _opens(partner.users[group], box["noteAddress"])
        partner.done(group, "consignmentLeft", "", number=number, transport="JK02 AB 1234")
        found = {"line": line["id"], "good": 1 if at == 0 else 2}
        hers = {"number": number, "hand": Enum("END"), "lines": [found]}
        assert partner.world.code(group, "countConsignment", **hers) == "PERMISSION_DENIED"
        counted = partner.done("second", "countConsignment", file, **hers)["file"]
        assert counted["consignment"]["state"] == "arrived"
        assert [each["kind"] for each in counted["differences"]] == (["short"] if at == 0 else [])
    (short,) = partner.read("manager", "fairDifferences", "id groupCode quantity outcome")
    assert (short["groupCode"], short["quantity"], short["outcome"]) == (groups[0], 1, "")
    settled = partner.done(
        "manager",
        "settleDifference",
        "difference { outcome bearer }",
        difference=short["id"],
        outcome=Enum("LOST"),
        bearer=Enum("GROUP"),
        words="Fell off the lorry",
    )
    assert settled["difference"] == {"outcome": "lost", "bearer": "group"}
    assert partner.read("manager", "fairDifferences", "id") == []
    (mine,) = partner.read(groups[0], "fairStock", "groupCode there lost")
    assert mine["groupCode"] == groups[0] and mine["there"] == 1


def _sold(partner: Partner, groups: list[str]) -> None:
    """A tablet sells the day before it opens, which staff are asked about; ₹50 are missing in the evening."""
    manager, cashier = partner.users["manager"], partner.users["cashier"]
    set_pin(exhibition=CODE, user=cashier, pin=PIN, by=manager, now=clock.now())
    fair = Fair(CODE, clock.today(), manager, manager, (cashier, cashier), manager, manager)
    tablet = Stall(fair, partner.goods).tablet()
    tablet.open()
    tablet.sell((groups[0], BROUGHT[groups[0]][0][0], 1), (groups[1], BROUGHT[groups[1]][0][0], 1))
    tablet.send()
    work()
    asked = partner.read("cashier", "fairFlags", "id code outcomes outcome")
    assert {each["code"] for each in asked} == {"outside-days"}
    for each in asked:
        given = {"flag": each["id"], "outcome": Enum("ACCEPTED"), "reason": "Tried out the evening before"}
        closed = partner.at("second", "settleFlag", "flag { outcome outcomes }", **given)["flag"]
        assert closed == {"outcome": "accepted", "outcomes": []}
    assert partner.read("maker", "fairFlags", "id") == []
    tablet.close(-5000, "A note went missing at the counter")
    tablet.send()
    work()
    (day,) = partner.read("checker", "fairDays", "till difference reason closedAt")
    assert (day["difference"], day["reason"]) == ("-50.00", "A note went missing at the counter")
    (till,) = partner.read("maker", "fairTills", "number cash waiting")
    lead = {
        "exhibition": CODE,
        "name": "A shop in Delhi",
        "contact": "shop@example.in",
        "wants": "Forty",
        "language": "ur",
    }
    order = {"kind": Enum("ORDER"), "consent": True, "worth": "40000"}
    partner.done("cashier", "takeLead", STATE, input={**lead, **order})
    asked = partner.world.data("cashier", '{ leadConsent(language: "ur") }')
    assert Lead.objects.get(exhibition=CODE).consent_words == asked != str(CONSENT)
    (known,) = partner.read("manager", "fairLeads", "edges { node { email worth kind } }")["edges"]
    assert known["node"] == {"email": "shop@example.in", "worth": "40000.00", "kind": "ORDER"}
    _brought_to_the_bank(partner, till)


def _brought_to_the_bank(partner: Partner, till: dict[str, Any]) -> None:
    """The bank counts ₹600 less than the books have: one of finance proposes it, another approves."""
    counted = str(Decimal(till["cash"]) - 600)
    given = {"number": till["number"], "deposited": counted, "reference": "SLIP 77"}
    made = partner.at("maker", "depositTillCash", "file { till { cash } proposals { id amount } }", **given)
    (waits,) = made["file"]["proposals"]
    assert made["file"]["till"]["cash"] == till["cash"] and waits["amount"] == "600.00"
    given = {"exhibition": CODE, "proposal": waits["id"], "approve": True}
    assert partner.world.code("maker", "decideTillMoney", **given) == "PERMISSION_DENIED"
    done = partner.done("checker", "decideTillMoney", "proposal { state proposedBy decidedBy }", **given)
    assert done["proposal"] == {"state": "APPROVED", "proposedBy": "Fin Maker", "decidedBy": "Fin Checker"}
    assert partner.read("maker", "fairMoneyProposals", "id") == []
    one = f", number: {till['number']}"
    file = partner.read(
        "maker", "fairTill", "till { cash } checks { ready } deposits { expected deposited }", one
    )
    assert file["till"]["cash"] == "0.00" and {each["ready"] for each in file["checks"]} == {True, False}
    assert file["deposits"] == [{"expected": till["cash"], "deposited": counted}]


def _home_and_settled(partner: Partner, groups: list[str]) -> None:
    assert partner.world.code("manager", "proposeSettlement", exhibition=CODE) == "NOT_READY"
    closed = partner.at("manager", "moveExhibition", STATE, to=Enum("CLOSED"), reason="It snows")
    assert closed["exhibition"]["state"] == "CLOSED"
    variant = partner.goods.variants[groups[1], BROUGHT[groups[1]][0][0]]
    file = "file { consignment { number } lines { id } }"
    goods = [{"variant": variant, "quantity": 1}]
    box = partner.at("second", "sendGoodsHome", file, group=groups[1], goods=goods, rest=True)["file"]
    counted = {"hand": Enum("END"), "lines": [{"line": box["lines"][0]["id"], "good": 1}]}
    partner.done(groups[1], "countConsignment", "", number=box["consignment"]["number"], **counted)
    assert partner.read("checker", "fairSettlement", "state obstacles") == {"state": None, "obstacles": []}
    made = partner.at("manager", "proposeSettlement", "settlement { id lines { groupCode sold charge } }")
    found = made["settlement"]
    assert {each["groupCode"] for each in found["lines"]} == {*groups}
    decide = {"exhibition": CODE, "settlement": found["id"]}
    assert partner.world.code("manager", "approveSettlement", **decide) == "PERMISSION_DENIED"
    done = partner.at("checker", "approveSettlement", "settlement { state late }", settlement=found["id"])
    assert done["settlement"] == {"state": "APPROVED", "late": "0.00"}
    (line,) = partner.world.data(groups[0], "{ mySettledExhibitions { exhibition line { sold groupCode } } }")
    assert line["exhibition"] == CODE and line["line"]["groupCode"] == groups[0]


def _told(partner: Partner, groups: list[str]) -> None:
    """The report has what was sold, and the events tell the whole of it in order."""
    sold = {group: BROUGHT[group][0][1] for group in groups}
    report = partner.read(
        "checker", "fairReport", "figures { turnover bills leads } groups { amount pieces }"
    )
    whole = sum(map(float, sold.values()))
    assert report["figures"] == {"turnover": f"{whole:.2f}", "bills": 1, "leads": 1}
    assert {each["amount"] for each in report["groups"]} >= {*sold.values()}
    board = partner.read("second", "fairBoard", "tills openFlags leads byGroup { amount }")
    assert board["openFlags"] == 0
    names, after = [], "null"
    while True:
        select = "edges { node { name facts { name value } } } pageInfo { hasNextPage endCursor }"
        page = partner.read("manager", "fairEvents", select, f", first: 7, after: {after}")
        names += [each["node"]["name"] for each in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = f'"{page["pageInfo"]["endCursor"]}"'
    assert names[0] == "EXHIBITION_MOVED"
    assert {name: names.count(name) for name in ("ALLOTMENT_APPROVED", "BILL_KEPT", "LEAD_TAKEN")} == {
        "ALLOTMENT_APPROVED": 1,
        "BILL_KEPT": 1,
        "LEAD_TAKEN": 1,
    }
    seldom = {"STALL_ALLOTTED", "STALL_OFFERED", "STALL_GIVEN_UP", "CONSIGNMENT_MOVED", "BILL_FLAGGED"}
    assert seldom | {"TILL_DAY_CLOSED"} <= {*names}
    assert names.count("SETTLEMENT_APPROVED") == 1 and names.count("EXHIBITION_MOVED") == 5


def test_a_partner_needs_no_page() -> None:
    partner = Partner()
    _planned(partner)
    numbers = _called_and_applied(partner)
    groups = _allotted(partner, numbers)
    _goods_there(partner, groups)
    _sold(partner, groups)
    _home_and_settled(partner, groups)
    _told(partner, groups)
    all_hold()
