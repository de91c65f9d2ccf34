"""The door of stalls. Here the clock is read; inside, the moment is handed on."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
from exhibitions.stalls import conduct, selectors
from exhibitions.stalls.contracts import (
    Allotted,
    AllowanceRow,
    ApplicationRow,
    ApplicationWish,
    CallView,
    CallWish,
    Point,
    Traveller,
    Wanted,
)
from exhibitions.stalls.demo import DemoStalls, load_demo_stalls
from exhibitions.stalls.draw import commitment, repeat
from exhibitions.stalls.engine import Applicant, Outcome, Placed, QuotaRule, StallToGive, allot
from exhibitions.stalls.errors import (
    ApplicationUnknown,
    BadAllowance,
    BadApplication,
    BadCall,
    CalledAlready,
    NotInvited,
    PassRefused,
    QuotaFull,
    SamePerson,
    StallRefusal,
    StallTaken,
    TooLate,
    WrongState,
)
from exhibitions.stalls.invariants import invariants
from exhibitions.stalls.models import Call, Proposal
from exhibitions.stalls.selectors import (
    allotted,
    allowances,
    application,
    applications,
    call_view,
    charges,
    given_number,
    group_numbers,
    groups_at,
    stall_of,
)
from exhibitions.stalls.services import allot_stalls as _allot
from exhibitions.stalls.services import apply as _apply
from exhibitions.stalls.services import hold_stalls as _hold
from exhibitions.stalls.services import pay_allowances as _allowances
from exhibitions.stalls.services import send_call as _call
from exhibitions.stalls.services.call_off import on_exhibition_moved
from exhibitions.stalls.services.common import call_of as _call_of
from exhibitions.stalls.services.new_days import on_exhibition_days_changed
from exhibitions.stalls.states import Ended, ProposalState
from exhibitions.stalls.told import (
    DrawView,
    ProposalView,
    VerdictView,
    draw,
    invited,
    proposal,
    proposal_by_id,
    verdicts,
)
from exhibitions.stalls.told import proposed_allowance as _proposed_allowance
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from sellers.portal.facade import Acting, act_for

__all__ = [
    "Allotted",
    "AllowanceRow",
    "Applicant",
    "ApplicationRow",
    "ApplicationUnknown",
    "ApplicationWish",
    "BadAllowance",
    "BadApplication",
    "BadCall",
    "CallView",
    "CallWish",
    "CalledAlready",
    "DemoStalls",
    "DrawView",
    "Ended",
    "NotInvited",
    "Outcome",
    "PassRefused",
    "Placed",
    "Point",
    "ProposalView",
    "QuotaFull",
    "QuotaRule",
    "SamePerson",
    "StallRefusal",
    "StallTaken",
    "StallToGive",
    "TooLate",
    "Traveller",
    "VerdictView",
    "Wanted",
    "WrongState",
    "accept_stall",
    "allot",
    "allotment_missing",
    "allotted",
    "allowances",
    "application",
    "applications",
    "apply_for_stall",
    "approve_allotment",
    "call_view",
    "charges",
    "commitment",
    "decide_allowance",
    "draw",
    "draw_of",
    "extend_call",
    "give_stall_up",
    "given_number",
    "group_numbers",
    "groups_at",
    "invariants",
    "invited",
    "load_demo_stalls",
    "offer_stall",
    "on_exhibition_days_changed",
    "on_exhibition_moved",
    "proposal",
    "proposal_by_id",
    "propose_allotment",
    "propose_allowance",
    "release_stall",
    "repeat",
    "send_allotment_back",
    "send_call",
    "set_grievances",
    "stall_of",
    "swap_stalls",
    "verdicts",
    "why_map_stays",
    "withdraw_application",
]

set_grievances = conduct.set_grievances


def send_call(exhibition_code: str, wish: CallWish, *, key: str, by: User) -> CallView:
    """Call the groups to apply. Raises BadCall, CalledAlready; ExhibitionUnknown, MoveRefused of the plan."""
    _call.send_call(
        exhibition_code=exhibition_code, wish=wish, key=key, by=by, now=clock.now(), today=clock.today()
    )
    return selectors.call_view(exhibition_code)


def apply_for_stall(
    exhibition_code: str, group_code: str, wish: ApplicationWish, *, key: str, version: int, acting: Acting
) -> ApplicationRow:
    """
    Send or change a group's application; ``version`` 0 for a new one.

    Raises:
        NotYourGroup, ConsentMissing: of the portal; ApplicationUnknown, NotInvited, TooLate,
        BadApplication, WrongState.
    """
    row = _apply.apply(
        exhibition_code=exhibition_code,
        group_code=group_code,
        wish=wish,
        key=key,
        version=version,
        acting=act_for(acting, group_code),
        now=clock.now(),
        today=clock.today(),
    )
    return selectors.application(row.number)


def withdraw_application(number: str, group_code: str, *, acting: Acting) -> ApplicationRow:
    """Take an application back. Raises as ``apply_for_stall``."""
    acts = act_for(acting, group_code)
    _apply.withdraw(number=number, group_codes=(group_code,), acting=acts, now=clock.now())
    return selectors.application(number)


def accept_stall(number: str, group_code: str, *, acting: Acting) -> ApplicationRow:
    """Take a stall that was offered from the waiting list. Raises ApplicationUnknown, TooLate, WrongState."""
    acts = act_for(acting, group_code)
    _hold.accept(number=number, group_codes=(group_code,), acting=acts, now=clock.now(), today=clock.today())
    return selectors.application(number)


def give_stall_up(number: str, group_code: str, *, acting: Acting) -> ApplicationRow:
    """Give a stall up before the fair. Raises ApplicationUnknown, TooLate, WrongState."""
    acts = act_for(acting, group_code)
    _hold.give_up(number=number, group_codes=(group_code,), acting=acts, now=clock.now(), today=clock.today())
    return selectors.application(number)


def propose_allotment(exhibition_code: str, *, key: str, by: User) -> int:
    """Work an allotment out; returns the proposal's id. Raises ApplicationUnknown, WrongState."""
    return _allot.propose(
        exhibition_code=exhibition_code, key=key, by=by, now=clock.now(), today=clock.today()
    ).pk


