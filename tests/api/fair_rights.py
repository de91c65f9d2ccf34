"""Every field about exhibitions: who may use it, and how it is asked."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.api.rows import ANYBODY, FAIRS, FINANCE, MANAGERS, PLANNERS, RUNNERS, SELLERS, Row
from tests.api.world import Enum, Things

LOGISTICS = {"logistics"}
#: Of the fair in Things, the cashier too.
TEAM = RUNNERS | {"cashier"}
#: Whoever acts for KZ09, whose goods they are.
KZ09 = SELLERS - {"stranger"}


def _at_fair(selection: str) -> Callable[[Things], str]:
    return lambda it: f'(exhibition: "{it.fair}")' + (f" {{ {selection} }}" if selection else "")


def _fair(**more: Any) -> Callable[[Things], dict[str, Any]]:
    return lambda it: {"exhibition": it.fair, **more}


def _group(**more: Any) -> Callable[[Things], dict[str, Any]]:
    return lambda it: {"number": "NONE-26/KZ09", "group": "KZ09", **more}


def _number(number: str, **more: Any) -> Callable[[Things], dict[str, Any]]:
    return lambda it: {"number": number, **more}


def _new_fair(it: Things) -> dict[str, Any]:
    day = it.soon[:10]
    wish = {
        "code": f"NEW-{uuid4().hex[:6].upper()}",
        "name": "A new fair",
        "venue": "Ground",
        "town": "Jammu",
    }
    sizes = {"district": "Jammu", "pincode": "180004", "hallWidth": "40", "hallDepth": "30"}
    return {"input": {**wish, **sizes, "opensOn": day, "closesOn": day, "applyBy": "2026-11-01"}}


FAIR_QUERIES: dict[str, tuple[Callable[[Things], str], set[str] | str]] = {
    "exhibitions": (lambda it: "{ code name opensAt }", ANYBODY),
    "exhibition": (lambda it: f'(code: "{it.fair}") {{ exhibition {{ code }} stalls {{ price }} }}', ANYBODY),
    "myExhibitions": (lambda it: "{ code state }", FAIRS | {"cashier"}),
    "fairDesk": (_at_fair("version team { userId } tasks { title }"), FAIRS),
    "fairCall": (_at_fair("deadline commitment"), ANYBODY),
    "fairDraw": (_at_fair("seed isSame"), ANYBODY),
    "fairInvited": (_at_fair(""), FAIRS),
    "myStallApplications": (lambda it: "(first: 2) { edges { node { number why } } }", SELLERS),
    "stallApplications": (_at_fair("edges { node { score } }"), FAIRS),
    "stallApplication": (lambda it: '(number: "NONE-26-0001") { papers { address } }', FAIRS | SELLERS),
    "fairAllotment": (_at_fair("id state"), FAIRS),
    "fairVerdicts": (_at_fair("edges { node { why points { words } } }"), FAIRS),
    "fairAllowances": (_at_fair("amount"), FAIRS | FINANCE),
    "fairConsignments": (_at_fair("number"), FAIRS | LOGISTICS),
    "fairConsignment": (lambda it: '(number: "CN-1") { noteAddress }', FAIRS | SELLERS | LOGISTICS),
    "fairStock": (_at_fair("there"), FAIRS | SELLERS | LOGISTICS),
    "fairDifferences": (_at_fair("quantity"), FAIRS | LOGISTICS),
    "fairTills": (_at_fair("cash"), FAIRS | FINANCE | {"cashier"}),
    "fairTill": (
        lambda it: f'(exhibition: "{it.fair}", number: 1) {{ checks {{ ready }} }}',
        FAIRS | FINANCE | {"cashier"},
    ),
    "fairDays": (_at_fair("difference"), FAIRS | FINANCE | {"cashier"}),
    "fairFlags": (_at_fair("code outcomes"), FAIRS | FINANCE | {"cashier"}),
    "fairMoneyProposals": (_at_fair("amount state"), FAIRS | FINANCE | {"cashier"}),
    "fairFigures": (_at_fair("turnover"), FAIRS | FINANCE | LOGISTICS),
    "fairBoard": (_at_fair("sales averageBill hours { today }"), FAIRS | FINANCE | LOGISTICS),
    "fairReport": (_at_fair("figures { turnover } groups { share }"), FAIRS | FINANCE | LOGISTICS),
    "fairLeads": (_at_fair("edges { node { phone } }"), FAIRS),
    "leadConsent": (lambda it: '(language: "ur")', ANYBODY),
    "fairSettlement": (_at_fair("late obstacles lines { gets }"), FAIRS | FINANCE),
    "mySettledExhibitions": (lambda it: "{ exhibition line { gets } }", SELLERS),
    "fairEvents": (
        _at_fair("edges { node { name facts { value } } }"),
        FAIRS | FINANCE | LOGISTICS,
    ),
}

_ROWS = {"zone": "A", "rows": 1, "perRow": 1, "width": "3", "height": "3", "price": "1", "x": "2", "y": "9"}
_ITEM = {"kind": Enum("STAGE"), "day": "2026-12-30", "starts": "10:00", "ends": "11:00", "title": "Music"}
_CALL = {"deadline": "2026-12-01", "points": [{"criterion": Enum("NEW"), "points": 100}]}
_SETTLED = {"outcome": Enum("LOST"), "bearer": Enum("GROUP"), "words": "Fell"}
_LEAD = {"name": "A", "contact": "9419000041", "wants": "x", "consent": True}

#: A manager who is not on its team is refused as a stranger is.
FAIR_MUTATIONS: dict[str, Row] = {
    "planExhibition": Row(_new_fair, PLANNERS),
    "copyExhibition": Row(_fair(code="COPY-26", name="A copy", opensOn="2027-02-01"), PLANNERS),
    "changeExhibition": Row(_fair(version=1, input={"venue": "Stadium"}), MANAGERS),
    "moveExhibition": Row(_fair(to=Enum("RUNNING")), MANAGERS),
    "keepZone": Row(_fair(input={"code": "B", "name": "Foods"}), MANAGERS),
    "dropZone": Row(_fair(zone="A"), MANAGERS),
    "drawRows": Row(_fair(input=_ROWS), MANAGERS),
    "setStallPrice": Row(_fair(zone="A", width="3", height="3", price="10"), MANAGERS),
    "setStall": Row(_fair(stall="A1", state=Enum("KEPT"), reason="A desk"), MANAGERS),
    "moveStall": Row(_fair(stall="A1", x="20", y="20"), MANAGERS),
    "dropStall": Row(_fair(stall="A1"), MANAGERS),
    "drawArea": Row(_fair(input={"name": "Stage", "x": "1", "y": "20"}), MANAGERS),
    "dropArea": Row(_fair(id=1), MANAGERS),
    "keepTeamMember": Row(
        _fair(user=1, duty=Enum("HELPER"), since="2026-12-01", until="2026-12-02"), MANAGERS
    ),
    "dropTeamMember": Row(_fair(user=1, duty=Enum("HELPER")), MANAGERS),
    "keepTask": Row(_fair(input={"title": "Tents", "dueOn": "2026-12-01"}), MANAGERS),
    "tickTask": Row(_fair(id=1), MANAGERS),
    "addToProgramme": Row(_fair(input=_ITEM), MANAGERS),
    "dropFromProgramme": Row(_fair(id=1), MANAGERS),
    "callGroups": Row(_fair(input=_CALL), RUNNERS),
    "putDeadlineOff": Row(_fair(deadline="2026-12-01"), RUNNERS),
    "applyForStall": Row(
        lambda it: {"input": {"exhibition": "NONE-26", "group": "KZ09", "goods": [], "people": []}},
        SELLERS,
        "stranger",
        "NOT_FOUND",
    ),
    "withdrawStallApplication": Row(_group(), SELLERS, "stranger", "NOT_FOUND"),
    "acceptStall": Row(_group(), SELLERS, "stranger", "NOT_FOUND"),
    "giveStallUp": Row(_group(), SELLERS, "stranger", "NOT_FOUND"),
    "proposeAllotment": Row(_fair(), RUNNERS),
    "approveAllotment": Row(_fair(allotment=1), RUNNERS),
    "sendAllotmentBack": Row(_fair(allotment=1, why="Look again"), RUNNERS),
    "offerStall": Row(_number("NONE-26-0001", stall="A1"), FAIRS, "other-manager", "NOT_FOUND"),
    "releaseStall": Row(_number("NONE-26-0001"), FAIRS, "other-manager", "NOT_FOUND"),
    "swapStalls": Row(_fair(one="A1", other="A2"), RUNNERS),
    "proposeAllowance": Row(
        lambda it: {"application": "NONE-26-0001", "kind": Enum("TRAVEL"), "amount": "100"}, {"finance-maker"}
    ),
    "decideAllowance": Row(
        lambda it: {"application": "NONE-26-0001", "kind": Enum("TRAVEL"), "pay": True}, {"finance-checker"}
    ),
    "packForFair": Row(_fair(group="KZ09", goods=[]), KZ09 | RUNNERS | LOGISTICS),
    "nameFairPrices": Row(_fair(group="KZ09", prices=[]), KZ09 | RUNNERS),
    "consignmentLeft": Row(_number("CN-1"), SELLERS | FAIRS | LOGISTICS, "stranger", "NOT_FOUND"),
    "countConsignment": Row(
        _number("CN-1", hand=Enum("END"), lines=[]), SELLERS | FAIRS | LOGISTICS, "stranger", "NOT_FOUND"
    ),
    "cancelConsignment": Row(_number("CN-1"), FAIRS | LOGISTICS),
    "sendGoodsHome": Row(_fair(group="KZ09", goods=[]), RUNNERS | LOGISTICS),
    "settleDifference": Row(lambda it: {"difference": 1, **_SETTLED}, FAIRS | LOGISTICS),
    "endTill": Row(_fair(number=1, reason="Lost"), RUNNERS),
    "countTill": Row(_fair(number=1, found="100", reason="Lost"), RUNNERS),
    "depositTillCash": Row(_fair(number=1, deposited="100", reference="SLIP 1"), FINANCE | {"admin"}),
    "topUpTill": Row(_fair(number=1, reference="SLIP 1"), FINANCE | {"admin"}),
    "settleFlag": Row(_fair(flag=1, outcome=Enum("ACCEPTED"), reason="Looked at"), RUNNERS | FINANCE),
    "decideTillMoney": Row(_fair(proposal=1, approve=True), {"finance-checker"}),
    "countVisitors": Row(_fair(people=3), TEAM),
    "countPass": Row(_fair(code="VP-00001"), TEAM),
    "takeLead": Row(lambda it: {"input": {"exhibition": it.fair, **_LEAD}}, TEAM),
    "proposeSettlement": Row(_fair(), RUNNERS),
    "approveSettlement": Row(_fair(settlement=1), {"finance-checker"}),
    "sendSettlementBack": Row(_fair(settlement=1, why="Look again"), {"finance-checker"}),
}
