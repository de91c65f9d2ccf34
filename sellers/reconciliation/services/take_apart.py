"""A match that was wrong has a way back: one person proposes it with a reason, another approves."""

import uuid
from datetime import datetime

from django.db import transaction

import sellers.ledger.facade as ledger
from jkrlm.people.facade import User, audit
from sellers.reconciliation.errors import AlreadyMatched, NotHere, WrongState
from sellers.reconciliation.models import BankLine, Match, OpenItem, Proposal, ReconciledDay
from sellers.reconciliation.services.settle_line import UPI, book_unclaimed, unclaimed_key
from sellers.reconciliation.services.settle_pair import halves, pair_key
from sellers.reconciliation.states import ItemKind, ProposalState


@transaction.atomic
def propose_apart(*, key: uuid.UUID, line_id: int, reason: str, actor: User, now: datetime) -> Proposal:
    """
    Propose that the match of a line is taken apart; the same form again returns what it made.

    Raises:
        NotHere; AlreadyMatched: something waits for this line already; WrongState: it is not matched, its day
        is closed, or nobody says why.
    """
    known = Proposal.objects.filter(key=key).first()
    if known is not None:
        return known
    line = _matched_line(line_id)
    if Match.objects.filter(line=line, matcher=UPI).exists():
        raise WrongState("It is a payment by UPI, or a transfer back: what it pays is decided on that page.")
    if Proposal.objects.filter(line=line, state=ProposalState.WAITING).exists():
        raise AlreadyMatched("Something waits for approval on this line already.")
    if not reason.strip():
        raise WrongState("Say why: the reason is kept.", field="reason")
    made = Proposal.objects.create(
        key=key, line=line, undoes=True, reason=reason.strip()[:300], made_by=actor, made_at=now
    )
    audit(
        actor=actor,
        verb="line.propose-apart",
        target=f"bank line {line.code}"[:200],
        after={"reason": made.reason},
    )
    return made


@transaction.atomic
def take_apart(*, proposal: Proposal) -> None:
    """
    Take the match of the proposal's line apart, once that is decided. What the match itself had booked is
    reversed, entries that stood before are free again, and the line is open, for people alone to match.

    Raises:
        WrongState; what the ledger refuses: other entries build on what would be reversed.
    """
    pair_id = Match.objects.filter(line_id=proposal.line_id).values_list("pair_id", flat=True).first()
    held = {pk: _matched_line(pk) for pk in sorted({proposal.line_id, pair_id or proposal.line_id})}
    line = held[proposal.line_id]
    if pair_id is not None:
        out, back = halves(line, held[pair_id])
        _take_back(pair_key(out, back), proposal, back)
    for each in held.values():
        _take_apart(each, proposal)


def _take_back(key: str, proposal: Proposal, line: BankLine) -> None:
    ledger.reverse_entry(
        ledger.Reversal(key=key, reason=f"Taken apart: {proposal.reason}"[:300], occurred_on=line.day)
    )


def _take_apart(line: BankLine, proposal: Proposal) -> None:
    match = Match.objects.select_related("proposal").get(line=line)
    for key in (*_booked_by(match, line), *([unclaimed_key(line)] if line.is_unclaimed else [])):
        _take_back(key, proposal, line)
    match.entries.all().delete()
    match.delete()
    line.taken_apart, line.is_unclaimed = line.taken_apart + 1, False
    line.save(update_fields=["taken_apart", "is_unclaimed"])
    book_unclaimed(line)
    kind = ItemKind.UNCLAIMED if line.amount_minor > 0 else ItemKind.UNEXPLAINED
    OpenItem.objects.filter(line=line).update(kind=kind, settled_at=None, settled_by=None, settlement="")


def _booked_by(match: Match, line: BankLine) -> list[str]:
    """Return what a match by hand wrote into the books itself, the newest first."""
    by_hand = match.proposal
    if by_hand is None or match.pair_id is not None:
        return []
    if by_hand.order:
        payment = ledger.key_of("payment", "bank", f"{line.booked_as}/{by_hand.order}")
        return [payment, ledger.key_of("match", line.booked_as, by_hand.order)]
    return [ledger.key_of("journal", f"reconciliation-{by_hand.pk}")] if by_hand.difference_minor else []


def _matched_line(line_id: int) -> BankLine:
    line = BankLine.objects.select_for_update(of=("self",)).filter(pk=line_id).first()
    if line is None:
        raise NotHere("There is no such line.")
    if not Match.objects.filter(line=line).exists():
        raise WrongState("This line is not matched.")
    if ReconciledDay.objects.filter(day=line.day, is_closed=True).exists():
        raise WrongState("Its day is closed: open the day again first.")
    return line
