"""What must be true of bills paid by card."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef

import commerce.payments.facade as payments
import sellers.ledger.facade as ledger
from exhibitions.till.models import Bill, Flag
from exhibitions.till.states import BillState, FlagCode

LISTED_MAX = 100
_BATCH = 500


def _cards() -> list[str]:
    """A bill took the payment that it names, of its sum, and the books have it; or staff were told."""
    faults: list[str] = []
    told = Flag.objects.filter(entry=OuterRef("entry"), code=FlagCode.CARD_UNKNOWN)
    rows = Bill.objects.filter(is_return=False, card__gt=0).annotate(told=Exists(told)).order_by("pk")
    for start in range(0, rows.count(), _BATCH):
        batch = list(rows[start : start + _BATCH])
        taken = payments.stalls.taken([each.order_number for each in batch])
        keys = {each: ledger.key_of("payment", "stripe", each) for each, _amount in taken.values()}
        booked = ledger.booked(keys.values()) if keys else frozenset()
        for bill in batch:
            found = taken.get(bill.order_number)
            if found is None:
                if not bill.told:
                    faults.append(f"bill {bill}: no card payment of {bill.card}")
            elif found != (bill.card_reference, bill.card) or bill.state == BillState.WAITING:
                faults.append(f"bill {bill}: {found[1]} by card taken, it says {bill.card}, {bill.state}")
            elif keys[found[0]] not in booked:
                faults.append(f"bill {bill}: its card payment is not in the books")
    return faults[:LISTED_MAX]


def card_invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (("a bill by card took its one payment, and the books have it, or staff were told", _cards),)
