"""What in the books may explain a line, for the person who looks."""

from datetime import timedelta

import sellers.ledger.facade as ledger
from sellers.reconciliation.matchers.base import unmatched_entries
from sellers.reconciliation.models import BankLine
from sellers.reconciliation.rules import LOOK_BACK_DAYS, WITHIN_DAYS

SHOWN = 20


def pairs(line: BankLine) -> list[BankLine]:
    """Return open lines that may be the other half of a payment that left and came back. One query."""
    far = timedelta(days=LOOK_BACK_DAYS)
    days = (line.day, line.day + far) if line.amount_minor < 0 else (line.day - far, line.day)
    found = BankLine.objects.filter(
        account_id=line.account_id, amount_minor=-line.amount_minor, day__range=days, match=None
    )
    return list(found.order_by("day", "id")[:SHOWN])


def candidates(line: BankLine) -> list[ledger.AccountEntry]:
    """
    Return entries that no line was matched with, those nearest to the line's amount first. Two queries.
    """
    since = line.day - timedelta(days=LOOK_BACK_DAYS)
    until = line.day + timedelta(days=WITHIN_DAYS + 1)
    found = unmatched_entries(since=since, until=until)
    same = [entry for entry in found if (entry.amount.minor_units > 0) == (line.amount_minor > 0)]
    same.sort(key=lambda entry: (abs(entry.amount.minor_units - line.amount_minor), -entry.id))
    return same[:SHOWN]
