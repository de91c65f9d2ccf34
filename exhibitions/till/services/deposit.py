"""Stall cash paid into the bank, counted there; and money of the bank for a till that gave back more."""

from datetime import datetime

from django.db import transaction

import sellers.ledger.facade as ledger
from exhibitions.till.errors import DepositRefused
from exhibitions.till.models import Deposit, Till, TillDay, TopUp
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User, audit


def cash_of(till: Till) -> Money:
    """Return what the ledger has of a till's cash, its float not in it."""
    return ledger.balance(ledger.account_of("stall-cash", till.purse))


@transaction.atomic
def deposit_cash(
    *, till: Till, deposited: Money, reference: str, key: str, by: User, now: datetime
) -> Deposit:
    """
    Write a deposit; the same form again is the first one.

    Raises:
        DepositRefused: the till's day is open, there is no cash, no reference, or that one was used for
        this till; a slip may be of several tills.
    """
    known = Deposit.objects.filter(key=key).first()
    if known is not None:
        return known
    Till.objects.select_for_update().get(pk=till.pk)
    words = " ".join(reference.split()).upper()[:40]
    if len(words) < 4:
        raise DepositRefused("Say the bank's number of the deposit.", field="reference")
    if Deposit.objects.filter(till=till, reference=words).exists():
        raise DepositRefused("That number was written for this till before.", field="reference")
    if TillDay.objects.filter(till=till, closed_at=None).exists():
        raise DepositRefused("The till's day is open: close and count it first.")
    expected = cash_of(till)
    if expected.amount <= 0:
        raise DepositRefused("The books have no cash of this till.")
    if deposited.amount < 0 or deposited.amount > expected.amount * 2:
        raise DepositRefused("That cannot be what was paid in.", field="deposited")
    made = Deposit.objects.create(
        key=key,
        till=till,
        reference=words,
        expected=expected.amount,
        deposited=deposited.amount,
        day=local_date(now),
        by=by,
        at=now,
    )
    ledger.deposit_stall_cash(
        ledger.StallDeposit(
            reference=words,
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
        after={"expected": str(expected.amount), "deposited": str(deposited.amount), "reference": words},
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
    if TillDay.objects.filter(till=till, closed=None).exists():
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
