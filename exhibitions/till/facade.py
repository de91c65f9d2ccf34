"""The door of till. Here the clock is read; inside, the moment is handed on."""

import exhibitions.plan.facade as plan
from exhibitions.till import readiness as _readiness
from exhibitions.till.contracts import Bill, BillLine, Check, Day, Flag, Till
from exhibitions.till.demo import load_demo_tills, load_past_tills
from exhibitions.till.errors import TillRefusal, TillUnknown
from exhibitions.till.invariants import invariants
from exhibitions.till.personal_data import PERSONAL_DATA
from exhibitions.till.reactions import (
    look_after_tills,
    on_bill_kept,
    on_bill_settled,
    on_entries_kept,
    on_stall_card_paid,
    on_stall_credit_seen,
    on_stall_refund_moved,
    on_till_ended,
)
from exhibitions.till.selectors import bills, bills_of_orders, days, flags, tills, unbilled_cards
from exhibitions.till.selectors import till_row as _till_row
from exhibitions.till.selectors import why_not_settled as _why_not_settled
from exhibitions.till.services import deposit as _deposit
from exhibitions.till.services.count_day import count_in_place as _count
from exhibitions.till.services.decide_money import decide_money as _decide
from exhibitions.till.services.pair import revoke as _revoke
from exhibitions.till.services.settle_flag import settle_flag as _settle
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
from exhibitions.till.told import (
    DepositView,
    MoneyProposalView,
    deposits,
    exhibition_of_flag,
    money_proposals,
    outcomes,
)
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User

__all__ = [
    "PERSONAL_DATA",
    "Bill",
    "BillLine",
    "Check",
    "Day",
    "DayTakings",
    "DepositView",
    "Flag",
    "HourTakings",
    "MoneyProposalView",
    "PieceTakings",
    "Till",
    "TillMoney",
    "TillRefusal",
    "TillState",
    "TillUnknown",
    "bills",
    "bills_by_group",
    "bills_of_orders",
    "count_till",
    "days",
    "decide_money",
    "deposit",
    "deposits",
    "end_till",
    "exhibition_of_flag",
    "flags",
    "invariants",
    "load_demo_tills",
    "load_past_tills",
    "look_after_tills",
    "mark",
    "money_proposals",
    "on_bill_kept",
    "on_bill_settled",
    "on_entries_kept",
    "on_stall_card_paid",
    "on_stall_credit_seen",
    "on_stall_refund_moved",
    "on_till_ended",
    "orders_of",
    "outcomes",
    "readiness",
    "settle_flag",
    "takings_by_day",
    "takings_by_hour",
    "takings_by_piece",
    "till_money",
    "till_states",
    "tills",
    "top_up",
    "unbilled_cards",
    "unsent",
    "why_not_settled",
]


def why_not_settled(exhibition: plan.Exhibition) -> str:
    """Say what of tills is still to do before an exhibition may be settled; empty where nothing is."""
    return _why_not_settled(exhibition.code)


def readiness(exhibition: str, number: int) -> tuple[Check, ...]:
    """Return every check of a till, those that are well too. Raises TillUnknown."""
    return _readiness.checks(_till_row(exhibition, number), now=clock.now())


def settle_flag(flag_id: int, *, outcome: str, reason: str, reference: str, by: User) -> None:
    """
    Say what it was; ``reference`` is the bank's number of money that went back. Above a limit it is only
    proposed, and stays open. Raises FlagRefused.
    """
    _settle(flag_id=flag_id, outcome=outcome, reason=reason, reference=reference, by=by, now=clock.now())


def deposit(exhibition: str, number: int, deposited: Money, *, reference: str, key: str, by: User) -> None:
    """
    Write what the bank counted of a till's cash; what differs much is only proposed. Raises TillUnknown,
    DepositRefused.
    """
    till = _till_row(exhibition, number)
    _deposit.deposit_cash(
        till=till, deposited=deposited, reference=reference, key=key, by=by, now=clock.now()
    )


def top_up(exhibition: str, number: int, *, reference: str, key: str, by: User) -> None:
    """Bring a till's books out of the bank back to nought. Raises TillUnknown, DepositRefused."""
    _deposit.top_up(till=_till_row(exhibition, number), reference=reference, key=key, by=by, now=clock.now())


def count_till(exhibition: str, number: int, found: Money, *, reason: str, by: User) -> None:
    """Close the day of an ended tablet by a count of staff. Raises TillUnknown, DayRefused."""
    _count(till=_till_row(exhibition, number), found=found, reason=reason, by=by, now=clock.now())


def end_till(exhibition: str, number: int, *, reason: str, by: User) -> None:
    """End a tablet at once. Raises TillUnknown, BadLabel."""
    _revoke(device=_till_row(exhibition, number).device, reason=reason, by=by, now=clock.now())


def decide_money(proposal_id: int, *, is_approved: bool, why: str, by: User) -> None:
    """Approve what another of finance proposed, or refuse it. Raises ProposalRefused, FlagRefused."""
    _decide(proposal_id=proposal_id, is_approved=is_approved, why=why, by=by, now=clock.now())
