"""
Money of some size moves by two people's word: one of finance proposes, another approves.

Below the limits finance acts alone, as the sum is not hers to choose: it is a bill's, or a count's.
"""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from exhibitions.till.errors import FlagRefused, ProposalRefused
from exhibitions.till.models import Flag, MoneyProposal, Till
from exhibitions.till.states import ProposalState
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User, audit

#: Rupees of one bill's UPI, borne or sent back, that one of finance may settle: nearly all bills are less.
ALONE_UPI: Final = Decimal(5000)
#: Rupees by which a deposit may differ from the books: one note of the largest kind may be miscounted.
ALONE_CASH: Final = Decimal(500)


def propose_settling(
    *, flag: Flag, outcome: str, reason: str, reference: str, by: User, now: datetime
) -> MoneyProposal:
    """
    Propose how a flag is settled, in the caller's transaction, which holds the flag. Repeatable.

    Raises:
        FlagRefused: somebody has proposed it otherwise.
    """
    given = {"outcome": outcome, "reason": reason, "reference": reference[:40]}
    known = MoneyProposal.objects.filter(flag=flag, state=ProposalState.PROPOSED).first()
    if known is not None:
        if known.proposed_by_id == by.pk and {name: getattr(known, name) for name in given} == given:
            return known
        raise FlagRefused("It is proposed already: a second person of finance decides.")
    before = MoneyProposal.objects.filter(flag=flag).count()
    return _make(
        MoneyProposal(
            key=f"flag-{flag.pk}-{before + 1}",
            flag=flag,
            exhibition=flag.exhibition,
            amount=flag.amount,
            proposed_by=by,
            proposed_at=now,
            **given,
        )
    )


def propose_deposit(
    *, till: Till, expected: Money, deposited: Money, reference: str, key: str, by: User, now: datetime
) -> MoneyProposal:
    """Propose a deposit that differs, in the caller's transaction, which holds the till and checked it."""
    return _make(
        MoneyProposal(
            key=key,
            till=till,
            exhibition=till.exhibition,
            amount=abs(expected.amount - deposited.amount),
            expected=expected.amount,
            deposited=deposited.amount,
            reference=reference,
            proposed_by=by,
            proposed_at=now,
        )
    )


def _make(row: MoneyProposal) -> MoneyProposal:
    row.save(force_insert=True)
    told = {"proposal": row.pk, "amount": str(row.amount), "what": row.what, "reason": row.reason}
    audit(actor=row.proposed_by, verb="till.propose", target=f"exhibition:{row.exhibition}", after=told)
    return row


@transaction.atomic
def end_proposal(
    *, proposal_id: int, state: ProposalState, why: str, by: User, now: datetime
) -> MoneyProposal:
    """
    Write who decided, in one transaction with what that moves.

    Raises:
        ProposalRefused: none such, decided otherwise, her own, or refused without a reason.
    """
    row = MoneyProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if row is None:
        raise ProposalRefused("There is no such proposal.")
    words = " ".join(why.split())[:300]
    if row.state != ProposalState.PROPOSED:
        raise ProposalRefused("Somebody has decided it meanwhile.")
    if row.proposed_by_id == by.pk:
        raise ProposalRefused("Somebody else of finance decides on what you proposed.")
    if state == ProposalState.REFUSED and len(words) < 5:
        raise ProposalRefused("Say in a few words why it is refused.", field="why")
    row.state, row.decided_by, row.decided_at, row.why = state, by, now, words
    row.save(update_fields=["state", "decided_by", "decided_at", "why"])
    told = {"proposal": row.pk, "state": state.value, "why": words}
    audit(actor=by, verb="till.decide", target=f"exhibition:{row.exhibition}", after=told)
    return row
