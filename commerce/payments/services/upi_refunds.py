"""Money that goes back to who paid by UPI: a transfer that one person prepares and another approves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from commerce.payments import selectors
from commerce.payments.errors import UpiStepRefused
from commerce.payments.models import PaymentAction, UpiCredit, UpiRefund
from commerce.payments.services.move import move
from commerce.payments.states import (
    REFUND_STEPS,
    ActionKind,
    ActionState,
    AttemptState,
    CreditState,
    RefundStep,
)
from commerce.payments.upi_rules import REFUND_PREFIX, new_reference, references_in
from jkrlm.kernel.outbox import record
from jkrlm.people.facade import User, audit

#: Tells the store, and the rooms, how a refund by UPI stands.
MOVED = "UpiRefundMoved"
#: Tells the rooms that money will go back.
WRITTEN = "UpiRefundWritten"


@dataclass(frozen=True, slots=True)
class BankDebit:
    """Money out, by a line of the statement; ``amount`` is above nought."""

    code: str
    amount: Decimal
    day: date
    words: str


def write_refund(action: PaymentAction, *, now: datetime) -> PaymentAction:
    """Queue the transfer of a refund that the store asked for, once; the store is told that it is pending."""
    with transaction.atomic():
        action = PaymentAction.objects.select_for_update().get(pk=action.pk)
        if action.state == ActionState.CREATED:
            refund = UpiRefund.objects.create(
                reference=new_reference(REFUND_PREFIX), action=action, amount=action.amount, created_at=now
            )
            _tell(refund, action.attempt.transaction_id, second=False)
            action.state, action.changed_at = ActionState.PENDING, now
            action.save()
    return action


def write_credit_refund(credit: UpiCredit, *, amount: Decimal, now: datetime) -> UpiRefund:
    """Queue the transfer of money that pays nothing; the caller holds the credit's lock."""
    refund = UpiRefund.objects.create(
        reference=new_reference(REFUND_PREFIX), credit=credit, amount=amount, created_at=now
    )
    if credit.about is not None:
        _tell(refund, credit.about.attempt.transaction_id, second=True)
    return refund


def _tell(refund: UpiRefund, transaction_id: str, *, second: bool) -> None:
    """``second``: it is no payment that goes back, but what came beside or above one."""
    record(
        WRITTEN,
        {
            "transaction_id": transaction_id,
            "reference": refund.reference,
            "amount": str(refund.amount),
            "second": second,
        },
    )


def prepare_refund(*, refund_id: int, payee: str, actor: User, now: datetime) -> UpiRefund:
    """
    Say to whom a transfer goes.

    Raises:
        UpiStepRefused: not to be prepared any more, or nobody is named.
    """
    with transaction.atomic():
        refund = _step(refund_id, RefundStep.PREPARED)
        if not payee.strip():
            raise UpiStepRefused("Say who gets it: name, and UPI address or account.", field="payee")
        refund.payee, refund.prepared_by, refund.prepared_at = payee.strip()[:120], actor, now
        refund.approved_by, refund.approved_at, refund.answer = None, None, ""
        refund.step = RefundStep.PREPARED
        refund.save()
        _audit(actor, "upi-refund.prepare", refund)
    return refund


def approve_refund(*, refund_id: int, actor: User, now: datetime) -> UpiRefund:
    """
    Let a transfer be made at the bank. Who prepared it does not approve it.

    Raises:
        UpiStepRefused.
    """
    with transaction.atomic():
        refund = _step(refund_id, RefundStep.SENT)
        _another(refund, actor)
        refund.approved_by, refund.approved_at, refund.step = actor, now, RefundStep.SENT
        refund.save()
        _audit(actor, "upi-refund.approve", refund)
    return refund


def refuse_refund(*, refund_id: int, answer: str, actor: User) -> UpiRefund:
    """
    Send a prepared transfer back to be prepared anew, with a reason.

    Raises:
        UpiStepRefused.
    """
    with transaction.atomic():
        refund = _step(refund_id, RefundStep.DUE)
        if refund.step != RefundStep.PREPARED:
            raise UpiStepRefused("It is approved, and may be on its way.")
        _another(refund, actor)
        if not answer.strip():
            raise UpiStepRefused("Say why: who prepared it will read it.", field="answer")
        refund.step, refund.answer = RefundStep.DUE, answer.strip()[:300]
        refund.save()
        _audit(actor, "upi-refund.refuse", refund)
    return refund


def see_debits(*, debits: Iterable[BankDebit], now: datetime) -> Mapping[str, str]:
    """
    End approved transfers that the bank shows, by our reference and the amount; returns line -> what it was,
    of the lines that are such transfers, those seen before too.
    """
    told = [(each, references_in(each.words, REFUND_PREFIX)) for each in debits]
    names = {name for _, found in told for name in found}
    if not names:
        return {}
    held = {each.reference: each for each in UpiRefund.objects.filter(reference__in=names)}
    seen: dict[str, str] = {}
    for debit, found in told:
        for refund in (held[name] for name in found if name in held):
            if refund.amount == debit.amount and _paid(refund.pk, debit, now):
                seen[debit.code] = f"UPI refund {refund.reference}"
    return seen


def _paid(refund_id: int, debit: BankDebit, now: datetime) -> bool:
    with transaction.atomic():
        refund = UpiRefund.objects.select_for_update().get(pk=refund_id)
        if refund.step == RefundStep.PAID:
            return refund.code == debit.code
        if refund.step != RefundStep.SENT:
            return False
        refund.step, refund.code, refund.paid_on = RefundStep.PAID, debit.code, debit.day
        refund.save()
        if refund.action_id is not None:
            _end_action(refund.action_id, now)
        elif refund.credit is not None and refund.credit.state == CreditState.RETURNING:
            UpiCredit.objects.filter(pk=refund.credit.pk).update(state=CreditState.RETURNED, changed_at=now)
    return True


def _end_action(action_id: int, now: datetime) -> None:
    action = PaymentAction.objects.select_for_update().select_related("attempt").get(pk=action_id)
    action.state, action.changed_at = ActionState.SUCCEEDED, now
    action.save()
    if action.kind == ActionKind.REFUND and selectors.is_refunded(action.attempt):
        move(attempt_id=action.attempt_id, to=AttemptState.REFUNDED, now=now, reason="all of it went back")
    record(MOVED, {"transaction_id": action.attempt.transaction_id, "reference": action.reference})


def _step(refund_id: int, to: RefundStep) -> UpiRefund:
    refund = UpiRefund.objects.select_for_update().filter(pk=refund_id).first()
    if refund is None:
        raise UpiStepRefused("There is no such refund.", code="UNKNOWN")
    if to not in REFUND_STEPS[RefundStep(refund.step)]:
        raise UpiStepRefused(f"This refund is at: {RefundStep(refund.step).label}.")
    return refund


def _another(refund: UpiRefund, actor: User) -> None:
    if refund.prepared_by_id == actor.pk:
        raise UpiStepRefused("Who prepares does not approve: another person of finance does.")


def _audit(actor: User, verb: str, refund: UpiRefund) -> None:
    audit(
        actor=actor,
        verb=verb,
        target=f"upi refund {refund.reference}",
        after={"step": refund.step, "amount": str(refund.amount), "answer": refund.answer},
    )
