"""GraphQL: orders and what happens to them."""

from decimal import Decimal
from typing import Any

from commerce.embedded.account.models import Address, User
from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channels_of
from commerce.embedded.checkout.addresses import shown
from commerce.embedded.engine.connections import Connection, connection
from commerce.embedded.engine.ids import uuid_of
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.order import rules, schema_customers, selectors  # noqa: F401 - the second binds
from commerce.embedded.order.models import (
    Fulfillment,
    FulfillmentLine,
    Order,
    OrderEvent,
    OrderLine,
    OrderStatus,
)
from commerce.embedded.order.services.cancel import cancel_order
from commerce.embedded.order.services.fulfill import cancel_fulfillment, fulfill_order, update_tracking
from commerce.embedded.payment.models import OrderGrantedRefund, TransactionItem
from commerce.embedded.product.images import image_url
from commerce.embedded.product.models import ProductVariant
from commerce.embedded.shipping.methods import MethodView
from commerce.embedded.warehouse.models import Allocation
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.money import Money, TaxedMoney

metadata_type("Order", Order, permission="MANAGE_ORDERS", public_write=True)
metadata_type("OrderLine", OrderLine, permission="MANAGE_ORDERS", public_write=True)
metadata_type("Fulfillment", Fulfillment, permission="MANAGE_ORDERS")


@resolver("Query", "order")
def order(info: Info, id: str | None = None, external_reference: str | None = None) -> Order | None:
    """Whoever has the id may read an order, as in Saleor: never hand out order ids."""
    if id is not None:
        return selectors.find_order(uuid_of(id, "Order"))
    if not external_reference:
        return None
    info.context.require("MANAGE_ORDERS")
    return Order.objects.select_related("channel").filter(external_reference=external_reference).first()


@resolver("Query", "orders", permission="MANAGE_ORDERS")
def orders(
    info: Info, where: dict[str, Any] | None = None, search: str | None = None, **page: Any
) -> Connection:
    rows = Order.objects.select_related("channel").filter(selectors.order_condition(where or {}))
    rows = selectors.searched(rows, search)
    return connection(rows, page, order=("-number",), name="orders")


@mutation("orderFulfill", errors="OrderError", permission="MANAGE_ORDERS")
def order_fulfill(info: Info, input: dict[str, Any], order: str | None = None) -> dict[str, Any]:
    fulfilled, fulfillments = fulfill_order(order_gid=order, given=input, caller=info.context, now=now())
    return {"order": fulfilled, "fulfillments": fulfillments}


@mutation("orderFulfillmentCancel", errors="OrderError", permission="MANAGE_ORDERS")
def order_fulfillment_cancel(info: Info, id: str, input: dict[str, Any] | None = None) -> dict[str, Any]:
    canceled, fulfillment = cancel_fulfillment(
        gid=id, warehouse_gid=(input or {}).get("warehouse_id"), caller=info.context, now=now()
    )
    return {"order": canceled, "fulfillment": fulfillment}


