"""What comes of exhibitions: leads, the board, the report, and the settlement by two people."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import override

import exhibitions.plan.facade as plan
import exhibitions.results.facade as results
import exhibitions.till.facade as till
from jkrlm.api import paging
from jkrlm.api.binding import ANYBODY, SELLERS, field, query
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput
from jkrlm.api.rooms.fairs import (
    CHECKERS,
    COUNTERS,
    FAIRS,
    FINANCE_ROLES,
    LOOK_ON,
    MONEY,
    hers,
    looked_at,
    runs,
    rupees,
    show_fair,
)
from jkrlm.api.writes import write
from jkrlm.kernel import clock
from jkrlm.people.facade import Role

_ONLOOKERS = (Role.LOGISTICS, *FINANCE_ROLES)
rupees("FairBoard", "sales", "before", "waiting")
rupees("FairHour", "today", "yesterday")
rupees("FairBar", "amount")
rupees("FairReportLine", "turnover", "average", "ordersWorth")
rupees("FairReportDay", "amount")
rupees("FairReportRow", "amount")
rupees("FairLead", "worth")
rupees(
    "FairSettlementLine",
    *("sold", "returned", "discount", "gst", "gstHers", "commission", "commissionGst", "other", "share"),
    *("charge", "chargeGst", "allowances", "held", "gets", "cleared"),
)
rupees("FairSettlementTill", "cash", "upi", "card", "difference", "deposited", "short")


@query("fairFigures", LOOK_ON)
def figures(caller: Caller, exhibition: str) -> dict[str, Any] | None:
    if looked_at(caller, exhibition, *_ONLOOKERS) is None:
        return None
    found = results.report(exhibition).figures
    pieces: dict[str, int] = defaultdict(int)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for each in till.takings_by_piece(exhibition):
        pieces[each.group_code] += each.pieces
        sums[each.group_code] += each.gross.amount
    return {
        "code": found.code,
        "bills": found.bills,
        "turnover": found.turnover.amount,
        "average_bill": found.average.amount,
        "visitors": found.visitors,
        "stalls_offered": found.offered,
        "stalls_taken": found.taken,
        "no_shows": found.no_shows,
        "leads": found.leads,
        "orders": found.orders,
        "groups": [
            {"group_code": group, "pieces": pieces[group], "amount": sums[group]} for group in sorted(sums)
        ],
    }


@query("fairBoard", LOOK_ON)
def board(caller: Caller, exhibition: str) -> results.Board | None:
    found = looked_at(caller, exhibition, *_ONLOOKERS)
    return results.board(found, today=clock.today(), now=clock.now()) if found is not None else None


@field("FairBoard", "averageBill")
def average(source: results.Board, _caller: Caller) -> Decimal:
    return source.average.quantized().amount


@field("FairBoard", "offline")
def offline(source: results.Board, _caller: Caller) -> list[int]:
    return [each.number for each in source.offline]


@field("FairBoard", "openFlags")
def open_flags(source: results.Board, _caller: Caller) -> int:
    return len(source.flags)


@query("fairReport", LOOK_ON)
def report(caller: Caller, exhibition: str) -> results.Report | None:
    here = looked_at(caller, exhibition, *_ONLOOKERS) is not None
    return results.report(exhibition) if here else None


@field("FairReportRow", "share")
def share(source: Any, _caller: Caller) -> Decimal:
    return Decimal(str(source.share))


@query("fairLeads", FAIRS)
def leads(caller: Caller, exhibition: str, first: int, after: str | None = None) -> dict[str, Any]:
    here = looked_at(caller, exhibition) is not None
    return paging.sliced(results.leads(exhibition) if here else (), first, after)


@query("leadConsent", ANYBODY)
def consent_words(_caller: Caller, language: str) -> str:
    return _consent(language)


def _consent(language: str) -> str:
    """Return what she agrees to in her language, which need not be the asker's. Raises BadInput."""
    if language not in ("en", "hi", "ur"):
        raise BadInput("A language is en, hi or ur.", field="language")
    with override(language):
        return str(results.CONSENT)


@write("takeLead", COUNTERS, "exhibition", show_fair)
def take_lead(caller: Caller, key: UUID, input: dict[str, Any]) -> str:
    code = input["exhibition"]
    by = hers(caller, code)
    consent = _consent(input["language"])
    quantity = input.get("quantity")
    if quantity is not None and not 1 <= quantity <= 100_000:
        raise BadInput("From 1 to 100,000 pieces.", field="quantity")
    wish = results.LeadWish(
        kind=input["kind"],
        name=input["name"],
        contact=input["contact"],
        wants=input["wants"],
        consent=input["consent"],
        consent_words=consent,
        language=input["language"],
        stall_code=input["stall"],
        quantity=quantity,
        worth=round(input["worth"], 2) if abs(input["worth"]) < 10**9 else Decimal(-1),
    )
    results.take_lead(code, wish, key=str(key), by=by)
    return str(code)


@query("fairSettlement", MONEY)
def settlement(caller: Caller, exhibition: str) -> dict[str, Any] | None:
    here = looked_at(caller, exhibition, *FINANCE_ROLES) is not None
    return _told(exhibition) if here else None


def _told(exhibition: str) -> dict[str, Any]:
    found = results.settlement(exhibition)
    is_over = found.state == results.SettlementState.APPROVED
    names = ("exhibition", "lines", "tills", "proposed_by", "proposed_at", "decided_by", "decided_at", "why")
    return {
        **{name: getattr(found, name) for name in names},
        "id": found.id or None,
        "state": found.state or None,
        "late": found.late.amount,
        "obstacles": [] if is_over else [each.words for each in results.obstacles(exhibition)],
    }


@query("mySettledExhibitions", SELLERS)
def mine(caller: Caller) -> list[dict[str, Any]]:
    """Of the groups for which she acts, the newest first."""
    return [
        {"exhibition": code, "approved_on": date.fromisoformat(at), "line": line}
        for code, at, line in results.lines_of_groups(caller.seller().group_codes)
    ]


def _show(caller: Caller, exhibition: str) -> dict[str, Any] | None:
    return settlement(caller, exhibition)


@write("proposeSettlement", FAIRS, "settlement", _show)
def propose(caller: Caller, key: UUID, exhibition: str, note: str) -> str:
    by = runs(caller, exhibition)
    results.propose_settlement(exhibition, key=str(key), by=by, note=note)
    return exhibition


@write("approveSettlement", CHECKERS, "settlement", _show)
def approve(caller: Caller, key: UUID, exhibition: str, settlement: int) -> str:
    results.approve_settlement(_newest(exhibition, settlement), by=caller.person())
    return exhibition


@write("sendSettlementBack", CHECKERS, "settlement", _show)
def send_back(caller: Caller, key: UUID, exhibition: str, settlement: int, why: str) -> str:
    results.send_settlement_back(_newest(exhibition, settlement), why=why, by=caller.person())
    return exhibition


def _newest(exhibition: str, settlement: int) -> int:
    """Raises ExhibitionUnknown; SettlementUnknown: not the one that waits there."""
    plan.exhibition(exhibition)
    if results.newest_settlement(exhibition) != settlement:
        raise results.SettlementUnknown("There is no such settlement, or a newer one.", field="settlement")
    return settlement
