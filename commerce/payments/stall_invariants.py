"""What must be true of stalls' card payments at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from commerce.payments.invariants import LISTED_MAX
from commerce.payments.models import StallCard, StallCardRefund
from commerce.payments.services.stall_refunds import ELSEWHERE, UNBILLED
from commerce.payments.states import ActionState, StallCardState


def _once() -> list[str]:
    """A bill is charged once."""
    paid = StallCard.objects.filter(state=StallCardState.PAID, return_agreed_by=None)
    # One that two people sent back, and whose refund failed, is with us again beside what was paid since.
    came_back = StallCardRefund.objects.filter(reference__startswith=UNBILLED, state=ActionState.FAILED)
    paid = paid.exclude(Exists(came_back.filter(card=OuterRef("pk"))))
    found = paid.values("bill_id").annotate(times=Count("id")).filter(times__gt=1)[:LISTED_MAX]
    return [f"bill {row['bill_id']} is charged {row['times']} times" for row in found]


def _too_much_back() -> list[str]:
    going = ~Q(refunds__state=ActionState.FAILED) & ~Q(refunds__reference__startswith=ELSEWHERE)
    found = StallCard.objects.annotate(back=Sum("refunds__amount", filter=going)).filter(back__gt=F("amount"))
    return [f"{card}: {card.back} went back" for card in found[:LISTED_MAX]]


def _goes_back() -> list[str]:
    """What two people sent back goes back, or waits for them again."""
    asked = StallCardRefund.objects.filter(card=OuterRef("pk"), reference__startswith=UNBILLED)
    going = asked.exclude(state=ActionState.FAILED)
    found = StallCard.objects.filter(~Exists(going), return_agreed_by__isnull=False)
    return [f"{card}: agreed to go back, and nothing goes" for card in found[:LISTED_MAX]]


def stall_invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("a stall's bill is charged to a card once", _once),
        ("no more goes back of a stall's card payment than came", _too_much_back),
        ("an agreed return of a stall's card payment has a refund that has not failed", _goes_back),
    )
