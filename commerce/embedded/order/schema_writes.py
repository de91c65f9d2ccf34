"""GraphQL: orders put right by hand, taken over from elsewhere, and written about."""

from decimal import Decimal
from typing import Any

from commerce.embedded.account.models import App, User
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.order.models import Order, OrderEvent
from commerce.embedded.order.schema import total_charged as order_total_charged
from commerce.embedded.order.selectors import granted_of, order_by_id, transactions_of
from commerce.embedded.order.services.bulk_create import create_orders
from commerce.embedded.order.services.cancel import cancel_order
from commerce.embedded.order.services.notes import add_note, correct_note
from commerce.embedded.order.services.update import update_order, update_shipping
from commerce.embedded.payment.services.mark_paid import mark_paid
from jkrlm.kernel.clock import now
from jkrlm.kernel.money import Money

_CANCELLED_AT_ONCE = 100
Payload = dict[str, Any]


@mutation("orderMarkAsPaid", errors="OrderError", permission="MANAGE_ORDERS")
def order_mark_as_paid(info: Info, id: str, transaction_reference: str | None = None) -> Payload:
    return {"order": mark_paid(gid=id, reference=transaction_reference, caller=info.context, now=now())}


@mutation("orderRefund", errors="OrderError", permission="MANAGE_ORDERS")
def order_refund(info: Info, id: str, amount: Any) -> Payload:
    """The deprecated kind of payment, which no order here has: refunds go through transactions."""
    order_by_id(id)
    raise Refusal("There's no payment associated with the order.", code="PAYMENT_MISSING", field="payment")


@mutation("orderNoteAdd", errors="OrderNoteAddError", permission="MANAGE_ORDERS")
def order_note_add(info: Info, order: str, input: Payload) -> Payload:
    noted, event = add_note(order_gid=order, text=input["message"], caller=info.context, now=now())
    return {"order": noted, "event": event}


@mutation("orderNoteUpdate", errors="OrderNoteUpdateError", permission="MANAGE_ORDERS")
def order_note_update(info: Info, note: str, input: Payload) -> Payload:
    noted, event = correct_note(note_gid=note, text=input["message"], caller=info.context, now=now())
    return {"order": noted, "event": event}


@mutation("orderUpdate", errors="OrderError", permission="MANAGE_ORDERS")
def order_update(
    info: Info, input: Payload, id: str | None = None, external_reference: str | None = None
) -> Payload:
    if (id is None) == (not external_reference):
        raise Refusal(
            "Exactly one of `id` and `externalReference` is required.", code="GRAPHQL_ERROR", field="id"
        )
    row = (
        order_by_id(id)
        if id is not None
        else Order.objects.filter(external_reference=external_reference).first()
    )
    if row is None:
        raise Refusal("Couldn't resolve to an order.", code="NOT_FOUND", field="externalReference")
    return {"order": update_order(found=row, given=input, caller=info.context, now=now())}


@mutation("orderUpdateShipping", errors="OrderError", permission="MANAGE_ORDERS")
def order_update_shipping(info: Info, order: str, input: Payload) -> Payload:
    row = order_by_id(order, field="order")
    return {"order": update_shipping(found=row, method_gid=input.get("shipping_method"), now=now())}


@mutation("orderBulkCancel", errors="OrderError", permission="MANAGE_ORDERS", on_error={"count": 0})
def order_bulk_cancel(info: Info, ids: list[str]) -> Payload:
    """Each by itself: what cannot be cancelled is named, the others are."""
    if len(ids) > _CANCELLED_AT_ONCE:
        raise Refusal(f"At most {_CANCELLED_AT_ONCE} orders at once.", code="INVALID", field="ids")
    errors, count = [], 0
    for gid in dict.fromkeys(ids):
        try:
            cancel_order(gid=gid, caller=info.context, now=now())
            count += 1
        except Refusal as refusal:
            errors += [{**entry, "field": gid} for entry in refusal.entries]
    return {"count": count, "errors": errors}


@mutation(
    "orderBulkCreate",
    errors="OrderBulkCreateError",
    permission="MANAGE_ORDERS_IMPORT",
    on_error={"count": 0, "results": []},
)
def order_bulk_create(
    info: Info, orders: list[Payload], error_policy: str | None = None, stock_update_policy: str | None = None
) -> Payload:
    results = create_orders(
        given=orders,
        policy=error_policy or "REJECT_EVERYTHING",
        stock_policy=stock_update_policy or "UPDATE",
        caller=info.context,
        now=now(),
    )
    made = [result for result in results if result["order"] is not None]
    errors = [error for result in results for error in result["errors"] or ()]
    return {"count": len(made), "results": results, "errors": errors}


# Who wrote into the diary, and what an entry answers to.


def _apps(rows: list[OrderEvent]) -> dict[int, App]:
    apps = {
        app.identifier: app
        for app in App.objects.filter(
            identifier__in={row.app_identifier for row in rows if row.app_identifier}
        )
    }
    return {row.pk: apps[row.app_identifier] for row in rows if row.app_identifier in apps}


def _users(rows: list[OrderEvent]) -> dict[int, User]:
    users = User.objects.in_bulk({row.parameters["user"] for row in rows if row.parameters.get("user")})
    return {row.pk: users[row.parameters["user"]] for row in rows if row.parameters.get("user") in users}


def _related(rows: list[OrderEvent]) -> dict[int, OrderEvent]:
    found = OrderEvent.objects.in_bulk(
        {row.parameters["related"] for row in rows if row.parameters.get("related")}
    )
    return {
        row.pk: found[row.parameters["related"]] for row in rows if row.parameters.get("related") in found
    }


@resolver("OrderEvent", "app", permission="MANAGE_APPS|MANAGE_ORDERS")
def event_app(event: OrderEvent, info: Info) -> App | None:
    app: App | None = load(event, "app", _apps)
    return app


@resolver("OrderEvent", "user", permission="MANAGE_USERS|MANAGE_STAFF")
def event_user(event: OrderEvent, info: Info) -> User | None:
    user: User | None = load(event, "user", _users)
    return user


@resolver("OrderEvent", "related")
def event_related(event: OrderEvent, info: Info) -> OrderEvent | None:
    related: OrderEvent | None = load(event, "related", _related)
    return related


# Money that is asked for by older names, and what is granted but not yet under way.


@resolver("Order", "totalCaptured")
def total_captured(source: Order, info: Info) -> Money:
    charged: Money = order_total_charged(source, info)
    return charged


@resolver("Order", "totalRemainingGrant", permission="MANAGE_ORDERS")
def total_remaining_grant(source: Order, info: Info) -> Money:
    items = load(source, "transactions", transactions_of)
    granted = load(source, "granted", granted_of) or Decimal(0)
    under_way = sum((item.refunded + item.refund_pending for item in items), Decimal(0))
    return Money(max(granted - under_way, Decimal(0)), source.currency)
