"""Travel and daily allowances of groups: finance proposes, another of finance decides."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import exhibitions.stalls.facade as stalls
from jkrlm.api.binding import query
from jkrlm.api.caller import Caller
from jkrlm.api.rooms.fairs import CHECKERS, FINANCE_ROLES, MAKERS, MONEY, looked_at, number, rupees
from jkrlm.api.writes import write

rupees("FairAllowance", "amount")


@query("fairAllowances", MONEY)
def allowances(caller: Caller, exhibition: str) -> tuple[stalls.AllowanceRow, ...]:
    here = looked_at(caller, exhibition, *FINANCE_ROLES) is not None
    return stalls.allowances(exhibition) if here else ()


def _show(caller: Caller, application: str) -> list[Any]:
    found = stalls.application(application)
    every = allowances(caller, found.exhibition_code)
    return [each for each in every if each.application_number == application]


@write("proposeAllowance", MAKERS, "allowances", _show)
def propose(
    caller: Caller, key: UUID, application: str, kind: str, people: int, days: int, amount: Decimal
) -> str:
    """Of travel the amount counts; of the daily allowance people and days."""
    stalls.propose_allowance(
        application,
        kind,
        people=people,
        days=days,
        amount=number(amount, "amount"),
        key=str(key),
        by=caller.person(),
    )
    return application


@write("decideAllowance", CHECKERS, "allowances", _show)
def decide(caller: Caller, key: UUID, application: str, kind: str, pay: bool, why: str) -> str:
    stalls.decide_allowance(application, kind, pay=pay, why=why[:300], by=caller.person())
    return application
