"""Ask Stripe how a payment stands, write it down, tell the store. Repeating it changes nothing."""

import logging
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from commerce.client.enums import TransactionEventTypeEnum
from commerce.facade import StoreRefused, refuse_on
from commerce.payments import selectors
from commerce.payments.gateways import stripe_checkout
from commerce.payments.gateways.stripe_checkout import PaymentFacts
from commerce.payments.models import PaymentAction, PaymentAttempt, StripeEvent
from commerce.payments.ports import StorePort
from commerce.payments.services.remember import remember
from commerce.payments.services.return_payment import return_without_store
from commerce.payments.services.stall_cards import follow_stall_event
from commerce.payments.states import ActionKind, ActionState, Method
from jkrlm.kernel.outbox import record

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """One transactionEventReport. The reference is deterministic: a repeat is ``alreadyProcessed``."""

    kind: TransactionEventTypeEnum
    amount: Decimal
    reference: str
    message: str = ""


def follow_event(*, event_id: str, store: StorePort, now: datetime) -> None:
    """
    Follow the payment that a Stripe event is about; an event of somebody else's payment is let go.

    What the event says is not used, so late, repeated and disordered events come to the same.

    Raises:
        ProviderUnavailable, StoreUnavailable: try again.
    """
    event = StripeEvent.objects.get(event_id=event_id)
    if event.handled_at is None:
        subject = event.body.get("data", {}).get("object", {})
        if follow_stall_event(subject, now=now):
            # Nobody could ask us to forget it: a buyer at a stall has no account, and her bill no name.
            StripeEvent.objects.filter(pk=event.pk).update(body={})
        else:
            attempt = _attempt_of(subject)
            if attempt is None:
                logger.info("Stripe event %s (%s) is about no payment of ours", event.event_id, event.type)
            else:
                follow_payment(attempt=attempt, store=store, now=now)
    StripeEvent.objects.filter(pk=event.pk, handled_at=None).update(handled_at=now)


def _attempt_of(subject: dict[str, Any]) -> PaymentAttempt | None:
    """Find the attempt by session, by payment intent, by our own metadata, and last by asking Stripe."""
    identifier = str(subject.get("id") or "")
    metadata = subject.get("metadata")
    transaction_id = metadata.get("transaction") if isinstance(metadata, dict) else None
    if subject.get("object") == "checkout.session":
        found = PaymentAttempt.objects.filter(session_id=identifier).first() if identifier else None
        found = found or (selectors.attempt_of(str(transaction_id)) if transaction_id else None)
        return _with_session(found, identifier)
    intent = subject.get("payment_intent")
    intent_id = str(intent.get("id") if isinstance(intent, dict) else intent or "")
    if not intent_id:
        return None
    found = PaymentAttempt.objects.filter(payment_intent_id=intent_id).first()
    if found is None:
        session_id = stripe_checkout.session_of_intent(intent_id)
        found = PaymentAttempt.objects.filter(session_id=session_id).first() if session_id else None
    return found


def _with_session(attempt: PaymentAttempt | None, session_id: str) -> PaymentAttempt | None:
    """Name the session of an attempt whose opening was cut short; never replace one that it has."""
    if attempt is None or attempt.session_id not in ("", session_id):
        return None
    attempt.session_id = session_id
    return attempt


def follow_payment(*, attempt: PaymentAttempt, store: StorePort, now: datetime) -> PaymentAttempt:
    """
    Bring our tables and then the store to what Stripe says.

    Our own note comes first: when the store, told of the charge, asks us to
    complete or return it, we know of it. Cut short in between, the event or
    the sweep comes back and reports again.
    """
    facts = stripe_checkout.look_up(attempt.session_id)
    attempt = remember(attempt_id=attempt.pk, facts=facts, now=now)
    try:
        for each in reports(attempt, facts):
            tell(store, attempt, each)
            if each.kind is TransactionEventTypeEnum.REFUND_FAILURE:
                say_refund_failed(attempt, each, now)
    except StoreRefused as refusal:
        if refusal.code != "NOT_FOUND" or facts.outcome != "paid":
            raise
        return return_without_store(attempt=attempt, now=now)
    return attempt


def reports(attempt: PaymentAttempt, facts: PaymentFacts) -> list[Report]:
    """
    Return all that the store should know of a payment, in the order in which it happened.

    One that the bank still works on is not news: the store would count it as covered (decision 2 of the
    design) and make an order that may never be paid.
    """
    kind = TransactionEventTypeEnum
    match facts.outcome:
        case "paid":
            return [
                Report(kind.CHARGE_SUCCESS, facts.amount, facts.intent_id),
                *told_refunds(attempt),
                *_dispute_reports(facts),
            ]
        case "expired":
            sentence = gettext("This payment was not made in time.")
            return [Report(kind.CHARGE_FAILURE, attempt.amount, facts.session_id, sentence)]
        case "failed":
            return [Report(kind.CHARGE_FAILURE, attempt.amount, facts.intent_id, facts.message)]
    return []


def told_refunds(attempt: PaymentAttempt) -> list[Report]:
    """Return the refunds of which the provider (for UPI our own queue) knows, each as it stands."""
    kinds = {
        ActionState.SUCCEEDED: TransactionEventTypeEnum.REFUND_SUCCESS,
        ActionState.PENDING: TransactionEventTypeEnum.REFUND_REQUEST,
        ActionState.FAILED: TransactionEventTypeEnum.REFUND_FAILURE,
    }
    actions = PaymentAction.objects.filter(attempt=attempt, kind=ActionKind.REFUND).order_by("sequence")
    return [
        Report(kinds[ActionState(action.state)], action.amount, action.reference, action.message)
        for action in actions
        if action.state in kinds and (action.provider_id or attempt.method == Method.UPI)
    ]


def _dispute_reports(facts: PaymentFacts) -> list[Report]:
    """An open dispute is news; a lost one takes the money. Saleor knows no way back from CHARGE_BACK."""
    return [
        Report(TransactionEventTypeEnum.CHARGE_BACK, each.amount, each.id)
        if each.status == "lost"
        else Report(
            TransactionEventTypeEnum.INFO, each.amount, each.id, gettext("The buyer's bank disputes it.")
        )
        for each in facts.disputes
    ]


def say_refund_failed(attempt: PaymentAttempt, report: Report, now: datetime) -> None:
    """
    The store has no event for money that did not go back; rooms hear of it by ours, once, whether the store
    was told now or in a run that was cut short.
    """
    if not attempt.order_id:
        return
    with transaction.atomic():
        untold = PaymentAction.objects.filter(reference=report.reference, failure_told_at=None)
        if untold.update(failure_told_at=now):
            record("RefundFailed", {"order": attempt.order_id, "reference": report.reference})


def tell(store: StorePort, attempt: PaymentAttempt, report: Report) -> bool:
    """Returns whether it was news. Raises StoreRefused, StoreUnavailable."""
    answer = store.transaction_event_report(
        id=attempt.transaction_id,
        type_=report.kind,
        amount=report.amount,
        psp_reference=report.reference,
        message=report.message or None,
    ).transaction_event_report
    refuse_on(answer.errors)
    return not answer.already_processed
