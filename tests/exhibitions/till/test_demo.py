"""The demo's day at two tills is true: its bills are booked, its oddities are those that it tells of."""

import pytest

from exhibitions.till.facade import bills, days, flags, load_demo_tills, tills
from tests.exhibitions.till.world import Stall, all_hold, work

pytestmark = pytest.mark.django_db


def test_the_demos_day_is_told_once(stall: Stall) -> None:
    told = {"manager": stall.fair.manager, "cashier": stall.fair.cashiers[0]}
    assert load_demo_tills(stall.code, **told) == 2
    work()
    assert [(each.label, each.waiting, each.stuck) for each in tills(stall.code)] == [
        ("Counter 1 (sample)", 0, ""),
        ("Counter 2 (sample)", 0, ""),
    ]
    sold = bills(stall.code)
    assert {each.state for each in sold} == {"settled", "void", "waiting"}
    assert any(each.is_return for each in sold)
    assert {"oversold", "discount-above-limit"} <= {each.code for each in flags(stall.code)}
    (closed,) = [each for each in days(stall.code) if each.closed_at]
    assert str(closed.difference.amount) == "-50.00"
    all_hold()
    assert load_demo_tills(stall.code, **told) == 2
    assert len(bills(stall.code)) == len(sold)
