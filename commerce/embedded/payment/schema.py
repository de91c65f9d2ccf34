"""GraphQL: transactions, their events, and granted refunds."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.selectors import checkouts_of
from commerce.embedded.engine.connections import Connection, connection
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import uuid_of
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.order.models import Order, OrderLine
from commerce.embedded.page.models import Page, PageType
from commerce.embedded.payment.models import (
    OrderGrantedRefund,
    OrderGrantedRefundLine,
    TransactionEvent,
    TransactionItem,
)
from commerce.embedded.payment.services.create import create_transaction
from commerce.embedded.payment.services.grant_refund import grant_refund
from commerce.embedded.payment.services.report import Report, report_event
from commerce.embedded.payment.services.request_action import request_action, request_granted_refund
from commerce.embedded.payment.services.sessions import (
    Session,
    initialize_gateways,
    initialize_transaction,
    process_transaction,
)
from commerce.embedded.payment.sources import events_of_items, transaction_condition
from commerce.embedded.payment.starts import count_start
from jkrlm.kernel.clock import now
from jkrlm.kernel.money import Money

metadata_type("TransactionItem", TransactionItem, permission="HANDLE_PAYMENTS")


@resolver("Query", "transaction", permission="HANDLE_PAYMENTS|MANAGE_ORDERS")
def transaction(info: Info, id: str | None = None, token: uuid.UUID | None = None) -> TransactionItem | None:
    pk = token if token is not None and id is None else uuid_of(id, "TransactionItem")
    return TransactionItem.objects.filter(pk=pk).first()


@resolver("Query", "transactions", permission="HANDLE_PAYMENTS|MANAGE_ORDERS")
def transactions(info: Info, where: dict[str, Any] | None = None, **page: Any) -> Connection:
    """All of them; an app that only handles payments sees those that it made."""
    rows = TransactionItem.objects.filter(transaction_condition(where or {}))
    if not info.context.has("MANAGE_ORDERS"):
        rows = rows.filter(app_identifier=getattr(info.context.app, "identifier", None) or "-")
    return connection(rows, page, order=("created_at", "pk"), name="transactions")


@mutation("paymentGatewayInitialize", errors="PaymentGatewayInitializeError")
def payment_gateway_initialize(
    info: Info,
    id: str,
    amount: Decimal | None = None,
    payment_gateways: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """What is to be paid is known here: ``amount`` is taken and changes nothing."""
    return {"gateway_configs": initialize_gateways(source_gid=id, wanted=payment_gateways, now=now())}


@mutation("transactionInitialize", errors="TransactionInitializeError")
def transaction_initialize(
    info: Info,
    id: str,
    payment_gateway: dict[str, Any],
    idempotency_key: str | None = None,
    customer_ip_address: str | None = None,
    action: str | None = None,
    amount: Decimal | None = None,
) -> dict[str, Any]:
    if customer_ip_address is not None or action is not None:
        info.context.require("HANDLE_PAYMENTS")
    if info.context.network:
        count_start(source_gid=id, now=now())
    session = initialize_transaction(
        source_gid=id,
        gateway=payment_gateway["id"],
        data=payment_gateway.get("data"),
        idempotency_key=idempotency_key,
        customer_ip_address=customer_ip_address,
        flow=action,
        wished=amount,
        now=now(),
    )
    return _shown(session)


@mutation("transactionProcess", errors="TransactionProcessError")
def transaction_process(info: Info, id: str | None = None, data: Any = None) -> dict[str, Any]:
    return _shown(process_transaction(item=_item(id), data=data, now=now()))


def _shown(session: Session) -> dict[str, Any]:
    return {"transaction": session.item, "transaction_event": session.event, "data": session.data}


def _item(gid: str | None) -> TransactionItem:
    item = (
        TransactionItem.objects.select_related(
            "checkout", "checkout__channel", "checkout__delivery", "order", "order__channel"
        )
        .filter(pk=uuid_of(gid, "TransactionItem"))
        .first()
    )
    if item is None:
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
    return item


@mutation("transactionCreate", errors="TransactionCreateError", permission="HANDLE_PAYMENTS")
def transaction_create(info: Info, id: str, transaction: dict[str, Any]) -> dict[str, Any]:
    item = create_transaction(source_gid=id, given=transaction, caller=info.context, now=now())
    return {"transaction": item}


@mutation("transactionEventReport", errors="TransactionEventReportError", permission="HANDLE_PAYMENTS")
def transaction_event_report(
    info: Info,
    type: str,
    psp_reference: str,
    id: str | None = None,
    amount: Decimal | None = None,
    available_actions: list[str] | None = None,
    external_url: str | None = None,
    message: str | None = None,
    time: Any = None,
) -> dict[str, Any]:
    reported = report_event(
        item_id=uuid_of(id, "TransactionItem"),
        report=Report(
            type=type,
            psp_reference=psp_reference,
            amount=amount,
            time=time,
            message=message or "",
            external_url=external_url or "",
            available_actions=available_actions,
        ),
        caller=info.context,
        now=now(),
    )
    return {
        "already_processed": reported.already,
        "transaction": reported.item,
        "transaction_event": reported.event,
    }


@mutation("transactionRequestAction", errors="TransactionRequestActionError", permission="HANDLE_PAYMENTS")
def transaction_request_action(
    info: Info,
    action_type: str,
    id: str | None = None,
    amount: Decimal | None = None,
    refund_reason: str | None = None,
    refund_reason_reference: str | None = None,
) -> dict[str, Any]:
    item = request_action(
        item_id=uuid_of(id, "TransactionItem"),
        action=action_type,
        amount=amount,
        reason=refund_reason,
        reason_reference=refund_reason_reference,
        now=now(),
    )
    return {"transaction": item}


@mutation(
    "transactionRequestRefundForGrantedRefund",
    errors="TransactionRequestRefundForGrantedRefundError",
    permission="HANDLE_PAYMENTS",
)
def transaction_request_refund_for_granted_refund(
    info: Info, granted_refund_id: str, id: str | None = None
) -> dict[str, Any]:
    """The granted refund names its transaction; ``id`` is ignored, as in Saleor."""
    return {"transaction": request_granted_refund(granted_gid=granted_refund_id, now=now())}


@mutation("orderGrantRefundCreate", errors="OrderGrantRefundCreateError", permission="MANAGE_ORDERS")
def order_grant_refund_create(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    order, granted = grant_refund(order_gid=id, given=input, now=now())
    return {"order": order, "granted_refund": granted}


# What a transaction shows.


def _events_of(items: list[TransactionItem]) -> dict[uuid.UUID, list[TransactionEvent]]:
    found: dict[uuid.UUID, list[TransactionEvent]] = defaultdict(list)
    for event in events_of_items(items):
        found[event.transaction_id].append(event)
    return found


def _orders_of(items: Iterable[TransactionItem]) -> dict[uuid.UUID, Order]:
    items = list(items)
    orders = Order.objects.select_related("channel").in_bulk(
        [item.order_id for item in items if item.order_id]
    )
    return {item.pk: orders[item.order_id] for item in items if item.order_id in orders}


def _amount(name: str, field: str) -> None:
    @resolver("TransactionItem", field)
    def amount(item: TransactionItem, info: Info) -> Money:
        return Money(getattr(item, name), item.currency)


for _name, _field in (
    ("authorized", "authorizedAmount"),
    ("authorize_pending", "authorizePendingAmount"),
    ("charged", "chargedAmount"),
    ("charge_pending", "chargePendingAmount"),
    ("refunded", "refundedAmount"),
    ("refund_pending", "refundPendingAmount"),
    ("canceled", "canceledAmount"),
    ("cancel_pending", "cancelPendingAmount"),
):
    _amount(_name, _field)


@resolver("TransactionItem", "token")
def token(item: TransactionItem, info: Info) -> uuid.UUID:
    return item.pk


@resolver("TransactionItem", "actions")
def actions(item: TransactionItem, info: Info) -> list[str]:
    return item.available_actions


@resolver("TransactionItem", "events")
def events(item: TransactionItem, info: Info) -> list[TransactionEvent]:
    return load(item, "events", _events_of) or []


@resolver("TransactionItem", "order")
def order(item: TransactionItem, info: Info) -> Order | None:
    found: Order | None = load(item, "order", _orders_of) if item.order_id else None
    return found


@resolver("TransactionItem", "checkout")
def checkout(item: TransactionItem, info: Info) -> Checkout | None:
    found: Checkout | None = load(item, "checkout", checkouts_of) if item.checkout_id else None
    return found


@resolver("TransactionEvent", "amount")
def event_amount(event: TransactionEvent, info: Info) -> Money:
    return Money(event.amount_value, event.currency)


# What a granted refund shows.


def _granted_lines_of(granted: list[OrderGrantedRefund]) -> dict[int, list[OrderGrantedRefundLine]]:
    found: dict[int, list[OrderGrantedRefundLine]] = defaultdict(list)
    for line in OrderGrantedRefundLine.objects.filter(granted_refund__in=granted):
        found[line.granted_refund_id].append(line)
    return found


@resolver("OrderGrantedRefund", "amount")
def granted_amount(granted: OrderGrantedRefund, info: Info) -> Money:
    return Money(granted.amount_value, granted.currency)


@resolver("OrderGrantedRefund", "lines")
def granted_lines(granted: OrderGrantedRefund, info: Info) -> list[OrderGrantedRefundLine]:
    return load(granted, "lines", _granted_lines_of) or []


def _order_lines_of(lines: list[OrderGrantedRefundLine]) -> dict[int, OrderLine]:
    found = OrderLine.objects.in_bulk({line.order_line_id for line in lines})
    return {line.pk: found[line.order_line_id] for line in lines}


@resolver("OrderGrantedRefundLine", "orderLine")
def granted_order_line(line: OrderGrantedRefundLine, info: Info) -> OrderLine | None:
    found: OrderLine | None = load(line, "order_line", _order_lines_of)
    return found


def _granted_events_of(granted: list[OrderGrantedRefund]) -> dict[int, list[TransactionEvent]]:
    found: dict[int, list[TransactionEvent]] = defaultdict(list)
    for event in TransactionEvent.objects.filter(granted_refund__in=granted):
        found[event.granted_refund_id or 0].append(event)
    return found


@resolver("OrderGrantedRefund", "transactionEvents")
def granted_transaction_events(granted: OrderGrantedRefund, info: Info) -> list[TransactionEvent]:
    return load(granted, "transaction_events", _granted_events_of) or []


@resolver("OrderGrantedRefund", "reasonReference")
def granted_reason_reference(granted: OrderGrantedRefund, info: Info) -> Page | None:
    return granted.reason_reference


@resolver("Query", "refundSettings", permission="AUTHENTICATED_APP|AUTHENTICATED_STAFF_USER")
def refund_settings(info: Info) -> dict[str, PageType | None]:
    slug = getattr(settings, "STORE_REFUND_REASON_PAGE_TYPE", "")
    kind = PageType.objects.filter(slug=slug).first() if slug else None
    return {"reason_reference_type": kind}
