"""
A payment that left the bank and came back: its debit and its credit are each other's explanation.

In the books stand the credit, as money that nobody claimed, and one entry that says whose it was: the
debit's. Together they come to nothing.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

import sellers.ledger.facade as ledger
from jkrlm.people.facade import User
from sellers.reconciliation.errors import DoesNotAddUp
from sellers.reconciliation.models import BankLine, Match, Proposal
from sellers.reconciliation.services.settle_line import (
    BANK,
    book_unclaimed,
    locked_line,
    money,
    refuse_where_proposed,
    unclaimed_key,
    write_match,
)

_SUSPENSE: Final = ledger.account_of("upi-suspense")


def halves(line: BankLine, other: BankLine) -> tuple[BankLine, BankLine]:
    """
    Return the debit and the credit of a payment that came back.

    Raises:
        DoesNotAddUp: they are not of one account and one amount, or it came before it left.
    """
    out, back = (line, other) if line.amount_minor < 0 else (other, line)
    if out.account_id != back.account_id or out.amount_minor + back.amount_minor:
        raise DoesNotAddUp("These two lines do not come to nothing on one account.", field="pair")
    if back.day < out.day:
        raise DoesNotAddUp("Money cannot come back before it left.", field="pair")
    return out, back


@transaction.atomic
def settle_pair(
    *,
    line_id: int,
    other_id: int,
    matcher: str,
    reference: str,
    now: datetime,
    reason: str = "",
    made_by: User | None = None,
    approved_by: User | None = None,
    proposal: Proposal | None = None,
) -> None:
    """
    Match the two lines of a payment that came back with each other.

    Raises:
        NotHere, AlreadyMatched, DoesNotAddUp, and what the ledger refuses: nothing is written.
    """
    held = {pk: locked_line(pk) for pk in sorted({line_id, other_id})}
    line, other = held[line_id], held[other_id]
    for each in (line, other):
        refuse_where_proposed(each, but=proposal)
    out, back = halves(line, other)
    book_unclaimed(back)
    keys = {out.pk: _book(out, back), back.pk: unclaimed_key(back)}
    for each, partner in ((line, other), (other, line)):
        write_match(
            Match(
                line=each,
                pair=partner,
                matcher=matcher,
                reference=reference[:120],
                reason=reason[:300],
                made_by=made_by,
                approved_by=approved_by,
                made_at=now,
                proposal=proposal if each is line else None,
            ),
            ledger.effects_on(BANK, [keys[each.pk]]),
        )


def pair_key(out: BankLine, back: BankLine) -> str:
    return ledger.key_of("journal", _name(out, back))


def _name(out: BankLine, back: BankLine) -> str:
    return f"came-back-{out.booked_as}-{back.booked_as}"


def _book(out: BankLine, back: BankLine) -> str:
    amount = money(back.amount_minor)
    posted = ledger.post_journal(
        ledger.Journal(
            reference=_name(out, back),
            lines=(
                ledger.JournalLine(_SUSPENSE, amount, ledger.Component.DIFFERENCE),
                ledger.JournalLine(BANK, -amount, ledger.Component.DIFFERENCE),
            ),
            narration="A payment that left the bank and came back",
            occurred_on=back.day,
            source=ledger.source_of("utr", back.booked_as),
        )
    )
    return posted.key
