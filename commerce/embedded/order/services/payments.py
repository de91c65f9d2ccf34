"""What a change of money means for an order."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from commerce.embedded.order.models import Order, OrderStatus
from commerce.embedded.order.selectors import read_money
from commerce.embedded.order.services.events import note
from commerce.embedded.webhook.services import emit

PAID = frozenset({"FULL", "OVERCHARGED"})


@dataclass(frozen=True, slots=True)
class Change:
    """How far one transaction's amounts moved."""

    charged: Decimal
    authorized: Decimal
    refunded: Decimal

    @property
    def is_nothing(self) -> bool:
        return not (self.charged or self.authorized or self.refunded)


def money_changed(*, order: Order, change: Change, fully_paid_before: bool, now: datetime) -> None:
    """
    Tell what followed from a transaction of a locked order, whose amounts are saved already.

    An order that waited for its money is confirmed by it, where the channel confirms by itself.
    """
    if change.is_nothing:
        return
    money = read_money(order)
    if change.charged > 0:
        note(order, "PAYMENT_CAPTURED", now=now, amount=str(change.charged))
        emit("ORDER_PAID", order=order)
    if change.authorized > 0:
        note(order, "PAYMENT_AUTHORIZED", now=now, amount=str(change.authorized))
    if change.refunded > 0:
        note(order, "PAYMENT_REFUNDED", now=now, amount=str(change.refunded))
        emit("ORDER_REFUNDED", order=order)
    if money.charge_status in PAID and not fully_paid_before and change.charged > 0:
        note(order, "ORDER_FULLY_PAID", now=now)
        emit("ORDER_FULLY_PAID", order=order)
    if money.authorize_status == "FULL":
        confirm_where_automatic(order)
    order.updated_at = now
    order.save(update_fields=["status", "updated_at"])
    emit("ORDER_UPDATED", order=order)


def confirm_where_automatic(order: Order) -> None:
    """Let an order that is covered wait no longer, where the channel confirms by itself; not saved."""
    if order.status == OrderStatus.UNCONFIRMED and order.channel.automatically_confirm_all_new_orders:
        order.status = OrderStatus.UNFULFILLED


def is_fully_paid(order: Order) -> bool:
    return read_money(order).charge_status in PAID
