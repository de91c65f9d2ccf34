"""Reading orders. Every loader costs one query, whatever the number of orders."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models.functions import Upper

from commerce.embedded.account.models import User
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.conditions import between, with_uuids
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import uuid_of
from commerce.embedded.order import rules
from commerce.embedded.order.models import Fulfillment, FulfillmentLine, Order, OrderEvent, OrderLine
from commerce.embedded.payment.models import OrderGrantedRefund, TransactionItem
from commerce.embedded.product.context import show_in
from commerce.embedded.product.models import ProductMedia, ProductVariant
from commerce.embedded.product.shown import first_pictures, variants_by_pk
from commerce.embedded.warehouse.models import Allocation
from jkrlm.kernel.statements import Columns, Rows, Statement

Row = TypeVar("Row", bound=models.Model)

#: A search takes so many words.
_WORDS_MAX: Final = 8

_ORDER: Final = Columns(Order, without=("searched",))
_CHANNEL: Final = Columns(Channel)
_FOUND: Final = """
    SELECT {order}, {channel}
      FROM store_order_order it JOIN store_channel_channel channel ON channel.id = it.channel_id
     WHERE it.{key} = %(key)s {lock}
"""
_PARTS: Final = {"order": _ORDER.of("it"), "channel": _CHANNEL.of("channel")}
_BY_PK: Final = Statement(_FOUND, **_PARTS, key="id", lock="")
_BY_PK_LOCKED: Final = Statement(_FOUND, **_PARTS, key="id", lock="FOR UPDATE OF it")
_BY_CHECKOUT: Final = Statement(_FOUND, **_PARTS, key="checkout_token", lock="")


def _one_order(statement: Statement, key: uuid.UUID) -> Order | None:
    for row in statement.rows(key=key):
        order = _ORDER.instance(row)
        order.channel = _CHANNEL.instance(row, _ORDER.width)
        return order
    return None


def order_condition(where: Mapping[str, Any]) -> models.Q:
    """Return the condition of an OrderWhereInput."""
    return (
        with_uuids(where.get("ids"), "Order")
        & _numbered(where.get("number"))
        & between("created_at", where.get("created_at"))
        & between("updated_at", where.get("updated_at"))
    )


def _numbered(want: Mapping[str, Any] | None) -> models.Q:
    """Return the condition of an IntFilterInput on the order's number."""
    condition, given = models.Q(), want or {}
    if given.get("eq") is not None:
        condition &= models.Q(number=given["eq"])
    if given.get("one_of") is not None:
        condition &= models.Q(number__in=given["one_of"])
    return condition & between("number", given.get("range"))


def searched(orders: models.QuerySet[Order], text: str | None) -> models.QuerySet[Order]:
    """Return the orders of which every word is the number, or part of the e-mail or of an address."""
    for word in (text or "").replace("\x00", " ").split()[:_WORDS_MAX]:
        condition = models.Q(searched__contains=Upper(models.Value(word)))
        number = word.removeprefix("#")
        if number.isascii() and number.isdigit() and len(number) < 10:
            condition |= models.Q(number=int(number))
        orders = orders.filter(condition)
    return orders


def find_order(pk: uuid.UUID) -> Order | None:
    """Return the order with its channel, or None. One query."""
    return _one_order(_BY_PK, pk)


def order_of_checkout(checkout_id: uuid.UUID) -> Order | None:
    """Return the order that a checkout has become, or None. One query."""
    return _one_order(_BY_CHECKOUT, checkout_id)


def order_by_id(gid: str | None, *, field: str = "id") -> Order:
    """
    Raises:
        Refusal: NOT_FOUND.
    """
    order = find_order(uuid_of(gid, "Order"))
    if order is None:
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field=field)
    return order


def locked_order(pk: uuid.UUID) -> Order:
    """Return the order under its row lock; orders are never deleted. One query."""
    order = _one_order(_BY_PK_LOCKED, pk)
    if order is None:
        raise Order.DoesNotExist(pk)
    return order


_OF_ORDERS: Final = "it.order_id = ANY(%(orders)s::uuid[])"
_LINES: Final = Rows(OrderLine, _OF_ORDERS, order="it.position, it.id")
_FULFILLMENTS: Final = Rows(Fulfillment, _OF_ORDERS, order="it.id")
_TRANSACTIONS: Final = Rows(TransactionItem, _OF_ORDERS, order="it.created_at, it.id")
_GRANTED: Final = Statement(
    "SELECT order_id, sum(amount_value) FROM store_payment_ordergrantedrefund"
    " WHERE order_id = ANY(%(orders)s::uuid[]) GROUP BY order_id"
)


def _pks(orders: Iterable[Order]) -> list[uuid.UUID]:
    return [order.pk for order in orders]


