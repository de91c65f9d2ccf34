"""What our own payments say of money: compared with the books of whichever store we sell through."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.states import ActionKind, ActionState, AttemptState, Method

#: A payment that moved less than this ago may still be on its way into the store's books.
STILL_MOVING: Final = timedelta(minutes=5)
LISTED_MAX: Final = 100
ZERO: Final = Decimal(0)


def resting(at: datetime) -> QuerySet[PaymentAttempt]:
    """Return the payments on which nothing is under way, with what was remitted and went back."""
    actions = PaymentAction.objects.filter(attempt=OuterRef("pk"))
    busy = actions.filter(
        Q(state__in=(ActionState.CREATED, ActionState.PENDING)) | Q(changed_at__gt=at - STILL_MOVING)
    )
    done = Q(actions__state=ActionState.SUCCEEDED)
    return (
        PaymentAttempt.objects.filter(~Exists(busy), changed_at__lt=at - STILL_MOVING)
        .exclude(state=AttemptState.RETURNING)
        .annotate(
            remitted=Coalesce(Sum("actions__amount", filter=done & Q(actions__kind=ActionKind.CHARGE)), ZERO),
            went_back=Coalesce(
                Sum("actions__amount", filter=done & Q(actions__kind=ActionKind.REFUND)), ZERO
            ),
        )
    )


def net_charge(attempt: PaymentAttempt) -> Decimal:
    """Return what Stripe took, or cash remitted, less refunds that succeeded; of a row of ``resting``."""
    if attempt.method == Method.CASH:
        remitted: Decimal = attempt.remitted  # type: ignore[attr-defined]
        return remitted
    if attempt.state in (AttemptState.CHARGED, AttemptState.REFUNDED):
        kept: Decimal = attempt.amount - attempt.went_back  # type: ignore[attr-defined]
        return kept
    return ZERO


def disagreement(attempt: PaymentAttempt, *, ours: Decimal, theirs: Decimal) -> str:
    return f"{attempt.transaction_id}: {attempt} holds {ours}, in the store {theirs}"
