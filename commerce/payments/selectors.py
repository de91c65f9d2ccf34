"""Reads. Amounts are sums over an attempt's actions, never a stored balance."""

from collections.abc import Collection
from decimal import Decimal
from typing import Final

from django.db.models import Q, Sum

from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.states import HELD, PAYABLE, PREPAID, ActionKind, ActionState, AttemptState
from jkrlm.kernel.statements import Rows

ZERO = Decimal("0.00")
_DONE = (ActionState.SUCCEEDED,)
_PROMISED = (ActionState.SUCCEEDED, ActionState.PENDING, ActionState.CREATED)


_ATTEMPT: Final = Rows(PaymentAttempt, "it.transaction_id = %(transaction)s")
_OTHERS: Final = Rows(
    PaymentAttempt,
    "it.source_id = %(source)s AND it.state = ANY(%(states)s::varchar[])"
    " AND it.transaction_id <> %(transaction)s",
    order="it.id",
)


def attempt_of(transaction_id: str) -> PaymentAttempt | None:
    return _ATTEMPT.first(transaction=transaction_id)


def methods_of(transaction_ids: Collection[str]) -> dict[str, str]:
    """Return the method of each transaction that is ours. One query."""
    found = PaymentAttempt.objects.filter(transaction_id__in=transaction_ids)
    return dict(found.values_list("transaction_id", "method"))


def others_of_source(*, source_id: str, transaction_id: str) -> list[PaymentAttempt]:
    """Return the source's other attempts that can still be paid, or whose money is held."""
    states = [state.value for state in (*PAYABLE, *HELD, AttemptState.RETURNING)]
    return _OTHERS.all(source=source_id, states=states, transaction=transaction_id)


def unplaced_of_checkout(checkout_id: str) -> list[PaymentAttempt]:
    """Return the attempts whose money or promise is held for a checkout and for no order yet."""
    return list(
        PaymentAttempt.objects.filter(
            source_id=checkout_id,
            source_kind=PaymentAttempt.SourceKind.CHECKOUT,
            state__in=HELD,
            order_id="",
        ).order_by("id")
    )


def is_second_charge(attempt: PaymentAttempt) -> bool:
    """
    Say whether the same checkout was paid by another attempt: an earlier one that holds something, or one
    that has its order, also where the order's money went back since.
    """
    others = PaymentAttempt.objects.filter(
        source_id=attempt.source_id, source_kind=PaymentAttempt.SourceKind.CHECKOUT
    ).exclude(pk=attempt.pk)
    return others.filter(Q(pk__lt=attempt.pk, state__in=HELD) | ~Q(order_id="")).exists()


def has_gone_back(order_id: str) -> bool:
    """Say whether anything that was paid for an order has gone back by card, or is on its way."""
    refunds = PaymentAction.objects.filter(kind=ActionKind.REFUND, state__in=_PROMISED)
    return refunds.filter(attempt__order_id=order_id).exists()


def _sum(attempt: PaymentAttempt, kinds: Collection[str], states: Collection[str]) -> Decimal:
    found = PaymentAction.objects.filter(attempt=attempt, kind__in=kinds, state__in=states)
    return found.aggregate(total=Sum("amount"))["total"] or ZERO


def left_to_refund(attempt: PaymentAttempt) -> Decimal:
    """Return what is charged less what goes back, refunds still under way included."""
    charged = attempt.amount if attempt.method in PREPAID else _sum(attempt, ("CHARGE",), _DONE)
    return charged - _sum(attempt, (ActionKind.REFUND,), _PROMISED)


def held(attempt: PaymentAttempt) -> Decimal:
    """Return what an attempt holds for its order: paid or promised, less what goes back."""
    kind = ActionKind.REFUND if attempt.method in PREPAID else ActionKind.CANCEL
    return attempt.amount - _sum(attempt, (kind,), _PROMISED)


def left_to_promise(attempt: PaymentAttempt) -> Decimal:
    """Return the cash that is neither remitted nor cancelled."""
    return attempt.amount - _sum(attempt, (ActionKind.CHARGE, ActionKind.CANCEL), _PROMISED)


def is_refunded(attempt: PaymentAttempt) -> bool:
    """Say whether the provider has sent back everything."""
    return _sum(attempt, (ActionKind.REFUND,), _DONE) >= attempt.amount
