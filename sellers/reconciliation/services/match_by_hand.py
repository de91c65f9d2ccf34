"""
What no rule was sure of, a person matches with a reason. Where that moves money in the books, another
approves.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypedDict

from django.db import transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel.statements import Statement
from jkrlm.people.facade import User, audit
from sellers.reconciliation.errors import AlreadyMatched, DoesNotAddUp, NotHere, NotYours, WrongState
from sellers.reconciliation.models import BankLine, Match, Proposal
from sellers.reconciliation.rules import (
    CASH_DIFFERENCES,
    COUNTER_ACCOUNTS,
    OWNED,
    WRITE_OFF_UNITS_MOST,
)
from sellers.reconciliation.services.settle_line import (
    BANK,
    BY_HAND,
    Book,
    locked_line,
    money,
    refuse_where_proposed,
    rupees,
    settle_line,
)
from sellers.reconciliation.services.settle_pair import halves, settle_pair
from sellers.reconciliation.services.take_apart import take_apart
from sellers.reconciliation.states import ProposalState

ENTRIES_MOST: Final = 200
_IN_TURN: Final = Statement(
    "SELECT pg_advisory_xact_lock(hashtext('reconciliation.order'), hashtext(%(order)s))::text"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What a line is said to be: ``entries`` of the books by key, the rest against ``account_code``; or the
    payment of an ``order``; or, with ``pair_id``, half of a payment that left and came back. ``key`` is the
    form's, so that it counts once however often it is sent.
    """

    key: uuid.UUID
    line_id: int
    reason: str
    entries: tuple[str, ...] = ()
    account_code: str = ""
    account_owner: str = ""
    order: str = ""
    pair_id: int | None = None


class _ByWhom(TypedDict):
    """What a match by hand says of itself, whatever it is made of."""

    matcher: str
    reference: str
    reason: str
    made_by: User
    approved_by: User
    proposal: Proposal
    now: datetime


@transaction.atomic
def match_by_hand(*, wanted: Wanted, actor: User, now: datetime) -> Proposal | None:
    """
    Match a line at once where nothing has to be booked, and return None; otherwise return what now waits for
    another person. The same form again returns what it made the first time.

    Raises:
        NotHere, AlreadyMatched, DoesNotAddUp, WrongState: nothing is changed.
    """
    known = Proposal.objects.filter(key=wanted.key).first()
    if known is not None:
        return known
    line = locked_line(wanted.line_id)
    refuse_where_proposed(line, but=None)
    if not wanted.reason.strip():
        raise WrongState("Say why: the reason is kept.", field="reason")
    difference = _check(line, wanted)
    moves_money = difference or wanted.order or wanted.pair_id or line.is_unclaimed
    if not moves_money:
        settle_line(
            line_id=line.pk,
            matcher=BY_HAND,
            reference=", ".join(wanted.entries)[:120],
            book=lambda _line: wanted.entries,
            reason=wanted.reason,
            made_by=actor,
            now=now,
        )
        _audit(actor, "line.match", line, wanted.reason)
        return None
    proposal = Proposal.objects.create(
        key=wanted.key,
        line=line,
        entries=list(wanted.entries),
        account_code=wanted.account_code if difference else "",
        account_owner=wanted.account_owner if difference else "",
        order=wanted.order,
        pair_id=wanted.pair_id,
        difference_minor=difference,
        reason=wanted.reason.strip()[:300],
        made_by=actor,
        made_at=now,
    )
    _audit(actor, "line.propose", line, wanted.reason)
    return proposal


@transaction.atomic
def approve(*, proposal_id: int, actor: User, now: datetime) -> None:
    """
    Book what was proposed, and match the line; or take its match apart.

    Raises:
        NotHere; NotYours: she proposed it herself; WrongState: it is decided; AlreadyMatched, DoesNotAddUp
        and what the ledger refuses: it waits on.
    """
    proposal = _decide(proposal_id, ProposalState.APPROVED, actor, now, "")
    line = proposal.line
    if proposal.undoes:
        take_apart(proposal=proposal)
        _audit(actor, "line.take-apart", line, proposal.reason)
        return
    by_whom: _ByWhom = {
        "matcher": BY_HAND,
        "reference": _reference(proposal),
        "reason": proposal.reason,
        "made_by": proposal.made_by,
        "approved_by": actor,
        "proposal": proposal,
        "now": now,
    }
    if proposal.pair_id is not None:
        settle_pair(line_id=line.pk, other_id=proposal.pair_id, **by_whom)
    else:
        keeps = line.is_unclaimed and not proposal.entries
        settle_line(line_id=line.pk, book=_book(proposal), keeps_unclaimed=keeps, **by_whom)
    _audit(actor, "line.approve", line, proposal.reason)


@transaction.atomic
def refuse(*, proposal_id: int, answer: str, actor: User, now: datetime) -> None:
    """Raises NotHere, NotYours, WrongState."""
    if not answer.strip():
        raise WrongState("Say why: who proposed it will read it.", field="answer")
    proposal = _decide(proposal_id, ProposalState.REFUSED, actor, now, answer.strip()[:300])
    _audit(actor, "line.refuse", proposal.line, answer)


@transaction.atomic
def withdraw(*, proposal_id: int, actor: User, now: datetime) -> None:
    """Take back what one has proposed oneself. Raises NotHere, NotYours, WrongState."""
    proposal = _decide(proposal_id, ProposalState.WITHDRAWN, actor, now, "")
    _audit(actor, "line.withdraw", proposal.line, "")


