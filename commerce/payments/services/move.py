"""Change an attempt's state: one place that locks, checks the table and writes the history."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from commerce.payments.errors import TransitionRefused
from commerce.payments.models import AttemptChange, PaymentAttempt
from commerce.payments.states import TRANSITIONS, AttemptState
from jkrlm.kernel.outbox import record

#: The sweep leaves an attempt alone this long after a change: its own request is still at work.
REST = timedelta(minutes=2)


def move(
    *,
    attempt_id: int,
    to: AttemptState,
    now: datetime,
    reason: str = "",
    only_from: AttemptState | None = None,
    **fields: Any,
) -> PaymentAttempt:
    """
    Bring an attempt into a state and set fields with it; being there already is no error.

    ``only_from`` is for a step that rests on what its caller saw: the table may lead from OPEN to FAILED,
    but who gives up an attempt because it has no session yet must not give up one that was opened meanwhile.

    Raises:
        TransitionRefused: the table does not lead there, or it is not in ``only_from`` any more.
    """
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
        for name, value in fields.items():
            setattr(attempt, name, value)
        before = AttemptState(attempt.state)
        if before is not to:
            if to not in TRANSITIONS[before] or before is not (only_from or before):
                raise TransitionRefused(f"A payment that is {before} cannot become {to}.")
            attempt.state = to
            attempt.changed_at = now
            attempt.next_look_at = now + REST
            AttemptChange.objects.create(
                attempt=attempt, before=before, after=to, reason=reason[:120], at=now
            )
            if before is AttemptState.RETURNING:
                _returned(attempt, now)
        attempt.save()
    return attempt


def _returned(attempt: PaymentAttempt, now: datetime) -> None:
    """Tell the other rooms, in the same transaction, that the buyer has the money (or promise) back."""
    attempt.returned_at = now
    record(
        "PaymentReturned",
        {
            "transaction_id": attempt.transaction_id,
            "checkout_id": attempt.source_id if attempt.source_kind == "Checkout" else "",
            "order_id": attempt.order_id,
            "method": attempt.method,
            "amount": str(attempt.amount),
            "currency": attempt.currency,
            "reason": attempt.return_reason,
        },
    )
