"""Asking a payment app to charge, to give back, or to let go of money."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db import transaction

from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.page.models import Page
from commerce.embedded.payment.answers import Answer, BadAnswer, action_answer
from commerce.embedded.payment.models import (
    GrantedRefundStatus,
    OrderGrantedRefund,
    TransactionEvent,
    TransactionItem,
)
from commerce.embedded.payment.services.record import (
    before,
    complete_automatically,
    cut,
    restate_granted_refund,
    settle,
)
from commerce.embedded.payment.sources import locked_transaction
from commerce.embedded.webhook.services import ask
from jkrlm.kernel.money import quantize

#: action -> (event that asks the app, amount it may move at most)
_ACTIONS: Final = {
    "CHARGE": ("TRANSACTION_CHARGE_REQUESTED", "authorized"),
    "REFUND": ("TRANSACTION_REFUND_REQUESTED", "charged"),
    "CANCEL": ("TRANSACTION_CANCELATION_REQUESTED", "authorized"),
}


def request_action(
    *,
    item_id: uuid.UUID,
    action: str,
    amount: Decimal | None,
    reason: str | None,
    reason_reference: str | None,
    now: datetime,
) -> TransactionItem:
    """
    Ask for CHARGE, REFUND or CANCEL of an amount, at most what there is; all of it without an amount.

    Raises:
        Refusal: NOT_FOUND; INVALID for a reason on anything but a refund; REQUIRED where the shop
            wants a reason's page; MISSING_TRANSACTION_ACTION_REQUEST_WEBHOOK without an app.
    """
    if action != "REFUND":
        if reason:
            raise Refusal("Reason can be set only for REFUND action.", code="INVALID", field="refundReason")
        if reason_reference:
            raise Refusal(
                "Reason reference can be set only for REFUND action.",
                code="INVALID",
                field="refundReasonReference",
            )
    else:
        reason_page(reason_reference, field="refundReasonReference")
    return _request(item_id, action, amount, reason or "", None, now)


def request_granted_refund(*, granted_gid: str, now: datetime) -> TransactionItem:
    """
    Ask the app to give back what was granted.

    Raises:
        Refusal: NOT_FOUND, REFUND_IS_PENDING, REFUND_ALREADY_PROCESSED, AMOUNT_GREATER_THAN_AVAILABLE,
            MISSING_TRANSACTION_ACTION_REQUEST_WEBHOOK.
    """
    granted = (
        OrderGrantedRefund.objects.select_related("transaction")
        .filter(pk=pk_of(granted_gid, "OrderGrantedRefund"))
        .first()
    )
    if granted is None:
        raise Refusal(f"Couldn't resolve to a node: {granted_gid}", code="NOT_FOUND", field="grantedRefundId")
    _check_grantable(granted, granted.transaction.charged)
    return _request(granted.transaction_id, "REFUND", granted.amount_value, granted.reason, granted, now)


def reason_page(gid: str | None, *, field: str) -> Page | None:
    """
    Return the page that names the reason; the shop may ask for one of a certain page type.

    Raises:
        Refusal: REQUIRED, INVALID.
    """
    page_type = getattr(settings, "STORE_REFUND_REASON_PAGE_TYPE", "")
    if not page_type:
        return None
    if not gid:
        raise Refusal(
            "Reason reference is required when reason reference type is configured.",
            code="REQUIRED",
            field=field,
        )
    page = Page.objects.filter(pk=pk_of(gid, "Page"), page_type__slug=page_type).first()
    if page is None:
        raise Refusal("Invalid reason reference.", code="INVALID", field=field)
    return page


def _check_grantable(granted: OrderGrantedRefund, charged: Decimal) -> None:
    if granted.status == GrantedRefundStatus.PENDING:
        raise Refusal(
            "The refund request is already in progress.", code="REFUND_IS_PENDING", field="grantedRefundId"
        )
    if granted.status == GrantedRefundStatus.SUCCESS:
        raise Refusal(
            "The granted refund is already processed.",
            code="REFUND_ALREADY_PROCESSED",
            field="grantedRefundId",
        )
    if charged < granted.amount_value:
        raise Refusal(
            f"The granted refund amount {granted.amount_value} is greater than available charged amount on "
            f"transactionItem ({charged}). Update the order granted refund amount to process the refund.",
            code="AMOUNT_GREATER_THAN_AVAILABLE",
            field="grantedRefundId",
        )


def _request(
    item_id: uuid.UUID,
    action: str,
    amount: Decimal | None,
    reason: str,
    granted: OrderGrantedRefund | None,
    now: datetime,
) -> TransactionItem:
    event_name, source_amount = _ACTIONS[action]
    with transaction.atomic():
        if not TransactionItem.objects.filter(pk=item_id).exists():
            raise Refusal("Couldn't resolve to a node.", code="NOT_FOUND", field="id")
        locked = locked_transaction(item_id)
        item = locked.item
        if not item.app_identifier:
            raise Refusal(
                "No app or plugin is configured to handle transaction action requests.",
                code="MISSING_TRANSACTION_ACTION_REQUEST_WEBHOOK",
            )
        if granted is not None:
            granted = OrderGrantedRefund.objects.select_for_update().get(pk=granted.pk)
            _check_grantable(granted, item.charged)
        there = getattr(item, source_amount)
        asked = min(quantize(amount, item.currency), there) if amount is not None else there
        request = TransactionEvent.objects.create(
            transaction=item,
            type=f"{action}_REQUEST",
            amount_value=asked,
            currency=item.currency,
            message=cut(reason),
            app_identifier=item.app_identifier,
            granted_refund=granted,
            created_at=now,
        )
        restate_granted_refund(granted)
    raw = ask(
        event_name,
        item.app_identifier,
        {
            "transaction": item,
            "action": {"action_type": action, "amount": asked, "currency": item.currency},
            "granted_refund": granted,
        },
    )
    return _record(item.pk, request, action, raw, granted, now)


def _record(
    item_id: uuid.UUID,
    request: TransactionEvent,
    action: str,
    raw: object,
    granted: OrderGrantedRefund | None,
    now: datetime,
) -> TransactionItem:
    with transaction.atomic():
        locked = locked_transaction(item_id)
        was = before(locked)
        try:
            answer = action_answer(raw, action=action, amount=request.amount_value, currency=request.currency)
        except BadAnswer as fault:
            _failed(request, action, str(fault), now)
        else:
            _answered(request, answer, now)
            if answer.actions is not None:
                locked.item.available_actions = answer.actions
        completing = settle(locked, was, now=now, fields=("available_actions",))
        restate_granted_refund(granted)
    complete_automatically(completing, now=now)
    return locked.item


def _failed(request: TransactionEvent, action: str, message: str, now: datetime) -> None:
    """The app could not be asked or made no sense: the request counts for nothing."""
    request.include_in_calculations = False
    request.save(update_fields=["include_in_calculations"])
    TransactionEvent.objects.create(
        transaction_id=request.transaction_id,
        type=f"{action}_FAILURE",
        amount_value=request.amount_value,
        currency=request.currency,
        message=cut(message),
        app_identifier=request.app_identifier,
        include_in_calculations=False,
        granted_refund_id=request.granted_refund_id,
        created_at=now,
    )


def _answered(request: TransactionEvent, answer: Answer, now: datetime) -> None:
    """Join request and result by the app's reference; without a result the request stays pending."""
    request.psp_reference = answer.psp_reference
    request.save(update_fields=["psp_reference"])
    if answer.result is None:
        return
    # The app may have reported the same result by itself a moment ago.
    TransactionEvent.objects.get_or_create(
        transaction_id=request.transaction_id,
        type=answer.result,
        psp_reference=answer.psp_reference,
        defaults={
            "amount_value": answer.amount,
            "currency": request.currency,
            "message": cut(answer.message),
            "external_url": answer.external_url,
            "app_identifier": request.app_identifier,
            "granted_refund_id": request.granted_refund_id,
            "created_at": max(answer.time or now, request.created_at),
        },
    )
