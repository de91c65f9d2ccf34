"""
What must always hold of selling, proved on live data. Each check returns the faults it finds.

Run by ``manage.py check_invariants``; none changes anything.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.selectors import cover_of, transactions_of
from commerce.embedded.order import rules
from commerce.embedded.order.models import FulfillmentLine, Order, OrderLine, OrderStatus
from commerce.embedded.payment.models import AMOUNT_FIELDS, TransactionItem
from commerce.embedded.payment.rules import amounts_of
from commerce.embedded.warehouse.models import Allocation, Stock

Check = Callable[[datetime], list[str]]

#: A paid checkout becomes an order, or its money goes back, within this time.
PAID_CHECKOUT_WAITS: Final = timedelta(minutes=30)
_BATCH: Final = 1000


def order_total_is_its_parts(_now: datetime) -> list[str]:
    """Lines and delivery add up to the order's total, net and gross."""
    sums = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
    orders = Order.objects.annotate(
        lines_net=Coalesce(Subquery(sums.annotate(total=Sum("total_net")).values("total")), Decimal(0)),
        lines_gross=Coalesce(Subquery(sums.annotate(total=Sum("total_gross")).values("total")), Decimal(0)),
    ).exclude(
        total_net=F("lines_net") + F("shipping_net"), total_gross=F("lines_gross") + F("shipping_gross")
    )
    return [
        f"order {order.number}: lines and delivery are not its total" for order in orders.iterator(_BATCH)
    ]


def transaction_amounts_come_from_events(_now: datetime) -> list[str]:
    """Every transaction's amounts are what its events add up to."""
    faults = []
    for item in TransactionItem.objects.prefetch_related("events").iterator(_BATCH):
        amounts = amounts_of(item.events.all())
        wrong = [name for name in AMOUNT_FIELDS if getattr(item, name) != getattr(amounts, name)]
        if wrong:
            faults.append(f"transaction {item.pk}: {', '.join(wrong)} differ from its events")
    return faults


def transaction_has_a_source(_now: datetime) -> list[str]:
    """Money belongs to a checkout or to an order, never to neither."""
    lost = TransactionItem.objects.filter(checkout__isnull=True, order__isnull=True)
    return [f"transaction {item.pk}: neither checkout nor order" for item in lost.iterator(_BATCH)]


def stock_is_allocated_as_promised(_now: datetime) -> list[str]:
    """A stock's allocated quantity is the sum of its allocations, and not more than there is."""
    sums = (
        Allocation.objects.filter(stock=OuterRef("pk"))
        .order_by()
        .values("stock")
        .annotate(total=Sum("quantity_allocated"))
        .values("total")
    )
    stocks = Stock.objects.annotate(promised=Coalesce(Subquery(sums), 0)).filter(
        ~Q(quantity_allocated=F("promised"))
        | Q(quantity_allocated__gt=F("quantity"), shortage_accepted=False)
    )
    return [
        f"stock {stock.pk}: {stock.quantity} there, {stock.quantity_allocated} allocated, "
        f"{stock.promised} promised"
        for stock in stocks.iterator(_BATCH)
    ]


def allocations_are_of_open_orders(_now: datetime) -> list[str]:
    """A line holds at most what is still to be sent of it; a cancelled order holds nothing."""
    held = (
        OrderLine.objects.annotate(held=Sum("allocations__quantity_allocated"))
        .filter(held__gt=0)
        .filter(
            Q(held__gt=F("quantity") - F("quantity_fulfilled"))
            | Q(order__status__in=(OrderStatus.CANCELED, OrderStatus.EXPIRED))
        )
    )
    return [f"order line {line.pk}: holds {line.held} units too many" for line in held.iterator(_BATCH)]


def paid_checkouts_end(now: datetime) -> list[str]:
    """A checkout that is paid for is an order soon, or its money goes back."""
    waiting = Checkout.objects.filter(
        Q(transactions__charged__gt=0), transactions__modified_at__lt=now - PAID_CHECKOUT_WAITS
    ).distinct()
    paid = list(waiting)
    items = transactions_of(paid)
    return [
        f"checkout {checkout.pk}: paid for, and no order"
        for checkout in paid
        if cover_of(items[checkout.pk]).charged >= checkout.total_gross
    ]


def ordered_checkouts_are_gone(_now: datetime) -> list[str]:
    """No checkout stays behind its order."""
    left = Checkout.objects.filter(
        pk__in=Order.objects.filter(checkout_token__isnull=False).values("checkout_token")
    )
    return [f"checkout {checkout.pk}: has an order already" for checkout in left.iterator(_BATCH)]


def order_status_is_what_quantities_say(_now: datetime) -> list[str]:
    """The kept status is the one that quantities derive, and lines count what fulfilments sent."""
    faults = []
    sent: dict[object, list[tuple[str, int]]] = {}
    for order_id, status, quantity in FulfillmentLine.objects.values_list(
        "fulfillment__order", "fulfillment__status", "quantity"
    ):
        sent.setdefault(order_id, []).append((status, quantity))
    for order in Order.objects.prefetch_related("lines").iterator(_BATCH):
        facts = rules.quantities((line.quantity for line in order.lines.all()), sent.get(order.pk, ()))
        if rules.order_status(order.status, facts) != order.status:
            faults.append(f"order {order.number}: {order.status}, but quantities say otherwise")
        if sum(line.quantity_fulfilled for line in order.lines.all()) != facts.fulfilled:
            faults.append(f"order {order.number}: lines and fulfilments disagree")
    return faults


#: Name -> check, as ``check_invariants`` prints them.
CHECKS: Final[dict[str, Check]] = {
    "order total is the sum of its parts": order_total_is_its_parts,
    "transaction amounts come from events": transaction_amounts_come_from_events,
    "every transaction is for something": transaction_has_a_source,
    "stock is allocated as promised": stock_is_allocated_as_promised,
    "allocations are of open orders": allocations_are_of_open_orders,
    "paid checkouts end": paid_checkouts_end,
    "ordered checkouts are gone": ordered_checkouts_are_gone,
    "order status is what quantities say": order_status_is_what_quantities_say,
}
