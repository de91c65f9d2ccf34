"""Goods leave: fulfilments made, called back, tracked."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import Refusal, Refusals
from commerce.embedded.engine.ids import pk_of, uuid_of
from commerce.embedded.order.models import (
    Fulfillment,
    FulfillmentLine,
    FulfillmentStatus,
    Order,
    OrderLine,
    OrderStatus,
)
from commerce.embedded.order.selectors import locked_order, order_by_id, read_money
from commerce.embedded.order.services.events import note
from commerce.embedded.order.services.restate import restate
from commerce.embedded.warehouse.errors import InsufficientStock
from commerce.embedded.warehouse.models import Warehouse
from commerce.embedded.warehouse.services.move import Movement, decrease, increase
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.ids import global_id


@dataclass(frozen=True, slots=True)
class Sending:
    """So many units of a line from a warehouse."""

    line: OrderLine
    warehouse_id: uuid.UUID
    quantity: int


def fulfill_order(
    *, order_gid: str | None, given: Mapping[str, Any], caller: Caller, now: datetime
) -> tuple[Order, list[Fulfillment]]:
    """
    Send units of an order from warehouses: one fulfilment per warehouse.

    Raises:
        Refusal: NOT_FOUND, CANNOT_FULFILL_UNPAID_ORDER (where the shop forbids it), INVALID for an
            order that is not open, DUPLICATED_INPUT_ITEM, FULFILL_ORDER_LINE for more than remains,
            ZERO_QUANTITY, INSUFFICIENT_STOCK.
    """
    found = order_by_id(order_gid, field="order")
    _check_open(found)
    with transaction.atomic():
        # Stocks are locked before the order: see the lock order in the design.
        lines = {line.pk: line for line in OrderLine.objects.filter(order=found)}
        sendings = _sendings(given["lines"], lines)
        _move_out(sendings)
        order = locked_order(found.pk)
        lines = {
            line.pk: line for line in OrderLine.objects.select_for_update().filter(order=order).order_by("id")
        }
        _check_open(order)
        _check_remaining(sendings, lines)
        fulfillments = _write(order, sendings, lines, given.get("tracking_number") or "", now)
        restate(order, now=now)
        note(
            order,
            "FULFILLMENT_FULFILLED_ITEMS",
            now=now,
            caller=caller,
            fulfillments=[fulfillment.pk for fulfillment in fulfillments],
        )
        for fulfillment in fulfillments:
            emit("FULFILLMENT_CREATED", order=order, fulfillment=fulfillment)
        if order.status == OrderStatus.FULFILLED:
            emit("ORDER_FULFILLED", order=order)
        emit("ORDER_UPDATED", order=order)
    return order, fulfillments


def _check_open(order: Order) -> None:
    if not getattr(settings, "STORE_FULFILLMENT_ALLOW_UNPAID", True) and not read_money(order).is_paid:
        raise Refusal("Cannot fulfill unpaid order.", code="CANNOT_FULFILL_UNPAID_ORDER", field="order")
    if order.status in (OrderStatus.CANCELED, OrderStatus.EXPIRED, OrderStatus.DRAFT):
        raise Refusal("Order cannot be fulfilled.", code="INVALID", field="order")


def _sendings(given: Sequence[Mapping[str, Any]], lines: Mapping[uuid.UUID, OrderLine]) -> list[Sending]:
    for entry in given:
        for warehouse, count in Counter(stock["warehouse"] for stock in entry["stocks"]).items():
            if count > 1:
                raise Refusal(
                    "Duplicated warehouse ID.",
                    code="DUPLICATED_INPUT_ITEM",
                    field="warehouse",
                    warehouse=warehouse,
                )
    for gid, count in Counter(entry.get("order_line_id") for entry in given).items():
        if count > 1:
            raise Refusal(
                "Duplicated order line ID.",
                code="DUPLICATED_INPUT_ITEM",
                field="orderLineId",
                order_lines=[gid],
            )
    found = []
    for entry in given:
        line = lines.get(uuid_of(entry.get("order_line_id"), "OrderLine"))
        if line is None:
            raise Refusal(
                f"Could not resolve to a node: {entry.get('order_line_id')}", code="NOT_FOUND", field="lines"
            )
        found += [
            Sending(line, uuid_of(stock["warehouse"], "Warehouse"), stock["quantity"])
            for stock in entry["stocks"]
            if stock["quantity"] > 0
        ]
    _check_remaining(found, lines)
    if not found:
        raise Refusal("Total quantity must be larger than 0.", code="ZERO_QUANTITY", field="lines")
    known = set(
        Warehouse.objects.filter(pk__in={sending.warehouse_id for sending in found}).values_list(
            "pk", flat=True
        )
    )
    if any(sending.warehouse_id not in known for sending in found):
        raise Refusal("Couldn't resolve to a node.", code="NOT_FOUND", field="warehouse")
    return found


def _check_remaining(sendings: Sequence[Sending], lines: Mapping[uuid.UUID, OrderLine]) -> None:
    wanted: dict[uuid.UUID, int] = defaultdict(int)
    for sending in sendings:
        wanted[sending.line.pk] += sending.quantity
    for pk, quantity in wanted.items():
        remaining = lines[pk].quantity - lines[pk].quantity_fulfilled
        if quantity > remaining:
            items = "item" if remaining == 1 else "items"
            raise Refusal(
                f"Only {remaining} {items} remaining to fulfill: {lines[pk].product_name}.",
                code="FULFILL_ORDER_LINE",
                field="orderLineId",
                order_lines=[global_id("OrderLine", pk)],
            )


def _move_out(sendings: Sequence[Sending]) -> None:
    moves = [
        Movement(sending.line.pk, sending.line.variant_id, sending.warehouse_id, sending.quantity)
        for sending in sendings
        if sending.line.variant_id is not None
    ]
    try:
        decrease(moves)
    except InsufficientStock as short:
        by_line = {sending.line.pk: sending for sending in sendings}
        raise Refusals(
            [
                Refusal(
                    f"Insufficient product stock: {by_line[shortage.line_pk].line.product_name}",  # type: ignore[index]
                    code="INSUFFICIENT_STOCK",
                    field="stocks",
                    warehouse=global_id("Warehouse", by_line[shortage.line_pk].warehouse_id),  # type: ignore[index]
                    order_lines=[global_id("OrderLine", shortage.line_pk)],
                )
                for shortage in short.shortages
            ]
        ) from None


def _write(
    order: Order,
    sendings: Sequence[Sending],
    lines: Mapping[uuid.UUID, OrderLine],
    tracking_number: str,
    now: datetime,
) -> list[Fulfillment]:
    by_warehouse: dict[uuid.UUID, list[Sending]] = defaultdict(list)
    for sending in sendings:
        by_warehouse[sending.warehouse_id].append(sending)
        lines[sending.line.pk].quantity_fulfilled += sending.quantity
    fulfillments = []
    for warehouse_id, sent in by_warehouse.items():
        fulfillment = Fulfillment.objects.create(
            order=order,
            warehouse_id=warehouse_id,
            status=FulfillmentStatus.FULFILLED,
            tracking_number=tracking_number,
            created_at=now,
        )
        FulfillmentLine.objects.bulk_create(
            FulfillmentLine(
                fulfillment=fulfillment, order_line=lines[sending.line.pk], quantity=sending.quantity
            )
            for sending in sent
        )
        fulfillments.append(fulfillment)
    OrderLine.objects.bulk_update(
        [lines[pk] for pk in {sending.line.pk for sending in sendings}], ["quantity_fulfilled"]
    )
    return fulfillments


def cancel_fulfillment(
    *, gid: str, warehouse_gid: str | None, caller: Caller, now: datetime
) -> tuple[Order, Fulfillment]:
    """
    Call a fulfilment back: its units stand in the named warehouse again, for their lines.

    Raises:
        Refusal: NOT_FOUND, CANNOT_CANCEL_FULFILLMENT; REQUIRED without a warehouse.
    """
    with transaction.atomic():
        fulfillment = _fulfillment(gid)
        _check_can_be_cancelled(fulfillment)
        if not warehouse_gid:
            raise Refusal(
                "This parameter is required for fulfillments which are not in WAITING_FOR_APPROVAL state.",
                code="REQUIRED",
                field="warehouseId",
            )
        lines = list(fulfillment.lines.select_related("order_line"))
        warehouse_id = uuid_of(warehouse_gid, "Warehouse")
        if not Warehouse.objects.filter(pk=warehouse_id).exists():
            raise Refusal(
                f"Couldn't resolve to a node: {warehouse_gid}", code="NOT_FOUND", field="warehouseId"
            )
        increase(
            [
                Movement(line.order_line_id, line.order_line.variant_id, warehouse_id, line.quantity)
                for line in lines
                if line.order_line.variant_id is not None
            ],
            allocate_again=True,
        )
        order = locked_order(fulfillment.order_id)
        fulfillment = Fulfillment.objects.select_for_update().get(pk=fulfillment.pk)
        _check_can_be_cancelled(fulfillment)
        fulfillment.status = FulfillmentStatus.CANCELED
        fulfillment.save(update_fields=["status"])
        # Read under the lock: another parcel of the same line may have left meanwhile.
        back = {line.order_line_id: line.quantity for line in lines}
        order_lines = list(OrderLine.objects.select_for_update().filter(pk__in=back).order_by("id"))
        for order_line in order_lines:
            order_line.quantity_fulfilled -= back[order_line.pk]
        OrderLine.objects.bulk_update(order_lines, ["quantity_fulfilled"])
        restate(order, now=now)
        note(order, "FULFILLMENT_CANCELED", now=now, caller=caller, composed_id=str(fulfillment.pk))
        note(
            order,
            "FULFILLMENT_RESTOCKED_ITEMS",
            now=now,
            caller=caller,
            quantity=sum(line.quantity for line in lines),
            warehouse=str(warehouse_id),
        )
        emit("FULFILLMENT_CANCELED", order=order, fulfillment=fulfillment)
        emit("ORDER_UPDATED", order=order)
    return order, fulfillment


def _check_can_be_cancelled(fulfillment: Fulfillment) -> None:
    if fulfillment.status != FulfillmentStatus.FULFILLED:
        raise Refusal(
            "This fulfillment can't be canceled", code="CANNOT_CANCEL_FULFILLMENT", field="fulfillment"
        )


def update_tracking(*, gid: str, tracking_number: str, caller: Caller, now: datetime) -> Fulfillment:
    """
    Raises:
        Refusal: NOT_FOUND.
    """
    with transaction.atomic():
        order = locked_order(_fulfillment(gid).order_id)
        fulfillment = Fulfillment.objects.select_for_update().get(pk=pk_of(gid, "Fulfillment"))
        fulfillment.tracking_number = tracking_number
        fulfillment.save(update_fields=["tracking_number"])
        note(
            order,
            "TRACKING_UPDATED",
            now=now,
            caller=caller,
            tracking_number=tracking_number,
            fulfillment=str(fulfillment.pk),
        )
        emit("ORDER_UPDATED", order=order)
    return fulfillment


def _fulfillment(gid: str) -> Fulfillment:
    fulfillment = Fulfillment.objects.filter(pk=pk_of(gid, "Fulfillment")).first()
    if fulfillment is None:
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
    return fulfillment
