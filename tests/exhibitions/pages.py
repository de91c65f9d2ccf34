"""The public pages of exhibitions, one on and one cancelled: samples for what every page must be."""

import uuid
from datetime import time

import exhibitions.plan.facade as plan
from exhibitions.stalls.models import Application
from tests.common.shop_pages.addresses import Sample
from tests.exhibitions.stock.world import stalls_for
from tests.exhibitions.world import CODE, a_fair, goods_for


def exhibitions() -> list[Sample]:
    """Groups with goods on their stalls, a programme, a pass that was asked for."""
    fair = a_fair()
    goods = goods_for(fair)
    standing = (("KZ09", "A1", "Stole"), ("KZ11", "A3", "Box"), ("JM09", "B2", "Honey"))
    stalls_for(fair, at={group: stall for group, stall, _name in standing})
    for at, (group, _stall, name) in enumerate(standing):
        Application.objects.get(call__exhibition_code=CODE, group_code=group).goods.create(
            listing_id=at, product_id=goods.product(group, name), title=name, quantity=1
        )
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
