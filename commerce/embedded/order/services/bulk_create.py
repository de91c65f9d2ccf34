"""Orders that were made elsewhere, taken over as they are: no taxes asked, no mails, one event for all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction

from commerce.embedded.engine.caller import Caller
from commerce.embedded.order.models import Fulfillment, FulfillmentLine, FulfillmentStatus, Order, OrderLine
from commerce.embedded.order.services.bulk_rules import Faulty, Wish, judged
from commerce.embedded.order.services.events import note
from commerce.embedded.payment.services.take_down import take_down
from commerce.embedded.warehouse.models import Stock
from commerce.embedded.warehouse.services.allocate_import import Place, Take, lock_places, take_at
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.money import quantize

ORDERS_MAX: Final = 50
Result = dict[str, Any]


class _Nothing(Exception):
    """One is faulty and all go together: what was written is undone."""


def create_orders(
    *, given: Sequence[Mapping[str, Any]], policy: str, stock_policy: str, caller: Caller, now: datetime
) -> list[Result]:
    """
    Return for each order given what became of it: the order, or its errors.

    ``policy`` REJECT_EVERYTHING makes none where one is faulty; the others make those that are not.
    ``stock_policy``: SKIP leaves stock alone, UPDATE refuses what is not there, FORCE goes below nothing
    and keeps that as a shortage. Emits ORDER_BULK_CREATED with all that were made.
    """
    if len(given) > ORDERS_MAX:
        fault = {
            "path": "orders",
            "message": f"Number of orders exceeds limit: {ORDERS_MAX}.",
            "code": "BULK_LIMIT",
        }
        return [{"order": None, "errors": [fault]}]
    wishes, results = judged(given, now=now)
    try:
        with transaction.atomic():
            stocks = _stocks(wishes, stock_policy)
            made = []
            for at, wish in wishes.items():
                try:
                    with transaction.atomic():
                        order = _write(wish, stocks, stock_policy, caller, now)
                except Faulty as fault:
                    results[at]["errors"] = [fault.entry]
                    continue
                except IntegrityError:
                    taken = Faulty("externalReference", "Order with this reference exists already.", "UNIQUE")
                    results[at]["errors"] = [taken.entry]
                    continue
                results[at]["order"] = order
                made.append(order)
            if policy == "REJECT_EVERYTHING" and any(result["errors"] for result in results):
                raise _Nothing
            if made:
                emit("ORDER_BULK_CREATED", orders=made)
    except _Nothing:
        for result in results:
            result["order"] = None
    return results


def _stocks(wishes: Mapping[int, Wish], stock_policy: str) -> dict[Place, Stock]:
    """Lock what all orders of the call take, before any order is written."""
    if stock_policy == "SKIP":
        return {}
    return lock_places(
        {
            (line.variant.pk, line.warehouse_id)
            for wish in wishes.values()
            for line in wish.lines
            if line.variant.track_inventory
        }
    )


def _write(
    wish: Wish, stocks: Mapping[Place, Stock], stock_policy: str, caller: Caller, now: datetime
) -> Order:
    """
    Raises:
        Faulty: NON_EXISTING_STOCK, INSUFFICIENT_STOCK.
    """
    takes: list[Take] = []
    gone = wish.gone()
    free = {place: stock.quantity - stock.quantity_allocated for place, stock in stocks.items()}
    lines = _lines(wish)
    for at, (line, wanted) in enumerate(zip(lines, wish.lines, strict=True)):
        if stock_policy == "SKIP" or not wanted.variant.track_inventory:
            continue
        place = (wanted.variant.pk, wanted.warehouse_id)
        if place not in stocks:
            raise Faulty(f"lines.{at}", "There is no stock there.", "NON_EXISTING_STOCK")
        free[place] -= wanted.quantity
        if free[place] < 0 and stock_policy == "UPDATE":
            raise Faulty(f"lines.{at}", "Insufficient stock.", "INSUFFICIENT_STOCK")
        takes.append(Take(line.pk, stocks[place], wanted.quantity - gone[at], gone[at]))
    order = _order(wish, lines, now)
    order.save(force_insert=True)
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)
    if takes:
        take_at(takes)
    _send(order, lines, wish)
    note(order, "PLACED", now=wish.created_at, caller=caller)
    for text, at_time in wish.notes:
        note(order, "NOTE_ADDED", now=at_time or now, caller=caller, message=text)
    for each in wish.transactions:
        take_down(order=order, caller=caller, now=now, **each)
    return order


def _send(order: Order, lines: Sequence[OrderLine], wish: Wish) -> None:
    """Write what left with the order: one fulfilment for each that is given, and each warehouse of it."""
    for given in wish.fulfillments:
        for warehouse_id in dict.fromkeys(wish.lines[sent.line].warehouse_id for sent in given.lines):
            fulfillment = Fulfillment.objects.create(
                order=order,
                warehouse_id=warehouse_id,
                status=FulfillmentStatus.FULFILLED,
                tracking_number=given.tracking_number,
                created_at=wish.created_at,
            )
            FulfillmentLine.objects.bulk_create(
                FulfillmentLine(fulfillment=fulfillment, order_line=lines[sent.line], quantity=sent.quantity)
                for sent in given.lines
                if wish.lines[sent.line].warehouse_id == warehouse_id
            )


def _lines(wish: Wish) -> list[OrderLine]:
    gone = wish.gone()
    return [
        OrderLine(
            variant=line.variant,
            product_name=line.product_name[:386],
            variant_name=line.variant_name[:255],
            product_sku=line.variant.sku or "",
            is_shipping_required=line.is_shipping_required,
            quantity=line.quantity,
            quantity_fulfilled=gone[position],
            currency=wish.channel.currency_code,
            unit_net=quantize(line.net / line.quantity, wish.channel.currency_code),
            unit_gross=quantize(line.gross / line.quantity, wish.channel.currency_code),
            total_net=line.net,
            total_gross=line.gross,
            tax_rate=line.tax_rate,
            position=position,
            metadata=line.metadata,
            private_metadata=line.private_metadata,
        )
        for position, line in enumerate(wish.lines)
    ]


def _order(wish: Wish, lines: Sequence[OrderLine], now: datetime) -> Order:
    net = sum((line.total_net for line in lines), Decimal(0))
    gross = sum((line.total_gross for line in lines), Decimal(0))
    return Order(
        channel=wish.channel,
        user=wish.user,
        user_email=wish.email,
        status=wish.status,
        external_reference=wish.external_reference,
        language_code=wish.language_code,
        currency=wish.channel.currency_code,
        shipping_address_data=wish.shipping_address,
        billing_address_data=wish.billing_address,
        shipping_method_name=wish.delivery_name[:255],
        shipping_net=wish.delivery_net,
        shipping_gross=wish.delivery_gross,
        shipping_tax_rate=wish.delivery_tax_rate,
        subtotal_net=net,
        subtotal_gross=gross,
        total_net=net + wish.delivery_net,
        total_gross=gross + wish.delivery_gross,
        metadata=wish.metadata,
        private_metadata=wish.private_metadata,
        created_at=wish.created_at,
        updated_at=now,
    )
