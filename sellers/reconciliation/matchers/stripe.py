"""Settlements of the card company: the bank's credit is the sum of its balance transactions."""

from collections.abc import Iterator
from datetime import timedelta

import sellers.ledger.facade as ledger
from sellers.reconciliation.matchers.base import Finding, World, sure, words_of
from sellers.reconciliation.models import BankLine, StripePayout
from sellers.reconciliation.rules import LOOK_BACK_DAYS, window
from sellers.reconciliation.services.settle_line import Book, money


def find_settlements(world: World) -> Iterator[Finding]:
    """
    A payout whose trace is the bank's reference, or the only one of this amount that the bank calls Stripe's.

    It is booked when it is seen in the bank: gross, fee and GST are those of its transactions.
    """
    if not world.lines:
        return
    oldest = min(line.day for line in world.lines) - timedelta(days=LOOK_BACK_DAYS)
    held = {
        ledger.key_of("settlement", payout.payout_id): payout
        for payout in StripePayout.objects.filter(is_summed=True, arrives_on__gte=oldest)
    }
    settled = ledger.booked(list(held))
    payouts = {payout.payout_id: payout for key, payout in held.items() if key not in settled}
    by_amount: dict[int, list[StripePayout]] = {}
    for payout in payouts.values():
        by_amount.setdefault(payout.amount_minor, []).append(payout)
    traced = [
        (line.pk, payout.payout_id)
        for line in world.lines
        for payout in by_amount.get(line.amount_minor, ())
        if payout.trace and payout.trace.upper() in words_of(line)
    ]
    found = sure(traced)
    lines, known = {line for line, _ in found}, {payout_id for _, payout_id in found}
    named = [
        (line.pk, payout.payout_id)
        for line in world.lines
        if line.pk not in lines and "STRIPE" in words_of(line)
        for payout in by_amount.get(line.amount_minor, ())
        if payout.payout_id not in known and _near(line, payout)
    ]
    for line_id, payout_id in (*found, *sure(named)):
        yield Finding(line_id, payout_id, _settle(payouts[payout_id]))


def _near(line: BankLine, payout: StripePayout) -> bool:
    first, last = window(line.day)
    return first <= payout.arrives_on <= last


def _settle(payout: StripePayout) -> Book:
    def book(line: BankLine) -> list[str]:
        settled = ledger.settle_stripe(
            ledger.StripeSettlement(
                reference=payout.payout_id,
                gross=money(payout.gross_minor),
                fee=money(payout.fee_minor),
                fee_gst=money(payout.fee_gst_minor),
                occurred_on=line.day,
            )
        )
        return [settled.key]

    return book
