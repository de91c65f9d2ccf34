"""Payments that the bank's answer called failed, and that its statement shows going out and coming back."""

from collections.abc import Iterator, Mapping, Set
from typing import Final

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.reconciliation.matchers.base import NAME_LEAST, Finding, World, sure, words_of
from sellers.reconciliation.models import BankLine

_IN_TRANSIT: Final = ledger.account_of("payouts-in-transit")


def find_came_back(world: World) -> Iterator[Finding]:
    """
    A debit that names a transfer of its amount, of which the books say that it came back and never arrived,
    and a later credit of the same amount and account that names the transfer, or the debit's own reference.
    """
    named = _transfers(world)
    pairs: dict[tuple[int, str], tuple[int, str]] = {}
    for out in (line for line in world.lines if line.pk in named):
        reference = named[out.pk]
        names = {reference, out.reference.upper()} if len(out.reference) >= NAME_LEAST else {reference}
        for back in world.lines:
            fits = back.amount_minor == -out.amount_minor and back.account_id == out.account_id
            if fits and back.day >= out.day and names & words_of(back):
                pairs[out.pk, str(back.pk)] = (back.pk, reference)
    for out_id, key in sure(pairs):
        back_id, reference = pairs[out_id, key]
        yield Finding(out_id, f"Payment {reference}, came back", pair_id=back_id)


def _transfers(world: World) -> dict[int, str]:
    """Return debit -> the one transfer that it names, where that is of its amount and came back unpaid."""
    words = {line.pk: words_of(line) for line in world.lines if line.amount_minor < 0}
    every = {word for said in words.values() for word in said}
    sent = ledger.effects_on(_IN_TRANSIT, [ledger.key_of("payout", word) for word in every])
    back = ledger.booked([ledger.key_of("payout-return", word) for word in every])
    paid = ledger.booked([ledger.key_of("payout-paid", word) for word in every])
    found: dict[int, str] = {}
    for line in world.lines:
        fitting = [word for word in words.get(line.pk, ()) if _came_back(line, word, sent, back, paid)]
        if len(fitting) == 1:
            found[line.pk] = fitting[0]
    return found


def _came_back(line: BankLine, word: str, sent: Mapping[str, Money], back: Set[str], paid: Set[str]) -> bool:
    effect = sent.get(ledger.key_of("payout", word))
    return (
        effect is not None
        and abs(effect.minor_units) == -line.amount_minor
        and ledger.key_of("payout-return", word) in back
        and ledger.key_of("payout-paid", word) not in paid
    )
