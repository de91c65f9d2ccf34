"""The door of till. Here the clock is read; inside, the moment is handed on."""

import exhibitions.plan.facade as plan
from exhibitions.till.contracts import Bill, BillLine, Day, Flag, Till
from exhibitions.till.demo import load_demo_tills
from exhibitions.till.errors import TillRefusal
from exhibitions.till.invariants import invariants
from exhibitions.till.personal_data import PERSONAL_DATA
from exhibitions.till.reactions import (
    look_after_tills,
    on_bill_kept,
    on_entries_kept,
    on_stall_credit_seen,
)
from exhibitions.till.selectors import bills, bills_of_orders, days, flags, tills
from exhibitions.till.selectors import why_not_settled as _why_not_settled
from exhibitions.till.takings import (
    DayTakings,
    HourTakings,
    PieceTakings,
    TillMoney,
    TillState,
    bills_by_group,
    mark,
    orders_of,
    takings_by_day,
    takings_by_hour,
    takings_by_piece,
    till_money,
    till_states,
    unsent,
)

__all__ = [
    "PERSONAL_DATA",
    "Bill",
    "BillLine",
    "Day",
    "DayTakings",
    "Flag",
    "HourTakings",
    "PieceTakings",
    "Till",
    "TillMoney",
    "TillRefusal",
    "TillState",
    "bills",
    "bills_by_group",
    "bills_of_orders",
    "days",
    "flags",
    "invariants",
    "load_demo_tills",
    "look_after_tills",
    "mark",
    "on_bill_kept",
    "on_entries_kept",
    "on_stall_credit_seen",
    "orders_of",
    "takings_by_day",
    "takings_by_hour",
    "takings_by_piece",
    "till_money",
    "till_states",
    "tills",
    "unsent",
    "why_not_settled",
]


def why_not_settled(exhibition: plan.Exhibition) -> str:
    """Say what of tills is still to do before an exhibition may be settled; empty where nothing is."""
    return _why_not_settled(exhibition.code)
