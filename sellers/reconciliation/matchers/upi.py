"""
Payments by UPI. What pays a buyer's claim, and what goes back, the payment app decides: credits are handed
down to it, and a line is matched where it has taken the money, or seen its own transfer leave.
"""

from collections.abc import Iterator
from typing import Final

import commerce.payments.facade as payments
import sellers.ledger.facade as ledger
from sellers.reconciliation.matchers.base import Finding, World
from sellers.reconciliation.models import BankLine
from sellers.reconciliation.services.settle_line import UPI, Book, money

SLUG: Final = UPI


def find_upi(world: World) -> Iterator[Finding]:
    """Money in that the payment app has taken, now or before; money out that is a transfer of its own."""
    into = [line for line in world.lines if line.amount_minor > 0]
    payments.see_credits(
        payments.BankCredit(
            amount=money(line.amount_minor).amount,
            day=line.day,
            reference=line.reference,
            narration=line.narration,
            code=line.code,
        )
        for line in into
    )
    taken = payments.taken_credits([line.code for line in into])
    out = [line for line in world.lines if line.amount_minor < 0]
    left = payments.see_debits(
        payments.BankDebit(
            code=line.code,
            amount=money(-line.amount_minor).amount,
            day=line.day,
            words=f"{line.reference} {line.narration}",
        )
        for line in out
    )
    named = {**taken, **left}
    for line in world.lines:
        if line.code in named:
            yield Finding(line.pk, named[line.code], _move(named[line.code]))


def _move(words: str) -> Book:
    def book(line: BankLine) -> list[str]:
        moved = ledger.move_upi(
            ledger.UpiTransfer(
                utr=line.booked_as,
                amount=money(line.amount_minor),
                occurred_on=line.day,
                narration=words,
            )
        )
        return [moved.key]

    return book
