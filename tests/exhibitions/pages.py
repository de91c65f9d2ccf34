"""The public pages of exhibitions, one on and one cancelled: samples for what every page must be."""

import uuid
from datetime import time

import exhibitions.plan.facade as plan
from exhibitions.plan.handed_in import handed_in
from tests.common.shop_pages.addresses import Sample
from tests.exhibitions.world import CODE, a_fair, goods_for


def exhibitions() -> list[Sample]:
    """Groups with goods on their stalls, a programme, a pass that was asked for."""
    fair = a_fair()
    goods = goods_for(fair)
    standing = tuple(
        plan.PublicGroup(group, stall, (goods.product(group, name),))
        for group, stall, name in (("KZ09", "A1", "Stole"), ("KZ11", "A3", "Box"), ("JM09", "B2", "Honey"))
    )
    before = handed_in.groups_at
    plan.set_groups_at(lambda code: standing if code == CODE else before(code))
    item = plan.ItemWish(
        plan.ProgrammeKind.LIVE_CRAFT,
        fair.opens_on,
        time(15),
        time(17),
        "Kani weaving on the loom",
        where="A1",
    )
    plan.add_to_programme(CODE, item, key="item", by=fair.manager)
    wish = plan.PassWish(uuid.uuid4(), "Asha Rani", "9419012345", 3, "en", consent=True)
    made = plan.make_pass(CODE, wish, network="tests")
    page = f"/exhibitions/{plan.exhibition(CODE).slug}/"
    off = a_fair(plan.ExhibitionState.INVITING, opens_in=30, code="HAAT-SXR-26")
    plan.move(off.code, plan.ExhibitionState.CANCELLED, by=off.manager, reason="The ground is flooded")
    return [
        Sample("exhibitions_public:listed", "/exhibitions/"),
        Sample("exhibitions_public:one", page),
        Sample("exhibitions_public:one", f"/exhibitions/{plan.exhibition(off.code).slug}/", "cancelled"),
        Sample("exhibitions_public:ask_pass", f"{page}pass/"),
        Sample("exhibitions_public:pass", f"{page}pass/{made.token}/"),
    ]