@mutation("orderFulfillmentUpdateTracking", errors="OrderError", permission="MANAGE_ORDERS")
def order_fulfillment_update_tracking(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    fulfillment = update_tracking(
        gid=id, tracking_number=input.get("tracking_number") or "", caller=info.context, now=now()
    )
    return {"fulfillment": fulfillment}


@mutation("orderCancel", errors="OrderError", permission="MANAGE_ORDERS")
def order_cancel(info: Info, id: str) -> dict[str, Any]:
    return {"order": cancel_order(gid=id, caller=info.context, now=now())}


# What an order shows.


def _transactions(source: Order) -> list[TransactionItem]:
    items: list[TransactionItem] = load(source, "transactions", selectors.transactions_of)
    return items


def _money(source: Order) -> selectors.Money:
    granted = load(source, "granted", selectors.granted_of) or Decimal(0)
    return selectors.money_of(source, _transactions(source), granted)


def _taxed(source: Order | OrderLine, part: str) -> TaxedMoney:
    return TaxedMoney(
        net=Money(getattr(source, f"{part}_net"), source.currency),
        gross=Money(getattr(source, f"{part}_gross"), source.currency),
    )


@resolver("Order", "number")
def number(source: Order, info: Info) -> str:
    return str(source.number)


@resolver("Order", "created")
def created(source: Order, info: Info) -> Any:
    return source.created_at


@resolver("Order", "token")
def token(source: Order, info: Info) -> str:
    return str(source.pk)


@resolver("Order", "checkoutId")
def checkout_id(source: Order, info: Info) -> str | None:
    return global_id("Checkout", source.checkout_token) if source.checkout_token else None


@resolver("Order", "channel")
def channel(source: Order, info: Info) -> Channel:
    if Order.channel.is_cached(source):  # type: ignore[attr-defined]
        return source.channel
    found: Channel = load(source, "channel", channels_of)
    return found


@resolver("Order", "user")
def user(source: Order, info: Info) -> User | None:
    if source.user_id is None:
        return None
    if info.context.user is None or info.context.user.pk != source.user_id:
        info.context.require("MANAGE_USERS", "MANAGE_ORDERS", "HANDLE_PAYMENTS")
    found: User | None = load(source, "user", selectors.users_of)
    return found


@resolver("Order", "statusDisplay")
def status_display(source: Order, info: Info) -> str:
    return OrderStatus(source.status).value.replace("_", " ").capitalize()


@resolver("Order", "shippingMethodName")
def shipping_method_name(source: Order, info: Info) -> str | None:
    return source.shipping_method_name or None


@resolver("Order", "shippingAddress")
def shipping_address(source: Order, info: Info) -> Address | None:
    return shown(source.shipping_address_data)


@resolver("Order", "billingAddress")
def billing_address(source: Order, info: Info) -> Address | None:
    return shown(source.billing_address_data)


@resolver("Order", "deliveryMethod")
def delivery_method(source: Order, info: Info) -> MethodView | None:
    return MethodView.from_data(source.delivery_data) if source.delivery_data else None


@resolver("Order", "lines")
def lines(source: Order, info: Info) -> list[OrderLine]:
    found: list[OrderLine] = load(source, "lines", selectors.lines_of)
    return found


@resolver("Order", "fulfillments")
def fulfillments(source: Order, info: Info) -> list[Fulfillment]:
    found: list[Fulfillment] = load(source, "fulfillments", selectors.fulfillments_of)
    return found


@resolver("Order", "events", permission="MANAGE_ORDERS")
def events(source: Order, info: Info) -> list[OrderEvent]:
    found: list[OrderEvent] = load(source, "events", selectors.events_of)
    return found


@resolver("Order", "transactions", permission="MANAGE_ORDERS|HANDLE_PAYMENTS")
def transactions(source: Order, info: Info) -> list[TransactionItem]:
    return _transactions(source)


@resolver("Order", "actions")
def actions(source: Order, info: Info) -> list[str]:
    """CAPTURE, REFUND and VOID belong to a kind of payment that this store has not."""
    return ["MARK_AS_PAID"]


@resolver("Order", "isPaid")
def is_paid(source: Order, info: Info) -> bool:
    return _money(source).is_paid


@resolver("Order", "paymentStatus")
def payment_status(source: Order, info: Info) -> str:
    money = _money(source)
    return rules.payment_status(total=money.total, charged=money.charged, refunded=money.refunded)


@resolver("Order", "chargeStatus")
def charge_status(source: Order, info: Info) -> str:
    return _money(source).charge_status


@resolver("Order", "authorizeStatus")
def authorize_status(source: Order, info: Info) -> str:
    return _money(source).authorize_status


@resolver("Order", "total")
def total(source: Order, info: Info) -> TaxedMoney:
    return _taxed(source, "total")


@resolver("Order", "subtotal")
def subtotal(source: Order, info: Info) -> TaxedMoney:
    return _taxed(source, "subtotal")


@resolver("Order", "shippingPrice")
def shipping_price(source: Order, info: Info) -> TaxedMoney:
    return _taxed(source, "shipping")


@resolver("Order", "totalCharged")
def total_charged(source: Order, info: Info) -> Money:
    return Money(_money(source).charged, source.currency)


@resolver("Order", "totalAuthorized")
def total_authorized(source: Order, info: Info) -> Money:
    return Money(_money(source).authorized, source.currency)


@resolver("Order", "totalRefunded")
def total_refunded(source: Order, info: Info) -> Money:
    return Money(_money(source).refunded, source.currency)


@resolver("Order", "grantedRefunds", permission="MANAGE_ORDERS")
def granted_refunds(source: Order, info: Info) -> list[OrderGrantedRefund]:
    return load(source, "granted_refunds", selectors.granted_refunds_of) or []


@resolver("Order", "totalGrantedRefund", permission="MANAGE_ORDERS")
def total_granted_refund(source: Order, info: Info) -> Money:
    return Money(_money(source).granted_back, source.currency)


@resolver("Order", "totalBalance")
def total_balance(source: Order, info: Info) -> Money:
    return Money(_money(source).balance, source.currency)


# What a line and a fulfilment show.


@resolver("OrderLine", "productSku")
def line_product_sku(line: OrderLine, info: Info) -> str | None:
    return line.product_sku or None


@resolver("OrderLine", "unitPrice")
def line_unit_price(line: OrderLine, info: Info) -> TaxedMoney:
    return _taxed(line, "unit")


@resolver("OrderLine", "totalPrice")
def line_total_price(line: OrderLine, info: Info) -> TaxedMoney:
    return _taxed(line, "total")


@resolver("OrderLine", "variant")
def line_variant(line: OrderLine, info: Info) -> ProductVariant | None:
    found: ProductVariant | None = load(line, "variant", selectors.variants_of)
    return found


@resolver("OrderLine", "thumbnail")
def line_thumbnail(
    line: OrderLine, info: Info, size: int | None = None, format: str | None = None
) -> dict[str, str] | None:
    picture = load(line, "picture", selectors.pictures_of)
    if picture is None:
        return None
    url = image_url(
        picture.key, size=4096 if size is None else size, image_format=format, base_url=info.context.base_url
    )
    return {"url": url, "alt": picture.alt}


@resolver("OrderLine", "allocations", permission="MANAGE_PRODUCTS|MANAGE_ORDERS")
def line_allocations(line: OrderLine, info: Info) -> list[Allocation]:
    found: list[Allocation] = load(line, "allocations", selectors.allocations_of)
    return found


@resolver("Fulfillment", "created")
def fulfillment_created(fulfillment: Fulfillment, info: Info) -> Any:
    return fulfillment.created_at


@resolver("Fulfillment", "lines")
def fulfillment_lines(fulfillment: Fulfillment, info: Info) -> list[FulfillmentLine]:
    return load(fulfillment, "lines", selectors.fulfillment_lines_of) or []


@resolver("FulfillmentLine", "orderLine")
def fulfillment_order_line(line: FulfillmentLine, info: Info) -> OrderLine:
    found: OrderLine = load(line, "order_line", selectors.order_lines_of)
    return found
