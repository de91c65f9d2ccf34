from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import uuid_of
from commerce.embedded.order.models import Order, OrderLine
from commerce.embedded.order.selectors import locked_order, order_by_id
from commerce.embedded.payment.models import (
    OrderGrantedRefund,
    OrderGrantedRefundLine,
    TransactionItem,
)
from commerce.embedded.payment.services.request_action import reason_page
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.money import quantize


def grant_refund(
    *, order_gid: str, given: Mapping[str, Any], now: datetime
) -> tuple[Order, OrderGrantedRefund]:
    """
    Agree to give back the price of lines, or an ``amount`` for them, from one transaction. No money moves
    yet.

    Raises:
        Refusal: NOT_FOUND; REQUIRED without lines and amount, or without a reason's page where the shop wants
            one; INVALID for more units than were bought, or an amount that is not above nought;
            AMOUNT_GREATER_THAN_AVAILABLE.
    """
    found = order_by_id(order_gid)
    page = reason_page(given.get("reason_reference"), field="reasonReference")
    entries = given.get("lines") or ()
    if not entries and given.get("amount") is None:
        raise Refusal("You must provide at least one line to refund.", code="REQUIRED", field="lines")
    with transaction.atomic():
        order = locked_order(found.pk)
        item = TransactionItem.objects.filter(
            order=order, pk=uuid_of(given["transaction_id"], "TransactionItem")
        ).first()
        if item is None:
            raise Refusal(
                f"Couldn't resolve to a node: {given['transaction_id']}",
                code="NOT_FOUND",
                field="transactionId",
            )
        rows = _rows(order, entries)
        amount = sum((row.order_line.unit_gross * row.quantity for row in rows), Decimal(0))
        if given.get("amount") is not None:
            amount = quantize(given["amount"], order.currency)
        if amount <= 0:
            raise Refusal("Amount must be greater than 0.", code="INVALID", field="amount")
        if amount > item.charged:
            raise Refusal(
                "Amount cannot be greater than the charged amount for provided transaction.",
                code="AMOUNT_GREATER_THAN_AVAILABLE",
                field="transactionId",
            )
        granted = OrderGrantedRefund.objects.create(
            order=order,
            transaction=item,
            amount_value=amount,
            currency=order.currency,
            reason=given.get("reason") or "",
            reason_reference=page,
            created_at=now,
        )
        for row in rows:
            row.granted_refund = granted
        OrderGrantedRefundLine.objects.bulk_create(rows)
        emit("ORDER_UPDATED", order=order)
    return order, granted


def _rows(order: Order, entries: Sequence[Mapping[str, Any]]) -> list[OrderGrantedRefundLine]:
    """Units of a refund that was refused stay granted: it is asked for again, not granted anew."""
    lines = {line.pk: line for line in OrderLine.objects.filter(order=order)}
    granted = dict(
        OrderGrantedRefundLine.objects.filter(order_line__order=order)
        .values_list("order_line")
        .annotate(Sum("quantity"))
        .order_by()
    )
    rows = []
    for entry in entries:
        line = lines.get(uuid_of(entry["id"], "OrderLine"))
        if line is None:
            raise Refusal(f"Could not resolve to a node: {entry['id']}", code="NOT_FOUND", field="lines")
        left = line.quantity - granted.get(line.pk, 0)
        if not 0 < entry["quantity"] <= left:
            raise Refusal(
                f"Cannot grant refund for more than the available quantity for the line ({left}).",
                code="INVALID",
                field="lines",
            )
        granted[line.pk] = granted.get(line.pk, 0) + entry["quantity"]
        rows.append(
            OrderGrantedRefundLine(
                order_line=line, quantity=entry["quantity"], reason=entry.get("reason") or ""
            )
        )
    return rows
