"""What money is for: a checkout, or the order it became."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q

from commerce.embedded.attribute.selectors import text_condition
from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.selectors import (
    cover_of,
    find_checkout,
    locked_checkout,
)
from commerce.embedded.checkout.selectors import transactions_of as checkout_transactions
from commerce.embedded.checkout.services.prices import with_prices
from commerce.embedded.engine.conditions import between, with_uuids
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import uuid_of
from commerce.embedded.order.models import Order
from commerce.embedded.order.selectors import find_order, locked_order, read_money
from commerce.embedded.payment.models import TransactionEvent, TransactionItem
from jkrlm.kernel.ids import BadGlobalId, parse_global_id
from jkrlm.kernel.statements import Rows, Statement

Source = Checkout | Order


def source_by_id(gid: str) -> Source:
    """
    Return the checkout or order of a global id.

    Raises:
        Refusal: INVALID for an id of another kind, NOT_FOUND.
    """
    try:
        kind, _pk = parse_global_id(gid)
    except BadGlobalId:
        kind = ""
    if kind not in ("Checkout", "Order"):
        raise Refusal("Must receive a `Checkout` or `Order` id.", code="INVALID", field="id")
    pk = uuid_of(gid, kind)
    source: Source | None = find_checkout(pk) if kind == "Checkout" else find_order(pk)
    if source is None:
        raise Refusal("`Order` or `Checkout` not found.", code="NOT_FOUND", field="id")
    return source


def amount_left(source: Source, *, now: datetime) -> Decimal:
    """Return what is still to be paid, never negative; brings a checkout's prices up to date first."""
    if isinstance(source, Checkout):
        with_prices(checkout=source, now=now)
        covered = cover_of(checkout_transactions([source])[source.pk]).total
        return max(source.total_gross - covered, Decimal(0))
    money = read_money(source)
    return max(money.total - money.granted_back - money.charged - money.authorized, Decimal(0))


def owner(source: Source) -> dict[str, Any]:
    """Return the columns that tie a transaction to what it is for."""
    return {"checkout": source} if isinstance(source, Checkout) else {"order": source}


@dataclass(frozen=True, slots=True)
class Locked:
    """A transaction under the lock of what it is for; ``source`` is None for one without either."""

    item: TransactionItem
    source: Source | None


_OWNERS: Final = Statement(
    "SELECT checkout_id, order_id FROM store_payment_transactionitem WHERE id = %(pk)s"
)
_LOCK: Final = Rows(TransactionItem, "it.id = %(pk)s", lock=True)
_EVENTS: Final = Rows(
    TransactionEvent,
    "it.transaction_id = ANY(%(pks)s::uuid[])",
    order="it.created_at DESC, it.id DESC",
)


def transaction_condition(where: Mapping[str, Any]) -> Q:
    """Return the condition of a TransactionWhereInput."""
    condition = with_uuids(where.get("ids"), "TransactionItem")
    condition &= between("created_at", where.get("created_at"))
    condition &= between("modified_at", where.get("modified_at"))
    return condition & text_condition("app_identifier", where.get("app_identifier") or {})


def events_of_items(items: Iterable[TransactionItem]) -> list[TransactionEvent]:
    """Return the transactions' events, the newest first. One query."""
    return _EVENTS.all(pks=[item.pk for item in items])


def locked_transaction(pk: uuid.UUID) -> Locked:
    """
    Lock a transaction: its checkout or order first, as the lock order wants.

    A checkout may become an order while we wait for it; then we wait for the order. The transaction's own
    row comes last: whoever held it while waiting for the order would block who holds the order.
    """
    while True:
        checkout_id, order_id = _OWNERS.rows(pk=pk)[0]
        source: Source | None = None
        if checkout_id:
            source = locked_checkout(checkout_id)
            if source is None:
                continue
        elif order_id:
            source = locked_order(order_id)
        return Locked(_LOCK.all(pk=pk)[0], source)
