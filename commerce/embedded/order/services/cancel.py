from datetime import datetime

from django.db import transaction

from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.order.models import Fulfillment, FulfillmentStatus, Order, OrderLine, OrderStatus
from commerce.embedded.order.selectors import locked_order, order_by_id
from commerce.embedded.order.services.events import note
from commerce.embedded.warehouse.models import Allocation
from commerce.embedded.warehouse.services.allocate import deallocate
from commerce.embedded.webhook.services import emit

#: An order with one of these has left at least in part; its fulfilments must be cancelled first.
_LEFT = frozenset(FulfillmentStatus.values) - {FulfillmentStatus.CANCELED, FulfillmentStatus.REFUNDED}


def cancel_order(*, gid: str, caller: Caller, now: datetime) -> Order:
    """
    Cancel an order of which nothing has left; its stock is free again. Money is not moved.

    Raises:
        Refusal: NOT_FOUND, CANNOT_CANCEL_ORDER.
    """
    found = order_by_id(gid)
    while True:
        try:
            return _cancel(found, caller, now)
        except _CalledBack:
            continue


class _CalledBack(Exception):
    """A parcel of the order came back while we waited for it: its units must be given back, too."""


def _cancel(found: Order, caller: Caller, now: datetime) -> Order:
    with transaction.atomic():
        # Stocks before the order; what is given back in vain is rolled back with the refusal.
        deallocate(list(OrderLine.objects.filter(order=found).values_list("pk", flat=True)))
        order = locked_order(found.pk)
        closed = order.status in (OrderStatus.CANCELED, OrderStatus.DRAFT, OrderStatus.EXPIRED)
        if closed or Fulfillment.objects.filter(order=order, status__in=_LEFT).exists():
            raise Refusal("This order can't be canceled.", code="CANNOT_CANCEL_ORDER", field="order")
        if Allocation.objects.filter(order_line__order=order, quantity_allocated__gt=0).exists():
            raise _CalledBack
        order.status = OrderStatus.CANCELED
        order.updated_at = now
        order.save(update_fields=["status", "updated_at"])
        note(order, "CANCELED", now=now, caller=caller)
        emit("ORDER_CANCELLED", order=order)
        emit("ORDER_UPDATED", order=order)
    return order
