"""Money that reached the shop another way, taken down by hand."""

from datetime import datetime

from django.db import transaction

from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.order.models import Order
from commerce.embedded.order.selectors import locked_order, order_by_id
from commerce.embedded.order.services.events import note
from commerce.embedded.order.services.payments import confirm_where_automatic
from commerce.embedded.payment.models import TransactionItem
from commerce.embedded.payment.services.take_down import take_down
from commerce.embedded.webhook.services import emit


def mark_paid(*, gid: str, reference: str | None, caller: Caller, now: datetime) -> Order:
    """
    Write the order's whole price down as received, in one transaction that can be given back.

    Raises:
        Refusal: NOT_FOUND; BILLING_ADDRESS_NOT_SET; PAYMENT_ERROR where a transaction is there already;
            UNIQUE for a reference that is known.
    """
    found = order_by_id(gid)
    with transaction.atomic():
        order = locked_order(found.pk)
        if not order.billing_address_data:
            raise Refusal(
                "Order billing address is required to mark order as paid.",
                code="BILLING_ADDRESS_NOT_SET",
                field="billingAddress",
            )
        if TransactionItem.objects.filter(order=order).exists():
            raise Refusal(
                "Orders with transactions can not be manually marked as paid.",
                code="PAYMENT_ERROR",
                field="payment",
            )
        if reference and TransactionItem.objects.filter(psp_reference=reference).exists():
            raise Refusal(
                "Transaction with this reference already exists.", code="UNIQUE", field="transactionReference"
            )
        take_down(
            order=order,
            charged=order.total_gross,
            name="Manually handled",
            reference=reference or "",
            actions=["REFUND"],
            caller=caller,
            now=now,
        )
        note(order, "ORDER_MARKED_AS_PAID", now=now, caller=caller, transaction_reference=reference or "")
        confirm_where_automatic(order)
        order.updated_at = now
        order.save(update_fields=["status", "updated_at"])
        emit("ORDER_PAID", order=order)
        emit("ORDER_FULLY_PAID", order=order)
        emit("ORDER_UPDATED", order=order)
    return order
