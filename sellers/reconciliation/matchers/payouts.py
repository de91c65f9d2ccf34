"""Payments to groups: a debit confirms one that is on its way, a credit brings back one that was paid."""

from collections.abc import Iterator

import sellers.ledger.facade as ledger
import sellers.payouts.facade as payouts
from sellers.payouts.facade import TransferState
from sellers.reconciliation.matchers.base import Finding, World, sure, words_of
from sellers.reconciliation.models import BankLine, MatchEntry
from sellers.reconciliation.services.settle_line import Book, money

_PAID = "payout-paid"
_BACK = "payout-return"


def find_transfers(world: World) -> Iterator[Finding]:
    """
    A transfer whose reference the bank says, for its amount. What one person's statement says is booked in
    her name; payments that were confirmed before, by the bank's answer, are found in the books.
    """
    out = [line for line in world.lines if line.amount_minor < 0]
    if out:
        way = {
            item.source.partition("/")[2]: item.amount.minor_units
            for item in ledger.open_items(code="payouts-in-transit")
        }
        pairs = [
            (line.pk, reference)
            for line in out
            for reference in words_of(line) & way.keys()
            if way[reference] == -line.amount_minor
        ]
        for line_id, reference in sure(pairs):
            yield Finding(line_id, f"Payment {reference}", _settle(reference, TransferState.PAID))
    # What was confirmed above may come back in the same statement: these are looked for afterwards.
    back = [line for line in world.lines if line.amount_minor > 0]
    for line_id, reference in sure((line.pk, each) for line in back for each in _paid_before(line)):
        yield Finding(line_id, f"Payment {reference} came back", _settle(reference, TransferState.RETURNED))


def _paid_before(line: BankLine) -> set[str]:
    """
    Return references of payments of this amount that the line names, by our reference or the bank's, and
    whose way back no line shows yet, be it in the books or not.
    """
    words = words_of(line)
    found = MatchEntry.objects.filter(entry_key__startswith=f"{_PAID}/", amount_minor=-line.amount_minor)
    by_ours = found.filter(entry_key__in=[ledger.key_of(_PAID, word) for word in words])
    by_utr = found.filter(match__line__reference__in=words)
    keys = {*by_ours.values_list("entry_key", flat=True), *by_utr.values_list("entry_key", flat=True)}
    back = {key: key.replace(_PAID, _BACK, 1) for key in keys}
    seen = set(
        MatchEntry.objects.filter(entry_key__in=back.values()).values_list("entry_key", flat=True)
    ) | ledger.booked([f"reversal/{key}" for key in back.values()])
    return {
        key.partition("/")[2]
        for key, back_key in back.items()
        if back_key not in seen and f"reversal/{back_key}" not in seen
    }


def _settle(reference: str, outcome: TransferState) -> Book:
    def book(line: BankLine) -> list[str]:
        is_paid = outcome is TransferState.PAID
        actor = line.file.taken_by
        if actor is not None:
            payouts.settle(
                payouts.Result(
                    reference=reference,
                    outcome=outcome,
                    amount=money(abs(line.amount_minor)).amount,
                    utr=line.reference if is_paid else "",
                    settled_on=line.day,
                    reason="" if is_paid else f"Came back: {line.narration}"[:200],
                ),
                actor=actor,
            )
        return [ledger.key_of(_PAID if is_paid else _BACK, reference)]

    return book
