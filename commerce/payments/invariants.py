"""What must be true of our payments at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from commerce.payments.models import AttemptChange, PaymentAttempt, StripeEvent, UpiRefund
from commerce.payments.states import HELD, ActionState, AttemptState
from jkrlm.kernel.clock import now

#: Events and sweep need minutes; what takes longer wants somebody's eyes.
SETTLED_WITHIN: Final = timedelta(minutes=15)
LISTED_MAX: Final = 100


def _unsettled() -> list[str]:
    held = PaymentAttempt.objects.filter(
        state__in=(*HELD, AttemptState.RETURNING),
        order_id="",
        changed_at__lt=now() - SETTLED_WITHIN,
    ).exclude(Exists(UpiRefund.objects.filter(action__attempt=OuterRef("pk"))), state=AttemptState.RETURNING)
    return [f"{attempt.transaction_id}: {attempt}" for attempt in held[:LISTED_MAX]]


def _twice() -> list[str]:
    paid = PaymentAttempt.objects.filter(
        state=AttemptState.CHARGED, source_kind=PaymentAttempt.SourceKind.CHECKOUT
    )
    found = paid.values("source_id").annotate(times=Count("id")).filter(times__gt=1)[:LISTED_MAX]
    return [f"checkout {row['source_id']} is charged {row['times']} times" for row in found]


def _charged_again() -> list[str]:
    """An order whose payment went back in full is paid by none that came after it."""
    earlier = PaymentAttempt.objects.filter(
        order_id=OuterRef("order_id"), state=AttemptState.REFUNDED, pk__lt=OuterRef("pk")
    )
    again = PaymentAttempt.objects.filter(state=AttemptState.CHARGED, changed_at__lt=now() - SETTLED_WITHIN)
    found = again.exclude(order_id="").filter(Exists(earlier))
    return [f"{each.transaction_id}: {each}, of order {each.order_id}" for each in found[:LISTED_MAX]]


def _too_much_back() -> list[str]:
    going = Q(actions__state__in=(ActionState.SUCCEEDED, ActionState.PENDING, ActionState.CREATED))
    found = PaymentAttempt.objects.annotate(
        back=Sum("actions__amount", filter=going & Q(actions__kind="REFUND"))
    ).filter(back__gt=F("amount"))
    return [
        f"{attempt.transaction_id}: {attempt.back} went back of {attempt}" for attempt in found[:LISTED_MAX]
    ]


def _history() -> list[str]:
    last = AttemptChange.objects.filter(attempt=OuterRef("pk")).order_by("-id").values("after")[:1]
    found = PaymentAttempt.objects.annotate(last=Coalesce(Subquery(last), Value("CREATED")))
    return [
        f"{attempt.transaction_id} is {attempt.state}, its history ends with {attempt.last}"
        for attempt in found.exclude(state=F("last"))[:LISTED_MAX]
    ]


def _unheard() -> list[str]:
    found = StripeEvent.objects.filter(handled_at=None, received_at__lt=now() - SETTLED_WITHIN)
    return [str(event) for event in found[:LISTED_MAX]]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("every payment held has an order or goes back within 15 minutes", _unsettled),
        ("no checkout is charged twice", _twice),
        ("no order whose payment went back is charged again", _charged_again),
        ("no payment goes back for more than it was", _too_much_back),
        ("every payment's state is the last of its history", _history),
        ("every event of Stripe's is handled within 15 minutes", _unheard),
    )