def _grouped(rows: Iterable[Row], orders: Iterable[Order]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {order.pk: [] for order in orders}
    for row in rows:
        found[row.order_id].append(row)  # type: ignore[attr-defined]
    return found


def lines_of(orders: list[Order]) -> dict[uuid.UUID, list[OrderLine]]:
    found = _grouped(_LINES.all(orders=_pks(orders)), orders)
    for order in orders:
        for line in found[order.pk]:
            line.order = order
    return found


def fulfillments_of(orders: list[Order]) -> dict[uuid.UUID, list[Fulfillment]]:
    return _grouped(_FULFILLMENTS.all(orders=_pks(orders)), orders)


def transactions_of(orders: list[Order]) -> dict[uuid.UUID, list[TransactionItem]]:
    return _grouped(_TRANSACTIONS.all(orders=_pks(orders)), orders)


def events_of(orders: list[Order]) -> dict[uuid.UUID, list[OrderEvent]]:
    return _grouped(OrderEvent.objects.filter(order__in=orders), orders)


def granted_of(orders: Iterable[Order]) -> dict[uuid.UUID, Decimal]:
    """Return what was granted back of each order."""
    return dict(_GRANTED.rows(orders=_pks(orders)))


def granted_refunds_of(orders: list[Order]) -> dict[uuid.UUID, list[OrderGrantedRefund]]:
    return _grouped(OrderGrantedRefund.objects.filter(order__in=orders), orders)


def fulfillment_lines_of(fulfillments: list[Fulfillment]) -> dict[int, list[FulfillmentLine]]:
    found: dict[int, list[FulfillmentLine]] = defaultdict(list)
    for line in FulfillmentLine.objects.filter(fulfillment__in=fulfillments):
        found[line.fulfillment_id].append(line)
    return found


def order_lines_of(lines: list[FulfillmentLine]) -> dict[int, OrderLine]:
    found = OrderLine.objects.in_bulk({line.order_line_id for line in lines})
    return {line.pk: found[line.order_line_id] for line in lines}


def allocations_of(lines: list[OrderLine]) -> dict[uuid.UUID, list[Allocation]]:
    found: dict[uuid.UUID, list[Allocation]] = {line.pk: [] for line in lines}
    for row in Allocation.objects.filter(order_line__in=lines).order_by("id"):
        found[row.order_line_id].append(row)
    return found


def users_of(orders: Iterable[Order]) -> dict[uuid.UUID, User]:
    orders = list(orders)
    users = User.objects.in_bulk({order.user_id for order in orders if order.user_id})
    return {order.pk: users[order.user_id] for order in orders if order.user_id in users}


def variants_of(lines: list[OrderLine]) -> dict[uuid.UUID, ProductVariant]:
    """Return the variant of each line that still has one, shown in the order's channel where it is known."""
    variants = variants_by_pk({line.variant_id for line in lines if line.variant_id})
    found = {}
    for line in lines:
        variant = variants.get(line.variant_id or 0)
        if variant is None:
            continue
        if OrderLine.order.is_cached(line):  # type: ignore[attr-defined]
            show_in([variant], line.order.channel)
        found[line.pk] = variant
    return found


def pictures_of(lines: list[OrderLine]) -> dict[uuid.UUID, ProductMedia]:
    """Return the first picture of each line's product. One query."""
    pictures = first_pictures({line.variant_id for line in lines if line.variant_id})
    found = {line.pk: pictures.get(line.variant_id or 0) for line in lines}
    return {pk: picture for pk, picture in found.items() if picture is not None}


@dataclass(frozen=True, slots=True)
class Money:
    """An order's money: what it costs, what was granted back, what is held, what went back."""

    total: Decimal
    granted_back: Decimal
    charged: Decimal
    authorized: Decimal
    refunded: Decimal

    @property
    def charge_status(self) -> str:
        return rules.charge_status(total=self.total, granted_back=self.granted_back, charged=self.charged)

    @property
    def authorize_status(self) -> str:
        return rules.authorize_status(
            total=self.total,
            granted_back=self.granted_back,
            charged=self.charged,
            authorized=self.authorized,
        )

    @property
    def is_paid(self) -> bool:
        return self.charged >= self.total

    @property
    def balance(self) -> Decimal:
        """Negative: still owed. What was granted back is not owed."""
        return self.charged - (self.total - self.granted_back)


def money_of(order: Order, items: Iterable[TransactionItem], granted_back: Decimal) -> Money:
    items = list(items)
    return Money(
        total=order.total_gross,
        granted_back=granted_back,
        charged=sum((item.charged for item in items), Decimal(0)),
        authorized=sum((item.authorized for item in items), Decimal(0)),
        refunded=sum((item.refunded for item in items), Decimal(0)),
    )


def read_money(order: Order) -> Money:
    """Return the order's money as it is saved. Two queries."""
    return money_of(
        order, _TRANSACTIONS.all(orders=[order.pk]), granted_of([order]).get(order.pk, Decimal(0))
    )
