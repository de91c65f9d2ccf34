"""Another person of finance approves what one proposed, or refuses it."""

from datetime import datetime
from typing import Final

from django.db import transaction

from exhibitions.till.errors import ProposalRefused
from exhibitions.till.models import Flag, MoneyProposal, Till
from exhibitions.till.services.deposit import cash_of, write_deposit
from exhibitions.till.services.settle_flag import write_settled
from exhibitions.till.services.two_people import end_proposal
from exhibitions.till.states import ProposalState
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, User, has_role

#: Who decides on what another of finance proposed, or asked to go back to a card.
CHECKERS: Final = (Role.FINANCE_CHECKER,)


@transaction.atomic
def decide_money(*, proposal_id: int, is_approved: bool, why: str, by: User, now: datetime) -> MoneyProposal:
    """
    Approve a proposal, which moves its money, or refuse it.

    Raises:
        ProposalRefused: not hers to decide, decided already, or what it was about has changed since.
    """
    if not has_role(by, *CHECKERS):
        raise ProposalRefused("The one who checks payments decides.")
    state = ProposalState.APPROVED if is_approved else ProposalState.REFUSED
    row = end_proposal(proposal_id=proposal_id, state=state, why=why, by=by, now=now)
    if not is_approved:
        return row
    if row.flag_id is not None:
        flag = Flag.objects.select_for_update().get(pk=row.flag_id)
        if flag.settled_at is not None or flag.amount != row.amount:
            raise ProposalRefused("It was settled otherwise since, or another sum is left: refuse it.")
        write_settled(
            flag=flag, outcome=row.outcome, reason=row.reason, reference=row.reference, by=by, now=now
        )
        return row
    assert row.till_id is not None
    till = Till.objects.select_for_update().get(pk=row.till_id)
    if cash_of(till).amount != row.expected:
        raise ProposalRefused("The till's books have changed since: refuse it, and have it proposed anew.")
    write_deposit(
        till=till,
        expected=Money(row.expected, "INR"),
        deposited=Money(row.deposited, "INR"),
        reference=row.reference,
        key=row.key,
        by=row.proposed_by,
        now=now,
    )
    return row
