"""Tills: whether they are ready, their days and cash, what is odd about bills. Nothing here pairs one."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import exhibitions.till.facade as till
from jkrlm.api.binding import Node, field, node, nodes, query, together
from jkrlm.api.caller import Caller
from jkrlm.api.rooms.fairs import (
    CHECKERS,
    FAIRS,
    FINANCE,
    FINANCE_ROLES,
    MONEY,
    TILLS,
    hers,
    looked_at,
    number,
    runs,
    rupees,
)
from jkrlm.api.writes import write
from jkrlm.kernel.money import Money

rupees("FairTill", "cash")
rupees("FairTillDay", "tillFloat", "cashIn", "cashOut", "expected", "counted", "difference")
rupees("FairDeposit", "expected", "deposited")
rupees("FairMoneyProposal", "amount")


@query("fairTills", TILLS)
def tills(caller: Caller, exhibition: str) -> tuple[till.Till, ...]:
    here = looked_at(caller, exhibition, *FINANCE_ROLES) is not None
    return till.tills(exhibition) if here else ()


@query("fairTill", TILLS)
def one(caller: Caller, exhibition: str, number: int) -> dict[str, Any] | None:
    if looked_at(caller, exhibition, *FINANCE_ROLES) is None:
        return None
    try:
        return _file(exhibition, number)
    except till.TillUnknown:
        return None


def _file(exhibition: str, number: int) -> dict[str, Any]:
    """Raises TillUnknown."""
    checks = till.readiness(exhibition, number)
    return {
        "till": next(each for each in till.tills(exhibition) if each.number == number),
        "checks": [{"name": each.name, "ready": each.is_ready, "words": each.words} for each in checks],
        "days": [each for each in till.days(exhibition) if each.till == number],
        "deposits": [each for each in till.deposits(exhibition) if each.till == number],
        "proposals": [each for each in till.money_proposals(exhibition) if each.till == number],
    }


@query("fairDays", TILLS)
def days(caller: Caller, exhibition: str) -> tuple[till.Day, ...]:
    here = looked_at(caller, exhibition, *FINANCE_ROLES) is not None
    return till.days(exhibition) if here else ()


@query("fairFlags", TILLS)
def flags(caller: Caller, exhibition: str, open_only: bool) -> list[Node]:
    if looked_at(caller, exhibition, *FINANCE_ROLES) is None:
        return []
    return nodes(till.flags(exhibition, is_open=True if open_only else None))


@field("FairFlag", "outcomes")
def outcomes(source: Node, _caller: Caller) -> tuple[str, ...]:
    found = together(source, "outcomes", lambda every: till.outcomes(each.id for each in every))
    may: tuple[str, ...] = found[source.id] if source.settled_at is None else ()
    return may


@query("fairMoneyProposals", TILLS)
def proposals(caller: Caller, exhibition: str, open_only: bool) -> tuple[till.MoneyProposalView, ...]:
    if looked_at(caller, exhibition, *FINANCE_ROLES) is None:
        return ()
    return till.money_proposals(exhibition, is_open=True if open_only else None)


def _show(caller: Caller, ref: str) -> dict[str, Any] | None:
    exhibition, _slash, number = ref.rpartition("/")
    return one(caller, exhibition, int(number))


@write("endTill", FAIRS, "file", _show)
def end(caller: Caller, key: UUID, exhibition: str, number: int, reason: str) -> str:
    till.end_till(exhibition, number, reason=reason, by=runs(caller, exhibition))
    return f"{exhibition}/{number}"


@write("countTill", FAIRS, "file", _show)
def count(caller: Caller, key: UUID, exhibition: str, number: int, found: Decimal, reason: str) -> str:
    """Of a tablet that was ended: what there is of the cash of sales, without the float."""
    by = runs(caller, exhibition)
    till.count_till(exhibition, number, _rupees(found, "found"), reason=reason, by=by)
    return f"{exhibition}/{number}"


@write("depositTillCash", FINANCE, "file", _show)
def deposit(
    caller: Caller, key: UUID, exhibition: str, number: int, deposited: Decimal, reference: str
) -> str:
    by = hers(caller, exhibition, *FINANCE_ROLES)
    amount = _rupees(deposited, "deposited")
    till.deposit(exhibition, number, amount, reference=reference, key=str(key), by=by)
    return f"{exhibition}/{number}"


@write("topUpTill", FINANCE, "file", _show)
def top_up(caller: Caller, key: UUID, exhibition: str, number: int, reference: str) -> str:
    by = hers(caller, exhibition, *FINANCE_ROLES)
    till.top_up(exhibition, number, reference=reference, key=str(key), by=by)
    return f"{exhibition}/{number}"


def _rupees(amount: Decimal, name: str) -> Money:
    return Money(number(amount, name), "INR")


def _show_flag(caller: Caller, ref: str) -> Node | None:
    exhibition = till.exhibition_of_flag(int(ref))
    if looked_at(caller, exhibition, *FINANCE_ROLES) is None:
        return None
    every = till.flags(exhibition, is_open=None)
    return node(next(each for each in every if each.id == int(ref)))


@write("settleFlag", MONEY, "flag", _show_flag)
def settle(
    caller: Caller, key: UUID, exhibition: str, flag: int, outcome: str, reason: str, reference: str
) -> int:
    """Money moves by finance's word alone, and above a limit by two people's."""
    by = hers(caller, exhibition, *FINANCE_ROLES)
    here = till.exhibition_of_flag(flag) == exhibition
    till.settle_flag(flag if here else 0, outcome=outcome, reason=reason, reference=reference, by=by)
    return flag


def _show_proposal(caller: Caller, ref: str) -> till.MoneyProposalView | None:
    exhibition, _slash, proposal = ref.rpartition("/")
    if looked_at(caller, exhibition, *FINANCE_ROLES) is None:
        return None
    every = till.money_proposals(exhibition, is_open=None)
    return next((each for each in every if each.id == int(proposal)), None)


@write("decideTillMoney", CHECKERS, "proposal", _show_proposal)
def decide(caller: Caller, key: UUID, exhibition: str, proposal: int, approve: bool, why: str) -> str:
    by = hers(caller, exhibition, *FINANCE_ROLES)
    here = any(each.id == proposal for each in till.money_proposals(exhibition, is_open=None))
    till.decide_money(proposal if here else 0, is_approved=approve, why=why, by=by)
    return f"{exhibition}/{proposal}"