def approve_allotment(proposal_id: int, *, by: User) -> tuple[Allotted, ...]:
    """Approve what somebody else proposed. Raises ApplicationUnknown, SamePerson, WrongState."""
    made = _allot.approve(proposal_id=proposal_id, by=by, now=clock.now(), today=clock.today())
    return allotted(made.call.exhibition_code)


def swap_stalls(exhibition_code: str, one: str, other: str, *, why: str = "", by: User) -> None:
    """
    Exchange two stalls, or move who holds one to a free one, with a reason. Raises ApplicationUnknown,
    WrongState.
    """
    _hold.swap(
        exhibition_code=exhibition_code,
        one=one,
        other=other,
        why=why,
        by=by,
        now=clock.now(),
        today=clock.today(),
    )


def draw_of(code: str) -> str:
    """Return the path where anybody may work its draw out again; empty before the allotment is approved."""
    approved = Proposal.objects.filter(call__exhibition_code=code, state=ProposalState.APPROVED)
    if not approved.exists():
        return ""
    return reverse("exhibition_draw:draw", args=[plan.exhibition(code).slug])


def why_map_stays(code: str) -> str:
    """
    Return why an exhibition's stalls, kept marks and crafts stay as they are, as a sentence; nothing where
    they may be changed. Who knows the applications could otherwise try the draw until it pleases.
    """
    call = Call.objects.filter(exhibition_code=code).first()
    if call is None or (clock.today() <= call.deadline and not call.proposals.exists()):
        return ""
    if call.proposals.filter(state=ProposalState.APPROVED).exists():
        return ""
    return str(
        _(
            "The last day to apply is over, and the stalls are not allotted yet: until they are, the map, "
            "the stalls kept back and the crafts of the zones stay as they are. Change them afterwards."
        )
    )


def allotment_missing(exhibition: plan.Exhibition) -> str:
    """Return why an exhibition cannot be “allotted” yet, as a sentence; nothing where it can."""
    is_there = Proposal.objects.filter(
        call__exhibition_code=exhibition.code, state=ProposalState.APPROVED
    ).exists()
    return "" if is_there else str(_("The allotment is not approved yet. See the page Allotment."))


def extend_call(exhibition_code: str, deadline: date, *, by: User) -> CallView:
    """Give the groups more time. Raises ApplicationUnknown, BadCall; ExhibitionUnknown of the plan."""
    _call.extend(call=_call_of(exhibition_code), deadline=deadline, by=by, today=clock.today())
    return selectors.call_view(exhibition_code)


def send_allotment_back(proposal_id: int, *, why: str, by: User) -> None:
    """Send an allotment back, to be worked out anew. Raises ApplicationUnknown, SamePerson, WrongState."""
    _allot.send_back(proposal_id=proposal_id, why=why, by=by, now=clock.now())


def offer_stall(exhibition_code: str, number: str, stall_code: str, *, why: str, by: User) -> ApplicationRow:
    """
    Offer a stall to a group on the waiting list. Raises ApplicationUnknown, StallTaken, QuotaFull,
    WrongState.
    """
    _hold.offer(
        exhibition_code=exhibition_code,
        number=number,
        stall_code=stall_code,
        why=why,
        by=by,
        now=clock.now(),
        today=clock.today(),
    )
    return selectors.application(number)


def release_stall(number: str, why: Ended, *, by: User) -> ApplicationRow:
    """
    Staff write down that a group gave its stall up, or did not come. Raises ApplicationUnknown, WrongState.
    """
    _hold.release(number=number, why=why, by=by, now=clock.now(), today=clock.today())
    return selectors.application(number)


def propose_allowance(
    number: str, kind: str, *, people: int, days: int, amount: Decimal, key: str, by: User
) -> None:
    """
    Propose an allowance: ``amount`` in rupees for travel, else people and days. Raises ApplicationUnknown,
    BadAllowance.
    """
    _allowances.propose_allowance(
        number=number, kind=kind, people=people, days=days, amount=amount, key=key, by=by, now=clock.now()
    )


def decide_allowance(number: str, kind: str, *, pay: bool, why: str, by: User) -> None:
    """Credit what was proposed, or refuse it. Raises ApplicationUnknown, SamePerson, WrongState."""
    _allowances.decide_allowance(
        allowance_id=_proposed_allowance(number, kind),
        pay=pay,
        why=why,
        by=by,
        now=clock.now(),
        today=clock.today(),
    )
