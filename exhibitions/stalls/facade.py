"""The door of stalls. Here the clock is read; inside, the moment is handed on."""

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
    groups_at,
    stall_of,
)
from exhibitions.stalls.services import allot_stalls as _allot
from exhibitions.stalls.services import apply as _apply
from exhibitions.stalls.services import hold_stalls as _hold
from exhibitions.stalls.services import send_call as _call
from exhibitions.stalls.states import ProposalState
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
    "NotInvited",
    "Outcome",
    "PassRefused",
    "Placed",
    "Point",
    "QuotaFull",
    "QuotaRule",
    "SamePerson",
    "StallRefusal",
    "StallTaken",
    "StallToGive",
    "TooLate",
    "Traveller",
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
    "give_stall_up",
    "groups_at",
    "invariants",
    "load_demo_stalls",
    "propose_allotment",
    "repeat",
    "send_call",
    "set_grievances",
    "stall_of",
    "swap_stalls",
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
    made = _allot.approve(proposal_id=proposal_id, by=by, now=clock.now())
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
