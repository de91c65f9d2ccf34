"""What must be true of bills paid by card."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

from django.db.models import Exists, OuterRef

import commerce.payments.facade as payments
import sellers.ledger.facade as ledger
from exhibitions.till.models import Bill, Flag
from exhibitions.till.services.card_money import entry_of
from exhibitions.till.states import BillState, FlagCode
from jkrlm.kernel import clock

LISTED_MAX = 100
_BATCH = 500
#: Events need minutes; what takes longer wants somebody's eyes.
BOOKED_WITHIN = timedelta(minutes=15)


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


def _back() -> list[str]:
    """What went back to a card is out of the books; what did not, somebody of finance was told of."""
    faults: list[str] = []
    for part in _batches(payments.stalls.refunds_of_bills(before=clock.now() - BOOKED_WITHIN)):
        keys = {each.reference: ledger.key_of("refund-payment", "stripe", each.reference) for each in part}
        booked = ledger.booked(keys.values())
        flagged = Flag.objects.filter(code=FlagCode.CARD_OUT, entry__entry_id__in=map(entry_of, keys))
        told = {str(each) for each in flagged.values_list("entry__entry_id", flat=True)}
        for each in part:
            if each.state == "SUCCEEDED" and keys[each.reference] not in booked:
                faults.append(f"{each.reference}: {each.amount} went back to a card, not in the books")
            elif each.state == "FAILED" and entry_of(each.reference) not in told:
                faults.append(f"{each.reference}: {each.amount} did not go back, and nobody was told")
    return faults[:LISTED_MAX]


def _batches(rows: Iterator[payments.stalls.CardRefund]) -> Iterator[list[payments.stalls.CardRefund]]:
    while part := list(islice(rows, _BATCH)):
        yield part


def card_invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("a bill by card took its one payment, and the books have it, or staff were told", _cards),
        ("what went back to a card is in the books within 15 minutes, or finance was told", _back),
    )
