"""Tell the store again all that it should know of a payment; what it knows it takes note of as known."""

from datetime import datetime

from commerce.client.enums import TransactionEventTypeEnum
from commerce.payments.models import PaymentAction, PaymentAttempt
from commerce.payments.ports import StorePort
from commerce.payments.services.follow_payment import Report, follow_payment, tell
from commerce.payments.services.upi_follow import follow_upi
from commerce.payments.states import ActionKind, ActionState, Method


def tell_again(*, attempt: PaymentAttempt, store: StorePort, now: datetime) -> None:
    """
    Report a card as Stripe has it now, cash as it was remitted and let go. Repeating it changes nothing.

    Raises:
        ProviderUnavailable, StoreUnavailable, StoreRefused: try again.
    """
    if attempt.method == Method.UPI:
        follow_upi(attempt=attempt, store=store, now=now)
        return
    if attempt.method == Method.STRIPE:
        if attempt.session_id:
            follow_payment(attempt=attempt, store=store, now=now)
        return
    done = PaymentAction.objects.filter(attempt=attempt, state=ActionState.SUCCEEDED).order_by("sequence")
    kinds = {
        ActionKind.CHARGE: TransactionEventTypeEnum.CHARGE_SUCCESS,
        ActionKind.CANCEL: TransactionEventTypeEnum.CANCEL_SUCCESS,
    }
    for action in done:
        kind = kinds.get(ActionKind(action.kind))
        if kind is not None:
            tell(store, attempt, Report(kind, action.amount, action.reference))