def _check(line: BankLine, wanted: Wanted) -> int:
    """Return the difference to be booked, in paise, with the sign of the bank."""
    if len(wanted.entries) > ENTRIES_MOST:
        raise DoesNotAddUp(f"More than {ENTRIES_MOST} entries at once.", field="entries")
    if wanted.order:
        if line.amount_minor < 0 or wanted.entries or wanted.account_code:
            raise DoesNotAddUp(
                "Only money that came in, as a whole, can be an order's payment.", field="order"
            )
        if not line.is_unclaimed:
            raise WrongState("The rules have not looked at this line yet; wait a minute.", field="order")
        _check_order(line, wanted.order)
        return 0
    if wanted.pair_id:
        _check_pair(line, wanted)
        return 0
    effects = ledger.effects_on(BANK, wanted.entries)
    unknown = [key for key in wanted.entries if key not in effects]
    if unknown:
        raise NotHere(f"No entry of the books that moved the bank: {unknown[0]}", field="entries")
    difference = line.amount_minor - sum(effect.minor_units for effect in effects.values())
    if difference and wanted.account_code not in COUNTER_ACCOUNTS:
        raise DoesNotAddUp(
            f"{rupees(difference)} are left of {rupees(line.amount_minor)}. Say where they belong, or choose "
            "other entries.",
            field="account_code",
        )
    if difference and (wanted.account_code in OWNED) != bool(wanted.account_owner.strip()):
        raise DoesNotAddUp("Say whose account it is, and only where it has an owner.", field="account_owner")
    if wanted.account_code == CASH_DIFFERENCES and abs(difference) > WRITE_OFF_UNITS_MOST:
        raise DoesNotAddUp(
            f"Up to {rupees(WRITE_OFF_UNITS_MOST)} may be written off; this is {rupees(difference)}.",
            field="account_code",
        )
    return difference


def _check_pair(line: BankLine, wanted: Wanted) -> None:
    """Raises NotHere, AlreadyMatched, DoesNotAddUp."""
    if wanted.entries or wanted.account_code:
        raise DoesNotAddUp("A payment that came back is these two lines, and nothing else.", field="pair")
    other = BankLine.objects.filter(pk=wanted.pair_id or 0).first()
    if other is None:
        raise NotHere("There is no such line.", field="pair")
    if Match.objects.filter(line=other).exists():
        raise AlreadyMatched("The other line is matched already.", field="pair")
    refuse_where_proposed(other, but=None)
    halves(line, other)


def _check_order(line: BankLine, order: str) -> None:
    """
    Let nobody else's money reach an order at the same moment, and see that it owes as much as came.

    Raises:
        NotHere, DoesNotAddUp.
    """
    _IN_TURN.rows(order=order)
    books = ledger.orders_in_books([order])[order]
    if not books.shares:
        raise NotHere(f"There is no order {order} in the books.", field="order")
    if books.due.minor_units < line.amount_minor:
        owed = rupees(max(books.due.minor_units, 0))
        raise DoesNotAddUp(
            f"Order {order} owes {owed}, and {rupees(line.amount_minor)} came.",
            field="order",
            params={"due": books.due.minor_units, "line": line.amount_minor},
        )


def _decide(proposal_id: int, to: ProposalState, actor: User, now: datetime, answer: str) -> Proposal:
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("line", "made_by")
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        raise NotHere("There is no such proposal.")
    if proposal.state != ProposalState.WAITING:
        raise WrongState(f"It is decided: {ProposalState(proposal.state).label}.")
    if (proposal.made_by_id == actor.pk) != (to == ProposalState.WITHDRAWN):
        raise NotYours("Who proposes does not decide; only who proposed takes it back.")
    proposal.state, proposal.decided_by, proposal.decided_at, proposal.answer = to, actor, now, answer
    proposal.save()
    return proposal


def _reference(proposal: Proposal) -> str:
    if proposal.order:
        return f"Payment of order {proposal.order}"
    if proposal.pair is not None:
        return f"Left and came back: {proposal.line.code} + {proposal.pair.code}"[:120]
    parts = list(proposal.entries)
    if proposal.difference_minor:
        parts.append(f"{rupees(proposal.difference_minor)} {COUNTER_ACCOUNTS[proposal.account_code]}")
    return " + ".join(parts)[:120]


def _book(proposal: Proposal) -> Book:
    """What is booked depends on whether the line stands in the books as unclaimed, and stays so."""

    def book(line: BankLine) -> Sequence[str]:
        if proposal.order:
            _check_order(line, proposal.order)
            amount = money(line.amount_minor)
            paid = ledger.match_credit(
                ledger.CreditMatch(
                    utr=line.booked_as, order=proposal.order, amount=amount, occurred_on=line.day
                )
            )
            return [ledger.key_of("match", line.booked_as, proposal.order), paid.key]
        if not proposal.difference_minor:
            return list(proposal.entries)
        from_unclaimed = line.is_unclaimed and not proposal.entries
        account = ledger.account_of("upi-suspense") if from_unclaimed else BANK
        amount = money(proposal.difference_minor)
        posted = ledger.post_journal(
            ledger.Journal(
                reference=f"reconciliation-{proposal.pk}",
                lines=(
                    ledger.JournalLine(account, amount, ledger.Component.DIFFERENCE),
                    ledger.JournalLine(
                        ledger.account_of(proposal.account_code, proposal.account_owner),
                        -amount,
                        ledger.Component.DIFFERENCE,
                    ),
                ),
                narration=proposal.reason,
                occurred_on=line.day,
                source=ledger.source_of("utr", line.booked_as),
            )
        )
        return [*proposal.entries, posted.key]

    return book


def _audit(actor: User, verb: str, line: BankLine, reason: str) -> None:
    audit(actor=actor, verb=verb, target=f"bank line {line.code}"[:200], after={"reason": reason})
