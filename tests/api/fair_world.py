"""A fair for the API: planned, with two managers, a cashier and one manager who is not on its team."""

from datetime import timedelta
from decimal import Decimal

import exhibitions.plan.facade as plan
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User
from tests.exhibitions.world import wish
from tests.registry.world import somebody

FAIR = "FAIR-26"
#: Name in the table of rights -> name and role.
AT_FAIRS = {
    "manager": ("Meera Bakshi", Role.EXHIBITIONS),
    "co-manager": ("Arif Khan", Role.EXHIBITIONS),
    "other-manager": ("Sunita Koul", Role.EXHIBITIONS),
    "cashier": ("Cash Ier", Role.CASHIER),
}


def people_at_fairs() -> dict[str, User]:
    return {name: somebody(*given) for name, given in AT_FAIRS.items()}


def draft(users: dict[str, User], code: str = FAIR) -> str:
    """A draft that opens in thirty days, with a zone of four stalls of 3 × 3 m."""
    by, opens = users["manager"], clock.today() + timedelta(days=30)
    made = plan.plan_exhibition(wish(opens, code, name=f"Fair {code}"), key=f"api:{code}", by=by)
    plan.keep_zone(code, plan.ZoneWish("A", "Weaves", crafts=("textile",)), key=f"zone:{code}", by=by)
    size = (Decimal(3), Decimal(3), Decimal(6000), Decimal(2), Decimal(3))
    plan.add_rows(code, plan.RowsWish("A", 1, 4, *size), key=f"rows:{code}", by=by)
    for name, duty in (("co-manager", plan.Duty.MANAGER), ("cashier", plan.Duty.CASHIER)):
        plan.keep_member(code, users[name], duty, since=opens, until=opens, key=f"{name}:{code}", by=by)
    return made.code
