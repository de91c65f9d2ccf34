"""What must be true of settlements at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable, Iterator
from typing import Final

import exhibitions.plan.facade as plan
import sellers.ledger.facade as ledger
from exhibitions.results import reckoning
from exhibitions.results.models import Settlement
from exhibitions.results.states import SettlementState

LISTED_MAX: Final = 100
_SUMS: Final = ("gst", "gst_hers", "commission", "commission_gst", "other", "share")


def _approved() -> Iterator[Settlement]:
    rows = Settlement.objects.filter(state=SettlementState.APPROVED).order_by("pk")
    yield from rows.prefetch_related("lines")


def _adds_up() -> list[str]:
    """By all that was recorded when it was approved: what came later is not in it."""
    faults = []
    for each in _approved():
        books = reckoning.sums_by_group(each.exhibition, recorded_by=each.decided_at)
        lines = {line.group_code: line for line in each.lines.all()}
        for group in sorted({*books, *lines}):
            line, sums = lines.get(group), books.get(group, {})
            for name in _SUMS:
                said = getattr(line, name) if line else reckoning.ZERO.amount
                held = sums.get(name, reckoning.ZERO).amount
                if said != held:
                    faults.append(f"{each.exhibition}, {group}: {name} {said}, {held} in the books")
    return faults[:LISTED_MAX]


def _charged() -> list[str]:
    keys = {
        ledger.key_of("settlement", each.exhibition, line.group_code): f"{each.exhibition}, {line.group_code}"
        for each in _approved()
        for line in each.lines.all()
        if line.charge
    }
    there = ledger.booked(keys)
    return [f"{what}: its stall is not charged" for key, what in keys.items() if key not in there][
        :LISTED_MAX
    ]


def _settled() -> list[str]:
    done = {each.exhibition for each in _approved()}
    fairs = {each.code: each.state for each in plan.exhibitions(states=[plan.ExhibitionState.SETTLED])}
    return [f"{code}: settled, and nobody approved what it came to" for code in sorted(set(fairs) - done)] + [
        f"{code}: approved, and not settled" for code in sorted(done - set(fairs))
    ]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("an approved settlement's lines are what the ledger had of its exhibition", _adds_up),
        ("an approved settlement's stalls are charged in the ledger", _charged),
        ("an exhibition is settled exactly when its settlement is approved", _settled),
    )
