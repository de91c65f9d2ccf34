"""
A fair with two tills that have sold, and who settles it.

>>> one, other = a_day(stall)                # two tills have sold, nothing is closed
>>> close_tills(stall, one, other); deposit(stall, one, other); goods_home(stall); closed(stall)
"""

from uuid import uuid4

import exhibitions.plan.facade as plan
import exhibitions.results.facade as results
import exhibitions.stock.facade as stock
from exhibitions.plan.facade import ExhibitionState
from exhibitions.till.services.deposit import cash_of, deposit_cash
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User
from tests.exhibitions.stock.world import STAFF, counted
from tests.exhibitions.till.world import Stall, Tablet, work
from tests.exhibitions.world import person, unguarded


def checker() -> User:
    return person("Checker of finance", Role.FINANCE_CHECKER)


def a_day(stall: Stall) -> tuple[Tablet, Tablet]:
    """Two tills: 7,900 (KZ09 two stoles, KZ11 a box) and 1,800 + 440 (a tray, two pickles), one box brought back."""
    one, other = stall.tablet(), stall.tablet()
    one.open()
    sold = one.sell(("KZ09", "Stole", 2), ("KZ11", "Box", 1))
    one.give_back(sold, 1, 1)
    other.open()
    other.sell(("KZ11", "Tray", 1), ("JM09", "Pickle", 2))
    one.send()
    other.send()
    work()
    return one, other


def close_tills(stall: Stall, *tablets: Tablet, over: int = 0) -> None:
    """The first counts ``over`` paise more than expected, with a reason."""
    for at, each in enumerate(tablets):
        different = 0 if at else over
        each.close(different, "A note went missing at the counter" if different else "")
        each.send()
    work()


def deposit(stall: Stall, *tablets: Tablet) -> None:
    for each in tablets:
        row = each.row
        deposit_cash(
            till=row,
            deposited=cash_of(row),
            reference=f"SLIP {each.number:04}",
            key=uuid4().hex,
            by=stall.fair.manager,
            now=clock.now(),
        )


def goods_home(stall: Stall) -> None:
    """Everything that is left goes back, and is counted in at home."""
    left = [each for each in stock.goods_at(stall.code) if each.quantity > 0]
    for group in sorted({each.group_code for each in left}):
        number = stock.send_back(
            exhibition_code=stall.code,
            group_code=group,
            goods=[stock.Packed(each.variant_id, each.quantity) for each in left if each.group_code == group],
            is_rest=True,
            key=uuid4().hex,
            by=STAFF,
        )
        work()
        counted(number)
    work()


def closed(stall: Stall) -> None:
    with unguarded():
        plan.move(stall.code, ExhibitionState.CLOSED, by=stall.fair.manager, reason="It snows")
    work()


def settled(stall: Stall) -> User:
    """Everything is done and approved; returns who approved it."""
    one, other = a_day(stall)
    close_tills(stall, one, other)
    deposit(stall, one, other)
    goods_home(stall)
    closed(stall)
    by = checker()
    made = results.propose_settlement(stall.code, key=uuid4().hex, by=stall.fair.manager)
    results.approve_settlement(made, by=by)
    work()
    return by
