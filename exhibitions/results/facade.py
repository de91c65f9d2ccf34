"""The door of results. Here the clock is read; inside, the moment is handed on."""

from datetime import datetime

import exhibitions.plan.facade as plan
from exhibitions.results import selectors
from exhibitions.results.board import Board, board
from exhibitions.results.contracts import LeadView, LeadWish, Line, Obstacle, SettlementView, TillLine
from exhibitions.results.errors import (
    BadLead,
    BooksMoved,
    LeadUnknown,
    NotReady,
    ReasonMissing,
    ResultsRefusal,
    SamePerson,
    SettlementUnknown,
    WrongState,
)
from exhibitions.results.invariants import invariants
from exhibitions.results.models import Settlement
from exhibitions.results.obstacles import obstacles
from exhibitions.results.personal_data import PERSONAL_DATA
from exhibitions.results.reporting import Report, report
from exhibitions.results.selectors import lead, lead_counts, leads, lines_of_groups, settlement
from exhibitions.results.services import forget_leads as _forget
from exhibitions.results.services import settle as _settle
from exhibitions.results.services import take_lead as _lead
from exhibitions.results.services.take_lead import CONSENT
from exhibitions.results.states import LeadKind, SettlementState
from jkrlm.kernel import clock
from jkrlm.people.facade import User

__all__ = [
    "CONSENT",
    "PERSONAL_DATA",
    "BadLead",
    "Board",
    "BooksMoved",
    "LeadKind",
    "LeadUnknown",
    "LeadView",
    "LeadWish",
    "Line",
    "NotReady",
    "Obstacle",
    "ReasonMissing",
    "Report",
    "ResultsRefusal",
    "SamePerson",
    "SettlementState",
    "SettlementUnknown",
    "SettlementView",
    "TillLine",
    "WrongState",
    "approve_settlement",
    "board",
    "forget_old_leads",
    "invariants",
    "lead",
    "lead_counts",
    "leads",
    "lines_of_groups",
    "newest_settlement",
    "obstacles",
    "propose_settlement",
    "report",
    "send_settlement_back",
    "settlement",
    "take_lead",
    "why_not_settled",
]


def why_not_settled(exhibition: plan.Exhibition) -> str:
    """Say that nobody has approved what it came to; empty where somebody has."""
    return selectors.why_not_settled(exhibition.code)


def take_lead(exhibition: str, wish: LeadWish, *, key: str, by: User, at: datetime | None = None) -> LeadView:
    """
    Keep a visitor's wish, as of now unless the demo says when. Raises ExhibitionUnknown, TooManyAttempts,
    BadLead.
    """
    now = at or clock.now()
    made = _lead.take_lead(
        exhibition=exhibition, wish=wish, key=key, by=by, now=now, today=clock.local_date(now)
    )
    return selectors.lead(made.pk)


def forget_old_leads() -> int:
    """Erase whose leads are a year old; return how many."""
    return _forget.forget_old_leads(now=clock.now(), today=clock.today())


def propose_settlement(exhibition: str, *, key: str, by: User, note: str = "") -> int:
    """Propose what an exhibition came to. Raises ExhibitionUnknown, NotReady, WrongState."""
    return _settle.propose(exhibition=exhibition, note=note, key=key, by=by, now=clock.now()).pk


def approve_settlement(settlement_id: int, *, by: User) -> Settlement:
    """Approve it. Raises SettlementUnknown, SamePerson, WrongState, NotReady, BooksMoved; MoveRefused."""
    return _settle.approve(settlement_id=settlement_id, by=by, now=clock.now(), today=clock.today())


def send_settlement_back(settlement_id: int, *, why: str, by: User) -> Settlement:
    """Raises SettlementUnknown, SamePerson, WrongState, ReasonMissing."""
    return _settle.send_back(settlement_id=settlement_id, why=why, by=by, now=clock.now())


def newest_settlement(exhibition: str) -> int:
    """Return the number of the settlement that was last proposed, 0 for none. One query."""
    row = selectors.newest(exhibition)
    return row.pk if row is not None else 0
