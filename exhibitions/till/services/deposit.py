"""Stall cash paid into the bank, counted there; and money of the bank for a till that gave back more."""

from datetime import datetime

from django.db import transaction

import sellers.ledger.facade as ledger
from exhibitions.till.errors import DepositRefused
from exhibitions.till.models import Deposit, MoneyProposal, Till, TillDay, TopUp
from exhibitions.till.services.two_people import ALONE_CASH, propose_deposit
from exhibitions.till.states import ProposalState
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User, audit


def cash_of(till: Till) -> Money:
    """Return what the ledger has of a till's cash, its float not in it."""
    return ledger.balance(ledger.account_of("stall-cash", till.purse))


@transaction.atomic
def deposit_cash(
    *, till: Till, deposited: Money, reference: str, key: str, by: User, now: datetime
) -> Deposit | MoneyProposal:
    """
    Write a deposit; the same form again is the first one. One that differs from the books by more than a note
    is proposed: another person of finance approves it.

    Raises:
        DepositRefused: the till's day is open, there is no cash, no reference, that one was used for this
        till, or a deposit waits already; a slip may be of several tills.
    """
    known = (
        Deposit.objects.filter(key=key).first() or MoneyProposal.objects.filter(key=key, till=till).first()
    )
    if known is not None:
        return known
    Till.objects.select_for_update().get(pk=till.pk)
    words = " ".join(reference.split()).upper()[:40]
    if len(words) < 4:
        raise DepositRefused("Say the bank's number of the deposit.", field="reference")
    expected = cash_of(till)
    _check_deposit(till, expected, deposited, words)
    write = propose_deposit if abs(expected.amount - deposited.amount) > ALONE_CASH else write_deposit
    return write(till=till, expected=expected, deposited=deposited, reference=words, key=key, by=by, now=now)


def _check_deposit(till: Till, expected: Money, deposited: Money, reference: str) -> None:
    if Deposit.objects.filter(till=till, reference=reference).exists():
        raise DepositRefused("That number was written for this till before.", field="reference")
    if MoneyProposal.objects.filter(till=till, state=ProposalState.PROPOSED).exists():
        raise DepositRefused("A deposit of this till waits for a second person of finance.")
    if TillDay.objects.filter(till=till, closed_at=None).exists():
        raise DepositRefused("The till's day is open: close and count it first.")
    if expected.amount <= 0:
        raise DepositRefused("The books have no cash of this till.")
    if deposited.amount < 0 or deposited.amount > expected.amount * 2:
        raise DepositRefused("That cannot be what was paid in.", field="deposited")


def write_deposit(
    *, till: Till, expected: Money, deposited: Money, reference: str, key: str, by: User, now: datetime
) -> Deposit:
    """
    Write and book it, in the caller's transaction, which holds the till. ``by`` brought it to the bank.

    Raises:
        DepositRefused: as ``deposit_cash``.
    """
    _check_deposit(till, expected, deposited, reference)
    made = Deposit.objects.create(
        key=key,
        till=till,
        reference=reference,
        expected=expected.amount,
        deposited=deposited.amount,
        day=local_date(now),
        by=by,
        at=now,
    )
    ledger.deposit_stall_cash(
        ledger.StallDeposit(
            reference=reference,
            stall=till.purse,
            expected=expected,
            deposited=deposited,
            occurred_on=local_date(now),
        )
    )
    audit(
        actor=by,
        verb="till.deposit",
        target=f"till:{till.number}",
        after={"expected": str(expected.amount), "deposited": str(deposited.amount), "reference": reference},
    )
    return made


@transaction.atomic
def top_up(*, till: Till, reference: str, key: str, by: User, now: datetime) -> TopUp:
    """
    Bring a till whose books are below nought back to it, out of the bank: it gave back in cash more than it
    had sold for cash, so its float is short by as much. The same form again is the first one.

    Raises:
        DepositRefused: the till's day is open, its books are not below nought, or no reference.
    """
    known = TopUp.objects.filter(key=key).first()
    if known is not None:
        return known
    Till.objects.select_for_update().get(pk=till.pk)
    words = " ".join(reference.split()).upper()[:40]
    if len(words) < 4:
        raise DepositRefused("Say the bank's number of what was taken out.", field="reference")
    if TillDay.objects.filter(till=till, closed_at=None).exists():
        raise DepositRefused("The till's day is open: close and count it first.")
    missing = -cash_of(till)
    if missing.amount <= 0:
        raise DepositRefused("Nothing is missing in this till's books.")
    if TopUp.objects.filter(till=till, reference=words).exists():
        raise DepositRefused("That number was written for this till before.", field="reference")
    made = TopUp.objects.create(
        key=key, till=till, reference=words, amount=missing.amount, day=local_date(now), by=by, at=now
    )
    ledger.post_journal(
        ledger.Journal(
            reference=f"till-top-up-{till.purse}-{words}",
            lines=(
                ledger.JournalLine(
                    ledger.account_of("stall-cash", till.purse), missing, ledger.Component.MONEY
                ),
                ledger.JournalLine(ledger.account_of("bank"), -missing, ledger.Component.MONEY),
            ),
            narration=f"Money for till {till.number}, which gave back more than it took",
            occurred_on=local_date(now),
            source=ledger.source_of("till", till.purse),
        )
    )
    audit(
        actor=by,
        verb="till.top-up",
        target=f"till:{till.number}",
        after={"amount": str(missing.amount), "reference": words},
    )
    return made
