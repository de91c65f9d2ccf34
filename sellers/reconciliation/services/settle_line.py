"""A line of the bank is matched, once: what explains it stands in the books and is its amount."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q

import commerce.payments.facade as payments
import sellers.ledger.facade as ledger
from jkrlm.kernel import formats
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User
from sellers.reconciliation.errors import AlreadyMatched, DoesNotAddUp, NotHere
from sellers.reconciliation.models import BankLine, Match, MatchEntry, OpenItem, Proposal
from sellers.reconciliation.states import ItemKind, ProposalState

BANK: Final = ledger.account_of("bank")
CURRENCY: Final = "INR"
BY_HAND: Final = "by-hand"
UPI: Final = "upi-payment"

#: Writes what is not in the books yet, and returns the keys of all entries that make up the line.
Book = Callable[[BankLine], Sequence[str]]


def locked_line(line_id: int) -> BankLine:
    """Raises NotHere; AlreadyMatched."""
    line = BankLine.objects.select_for_update(of=("self",)).filter(pk=line_id).first()
    if line is None:
        raise NotHere("There is no such line.")
    if Match.objects.filter(line=line).exists():
        raise AlreadyMatched("This line is matched already; look at it again.")
    return line


@transaction.atomic
def settle_line(
    *,
    line_id: int,
    matcher: str,
    reference: str,
    book: Book,
    now: datetime,
    reason: str = "",
    made_by: User | None = None,
    approved_by: User | None = None,
    proposal: Proposal | None = None,
    keeps_unclaimed: bool = False,
) -> Match:
    """
    Match a line. What had been booked of it as unclaimed is taken back first, unless ``keeps_unclaimed``:
    then the entries build on it.

    Raises:
        NotHere, AlreadyMatched, DoesNotAddUp, and what the ledger refuses: nothing is written.
    """
    line = locked_line(line_id)
    refuse_where_proposed(line, but=proposal)
    refuse_where_taken(line, matcher)
    keys = [unclaimed_key(line)] if line.is_unclaimed else []
    if line.is_unclaimed and not keeps_unclaimed:
        keys.append(_take_back(line, reference))
    keys += book(line)
    effects = ledger.effects_on(BANK, keys)
    total = sum(effect.minor_units for effect in effects.values())
    if total != line.amount_minor:
        raise DoesNotAddUp(
            f"The entries come to {rupees(total)}, the line is {rupees(line.amount_minor)}.",
            params={"entries": total, "line": line.amount_minor},
        )
    match = Match(
        line=line,
        matcher=matcher,
        reference=reference[:120],
        reason=reason[:300],
        made_by=made_by,
        approved_by=approved_by,
        made_at=now,
        proposal=proposal,
    )
    write_match(match, effects)
    if line.is_unclaimed and not keeps_unclaimed:
        BankLine.objects.filter(pk=line.pk).update(is_unclaimed=False)
    return match


def refuse_where_proposed(line: BankLine, *, but: Proposal | None) -> None:
    """Raises AlreadyMatched: another match of the line waits for a decision."""
    waiting = Proposal.objects.filter(Q(line=line) | Q(pair=line), state=ProposalState.WAITING)
    if but is not None:
        waiting = waiting.exclude(pk=but.pk)
    if waiting.exists():
        raise AlreadyMatched("Somebody has proposed a match for this line: that is decided first.")


def refuse_where_taken(line: BankLine, matcher: str) -> None:
    """Raises AlreadyMatched: the payment app has taken this money; otherwise it lets it go from here on."""
    if matcher != UPI and line.amount_minor > 0 and not payments.let_go_credit(line.code):
        raise AlreadyMatched(
            "This money was taken for a payment by UPI: the page of those payments says which."
        )


def unclaimed_key(line: BankLine) -> str:
    return ledger.key_of("bank-credit", line.booked_as)


def rupees(units: int) -> str:
    """Return paise as ₹1,23,456.00."""
    return formats.rupees(money(units), paise=True)


def money(units: int) -> Money:
    return Money.from_minor_units(units, CURRENCY)


def _take_back(line: BankLine, reference: str) -> str:
    key = unclaimed_key(line)
    words = f"It was found: {reference}"[:300]
    return ledger.reverse_entry(ledger.Reversal(key=key, reason=words, occurred_on=line.day)).key


def write_match(match: Match, effects: dict[str, Money]) -> None:
    """
    Keep a match; its line is open no more.

    Raises:
        AlreadyMatched: an entry is matched with another line.
    """
    taken = MatchEntry.objects.filter(entry_key__in=list(effects)).first()
    if taken is not None:
        raise AlreadyMatched(f"{taken.entry_key} is matched with another line already.")
    try:
        with transaction.atomic():
            match.save()
            MatchEntry.objects.bulk_create(
                [
                    MatchEntry(match=match, entry_key=key, amount_minor=effect.minor_units)
                    for key, effect in effects.items()
                ]
            )
    except IntegrityError:
        raise AlreadyMatched("Somebody else has matched this at the same moment.") from None
    OpenItem.objects.filter(line=match.line, settled_at__isnull=True).update(
        settled_at=match.made_at, settled_by=match.made_by, settlement=f"Matched: {match.reference}"
    )


def book_unclaimed(line: BankLine) -> None:
    """Money in goes to the books as unclaimed, once; the caller holds the line's lock."""
    if line.amount_minor > 0 and not line.is_unclaimed:
        ledger.receive_bank_credit(
            ledger.BankCredit(utr=line.booked_as, amount=money(line.amount_minor), occurred_on=line.day)
        )
        BankLine.objects.filter(pk=line.pk).update(is_unclaimed=True)
        line.is_unclaimed = True


def leave_unclaimed(*, line_id: int) -> None:
    """
    Write down that nothing explains a line: money in goes to the books as unclaimed, money out stays open.

    Raises:
        NotHere, AlreadyMatched.
    """
    with transaction.atomic():
        line = locked_line(line_id)
        book_unclaimed(line)
        kind = ItemKind.UNCLAIMED if line.amount_minor > 0 else ItemKind.UNEXPLAINED
        OpenItem.objects.filter(line=line, kind=ItemKind.NEW_LINE).update(kind=kind)
