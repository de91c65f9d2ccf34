"""Give back what was paid above an order's total: its bag became cheaper while the buyer paid."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commerce.client.enums import TransactionEventTypeEnum
from commerce.facade import refuse_on
from commerce.payments import selectors
from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.ports import StorePort
from commerce.payments.services.follow_payment import follow_payment
from commerce.payments.services.remember import next_sequence
from commerce.payments.services.return_payment import resend_refunds
from commerce.payments.services.upi_follow import follow_upi
from commerce.payments.states import HELD, ActionKind, ActionState, Method

_PREFIX = "excess-"


def return_excess(*, order_id: str, total: Decimal, store: StorePort, now: datetime) -> None:
    """
    Refund a card, or lessen a promise of cash, down to the order's total. Repeating it changes nothing.

    What goes back is written down first, once for each payment; then Stripe is asked and the store told.

    Raises:
        ProviderUnavailable, StoreUnavailable: try again.
    """
    with transaction.atomic():
        attempts = PaymentAttempt.objects.select_for_update().filter(order_id=order_id, state__in=HELD)
        held = {attempt: selectors.held(attempt) for attempt in attempts.order_by("-id")}
        excess = sum(held.values(), Decimal(0)) - total
        for attempt, amount in held.items():
            part = min(excess, amount)
            if part > 0:
                _write(attempt, part, now)
                excess -= part
    written = PaymentAction.objects.filter(attempt__order_id=order_id, reference__startswith=_PREFIX)
    for action in written.select_related("attempt").order_by("id"):
        _finish(action, store, now)


def _write(attempt: PaymentAttempt, amount: Decimal, now: datetime) -> None:
    cash = attempt.method == Method.CASH
    reference = f"{_PREFIX}{attempt.transaction_id}"
    if PaymentAction.objects.filter(reference=reference).exists():
        return
    PaymentAction.objects.create(
        attempt=attempt,
        kind=ActionKind.CANCEL if cash else ActionKind.REFUND,
        sequence=next_sequence(attempt),
        amount=amount,
        state=ActionState.SUCCEEDED if cash else ActionState.CREATED,
        reference=reference,
        created_at=now,
        changed_at=now,
    )


def _finish(action: PaymentAction, store: StorePort, now: datetime) -> None:
    attempt = action.attempt
    if attempt.method == Method.UPI:
        resend_refunds(attempt=attempt, now=now)
        follow_upi(attempt=attempt, store=store, now=now)
        return
    if attempt.method == Method.STRIPE:
        resend_refunds(attempt=attempt, now=now)
        follow_payment(attempt=attempt, store=store, now=now)
        return
    answer = store.transaction_event_report(
        id=attempt.transaction_id,
        type_=TransactionEventTypeEnum.CANCEL_SUCCESS,
        amount=action.amount,
        psp_reference=action.reference,
    ).transaction_event_report
    refuse_on(answer.errors)
