"""
By hand, one transfer. That it was paid is booked at once. That it failed or came back makes its money payable
again, and that it was paid after all takes it back: one person says so, a checker decides.
"""

from datetime import datetime

from django.db import transaction

from jkrlm.people.facade import User, audit
from sellers.payouts.errors import NotHere, SamePerson, WrongState
from sellers.payouts.models import Proposal, Transfer
from sellers.payouts.rules import Result
from sellers.payouts.services.settle import book, cleaned, fits, is_repeat, locked, refuse_used
from sellers.payouts.states import ProposalState, TransferState


def settle_by_hand(*, result: Result, actor: User, now: datetime) -> Proposal | None:
    """
    Book that a transfer was paid; propose anything else. Returns the proposal that now waits for a checker,
    None where nothing does. The same again is no fault: nothing happens.

    Raises:
        NotHere, BadResult, AmountDiffers, UtrUsed: as for a statement.
        WrongState: it cannot become so, or something else is proposed already.
    """
    result = cleaned(result, now=now)
    with transaction.atomic():
        row = locked(result.reference)
        if is_repeat(row, result):
            return None
        fits(row, result, corrects=True)
        refuse_used(row, result)
        waiting = Proposal.objects.filter(transfer=row, state=ProposalState.OPEN).first()
        if row.state == TransferState.SENT and result.outcome == TransferState.PAID:
            book(pairs=[(row, result)], actor=actor, now=now, words="By hand")
            _audit(row, result, actor=actor, verb="payout.settle")
            return None
        if waiting is not None:
            if _said(waiting, row) == result:
                return waiting
            raise WrongState(
                f"“{TransferState(waiting.outcome).label}” is proposed by {waiting.proposed_by.name} and not "
                "decided on yet.",
                field="outcome",
            )
        proposal = Proposal.objects.create(
            transfer=row,
            outcome=result.outcome,
            utr=result.utr,
            settled_on=result.settled_on,
            reason=result.reason,
            wrong_account=result.wrong_account,
            proposed_by=actor,
            proposed_at=now,
        )
        _audit(row, result, actor=actor, verb="payout.propose")
    return proposal


@transaction.atomic
def decide(*, proposal_id: int, accept: bool, actor: User, now: datetime, why: str = "") -> Proposal:
    """
    Decide on what another person proposed; accepted, it is booked.

    Raises:
        NotHere: no such proposal.
        SamePerson: whoever proposed it cannot decide.
        WrongState: it is decided, no reason is given for refusing, or the transfer has moved on.
        UtrUsed.
    """
    known = Proposal.objects.select_related("transfer").filter(pk=proposal_id).first()
    if known is None:
        raise NotHere("There is no such proposal.")
    row = locked(known.transfer.reference)
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=known.pk)
    if proposal.proposed_by_id == actor.pk:
        raise SamePerson("Whoever proposed it cannot decide on it: ask a second person.")
    if proposal.state != ProposalState.OPEN:
        raise WrongState(
            f"This is “{ProposalState(proposal.state).label}” already; nothing was changed.",
            params={"state": proposal.state},
        )
    why = " ".join(why.split())[:300]
    if not accept and not why:
        raise WrongState("Say why it is refused.", field="why")
    result = _said(proposal, row)
    if accept and not is_repeat(row, result):
        fits(row, result, corrects=True)
        refuse_used(row, result)
        words = f"By hand, proposed by {proposal.proposed_by.name}"
        book(pairs=[(row, result)], actor=actor, now=now, words=words)
    proposal.state = ProposalState.ACCEPTED if accept else ProposalState.REFUSED
    proposal.decided_by, proposal.decided_at, proposal.why = actor, now, why
    proposal.save()
    _audit(row, result, actor=actor, verb="payout.settle" if accept else "payout.refuse-proposal")
    return proposal


def _said(proposal: Proposal, row: Transfer) -> Result:
    return Result(
        reference=row.reference,
        outcome=TransferState(proposal.outcome),
        amount=row.amount,
        utr=proposal.utr,
        settled_on=proposal.settled_on,
        reason=proposal.reason,
        wrong_account=proposal.wrong_account,
    )


def _audit(row: Transfer, result: Result, *, actor: User, verb: str) -> None:
    audit(
        actor=actor,
        verb=verb,
        target=f"transfer {row.reference}",
        after={"outcome": result.outcome, "utr": result.utr, "reason": result.reason},
    )
